"""How often one network may ask, counted without keeping an address: in this process's memory, for an hour, never on disk.

What is counted under is a digest of the network (/24, /56) keyed with a value drawn for this process and day, so that
neither a copy of the database nor one of the keys tells who asked. Each web process counts for itself: with two of
them a network may get twice the number, and a restart begins anew. That is the price of writing nothing down.
"""

import hmac
import ipaddress
import secrets
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from threading import Lock

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.timezone import localtime

MOST_KEPT = 50_000
V4, V6 = 24, 56
NOWHERE = "?"
"""Every caller whose network cannot be told shares one bucket: nobody gets free passage by hiding it."""


class Limited(Exception):
    """Asked too often; says nothing of who asked. `wait_minutes` until the next hour begins."""

    def __init__(self, wait_minutes: int) -> None:
        self.wait_minutes = wait_minutes
        super().__init__("limited")


class Counter:
    """Counts by purpose and network within the hour; what a full memory would forget is counted in one bucket."""

    def __init__(self, clock: Callable[[], datetime] = timezone.now) -> None:
        self._clock, self._lock = clock, Lock()
        self._hour, self._day = -1, ""
        self._salt = b""
        self._seen: OrderedDict[bytes, int] = OrderedDict()

    def spend(self, purpose: str, network: str) -> None:
        """Count one; raises `Limited` when that was one too many. An unknown purpose is an error, not a free pass."""
        from_one, from_all = settings.PORTAL_LIMITS[purpose]
        now = localtime(self._clock())
        with self._lock:
            self._turn(now)
            own = self._digest(purpose, network)
            if own not in self._seen and len(self._seen) >= MOST_KEPT:
                own = self._digest(purpose, NOWHERE)
            over = self._count(own) > from_one
            over = self._count(self._digest(purpose, "")) > from_all or over
        if over:
            raise Limited(60 - now.minute)

    def forget(self) -> None:
        """Begin anew, as a restart would."""
        with self._lock:
            self._seen.clear()

    def _turn(self, now: datetime) -> None:
        if (day := now.date().isoformat()) != self._day:
            self._day, self._salt, self._hour = day, secrets.token_bytes(32), -1
        if now.hour != self._hour:
            self._hour = now.hour
            self._seen.clear()

    def _digest(self, purpose: str, network: str) -> bytes:
        return hmac.digest(self._salt, f"{purpose}|{network}".encode(), "sha256")

    def _count(self, key: bytes) -> int:
        self._seen[key] = self._seen.get(key, 0) + 1
        return self._seen[key]


counter = Counter()


def spend(request: HttpRequest, purpose: str) -> None:
    """Count one question of this request's network for a purpose of `settings.PORTAL_LIMITS`; raises `Limited`."""
    counter.spend(purpose, network_of(request))


def network_of(request: HttpRequest) -> str:
    """The network a request comes from, such as "203.0.113.0/24"; `NOWHERE` when it cannot be told.

    Behind proxies of our own the address is the one that the outermost of them (`PORTAL_PROXIES`) saw: what stands
    further left in the header anybody may write.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if behind := settings.PORTAL_PROXIES:
        chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        told = chain[-behind] if len(chain) >= behind else ""
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return NOWHERE
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ipaddress.ip_network((address, V4 if address.version == 4 else V6), strict=False))
