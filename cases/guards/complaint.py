"""The objections of the complaint procedure."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

import statutes
from cases.guards.both import ground_is_listed
from procedure.clocks import running_of
from procedure.law import law
from procedure.steps import Act, needs_facts

ACCEPTANCE, MEDIATION = "complaint.acceptance", "complaint.mediation"
# Grounds that need more than a reason, by their code under Order 121 (the first four are the same under Order 20).
CONSUMPTION, LIMITATION, IMPOSTURE = "3", "4", "6"


@needs_facts
def non_acceptance_ground(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return ground_is_listed("complaint.non_acceptance", matter, facts.get("ground"))


@needs_facts
def consumption_is_weighed(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Ground 3 rests on a factor with its evidence and on the legal section's consent; no factor decides (art. 17)."""
    if str(facts.get("ground")) != CONSUMPTION:
        return None
    factors = statutes.rule("complaint.consumption_factors")
    if factors.in_force_on(matter.law_day()) and not (
        facts.get("factors") and str(facts.get("evidence") or "").strip()
    ):
        source = factors.on(matter.law_day()).source
        return _("以此情形不予受理，须写明至少一项考虑的因素和证据（%(source)s）") % {"source": source}
    if matter.legal_agrees != "yes":
        return _("以此情形不予受理，须先由法制审核员出具同意的意见")
    return None


@needs_facts
def limitation_has_run(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Ground 4 holds only when the three years had run at receipt, counted from the day the filer named."""
    happened_on = matter.submission.happened_on
    if str(facts.get("ground")) != LIMITATION or happened_on is None:
        return None
    version = statutes.rule("complaint.limit").on(matter.law_day())
    until = law().reckon(version, happened_on).due_on
    if matter.received_on > until:
        return None
    return _("自 %(day)s 起算，三年至 %(until)s 届满，收到投诉时尚未超过（%(source)s）") % {
        "day": happened_on,
        "until": until,
        "source": version.source,
    }


@needs_facts
def identity_was_asked(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Refusing to be verified needs a request to be verified; posing as another needs what came back (art. 16(6))."""
    version = statutes.rule("complaint.non_acceptance").on(matter.law_day())
    asked = matter.identity_due_on is not None
    if str(facts.get("ground")) != IMPOSTURE or version.items[-1].code == IMPOSTURE or asked:
        return None
    return _("以此情形不予受理，须先发出限期提供身份证明材料通知书")


@needs_facts
def other_ground_names_its_law(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """The last ground refers to other law: that law must be named."""
    version = statutes.rule("complaint.non_acceptance").on(matter.law_day())
    if str(facts.get("ground")) != version.items[-1].code or str(facts.get("legal_basis") or "").strip():
        return None
    return _("“其他情形”须写明所依据的法律、法规、规章及条款")


def identity_is_not_refuted(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Whoever could not be verified is refused, not accepted (art. 16(6)), unless asked again and verified."""
    if matter.identity_verified != "no":
        return None
    source = statutes.rule("complaint.non_acceptance").on(matter.law_day()).source
    return _("身份未能核实，应当不予受理（%(source)s）；核实后先登记身份证明") % {"source": source}


def materials_are_complete(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    version = statutes.rule("complaint.materials").on(matter.law_day())
    missing = [item.text for item in version.items if item.code not in matter.materials]
    if matter.submission.by_agent and not matter.mandate_present:
        missing.append(statutes.rule("complaint.agent").on(matter.law_day()).title)
    if not missing:
        return None
    return _("材料不全（%(source)s），缺：%(missing)s") % {
        "source": version.source,
        "missing": "；".join(missing),
    }


@needs_facts
def day_falls_in_the_term(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """No pause for identity papers: the day set must lie inside the seven working days (art. 10(3), 15)."""
    day = facts.get("until_on")
    clock = next((c for c in running_of(matter) if c.rule == ACCEPTANCE), None)
    if day is None or clock is None:
        return None
    if localdate(act.at) <= day <= clock.due_on:
        return None
    return _("提供期限须在今天和受理期限届满日 %(due)s 之间：核验身份不中止受理期限") % {"due": clock.due_on}


def lead_check_answered(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    if matter.lead_found:
        return None
    source = statutes.rule("complaint.lead_check").on(matter.law_day()).source
    return _("须先作线索核查：是否发现涉嫌违法行为（%(source)s）") % {"source": source}


def lead_check_answered_first(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """The same before an officer enters a withdrawal. Whoever takes his own complaint back is not held up by a question
    that is not his: it is answered afterwards, and the complaint is not closed before."""
    return None if act.filer else lead_check_answered(matter, facts, act)


def lead_is_opened(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """A suspected violation found in a complaint is verified as a matter of its own (art. 27, 程序规定 art. 18).

    A report that came with the same contact does not count: an objection that stays away would tell the handler of
    the complaint that there is one (art. 37).
    """
    if matter.lead_found != "yes" or matter.offspring.filter(kind="report").exists():
        return None
    return _("发现涉嫌违法线索的，须先另立线索核查")


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
    clock = next((c for c in running_of(matter) if c.rule == MEDIATION), None)
    begun = max((p.start_on for p in clock.open_pauses()), default=None) if clock else None
    ends = facts.get("end_on")
    return _("报告日期不能早于委托日期") if begun and ends and ends < begun else None


@needs_facts
def someone_else_takes_over(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    handler = facts.get("handler")
    if facts.get("granted") != "yes":
        return None
    if handler is None or handler.pk == matter.handler_id:
        return _("决定回避的，须改由另一名承办人调解")
    return None if handler.certified_on(localdate(act.at)) else _("承办人须持有效执法证")


@needs_facts
def on_site_only(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """A paper is made of on-site mediation; mediation by telephone or network is kept as a record (art. 24)."""
    if matter.mediation_way != "remote":
        return None
    return _("非现场调解的，留存调解记录，用“达成调解（留存记录）”办理")


@needs_facts
def termination_ground(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return ground_is_listed("complaint.termination", matter, facts.get("ground"))


@needs_facts
def term_has_expired(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Ending for want of an agreement in time needs the time to be over: not before, and not while it stands still."""
    version = statutes.rule("complaint.termination").on(matter.law_day())
    if str(facts.get("ground")) != version.params.get("expiry_code"):
        return None
    clock = next((c for c in running_of(matter) if c.rule == MEDIATION), None)
    if clock is None or (not clock.paused and localdate(act.at) >= clock.due_on):
        return None
    return _("调解期限至 %(due)s 届满，尚未届满") % {"due": clock.due_on}


@needs_facts
def represented_consent(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """A representative may not give up a request or settle without those represented (art. 12(2))."""
    gives_up = "ground" not in facts or str(facts.get("ground")) == "1"
    if not matter.submission.joint or not gives_up or facts.get("represented_consent"):
        return None
    source = statutes.rule("intake.joint").on(matter.law_day()).source
    return _("共同投诉的撤回或者和解，须经被代表的投诉人同意（%(source)s）") % {"source": source}


def agreement_is_signed(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    if matter.state != "agreed" or matter.agreement_paper != "made" or matter.signed_on:
        return None
    return _("调解书须由双方签字盖章，先办理“登记签收调解书”")


@needs_facts
def publicity_follows_consent(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Whether the complaint is published is what the complainant said at intake (form 1).

    Of one that was refused or withdrawn before acceptance nothing needs to be published: nobody looked into it.
    """
    consent, done = matter.submission.publish_consent, facts.get("publicity")
    if consent and done != "done" and matter.state in {"agreed", "terminated"}:
        return _("投诉人同意公示投诉信息，须公示后办结")
    if not consent and done == "done":
        return _("投诉人未同意公示投诉信息，不得公示")
    return None


def is_in_a_sample(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Who is called back is drawn, not chosen (art. 26)."""
    return None if matter.sampled.exists() else _("不在抽查回访的样本中")
