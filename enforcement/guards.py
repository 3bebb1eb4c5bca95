"""The objections of the penalty procedure; the first of them is that no fine may stand in for a referral."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

import statutes
from procedure.clock_acts import running_one
from procedure.due import due_state
from procedure.steps import Act, needs_facts

SUMS = ("fine", "confiscated_gain", "confiscated_goods_value")
RESTRICTIONS = ("stop_production", "licence_revoked", "ordered_closed")


def facts_are_recorded(case: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return None if case.sales_amount is not None else _("须先登记案件事实（物品、金额、人员）")


def no_crime_unreferred(case: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """A case over a criminal threshold may not end in a fine (移送规定 art. 11(1), 处罚法 art. 8(2))."""
    if case.police_declined:
        return None
    hits = [s for s in case.screenings(localdate(act.at)) if s.outcome == "hit"]
    if not hits:
        return None
    source = statutes.rule("referral.no_fine_instead").on(case.law_day()).source
    return _("已达%(offence)s追诉标准（%(lines)s），须移送公安机关，不得以罚代刑（%(source)s）") % {
        "offence": hits[0].offence,
        "lines": "；".join(hits[0].lines),
        "source": source,
    }


@needs_facts
def crime_is_suspected(case: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """A threshold is met, or an officer declares the suspicion with reasons (移送规定 art. 3)."""
    if any(s.outcome == "hit" for s in case.screenings(localdate(act.at))):
        return None
    return (
        None if len(str(facts.get("reason", "")).strip()) >= 10 else _("未达追诉标准的，须写明涉嫌犯罪的理由")
    )


def reviewer_did_not_handle(case: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    if not case.is_handled_by(act.by):
        return None
    source = statutes.rule("case.reviewer").on(case.law_day()).source
    return _("承办人员不得审核本案（%(source)s）") % {"source": source}


def defence_is_over(case: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Deciding waits for the defence, or for its term to lapse (程序规定 art. 57)."""
    running = running_one(case, "case.defence")
    if running is None or due_state(running.due_on, localdate(act.at)) == "overdue":
        return None
    return _("陈述申辩期限至 %(day)s，须登记申辩意见或待期满") % {"day": running.due_on}


@needs_facts
def penalty_has_content(case: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    if facts.get("outcome") != "penalty":
        return None
    return None if facts.get("warned") or _weighs(facts) else _("给予处罚的，须写明处罚种类或金额")


def _weighs(facts: Mapping[str, Any]) -> bool:
    """Whether a decision takes money or goods, or stops a business: more than a warning."""
    money = sum((facts.get(name) or Decimal(0)) for name in SUMS)
    return bool(money) or any(facts.get(name) for name in RESTRICTIONS)


def only_warns(facts: Mapping[str, Any]) -> bool:
    return bool(facts.get("outcome") == "penalty" and facts.get("warned") and not _weighs(facts))


def more_than_a_warning(case: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """A decision that only warns may not be published (公示规定 art. 2(2))."""
    decided = {name: getattr(case, name) for name in ("outcome", "warned", *SUMS, *RESTRICTIONS)}
    if not only_warns(decided):
        return None
    return _("仅受到警告的处罚不公示（%(source)s）") % {
        "source": statutes.rule("case.publicity").on(case.law_day()).source
    }


@needs_facts
def fine_within_county_power(case: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """A food fine of 300,000 yuan or more is decided at prefecture level (食安条例 art. 81; 以上 includes it)."""
    version = statutes.rule("case.food_fine_level").on(case.law_day())
    limit = Decimal(str(version.params["fine"]))
    if (facts.get("fine") or Decimal(0)) < limit:
        return None
    return _("罚款 %(limit)s 元以上的食品案件由设区的市级以上部门决定（%(source)s）") % {
        "limit": f"{limit:,.0f}",
        "source": version.source,
    }


def paper_is_served(case: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return _("处罚决定书尚未送达") if running_one(case, "case.service") is not None else None


def is_suspended(case: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    clock = running_one(case, "case.decision")
    suspended = clock is not None and any(p.ground == "中止" for p in clock.open_pauses())
    return None if suspended else _("案件没有中止")


def not_suspended(case: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return None if is_suspended(case, facts, act) else _("案件已经中止")
