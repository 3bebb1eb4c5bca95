"""How near a due day is: the house's own steps of warning, read from the shelf and never from a constant."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

from django.db.models import Q
from django.utils.timezone import localdate, localtime

import statutes
from procedure.law import law

OVERSIGHT = "oversight.reminders"
NEAR, LAST, OVERDUE = "near", "last", "overdue"
LEVELS = (NEAR, LAST, OVERDUE)
"""The three warnings of a clock: to the handlers, then also to the unit head, then also to the leader."""


@cache
def _count(name: str) -> int:
    return statutes.rule(OVERSIGHT).versions[-1].number(name)


def near_working_days() -> int:
    """How many working days before its last a term counts as near."""
    return _count("near_working_days")


def near_horizon(today: date) -> date:
    """The last day that counts as near: what falls due by then leaves so many working days and no more.

    Days of rest after the last of them are near as well: whoever has a term ending on a Saturday works until Friday.
    """
    beyond = law().calendar.working_after(today, near_working_days() + 1)
    return date.fromordinal(beyond.toordinal() - 1)


def is_overdue(now: datetime, today: date) -> Q:
    """The condition of an overdue clock: its day is past, or its minute where it runs in hours."""
    return Q(due_on__lt=today) | Q(due_on=today, due_at__lt=now)


def due_state(due_on: date | None, today: date) -> str:
    """`overdue`, `today`, `near`, `running` or `none`: the word that stands beside a due day, with its colour."""
    if due_on is None:
        return "none"
    if due_on < today:
        return "overdue"
    if due_on == today:
        return "today"
    return "near" if due_on <= near_horizon(today) else "running"


@dataclass(frozen=True)
class Warnings:
    """The days on which a clock's warnings fall due; for hours the moment decides, not the day."""

    near_on: date
    last_on: date
    due_on: date
    due_at: datetime | None

    def level(self, now: datetime) -> str:
        """The warning that is due at a moment; empty before the first."""
        today = localdate(now)
        if (now > self.due_at) if self.due_at is not None else (today > self.due_on):
            return OVERDUE
        if today >= self.last_on:
            return LAST
        return NEAR if today >= self.near_on else ""

    def next_on(self, level: str) -> date | None:
        """The first day on which the warning after `level` can fall due; None after the last."""
        if level == "":
            return self.near_on
        if level == NEAR:
            return self.last_on
        if level == LAST:
            return self.due_on if self.due_at is not None else date.fromordinal(self.due_on.toordinal() + 1)
        return None


def warnings_of(due_on: date, due_at: datetime | None, started_on: date) -> Warnings:
    """When to warn of a due day: working days before it, never before the clock began."""
    calendar = law().calendar
    if due_at is not None:
        # A term that ends before anybody may be reminded that day is warned of the day before.
        early = localtime(due_at).time() <= office_hours()[0]
        last = date.fromordinal(due_on.toordinal() - 1) if early else due_on
        return Warnings(started_on, max(last, started_on), due_on, due_at)
    worked = calendar.working_until(due_on)
    near = calendar.working_before(worked, near_working_days())
    last = calendar.working_before(worked, _count("last_working_days"))
    return Warnings(max(near, started_on), max(last, started_on), due_on, None)


def deliverable_at(now: datetime, *, hours: bool) -> datetime | None:
    """None when a warning may be delivered now, else the next moment it may: inside office hours, never at night.

    A clock of hours runs through days of rest, so its warnings are delivered on those as well, by day.
    """
    opens, shuts = office_hours()
    calendar = law().calendar
    here = localtime(now)
    today = here.date()
    works = hours or calendar.is_working_day(today)
    if works and opens <= here.time() < shuts:
        return None
    if works and here.time() < opens:
        return here.replace(hour=opens.hour, minute=opens.minute, second=0, microsecond=0)
    following = date.fromordinal(today.toordinal() + 1) if hours else calendar.working_after(today, 1)
    return datetime.combine(following, opens, tzinfo=here.tzinfo)


def next_opening(now: datetime, *, hours: bool) -> datetime:
    """The opening after the present office day: when something that could not be delivered now is tried again."""
    here = localtime(now)
    closing = here.replace(
        hour=office_hours()[1].hour, minute=office_hours()[1].minute, second=0, microsecond=0
    )
    return deliverable_at(max(closing, here), hours=hours) or closing


@cache
def office_hours() -> tuple[time, time]:
    """When an officer may be reminded, in Beijing time."""
    params = statutes.rule(OVERSIGHT).versions[-1].params
    return time.fromisoformat(str(params["opens"])), time.fromisoformat(str(params["shuts"]))


def paused_too_long_days() -> int:
    """From how many calendar days on a pause stands on the board of its own."""
    return _count("paused_long_days")
