"""The search page: what an officer may read of what was typed, with the match marked where it is read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from desk.gate import officers_only
from procedure.cutting import LONGEST_QUESTION, marked
from procedure.search import find


@officers_only
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """One page of what was found; "nothing" and "not yours" are one answer."""
    typed = "".join(c for c in request.GET.get("q", "") if c.isprintable()).strip()[:LONGEST_QUESTION]
    found = find(request.user, typed, after=request.GET.get("after", ""))
    for row in found.rows:
        row.marked_title = marked(row.title, found.asked)
        row.marked_respondent = marked(row.respondent, found.asked)
    return render(
        request,
        "desk/search.html",
        {"typed": typed, "found": found, "turned": "after" in request.GET, "longest": LONGEST_QUESTION},
    )
