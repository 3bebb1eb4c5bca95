"""What is already there about the same business: seen while the caller still speaks, so that nothing is entered twice.

A clerk reads in full what they took themselves. Of the other clerks' complaints they see that there is one, its state and
its day; of others' reports nothing, not even that there is one.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from cases.models import Complaint, Report
from procedure.access import reach, readable_numbers

WITHIN = timedelta(days=90)
MOST_SHOWN = 8


@dataclass(frozen=True)
class Similar:
    """One matter of the same business; `title` is empty unless this officer may read it."""

    number: str
    kind: str
    state: Any
    received_on: date
    readable: bool
    title: str = ""


def of_business(officer: Any, enterprises: Collection[int], today: date) -> list[Similar]:
    """The matters of these businesses in the last ninety days, newest first, at most eight."""
    if not enterprises:
        return []
    since = today - WITHIN
    recent = Q(submission__enterprise_id__in=list(enterprises), received_at__date__gte=since)
    complaints = list(Complaint.objects.filter(recent).order_by("-received_at")[:MOST_SHOWN])
    readable = (
        readable_numbers(officer, [complaint.number for complaint in complaints]) if complaints else set()
    )
    found = [_row(complaint, readable=complaint.number in readable) for complaint in complaints]
    reports = Report.objects.filter(recent).filter(reach(officer, today)).order_by("-received_at")
    found += [_row(report, readable=True) for report in reports[:MOST_SHOWN]]
    found.sort(key=lambda each: (each.received_on, each.number), reverse=True)
    return found[:MOST_SHOWN]


def _row(matter: Any, *, readable: bool) -> Similar:
    return Similar(
        number=matter.number,
        kind=matter.kind,
        state=matter.state_name,
        received_on=localdate(matter.received_at),
        readable=readable,
        title=matter.title if readable else "",
    )
