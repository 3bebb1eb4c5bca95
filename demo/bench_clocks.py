"""What the clocks cost at scale: the sweep, the board, and the recomputation after a change of the calendar."""

import statistics
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.timezone import localdate

import statutes
from demo.county import Cast
from demo.walk import Walk
from procedure import tasks
from procedure.calendar import CalendarChange, propose, read_lines
from procedure.clocks import Clock, ClockMove
from procedure.corridor import perform
from procedure.law import SHIPPED
from procedure.recompute import recompute

WARNED = 500


def spent(act: Callable[[], Any], times: int = 1) -> float:
    """The median time of an act in milliseconds."""
    found = []
    for _turn in range(times):
        began = time.perf_counter()
        act()
        found.append((time.perf_counter() - began) * 1000)
    return statistics.median(found)


def sweeps() -> list[tuple[str, float, str]]:
    """The sweep with nothing due, and with five hundred warnings due among all the rest."""
    tasks.sweep()  # what the story's own matters owe
    nothing = spent(tasks.sweep, 5)
    some = list(Clock.objects.counting().order_by("-pk").values_list("pk", flat=True)[:WARNED])
    today = localdate()
    due = statutes.CALENDAR.working_after(today, 1)
    Clock.objects.filter(pk__in=some).update(due_on=due, strict_on=due, warn_on=today)
    with_some = spent(tasks.sweep)
    return [
        ("sweep, nothing due", nothing, ""),
        (f"sweep, {WARNED} warnings due", with_some, f"{with_some / WARNED:.2f} ms each"),
    ]


def recomputation(cast: Cast, walk: Walk) -> list[tuple[str, float, str]]:
    """A closure day next week: every running clock reckoned anew; beside it the floor of the same work without us."""
    running = Clock.objects.running().count()
    day = statutes.CALENDAR.working_after(localdate(), 1)
    change = propose(
        walk.act("fazhi1"),
        scope=CalendarChange.DAYS,
        year=day.year,
        announcement="平市监办〔2026〕样1号",
        days=read_lines(f"{day} 停办 停电"),
        reason="停电检修",
    )
    entry = perform(walk.act("fuju1"), change.approve)
    floor = spent(_floor)
    took = spent(lambda: recompute(change, entry, since=change.affects_from()))
    moved = ClockMove.objects.filter(change=change).count()
    again = spent(lambda: recompute(change, entry, since=change.affects_from()))
    return [
        (f"floor: {running:,} due days computed and stored in bulk", floor, ""),
        (
            f"recompute {running:,} running clocks, {moved:,} moved and journalled",
            took,
            f"{took / floor:.1f} × the floor",
        ),
        ("the same again, nothing left to move", again, f"{again / floor:.1f} × the floor"),
    ]


def _floor() -> None:
    """Compute every due day with the index of working days and store it, with no law, events or journal."""
    calendar = SHIPPED.calendar
    rows = [
        (connection.ops.adapt_datefield_value(calendar.working_after(timezone.localdate(at), 15)), pk)
        for pk, at in Clock.objects.running().values_list("pk", "started_at").iterator(chunk_size=2000)
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        # Stored in a column nobody reads, so that the floor changes nothing that is measured after it.
        cursor.executemany("UPDATE procedure_clock SET warned = '', strict_on = %s WHERE id = %s", rows)
        transaction.set_rollback(True)


def table(rows: list[tuple[str, float, str]]) -> list[str]:
    """The measured rows as Markdown."""
    return [
        "| What | ms | |",
        "|---|---|---|",
        *(f"| {what} | {ms:,.0f} | {more} |" for what, ms, more in rows),
    ]
