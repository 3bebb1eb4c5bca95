"""The objections to mediation: both agree and are told of it, who is challenged steps aside, and each end has its ground."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

import statutes
from cases.facts.complaint import PARTIES
from cases.guards.both import certified_handler, ground_is_listed
from cases.recusals import challenged_in, is_among, recused_in
from procedure.clock_acts import running_one
from procedure.steps import Act, needs_facts

MEDIATION = "complaint.mediation"


def both_consent(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    answers = {matter.complainant_consent, matter.respondent_consent}
    if answers == {"yes"}:
        return None
    source = statutes.rule("complaint.consent").on(matter.law_day()).source
    if "no" in answers:
        return _("一方不同意调解（%(source)s），应当办理终止调解") % {"source": source}
    return _("调解须双方同意并记录（%(source)s）") % {"source": source}


@needs_facts
def meeting_is_ahead(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Time and place are told in advance (art. 20)."""
    held_at = facts.get("held_at")
    if held_at is None or held_at > act.at:
        return None
    source = statutes.rule("complaint.mediation_notice").on(matter.law_day()).source
    return _("须提前告知调解时间（%(source)s），调解时间不能早于现在") % {"source": source}


def parties_were_called(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """An agreement made on site follows a meeting that both were told of in advance (art. 20)."""
    if matter.mediation_way != "on_site" or _both_knew_of_a_meeting(matter):
        return None
    source = statutes.rule("complaint.mediation_notice").on(matter.law_day()).source
    return _("现场调解须先通知双方：调解通知书须在调解之前送达投诉人和被投诉人（%(source)s）") % {
        "source": source
    }


def _both_knew_of_a_meeting(complaint: Any) -> bool:
    """Whether one of the meetings called was known to both by its day."""
    day, told = None, set()
    for entry in complaint.journal.filter(verb__in=("call_meeting", "serve")).order_by("seq"):
        if entry.verb == "call_meeting":
            day, told = localdate(datetime.fromisoformat(str(entry.facts["held_at"]))), set()
        elif day is not None and entry.facts.get("form") == "mediation_notice":
            if str(entry.facts.get("served_on")) <= day.isoformat():
                told.add(entry.facts.get("party"))
            if told >= {code for code, _word in PARTIES}:
                return True
    return False


@needs_facts
def delegation_is_agreed(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    version = statutes.rule("complaint.delegation").on(matter.law_day())
    if not version.params.get("both_consent"):
        return None
    if facts.get("complainant_consents") and facts.get("respondent_consents"):
        return None
    return _("委托调解须双方同意（%(source)s）") % {"source": version.source}


@needs_facts
def test_is_agreed(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    version = statutes.rule("complaint.testing").on(matter.law_day())
    if facts.get("chosen_by") == "designated" and not version.params.get("may_designate"):
        return _("检测、鉴定机构须双方协商确定（%(source)s），协商不成的应当终止调解") % {
            "source": version.source
        }
    if facts.get("cost_agreed") and str(facts.get("cost") or "").strip():
        return None
    return _("须双方就费用承担达成一致并写明由谁承担（%(source)s），协商不成的应当终止调解") % {
        "source": version.source
    }


@needs_facts
def report_follows_request(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """A test ends no earlier than it began: both days are left out of count."""
    clock = running_one(matter, MEDIATION)
    begun = max((p.start_on for p in clock.open_pauses()), default=None) if clock else None
    ends = facts.get("end_on")
    return _("报告日期不能早于委托日期") if begun and ends and ends < begun else None


@needs_facts
def challenged_is_here(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Only who mediates can be challenged; a name that fits nobody would leave whoever is meant in his place."""
    whom = str(facts.get("of_whom") or "")
    names = f"{matter.mediators} {matter.handler.full_name if matter.handler else ''}"
    return None if is_among(whom, names) else _("申请回避的须为本件的调解人员或者承办人")


@needs_facts
def someone_else_takes_over(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Whoever was challenged mediates no more: the handler is replaced where he was meant, else a mediator (art. 21(2))."""
    if facts.get("granted") != "yes":
        return None
    whom, handler = challenged_in(matter), facts.get("handler")
    changed = handler is not None and handler.pk != matter.handler_id
    meant = matter.handler is not None and is_among(whom, matter.handler.full_name)
    if meant and not changed:
        return _("决定回避的，须改由另一名承办人调解")
    if changed and not meant:
        return _("申请回避的不是承办人，承办人不因回避改变")
    if changed and (barred := certified_handler(matter, facts, act)):
        return barred
    if is_among(whom, str(facts.get("mediators") or "").strip() or matter.mediators):
        return _("决定回避的，须写明改由谁调解，其中不得有被申请回避的人")
    return None


@needs_facts
def nobody_recused_mediates(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Who had to withdraw does not come back by another door: as a mediator named again, or as the handler."""
    handler = facts.get("handler")
    named = f"{facts.get('mediators') or ''} {handler.full_name if handler else ''}"
    back = [whom for whom in recused_in(matter) if is_among(whom, named)]
    return _("%(names)s已决定回避") % {"names": "、".join(back)} if back else None


@needs_facts
def on_site_only(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """A paper is made of on-site mediation; mediation by telephone or network is kept as a record (art. 24)."""
    if matter.mediation_way != "remote":
        return None
    return _("非现场调解的，留存调解记录，用“达成调解（留存记录）”办理")


@needs_facts
def remote_if_it_was(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Only mediation that was not on site goes without a paper because of its way (art. 24)."""
    if facts.get("why") != "remote" or matter.mediation_way == "remote":
        return None
    return _("本件为现场调解，不能以非现场调解为由不制作调解书")


@needs_facts
def termination_ground(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return ground_is_listed("complaint.termination", matter, facts.get("ground"))


@needs_facts
def term_has_expired(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Ending for want of an agreement in time needs the time to be over: not before, and not while it stands still."""
    version = statutes.rule("complaint.termination").on(matter.law_day())
    if str(facts.get("ground")) != version.params.get("expiry_code"):
        return None
    clock = running_one(matter, MEDIATION)
    if clock is None or (not clock.paused and localdate(act.at) >= clock.due_on):
        return None
    return _("调解期限至 %(due)s 届满，尚未届满") % {"due": clock.due_on}


@needs_facts
def mediation_was_held(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """That no agreement is possible is what a mediation showed, not what preceded it (art. 23(1)(3))."""
    version = statutes.rule("complaint.termination").on(matter.law_day())
    if str(facts.get("ground")) != version.params["held_code"]:
        return None
    if not matter.mediation_way:
        return _("以“经组织调解”终止的，须先组织调解（%(source)s）") % {"source": version.source}
    return parties_were_called(matter, facts, act)


@needs_facts
def a_test_was_asked_for(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """No cost is disputed of a test nobody asked for (art. 23(1)(4))."""
    version = statutes.rule("complaint.termination").on(matter.law_day())
    if str(facts.get("ground")) != version.params["test_code"]:
        return None
    if str(facts.get("test_asked") or "").strip():
        return None
    return _("须写明何时由谁提出鉴定、检测，如何协商（%(source)s）") % {"source": version.source}


@needs_facts
def who_is_gone_is_named(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Ended because a party is no more: which one decides who is left to be told (art. 23(1)(7), 23(2))."""
    version = statutes.rule("complaint.termination").on(matter.law_day())
    if str(facts.get("ground")) != version.params.get("survivor_code"):
        return None
    return None if facts.get("gone") in dict(PARTIES) else _("须写明死亡或者主体资格灭失的是哪一方")
