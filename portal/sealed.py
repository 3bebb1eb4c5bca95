"""What travels in a page's hidden field: encrypted and signed by this house, bounded in size and time, stored nowhere.

The half-filled sheet and the receipt lie in the sender's own page and nowhere else: not in a cookie, which would stay on
the device, not in the house, where it would be half a filing (ADR 0020).
"""

import base64
import binascii
import json
import time
import zlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.crypto import salted_hmac

from identity.cipher import SealBroken, lock_bytes, unlock_bytes

LARGEST = 60_000  # characters in the page; a full sheet has a third of it


class Broken(ValueError):
    """A field that this house did not seal, for this place, within the time."""


class TooLarge(ValueError):
    """More than any sheet can hold."""


def put(place: str, said: Mapping[str, Any]) -> str:
    """Seal plain data for a hidden field; raises `TooLarge`."""
    plain = json.dumps({"at": int(time.time()), "said": said}, ensure_ascii=False).encode()
    sealed = base64.urlsafe_b64encode(lock_bytes(zlib.compress(plain, 9), _key(), info=place)).decode()
    if len(sealed) > LARGEST:
        raise TooLarge
    return sealed


def taken(place: str, sealed: str, within: timedelta) -> dict[str, Any]:
    """What was sealed for this place, unless it is older than `within`; raises `Broken`."""
    if not sealed or len(sealed) > LARGEST:
        raise Broken
    try:
        locked = base64.b64decode(sealed.encode("ascii"), altchars=b"-_", validate=True)
        told = json.loads(zlib.decompress(unlock_bytes(locked, _key(), info=place)))
    except (SealBroken, binascii.Error, UnicodeEncodeError):
        raise Broken from None
    if time.time() - told["at"] > within.total_seconds():
        raise Broken
    said: dict[str, Any] = told["said"]
    return said


def _key() -> str:
    return base64.urlsafe_b64encode(salted_hmac("portal.sealed", "1", algorithm="sha256").digest()).decode()
