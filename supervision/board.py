"""The deadline board in figures: what is overdue, near, running and paused, by term and by unit; what is coming.

Running and due figures come from maintained tallies, overdue and near ones from one indexed range: the cost does not
grow with the number of matters, only with what is due. Every figure names the list behind it (`supervision.lists`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, Sum

import statutes
from notices.recipients import NobodyToTell
from procedure.access import counted_reach, reach
from procedure.clocks import WAITING, Clock, ClockExtension, Pause, with_events
from procedure.due import is_overdue, near_horizon, paused_too_long_days
from procedure.heartbeat import Heartbeat, troubles
from procedure.law import law
from procedure.matter import Matter
from procedure.orders import Order
from procedure.tallies import DueTally, OutcomeTally, RunningTally
from supervision.hidden import Hidden, hidden_from
from supervision.visits import last_visit_before, visited

LOAD_DAYS = 60
MONTHS = 12
STILL_RUNNING = 730
"""For how many days after a text went out of force a term by it may still run."""
SHOWN = 20


@dataclass
class Figures:
    """How many clocks stand where; `running` leaves out the overdue, the near and the paused."""

    overdue: int = 0
    near: int = 0
    running: int = 0
    paused: int = 0

    @property
    def all(self) -> int:
        """Every clock that runs, paused ones included: the denominator of the others."""
        return self.overdue + self.near + self.running + self.paused


@dataclass
class RuleRow:
    """One term of the shelf with its figures."""

    rule: str
    title: str
    source: str
    figures: Figures = field(default_factory=Figures)


@dataclass
class UnitRow:
    """One unit with its figures and how many of its terms ended in the last twelve months, kept or missed."""

    unit: str
    figures: Figures = field(default_factory=Figures)
    met: int = 0
    missed: int = 0

    @property
    def ended(self) -> int:
        """Terms that ended, kept or missed: the denominator of the punctuality."""
        return self.met + self.missed

    @property
    def punctuality(self) -> int | None:
        """Terms kept out of terms ended, in percent; None where none ended."""
        return round(100 * self.met / self.ended) if self.ended else None


@dataclass(frozen=True)
class Load:
    """How many terms fall due on a day, and what kind of day it is in the working calendar."""

    on: date
    kind: str
    n: int


@dataclass(frozen=True)
class PausedRow:
    """Open pauses of one ground: how many, and how many have lasted too long."""

    ground: str
    n: int
    too_long: int


@dataclass(frozen=True)
class Month:
    """Terms kept and missed at one unit in one month, `2026-11`."""

    month: str
    met: int
    missed: int

    @property
    def ended(self) -> int:
        """Terms that ended in the month: the denominator."""
        return self.met + self.missed


@dataclass(frozen=True)
class Board:
    """Everything the page shows."""

    totals: Figures
    rules: list[RuleRow]
    units: list[UnitRow]
    newly_overdue: int
    since: date
    paused: list[PausedRow]
    too_long: int
    too_long_days: int
    requests: list[ClockExtension]
    waiting: int
    holiday: tuple[date, date, date]
    in_holiday: int
    load: list[Load]
    months: dict[str, list[Month]]
    failed: list[Order]
    troubles: list[tuple[Heartbeat, str]]


def board(officer: Any, now: datetime, today: date) -> Board:
    """Read the board of what this officer may count, and note the visit. A fixed number of indexed reads."""
    scope = counted_reach(officer, today)
    hidden = hidden_from(officer, scope)
    counted = scope & hidden.not_theirs
    rules, units, totals = _standing(scope, hidden, now, today)
    since = last_visit_before(officer, today)
    first, last = law().calendar.next_break(today)
    after = law().calendar.working_after(last, 1)
    load = _load(scope, hidden, today, until=max(after, today + timedelta(days=LOAD_DAYS)))
    months = _months(scope, hidden, today)
    paused = _paused(counted, today)
    for unit, found in months.items():
        row = units.setdefault(unit, UnitRow(unit))
        row.met, row.missed = sum(m.met for m in found), sum(m.missed for m in found)
    visited(officer, today)
    return Board(
        totals=totals,
        rules=sorted(rules.values(), key=lambda r: (-r.figures.overdue, -r.figures.near, r.rule)),
        units=sorted(units.values(), key=lambda u: (-u.figures.overdue, -u.figures.near, u.unit)),
        newly_overdue=_counting(counted).filter(is_overdue(now, today), newly(since, today)).count(),
        since=since,
        paused=paused,
        too_long=_too_long(counted, paused, today),
        too_long_days=paused_too_long_days(),
        requests=extension_requests(officer, today),
        waiting=_waiting(counted),
        holiday=(first, last, after),
        in_holiday=sum(day.n for day in load if first <= day.on <= after),
        load=[day for day in load if day.on <= today + timedelta(days=LOAD_DAYS)],
        months=months,
        failed=failed_orders(officer, today),
        troubles=troubles(now),
    )


def newly(since: date, today: date) -> Q:
    """Due since a visit, today included; both ends said, so that an index is read between them and no further."""
    return Q(due_on__gte=since, due_on__lte=today)


def _counting(scope: Q) -> Any:
    return Clock.objects.counting().filter(scope).order_by()


def _standing(
    scope: Q, hidden: Hidden, now: datetime, today: date
) -> tuple[dict[str, RuleRow], dict[str, UnitRow], Figures]:
    rules: dict[str, RuleRow] = {}
    units: dict[str, UnitRow] = {}
    totals = Figures()
    for rule, unit, every, every_paused in (
        RunningTally.objects.filter(scope)
        .values_list("rule", "unit")
        .order_by()
        .annotate(Sum("running"), Sum("paused"))
    ):
        theirs, theirs_paused = hidden.standing[rule, unit]
        running, paused = every - theirs, every_paused - theirs_paused
        if running:
            for figures in _of((rules, units, totals), rule, unit, today):
                figures.running += running - paused
                figures.paused += paused
    late = is_overdue(now, today)
    for rule, unit, overdue, near in (
        _counting(scope & hidden.not_theirs)
        .filter(due_on__lte=near_horizon(today))
        .values_list("rule", "unit")
        .annotate(overdue=Count("id", filter=late), near=Count("id", filter=~late))
    ):
        for figures in _of((rules, units, totals), rule, unit, today):
            figures.overdue += overdue
            figures.near += near
            figures.running -= overdue + near
    return rules, units, totals


def _of(
    into: tuple[dict[str, RuleRow], dict[str, UnitRow], Figures], rule: str, unit: str, today: date
) -> Iterable[Figures]:
    rules, units, totals = into
    if rule not in rules:
        found = statutes.rule(rule)
        # A term of an older matter runs by the older text: each one a term can still run by is named, the newest first.
        lately = today - timedelta(days=STILL_RUNNING)
        sources = dict.fromkeys(
            v.source for v in reversed(found.versions) if v.until is None or v.until >= lately
        ) or [found.versions[-1].source]
        rules[rule] = RuleRow(rule, found.title, " / ".join(sources))
    return rules[rule].figures, units.setdefault(unit, UnitRow(unit)).figures, totals


def _waiting(scope: Q) -> int:
    asked = ClockExtension.objects.filter(WAITING)
    return (asked.filter(clock__in=Clock.objects.running().filter(scope)) if scope else asked).count()


def _paused(scope: Q, today: date) -> list[PausedRow]:
    too_long = today - timedelta(days=paused_too_long_days())
    through = Q(clock__in=Clock.objects.running().filter(scope)) if scope else Q()
    rows = (
        Pause.objects.filter(
            through,
            end_on__isnull=True,
            struck__isnull=True,
            clock__ended__isnull=True,
            # Begun after the day was over it suspends nothing, and the clock stands among the overdue.
            clock__paused_on__isnull=False,
        )
        .order_by()
        .values_list("ground")
        .annotate(
            n=Count("clock", distinct=True),
            too_long=Count("clock", filter=Q(start_on__lte=too_long), distinct=True),
        )
    )
    return sorted((PausedRow(*row) for row in rows), key=lambda r: (-r.too_long, -r.n, r.ground))


def _too_long(scope: Q, paused: list[PausedRow], today: date) -> int:
    """How many terms have paused too long; one with two grounds is one, so only then they are counted apart."""
    grounds = [row.too_long for row in paused if row.too_long]
    if len(grounds) <= 1:
        return sum(grounds)
    since = today - timedelta(days=paused_too_long_days())
    open_since = Q(pauses__end_on__isnull=True, pauses__struck__isnull=True, pauses__start_on__lte=since)
    clocks = Clock.objects.running().filter(scope, paused_on__isnull=False)
    return clocks.filter(open_since).order_by().values("pk").distinct().count()


def _load(scope: Q, hidden: Hidden, today: date, until: date) -> list[Load]:
    calendar = law().calendar
    found = dict(
        DueTally.objects.filter(scope, due_on__gte=today, due_on__lte=until)
        .order_by()
        .values_list("due_on")
        .annotate(Sum("n"))
    )
    days = [today + timedelta(days=n) for n in range((until - today).days + 1)]
    return [Load(on, calendar.kind(on), found.get(on, 0) - hidden.due[on]) for on in days]


def months_back(today: date) -> list[str]:
    """The last twelve months, this one included, as `2026-11`, oldest first."""
    index = today.year * 12 + today.month - 1
    return [f"{i // 12:04d}-{i % 12 + 1:02d}" for i in range(index - MONTHS + 1, index + 1)]


def _months(scope: Q, hidden: Hidden, today: date) -> dict[str, list[Month]]:
    wanted = months_back(today)
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for unit, month, every_met, every_missed in (
        OutcomeTally.objects.filter(scope, month__gte=wanted[0])
        .order_by()
        .values_list("unit", "month")
        .annotate(Sum("met"), Sum("missed"))
    ):
        theirs_met, theirs_missed = hidden.ended[unit, month]
        met, missed = every_met - theirs_met, every_missed - theirs_missed
        if met or missed:
            found.setdefault(unit, {})[month] = (met, missed)
    return {
        unit: [Month(month, *months.get(month, (0, 0))) for month in wanted] for unit, months in found.items()
    }


def extension_requests(officer: Any, today: date, limit: int = SHOWN) -> list[ClockExtension]:
    """Requests to extend that wait for an answer, of matters this officer may read, earliest due first."""
    rows = ClockExtension.objects.filter(
        WAITING, clock__matter__in=Matter.objects.filter(reach(officer, today))
    )
    found = list(rows.select_related("clock__matter", "asked").order_by("clock__due_on", "pk")[:limit])
    with_events(request.clock for request in found)
    for request in found:
        # As of now: since it was asked a pause, a merge or a change of the calendar may have moved both days.
        request.old_due_on = request.clock.due_on
        request.new_due_on = request.clock.reckoning(more=request.amount).due_on
    return found


def failed_orders(officer: Any, today: date, limit: int = SHOWN) -> list[Order]:
    """Papers and openings that failed for good, of matters this officer may read, until somebody looks after them."""
    stuck = Q(state=Order.FAILED) | Q(state=Order.OWED, last_failure=NobodyToTell.__name__)
    failed = Order.objects.filter(stuck, matter__in=Matter.objects.filter(reach(officer, today)))
    return list(failed.select_related("matter").order_by("-id")[:limit])
