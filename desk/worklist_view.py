"""The worklist page, and the way from one matter to the next inside it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.messages import awaited as messages_awaited
from desk import bulk, trail, worklist
from desk.gate import officers_only
from desk.kinds import KINDS
from desk.units import UnitNames
from notices.access import reminders_for
from offices.roles import Office
from procedure.access import matters_for

# Every office a warning can go to; a reward belongs to no unit and is kept by its own offices.
REMINDED = frozenset(
    {
        Office.HANDLER, Office.UNIT_HEAD, Office.DISPATCHER, Office.LEADER, Office.PRINCIPAL, Office.REWARD,
        Office.CUSTODIAN, Office.FINANCE,
    }
)  # fmt: skip


@officers_only
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The matters this officer may read, filtered, sorted and paged as the address says."""
    today = localdate()
    wish = worklist.read(request.GET.dict())
    rows = worklist.chosen(matters_for(request.user), wish, request.user, today)
    page = worklist.page(rows.select_related("handler", "co_handler"), wish)
    units = UnitNames(request.user.holdings_on(today))
    awaited = messages_awaited(row.pk for row in page.rows)
    for row in page.rows:
        row.awaits_answer = row.pk in awaited
        row.address = trail.to_row(wish, row)
        row.unit_name = units[row.unit]
    return render(
        request,
        "desk/worklist.html",
        {
            "wish": wish,
            "page": page,
            "tags": worklist.tags(wish),
            "columns": _columns(wish),
            "kinds": KINDS.values(),
            "scopes": [
                (code, name, wish.query(whose=code))
                for code, name in {"": _("全部可见"), **worklist.WHOSE}.items()
            ],
            "works": bulk.offered(request.user, today),
            "bulk_kinds": bulk.KINDS_IN_BULK,
            "due": worklist.DUE,
            "ended": worklist.ENDED,
            "newer": wish.query(before=page.newer) if page.newer else "",
            "older": wish.query(after=page.older) if page.older else "",
            "reminders": reminders_for(request.user)
            if _is_reminded(request.user, today) and not wish.query()
            else [],
        },
    )


def _is_reminded(officer: Any, today: date) -> bool:
    """Whether reminders go to any office of this officer: others need not ask for them."""
    return bool(REMINDED & officer.offices_on(today))


def _columns(wish: worklist.Wish) -> dict[str, dict[str, str]]:
    """Each sortable column: the order it stands in now, and the query a click on its header leads to."""
    found = {}
    for name in ("due", "number", "received"):
        now = {name: "ascending", f"-{name}": "descending"}.get(wish.sort, "none")
        found[name] = {"now": now, "query": wish.query(sort=f"-{name}" if wish.sort == name else name)}
    return found


@officers_only
@require_GET
def step_along(request: HttpRequest, number: str, way: str) -> HttpResponse:
    """Open the next (or previous) matter of the list the officer came from; at its end, the list itself."""
    came = trail.of(request)
    if came.wish is None:
        return redirect(came.back(number))
    rows = worklist.chosen(matters_for(request.user), came.wish, request.user, localdate())
    found = worklist.neighbour(rows, came.wish, came.at, back=way == "previous")
    if found is None:
        messages.info(
            request, _("已是筛选结果的第一件") if way == "previous" else _("已是筛选结果的最后一件")
        )
        return redirect(came.back(number))
    return redirect(trail.to_row(came.wish, found))
