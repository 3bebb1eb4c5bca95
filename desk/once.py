"""Doing a thing once per sheet: a key that only the first sender gets, whatever is pressed twice or sent again.

The key is a row of the session store, inserted and never overwritten, so the database decides between two requests
that come at the same moment; it disappears with the expired sessions.
"""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import CreateError

KEPT_SECONDS = 2 * 24 * 3600


def _store(key: str) -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore(session_key=f"once-{key}")


def claim(key: str, by: int) -> bool:
    """Take the key; False when somebody has taken it before."""
    store = _store(key)
    store["by"] = by
    store.set_expiry(KEPT_SECONDS)
    try:
        store.save(must_create=True)
    except CreateError:
        return False
    return True


def note(key: str, made: list[str]) -> None:
    """Remember what came of it, for whoever sends the same sheet again."""
    store = _store(key)
    store["made"] = made
    store.save()


def made(key: str, by: int) -> list[str]:
    """What came of a key this officer took; empty while it is under way, or when another took it."""
    store = _store(key)
    return list(store.get("made", [])) if store.get("by") == by else []


def release(key: str) -> None:
    """Give the key back: nothing came of it."""
    _store(key).delete()
