"""Taking a contact in: one form in the order of the talk, a live hint beside it, and the codes shown once."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from cases.filings import Filed, file
from cases.intake import NamesInText
from cases.split import suggest
from desk import paper_shelf
from desk.gate import INTAKE, holders_of
from desk.intake_form import HintForm, IntakeForm
from desk.opening import act_of
from desk.step_view import BAD_FORM, CONFLICT
from enterprises.access import find_enterprises
from jurisdiction import Facts, find
from procedure.corridor import Refused

FINDINGS_SHOWN = 2
BUSINESSES_SHOWN = 8
SHORTEST_HINT = 4  # characters; less text says nothing yet


@never_cache
@holders_of(INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def show(request: HttpRequest) -> HttpResponse:
    """The sheet (GET), or entering it (POST): rendered at once, because the codes are shown this one time only."""
    if request.method != "POST":
        return render(request, "desk/intake.html", {"form": IntakeForm.fresh()})
    form = IntakeForm(request.POST)
    if not form.is_valid():
        return _sheet(request, form, BAD_FORM)
    return _enter(request, form)


@sensitive_variables("form")
def _enter(request: HttpRequest, form: IntakeForm) -> HttpResponse:
    try:
        filed = file(form.letter(), act_of(request), form.cleaned_data["intake_key"].hex)
    except NamesInText as named:
        return _sheet(request, form, CONFLICT, names=named.found)
    except Refused as refused:
        return _sheet(request, form, CONFLICT, objections=refused.objections)
    if filed.again:
        return render(request, "desk/received_before.html", {"matters": filed.matters}, status=CONFLICT)
    # `hold`: nothing in the frame may lead away by accident while the codes are on the screen.
    return render(request, "desk/received.html", {"entries": _entries(request, filed), "hold": True})


def _entries(request: HttpRequest, received: Filed) -> list[dict[str, Any]]:
    """Both matters as the clerk reads them out: number, due days, code, papers on the way."""
    return [
        {
            "matter": matter,
            "clocks": list(matter.clocks.order_by("due_on")),
            "code": received.codes.get(matter.number, ""),
            "papers": paper_shelf.shelf(request, matter),
        }
        for matter in received.matters
    ]


def _sheet(request: HttpRequest, form: IntakeForm, status: int, **more: Any) -> HttpResponse:
    return render(request, "desk/intake.html", {"form": form, **more}, status=status)


@holders_of(INTAKE)
@require_POST
def hint(request: HttpRequest) -> HttpResponse:
    """One line while the clerk types: complaint, report or both, and whose matter it is, with the words that say so."""
    form = HintForm(request.POST)
    if not form.is_valid() or len(form.cleaned_data["text"]) < SHORTEST_HINT:
        return render(request, "desk/_hint.html", {})
    said = form.cleaned_data
    facts = Facts(
        text=f"{said['text']}\n{said['request']}",
        product=said["product"],
        stage=said["stage"],
        place=said["business_address"],
    )
    context = {
        "suggestion": suggest(said["text"], said["request"]),
        "findings": find(facts, localdate())[:FINDINGS_SHOWN],
    }
    return render(request, "desk/_hint.html", context)


@holders_of(INTAKE)
@require_POST
def businesses(request: HttpRequest) -> HttpResponse:
    """Known businesses whose name holds what was typed, for the list under the field."""
    text = "".join(c for c in request.POST.get("business_name", "") if c.isprintable()).strip()[:60]
    found = find_enterprises(text)[:BUSINESSES_SHOWN] if len(text) > 1 else []
    return render(request, "desk/_businesses.html", {"businesses": found})
