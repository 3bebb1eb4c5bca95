"""The second factor on the desk: the code after the password, setting up the app, and the codes for the drawer."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import again, ending, events, factor
from accounts.secret import why_not_code
from desk.fresh import fresh_sign_in
from desk.gate import officers_only

BAD_FORM = 400


class CodeForm(forms.Form):
    """One code, as the app shows it or as it stands on the paper of recovery codes."""

    code = forms.CharField(
        label=gettext_lazy("验证码"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("请输入验证码")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


def next_of(request: HttpRequest) -> str:
    """Where the officer wanted to go: an address of this house, or the worklist."""
    said = request.POST.get("next", request.GET.get("next", ""))
    safe = url_has_allowed_host_and_scheme(said, {request.get_host()}, require_https=request.is_secure())
    return said if safe else resolve_url("desk:worklist")


@sensitive_post_parameters("code")
@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The second page of the sign-in: a code of the app, or a recovery code, which is used up."""
    if not factor.owed(request.session):
        return redirect(next_of(request))
    if not factor.is_set(request.user):
        return redirect(f"{reverse('desk:second-factor-set')}?{urlencode({'next': next_of(request)})}")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        answer = factor.check(request.user, form.cleaned_data["code"])
        if answer.right:
            factor.passed(request.session, "recovery" if answer.recovery else "app")
            events.passed(request.user)
            if answer.recovery:
                left = factor.codes_left(request.user)
                told = ngettext(
                    "备用码还剩 %(n)d 个，用完前请重新生成。", "备用码还剩 %(n)d 个，用完前请重新生成。", left
                )
                messages.warning(request, told % {"n": left})
            return redirect(next_of(request))
        form.add_error("code", why_not_code(answer))
    return _render(request, "desk/second_factor.html", {"form": form}, BAD_FORM if form.is_bound else 200)


@sensitive_post_parameters("code")
@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Setting up the app: picture, secret, one code to confirm it, then the recovery codes, once.

    Who has an app already comes here only through his account page, signed in freshly.
    """
    if factor.is_set(request.user):
        if factor.owed(request.session):
            return redirect(reverse("desk:second-factor"))
        return _set_up_freshly(request)
    return _set_up(request)


@fresh_sign_in()
def _set_up_freshly(request: HttpRequest) -> HttpResponse:
    return _set_up(request)


def _set_up(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST if "code" in request.POST else None)
    if form.is_bound and form.is_valid():
        answer, codes = factor.confirm(request.user, form.cleaned_data["code"].strip().replace(" ", ""))
        if answer.right:
            factor.passed(request.session)
            ending.end_all(request.user, why="reset", but=request.session)
            return _render(request, "desk/recovery_codes.html", {"codes": codes, "first": True})
        form.add_error("code", why_not_code(answer))
    context = {"form": form, "enrolment": factor.enrolment(request.user)}
    return _render(request, "desk/second_factor_set.html", context, BAD_FORM if form.is_bound else 200)


@officers_only
@require_POST
@fresh_sign_in()
def new_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes in place of the old, shown once."""
    if not factor.is_set(request.user):
        return redirect("desk:second-factor-set")
    return _render(request, "desk/recovery_codes.html", {"codes": factor.make_codes(request.user)})


def _render(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    known = {"next": next_of(request), "minutes": again.MINUTES}
    return render(request, template, {**known, **context}, status=status)
