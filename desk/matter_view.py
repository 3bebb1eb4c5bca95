"""The page of one matter: where it stands, what comes next, by when and why, its papers and its story."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from desk import clock_panel, kind_facts, next_move, paper_shelf, telling, trail
from desk.gate import officers_only
from desk.opening import act_of, opened
from desk.templatetags.desk import office_names
from offices.access import handling_units
from procedure.access import matters_for, timeline
from procedure.corridor import steps_for
from procedure.matter import Matter


@officers_only
@require_GET
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Draw the page of a matter this officer may read."""
    matter = opened(request, number)
    today = localdate()
    units = {unit.code: unit.name for unit in handling_units()}
    moves = next_move.sort_out(steps_for(act_of(request), matter))
    clocks = matter.clocks.prefetch_related("pauses", "extensions")
    cards = clock_panel.cards(clocks, timezone.now(), today)
    facts = kind_facts.of(matter, today)
    came = trail.of(request)
    return render(
        request,
        "desk/matter.html",
        {
            "matter": matter,
            "unit_name": units.get(matter.unit, ""),
            "moves": moves,
            "banner": next_move.banner(matter, moves, office_words=office_names),
            "cards": cards,
            "next_card": next((c for c in cards if c.running), None),
            "papers": paper_shelf.shelf(request, matter),
            "lines": telling.tell(matter, reversed(timeline(request.user, matter)), units),
            "related": related(request, matter, facts.get("submission")),
            "kind_template": f"desk/kinds/{matter.kind}.html",
            "trail": came,
            "back": came.back(matter.number),
            **facts,
        },
    )


@officers_only
@require_GET
def papers(request: HttpRequest, number: str) -> HttpResponse:
    """The papers of a matter alone: what the page asks for every two seconds while one is on the way."""
    matter = opened(request, number)
    return render(request, "desk/_papers.html", {"matter": matter, "papers": paper_shelf.shelf(request, matter)})


def related(request: HttpRequest, matter: Matter, submission: Any) -> list[Matter]:
    """What this matter came from, what came of it, and its twin of the same contact; only what the officer may read."""
    kin = Q(parent_id=matter.pk)
    if matter.parent_id:
        kin |= Q(pk=matter.parent_id)
    if submission is not None:
        twins = submission.complaints.values_list("pk", flat=True).union(
            submission.reports.values_list("pk", flat=True), all=True
        )
        kin |= Q(pk__in=[pk for pk in twins if pk != matter.pk])
    return list(matters_for(request.user).filter(kin).order_by("id"))
