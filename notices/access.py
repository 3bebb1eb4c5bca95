"""The guarded door to service and reminders."""

from typing import Any

from django.db.models import F

from cases.exits import untold
from documents.access import sees
from documents.forms import goes_to_both
from documents.models import Document
from notices.models import Reminder, Service
from procedure.access import reach
from procedure.due import LEVELS
from procedure.matter import Matter


def paper_for(officer: Any, number: str) -> Document | None:
    """A paper this officer may read, for recording its service; None when there is none for them."""
    document = Document.objects.filter(number=number).select_related("matter", "print").first()
    return document if document is not None and sees(officer, document.matter, document.form) else None


def left_to_tell(document: Document) -> list[str] | None:
    """Which parties a paper to both has still to reach, by code; None for a paper that goes to one."""
    if not goes_to_both(document.form):
        return None
    told = set(Service.objects.filter(document=document).exclude(party="").values_list("party", flat=True))
    return untold(document.matter.concrete(), told)


def reminders_for(officer: Any, limit: int = 20) -> list[Reminder]:
    """The officer's latest reminders that still hold: one per term, of matters they may read today."""
    rows = Reminder.objects.filter(
        officer_id=officer.pk,
        due_on=F("clock__due_on"),
        clock__ended__isnull=True,
        clock__paused_on__isnull=True,
        clock__matter__in=Matter.objects.filter(reach(officer)).order_by().values("pk"),
    )
    newest: dict[int, Reminder] = {}
    # A term has three levels: no more than three rows are read for each one shown.
    for row in rows.select_related("clock__matter").order_by("-id")[: limit * len(LEVELS)]:
        newest.setdefault(row.clock_id, row)
    return list(newest.values())[:limit]
