"""One year of the calendar laid out: twelve months, the days off by festival, and what each part rests on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from statutes.clocks import Day
from statutes.days import Calendar
from statutes.strip import Square, weeks

CLOSED = "closed"
MONDAY = date(2024, 1, 1)  # any Monday: the head of a month
WORDS = {
    "work": _("工作日"),
    "weekend": _("周末"),
    "holiday": _("法定节假日"),
    "make_up": _("调休上班"),
    CLOSED: _("临时停办"),
}
"""What a day of the calendar is, in words; the page puts a shape beside each."""


@dataclass(frozen=True)
class Month:
    """One month in weeks; `provisional` says that its days may still move."""

    first: date
    weeks: list[list[Square]]
    provisional: bool


@dataclass
class Festival:
    """The days off of one name as unbroken runs, and the days worked instead."""

    name: str
    closed: bool = False
    off: list[list[date]] = field(default_factory=list)
    worked: list[date] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many days off there are."""
        return sum((last - first).days + 1 for first, last in self.off)


@dataclass(frozen=True)
class Part:
    """What some days rest on: the notice, and the change that brought it in; no change for what ships."""

    notice: str
    days: list[Any]
    change: Any = None
    unverified: bool = False
    announced: bool = True


def shown(calendar: Calendar, year: int, today: date, changes: Iterable[Any]) -> dict[str, Any]:
    """Everything the page of a year shows; `changes` come newest first with their `shown` days of that year."""
    in_force = [change for change in changes if change.effective_no]
    by_day = {
        day.on: change
        for change in sorted(in_force, key=lambda c: c.effective_no)
        for day in change.shown
        if change.scope == change.DAYS
    }
    days = [Day(on, calendar.kind(on), None, calendar.name(on)) for on in _days(year)]
    return {
        "year": year,
        "months": [_month(calendar, year, n, days, today) for n in range(1, 13)],
        "heads": [date.fromordinal(MONDAY.toordinal() + n) for n in range(7)],
        "festivals": _festivals(days),
        "parts": _parts(calendar, year, in_force, by_day),
        "announced": year <= calendar.last_announced_year,
        "working_days": sum(day.kind in {"work", "make_up"} for day in days),
        "words": WORDS,
    }


def _days(year: int) -> list[date]:
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return [date.fromordinal(n) for n in range(first, last + 1)]


def _month(calendar: Calendar, year: int, number: int, days: list[Day], today: date) -> Month:
    mine = [day for day in days if day.on.month == number]
    return Month(
        date(year, number, 1), weeks(mine, date.min, today), provisional=not calendar.announced(mine[-1].on)
    )


def _festivals(days: list[Day]) -> list[Festival]:
    """The festivals and closures of a year in the order of their first day."""
    found: dict[tuple[str, bool], Festival] = {}
    for day in days:
        if day.kind not in {"holiday", "make_up", CLOSED}:
            continue
        closed = day.kind == CLOSED
        festival = found.setdefault((day.name, closed), Festival(day.name, closed))
        if day.kind == "make_up":
            festival.worked.append(day.on)
        elif festival.off and (day.on - festival.off[-1][1]).days == 1:
            festival.off[-1][1] = day.on
        else:
            festival.off.append([day.on, day.on])
    return list(found.values())


def _parts(calendar: Calendar, year: int, in_force: list[Any], by_day: dict[date, Any]) -> list[Part]:
    """The year's own arrangement first, then every change of single days that still holds for a day of it."""
    whole = [change for change in in_force if change.scope == change.YEAR and change.year == year]
    latest = max(whole, key=lambda c: c.effective_no, default=None)
    parts = [
        Part(
            notice=calendar.source_of(year),
            days=[],
            change=latest,
            unverified=calendar.confidence_of(year) == "recalled",
            announced=year <= calendar.last_announced_year,
        )
    ]
    for change in sorted(in_force, key=lambda c: c.effective_no):
        held = [day for day in change.shown if by_day.get(day.on) is change]
        if held:
            parts.append(Part(notice=change.announcement, days=held, change=change))
    return parts
