"""The deadline board: overdue, due within three working days, running; every number opens its list."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Value, When

import statutes
from procedure.access import reach
from procedure.clocks import Clock, near_horizon
from procedure.matter import Matter
from procedure.orders import Order


@dataclass(frozen=True)
class BoardRow:
    """One clock of the shelf with how many matters stand where."""

    rule: str
    title: str
    source: str
    overdue: int
    near: int
    running: int


def board(officer: Any, today: date) -> list[BoardRow]:
    """Count the running clocks the officer may see, by rule and nearness, in one grouped read over the due index."""
    horizon = near_horizon(today)
    where = Case(
        When(due_on__lt=today, then=Value("overdue")),
        When(due_on__lte=horizon, then=Value("near")),
        default=Value("running"),
        output_field=CharField(),
    )
    clocks = Clock.objects.running()
    if not officer.holds(
        "supervisor", unit=None, day=today
    ):  # a supervisor sees every kind: no join is needed
        clocks = clocks.filter(matter__in=Matter.objects.filter(reach(officer, today)))
    counts: dict[str, dict[str, int]] = {}
    for row in clocks.annotate(where=where).values("rule", "where").annotate(n=Count("id")):
        counts.setdefault(row["rule"], {})[row["where"]] = row["n"]
    rows = []
    for name, found in counts.items():
        rule = statutes.rule(name)
        rows.append(
            BoardRow(
                rule=name,
                title=rule.title,
                source=rule.on(today).source if rule.in_force_on(today) else rule.versions[-1].source,
                overdue=found.get("overdue", 0),
                near=found.get("near", 0),
                running=found.get("running", 0),
            )
        )
    return sorted(rows, key=lambda r: (-r.overdue, -r.near, r.rule))


def clocks_at(
    officer: Any, today: date, *, rule: str, where: str, after: int = 0, limit: int = 50
) -> list[Clock]:
    """The running clocks behind one number of the board, earliest due first; at most `limit`."""
    horizon = near_horizon(today)
    clocks = Clock.objects.running().filter(matter__in=Matter.objects.filter(reach(officer, today)))
    if rule:
        clocks = clocks.filter(rule=rule)
    if where == "overdue":
        clocks = clocks.filter(due_on__lt=today)
    elif where == "near":
        clocks = clocks.filter(due_on__gte=today, due_on__lte=horizon)
    elif where == "running":
        clocks = clocks.filter(due_on__gt=horizon)
    rows = clocks.select_related("matter", "matter__handler").prefetch_related("pauses")
    return list(rows.order_by("due_on", "id")[after : after + limit])


def failed_orders(officer: Any, today: date, limit: int = 20) -> list[Order]:
    """Papers and openings that failed for good, of matters this officer may read, until somebody looks after them."""
    failed = Order.objects.filter(state=Order.FAILED, matter__in=Matter.objects.filter(reach(officer, today)))
    return list(failed.select_related("matter").order_by("-id")[:limit])
