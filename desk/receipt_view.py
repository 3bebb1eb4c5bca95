"""The receipt of a date: the rule, its words, and every day of the calendar that led to it."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from desk import clock_panel, trail
from desk.gate import officers_only
from desk.opening import opened, story_and_clocks
from desk.words import weekday
from procedure.clocks import Clock

# Beyond this many weeks the calendar is folded away: a term of half a year is read by its lines first.
WEEKS_SHOWN = 14
MONDAY = date(2024, 1, 1)  # any Monday: the head of the calendar


@officers_only
@require_GET
def show(request: HttpRequest, number: str, clock_id: int) -> HttpResponse:
    """Explain one due day of a matter this officer may read; a panel for the page, a page of its own without script."""
    matter = opened(request, number)
    _entries, clocks = story_and_clocks(request, matter)
    clock = next((clock for clock in clocks if clock.pk == clock_id), None)
    if clock is None:
        raise Http404
    context = {"matter": matter, "trail": trail.of(request), **receipt(clock)}
    return render(request, "desk/_receipt.html" if request.htmx else "desk/receipt.html", context)


def receipt(clock: Clock) -> dict[str, Any]:
    """Everything the receipt shows, recomputed from the events of the term and not from the stored date."""
    reckoning = clock.reckoning()
    today = localdate()
    weeks = clock_panel.weeks(reckoning.days, reckoning.due_on, today)
    return {
        "clock": clock,
        "version": reckoning.version,
        "reckoning": reckoning,
        "lines": reckoning.words,
        "weeks": weeks if reckoning.due_at is None else [],
        "folded": len(weeks) > WEEKS_SHOWN,
        "weekdays": [weekday(MONDAY + timedelta(days=n)) for n in range(7)],
        "differs": reckoning.due_on != clock.due_on,
        "open_pauses": [pause for pause in clock.pauses.all() if pause.end_on is None],
    }
