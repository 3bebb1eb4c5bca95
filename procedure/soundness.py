"""Whether everything stored beside a clock is what its events give: not the day alone, also pause, warning and citation.

`manage.py reckon` asks. A clock that is taken for paused stands on no list of due days and is never warned of: what is
stored is believed by every board, so it must be what happened.
"""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate

import statutes
from procedure.clocks import Clock, next_due, with_events
from procedure.due import OVERDUE, warnings_of
from procedure.matter import Matter
from procedure.recompute import BATCH


def unsound_clocks() -> Iterator[tuple[Clock, str]]:
    """Clocks beside which something wrong is stored, running and ended ones, with what it is; the due day apart."""
    after = 0
    while rows := list(Clock.objects.filter(pk__gt=after).select_related("matter").order_by("pk")[:BATCH]):
        for clock in with_events(rows):
            if said := [*_running(clock)] if clock.ended_id is None else [*_ended(clock)]:
                yield clock, "；".join(said)
        after = rows[-1].pk


def _running(clock: Clock) -> Iterator[str]:
    reckoning = clock.reckoning()
    if clock.source != reckoning.version.source:
        yield f"依据 {clock.source} 应为 {reckoning.version.source}"
    paused = clock.suspended_since(reckoning.due_on)
    if clock.paused_on != paused:
        yield f"中止 {clock.paused_on} 应为 {paused}"
    due = next_warning(clock, reckoning)
    # Looked at earlier is looked at again; later, or never, is a warning lost.
    if (
        paused is None
        and due is not None
        and (clock.warn_on is None or clock.warn_on > max(due, localdate()))
    ):
        yield f"提醒 {clock.warn_on} 应不晚于 {due}"


def next_warning(clock: Clock, reckoning: "statutes.Reckoning") -> date | None:
    """The day of the warning a clock has not been given yet; None after the last."""
    if clock.warned == OVERDUE:
        return None
    warnings = warnings_of(reckoning.due_on, reckoning.due_at, localdate(clock.started_at))
    return warnings.next_on(clock.warned)


def _ended(clock: Clock) -> Iterator[str]:
    """A clock that ended keeps the day it ended by; how late it was follows from that day."""
    if clock.paused_on is not None or clock.warn_on is not None:
        yield "已结束而仍有中止或者提醒"
    if clock.outcome == Clock.ANSWERED and clock.missed_by is None:
        yield "已答复而没有记录是否逾期"


def unsound_matters() -> Iterator[tuple[Matter, str]]:
    """Matters whose next due day on the worklist is not that of their clocks."""
    after = 0
    concerned = Q(clocks__ended__isnull=True, clocks__isnull=False) | Q(next_due_on__isnull=False)
    while rows := list(Matter.objects.filter(concerned, pk__gt=after).distinct().order_by("pk")[:BATCH]):
        for matter in rows:
            due_on, rule = next_due(matter.concrete())
            if (matter.next_due_on, matter.next_due_rule) != (due_on, rule):
                yield matter, f"最近届满 {matter.next_due_on} {matter.next_due_rule} 应为 {due_on} {rule}"
        after = rows[-1].pk
