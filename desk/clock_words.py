"""What steps say of terms, of the calendar and of readings, read aloud: amounts with units, intervals, days that moved."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

import statutes
from desk.words import moment
from procedure.matter import Matter
from procedure.steps import Step

DAY_KINDS = {
    "holiday": gettext_lazy("放假"),
    "closed": gettext_lazy("停办"),
    "make_up": gettext_lazy("上班"),
    "plain": gettext_lazy("恢复"),
}


class ClockWords:
    """The facts of one matter that are codes or row numbers of terms, in words."""

    def __init__(self, matter: Matter, clocks: Iterable[Any] | None) -> None:
        """Take the terms of the matter with their events, or read them when first needed."""
        self.matter, self._clocks = matter, clocks
        self._intervals: dict[str, str] | None = None

    def lines(
        self, name: str, value: Any, facts: Mapping[str, Any], step: Step | None
    ) -> tuple[str, ...] | None:
        """The lines of a fact this knows how to read; None for every other, empty for one not worth telling."""
        if name == "amount" and step is not None and step.asks:
            return (self._amount(step.asks, value),)
        if name == "interval" and step is not None and step.corrects:
            return (self._interval(str(value)),)
        if name == "choice" and "question" in facts:
            asked = statutes.questions().get(facts["question"])
            return (asked.choices.get(value, ""),) if asked else ()
        reader = READERS.get(name)
        return reader(value) if reader else None

    def _amount(self, rule: str, amount: Any) -> str:
        day = self.matter.law_day()
        found = statutes.rule(rule)
        unit = found.on(day).unit if found.in_force_on(day) else None
        return length(amount, unit)

    def _interval(self, key: str) -> str:
        if self._intervals is None:
            clocks = self._clocks
            if clocks is None:
                clocks = self.matter.clocks.prefetch_related("pauses")
            self._intervals = {str(p.pk): span(p) for clock in clocks for p in clock.pauses.all()}
        return self._intervals.get(key, _("一段不计入期间"))


def length(amount: Any, unit: str | None) -> str:
    """A length in the unit of its rule, in the reader's language: 15 个工作日."""
    n = int(amount)
    words = {
        "working_days": ngettext("%(n)d 个工作日", "%(n)d 个工作日", n),
        "calendar_days": ngettext("%(n)d 日", "%(n)d 日", n),
        "hours": ngettext("%(n)d 小时", "%(n)d 小时", n),
        "months": ngettext("%(n)d 个月", "%(n)d 个月", n),
    }
    return words.get(unit or "", "%(n)d") % {"n": n}


def length_of(rule: str, day: date) -> str:
    """How long a rule's term is on a day, in the reader's language."""
    version = statutes.rule(rule).on(day)
    return length(version.amount, version.unit)


def span(pause: Any) -> str:
    """An interval that does not count: its days and its ground."""
    ends = pause.end_on.isoformat() if pause.end_on else "…"
    return f"{pause.start_on.isoformat()} — {ends} {_(pause.ground)}"


def _days(value: list[list[str]]) -> tuple[str, ...]:
    """The days of a change, unbroken runs of one kind and name in one line."""
    runs: list[tuple[date, date, str, str]] = []
    for said, kind, name in value:
        on = date.fromisoformat(said)
        if runs and runs[-1][2:] == (kind, name) and (on - runs[-1][1]).days == 1:
            runs[-1] = (runs[-1][0], on, kind, name)
        else:
            runs.append((on, on, kind, name))
    return tuple(
        f"{first}{'' if first == last else f' — {last}'} {DAY_KINDS.get(kind, kind)} {_(name) if name else ''}".strip()
        for first, last, kind, name in runs
    )


def _moved(value: list[dict[str, str]]) -> tuple[str, ...]:
    return tuple(f"{_title(each['rule'])} {each['old']} → {each['new']}" for each in value)


def _title(rule: str) -> str:
    return _(statutes.rule(rule).title) if rule in statutes.shelf() else rule


def _question(code: str) -> tuple[str, ...]:
    asked = statutes.questions().get(code)
    return (asked.title,) if asked else (code,)


def _overdue(days: int) -> tuple[str, ...]:
    return (ngettext("%(n)d 天", "%(n)d 天", days) % {"n": days},) if days else ()


READERS: Mapping[str, Callable[[Any], tuple[str, ...]]] = {
    "days": _days,
    "moved": _moved,
    "question": _question,
    "restart_at": lambda value: (moment(datetime.fromisoformat(value)),),
    "rule": lambda value: (_title(value),),
    "missed_by": _overdue,
}
