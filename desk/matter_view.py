"""The page of one matter: where it stands, what comes next, by when and why, its papers and its story."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from cases.businesses import others_of_business
from cases.splitting import may_split
from desk import clock_panel, evidence_view, kind_facts, next_move, paper_shelf, telling, trail
from desk.gate import officers_only
from desk.kinds import KINDS
from desk.message_view import panel
from desk.opening import act_of, opened, story_and_clocks
from desk.supervise_view import offered
from desk.templatetags.desk import office_names
from desk.units import UnitNames
from procedure.access import matters_for
from procedure.corridor import steps_for
from procedure.links import acts_on, links_of
from procedure.matter import Matter
from protection.access import offered as protection_offered


@officers_only
@require_GET
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Draw the page of a matter this officer may read."""
    matter = opened(request, number)
    today = localdate()
    units = UnitNames(request.user.holdings_on(today))
    # The terms first: the guards of the steps then find them read.
    entries, clocks = story_and_clocks(request, matter)
    moves = next_move.sort_out(matter, steps_for(act_of(request), matter), entries)
    cards = clock_panel.cards(clocks, timezone.now(), today)
    facts = kind_facts.of(matter, today, request.user)
    kin = related(request, matter, facts.get("submission"))
    linked = [] if matter.kind in kind_facts.MOVERS else links_of(request.user, matter)
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
            "supervisable": offered(request.user, clocks, today),
            "next_card": next((c for c in cards if c.running), None),
            "papers": paper_shelf.shelf(request, matter),
            "evidence": evidence_view.shelf(request, matter),
            "lines": telling.tell(matter, reversed(entries), units, clocks),
            # Only offers the button; whether the look is allowed is decided where it is asked for.
            "may_see_contact": matter.kind == "complaint"
            and matter.closed_on is None
            and matter.is_handled_by(request.user),
            "related": kin,
            "links": linked,
            "may_link": matter.kind not in {*kind_facts.MOVERS, "disclosure"}
            and acts_on(request.user, matter, today),
            "protection": protection_offered(request.user, matter),
            "may_split": may_split(request.user, matter, today),
            **_of_business(
                request,
                facts.get("submission"),
                # What stands in the card above is not told twice.
                but=[matter.pk, *(other.pk for other in kin), *(each.matter.pk for each in linked)],
            ),
            "wants_handler": KINDS[matter.kind].handled and matter.unit and matter.closed_on is None,
            "kind_template": f"desk/kinds/{matter.kind}.html",
            **panel(request.user, matter),
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


def _of_business(request: HttpRequest, submission: Any, *, but: list[int]) -> dict[str, Any]:
    """A few other matters about the same business, for a matter that came from a contact about one."""
    if submission is None or submission.enterprise_id is None:
        return {}
    business = submission.enterprise_id
    return {
        "business_id": business,
        "of_business": others_of_business(request.user, business, but=but),
    }


def related(request: HttpRequest, matter: Matter, submission: Any) -> list[Matter]:
    """What this matter came from, what came of it, and its twin of the same contact; only what the officer may read."""
    if matter.kind in kind_facts.MOVERS:
        return []  # a change of the law neither came from a matter nor opens one
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
