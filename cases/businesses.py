"""The matters about one business, as far as an officer may read them: nothing is counted, nothing else is hinted at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, Q, Value, When

from cases.models import Complaint, Report
from enterprises.access import Found, business
from procedure.access import matters_for
from procedure.matter import MatterQuerySet

SIZE = 30


@dataclass(frozen=True)
class Page:
    """Rows of one page; `older` is the key of the next page, empty at the end."""

    rows: list[Any]
    older: str


def business_of(officer: Any, business_id: int) -> Found | None:
    """A business of which this officer may read at least one matter; any other does not exist for him."""
    if not _about(officer, business_id).exists():
        return None
    return business(business_id)


def matters_of_business(officer: Any, business_id: int, after: str = "", size: int = SIZE) -> Page:
    """One page of the matters about a business, open ones first, each group newest first; `after` is a page's key."""
    rows = _about(officer, business_id).annotate(
        ended=Case(
            When(closed_on__isnull=False, then=Value(True)), default=Value(False), output_field=BooleanField()
        )
    )
    if (key := read_key(after)) is not None:
        ended, at, pk = key
        same = Q(ended=ended) & (Q(received_at__lt=at) | Q(received_at=at, id__lt=pk))
        rows = rows.filter(same if ended else same | Q(ended=True))
    found = list(
        rows.select_related("handler", "co_handler").order_by("ended", "-received_at", "-id")[: size + 1]
    )
    shown = found[:size]
    return Page(shown, _key(shown[-1]) if len(found) > size else "")


def others_of_business(officer: Any, business_id: int, *, but: Iterable[int], most: int = 5) -> list[Any]:
    """A few matters about a business for the page of one: the newest this officer may read, without those in `but`."""
    rows = _about(officer, business_id).exclude(pk__in=list(but))
    return list(rows.order_by("-id")[:most])


def read_key(text: str) -> tuple[bool, datetime, int] | None:
    """Read the key of a page; None for anything that is none."""
    parts = text.split("~")
    if len(parts) != 3 or parts[0] not in {"0", "1"} or not (parts[2].isascii() and parts[2].isdigit()):
        return None
    try:
        moment = datetime.fromisoformat(parts[1])
    except ValueError:
        return None
    return (parts[0] == "1", moment, int(parts[2])) if moment.tzinfo and len(parts[2]) < 18 else None


def _key(row: Any) -> str:
    return f"{int(row.ended)}~{row.received_at.isoformat()}~{row.pk}"


def _about(officer: Any, business_id: int) -> MatterQuerySet:
    # By key out of the business's own submissions: asked as a join with OR, the database would walk every matter.
    about = {"submission__enterprise_id": business_id}
    complaints = Complaint.objects.filter(**about).order_by().values("pk")
    reports = Report.objects.filter(**about).order_by().values("pk")
    return matters_for(officer).filter(pk__in=complaints.union(reports, all=True))
