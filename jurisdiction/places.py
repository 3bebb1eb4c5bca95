"""The towns and townships of 平罗县, found in an address, the station that looks after each, and what lies elsewhere."""

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parent / "list" / "places.toml"
OWN = ("平罗县", "平罗", "石嘴山市", "我县", "本县", "该县", "全县", "在县", "于县")
# A county, banner or city named right before a township that is not ours: 隆德县城关镇 is not 平罗县城关镇.
# 超市, 夜市 and the like are no cities.
ELSEWHERE = re.compile(
    r"([\u4e00-\u9fff]{2,}(县|旗|(?<![超夜早集门菜])市)"
    r"|大武口区|惠农区|兴庆区|金凤区|西夏区|利通区|红寺堡区|原州区|沙坡头区)$"
)
# A bare name inside a company's name is no place: 宝丰能源.
COMPANY = re.compile(r"^(能源|集团|公司|煤业|化工|酒业|商贸|实业)")

# Streets and shops borrow the names of places: 北京路, 银川大饭店 say nothing of where they stand.
BORROWED = r"(?!((东|西|南|北|中)?(路|街|大街|大道|巷|桥|花园|广场|小区))|((大)?(饭店|酒店|宾馆)|商会|烤鸭|小笼|手机))"
OURS = re.compile("(平罗县?|640221)" + BORROWED)


class Lies(StrEnum):
    """Where an address lies, as seen from our county."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


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


def lies(address: str) -> Lies:
    """Whether an address lies in our county; UNKNOWN where it names no place we know, or both ours and another's.

    A township of ours is enough; 石嘴山市 or 宁夏 alone is not. Another province, city, county or district is
    elsewhere, but not a street or a restaurant that bears its name.
    """
    named = OURS.search(address)
    ours = named is not None or bool(townships_in(address))
    # An address narrows down from left to right: what follows our county's name lies in it, whatever it is called.
    others = _others().search(address, 0, named.start() if named else len(address)) is not None
    if ours == others:
        return Lies.UNKNOWN
    return Lies.HERE if ours else Lies.ELSEWHERE


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
def _others() -> re.Pattern[str]:
    """What names a place outside the county: the listed names, and any 县, 旗, 区 of a 市 or 省 that is not ours."""
    listed = "|".join(re.escape(name) for name in _table()["elsewhere"]["names"])
    wider = r"(?!石嘴山)[\u4e00-\u9fff]{2,3}(?<!石嘴山)市(?!场)(?=[\u4e00-\u9fff]{1,4}[县区市旗])"
    county = r"(?<![\u4e00-\u9fff])(?!平罗|我县|本县|该县|全县)[\u4e00-\u9fff]{2,3}[县旗](?![\u4e00-\u9fff]{0,2}(路|街))"
    return re.compile(f"(({listed})[市县区]?{BORROWED})|{wider}|{county}")


@cache
def _table() -> dict[str, Any]:
    with SOURCE.open("rb") as file:
        return tomllib.load(file)
