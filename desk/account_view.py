"""The officer's own account: password, second factor, where he is signed in; and the auditor's record of accounts."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import ending, events, factor
from accounts.required import second_factor_required
from accounts.secret import password_is_right
from desk.gate import JOURNAL, holders_of, officers_only

BAD_FORM = 400
PAGE = 50


class PasswordForm(PasswordChangeForm):
    """The library's form; wrong old passwords are counted like those of the sign-in page."""

    error_messages = {
        "password_incorrect": gettext_lazy("原密码不对，请重新输入。"),
        "password_mismatch": gettext_lazy("两次输入的新密码不一样。"),
    }

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        self.request = request
        super().__init__(request.user, *args, label_suffix="")
        self.fields["old_password"].label = _("原密码")
        self.fields["new_password1"].label = _("新密码")
        self.fields["new_password2"].label = _("再输一次新密码")
        self.fields["new_password1"].help_text = _(
            "至少十二个字符，不能与账号、姓名相近，不能是常用密码或者全是数字。"
        )
        self.fields["new_password2"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("aria-describedby", None)

    def clean_old_password(self) -> str:
        typed = self.cleaned_data["old_password"]
        if not password_is_right(self.request, typed):
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return typed


@officers_only
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Everything about the officer's own account on one page."""
    sessions = [(row, ending.is_this(row, request.session)) for row in ending.of(request.user)]
    context = {
        "sessions": sessions,
        "tokens": ending.tokens(request.user),
        "has_password": request.user.has_usable_password(),
        "factor_set": factor.is_set(request.user),
        "factor_required": second_factor_required(),
        "codes_left": factor.codes_left(request.user),
    }
    return render(request, "desk/account.html", context)


@officers_only
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End one session of one's own, or all of them with this one and every token."""
    if request.POST.get("all"):
        ending.end_all(request.user, why="everywhere")
        request.session_was_ended = True
        logout(request)
        return redirect("desk:sign-in")
    if ending.end_one(request.user, request.POST.get("session", "")):
        messages.success(request, _("该处登录已结束"))
    else:
        messages.info(request, _("该处登录先前已经结束"))
    return redirect("desk:account")


@sensitive_post_parameters()
@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; every other session and every token ends with it."""
    form = PasswordForm(request, *([request.POST] if request.method == "POST" else []))
    if form.is_bound and form.is_valid():
        form.save()
        update_session_auth_hash(request, form.user)
        events.password_changed(request.user)
        ending.end_all(request.user, why="password", but=request.session)
        messages.success(request, _("密码已修改，其他各处的登录已结束"))
        return redirect("desk:account")
    context = {"form": form, "has_password": request.user.has_usable_password()}
    return render(request, "desk/password.html", context, status=BAD_FORM if form.is_bound else 200)


@holders_of(JOURNAL)
@require_GET
def record(request: HttpRequest) -> HttpResponse:
    """One page of what happened to accounts, below the entry named in the address; for the auditor."""
    said = request.GET.get("before", "")
    before = int(said) if said.isascii() and said.isdigit() and len(said) < 18 else None
    found = events.latest(request.user, before=before, limit=PAGE + 1)
    words = events.words()
    context = {
        "rows": [(event, words.get(event.note, "")) for event in found[:PAGE]],
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
        "before": before,
    }
    return render(request, "desk/account_events.html", context)
