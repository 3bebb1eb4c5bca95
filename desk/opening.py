"""Opening a matter from an address: one gate for every page of a matter, and the act a page is about to do."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from desk.kinds import KINDS
from procedure.access import matters_for, timeline
from procedure.clocks import Clock, clocks_of
from procedure.journal import JournalEntry
from procedure.matter import Matter
from procedure.steps import Act

LONGEST_NUMBER = 24
# The officers, the columns of whichever kind it is, and what was received: one read instead of four.
AT_ONCE = (
    "handler",
    "co_handler",
    "recorder",
    *(kind.row for kind in KINDS.values()),
    "complaint__submission",
    "report__submission",
)


def opened(request: HttpRequest, number: str) -> Matter:
    """The matter of this number, as its own kind with its officers; 404 alike for none and for not yours."""
    if len(number) > LONGEST_NUMBER or not number.isprintable():
        raise Http404
    row = matters_for(request.user).select_related(*AT_ONCE).filter(number=number).first()
    if row is None:
        raise Http404
    matter: Matter = getattr(row, KINDS[row.kind].row)
    matter.handler, matter.co_handler, matter.recorder = row.handler, row.co_handler, row.recorder
    return matter


def act_of(request: HttpRequest, *, seen: Any = None) -> Act:
    """An act of the signed-in officer, now; `seen` is the journal number the page was drawn at, if it says so."""
    text = str(seen or "")
    known = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
    return Act(by=request.user, at=timezone.now(), seen=known)


def story_and_clocks(request: HttpRequest, matter: Matter) -> tuple[list[JournalEntry], list[Clock]]:
    """The journal as this officer may read it, oldest first, and the terms that those entries started.

    An outsider reads a referral from its transfer on; a term that ran inside the bureau before is not theirs.
    """
    entries = timeline(request.user, matter)
    told = {entry.pk for entry in entries}
    return entries, [clock for clock in clocks_of(matter) if clock.opened_id in told]
