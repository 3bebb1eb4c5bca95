"""The page of one matter: where it stands, what comes next, by when and why, its papers and its story."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from desk import clock_panel, kind_facts, next_move, paper_shelf, telling, trail
from desk.gate import officers_only
from desk.opening import act_of, opened, story_and_clocks
from desk.templatetags.desk import office_names
from desk.units import UnitNames
from procedure.access import matters_for
from procedure.corridor import steps_for
from procedure.matter import Matter


@officers_only
@require_GET
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Draw the page of a matter this officer may read."""
    matter = opened(request, number)
    today = localdate()
    units = UnitNames(request.user.holdings_on(today))
    moves = next_move.sort_out(steps_for(act_of(request), matter))
    entries, clocks = story_and_clocks(request, matter)
    cards = clock_panel.cards(clocks, timezone.now(), today)
    facts = kind_facts.of(matter, today)
    kin = related(request, matter, facts.get("submission"))
    came = trail.of(request)
    return render(
        request,
        "desk/matter.html",
        {
            "matter": matter,
            "unit_name": units[matter.unit],
            "moves": moves,
            "banner": next_move.banner(matter, moves, kin, office_words=office_names),
            "cards": cards,
            "next_card": next((c for c in cards if c.running), None),
            "papers": paper_shelf.shelf(request, matter),
            "lines": telling.tell(matter, reversed(entries), units),
            # Only offers the button; whether the look is allowed is decided where it is asked for.
            "may_see_contact": matter.kind == "complaint"
            and matter.closed_on is None
            and matter.is_handled_by(request.user),
            "related": kin,
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
    return render(
        request, "desk/_papers.html", {"matter": matter, "papers": paper_shelf.shelf(request, matter)}
    )


def related(request: HttpRequest, matter: Matter, submission: Any) -> list[Matter]:
    """What this matter came from, what came of it, and its twin of the same contact; only what the officer may read."""
    readable = matters_for(request.user)
    wanted = [readable.filter(parent_id=matter.pk)]
    if matter.parent_id:
        wanted.append(readable.filter(pk=matter.parent_id))
    # That one call gave both a complaint and a report is known to whoever took it: a named complainant must not
    # be led to the sealed reporter by a link (Order 121 art. 9, 37).
    if submission is not None and matter.recorder_id == request.user.pk:
        twins = submission.reports if matter.kind == "complaint" else submission.complaints
        wanted.append(readable.filter(pk__in=twins.values("pk")))
    # One read of several indexed ones; asked as one OR, the database would walk the whole table.
    return list(wanted[0].union(*wanted[1:], all=True).order_by("id"))
