"""Taking a contact in: one form in the order of the talk, drafts that survive a broken call, the codes shown once."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

import statutes
from cases import drafts
from cases.filings import Filed, file
from cases.naming import NamesInText
from desk import paper_shelf
from desk.gate import INTAKE, holders_of
from desk.intake_drafts import key_of, lend_key
from desk.intake_form import IntakeForm
from desk.opening import act_of
from desk.step_view import BAD_FORM, CONFLICT
from procedure.corridor import Refused


@never_cache
@holders_of(INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def show(request: HttpRequest) -> HttpResponse:
    """The sheet (GET), or entering it (POST): rendered at once, because the codes are shown this one time only."""
    if request.method != "POST":
        return _open(request)
    form = IntakeForm(request.POST)
    if not form.is_valid():
        return sheet(request, form, BAD_FORM)
    return _enter(request, form)


def _open(request: HttpRequest) -> HttpResponse:
    """A fresh sheet with the drafts on offer, or the draft the address names by its key."""
    kept = drafts.opened(request.user, key_of(request), timezone.now())
    wanted = _uuid(request.GET.get("continue", ""))
    chosen = next((draft for draft in kept if draft.sheet == wanted), None)
    if chosen is not None:
        response = sheet(request, IntakeForm.resumed(chosen.said), resumed=chosen)
    else:
        response = sheet(request, IntakeForm.fresh(), drafts=kept)
    lend_key(request, response)
    return response


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@sensitive_variables("form")
def _enter(request: HttpRequest, form: IntakeForm) -> HttpResponse:
    key = form.cleaned_data["intake_key"]
    try:
        filed = file(form.letter(), act_of(request), key.hex)
    except NamesInText as named:
        return sheet(request, form, CONFLICT, names=named.found)
    except Refused as refused:
        said = form.cleaned_data
        if len(refused.objections) == 1 and not (said["read_back"] or said["unread_reason"]):
            form.lead_to_read_back()
        return sheet(request, form, CONFLICT, objections=refused.objections)
    drafts.discard(request.user, key)
    if filed.again:
        return render(request, "desk/received_before.html", {"matters": filed.matters}, status=CONFLICT)
    # `hold`: nothing in the frame may lead away by accident while the codes are on the screen.
    return render(request, "desk/received.html", {"entries": _entries(request, filed), "hold": True})


def _entries(request: HttpRequest, received: Filed) -> list[dict[str, Any]]:
    """Both matters as the clerk reads them out: number, due days, code, papers on the way."""
    return [
        {
            "matter": matter,
            # What the bureau sets itself is not read out to a caller, who would take it for a promise.
            "clocks": [c for c in matter.clocks.order_by("due_on") if statutes.rule(c.rule).rank != "design"],
            "code": received.codes.get(matter.number, ""),
            "papers": paper_shelf.shelf(request, matter),
        }
        for matter in received.matters
    ]


@sensitive_variables("form")
def sheet(request: HttpRequest, form: IntakeForm, status: int = 200, **more: Any) -> HttpResponse:
    """The sheet with what was typed, and whatever else the page has to say."""
    context = {"form": form, "open": form.opened_parts(), **more}
    return render(request, "desk/intake.html", context, status=status)
