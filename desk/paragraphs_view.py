"""Standard paragraphs beside the field they are for: found by words or initials, put in by a button, copied without one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.gate import officers_only
from desk.opening import opened
from documents.paragraphs import paragraphs_for
from procedure.matter import Matter
from procedure.steps import Step, step_of

LONGEST_QUERY = 40
INTO = {
    "agree": "terms",
    "agree_on_record": "terms",
    "request_identity": "papers",
    "refer_bad_faith": "findings",
}
"""The field of a step's form that paragraphs are for, where it is not its reason."""


@officers_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The paragraphs for one step of a matter, of one ground if it is chosen; a part of the step's page."""
    matter = opened(request, request.GET.get("number", ""))
    step = step_of(type(matter), request.GET.get("verb", ""))
    if step is None:
        raise Http404
    found = offers(
        matter,
        step,
        ground=request.GET.get("ground", ""),
        query=request.GET.get("q", "")[:LONGEST_QUERY],
    )
    return render(request, "desk/_paragraphs.html", found)


def offers(matter: Matter, step: Step, *, ground: str = "", query: str = "") -> dict[str, Any]:
    """What the list of paragraphs shows: those of the step by the law of the matter's day, and their field."""
    found = paragraphs_for(step.verb, matter.law_day(), ground=ground, query=query)
    return {"paragraphs": found, "paragraphs_into": INTO.get(step.verb, "reason")}
