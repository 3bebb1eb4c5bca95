"""Sending a sheet once: a second click, or a page sent again, finds the receipt of the first instead of filing twice.

What is kept of it opens only with the key that travels in the sender's own page, and is emptied as soon as the
sender has shown that they kept the code.
"""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

from identity.cipher import is_held_key, lock_bytes, new_held_key, unlock_bytes
from portal.models import Sent

KEPT = timedelta(days=1)
INFO = "mingcha/portal/sent/1"

new_key = new_held_key


def sent(key: str) -> dict[str, Any] | None:
    """The receipt of the sheet with this key; None when nothing was sent under it, {} when it was confirmed since."""
    if not is_held_key(key):
        return None
    row = Sent.objects.filter(digest=_digest(key)).first()
    if row is None:
        return None
    return _opened(bytes(row.receipt), key)


def send(key: str, file: Callable[[], Mapping[str, Any]]) -> dict[str, Any]:
    """Do `file` once under a key and answer with its receipt, now or as it was kept; raises what `file` raises."""
    if not is_held_key(key):
        raise ValueError("no key of a sheet")
    if (known := sent(key)) is not None:
        return known
    try:
        with transaction.atomic():
            receipt = dict(file())
            plain = json.dumps(receipt, ensure_ascii=False).encode()
            Sent.objects.create(
                digest=_digest(key),
                receipt=lock_bytes(plain, key, info=INFO),
                until_on=localdate(timezone.now() + KEPT),
            )
            return receipt
    except IntegrityError:
        # Two clicks at once: the later one lost at the key, and what it filed was rolled back.
        if (known := sent(key)) is not None:
            return known
        raise


def confirmed(key: str) -> None:
    """Empty what was kept: the code was typed back. That the sheet was sent stays known for its day."""
    if is_held_key(key):
        Sent.objects.filter(digest=_digest(key)).update(receipt=b"")


def sweep() -> int:
    """Forget the sheets whose day is over; how many."""
    return Sent.objects.filter(until_on__lt=localdate()).delete()[0]


def _opened(locked: bytes, key: str) -> dict[str, Any]:
    if not locked:
        return {}
    told: dict[str, Any] = json.loads(unlock_bytes(locked, key, info=INFO))
    return told


def _digest(key: str) -> str:
    return salted_hmac("portal.sent", key, algorithm="sha256").hexdigest()
