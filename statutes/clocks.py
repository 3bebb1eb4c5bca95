"""Clock arithmetic: from a rule's version and the events of a matter to a due date that explains itself.

A due date is a pure function of its start, the intervals that do not count and the extensions granted;
the order in which those became known makes no difference.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from statutes.days import CALENDAR, Calendar
from statutes.errors import (
    BadExclusion,
    ExclusionNotAllowed,
    ExtensionNotAllowed,
    NeedsMoment,
    NoClock,
    UnknownUnit,
)
from statutes.moments import BEIJING, beijing_day
from statutes.readings import SHIPPED, Reading, Readings
from statutes.receipt import receipt
from statutes.rules import Version, countings

TRAVEL = "在途"
"""The ground under which time on the way is left out, where the counting convention allows it."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Exclusion:
    """An interval whose days do not count, both end days included, and the ground for it.

    ``start_paper`` and ``end_paper`` name the documents that prove when it began and ended; they explain
    and do not count. Raises BadExclusion when it ends before it begins.
    """

    start_on: date
    end_on: date
    ground: str
    start_paper: str = ""
    end_paper: str = ""

    def __post_init__(self) -> None:
        """Refuse an interval that runs backwards."""
        if self.end_on < self.start_on:
            raise BadExclusion(f"{self.ground}: {self.start_on} to {self.end_on} runs backwards")


@dataclass(frozen=True, slots=True)
class Day:
    """One square of the calendar strip.

    ``kind``: "start", "counted", "make_up" (a counted make-up workday), "weekend", "holiday",
    "excluded", "rolled", or "event" (what a period that runs backwards is counted from). ``number`` is the running count of a counted day, else None. ``name`` is
    the festival or the ground, where there is one.
    """

    on: date
    kind: str
    number: int | None
    name: str = ""


@dataclass(frozen=True)
class Reckoning:
    """A due date with everything that led to it.

    ``due_on`` is the lawful last day and ``due_at`` the last minute of a clock of hours (Beijing
    time). ``strict_on`` is the last day before any rolling, the day to work towards; ``outer_on``
    the latest day that can be defended. ``provisional``: an unannounced year was counted through.
    ``first_start`` is the original event where the period was started again (``start`` is the last
    restart); ``reading`` the recorded answer to what a last day of rest does, None where none is open.
    """

    version: Version
    start: date | datetime
    first_start: date | datetime
    total: int
    exclusions: tuple[Exclusion, ...]
    extensions: tuple[int, ...]
    due_on: date
    due_at: datetime | None
    strict_on: date
    outer_on: date
    provisional: bool
    reading: Reading | None
    calendar: Calendar = field(compare=False, repr=False)

    @property
    def start_on(self) -> date:
        """The Beijing day of the event that started the clock; it counts only where the way of counting says so."""
        return beijing_day(self.start)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """The calendar strip from the start day to the due day, built when first asked for."""
        return tuple(_strip(self))

    @property
    def words(self) -> list[str]:
        """The explanation, line by line, in Chinese for an officer."""
        return receipt(self)

    def as_dict(self) -> dict[str, Any]:
        """The whole receipt as JSON-able values: days as ISO strings, the strip as small objects."""
        version = self.version
        return {
            "rule": version.rule,
            "title": version.title,
            "source": version.source,
            "words": self.words,
            "confidence": version.confidence,
            "unverified": version.unverified,
            "start": self.start.isoformat(),
            "first_start": self.first_start.isoformat(),
            "direction": version.direction,
            "unit": version.unit,
            "amount": version.amount,
            "days": [
                {"on": day.on.isoformat(), "kind": day.kind, "number": day.number, "name": day.name}
                for day in self.days
            ],
            "exclusions": [
                {
                    "start_on": e.start_on.isoformat(),
                    "end_on": e.end_on.isoformat(),
                    "ground": e.ground,
                    "start_paper": e.start_paper,
                    "end_paper": e.end_paper,
                }
                for e in self.exclusions
            ],
            "extensions": list(self.extensions),
            "due_on": self.due_on.isoformat(),
            "due_at": self.due_at.isoformat() if self.due_at else None,
            "strict_on": self.strict_on.isoformat(),
            "outer_on": self.outer_on.isoformat(),
            "provisional": self.provisional,
            "reading": self.reading.told if self.reading else "",
        }


def reckon(
    version: Version,
    start: date | datetime,
    *,
    exclusions: Sequence[Exclusion] = (),
    extensions: Sequence[int] = (),
    restarts: Sequence[date | datetime] = (),
    calendar: Calendar = CALENDAR,
    readings: Readings = SHIPPED,
) -> Reckoning:
    """Compute when a period ends and keep what is needed to explain it.

    ``start`` is the triggering event: a Beijing day, or an aware moment (required for hours). The latest
    of ``restarts`` begins the whole period anew (令121第三十五条第二款). ``extensions`` are amounts in the
    unit of the version, granted since then, and run on continuously; ``exclusions`` overlap once. A
    version with direction "before" is counted back from its event. Raises NoClock, NeedsMoment,
    ExclusionNotAllowed, ExtensionNotAllowed, YearNotCovered.
    Articles: 令121第四十五条, 程序规定第八十条, 刑事诉讼法第一百零五条.
    """
    if version.amount is None or version.unit is None:
        raise NoClock(f"{version.rule} sets no period ({version.source})")
    first_start, start = start, max((start, *restarts), key=_when)
    day = beijing_day(start)
    total = version.amount
    if extensions:
        _lawful_extensions(version, extensions)
        total += sum(extensions)
    pauses: list[tuple[date, date]] = []
    if exclusions:
        _lawful_exclusions(version, exclusions)
        pauses = _merged(exclusions)
    due_at: datetime | None = None
    reading: Reading | None = None
    if version.direction == "before":
        due = strict = outer = _counted_back(version, day, total, calendar)
    elif version.unit == "working_days":
        due = strict = outer = _working_end(day, total, pauses, calendar)
    elif version.unit == "hours":
        if not isinstance(start, datetime):
            raise NeedsMoment(f"{version.rule} runs in hours and starts at a moment, not on {start}")
        due_at = _hours_end(start, total, pauses)
        due = strict = outer = due_at.date()
    elif countings()[version.counting].same_day:
        due = strict = outer = _calendar_end(day, total - 1, pauses)
    else:
        strict = _calendar_end(day, _in_days(version, day, total), pauses)
        outer = _roll(strict, pauses, calendar, weekends=True)
        reading = readings.of(f"roll.{version.counting}")
        due = _rolled(strict, pauses, calendar, reading.choice)
    return Reckoning(
        version=version,
        start=start,
        first_start=first_start,
        total=total,
        exclusions=tuple(sorted(exclusions)) if exclusions else (),
        extensions=tuple(sorted(extensions)) if extensions else (),
        due_on=due,
        due_at=due_at,
        strict_on=strict,
        outer_on=outer,
        provisional=due_at is None and not calendar.announced(max(outer, day)),
        reading=reading,
        calendar=calendar,
    )


def _in_days(version: Version, day: date, total: int) -> int:
    """How many calendar days a period of days or months has when it begins on a day."""
    if version.unit == "months":
        return (_months_later(day, total) - day).days
    if version.unit != "calendar_days":
        raise UnknownUnit(f"{version.rule}: unknown unit {version.unit!r}")
    return total


def _when(start: date | datetime) -> tuple[date, str]:
    """Order days and moments together: by Beijing day, within a day the moment after the bare day."""
    moment = start.astimezone(BEIJING).isoformat() if isinstance(start, datetime) else ""
    return beijing_day(start), moment


def grounds_of(version: Version) -> tuple[str, ...]:
    """Give the grounds on which a version leaves time out of count, time on the way included where it is."""
    travel = version.counting != "" and countings()[version.counting].travel
    return (*version.excludes, TRAVEL) if travel else version.excludes


def _lawful_exclusions(version: Version, exclusions: Sequence[Exclusion]) -> None:
    allowed = set(grounds_of(version))
    for each in exclusions:
        if each.ground not in allowed:
            raise ExclusionNotAllowed(
                f"{version.rule} ({version.source}) does not leave {each.ground!r} out of count; "
                f"it allows {sorted(allowed)}"
            )


def _lawful_extensions(version: Version, extensions: Sequence[int]) -> None:
    allowed = version.extension
    if allowed is None:
        raise ExtensionNotAllowed(f"{version.rule} ({version.source}) cannot be extended")
    # Sorted, so that the same set of decisions is judged alike in whatever order it arrives.
    for index, amount in enumerate(sorted(extensions)):
        beyond = allowed.is_beyond(index)
        if beyond and not version.further:
            raise ExtensionNotAllowed(f"{version.rule} ({version.source}): only {allowed.times} extension(s)")
        if amount < 1 or (not beyond and allowed.is_too_long(amount)):
            raise ExtensionNotAllowed(f"{version.rule} ({version.source}): not by {amount}")


def _merged(exclusions: Sequence[Exclusion]) -> list[tuple[date, date]]:
    merged: list[tuple[date, date]] = []
    for each in sorted(exclusions):
        if merged and each.start_on <= merged[-1][1] + _DAY:
            merged[-1] = (merged[-1][0], max(merged[-1][1], each.end_on))
        else:
            merged.append((each.start_on, each.end_on))
    return merged


def _working_end(day: date, total: int, pauses: list[tuple[date, date]], calendar: Calendar) -> date:
    left, cursor = total, day
    for begins, ends in pauses:
        if ends <= cursor:
            continue
        before = begins - _DAY
        counted = calendar.working_between(cursor, before) if before > cursor else 0
        if counted >= left:
            break
        left -= counted
        cursor = ends
    return calendar.working_after(cursor, left)


def _calendar_end(day: date, total: int, pauses: list[tuple[date, date]]) -> date:
    left, cursor = total, day
    for begins, ends in pauses:
        if ends <= cursor:
            continue
        counted = max(0, (begins - cursor).days - 1)
        if counted >= left:
            break
        left -= counted
        cursor = ends
    return cursor + timedelta(days=left)


def _counted_back(version: Version, day: date, total: int, calendar: Calendar) -> date:
    if version.unit == "working_days":
        return calendar.working_before(day, total)
    if version.unit == "calendar_days":
        return day - timedelta(days=total)
    raise UnknownUnit(f"{version.rule}: {version.unit} are not counted backwards")


def _hours_end(start: datetime, total: int, pauses: list[tuple[date, date]]) -> datetime:
    cursor = start.astimezone(BEIJING).replace(second=0, microsecond=0)
    left = timedelta(hours=total)
    for begins, ends in pauses:
        opens = datetime(begins.year, begins.month, begins.day, tzinfo=BEIJING)
        after = ends + _DAY
        shuts = datetime(after.year, after.month, after.day, tzinfo=BEIJING)
        if shuts <= cursor:
            continue
        counted = max(timedelta(0), opens - cursor)
        if counted >= left:
            break
        left -= counted
        cursor = shuts
    return cursor + left


def _months_later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _rolled(strict: date, pauses: list[tuple[date, date]], calendar: Calendar, choice: str) -> date:
    return strict if choice == "none" else _roll(strict, pauses, calendar, weekends=choice == "rest")


def _roll(day: date, pauses: list[tuple[date, date]], calendar: Calendar, *, weekends: bool) -> date:
    def rests(on: date) -> bool:
        return not calendar.is_working_day(on) if weekends else calendar.is_holiday(on)

    if not rests(day):
        return day
    while rests(day) or any(begins <= day <= ends for begins, ends in pauses):
        day += _DAY
    return day


_OFF = {"weekend": "weekend", "holiday": "holiday", "closed": "holiday"}
"""How a day that is not worked stands on the strip; a closure shows its own name there."""


def _strip(reckoning: Reckoning) -> Iterator[Day]:
    version, calendar = reckoning.version, reckoning.calendar
    if version.direction == "before":
        yield from _strip_back(reckoning)
        return
    grounds = {e: e.ground for e in reckoning.exclusions}
    yield Day(reckoning.start_on, "start", None, version.starts)
    number = 1 if countings()[version.counting].same_day else 0
    on = reckoning.start_on
    while on < reckoning.due_on:
        on += _DAY
        kind = calendar.kind(on)
        ground = next((ground for e, ground in grounds.items() if e.start_on <= on <= e.end_on), "")
        if on > reckoning.strict_on:
            yield Day(on, "rolled", None, calendar.name(on))
        elif ground:
            yield Day(on, "excluded", None, ground)
        elif version.unit == "working_days" and kind in _OFF:
            yield Day(on, _OFF[kind], None, calendar.name(on))
        else:
            number += 1
            made_up = version.unit == "working_days" and kind == "make_up"
            # In a period of calendar days a make-up workday is a day like any other: only a holiday has a name.
            name = calendar.name(on) if made_up or kind == "holiday" else ""
            yield Day(on, "make_up" if made_up else "counted", number, name)


def _strip_back(reckoning: Reckoning) -> Iterator[Day]:
    """The strip of a period counted back: from the last day to act up to the event, numbers falling."""
    version, calendar = reckoning.version, reckoning.calendar
    number, on = reckoning.total, reckoning.due_on
    while on < reckoning.start_on:
        kind = calendar.kind(on)
        if version.unit == "working_days" and kind in _OFF:
            yield Day(on, _OFF[kind], None, calendar.name(on))
        else:
            made_up = version.unit == "working_days" and kind == "make_up"
            yield Day(on, "make_up" if made_up else "counted", number, calendar.name(on))
            number -= 1
        on += _DAY
    yield Day(on, "event", None, version.starts)
