"""The auditor's reading of the whole journal, in pages by chain number."""

from typing import Any

from django.utils.timezone import localdate

from procedure.journal import ChainHead, JournalEntry


def may_audit(officer: Any) -> bool:
    return bool(officer.holds("auditor", unit=None, day=localdate()))


def entries(officer: Any, before: int | None = None, limit: int = 100) -> list[JournalEntry]:
    """The latest entries below a chain number, newest first; an empty list for anyone but an auditor."""
    if not may_audit(officer):
        return []
    rows = JournalEntry.objects.select_related("matter").order_by("-chain_no")
    if before is not None:
        rows = rows.filter(chain_no__lt=before)
    return list(rows[:limit])


def head() -> tuple[int, str]:
    """The count and hash at the end of the chain: what is printed daily and laid aside."""
    found = ChainHead.objects.get(pk=1)
    return found.count, found.hash
