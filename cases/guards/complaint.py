"""The objections of the complaint procedure that are neither to its refusal nor to its mediation."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

import statutes
from procedure.clock_acts import running_one
from procedure.steps import Act, needs_facts

ACCEPTANCE = "complaint.acceptance"


def identity_is_not_refuted(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Whoever could not be verified is refused, not accepted (art. 16(6)), unless asked again and verified."""
    if matter.identity_verified != "no":
        return None
    source = statutes.rule("complaint.non_acceptance").on(matter.law_day()).source
    return _("身份未能核实，应当不予受理（%(source)s）；核实后先登记身份证明") % {"source": source}


def missing_materials(matter: Any) -> list[str]:
    """What the complaint must bring and did not, as the review of its materials found it."""
    version = statutes.rule("complaint.materials").on(matter.law_day())
    missing = [item.text for item in version.items if item.code not in matter.materials]
    if matter.submission.by_agent and not matter.mandate_present:
        missing.append(statutes.rule("complaint.agent").on(matter.law_day()).title)
    return missing


def materials_are_complete(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    missing = missing_materials(matter)
    if not missing:
        return None
    return _("材料不全（%(source)s），缺：%(missing)s") % {
        "source": statutes.rule("complaint.materials").on(matter.law_day()).source,
        "missing": "；".join(missing),
    }


@needs_facts
def day_falls_in_the_term(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """No pause for identity papers: the day set must lie inside the seven working days (art. 10(3), 15)."""
    day = facts.get("until_on")
    clock = running_one(matter, ACCEPTANCE)
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


@needs_facts
def represented_consent(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """A representative may not give up a request or settle without those represented (art. 12(2))."""
    given_up = statutes.rule("complaint.termination").on(matter.law_day()).params["given_up_code"]
    gives_up = "ground" not in facts or str(facts.get("ground")) == given_up
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
