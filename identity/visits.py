"""A visit: somebody has shown a receipt code, and for a quarter of an hour need not type it again.

What he is given is a mark: encrypted and authenticated, bound to the reference and to nothing else; the server keeps no
row of a visit while it lasts. Leaving writes one row, without a moment and without a reference, that refuses the mark.
"""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

from identity.models import LeftVisit

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=4)
"""How long a visit may go on in all, however busy; a copied mark ends then."""

_MARK_BYTES = 16
LONGEST_MARK = 600


@dataclass(frozen=True)
class Visit:
    """An open visit: whose (a reference of the vault), which one, and since when (seconds of the clock)."""

    ref: str = field(repr=False)
    name: str = field(repr=False)
    since: int = field(repr=False)

    def mark(self) -> str:
        """The visit as its visitor keeps it, good for `IDLE` from now; the same length for every reference."""
        said = json.dumps([self.ref, self.name, self.since]).encode()
        return _box().encrypt(said).decode("ascii")


def begin(ref: str) -> Visit:
    """A visit of whoever has just shown the code of this reference."""
    return Visit(ref, secrets.token_hex(_MARK_BYTES), int(time.time()))


def visit_of(mark: str) -> Visit | None:
    """The visit a mark stands for; None alike for a forged, changed, expired or left one."""
    if not mark or len(mark) > LONGEST_MARK or not mark.isascii():
        return None
    try:
        said = _box().decrypt(mark.encode("ascii"), ttl=int(IDLE.total_seconds()))
        ref, name, since = json.loads(said)
    except (InvalidToken, ValueError, TypeError):
        return None
    visit = Visit(str(ref), str(name), int(since))
    if time.time() - visit.since > LONGEST.total_seconds():
        return None
    return None if LeftVisit.objects.filter(digest=_digest(visit)).exists() else visit


def leave(visit: Visit) -> None:
    """End a visit for good: every copy of its mark is refused from now on. Leaving twice is leaving."""
    today = localdate()
    # A mark of the day before yesterday has run out whatever happens.
    LeftVisit.objects.filter(left_on__lt=today - timedelta(days=1)).delete()
    try:
        with transaction.atomic(using="vault"):
            LeftVisit.objects.create(digest=_digest(visit), left_on=today)
    except IntegrityError:
        return


def _digest(visit: Visit) -> bytes:
    return hashlib.sha256(visit.name.encode()).digest()


def _box() -> MultiFernet:
    """The cipher of the marks, its key drawn from the site's secret; an older secret still opens what it made."""
    secrets_ = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets_])


def _key(secret: str | bytes) -> bytes:
    derived = salted_hmac("identity.visits", "mark", secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(derived)
