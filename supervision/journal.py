"""The auditor's reading of the whole journal, in pages by chain number."""

from typing import Any

from django.utils.timezone import localdate

from offices.roles import Office
from procedure.access import closed_to
from procedure.journal import ChainHead, JournalEntry
from procedure.matter import Matter, kinds


def may_audit(officer: Any) -> bool:
    return bool(officer.holds("auditor", unit=None, day=localdate()))


def entries(officer: Any, before: int | None = None, limit: int = 100) -> list[JournalEntry]:
    """The latest entries below a chain number, newest first; an empty list for anyone but an auditor.

    Entries of a kind no auditor reads (a clue about an official) are left out; their places in the chain stay.
    """
    if not may_audit(officer):
        return []
    read = [name for name, kind in kinds().items() if Office.AUDITOR in kind.readers]
    # And what concerns the auditor, is closed to him by name or goes past his line is none of the auditor's reading.
    closed = Matter.objects.filter(closed_to(officer, (Office.AUDITOR,))).values("pk")
    rows = JournalEntry.objects.select_related("matter").filter(matter__kind__in=read).order_by("-chain_no")
    rows = rows.exclude(matter_id__in=closed)
    if before is not None:
        rows = rows.filter(chain_no__lt=before)
    return list(rows[:limit])


def head() -> tuple[int, str]:
    """The count and hash at the end of the chain: what is printed daily and laid aside."""
    found = ChainHead.objects.get(pk=1)
    return found.count, found.hash
