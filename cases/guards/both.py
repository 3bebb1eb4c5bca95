"""The objections that complaint and report share: the hub, the handler, the reasons, what must be served before closing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

import statutes
from cases.citing import citations_hold, gaps_filled
from cases.states import Channel
from jurisdiction import list_on
from jurisdiction.access import OWN_DEPARTMENT
from procedure.clocks import running_of
from procedure.steps import Act, needs_facts


def is_dispatched_to_us(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    if matter.department != OWN_DEPARTMENT:
        return _("已分送%(department)s，由该部门办理") % {"department": matter.department}
    return None


@needs_facts
def item_is_on_the_list(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """A line of the county's list, if one is named, must be a line of the department it is named for."""
    item, department = str(facts.get("item") or ""), facts.get("department") or OWN_DEPARTMENT
    if not item:
        return None
    listed = list_on(localdate(act.at))
    known = {duty.item: of.name for of, duty in listed.duties()}
    if item not in known:
        return _("%(list)s没有第 %(item)s 条") % {"list": listed.name, "item": item}
    if known[item] != department:
        return _("清单第 %(item)s 条属于%(department)s") % {"item": item, "department": known[item]}
    return None


@needs_facts
def answer_day_is_ahead(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    day = facts.get("answer_by_on")
    return _("要求报告结果的日期不能早于今天") if isinstance(day, date) and day < localdate(act.at) else None


def ground_is_listed(rule: str, matter: Any, ground: Any) -> str | None:
    version = statutes.rule(rule).on(matter.law_day())
    if version.has_item(str(ground)):
        return None
    return _("%(source)s没有列明第“%(ground)s”项情形") % {"source": version.source, "ground": ground}


@needs_facts
def reason_is_given(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return None if str(facts.get("reason", "")).strip() else _("须写明事实与理由")


written = (citations_hold, gaps_filled)
"""What every text an officer writes must pass: it cites living law, and no gap of a paragraph is left open."""

reasoned = (reason_is_given, *written)
"""What every written reason must pass: it is there, too."""


def handler_is_assigned(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return None if matter.handler_id else _("须先指定承办人")


@needs_facts
def certified_handler(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    handler = facts.get("handler")
    if handler is not None and handler.certified_on(localdate(act.at)):
        return None
    return _("承办人须持有效执法证")


@needs_facts
def day_is_not_before(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """No act is entered for a day before what it answers: a lead or a test follows the complaint's receipt, a signature
    the agreement, a receipt the transfer. An earlier day would put what follows under other law (invariant 17)."""
    for name, first in (
        ("discovered_on", matter.received_on),
        ("start_on", matter.received_on),
        ("signed_on", None),
        ("received_on", None),
    ):
        day = facts.get(name)
        earliest = first or (_in_this_state_since(matter) if day is not None else None)
        if isinstance(day, date) and earliest is not None and day < earliest:
            return _("日期不能早于 %(day)s") % {"day": earliest}
    return None


def _in_this_state_since(matter: Any) -> date | None:
    entry = matter.journal.filter(after=matter.state).exclude(before=matter.state).order_by("-seq").first()
    return localdate(entry.at) if entry is not None else None


@needs_facts
def day_is_not_ahead(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """No act is entered for a day that has not come."""
    for name in ("received_on", "discovered_on", "signed_on", "start_on", "end_on"):
        day = facts.get(name)
        if day is not None and not isinstance(day, date):
            return _("没有这个日期")
        if day is not None and day > localdate(act.at):
            return _("日期不能在将来")
    return None


def notices_are_served(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Closing waits for every clock that only a notice answers (acceptance, refusal, termination)."""
    waiting = [c for c in running_of(matter) if c.version().answered_by == "notice"]
    if not waiting:
        return None
    return _("尚未送达或告知：%(titles)s") % {"titles": "、".join(_(c.title) for c in waiting)}


@needs_facts
def platform_is_told(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """What came by the national platform is answered there before it is closed here (令121 art. 40, 令20 art. 36)."""
    source = statutes.rule("intake.platform").on(matter.law_day()).source
    if not platform_no(matter):
        # Intake asks for it now; what came by the platform before it did is given its number before it ends.
        outside = getattr(matter, "source", "") or facts.get("no_platform_no") == "outside"
        wanting = matter.submission.channel == Channel.PLATFORM and not outside
        return _("须先登记全国平台编号（%(source)s）") % {"source": source} if wanting else None
    return (
        None
        if facts.get("platform_done")
        else _("须先在全国12315平台反馈，再办结（%(source)s）") % {"source": source}
    )


def platform_no(matter: Any) -> str:
    """The number of the national platform: as it came in, or as it was entered since."""
    return str(matter.submission.platform_no or matter.platform_no)


@needs_facts
def no_number_yet(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """What came in with a number keeps it; one entered by hand may be corrected."""
    number = matter.submission.platform_no
    return _("来件已有全国平台编号 %(number)s") % {"number": number} if number else None


def receipt_is_recorded(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """What was handed on is not closed before the other side has signed for it."""
    if matter.state != "transferred" or matter.transfer_receipt:
        return None
    return _("须先登记接收单位的回执")
