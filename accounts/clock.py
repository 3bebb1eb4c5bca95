"""How long a session lasts: so many hours at most, so many minutes without a sign of life.

Both moments stand in the session itself, so that a page asks the database nothing more.
"""

import time
from typing import Any

from django.conf import settings

SINCE, SEEN = "account_since", "account_seen"

TOO_LONG, IDLE = "too_long", "idle"


def begin(session: Any) -> None:
    """Start both clocks of a session, at sign-in."""
    session[SINCE] = session[SEEN] = int(time.time())


def over(session: Any) -> str:
    """Why a session is over (`too_long`, `idle`), or nothing. One that does not know when it began is over."""
    now, since, seen = time.time(), session.get(SINCE), session.get(SEEN)
    if not isinstance(since, int) or not isinstance(seen, int):
        return TOO_LONG
    if now - since >= settings.SESSION_HOURS * 3600:
        return TOO_LONG
    return IDLE if now - seen >= settings.SESSION_IDLE_MINUTES * 60 else ""


def touch(session: Any) -> None:
    """A sign of life. Written down only when a tenth of the idle time has passed: a page costs no write for it."""
    now = int(time.time())
    if abs(now - session.get(SEEN, 0)) >= settings.SESSION_IDLE_MINUTES * 6:
        session[SEEN] = now
