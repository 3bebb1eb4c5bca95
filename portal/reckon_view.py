"""How is this date reckoned: one page that asks and answers, by address alone, so that an answer can be passed on."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

import statutes
from portal.reckon_form import ReckonForm, as_query, grounds
from portal.words import period
from procedure.reckoning import Reckoned, Unreckonable, read, reckoned
from statutes.strip import WEEK, weeks

# Beyond the first number the calendar is folded away, beyond the second it is left to the machines' door.
WEEKS_SHOWN, WEEKS_DRAWN = 14, 220
MONDAY = date(2024, 1, 1)  # any Monday: the head of the calendar

RANKS = {
    "law": _("法律"),
    "administrative_regulation": _("行政法规"),
    "departmental_rule": _("部门规章"),
    "normative_document": _("规范性文件"),
    "design": _("本系统的做法，不是条文"),
}


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The empty form; with a query the answer beside it, or (400) the reasons why there is none."""
    asks = any(name in request.GET for name in ReckonForm.base_fields)
    form = ReckonForm(request.GET if asks else None)
    context: dict[str, Any] = {"form": form, "grounds": grounds()}
    status = 200
    if asks:
        try:
            if not form.is_valid():
                raise Unreckonable({})
            sent = form.sent()
            context |= answered(reckoned(read(sent)), localdate())
            context["as_json"] = f"{reverse('api:reckon')}?{as_query(sent)}"
        except Unreckonable as refused:
            form.refuse(refused)
            status = 400
    return render(request, "portal/reckon.html", context, status=status)


def answered(found: Reckoned, today: date) -> dict[str, Any]:
    """Everything the answer shows."""
    reckoning = found.reckoning
    laid = [] if reckoning.due_at else weeks(_drawn(reckoning), reckoning.due_on, today)
    return {
        "found": found,
        "reckoning": reckoning,
        "version": reckoning.version,
        "rank": RANKS[reckoning.version.rank],
        "candidates": [(each, RANKS[each.version.rank], period(each.version)) for each in found.candidates],
        "weeks": laid if len(laid) <= WEEKS_DRAWN else [],
        "too_long": len(laid) > WEEKS_DRAWN,
        "folded": len(laid) > WEEKS_SHOWN,
        "heads": [MONDAY + timedelta(days=n) for n in range(WEEK)],
    }


def _drawn(reckoning: statutes.Reckoning) -> list[statutes.Day]:
    """The strip; a make-up workday that counts like any other day does not bear the name of the festival."""
    rests = reckoning.calendar.is_holiday
    return [
        replace(day, name="") if day.kind == "counted" and not rests(day.on) else day
        for day in reckoning.days
    ]
