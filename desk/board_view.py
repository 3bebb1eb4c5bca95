"""The deadline board: how many matters stand overdue, near and running under each term, and the list behind each number."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

import statutes
from desk.gate import BOARD, holders_of
from supervision.board import board, clocks_at, failed_orders

WHERE = ("overdue", "near", "running")
PAGE = 50
DEEPEST = 100_000


@holders_of(BOARD)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The board of what this officer may read."""
    rows = board(request.user, localdate())
    totals = {name: sum(getattr(row, name) for row in rows) for name in WHERE}
    widest = max((row.overdue + row.near + row.running for row in rows), default=0)
    return render(
        request,
        "desk/board.html",
        {
            "rows": [(row, bar(row, widest)) for row in rows],
            "totals": totals,
            "failed": failed_orders(request.user, localdate()),
        },
    )


def bar(row: object, widest: int) -> list[tuple[str, int, int]]:
    """The bar beside a row: (state, start, width) in hundredths of the widest row; what exists is never invisible."""
    parts, start = [], 0
    for name in WHERE:
        count = getattr(row, name)
        width = max(2, round(100 * count / widest)) if count else 0
        parts.append((name, start, width))
        start += width
    return parts


@holders_of(BOARD)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The matters behind one number of the board, the earliest due first."""
    where = request.GET.get("where", "")
    where = where if where in WHERE else ""
    name = request.GET.get("rule", "")
    rule = statutes.shelf().get(name)
    said = request.GET.get("after", "0")
    after = min(int(said), DEEPEST) if said.isascii() and said.isdigit() and len(said) < 8 else 0
    found = clocks_at(
        request.user, localdate(), rule=rule.name if rule else "", where=where, after=after, limit=PAGE + 1
    )
    return render(
        request,
        "desk/board_list.html",
        {
            "clocks": found[:PAGE],
            "rule": rule,
            "where": where,
            "before": max(0, after - PAGE) if after else None,
            "after": after + PAGE if len(found) > PAGE else None,
        },
    )
