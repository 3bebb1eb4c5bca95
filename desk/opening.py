"""Opening a matter from an address: one gate for every page of a matter, and the act a page is about to do."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from procedure.access import matters_for
from procedure.matter import Matter
from procedure.steps import Act

LONGEST_NUMBER = 24


def opened(request: HttpRequest, number: str) -> Matter:
    """The matter of this number, as its own kind with its officers; 404 alike for none and for not yours."""
    if len(number) > LONGEST_NUMBER or not number.isprintable():
        raise Http404
    rows = matters_for(request.user).select_related("handler", "co_handler")
    row = rows.filter(number=number).first()
    if row is None:
        raise Http404
    matter = row.concrete()
    # The officers came with the first read; the second, for the kind's own columns, need not fetch them again.
    matter.handler, matter.co_handler = row.handler, row.co_handler
    return matter


def act_of(request: HttpRequest, *, seen: Any = None) -> Act:
    """An act of the signed-in officer, now; `seen` is the journal number the page was drawn at, if it says so."""
    text = str(seen or "")
    known = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
    return Act(by=request.user, at=timezone.now(), seen=known)
