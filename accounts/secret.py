"""Judging what an officer types to show who he is: his password, or a code of his second factor."""

from typing import Any

from django.contrib.auth import authenticate
from django.utils.translation import gettext as _

from accounts import again, factor
from accounts.events import note
from accounts.models import Kind
from accounts.when import moment


def password_is_right(request: Any, password: str) -> bool:
    """Whether this is the signed-in officer's password; wrong ones are counted by the lock-out of the sign-in page."""
    found = authenticate(request, username=request.user.get_username(), password=password)
    return found is not None and found.pk == request.user.pk


def why_not_code(answer: factor.Answer) -> str:
    """What to say of a code that did not pass."""
    if answer.wait_until is not None:
        return _("错误次数过多，请在 %(when)s 以后再试") % {"when": moment(answer.wait_until)}
    return _("验证码不对，或者已经用过。请等验证器换出下一个，再输入。")


def confirm(request: Any, secret: str) -> str | None:
    """Why what was typed does not show who the officer is, in words; None when it does, and the session is fresh."""
    if factor.looks_like_code(secret) or factor.looks_like_recovery(secret):
        answer = factor.check(request.user, secret)
        if answer.right:
            again.mark_fresh(request.session)
            note(Kind.FACTOR_PASSED, request.user, word="again")
            return None
        if answer.wait_until is not None or factor.is_set(request.user):
            return why_not_code(answer)
    if not password_is_right(request, secret):
        return _("密码或验证码不对，请重新输入。")
    again.mark_fresh(request.session)
    return None
