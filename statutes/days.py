"""The working-day calendar: which days are worked, as the State Council arranged them year by year.

Years without an announced arrangement are projected from weekends and the fixed-date statutory
holidays; every answer that touches such a year is provisional.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Any

from statutes.errors import BadShelf, YearNotCovered

TABLES = Path(__file__).parent / "calendar"

CLOSURES = ("holiday", "closed", "make_up", "plain")
"""What a single day can be made: a holiday, closed by the county, worked, or what it would be without any notice.

A closure is no 法定节假日: nobody works, but a period of calendar days does not roll off it."""

_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Year:
    """The announced arrangement of one year: days off and weekend days worked instead, by festival."""

    year: int
    source: str
    confidence: str
    holidays: Mapping[date, str]
    make_up: Mapping[date, str]


@dataclass(frozen=True, slots=True)
class FixedHolidays:
    """Statutory holidays with a fixed (month, day), used to project years not announced yet.

    From ``window_from`` (month, day) on, the last announced year may still be moved by the notice
    of the year after it, which arranges 元旦.
    """

    source: str
    confidence: str
    holidays: Mapping[tuple[int, int], str]
    window_from: tuple[int, int]


class Calendar:
    """Answers which days are worked; immutable, so each change gives a new calendar.

    Days are Beijing days. Working days are kept as one sorted list that grows by whole years on
    demand, beside it the rank of every day in that list: counting forward is two look-ups.
    """

    def __init__(
        self,
        years: Mapping[int, Year],
        fixed: FixedHolidays,
        changes: Mapping[date, tuple[str, str]] | None = None,
    ) -> None:
        """Build a calendar from announced years without a gap; raises BadShelf when there is one."""
        if not years or sorted(years) != list(range(min(years), max(years) + 1)):
            raise BadShelf("the announced years of the calendar must follow one another")
        self._years = MappingProxyType(dict(years))
        self._fixed = fixed
        self._changes: Mapping[date, tuple[str, str]] = MappingProxyType(dict(changes or {}))
        self.first_year = min(years)
        self.last_announced_year = max(years)
        self._sure_until = date(self.last_announced_year, *fixed.window_from) - _DAY
        self._origin = date(self.first_year, 1, 1).toordinal()
        self._working: list[date] = []
        self._rank: list[int] = []  # for each day since the origin: working days up to and including it
        self._grown_to = self.first_year - 1
        self._lock = Lock()

    @classmethod
    def load(cls, folder: Path = TABLES) -> Calendar:
        """Read the arrangements kept in ``statutes/calendar``; raises BadShelf on a broken file."""
        years: dict[int, Year] = {}
        for path in sorted(folder.glob("[0-9]*.toml")):
            year = _year(_read(path), path.name)
            years[year.year] = year
        fixed = _read(folder / "fixed.toml")
        holidays = {_month_day(key): str(name) for key, name in fixed["holidays"].items()}
        window = _month_day(fixed["new_year_window_from"])
        return cls(years, FixedHolidays(fixed["source"], fixed["confidence"], holidays, window))

    def with_day(self, on: date, kind: str, name: str) -> Calendar:
        """Give a calendar in which one day is a "holiday", "closed", a "make_up" workday, or "plain" again.

        Raises BadShelf for another kind and YearNotCovered before the first year.
        """
        if kind not in CLOSURES:
            raise BadShelf(f"a day can be made {CLOSURES}, not {kind!r}")
        self._covered(on)
        if kind == "plain":
            kind, name = ("weekend" if on.weekday() >= _SATURDAY else "work"), ""
        return Calendar(self._years, self._fixed, {**self._changes, on: (kind, name)})

    def with_year(self, year: Year) -> Calendar:
        """Give a calendar that knows one more announced year, or a corrected one."""
        return Calendar({**self._years, year.year: year}, self._fixed, self._changes)

    def source_of(self, year: int) -> str:
        """Name the notice a year rests on, or the law its projection rests on."""
        if year in self._years:
            return self._years[year].source
        self._covered(date(year, 1, 1))
        return self._fixed.source

    def confidence_of(self, year: int) -> str:
        """Say how sure the arrangement of a year is: that of its notice, or of the law its projection rests on."""
        if year in self._years:
            return self._years[year].confidence
        self._covered(date(year, 1, 1))
        return self._fixed.confidence

    def announced(self, day: date) -> bool:
        """Tell whether the arrangement for that day is certain: announced, and not in the 元旦 window."""
        return day <= self._sure_until

    def kind(self, day: date) -> str:
        """Say what a day is: "work", "weekend", "holiday", "closed" or "make_up".

        Raises YearNotCovered before the first year of the tables.
        """
        return self._look(day)[0]

    def name(self, day: date) -> str:
        """Name the festival or closure a day belongs to; empty for a plain day."""
        return self._look(day)[1]

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices work on that day."""
        return self._look(day)[0] in ("work", "make_up")

    def is_holiday(self, day: date) -> bool:
        """Tell whether the day lies in an arranged statutory holiday (法定节假日), not a bare weekend."""
        return self._look(day)[0] == "holiday"

    def working_after(self, day: date, count: int) -> date:
        """Give the ``count``-th working day after a day; the day itself never counts, count ≥ 1.

        Raises YearNotCovered before the first year of the tables.
        """
        number = day.toordinal() - self._origin
        if count > 0 and 0 <= number < len(self._rank):
            at = self._rank[number] + count - 1
            if at < len(self._working):
                return self._working[at]
        return self._reach(day, count)

    def working_before(self, day: date, count: int) -> date:
        """Give the ``count``-th working day before a day; the day itself never counts, count ≥ 1.

        Raises YearNotCovered where the tables do not reach back far enough.
        """
        if count < 1:
            raise ValueError(f"counts whole working days, not {count}")
        self._covered(day)
        self._grow(day.year)
        at = self._ranked(day) - self.is_working_day(day) - count
        if at < 0:
            raise YearNotCovered(f"the calendar begins in {self.first_year}")
        return self._working[at]

    def working_between(self, after: date, until: date) -> int:
        """Count the working days later than ``after`` and not later than ``until``."""
        self._covered(min(after, until))
        self._grow(max(until, after).year)
        return max(0, self._ranked(until) - self._ranked(after))

    def next_break(self, after: date) -> tuple[date, date]:
        """Give the first and last day of the next holiday period that begins later than a day.

        The period is the unbroken run of days off around an arranged holiday. In a year not announced it is
        the projected one. Raises YearNotCovered before the first year.
        """
        on = after + _DAY
        while not self.is_holiday(on):
            on += _DAY
        first = last = on
        while not self.is_working_day(first - _DAY) and first - _DAY > after:
            first -= _DAY
        while not self.is_working_day(last + _DAY):
            last += _DAY
        return first, last

    def working_from(self, day: date) -> date:
        """Give the day itself when it is worked, else the next working day."""
        return day if self.is_working_day(day) else self.working_after(day, 1)

    def working_until(self, day: date) -> date:
        """Give the day itself when it is worked, else the last working day before it."""
        return day if self.is_working_day(day) else self.working_before(day, 1)

    def _look(self, day: date) -> tuple[str, str]:
        changed = self._changes.get(day)
        if changed is not None:
            return changed
        year = self._years.get(day.year)
        if year is None:
            self._covered(day)
            festival = self._fixed.holidays.get((day.month, day.day))
            if festival is not None:
                return "holiday", festival
        elif day in year.holidays:
            return "holiday", year.holidays[day]
        elif day in year.make_up:
            return "make_up", year.make_up[day]
        return ("weekend" if day.weekday() >= _SATURDAY else "work"), ""

    def _covered(self, day: date) -> None:
        if day.year < self.first_year:
            raise YearNotCovered(f"the calendar begins in {self.first_year}, not in {day.year}")

    def _ranked(self, day: date) -> int:
        return self._rank[day.toordinal() - self._origin]

    def _reach(self, day: date, count: int) -> date:
        if count < 1:
            raise ValueError(f"counts forward only, not {count} working days")
        self._covered(day)
        self._grow(day.year)
        at = self._ranked(day) + count - 1
        while at >= len(self._working):
            self._grow(self._grown_to + 1)
        return self._working[at]

    def _grow(self, year: int) -> None:
        if year <= self._grown_to:
            return
        if year > date.max.year:
            raise YearNotCovered(f"no calendar reaches the year {year}")
        with self._lock:
            for each in range(self._grown_to + 1, year + 1):
                first, last = date(each, 1, 1).toordinal(), date(each, 12, 31).toordinal()
                for day in map(date.fromordinal, range(first, last + 1)):
                    if self.is_working_day(day):
                        self._working.append(day)
                    self._rank.append(len(self._working))
                self._grown_to = each


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        try:
            return tomllib.load(file)
        except tomllib.TOMLDecodeError as error:
            raise BadShelf(f"{path.name}: {error}") from error


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


def _year(table: Mapping[str, Any], where: str) -> Year:
    number = table["year"]
    holidays = {date.fromisoformat(key): str(name) for key, name in table["holidays"].items()}
    make_up = {date.fromisoformat(key): str(name) for key, name in table["make_up"].items()}
    if any(day.year != number for day in (*holidays, *make_up)) or holidays.keys() & make_up.keys():
        raise BadShelf(f"{where}: a day lies outside {number} or is both worked and off")
    return Year(number, table["source"], table["confidence"], holidays, make_up)


CALENDAR = Calendar.load()
"""The calendar of the bureau as this release knows it."""
