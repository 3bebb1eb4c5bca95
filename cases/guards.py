"""Every legal objection of the two procedures, one function each; each answers in words or with None."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

import statutes
from jurisdiction.access import OWN_DEPARTMENT
from procedure.clocks import running_of
from procedure.steps import Act, needs_facts


def is_dispatched_to_us(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    if matter.department != OWN_DEPARTMENT:
        return _("已分送%(department)s，由该部门办理") % {"department": matter.department}
    return None


@needs_facts
def unit_is_named(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    if facts.get("department") == OWN_DEPARTMENT and not facts.get("unit"):
        return _("分送市场监管局的，须指明承办机构")
    if facts.get("department") != OWN_DEPARTMENT and facts.get("unit"):
        return _("分送其他部门的，不得指明本局机构")
    return None


def ground_is_listed(rule: str, matter: Any, ground: Any) -> str | None:
    version = statutes.rule(rule).on(matter.law_day())
    if str(ground) in {item.code for item in version.items}:
        return None
    return _("%(source)s没有列明第“%(ground)s”项情形") % {"source": version.source, "ground": ground}


@needs_facts
def non_acceptance_ground(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return ground_is_listed("complaint.non_acceptance", matter, facts.get("ground"))


@needs_facts
def termination_ground(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return ground_is_listed("complaint.termination", matter, facts.get("ground"))


@needs_facts
def non_filing_ground(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return ground_is_listed("report.non_filing", matter, facts.get("ground"))


@needs_facts
def reason_is_given(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return None if str(facts.get("reason", "")).strip() else _("须写明事实与理由")


def lead_check_answered(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    if matter.lead_found:
        return None
    source = statutes.rule("complaint.lead_check").on(matter.law_day()).source
    return _("须先作线索核查：是否发现涉嫌违法行为（%(source)s）") % {"source": source}


def handler_is_assigned(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return None if matter.handler_id else _("须先指定承办人")


@needs_facts
def both_consent(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    if facts.get("complainant_consents") and facts.get("respondent_consents"):
        return None
    source = statutes.rule("complaint.consent").on(matter.law_day()).source
    return _("调解须双方同意并记录（%(source)s）；一方拒绝的，办理终止调解") % {"source": source}


def notices_are_served(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Closing waits for every clock that only a notice answers (acceptance, refusal, termination)."""
    waiting = [c for c in running_of(matter) if c.version().answered_by == "notice"]
    if not waiting:
        return None
    return _("尚未送达或告知：%(titles)s") % {"titles": "、".join(c.title for c in waiting)}


@needs_facts
def two_different_officers(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    one, other = facts.get("handler"), facts.get("co_handler")
    version = statutes.rule("report.officers").on(matter.law_day())
    day = localdate(act.at)
    if one is None or other is None or one == other:
        return _("须指定两名以上执法人员（%(source)s）") % {"source": version.source}
    lacking = [o.full_name for o in (one, other) if not o.certified_on(day)]
    if lacking:
        return _("执法证无效或已过期：%(names)s（%(source)s）") % {
            "names": "、".join(lacking),
            "source": version.source,
        }
    return None


@needs_facts
def certified_handler(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    handler = facts.get("handler")
    if handler is not None and handler.certified_on(localdate(act.at)):
        return None
    return _("承办人须持有效执法证")


def officers_still_certified(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    day = localdate(act.at)
    if all(o is not None and o.certified_on(day) for o in (matter.handler, matter.co_handler)):
        return None
    return _("两名承办人员须均持有效执法证")


@needs_facts
def all_filing_conditions(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    version = statutes.rule("report.filing").on(matter.law_day())
    missing = [i.text for i in version.items if i.code not in set(facts.get("conditions", ()))]
    if not missing:
        return None
    return _("立案条件须同时具备（%(source)s），尚缺：%(missing)s") % {
        "source": version.source,
        "missing": "；".join(missing),
    }


def not_paused(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    paused = any(c.paused for c in running_of(matter))
    return _("检测期间，须先登记检测结论") if paused else None


def is_paused(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return None if not_paused(matter, facts, act) else _("没有正在进行的检测")


def case_is_linked(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return None if matter.offspring.exists() else _("立案案件尚未建立，请稍候")
