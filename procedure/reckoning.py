"""How is this date reckoned: any rule of the shelf that sets a period, any start, by the law the bureau has in force.

One function serves the public page, the machines' door and the command line. It knows no matter and keeps nothing.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

import statutes
from procedure.facts import Malformed
from procedure.law import Law, law
from statutes.clocks import TRAVEL
from statutes.moments import BEIJING, beijing_day
from statutes.rules import countings

DAY_SHAPE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
MOMENT_SHAPE = DAY_SHAPE + r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
MOST_EXCLUSIONS = 50
MOST_EXTENSIONS = 10
MOST_RESTARTS = 10
LONGEST_TEXT = 80
LONGEST_EXTENSION = 366
YEARS_AHEAD = 10
"""How far past the last announced year a day may lie: each further year would be built and kept for nobody."""

_DAY = re.compile(DAY_SHAPE)
_MOMENT = re.compile(MOMENT_SHAPE)
_PAIR, _TRIPLE = 2, 3


class Unreckonable(Malformed):
    """Why no date is answered: `errors` holds the reasons in words, by field of the request."""


@dataclass(frozen=True)
class Asked:
    """One question, read and bounded.

    `start` is a Beijing day or an aware moment; `law_day` is the day whose law the matter follows (None: the day of
    the start); `as_of` sets it aside and asks for the versions in force on another day. `exclude` holds
    (first day, last day, ground), both days left out, the ground empty where none was named; `extensions` are in the
    unit of the period.
    """

    rule: str
    start: date | datetime
    law_day: date | None = None
    as_of: date | None = None
    exclude: tuple[tuple[date, date, str], ...] = ()
    extensions: tuple[int, ...] = ()
    restarts: tuple[date | datetime, ...] = ()

    def governed_on(self) -> date:
        """The day whose versions answer."""
        return self.as_of or self.law_day or beijing_day(self.start)


@dataclass(frozen=True)
class Candidate:
    """One version that claims the act; `due_on` is None where it cannot answer this very question."""

    version: statutes.Version
    due_on: date | None
    governs: bool


@dataclass(frozen=True)
class Reckoned:
    """The answer: the reckoning under the governing version, every version that claims the act, and why this one."""

    asked: Asked
    law_day: date
    reckoning: statutes.Reckoning
    candidates: tuple[Candidate, ...]
    conflict: str

    @property
    def counted(self) -> dict[str, Any]:
        """What was counted: amount with extensions, unit, and the counted days (none for hours)."""
        version = self.reckoning.version
        days = () if self.reckoning.due_at else self.reckoning.days
        return {
            "amount": (version.amount or 0) + sum(self.reckoning.extensions),
            "unit": version.unit,
            "days": [day.on.isoformat() for day in days if day.number is not None],
        }

    def candidates_as_dicts(self) -> list[dict[str, Any]]:
        """The candidates as JSON-able values, the governing one first."""
        return [
            {
                "rule": c.version.rule,
                "source": c.version.source,
                "rank": c.version.rank,
                "period": _period(c.version),
                "due_on": c.due_on.isoformat() if c.due_on else None,
                "governs": c.governs,
            }
            for c in self.candidates
        ]

    def as_dict(self) -> dict[str, Any]:
        """The whole answer as JSON-able values; `asked` is the rule named, `rule` the one that governs."""
        receipt, version = self.reckoning.as_dict(), self.reckoning.version
        kept = (
            "rule", "title", "source", "unverified", "direction", "start", "first_start", "due_on", "strict_on",
            "outer_on", "due_at", "provisional", "words", "days", "exclusions", "extensions", "reading",
        )  # fmt: skip
        return {
            **{name: receipt[name] for name in kept},
            "asked": self.asked.rule,
            "rank": version.rank,
            "text": version.words,
            "in_force": version.in_force.isoformat(),
            "until": version.until.isoformat() if version.until else None,
            "law_day": self.law_day.isoformat(),
            "as_of": self.asked.as_of.isoformat() if self.asked.as_of else None,
            "counted": self.counted,
            "candidates": self.candidates_as_dicts(),
            "conflict": self.conflict,
        }


@cache
def offered() -> tuple[statutes.Rule, ...]:
    """The rules a date can be asked of: those with a version that sets a period, by name."""
    found = [rule for rule in statutes.shelf().values() if any(v.amount is not None for v in rule.versions)]
    return tuple(sorted(found, key=lambda rule: rule.name))


# --- reading -------------------------------------------------------------------------------------------------


def read(sent: Mapping[str, Any]) -> Asked:
    """Read a question from JSON-like values; absent and None are the same.

    Names: `rule`, `start` (a day, or a moment; one without an offset is Beijing's), `law_day`, `as_of`, `exclude`
    (lists [first, last] or [first, last, ground]), `extensions` (whole numbers), `restarts` (as `start`). Raises
    `Unreckonable` with every wrong field, in words that repeat nothing of what was sent.
    """
    readers: dict[str, Callable[[Any], Any]] = {
        "rule": _rule,
        "start": _when,
        "law_day": _day,
        "as_of": _day,
        "exclude": _several(_exclusion, MOST_EXCLUSIONS),
        "extensions": _several(_extension, MOST_EXTENSIONS),
        "restarts": _several(_when, MOST_RESTARTS),
    }
    errors = {str(name)[:LONGEST_TEXT]: [_("没有这一项")] for name in sent if name not in readers}
    found: dict[str, Any] = {}
    for name, reader in readers.items():
        value = sent.get(name)
        if value is None:
            if name in ("rule", "start"):
                errors[name] = [_("不能为空")]
            continue
        try:
            found[name] = reader(value)
        except ValueError as wrong:
            errors[name] = [str(wrong)]
    if errors:
        raise Unreckonable(errors)
    return Asked(**found)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(_("须为字符串"))
    said = value.strip()
    if not said:
        raise ValueError(_("不能为空"))
    if len(said) > LONGEST_TEXT:
        raise ValueError(_("过长"))
    return said


def _rule(value: Any) -> str:
    name = _text(value)
    if name not in statutes.shelf():
        raise ValueError(_("没有这条规则"))
    return name


def _day(value: Any) -> date:
    said = _text(value)
    if not _DAY.fullmatch(said):
        raise ValueError(_("日期应写成 2026-11-24 的样子"))
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise ValueError(_("没有这个日期")) from None


def _when(value: Any) -> date | datetime:
    said = _text(value)
    if _DAY.fullmatch(said):
        return _day(said)
    if not _MOMENT.fullmatch(said):
        raise ValueError(_("应为日期（2026-11-24）或者时刻（2026-11-24T09:30，不写时区的为北京时间）"))
    try:
        moment = datetime.fromisoformat(said)
        return moment.replace(tzinfo=BEIJING) if moment.tzinfo is None else moment.astimezone(BEIJING)
    except (ValueError, OverflowError):
        raise ValueError(_("没有这个时刻")) from None


def _exclusion(value: Any) -> tuple[date, date, str]:
    if not isinstance(value, list | tuple) or len(value) not in (_PAIR, _TRIPLE):
        raise ValueError(_("须写明起、止两日，可以加事由"))
    first, last = _day(value[0]), _day(value[1])
    if last < first:
        raise ValueError(_("止日不能早于起日"))
    return first, last, _text(value[2]) if len(value) == _TRIPLE and value[2] is not None else ""


def _extension(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(_("须为整数"))
    if not 1 <= value <= LONGEST_EXTENSION:
        raise ValueError(_("须为 1 至 %(most)d 的整数") % {"most": LONGEST_EXTENSION})
    return value


def _several(reader: Callable[[Any], Any], most: int) -> Callable[[Any], tuple[Any, ...]]:
    def read_all(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise ValueError(_("须为列表"))
        if len(value) > most:
            raise ValueError(_("至多 %(most)d 项") % {"most": most})
        found = []
        for number, each in enumerate(value, 1):
            try:
                found.append(reader(each))
            except ValueError as wrong:
                raise ValueError(_("第 %(n)d 项：%(why)s") % {"n": number, "why": wrong}) from None
        return tuple(found)

    return read_all


# --- answering -----------------------------------------------------------------------------------------------


def reckoned(asked: Asked, by: Law | None = None) -> Reckoned:
    """Answer a question by the law in force (or by `by`): conflicts of rules settled, precedence and readings applied.

    An exclusion without a ground takes the first ground the governing version leaves out of count. Raises
    `Unreckonable` where the law gives no answer: never a guess.
    """
    now = by if by is not None else law()
    _within(asked, now.calendar)
    law_day = asked.governed_on()
    try:
        found = now.governing(asked.rule, law_day)
    except statutes.NotInForce:
        raise _not_in_force(asked, law_day) from None
    version = found.version
    exclusions = _grounded(asked, version)
    try:
        reckoning = _under(version, asked, exclusions, now)
        # The strip looks at every day up to the end, so it is built while a refusal can still be told.
        tuple(reckoning.days)
    except statutes.StatuteError as refused:
        raise _told(refused, asked, version, now.calendar) from refused
    candidates = [Candidate(version, reckoning.due_on, governs=True)]
    for loser in found.losers:
        candidates.append(Candidate(loser, _due_on(loser, asked, exclusions, now), governs=False))
    conflict = found.reading.told if found.reading else ""
    return Reckoned(asked, law_day, reckoning, tuple(candidates), conflict)


def _under(
    version: statutes.Version, asked: Asked, exclusions: list[statutes.Exclusion], now: Law
) -> statutes.Reckoning:
    return now.reckon(
        version,
        _event(asked.start, version),
        exclusions=exclusions,
        extensions=list(asked.extensions),
        restarts=[_event(each, version) for each in asked.restarts],
    )


def _due_on(
    version: statutes.Version, asked: Asked, exclusions: list[statutes.Exclusion], now: Law
) -> date | None:
    try:
        return _under(version, asked, exclusions, now).due_on
    except statutes.StatuteError:
        return None


def _event(start: date | datetime, version: statutes.Version) -> date | datetime:
    """The start as the version takes it: a moment for hours, else a Beijing day."""
    return start if version.unit == "hours" else beijing_day(start)


def _grounded(asked: Asked, version: statutes.Version) -> list[statutes.Exclusion]:
    made = []
    for first, last, named in asked.exclude:
        if not named and not version.excludes:
            raise Unreckonable({"exclude": [_grounds_told(version)]})
        made.append(statutes.Exclusion(first, last, named or version.excludes[0]))
    return made


def _within(asked: Asked, calendar: statutes.Calendar) -> None:
    first, last = calendar.first_year, calendar.last_announced_year + YEARS_AHEAD
    days = {
        "start": [beijing_day(asked.start)],
        "restarts": [beijing_day(each) for each in asked.restarts],
        "exclude": [day for each in asked.exclude for day in each[:2]],
    }
    outside = [name for name, those in days.items() if any(not first <= day.year <= last for day in those)]
    if outside:
        raise Unreckonable({name: [_years_told(calendar)] for name in outside})


def _years_told(calendar: statutes.Calendar) -> str:
    first, last = calendar.first_year, calendar.last_announced_year + YEARS_AHEAD
    return _("日历自 %(first)d 年起，至多算到 %(last)d 年") % {"first": first, "last": last}


def _not_in_force(asked: Asked, day: date) -> Unreckonable:
    field = "as_of" if asked.as_of else "law_day" if asked.law_day else "start"
    versions = statutes.rule(asked.rule).versions
    before = [version for version in versions if version.in_force <= day]
    if not before:
        told = _("当日尚未施行：本条自 %(day)s 起施行") % {"day": versions[0].in_force}
    else:
        told = _("当日没有有效的条文：%(source)s 施行至 %(day)s") % {
            "source": before[-1].source,
            "day": before[-1].until,
        }
    return Unreckonable({field: [told]})


def _told(
    refused: statutes.StatuteError, asked: Asked, version: statutes.Version, calendar: statutes.Calendar
) -> Unreckonable:
    match refused:
        case statutes.NeedsMoment():
            told = "start", _("这一期限按小时计算，起算须写明时刻（例如 2026-11-24T09:30）")
        case statutes.ExclusionNotAllowed() | statutes.BadExclusion():
            told = "exclude", _grounds_told(version)
        case statutes.ExtensionNotAllowed():
            told = "extensions", _extension_told(version)
        case statutes.YearNotCovered():
            told = "start", _years_told(calendar)
        case statutes.NoClock():
            told = "rule", _("本条没有规定期限：%(source)s") % {"source": version.source}
        case statutes.UnknownUnit():
            told = "rule", _("期限的单位无法计算：%(source)s") % {"source": version.source}
        case _:
            raise refused
    return Unreckonable({told[0]: [told[1]]})


def _grounds_told(version: statutes.Version) -> str:
    allowed = list(version.excludes)
    if version.counting and countings()[version.counting].travel:
        allowed.append(TRAVEL)
    if not allowed:
        return _("%(source)s没有规定不计入期限的时间") % {"source": version.source}
    return _("须写明条文允许的事由：%(grounds)s") % {"grounds": "、".join(allowed)}


def _extension_told(version: statutes.Version) -> str:
    allowed = version.extension
    if allowed is None:
        return _("%(source)s没有规定可以延长") % {"source": version.source}
    told = {"source": version.source, "times": allowed.times, "amount": allowed.amount}
    if allowed.times is None or allowed.amount is None:
        return _("%(source)s的延长须为一个单位以上") % told
    if version.further:
        return _("%(source)s首次至多延长 %(amount)d，再次延长由集体讨论决定，与期限同一单位") % told
    return _("%(source)s至多延长 %(times)d 次，每次至多 %(amount)d，与期限同一单位") % told


def _period(version: statutes.Version) -> str:
    return version.period if version.amount is not None else ""
