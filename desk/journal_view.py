"""The journal as the auditor reads it: every official act of the house, newest first, with the end of the chain."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from desk.gate import JOURNAL, holders_of
from desk.kinds import KINDS
from procedure.journal import JournalEntry
from supervision.journal import entries, head

PAGE = 50


@holders_of(JOURNAL)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """One page of the journal, below the entry named in the address."""
    said = request.GET.get("before", "")
    before = int(said) if said.isascii() and said.isdigit() and len(said) < 18 else None
    found = entries(request.user, before=before, limit=PAGE + 1)
    rows = [(entry, _moved(entry)) for entry in found[:PAGE]]
    count, digest = head()
    older = found[PAGE - 1].chain_no if len(found) > PAGE else None
    return render(
        request,
        "desk/journal.html",
        {"rows": rows, "older": older, "before": before, "count": count, "digest": digest},
    )


def _moved(entry: JournalEntry) -> tuple[str, str]:
    """From which state to which, in words; empty where nothing changed."""
    kind = KINDS[entry.matter.kind]
    if entry.before == entry.after:
        return "", ""
    return (kind.state_name(entry.before) if entry.before else ""), kind.state_name(entry.after)
