"""Which bureau is competent by the kind of trader: shop, platform, shop on a platform, own website, advertising."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from statutes import NotInForce

SOURCE = Path(__file__).parent / "list" / "traders.toml"


class TraderKind(StrEnum):
    """The kinds the orders tell apart. Advertising concerns reports; a dispute over an ad is one with its trader."""

    SHOP = "shop"
    PLATFORM = "platform"
    PLATFORM_SHOP = "platform_shop"
    OWN_SITE = "own_site"
    MEDIA_ADVERTISING = "media_advertising"
    INTERNET_ADVERTISING = "internet_advertising"
    OWN_INTERNET_ADVERTISING = "own_internet_advertising"


class MatterKind(StrEnum):
    """Complaint (投诉) or report (举报): the orders send them to different bureaus."""

    COMPLAINT = "complaint"
    REPORT = "report"


class Place(StrEnum):
    """Whose place decides."""

    BUSINESS_PLACE = "business_place"
    SEAT = "seat"
    PLACE_OF_ACT = "place_of_act"
    PUBLISHED_ADDRESS = "published_address"
    PLATFORM_SEAT = "platform_seat"
    PUBLISHER = "publisher"
    ADVERTISER = "advertiser"
    AGENCY = "agency"


NAMES = {
    Place.BUSINESS_PLACE: gettext_lazy("实际经营地"),
    Place.SEAT: gettext_lazy("住所地"),
    Place.PLACE_OF_ACT: gettext_lazy("被举报行为发生地"),
    Place.PUBLISHED_ADDRESS: gettext_lazy("平台公示地址所在地"),
    Place.PLATFORM_SEAT: gettext_lazy("平台经营者住所地"),
    Place.PUBLISHER: gettext_lazy("广告发布者所在地"),
    Place.ADVERTISER: gettext_lazy("广告主所在地"),
    Place.AGENCY: gettext_lazy("广告经营者所在地"),
}
ADVERTISING = frozenset(
    {TraderKind.MEDIA_ADVERTISING, TraderKind.INTERNET_ADVERTISING, TraderKind.OWN_INTERNET_ADVERTISING}
)


@dataclass(frozen=True)
class TraderCompetence:
    """The rule for one kind of trader and matter: the article, its words, our reading, and the places that decide."""

    source: str
    words: str
    reading: str
    places: tuple[Place, ...]
    if_first: tuple[Place, ...]

    def ours(self, here: Collection[Place], *, received_first: bool = False) -> bool:
        """Whether our bureau is competent, given which of the places lie in the county.

        Where another bureau is competent too, a complaint belongs to the one that received it first (令121 art. 14);
        that is the caller's to find out.
        """
        return any(place in here for place in self.places) or (
            received_first and any(place in here for place in self.if_first)
        )


def competence_by_trader(
    kind: TraderKind | str, matter: MatterKind | str, day: date, *, address_reachable: bool = True
) -> TraderCompetence:
    """Which bureau the orders name for a trader of that kind (令121 arts. 13, 29, 31, 32; 令20 arts. 12, 25, 27, 28).

    `day` is the law day. `address_reachable` is False where a shop shows no address on its platform, or cannot be
    reached at it. Raises ValueError for an unknown kind and NotInForce before 2020-01-01.
    """
    trader, matter = TraderKind(kind), MatterKind(matter)
    if matter is MatterKind.COMPLAINT and trader in ADVERTISING:
        trader = TraderKind.SHOP
    version = _version(trader, matter, day)
    names = version["places"]
    if not address_reachable:
        names = version.get("unreachable", names)
    places = tuple(Place(name) for name in names)
    if_first = tuple(Place(name) for name in version.get("if_first", ()))
    return TraderCompetence(version["source"], version["words"], _reading(places, if_first), places, if_first)


@dataclass(frozen=True)
class Cited:
    """A rule that stands beside the rules of competence: where it stands, its words, and the places it names."""

    source: str
    words: str
    places: tuple[Place, ...] = ()


def cited(name: str, day: date) -> Cited | None:
    """A rule of traders.toml by its name (first_received, in_the_bureaus_name, online_food); None where none was in force."""
    for version in _table()[name]["version"]:
        if version["in_force"] <= day <= version.get("until", date.max):
            places = tuple(Place(place) for place in version.get("places", ()))
            return Cited(version["source"], version["words"], places)
    return None


def _reading(places: tuple[Place, ...], if_first: tuple[Place, ...]) -> str:
    reading = _("由%(places)s的市场监管部门处理") % {"places": _named(places)}
    if if_first:
        reading += _("；%(places)s的市场监管部门先收到的，也可以处理") % {"places": _named(if_first)}
    return reading


def _named(places: tuple[Place, ...]) -> str:
    first, *rest = (str(NAMES[place]) for place in places)
    for other in rest:
        first = _("%(one)s或者%(other)s") % {"one": first, "other": other}
    return first


def _version(trader: TraderKind, matter: MatterKind, day: date) -> dict[str, Any]:
    for rule in _table()["rule"]:
        if (rule["trader"], rule["matter"]) == (trader, matter):
            for version in rule["version"]:
                if version["in_force"] <= day <= version.get("until", date.max):
                    found: dict[str, Any] = version
                    return found
    raise NotInForce(f"{day} 没有关于处理权限的规定可依")


@cache
def _table() -> dict[str, Any]:
    with SOURCE.open("rb") as file:
        return tomllib.load(file)
