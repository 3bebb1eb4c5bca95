"""The objections to handing a matter on: to whom it is owed, what must be handed over rather than pointed at, what first."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

import statutes
from cases.guards.complaint import lead_check_answered, lead_is_opened
from procedure.steps import Act, needs_facts

# The fields of law in which pointing elsewhere is not enough, by the rule that says so (SP-115-2, TB-19-1).
HANDED_OVER = ("food", "product_safety")


def lead_of_complaint(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """A complaint that is handed on is asked about a lead like any other, and the lead found in it stays with us.

    Whatever becomes of the dispute, the suspected violation is verified (程序规定 art. 18, 令121 art. 27(2)).
    """
    if matter.KIND != "complaint":
        return None
    return lead_check_answered(matter, facts, act) or lead_is_opened(matter, facts, act)


def not_owed_elsewhere(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """What the settlement of a dispute gave to the other bureau is not dispatched here (art. 33)."""
    if not matter.owed_to:
        return None
    return _("协商结果为由%(bureau)s处理，须移交该局") % {"bureau": matter.owed_to}


@needs_facts
def goes_where_it_is_owed(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    if not matter.owed_to or facts.get("department") == matter.owed_to:
        return None
    return not_owed_elsewhere(matter, facts, act)


def may_be_pointed_elsewhere(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Telling the reporter where to go suffices (art. 34) except where a statute wants the matter itself handed over.

    Which laws it touches is said first: of a report nobody has looked at, nobody knows whether it is about food.
    """
    if not matter.domains:
        return _("须先认定涉及的法律领域：食品和其他产品安全的举报不得只告知去向")
    touched = [code for code in HANDED_OVER if code in matter.domains]
    if not touched:
        return None
    version = statutes.rule("report.duty_to_tell").on(matter.law_day())
    item = version.item(touched[0])
    return _("%(domain)s的举报须移交有权处理的部门并书面通知（%(source)s），请退回分送，由分流岗移交") % {
        "domain": item.text,
        "source": item.source,
    }
