"""Who must be told of a report's result: only whom a statute names, each by its own term (令121 art. 36).

The table of statutes is the rule `report.duty_to_tell`; which of them touch a report its handler says (`domains`).
"""

from collections.abc import Mapping
from typing import Any

import statutes
from cases.exits import reachable
from procedure.clock_acts import Opens
from procedure.clocks import running_of
from procedure.steps import needs_facts, says

RULE, TARGET = "report.duty_to_tell", "report.result_target"
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


def told_of(report: Any) -> set[str]:
    """The duties for which a notice has been decided on."""
    entries = report.journal.filter(verb="tell_result")
    return {str(entry.facts.get("duty")) for entry in entries}


@needs_facts
@says("各领域法定的告知期限，自收到举报起算")
def clocks_of_domains(report: Any, facts: Mapping[str, Any]) -> list[Opens]:
    """The terms of the statutes that name a number of days, from receipt; after the decision the target as well."""
    version = statutes.rule(RULE).on(report.law_day())
    running = {clock.rule for clock in running_of(report)}
    found = []
    for duty in duties_of(report, facts.get("domains", ())):
        rule = version.params.get(duty.code)
        if rule and rule not in running:
            found.append(Opens(str(rule), since_receipt=True))
    if report.state in {"filed", "not_filed"}:
        found += [opens for opens in _target(report, facts.get("domains", ())) if opens.rule not in running]
    return found


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
