"""How an officer is reminded outside the desk: the address of the daily mail, and the secret one of the calendar feed."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from desk.gate import officers_only
from notices import feed
from offices.access import set_email

BAD_FORM = 400


class Mail(forms.Form):
    """The mailbox for the daily mail; empty for none."""

    email = forms.EmailField(label=gettext_lazy("提醒邮箱"), max_length=254, required=False)


@officers_only
@require_http_methods(["GET", "POST"])
def manage(request: HttpRequest) -> HttpResponse:
    """Say whether there is an address; make a new one and show it this once, or end the one in force."""
    address, act = "", request.POST.get("act")
    mail = Mail(request.POST if act == "mail" else None, initial={"email": request.user.email})
    if act == "mail" and mail.is_valid():
        set_email(request.user, mail.cleaned_data["email"])
        messages.success(request, _("提醒邮箱已保存"))
        return redirect("desk:feed")
    if act == "make":
        address = request.build_absolute_uri(
            reverse("desk:feed-calendar", args=[feed.make_address(request.user)])
        )
    elif request.method == "POST" and act != "mail":
        if act == "revoke":
            feed.revoke(request.user)
        return redirect("desk:feed")
    context = {"address": address, "made_at": feed.made_at(request.user), "days": feed.DAYS}
    status = BAD_FORM if mail.errors else 200
    response = render(request, "desk/feed.html", {**context, "mail": mail}, status=status)
    add_never_cache_headers(response)
    return response


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The feed for a calendar program, which has no session: the secret in the address is the key."""
    # The same words for an address that never was and one that was ended.
    response = feed.answer_at(token, timezone.now()) or HttpResponseNotFound(
        "Not found\n", content_type="text/plain; charset=utf-8"
    )
    patch_cache_control(response, private=True, no_cache=True)
    return response
