"""The calendar an officer subscribes to: one entry per due day with counts by term, behind a secret address."""

import secrets
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate
from icalendar import Calendar, Event

from documents import leaving
from notices.models import FeedToken
from notices.terms import ByRule, by_title, falling_due
from offices.models import Officer

DAYS = 60
TOKEN_BYTES = 32
REFRESH = timedelta(hours=1)


def make_address(officer: Any) -> str:
    """A new secret for this officer's feed, told once; the one before it ends at the same moment."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        # Two windows of one officer wait for each other here.
        Officer.objects.select_for_update().get(pk=officer.pk)
        revoke(officer)
        FeedToken.objects.create(officer_id=officer.pk, digest=_digest(token))
    return token


def revoke(officer: Any) -> bool:
    """End the officer's feed; says whether there was one."""
    in_force = FeedToken.objects.filter(officer_id=officer.pk, revoked_at__isnull=True)
    return bool(in_force.update(revoked_at=timezone.now()))


def made_at(officer: Any) -> datetime | None:
    """When the address in force was made; None when there is none."""
    in_force = FeedToken.objects.filter(officer_id=officer.pk, revoked_at__isnull=True)
    found: datetime | None = in_force.values_list("made_at", flat=True).first()
    return found


def answer_at(token: str, now: datetime) -> HttpResponse | None:
    """The answer with the feed behind a secret, cleared at the exit; None as `calendar_at`."""
    found = calendar_at(token, now)
    return leaving.feed(found) if found is not None else None


def calendar_at(token: str, now: datetime) -> bytes | None:
    """The feed behind a secret, in RFC 5545; None when it is unknown, revoked, or its officer has left.

    The secret is looked up by its hash, so that no comparison tells how much of a guess was right.
    """
    found = FeedToken.objects.select_related("officer").filter(digest=_digest(token)).first()
    if found is None or found.revoked_at is not None or not found.officer.is_active:
        return None
    today = localdate(now)
    feed = Calendar()
    feed.add("prodid", "-//Mingcha//due days//ZH")
    feed.add("version", "2.0")
    feed.add("name", "明察期限")
    feed.add("x-wr-calname", "明察期限")
    feed.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for day, counts in falling_due(found.officer, today, today + timedelta(days=DAYS)).items():
        feed.add_component(_event(found, day, counts, now))
    return bytes(feed.to_ical())


def _event(token: FeedToken, day: date, counts: ByRule, now: datetime) -> Event:
    terms = by_title(counts)
    event = Event()
    mark = salted_hmac("notices.feed", f"{token.digest}/{day}", algorithm="sha256").hexdigest()
    event.add("uid", f"{mark}@mingcha")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"{sum(counts.values())} 项期限届满：" + "、".join(f"{t} {n}" for t, n in terms))
    event.add("url", f"{settings.PUBLIC_URL}/")
    event.add("transp", "TRANSPARENT")  # a due day does not make the officer busy
    return event


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
