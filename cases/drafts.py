"""Unfinished sheets: kept encrypted under a key that only the clerk's browser holds, so a broken call loses nothing.

The intake process keeps no key of its own: what it stores it cannot read back without the browser asking.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cases.models import IntakeDraft
from identity.cipher import SealBroken, is_held_key, lock_bytes, new_held_key, unlock_bytes

KEPT = timedelta(hours=24)
LARGEST = 40_000  # characters of JSON; a full sheet has a third of it
SHOWN = 5

# The key the browser holds: a fresh one, and whether a text is one at all.
new_key, is_key = new_held_key, is_held_key


class TooLarge(ValueError):
    """A draft longer than any sheet can be."""


@dataclass(frozen=True)
class Draft:
    """One sheet half filled in, opened: what was typed, by the names of the form's fields."""

    sheet: UUID
    saved_at: datetime
    said: dict[str, Any] = field(repr=False)


def keep(officer: Any, sheet: UUID, said: Mapping[str, Any], key: str, at: datetime) -> datetime:
    """Encrypt what was typed and put it in place of the sheet's former draft; answers when. Raises `TooLarge`."""
    plain = json.dumps(said, ensure_ascii=False)
    if len(plain) > LARGEST:
        raise TooLarge
    blob = lock_bytes(plain.encode(), key, info=_place(officer, sheet))
    IntakeDraft.objects.update_or_create(officer=officer, key=sheet, defaults={"blob": blob, "saved_at": at})
    return at


def opened(officer: Any, key: str, now: datetime) -> list[Draft]:
    """The sheets of this officer that this browser's key opens, newest first, none older than a day."""
    if not is_key(key):
        return []
    found = []
    newest = IntakeDraft.objects.filter(officer=officer, saved_at__gt=now - KEPT).order_by("-saved_at", "-id")
    for draft in newest[:SHOWN]:
        try:
            plain = unlock_bytes(bytes(draft.blob), key, info=_place(officer, draft.key))
        except SealBroken:
            continue  # another browser's sheet
        found.append(Draft(draft.key, draft.saved_at, json.loads(plain)))
    return found


def discard(officer: Any, sheet: UUID) -> None:
    """Remove a sheet's draft: it was filed, or the clerk threw it away."""
    IntakeDraft.objects.filter(officer=officer, key=sheet).delete()


def sweep(now: datetime) -> int:
    """Remove every draft older than a day; answers how many."""
    return IntakeDraft.objects.filter(saved_at__lte=now - KEPT).delete()[0]


def _place(officer: Any, sheet: UUID) -> str:
    return f"mingcha/draft/1|{officer.pk}|{sheet.hex}"
