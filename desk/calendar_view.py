"""The working-day calendar of a year as the bureau has it, what each part of it rests on, and how a change is proposed."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from desk import calendar_year
from desk.calendar_form import Proposal
from desk.gate import LAW, PROPOSERS, holders_of
from procedure.calendar import changes_for, differing, objections_to, propose
from procedure.corridor import Refused
from procedure.law import law
from procedure.steps import Act

BAD_FORM, CONFLICT = 400, 409
YEARS_AHEAD = 3


@holders_of(LAW)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """One year in twelve months, the notice each part rests on, and the list of changes."""
    now, today = law().calendar, localdate()
    years = range(now.first_year, max(today.year, now.last_announced_year) + YEARS_AHEAD)
    said = request.GET.get("year", "")
    year = int(said) if said.isascii() and said.isdigit() and len(said) == len("2026") else today.year
    year = min(max(year, years[0]), years[-1])
    changes = changes_for(request.user, year=year)
    return render(
        request,
        "desk/calendar.html",
        {
            **calendar_year.shown(now, year, today, changes),
            "years": reversed(years),
            "earlier": year - 1 if year > years[0] else None,
            "later": year + 1 if year < years[-1] else None,
            "changes": changes,
            "proposes": bool(PROPOSERS & request.user.offices_on(today)),
        },
    )


@holders_of(PROPOSERS)
@require_http_methods(["GET", "HEAD", "POST"])
def propose_change(request: HttpRequest) -> HttpResponse:
    """The form of a change; then its differences day by day; and only when these are confirmed, the proposal."""
    now = law()
    if request.method != "POST":
        return _form(request, Proposal(initial={"year": now.calendar.last_announced_year + 1}))
    form, wish = Proposal(request.POST), request.POST.get("do", "preview")
    if not form.is_valid() or wish == "edit":
        return _form(request, form, status=BAD_FORM if form.errors else 200)
    act, said = Act(by=request.user, at=timezone.now()), form.proposal()
    objections = objections_to(act, **said)
    changed = [] if objections else differing(now.calendar, said["scope"], said["year"], said["days"])
    if not changed and not objections and said["scope"] == Proposal.DAYS:
        objections = [_("与现行日历相同，没有要变更的日子")]
    if objections:
        return _form(request, form, objections=objections, status=CONFLICT)
    # What was confirmed must be what was shown: a calendar that changed meanwhile is compared anew.
    held = str(now.mark or "")
    overtaken = wish == "confirm" and request.POST.get("held") != held
    if wish == "confirm" and not overtaken:
        try:
            return redirect("desk:matter", propose(act, **said).number)
        except Refused as refused:
            return _form(request, form, objections=refused.objections, status=CONFLICT)
    context = {
        "form": form,
        "said": said,
        "differences": changed,
        "held": held,
        "overtaken": overtaken,
        "announced": now.calendar.announced(date(said["year"], 1, 1)),
    }
    return render(request, "desk/calendar_preview.html", context, status=CONFLICT if overtaken else 200)


def _form(request: HttpRequest, form: Any, *, objections: Any = (), status: int = 200) -> HttpResponse:
    context = {"form": form, "objections": objections, "example": Proposal.EXAMPLE}
    return render(request, "desk/calendar_propose.html", context, status=status)
