"""Writing down what happened to an account, and the auditor's reading of it."""

from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import AccountEvent, Kind
from offices.roles import Office


def note(kind: Kind, officer: Any, *, by: Any = None, word: str = "") -> None:
    """Write down one event; `word` is one of `words()`."""
    AccountEvent.objects.create(officer=officer, by=by, kind=kind, note=word, at=timezone.now())


def words() -> dict[str, str]:
    """The short notes beside an event, in the reader's language."""
    return {
        "one_click": _("演示，一键进入"),
        "provider": _("统一身份认证"),
        "idle": _("长时间没有操作"),
        "too_long": _("超过最长登录时间"),
        "too_many": _("同时登录过多"),
        "everywhere": _("本人结束全部登录"),
        "one": _("本人结束"),
        "password": _("密码已修改"),
        "reset": _("验证器已重置"),
        "inactive": _("人员已停用"),
        "again": _("办理前再次确认"),
    }


def latest(officer: Any, *, before: int | None = None, limit: int = 50) -> list[AccountEvent]:
    """The latest events below an id, newest first, with the names needed to show them; nothing but for an auditor."""
    if not officer.holds(Office.AUDITOR, unit=None, day=localdate()):
        return []
    rows = AccountEvent.objects.select_related("officer", "by").order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return list(rows[:limit])


def passed(officer: Any) -> None:
    """Write down that the second factor was passed at sign-in."""
    note(Kind.FACTOR_PASSED, officer)


def password_changed(officer: Any) -> None:
    """Write down that an officer changed his password."""
    note(Kind.PASSWORD_CHANGED, officer)
