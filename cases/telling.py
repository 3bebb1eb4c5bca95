"""Who must be told of a report's result: only whom a statute names, each by its own term (令121 art. 36).

The table of statutes is the rule `report.duty_to_tell`; which of them touch a report its handler says (`domains`).
"""

from collections.abc import Mapping
from typing import Any

import statutes
from cases.exits import reachable
from procedure.clock_acts import Opens
from procedure.clocks import Clock
from procedure.steps import needs_facts, says

RULE, TARGET = "report.duty_to_tell", "report.result_target"
DECIDED = ("filed", "not_filed")
TOLD_BY_OTHERS = (
    "report.advertising_notice",
    "report.information_notice",
    "report.household_information_notice",
    TARGET,
)
"""The terms in which a result is told: a report that is handed on or redirected has its result from whoever handles it."""


def duties_of(report: Any, domains: Any = None) -> list["statutes.Item"]:
    """The statutes that require this reporter to be told, as items of the rule; none where nobody can be told.

    A lead binds to nobody, and whoever reported without his name asks by his code: the statutes which bind only
    towards a reporter by name (`real_name_only`) need no question of their own. `domains` are those about to be
    entered, else the report's own.
    """
    if not reachable(report):
        return []
    version = statutes.rule(RULE).on(report.law_day())
    chosen = set(report.domains if domains is None else domains)
    return [item for item in version.items if item.code in chosen and item.source]


def duties_now(report: Any) -> list["statutes.Item"]:
    """The duties that can be met today: while the report is being verified those with a term of their own.

    Such a term runs from receipt and may end before there is a result; then it is told what was done so far (广告法
    art. 53(1): seven working days to handle and tell).
    """
    found = duties_of(report)
    if report.state in DECIDED:
        return found
    params = statutes.rule(RULE).on(report.law_day()).params
    return [duty for duty in found if duty.code in params]


def told_of(report: Any) -> set[str]:
    """The duties for which a notice of the result has been decided on; what was done so far is no result."""
    entries = report.journal.filter(verb="tell_result", after__in=DECIDED)
    return {str(entry.facts.get("duty")) for entry in entries}


@needs_facts
@says("各领域法定的告知期限，自收到举报起算")
def clocks_of_domains(report: Any, facts: Mapping[str, Any]) -> list[Opens]:
    """The terms of the statutes that name a number of days, from receipt; after the decision the target as well.

    Said again, a domain opens no second clock: neither while its term runs nor after it was answered.
    """
    there = report.clocks.exclude(outcome=Clock.VOID).values_list("rule", flat=True)
    return [opens for opens in _terms_of(report, facts.get("domains", ())) if opens.rule not in set(there)]


@needs_facts
@says("不再涉及的领域的告知期限失去意义")
def clocks_that_fell_away(report: Any, facts: Mapping[str, Any]) -> list[str]:
    """The terms to tell that no domain asks for any more: a wrong finding is corrected by another, not served out."""
    owed = {opens.rule for opens in _terms_of(report, facts.get("domains", ()))}
    return [rule for rule in TOLD_BY_OTHERS if rule not in owed]


def _terms_of(report: Any, domains: Any) -> list[Opens]:
    """The terms to tell that these domains ask for as the report now stands."""
    params = statutes.rule(RULE).on(report.law_day()).params
    own = [params[duty.code] for duty in duties_of(report, domains) if duty.code in params]
    found = [Opens(str(rule), since_receipt=True) for rule in own]
    return [*found, *(_target(report, domains) if report.state in DECIDED else ())]


@says("没有写天数的告知，自决定起算内部目标；令20施行期间的实名举报，开始“是否立案告知实名举报人”")
def terms_of_decision(report: Any, facts: Mapping[str, Any]) -> list[Opens]:
    """From the decision: our own target for the statutes that name no number, and under Order 20 the notice of filing.

    That notice was owed to a reporter by name alone (令20 art. 31(2)); under Order 121 the rule is no longer there.
    """
    told = [Opens("report.filing_notice")] if reachable(report) else []
    return [*told, *_target(report, report.domains)]


def _target(report: Any, domains: Any) -> list[Opens]:
    params = statutes.rule(RULE).on(report.law_day()).params
    unnumbered = [duty for duty in duties_of(report, domains) if duty.code not in params]
    return [Opens(TARGET)] if unnumbered else []
