"""Where else one may turn with each outcome: the road, its article, before which organ, until when."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

import statutes
from cases.tracking import Stage, ToldReport, day_told, ended_as
from portal import track_dates
from procedure.law import law

GOVERNMENT = gettext_noop("平罗县人民政府")
COURT = gettext_noop("有管辖权的人民法院")


@dataclass(frozen=True)
class Road:
    """One way on. `until` is the last day, `since` the day it was reckoned from, `address` its explanation.

    `safe` is the earlier day by which nobody could call it late, where holidays or readings leave a doubt.
    """

    title: str
    what: str
    source: str
    organ: str = ""
    until: date | None = None
    since: date | None = None
    safe: date | None = None
    provisional: bool = False
    address: str = ""
    unverified: bool = False


def of_complaint(complaint: Any) -> list[Road]:
    """The roads open after a complaint's end; while it runs only that to the superior."""
    end = ended_as(complaint)
    if end == "not_accepted":
        day = day_told(complaint, "decline")
        return [*_review_and_suit(day), *_of_the_dispute(complaint), _superior(complaint)]
    if end in {"terminated", "agreed", "withdrawn"}:
        roads = _of_the_dispute(complaint)
        return [*([_no_review(complaint)] if end != "withdrawn" else []), *roads, _superior(complaint)]
    return [_superior(complaint)]


def of_report(report: Any, told: ToldReport) -> list[Road]:
    """After a decision that was told, the roads of whoever it touches in his own rights; else that to the superior."""
    if told.stage != Stage.NOT_FILED:
        return [_superior(report)]
    day = day_told(report, "decline_to_file")
    return [*_review_and_suit(day, only_if_own=True), _superior(report)]


def _review_and_suit(day: date | None, *, only_if_own: bool = False) -> list[Road]:
    if day is None:
        return []
    about = _("认为这一决定侵犯自己合法权益的，可以申请") if only_if_own else _("不服这一决定的，可以申请")
    organ = _version("review.organ", day)
    direct = _version("suit.direct", day)
    return [
        _timed(
            _("行政复议"),
            _("%(about)s行政复议；复议机关的依据是%(source)s。") % {"about": about, "source": organ.source},
            "review.application",
            day,
            _(GOVERNMENT),
        ),
        _timed(
            _("行政诉讼"),
            _("也可以不经复议直接起诉（%(source)s）。") % {"source": direct.source},
            "suit.application",
            day,
            _(COURT),
        ),
    ]


def _timed(title: str, what: str, rule: str, day: date, organ: str) -> Road:
    version = _version(rule, day)
    reckoning = law().reckon(version, day)
    return Road(
        title=title,
        what=what,
        source=version.source,
        organ=organ,
        until=reckoning.due_on,
        since=day,
        safe=reckoning.strict_on if reckoning.strict_on < reckoning.due_on else None,
        provisional=reckoning.provisional,
        address=track_dates.link(rule, day, day),
        unverified=version.unverified,
    )


def _of_the_dispute(complaint: Any) -> list[Road]:
    """The other ways to settle the dispute itself; the one that was just gone is left out."""
    version = _version("complaint.acceptance_routes", complaint.law_day())
    ways = [item.text for item in version.items if item.code != "3"]
    return [
        Road(
            title=_("争议本身的其他解决途径"),
            what=_("；").join(ways),
            source=version.source,
            unverified=version.unverified,
        )
    ]


def _no_review(complaint: Any) -> Road:
    version = _version("review.mediation", complaint.law_day())
    return Road(
        title=_("调解结果不能申请行政复议"),
        what=_("调解是双方自愿的，达成或者没有达成都不属于行政复议范围；争议可以走下面的途径。"),
        source=version.source,
        unverified=version.unverified,
    )


def _superior(matter: Any) -> Road:
    version = _version("portal.superior", matter.law_day())
    return Road(
        title=_("向上级反映"),
        what=_(
            "对办理过程有意见的，可以向石嘴山市市场监督管理局反映；不影响上面的期限。反映时请不要写查询码。"
        ),
        source=version.source,
    )


def _version(rule: str, day: date) -> Any:
    found = statutes.rule(rule)
    return found.on(day) if found.in_force_on(day) else found.versions[-1]
