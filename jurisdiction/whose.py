"""Whose matter it is by place and trader: ours, another bureau's, or for the superior to say (arts. 13, 14, 29 to 34)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

import statutes
from jurisdiction.places import Lies, lies, station_for, township_of
from jurisdiction.traders import (
    NAMES,
    MatterKind,
    Place,
    TraderCompetence,
    TraderKind,
    cited,
    competence_by_trader,
)

DISPUTE = "intake.jurisdiction_dispute"
ONLINE = frozenset({TraderKind.PLATFORM, TraderKind.PLATFORM_SHOP, TraderKind.OWN_SITE})


class Way(StrEnum):
    """What follows for the matter in our hands."""

    COMPETENT = "competent"
    HAND_BACK = "hand_back"
    ASK_SUPERIOR = "ask_superior"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class PlaceFinding:
    """Whether our bureau is the one, by which article, and why.

    `ours` is None where what is known does not settle it. `source` and `words` are the article that decides and the
    phrase relied on (the article on disputes, where there is one); `station` is the code of the station whose township it is, empty where no township is known.
    `wider` is the article that also names us for food sold online, where the orders do not; it decides nothing.
    """

    ours: bool | None
    way: Way
    source: str
    words: str
    reasons: tuple[str, ...]
    station: str = ""
    wider: str = ""


@dataclass(frozen=True)
class _Read:
    """The places told, and where each lies."""

    addresses: Mapping[Place, str]
    where: Mapping[Place, Lies]

    def lying(self, places: Collection[Place], where: Lies) -> tuple[Place, ...]:
        return tuple(place for place in places if self.where.get(place, Lies.UNKNOWN) is where)


def competence_of(
    trader: TraderKind | str,
    matter: MatterKind | str,
    day: date,
    addresses: Mapping[Place | str, str],
    *,
    address_reachable: bool | None = None,
    received_first: bool | None = None,
    disputed: bool = False,
    online_food: bool = False,
) -> PlaceFinding:
    """Whether our bureau is competent for a complaint or report against a trader of that kind, by the law of `day`.

    `addresses` gives the text of each place known; a place left out or blank is unknown. `address_reachable` is False
    where a shop shows no address on its platform or cannot be reached at it, None while nobody has tried;
    `received_first` is None while it is not known whether another bureau had it earlier. `disputed` says that another
    bureau claims or refuses the matter. Never raises for what is merely unknown; raises ValueError for a kind or place
    that does not exist and NotInForce before 2020-01-01 (令121 arts. 13, 14, 29 to 34; 令20 arts. 12, 13, 25 to 30).
    """
    trader, matter = TraderKind(trader), MatterKind(matter)
    told = {Place(place): text.strip() for place, text in addresses.items()}
    read = _Read(told, {place: lies(text) for place, text in told.items() if text})
    tried = (True, False) if address_reachable is None else (address_reachable,)
    answers = [
        (rule, _ours(rule, read, matter, received_first))
        for rule in (
            competence_by_trader(trader, matter, day, address_reachable=reached) for reached in tried
        )
    ]
    rule, ours = answers[0]
    unsettled = any(other != ours for _rule, other in answers)
    if unsettled:
        ours = None
    reasons = [f"{rule.reading}（{rule.source}）", *_told(rule, read)]
    if unsettled:
        reasons.append(_("平台公示的地址能否联系尚未核实：联系不上的，由平台经营者住所地处理"))
    elif address_reachable is False and rule.places != competence_by_trader(trader, matter, day).places:
        reasons.append(_("没有公示地址或者按公示地址无法联系"))
    reasons += _who_was_first(rule, read, matter, received_first, day)
    way = _way(ours, disputed=disputed)
    reasons += _follows(way, matter, day)
    station = _station(rule, read) if ours is not False else ""
    if station and matter is MatterKind.REPORT and (named := cited("in_the_bureaus_name", day)):
        reasons.append(
            _("由市场监管所办理的，%(words)s（%(source)s）") % {"words": named.words, "source": named.source}
        )
    wider = _wider(read, day) if online_food and ours is not True and trader in ONLINE else ""
    decides: TraderCompetence | statutes.Version = rule
    if way is Way.ASK_SUPERIOR:
        decides = statutes.rule(DISPUTE).on(day)
    return PlaceFinding(ours, way, decides.source, decides.words, tuple(reasons), station, wider)


def _ours(
    rule: TraderCompetence, read: _Read, matter: MatterKind, received_first: bool | None
) -> bool | None:
    if read.lying(rule.places, Lies.HERE):
        others = read.lying(rule.places, Lies.ELSEWHERE)
        return not (matter is MatterKind.COMPLAINT and others and received_first is False)
    if received_first is not False and read.lying(rule.if_first, Lies.HERE):
        return received_first
    open_still = rule.places if received_first is False else (*rule.places, *rule.if_first)
    return None if read.lying(open_still, Lies.UNKNOWN) else False


def _told(rule: TraderCompetence, read: _Read) -> list[str]:
    told = {
        Lies.HERE: _("%(place)s在本县：%(address)s"),
        Lies.ELSEWHERE: _("%(place)s不在本县：%(address)s"),
    }
    unknown = _("%(place)s不明或者看不出在何县")
    return [
        told.get(read.where.get(place, Lies.UNKNOWN), unknown)
        % {"place": NAMES[place], "address": read.addresses.get(place, "")}
        for place in (*rule.places, *rule.if_first)
    ]


def _who_was_first(
    rule: TraderCompetence, read: _Read, matter: MatterKind, received_first: bool | None, day: date
) -> list[str]:
    here, others = read.lying(rule.places, Lies.HERE), read.lying(rule.places, Lies.ELSEWHERE)
    first = cited("first_received", day)
    if matter is MatterKind.COMPLAINT and first and here and others:
        known = {
            True: _("本局先收到"),
            False: _("另一有权机关先收到"),
            None: _("没有迹象表明另一有权机关先收到"),
        }[received_first]
        return [
            _("两地都有处理权限的，%(words)s（%(source)s）：%(known)s")
            % {"words": first.words, "source": first.source, "known": known}
        ]
    if not here and read.lying(rule.if_first, Lies.HERE):
        return [
            {
                True: _("本局先收到，可以处理"),
                False: _("另一有权机关先收到，本局不再处理"),
                None: _("是否由本局先收到尚未核实"),
            }[received_first]
        ]
    return []


def _way(ours: bool | None, *, disputed: bool) -> Way:
    if disputed:
        return Way.ASK_SUPERIOR
    if ours is None:
        return Way.UNCLEAR
    return Way.COMPETENT if ours else Way.HAND_BACK


def _follows(way: Way, matter: MatterKind, day: date) -> list[str]:
    """What the officer does next where the matter does not simply stay, with the article of the day."""
    if way is Way.ASK_SUPERIOR:
        told = [(_("处理权限有争议：%(words)s，协商不成的报请共同的上一级指定（%(source)s）"), DISPUTE)]
    elif way is Way.HAND_BACK:
        told = [(_("退回统一接收机构：%(words)s（%(source)s）"), "intake.hand_back")]
        if matter is MatterKind.REPORT:
            told.append((_("对举报人：%(words)s（%(source)s）"), "report.redirect"))
    else:
        told = []
    versions = [(text, statutes.rule(rule).on(day)) for text, rule in told]
    return [text % {"words": version.words, "source": version.source} for text, version in versions]


def _station(rule: TraderCompetence, read: _Read) -> str:
    """The station of the first deciding place that names one township of ours."""
    for place in read.lying((*rule.places, *rule.if_first), Lies.HERE):
        if town := township_of(read.addresses[place]):
            return station_for(town).code
    return ""


def _wider(read: _Read, day: date) -> str:
    rule = cited("online_food", day)
    if rule is None or not read.lying(rule.places, Lies.HERE):
        return ""
    return _("网络食品另有规定：%(words)s的部门也可以处理（%(source)s）") % {
        "words": rule.words,
        "source": rule.source,
    }
