"""The shelf itself: named rules, each with dated versions that cite their article.

Rules are read once from ``statutes/data/*.toml``. Code elsewhere names a rule and a day; it never
writes down an article, a number of days or a ground of its own.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from statutes.errors import BadShelf, NoClock, NotInForce, UnknownRule, UnknownUnit
from statutes.moments import beijing_day
from statutes.readings import SHIPPED, Reading, Readings

DATA = Path(__file__).parent / "data"

RANKS = ("law", "administrative_regulation", "departmental_rule", "normative_document", "design")
"""Ranks of legal sources, the highest first; ``design`` is our own choice and no law."""

UNITS: Mapping[str, str] = MappingProxyType(
    {"working_days": "个工作日", "calendar_days": "日", "hours": "小时", "months": "个月"}
)
"""Units of a period and how Chinese says them; 日 is a natural day."""

CONFIDENCES = ("verbatim", "secondary", "recalled", "design")


@dataclass(frozen=True, slots=True)
class Extension:
    """How far a period may be extended, how often, by whom: ``amount`` in the unit of its version.

    None where the article sets no limit of length or number.
    """

    by: str
    amount: int | None = None
    times: int | None = None

    def is_beyond(self, granted: int) -> bool:
        """True when one more than ``granted`` extensions is beyond the number the article allows."""
        return self.times is not None and granted >= self.times

    def is_too_long(self, amount: int) -> bool:
        """True when one extension of ``amount`` is longer than the article allows."""
        return self.amount is not None and amount > self.amount


@dataclass(frozen=True, slots=True)
class Item:
    """One listed ground, condition or enclosure, with the code the forms use for it.

    ``source`` and ``confidence`` are empty where they are those of the version.
    """

    code: str
    text: str
    source: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Counting:
    """How days of one instrument are counted.

    ``travel``: time on the way (在途时间) is left out of count. What a last day of rest does is a question
    of its own (``roll.<code>`` in ``statutes.readings``), because most texts leave it open. ``same_day``: the day
    of the event is the first that counts, and no day of rest moves the end; only targets of our own count so.
    """

    code: str
    source: str
    words: str
    travel: bool
    confidence: str
    same_day: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """One rule as it reads between two days: what it says, for how long, and where it is written.

    ``amount`` is in ``unit`` (working days, calendar days, hours or months) and both are None for a
    rule that sets no period. ``answered_by`` says what stops the clock: the decision itself or only
    its notice. ``excludes`` lists the grounds whose time does not count. ``further`` names the office
    that may extend beyond ``extension`` for a length fixed in that decision (集体讨论), else it is empty.
    ``params`` holds further values: integers, Decimals (yuan or rates), strings, booleans, lists.
    """

    rule: str
    title: str
    rank: str
    in_force: date
    until: date | None
    source: str
    words: str
    amount: int | None
    unit: str | None
    counting: str
    starts: str
    answered_by: str
    excludes: tuple[str, ...]
    extension: Extension | None
    further: str
    confidence: str
    items: tuple[Item, ...]
    params: Mapping[str, Any]
    note: str
    direction: str
    rows: tuple[str, ...]
    examples: tuple[Mapping[str, Any], ...] = field(compare=False, repr=False)

    @property
    def unverified(self) -> bool:
        """True when the text was only recalled; the screen must then show 待核."""
        return self.confidence == "recalled"

    @property
    def period(self) -> str:
        """The length in Chinese words, 7个工作日; raises NoClock when the rule sets none."""
        if self.amount is None or self.unit is None:
            raise NoClock(f"{self.rule} sets no period ({self.source})")
        return f"{self.amount}{UNITS[self.unit]}"

    def item(self, code: str) -> Item:
        """Find a listed ground by its code; raises UnknownRule when the version does not list it."""
        for item in self.items:
            if item.code == code:
                return item
        raise UnknownRule(f"{self.rule} ({self.source}) lists no item {code!r}")

    def has_item(self, code: str) -> bool:
        """Tell whether the version lists that code, for guards that must answer and not raise."""
        return any(item.code == code for item in self.items)

    def number(self, key: str) -> int:
        """Read a whole number among the params; raises BadShelf when it is absent or no integer."""
        value = self.params.get(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise BadShelf(f"{self.rule}: param {key!r} is not a whole number")
        return value

    def decimal(self, key: str) -> Decimal:
        """Read a sum of yuan or a rate among the params as Decimal; raises BadShelf when absent."""
        value = self.params.get(key)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise BadShelf(f"{self.rule}: param {key!r} is not a number")
        return Decimal(value)


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule with every version it has had, oldest first.

    ``rivals`` names rules of another instrument that claim the same act (see ``prevailing``).
    """

    name: str
    title: str
    rank: str
    read_on: date
    versions: tuple[Version, ...]
    rivals: tuple[str, ...] = ()

    def on(self, day: date | datetime) -> Version:
        """Give the version in force on a Beijing day.

        Raises NotInForce before the first version, after ``until``, and in a gap between two.
        """
        asked = beijing_day(day)
        at = bisect_right([version.in_force for version in self.versions], asked) - 1
        if at < 0:
            raise NotInForce(
                f"{self.name} was not in force on {asked.isoformat()}; "
                f"it begins on {self.versions[0].in_force.isoformat()}"
            )
        version = self.versions[at]
        if version.until is not None and asked > version.until:
            raise NotInForce(
                f"{self.name} was no longer in force on {asked.isoformat()}; "
                f"it ended on {version.until.isoformat()}"
            )
        return version

    def in_force_on(self, day: date | datetime) -> bool:
        """Tell whether a version is in force on that Beijing day."""
        asked = beijing_day(day)
        return any(v.in_force <= asked and (v.until is None or asked <= v.until) for v in self.versions)


@dataclass(frozen=True, slots=True)
class Prevailing:
    """The version that governs an act several rules claim, and those that give way to it.

    ``reading`` is the recorded decision that settled a conflict; None where the texts do not differ.
    """

    version: Version
    losers: tuple[Version, ...]
    reading: Reading | None = None


def rule(name: str) -> Rule:
    """Take a rule from the shelf by its stable name; raises UnknownRule when there is none."""
    try:
        return shelf()[name]
    except KeyError:
        raise UnknownRule(f"no rule named {name!r} on the shelf") from None


def prevailing(name: str, day: date | datetime, readings: Readings = SHIPPED) -> Prevailing:
    """Settle which of the named rule and its rivals governs on a day, and show the losers.

    Where the texts set the same period the named rule speaks, since it carries the detail. Where they
    differ the question ``conflict.<name>`` decides: by rank (立法法: 行政法规的效力高于规章) unless the
    bureau recorded otherwise. Raises NotInForce when none of them is in force.
    """
    own = rule(name)
    claims = [rule(other).on(day) for other in own.rivals if rule(other).in_force_on(day)]
    if not own.in_force_on(day) and claims:
        return Prevailing(claims[0], tuple(claims[1:]))
    chosen = own.on(day)
    every = [chosen, *claims]
    reading = None
    for claim in claims:
        if (claim.amount, claim.unit) == (chosen.amount, chosen.unit):
            continue
        reading = readings.of(f"conflict.{name}")
        higher = RANKS.index(claim.rank) < RANKS.index(chosen.rank)
        if reading.choice == "rank" and higher:
            chosen = claim
    return Prevailing(chosen, tuple(version for version in every if version is not chosen), reading)


@cache
def shelf() -> Mapping[str, Rule]:
    """Load every rule once, by name; raises BadShelf when a data file breaks the layout."""
    rules: dict[str, Rule] = {}
    for path in sorted(DATA.glob("*.toml")):
        table = _read(path)
        for name, body in _named(table.get("rule", {}), path.name):
            if name in rules:
                raise BadShelf(f"{path.name}: rule {name} is on the shelf twice")
            rules[name] = _rule(name, body, table.get("read_on"), path.name)
    for each in rules.values():
        for rival in each.rivals:
            if rival not in rules:
                raise BadShelf(f"{each.name}: rival {rival} is not on the shelf")
    return MappingProxyType(rules)


@cache
def countings() -> Mapping[str, Counting]:
    """Load the counting conventions by code (JB45, CG80, CAL, H, XS105, LAW)."""
    table = _read(DATA / "counting.toml")["counting"]
    return MappingProxyType({code: Counting(code=code, **body) for code, body in table.items()})


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        try:
            return tomllib.load(file, parse_float=Decimal)
        except tomllib.TOMLDecodeError as error:
            raise BadShelf(f"{path.name}: {error}") from error


def _named(table: Mapping[str, Any], where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for area, entries in table.items():
        for short, body in entries.items():
            if not isinstance(body, dict) or "version" not in body:
                raise BadShelf(f"{where}: rule {area}.{short} has no version")
            yield f"{area}.{short}", body


def _rule(name: str, body: Mapping[str, Any], read_on: object, where: str) -> Rule:
    _only(body, {"title", "rank", "rivals", "read_on", "version"}, f"{where}: {name}")
    rank, title = body.get("rank"), body.get("title")
    day = body.get("read_on", read_on)
    if rank not in RANKS or not title or not isinstance(day, date):
        raise BadShelf(f"{where}: {name} needs a title, a known rank and the day it was read on")
    versions = tuple(_version(name, str(title), str(rank), each, where) for each in body["version"])
    for earlier, later in pairwise(versions):
        if earlier.until is None or not earlier.in_force <= earlier.until < later.in_force:
            raise BadShelf(f"{where}: the versions of {name} overlap or stand out of order")
    return Rule(name, str(title), str(rank), day, versions, tuple(body.get("rivals", ())))


_VERSION_KEYS = {
    "in_force", "until", "source", "words", "amount", "unit", "counting", "starts", "answered_by", "excludes",
    "extension", "further", "confidence", "items", "params", "note", "direction", "rows", "example",
}  # fmt: skip


def _version(name: str, title: str, rank: str, body: Mapping[str, Any], where: str) -> Version:
    here = f"{where}: {name}"
    _only(body, _VERSION_KEYS, here)
    unit, counting = body.get("unit"), body.get("counting", "")
    if unit is not None and unit not in UNITS:
        raise UnknownUnit(f"{here}: unknown unit {unit!r}")
    if (body.get("amount") is None) != (unit is None) or (unit is None) != (counting == ""):
        raise BadShelf(f"{here}: amount, unit and counting belong together")
    if counting and counting not in countings():
        raise BadShelf(f"{here}: unknown counting {counting!r}")
    if not body.get("source") or body.get("confidence") not in CONFIDENCES:
        raise BadShelf(f"{here}: a version cites its source and its confidence")
    if body.get("answered_by", "decision") not in ("decision", "notice"):
        raise BadShelf(f"{here}: a clock is answered by a decision or by a notice")
    if body.get("direction", "after") not in ("after", "before"):
        raise BadShelf(f"{here}: a period runs after its event or before it")
    return Version(
        rule=name,
        title=title,
        rank=rank,
        in_force=body["in_force"],
        until=body.get("until"),
        source=body["source"],
        words=body.get("words", ""),
        amount=body.get("amount"),
        unit=unit,
        counting=counting,
        starts=body.get("starts", ""),
        answered_by=body.get("answered_by", "decision"),
        excludes=tuple(body.get("excludes", ())),
        extension=_extension(body.get("extension")),
        further=body.get("further", ""),
        confidence=body["confidence"],
        items=tuple(Item(**each) for each in body.get("items", ())),
        params=MappingProxyType(dict(body.get("params", {}))),
        note=body.get("note", ""),
        direction=body.get("direction", "after"),
        rows=tuple(body.get("rows", ())),
        examples=tuple(MappingProxyType(dict(each)) for each in body.get("example", ())),
    )


def _extension(body: Mapping[str, Any] | None) -> Extension | None:
    if body is None:
        return None
    return Extension(**body)


def _only(body: Mapping[str, Any], known: set[str], here: str) -> None:
    strange = set(body) - known
    if strange:
        raise BadShelf(f"{here}: unknown keys {sorted(strange)}")
