"""Ending sessions and tokens: all of an officer's, the oldest beyond the number allowed, or one."""

from typing import Any

from django.conf import settings
from knox.models import AuthToken

from accounts.events import note
from accounts.models import Kind, OfficerSession
from accounts.sessions import digest


def of(officer: Any) -> list[OfficerSession]:
    """The officer's running sessions, newest first."""
    return list(OfficerSession.objects.filter(officer=officer).order_by("-since_at"))


def is_this(row: OfficerSession, session: Any) -> bool:
    """Whether a row is the session of this very request."""
    return row.session_key == digest(session.session_key)


def tokens(officer: Any) -> int:
    """How many tokens of the machine door are the officer's."""
    return int(AuthToken.objects.filter(user=officer).count())


def end_all(officer: Any, *, why: str, but: Any = None, by: Any = None) -> int:
    """End every session and token of an officer, but for the session of this request if given; how many it were."""
    rows = OfficerSession.objects.filter(officer=officer)
    if but is not None:
        rows = rows.exclude(session_key=digest(but.session_key))
    ended, _by_table = rows.delete()
    revoked, _by_table = AuthToken.objects.filter(user=officer).delete()
    if ended or revoked:
        note(Kind.ENDED, officer, by=by, word=why)
    return ended + revoked


def end_one(officer: Any, key_digest: str) -> bool:
    """End one session of this officer's; False if there is none such."""
    ended, _by_table = OfficerSession.objects.filter(officer=officer, session_key=key_digest).delete()
    if ended:
        note(Kind.ENDED, officer, word="one")
    return bool(ended)


def end_oldest(officer: Any, this: Any) -> None:
    """Leave an officer no more sessions than allowed, the new one among them: the oldest end."""
    others = [row for row in of(officer) if not is_this(row, this)]
    for row in others[settings.SESSIONS_PER_OFFICER - 1 :]:
        row.delete()
        note(Kind.ENDED, officer, word="too_many")
