"""Showing anew who one is, minutes before a weighty act: by password or code, in a demo by a plain confirmation.

What is remembered is one moment in the session, never what was typed.
"""

import time
from typing import Any

from django.conf import settings

from accounts.required import second_factor_required

FRESH_AT = "account_fresh_at"
"""Under this name the session keeps the moment (seconds since 1970) at which the officer last showed who he is."""

MINUTES = 5


def mark_fresh(session: Any) -> None:
    """Remember that the officer of this session has just shown who he is."""
    session[FRESH_AT] = int(time.time())


def is_fresh(session: Any, minutes: int = MINUTES) -> bool:
    """Whether that is less than `minutes` ago; a moment that lies ahead (a clock set back) counts for nothing."""
    at = session.get(FRESH_AT)
    return isinstance(at, int) and 0 <= time.time() - at < minutes * 60


def plainly() -> bool:
    """Whether a plain confirmation is enough: only in a demo, whose officers have no password, and only until the
    second factor is asked for there as well."""
    return settings.DEMO and not second_factor_required()
