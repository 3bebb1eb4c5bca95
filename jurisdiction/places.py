"""The towns and townships of 平罗县, found in an address, and the station that looks after each."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parent / "list" / "places.toml"
COUNTY_CODE = "640221"
OWN = ("平罗县", "平罗", "石嘴山市", "我县", "本县", "该县", "全县", "在县", "于县")
# A county, banner or city named right before a township that is not ours: 隆德县城关镇 is not 平罗县城关镇.
# 超市, 夜市 and the like are no cities.
ELSEWHERE = re.compile(
    r"([\u4e00-\u9fff]{2,}(县|旗|(?<![超夜早集门菜])市)"
    r"|大武口区|惠农区|兴庆区|金凤区|西夏区|利通区|红寺堡区|原州区|沙坡头区)$"
)
# A bare name inside a company's name is no place: 宝丰能源.
COMPANY = re.compile(r"^(能源|集团|公司|煤业|化工|酒业|商贸|实业)")


@dataclass(frozen=True)
class Township:
    """A town (镇) or township (乡) with its nine-digit division code."""

    code: str
    name: str
    station: str

    @property
    def short(self) -> str:
        """The name without 镇 or 乡, as people say it."""
        return self.name[:-1]


@dataclass(frozen=True)
class Station:
    """A market regulation station (市场监管所). `demo` marks an invented district, to be replaced by the bureau."""

    code: str
    name: str
    demo: bool


@cache
def townships() -> tuple[Township, ...]:
    """All 13, in the order of their codes."""
    return tuple(Township(t["code"], t["name"], t["station"]) for t in _table()["township"])


@cache
def stations() -> tuple[Station, ...]:
    """Every station, in the list's order."""
    return tuple(Station(s["code"], s["name"], s["demo"]) for s in _table()["station"])


def township(code: str) -> Township:
    """The township with that nine-digit code. Raises KeyError."""
    for town in townships():
        if town.code == code:
            return town
    raise KeyError(code)


def townships_in(text: str) -> tuple[Township, ...]:
    """Every township a text names, in the order of the text; full names first count, bare names only without them."""
    return _named(text, full=True) or _named(text, full=False)


def township_of(address: str) -> Township | None:
    """The one township of an address; None where it names none, or two, or another county's of that name."""
    named = townships_in(address)
    return named[0] if len(named) == 1 else None


def station_for(place: Township | str) -> Station:
    """The station that looks after a township (or its code). Raises KeyError."""
    town = township(place) if isinstance(place, str) else place
    return next(station for station in stations() if station.code == town.station)


def _named(text: str, *, full: bool) -> tuple[Township, ...]:
    found: list[tuple[int, Township]] = []
    for town in townships():
        name = town.name if full else town.short
        for hit in re.finditer(re.escape(name), text):
            before, after = text[: hit.start()], text[hit.end() :]
            if _elsewhere(before) or (not full and COMPANY.match(after)):
                continue
            found.append((hit.start(), town))
            break
    return tuple(town for _, town in sorted(found, key=lambda pair: pair[0]))


def _elsewhere(before: str) -> bool:
    return not before.endswith(OWN) and ELSEWHERE.search(before) is not None


@cache
def _table() -> dict[str, Any]:
    with SOURCE.open("rb") as file:
        return tomllib.load(file)
