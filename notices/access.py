"""The guarded door to service and reminders."""

from typing import Any

from documents.models import Document
from notices.models import Reminder
from procedure.access import reach
from procedure.matter import Matter


def paper_for(officer: Any, number: str) -> Document | None:
    """A paper whose matter this officer may read, for recording its service; None when there is none for them."""
    document = Document.objects.filter(number=number).select_related("matter", "print").first()
    if document is None or not Matter.objects.filter(reach(officer), pk=document.matter_id).exists():
        return None
    return document


def reminders_for(officer: Any, limit: int = 20) -> list[Reminder]:
    """The officer's latest reminders whose clock still runs."""
    rows = Reminder.objects.filter(officer_id=officer.pk, clock__ended__isnull=True)
    return list(rows.select_related("clock__matter").order_by("-id")[:limit])
