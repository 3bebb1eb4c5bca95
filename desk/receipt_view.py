"""The receipt of a date: the rule, its words, what happened to the term, and every day of the calendar that led to it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from desk import receipt_events, trail
from desk.gate import officers_only
from desk.opening import opened, story_and_clocks
from documents.access import reads_internal
from procedure.access import readable_numbers
from procedure.clocks import Clock, as_receipt
from procedure.journal import JournalEntry
from procedure.replay import Replay, replay
from statutes.strip import weeks

# Beyond this many weeks the calendar is folded away: a term of half a year is read by its lines first.
WEEKS_SHOWN = 14
MONDAY = date(2024, 1, 1)  # any Monday: the head of the calendar


@officers_only
@require_GET
def show(request: HttpRequest, number: str, clock_id: int) -> HttpResponse:
    """Explain one due day of a matter this officer may read: a panel for the page, a page of its own without script.

    `?as_of=2026-04-14` adds what the day would be under the rules of another day, `?format=json` gives the receipt
    to a machine; both under the same gate.
    """
    matter = opened(request, number)
    entries, clocks = story_and_clocks(request, matter)
    clock = next((clock for clock in clocks if clock.pk == clock_id), None)
    if clock is None:
        raise Http404
    clock.matter = matter
    if request.GET.get("format") == "json":
        return JsonResponse(as_receipt(clock), json_dumps_params={"ensure_ascii": False})
    context = {
        "matter": matter,
        "trail": trail.of(request),
        "prints": reads_internal(request.user, matter),
        **receipt(clock, entries, localdate()),
        **_replayed(clock, request.GET.get("as_of")),
    }
    context["readable"] = readable_numbers(request.user, context["numbers"]) if context["numbers"] else set()
    return render(request, "desk/_receipt.html" if request.htmx else "desk/receipt.html", context)


def receipt(clock: Clock, entries: Iterable[JournalEntry], today: date) -> dict[str, Any]:
    """Everything the receipt shows, recomputed from the events of the term and not from the stored date.

    `numbers` are the matters it names; a page links only those its reader may open.
    """
    reckoning = clock.reckoning()
    laid = [] if reckoning.due_at else weeks(reckoning.days, reckoning.due_on, today)
    found = clock.prevailing()
    events = receipt_events.of(clock, {entry.pk: entry for entry in entries})
    readings = [each for each in (reckoning.reading, found.reading) if each is not None]
    return {
        "clock": clock,
        "version": reckoning.version,
        "reckoning": reckoning,
        "lines": reckoning.words,
        "candidates": receipt_events.candidates(clock, found),
        "conflict": found.reading,
        "reading": reckoning.reading,
        "events": events,
        "if_today": clock.reckoning(until=today).due_on if clock.paused else None,
        "weeks": laid,
        "folded": len(laid) > WEEKS_SHOWN,
        "heads": [MONDAY + timedelta(days=n) for n in range(7)],
        "differs": reckoning.due_on != clock.due_on,
        "numbers": {*events.numbers, *(each.number for each in readings if each.number)},
    }


def _replayed(clock: Clock, said: str | None) -> dict[str, Any]:
    """The day under the rules of another day, or in words why the day asked for cannot be read."""
    if not said:
        return {}
    try:
        on = date.fromisoformat(said)
    except ValueError:
        return {"as_of": said, "as_of_error": _("看不懂这个日期，应写作 2026-04-15")}
    found: Replay = replay(clock, on)
    return {"as_of": on.isoformat(), "replay": found}
