"""The objections of the report procedure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

import statutes
from cases.guards.both import ground_is_listed
from cases.telling import DECIDED, duties_now, duties_of, told_of
from identity.blind import same_sealed
from procedure.clock_restarts import unrestart_barred
from procedure.clocks import running_of
from procedure.steps import Act, needs_facts

TEST = "检测"
"""The ground of the interval that a test of a report is (程序规定 art. 18(2)); Chinese as the rule has it."""


@needs_facts
def non_filing_ground(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return ground_is_listed("report.non_filing", matter, facts.get("ground"))


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
    paused = any(c.open_pauses() for c in running_of(matter))
    return _("检测等不计入期间尚未结束，须先登记结论或者恢复计算") if paused else None


def no_test_is_open(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """One test at a time; an appraisal or another ground may run beside it, days of both are left out once."""
    return _("上一次检测尚未结束，须先登记检测结论") if _test_of(matter) else None


def a_test_is_open(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return None if _test_of(matter) else _("没有正在进行的检测")


@needs_facts
def test_begins_after_receipt(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Nothing is tested for a report that had not come."""
    begins = facts.get("start_on")
    if not isinstance(begins, date) or begins >= matter.received_on:
        return None
    return _("委托日期不能早于收到举报之日")


@needs_facts
def test_ends_after_it_began(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    begun, ends = _test_of(matter), facts.get("end_on") or localdate(act.at)
    return _("报告日期不能早于委托日期") if begun and ends < begun.start_on else None


def _test_of(matter: Any) -> Any:
    """The interval of the test that is under way, or None."""
    pauses = (pause for clock in running_of(matter) for pause in clock.open_pauses())
    return next((pause for pause in pauses if pause.ground == TEST), None)


@needs_facts
def telling_is_proved(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """That somebody was told is a fact with a channel and a proof (令20 art. 31(2)), not a sentence."""
    if all(str(facts.get(name) or "").strip() for name in ("channel", "proof")):
        return None
    return _("须写明告知的方式和凭证")


def case_is_linked(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    if matter.state != "filed":
        return None
    return None if matter.offspring.exists() else _("立案案件尚未建立，请稍候")


def _same_reporter(matter: Any, other: Any) -> bool:
    """By what both sealed of themselves: who cannot be compared is not the same."""
    return bool(matter.person_ref and other.person_ref and same_sealed(matter.person_ref, other.person_ref))


def _same_target(matter: Any, other: Any) -> bool:
    """By the business found for both; by the name as it was written only where one of them has none."""
    ours, theirs = matter.submission.enterprise_id, other.submission.enterprise_id
    if ours and theirs:
        return bool(ours == theirs)
    return bool(matter.respondent == other.respondent)


@needs_facts
def later_report_may_be_merged(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Same reporter, same target, received later; the facts must be new, which only the officer can say."""
    later = facts.get("later")
    if getattr(later, "KIND", "") == "report":
        # Locked now, in order of receipt and before the journal's head: another act on it may be waiting for that.
        later = type(later)._base_manager.select_for_update().get(pk=later.pk)
    source = statutes.rule("report.merge").on(matter.law_day()).source
    if getattr(later, "KIND", "") != "report" or later.received_at <= matter.received_at:
        return _("须为在本举报之后收到的举报（%(source)s）") % {"source": source}
    if later.state not in {"received", "dispatched"}:
        return _("该举报已在核查，不能并入")
    if not _same_target(matter, later):
        return _("被举报人不同，不能合并（%(source)s）") % {"source": source}
    if not _same_reporter(matter, later):
        return _("无法确认为同一举报人，不能合并（%(source)s）") % {"source": source}
    return None


@needs_facts
def three_equalities(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Reporter, fact and target must all be the same; across different reporters never (令121 art. 35(2))."""
    earlier, version = facts.get("earlier"), statutes.rule("report.duplicate").on(matter.law_day())
    if getattr(earlier, "KIND", "") != "report" or earlier.received_at >= matter.received_at:
        return _("须为在本举报之前收到的举报（%(source)s）") % {"source": version.source}
    equal = {
        "reporter": _same_reporter(matter, earlier),
        "fact": bool(facts.get("same_fact")),
        "target": _same_target(matter, earlier),
    }
    lacking = [item.text for item in version.items if not equal[item.code]]
    if not lacking:
        return None
    return _("不是重复举报（%(source)s），不能确认：%(lacking)s") % {
        "source": version.source,
        "lacking": "、".join(lacking),
    }


def merge_can_be_undone(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return None if matter.went_with else _("没有并入其他举报")


@needs_facts
def restart_can_be_undone(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return unrestart_barred(matter, "report.verification", facts)


def domains_are_known(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Which laws are touched decides who must be told: nothing is closed before somebody has said it."""
    if matter.domains or matter.state not in DECIDED:
        return None
    return _("须先认定涉及的法律领域，据以确定是否须告知举报人")


def a_statute_requires_it(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """A result is told only where a law says so: the general duty of Order 20 is gone (令121 art. 36)."""
    if duties_of(matter):
        return None if duties_now(matter) else _too_early()
    source = statutes.rule("report.duty_to_tell").on(matter.law_day()).source
    return _("没有法律、法规、规章要求告知此举报的结果（%(source)s）") % {"source": source}


@needs_facts
def duty_applies(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    may_be_told, duty = duties_now(matter), facts.get("duty")
    if duty in {each.code for each in may_be_told}:
        return None
    if may_be_told and duty in {each.code for each in duties_of(matter)}:
        return _too_early()
    return _("此项规定不适用于本举报")


def _too_early() -> str:
    return _("核查结束前，只有规定了单独期限的告知可以办理；其余在作出决定后告知结果")


def duties_are_done(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Every statute that requires a notice has had one (令121 art. 36)."""
    if matter.state not in DECIDED or not (duties := duties_of(matter)):
        return None
    told = told_of(matter)
    if not (owed := [duty for duty in duties if duty.code not in told]):
        return None
    return _("尚未告知举报人：%(duties)s") % {"duties": "；".join(duty.source for duty in owed)}
