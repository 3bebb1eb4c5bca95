"""The law as the bureau has it: the working-day calendar and the recorded readings in force, read at most once an act.

What ships with the release stands in `statutes/`; what the bureau imported or recorded stands in rows. The mark of
one row (`LawState`) says whether a process still holds the newest of both, so that a running worker never counts
by yesterday's calendar.
"""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.timezone import localdate

import statutes
from statutes.days import Year


class LawState(models.Model):
    """One row whose mark changes whenever a calendar change or a reading takes effect."""

    mark = models.UUIDField(default=uuid.uuid4)
    changed_at = models.DateTimeField(auto_now=True)


@dataclass(frozen=True)
class Law:
    """The calendar and the readings in force together; `mark` is None for what ships alone."""

    mark: uuid.UUID | None
    calendar: statutes.Calendar
    readings: statutes.Readings

    def governing(self, rule: str, day: date | datetime) -> statutes.Prevailing:
        """The version that governs a rule's act on a day, and the versions that give way to it."""
        return statutes.prevailing(rule, day, self.readings)

    def reckon(
        self,
        version: statutes.Version,
        start: date | datetime,
        *,
        exclusions: list[statutes.Exclusion] | None = None,
        extensions: list[int] | None = None,
        restarts: list[date | datetime] | None = None,
    ) -> statutes.Reckoning:
        """A due date by this calendar and these readings."""
        return statutes.reckon(
            version,
            start,
            exclusions=exclusions or (),
            extensions=extensions or (),
            restarts=restarts or (),
            calendar=self.calendar,
            readings=self.readings,
        )


@dataclass
class Scope:
    """What one page, act or task holds of the law; inside an act further acts share it."""

    of_an_act: bool
    held: Law | None = None
    sealed: bool = False


SHIPPED = Law(None, statutes.CALENDAR, statutes.SHIPPED)
_kept: Law = SHIPPED
_scope: ContextVar[Scope | None] = ContextVar("procedure_law_scope", default=None)


def law() -> Law:
    """The law in force now; inside `law_scope` it is asked of the database once."""
    scope = _scope.get()
    if scope is None:
        return _current()
    if scope.held is None:
        scope.held = _current()
    return scope.held


@contextmanager
def law_scope(*, act: bool = False) -> Iterator[None]:
    """Within: one question to the database serves every date of a request or a task.

    An act asks anew inside its own transaction, whatever the page before it held; acts that follow from it share.
    """
    outer = _scope.get()
    if act and outer is not None and outer.of_an_act:
        yield
        return
    token = _scope.set(Scope(of_an_act=act))
    try:
        yield
    finally:
        _scope.reset(token)


def seal() -> None:
    """Say that the journal's head is held: what guards read before it is asked anew once, and stands from here on.

    A change of the calendar that took effect while an act waited for the head must not be missed by its clocks.
    """
    scope = _scope.get()
    if scope is not None and scope.of_an_act and not scope.sealed:
        scope.held, scope.sealed = None, True


def changed() -> None:
    """Say that a calendar change or a reading took effect; must run in the transaction of the act that did it."""
    state, _created = LawState.objects.select_for_update().get_or_create(pk=1)
    state.mark = uuid.uuid4()
    state.save()
    if (scope := _scope.get()) is not None:
        scope.held = None


def _current() -> Law:
    global _kept  # noqa: PLW0603  # one calendar for the whole process: building it reads every imported day
    mark = LawState.objects.filter(pk=1).values_list("mark", flat=True).first()
    if mark is None:
        return SHIPPED
    if _kept.mark != mark:
        _kept = Law(mark, _calendar(), _readings())
    return _kept


def law_at(moment: datetime) -> Law:
    """The law as it was in force at a moment gone by: what had been approved and recorded by then."""
    from procedure.calendar import CalendarChange  # noqa: PLC0415  # as below
    from procedure.readings import RecordedReading  # noqa: PLC0415  # as below

    changes = CalendarChange.objects.in_force().filter(journal__verb="approve", journal__at__lte=moment)
    answers = {
        row.question: row for row in RecordedReading.objects.filter(received_at__lte=moment).order_by("id")
    }
    return Law(
        None,
        calendar_of(changes.prefetch_related("days")),
        statutes.Readings(row.as_reading() for row in answers.values()),
    )


def calendar_of(changes: Iterable[Any]) -> statutes.Calendar:
    """The shipped calendar with these changes laid over it, in the order they were approved."""
    calendar = statutes.CALENDAR
    for change in changes:
        days = [(day.on, day.kind, day.name) for day in change.days.all()]
        calendar = laid_over(calendar, change.scope, change.year, change.announcement, days)
    return calendar


def laid_over(
    calendar: statutes.Calendar,
    scope: str,
    year: int,
    announcement: str,
    days: Iterable[tuple[date, str, str]],
) -> statutes.Calendar:
    """A calendar with one change upon it; single days stay as they were made when a whole year comes later."""
    if scope == "year":
        said = list(days)
        of_the_year = [day for day in said if day[0].year == year]
        holidays = {on: name for on, kind, name in of_the_year if kind == "holiday"}
        make_up = {on: name for on, kind, name in of_the_year if kind == "make_up"}
        calendar = calendar.with_year(Year(year, announcement, "verbatim", holidays, make_up))
        # 元旦 may take or give days of the December before, whose own year was announced a year earlier.
        days = [day for day in said if day[0].year != year]
    for on, kind, name in days:
        calendar = calendar.with_day(on, kind, name)
    return calendar


def _calendar() -> statutes.Calendar:
    from procedure.calendar import CalendarChange  # noqa: PLC0415  # that module asks this one for the law

    return calendar_of(CalendarChange.objects.in_force().prefetch_related("days"))


def _readings() -> statutes.Readings:
    from procedure.readings import RecordedReading  # noqa: PLC0415  # that module asks this one for the law

    return statutes.Readings(row.as_reading() for row in RecordedReading.objects.in_force())


def governing_of(now: Law, rule: str, matter_law_on: date, started_at: datetime) -> "statutes.Prevailing":
    """What governs one running clock under a law: by its law day, or by its matter's where that day has no such rule."""
    day = law_day_of(matter_law_on, started_at, now.readings)
    if day != matter_law_on and not statutes.rule(rule).in_force_on(day):
        day = matter_law_on
    return now.governing(rule, day)


def law_day_of(matter_law_on: date, started_at: datetime, readings: statutes.Readings) -> date:
    """The day whose law governs one clock: the matter's own, or the day the clock began if so recorded (ADR 0007)."""
    if readings.choice("transition.law_day") == "started":
        return max(matter_law_on, localdate(started_at))
    return matter_law_on
