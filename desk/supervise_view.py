"""The supervision order (督办单) as a form: the term it is about, and what the unit is asked to answer for."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

import statutes
from desk.board_view import BoardUnits, presses, standing
from desk.gate import holders_of
from desk.opening import act_of
from offices.roles import Office
from procedure.clocks import Clock
from procedure.corridor import Refused
from supervision.lists import clock_for
from supervision.orders import Demand, barred, issue

BAD_FORM, CONFLICT = 400, 409
SUPERVISE = frozenset({Office.SUPERVISOR})
LARGEST = 2**63 - 1  # no row has a number beyond this, and a database would not take one


@holders_of(SUPERVISE)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, clock_id: int) -> HttpResponse:
    """The form (GET), or the order itself (POST): 400 and 409 keep what was typed and say what stands in the way."""
    today = localdate()
    clock = clock_for(request.user, clock_id, today) if clock_id <= LARGEST else None
    if clock is None:
        raise Http404
    act = act_of(request)
    if request.method != "POST":
        objections = barred(act, clock)
        form = Demand(initial={"demand": proposed(clock, today)})
        return _answer(request, clock, form, objections, status=CONFLICT if objections else 200)
    form = Demand(request.POST)
    if not form.is_valid():
        return _answer(request, clock, form, [], status=BAD_FORM)
    try:
        order = issue(act, clock, form.cleaned_data["demand"])
    except Refused as refused:
        return _answer(request, clock, form, refused.objections, status=CONFLICT)
    messages.success(request, _("已发出督办单 %(number)s") % {"number": order.number})
    return redirect("desk:matter", order.number)


def offered(officer: Any, clocks: Iterable[Clock], today: date) -> set[int]:
    """The terms about which this officer is offered an order, by id; empty for anyone but a supervisor."""
    if not officer.holds(Office.SUPERVISOR, unit=None, day=today):
        return set()
    return {clock.pk for clock in clocks if presses(clock, today)}


def proposed(clock: Clock, today: date) -> str:
    """What a supervisor would ask, for him to change: the paper goes to the unit in Chinese."""
    number, title, late = clock.matter.number, clock.title, (today - clock.due_on).days
    if late > 0:
        return f"{number} 的“{title}”已于 {clock.due_on} 届满，至今逾期 {late} 天。请说明逾期原因，写明拟采取的措施和完成时间，并抓紧办理。"  # Chinese as it is: words of the paper
    return f"{number} 的“{title}”将于 {clock.due_on} 届满。请说明目前进展，写明能否按期办结、拟采取的措施和完成时间。"  # Chinese as it is: words of the paper


def _answer(
    request: HttpRequest, clock: Clock, form: Any, objections: list[str], *, status: int = 200
) -> HttpResponse:
    now, today = timezone.now(), localdate()
    context = {
        "clock": clock,
        "due": standing(clock, now, today),
        "unit_name": BoardUnits(request.user, today)[clock.matter.unit],
        "form": form,
        "objections": objections,
        "version": statutes.rule("oversight.order").on(today),
        "answer": statutes.rule("oversight.answer").on(today),
    }
    return render(request, "desk/supervise.html", context, status=status)
