"""The list behind each figure of the board: the same condition, through the gate of the matter, in pages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from procedure.access import counted_reach, reach
from procedure.clocks import COUNTING, RUNNING, WAITING, Clock, ClockExtension
from procedure.due import is_overdue, near_horizon, paused_too_long_days
from procedure.law import law
from procedure.matter import Matter
from supervision.board import months_back, newly
from supervision.orders import SupervisionOrder
from supervision.visits import last_visit_before

WHERE = (
    "overdue",
    "near",
    "running",
    "paused",
    "too_long",
    "new",
    "holiday",
    "on",
    "asked",
    "met",
    "missed",
    "ended",
)
ENDED = frozenset({"met", "missed", "ended"})


@dataclass(frozen=True)
class Wanted:
    """Which figure was opened; `rule`, `unit` (None: every unit) and `ground` narrow it.

    `on` is the day of "on"; `month` (`2026-11`, empty for the last twelve) belongs to those that ended: "met", "missed" and both together.
    """

    where: str = ""
    rule: str = ""
    unit: str | None = None
    ground: str = ""
    on: date | None = None
    month: str = ""


def clocks_at(
    officer: Any, now: datetime, today: date, wanted: Wanted, *, after: int = 0, limit: int = 50
) -> list[Clock]:
    """The clocks behind a figure, earliest due first (latest ended first for what is over); at most `limit`."""
    clocks = Clock.objects.filter(condition(officer, now, today, wanted))
    # What the board counts and what the officer may read: an own matter of another unit is in no figure.
    clocks = clocks.filter(counted_reach(officer, today))
    clocks = clocks.filter(matter__in=Matter.objects.filter(reach(officer, today)))
    order = ("-ended_on", "-id") if wanted.where in ENDED else ("due_on", "id")
    rows = clocks.select_related("matter", "matter__handler").prefetch_related("pauses")
    return list(rows.order_by(*order)[after : after + limit])


def clock_for(officer: Any, clock_id: int, today: date) -> Clock | None:
    """One term with its matter, running or ended; None when there is none this officer may read."""
    readable = Matter.objects.filter(reach(officer, today))
    return Clock.objects.filter(pk=clock_id, matter__in=readable).select_related("matter").first()


def orders_about(officer: Any, clocks: Iterable[Clock], today: date) -> dict[int, str]:
    """The number of the order open about each of these terms, by the term's id; only orders the officer may read."""
    found = SupervisionOrder.objects.filter(
        reach(officer, today), clock__in=[clock.pk for clock in clocks], closed_on__isnull=True
    )
    return dict(found.values_list("clock_id", "number"))


def condition(officer: Any, now: datetime, today: date, wanted: Wanted) -> Q:
    """The condition of one figure, as the board counts it."""
    found = _place(officer, now, today, wanted)
    if wanted.rule:
        found &= Q(rule=wanted.rule)
    if wanted.unit is not None:
        found &= Q(unit=wanted.unit)
    return found


def _place(officer: Any, now: datetime, today: date, wanted: Wanted) -> Q:
    if wanted.where in ENDED:
        return _ended(today, wanted)
    if wanted.where in ("paused", "too_long"):
        return RUNNING & Q(paused_on__isnull=False) & _open_pause(today, wanted)
    return _PLACES[wanted.where](officer, now, today, wanted) if wanted.where in _PLACES else RUNNING


def _near(officer: Any, now: datetime, today: date, wanted: Wanted) -> Q:
    return COUNTING & Q(due_on__lte=near_horizon(today)) & ~is_overdue(now, today)


def _new(officer: Any, now: datetime, today: date, wanted: Wanted) -> Q:
    return COUNTING & is_overdue(now, today) & newly(last_visit_before(officer, today), today)


def _in_holiday(officer: Any, now: datetime, today: date, wanted: Wanted) -> Q:
    first, last = law().calendar.next_break(today)
    return COUNTING & Q(due_on__gte=first, due_on__lte=law().calendar.working_after(last, 1))


def _overdue(officer: Any, now: datetime, today: date, wanted: Wanted) -> Q:
    return COUNTING & is_overdue(now, today)


def _running(officer: Any, now: datetime, today: date, wanted: Wanted) -> Q:
    return COUNTING & Q(due_on__gt=near_horizon(today))


def _on_a_day(officer: Any, now: datetime, today: date, wanted: Wanted) -> Q:
    return COUNTING & Q(due_on=wanted.on)


def _asked(officer: Any, now: datetime, today: date, wanted: Wanted) -> Q:
    return RUNNING & Q(pk__in=ClockExtension.objects.filter(WAITING).values("clock"))


_PLACES: dict[str, Callable[[Any, datetime, date, Wanted], Q]] = {
    "overdue": _overdue,
    "near": _near,
    "running": _running,
    "new": _new,
    "holiday": _in_holiday,
    "on": _on_a_day,
    "asked": _asked,
}


def _open_pause(today: date, wanted: Wanted) -> Q:
    said: dict[str, Any] = {"pauses__end_on__isnull": True, "pauses__struck__isnull": True}
    if wanted.ground:
        said["pauses__ground"] = wanted.ground
    if wanted.where == "too_long":
        said["pauses__start_on__lte"] = today - timedelta(days=paused_too_long_days())
    if len(said) == 2:  # nothing asked of the interval: the clock's own column says that it is paused
        return Q()
    return Q(pk__in=Clock.objects.running().filter(**said).values("pk"))


def _ended(today: date, wanted: Wanted) -> Q:
    kept = {"met": Q(missed_by=0), "missed": Q(missed_by__gt=0)}.get(wanted.where, Q(missed_by__isnull=False))
    if wanted.month:
        year, month = map(int, wanted.month.split("-"))
        first = date(year, month, 1)
        after = date(year + month // 12, month % 12 + 1, 1)
    else:
        first = date.fromisoformat(f"{months_back(today)[0]}-01")
        after = today + timedelta(days=1)
    return kept & Q(ended_on__gte=first, ended_on__lt=after)
