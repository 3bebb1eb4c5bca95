"""The instruments behind the articles: which text of an order or a law is meant on a given day.

A source begins with a short name (程序规定第六十四条). The table says what the instrument was called, who issued
it, what amended it and when, so that a receipt can name the text it was reckoned by.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any

from statutes.errors import BadShelf, NotInForce, UnknownInstrument
from statutes.moments import beijing_day
from statutes.rules import CONFIDENCES, RANKS

TABLE = Path(__file__).parent / "data" / "instruments.toml"


@dataclass(frozen=True, slots=True)
class Amendment:
    """One change of an instrument: by what, from which day, as 修正 or 修订, and the new title if it got one."""

    number: str
    in_force: date
    kind: str = "修正"
    title: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """One order, law or document, from its first day to its last.

    ``names`` are the short names sources begin with; ``until`` is the last day it was in force, None while it
    still is; ``successor`` the code of what took its place. ``articles`` counts the articles of its latest text,
    None where nobody has read them all. An entry of rank "design" is no law and has neither number nor days.
    """

    code: str
    names: tuple[str, ...]
    title: str
    number: str
    rank: str
    issued: date | None
    in_force: date | None
    until: date | None
    amended: tuple[Amendment, ...]
    confidence: str
    articles: int | None = None
    successor: str = ""

    @property
    def titles(self) -> tuple[str, ...]:
        """Every title it has had, the oldest first, without title marks."""
        return (self.title, *(each.title for each in self.amended if each.title))

    def in_force_on(self, day: date | datetime) -> bool:
        """Tell whether it is in force on a Beijing day; what is no law always is."""
        asked = beijing_day(day)
        return self.in_force is None or (
            self.in_force <= asked and (self.until is None or asked <= self.until)
        )

    def title_on(self, day: date | datetime) -> str:
        """Give the title of a Beijing day, without title marks; amendments may have changed it."""
        asked = beijing_day(day)
        done = (each.title for each in reversed(self.amended) if each.title and each.in_force <= asked)
        return next(done, self.title)

    def text_on(self, day: date | datetime) -> str:
        """Name the text of a Beijing day, with the title of that day and the amendments in force on it.

        Like 《…规定》（令2号公布，经令42号、令61号修正）. Raises NotInForce before the first day and after the last.
        """
        if self.in_force is None:
            return self.title
        asked = beijing_day(day)
        if not self.in_force_on(asked):
            raise NotInForce(f"{self.title} was not in force on {asked.isoformat()}")
        done = [each for each in self.amended if each.in_force <= asked]
        parts = [self.number if self.number.endswith("未见") else f"{self.number}公布"]
        for nth, (kind, group) in enumerate(groupby(done, key=lambda each: each.kind)):
            parts.append(f"{'' if nth else '经'}{'、'.join(each.number for each in group)}{kind}")
        return f"《{self.title_on(asked)}》（{'，'.join(parts)}）"


def instrument_of(source: str) -> Instrument:
    """Find the instrument a source begins with, by the longest short name that fits.

    Raises UnknownInstrument for a source no entry matches.
    """
    for name, found in _by_name():
        if source.startswith(name):
            return found
    raise UnknownInstrument(f"no instrument on the shelf begins the source {source!r}")


def full_title(name: str) -> str:
    """Give a short name of the shelf its full title with title marks: 令121 → 《市场监督管理投诉举报处理办法》.

    Of several titles the one the short name ends (程序暂行规定), else the latest. Raises UnknownInstrument.
    """
    found = short_names().get(name)
    if found is None:
        raise UnknownInstrument(f"no instrument on the shelf is called {name!r}")
    return f"《{next((title for title in found.titles if title.endswith(name)), found.titles[-1])}》"


@cache
def short_names() -> Mapping[str, Instrument]:
    """Every short name of an instrument that is law, the longest first, so that the first that fits is meant."""
    return MappingProxyType({name: each for name, each in _by_name() if each.rank != "design"})


@cache
def instruments() -> Mapping[str, Instrument]:
    """Load every instrument by its code; raises BadShelf when an entry breaks the layout."""
    with TABLE.open("rb") as file:
        return read(tomllib.load(file)["instrument"])


def read(table: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Instrument]:
    """Read a table of instruments; raises BadShelf for a broken entry or a successor that cannot be one."""
    found = {code: _instrument(code, body) for code, body in table.items()}
    for each in found.values():
        if each.successor and (each.until is None or each.successor not in found):
            raise BadShelf(f"instrument {each.code}: only what ended has a successor, and it is on the shelf")
    return MappingProxyType(found)


_KEYS = {
    "names", "title", "number", "rank", "issued", "in_force", "until", "amended", "confidence", "articles", "successor",
}  # fmt: skip


def _instrument(code: str, body: Mapping[str, Any]) -> Instrument:
    if set(body) - _KEYS:
        raise BadShelf(f"instrument {code}: unknown keys {sorted(set(body) - _KEYS)}")
    if body.get("rank") not in RANKS or body.get("confidence") not in CONFIDENCES or not body.get("names"):
        raise BadShelf(f"instrument {code} needs short names, a known rank and a confidence")
    in_force, until = body.get("in_force"), body.get("until")
    if (in_force is None) != (body["rank"] == "design"):
        raise BadShelf(f"instrument {code} needs the day it came into force")
    amended = tuple(Amendment(**each) for each in body.get("amended", ()))
    days = [day for day in (in_force, *(each.in_force for each in amended), until) if day is not None]
    if days != sorted(days):
        raise BadShelf(f"instrument {code}: its days stand out of order")
    return Instrument(
        code=code,
        names=tuple(body["names"]),
        title=body["title"],
        number=body.get("number", ""),
        rank=body["rank"],
        issued=body.get("issued"),
        in_force=in_force,
        until=until,
        amended=amended,
        confidence=body["confidence"],
        articles=body.get("articles"),
        successor=body.get("successor", ""),
    )


@cache
def _by_name() -> tuple[tuple[str, Instrument], ...]:
    pairs = [(name, each) for each in instruments().values() for name in each.names]
    if len({name for name, _ in pairs}) != len(pairs):
        raise BadShelf("two instruments share a short name")
    return tuple(sorted(pairs, key=lambda pair: len(pair[0]), reverse=True))
