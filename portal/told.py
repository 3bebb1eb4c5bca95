"""What the public pages say of the law: every article from the shelf, for the day it is asked on."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

import statutes
from cases.elsewhere import DISCIPLINE, SUGGESTED
from portal.paths import CHECK
from portal.words import period

TOLD = {
    DISCIPLINE: gettext_lazy(
        "请拨打 12388，或者向县纪检监察机关提出；反映本局工作人员的，也可以向派驻纪检监察组提出"
    ),
}
DUTY = "report.duty_to_tell"


def _version(rule: str, day: date) -> statutes.Version:
    return statutes.rule(rule).on(day)


def home_law(day: date) -> dict[str, Any]:
    """For the first page: the two kinds, what each needs, how long each takes, who is told, what goes elsewhere."""
    acceptance, verification = _version("complaint.acceptance", day), _version("report.verification", day)
    return {
        "kinds": _version("intake.kinds", day),
        "split": _version("intake.split", day),
        "materials": _version("complaint.materials", day),
        "lead": _version("report.intake", day),
        "acceptance": acceptance,
        "acceptance_period": period(acceptance),
        "verification": verification,
        "verification_period": period(verification),
        "secrecy": _version("intake.confidentiality", day),
        "elsewhere": _version("intake.not_applicable", day),
        "elsewhere_told": _elsewhere(day),
        "routes": _version("complaint.acceptance_routes", day),
        **_protection(day),
    }


def _elsewhere(day: date) -> list[tuple[str, str, str]]:
    """What is neither, where to go with it: code, words of the law, and what is told."""
    items = _version("intake.not_applicable", day).items
    return [(item.code, item.text, str(TOLD.get(item.code, SUGGESTED.get(item.code, "")))) for item in items]


def _choice(day: date) -> dict[str, Any]:
    """For the choice of a name: secrecy, who must be told of the result, and a reward without a name."""
    reward = _version("reward.eligibility", day)
    coded = next((item for item in reward.items if item.code == "JL-5-2"), None)
    told = [item for item in _version(DUTY, day).items if item.source]
    return {
        "secrecy": _version("intake.confidentiality", day),
        "result": _version("report.result_notice", day),
        "told_by": told,
        "coded": coded,
    }


def _protection(day: date) -> dict[str, Any]:
    """For those inside a business: what the employer must not do."""
    return {
        "protection": _version("report.insider_protection", day),
        "secrecy": _version("intake.confidentiality", day),
    }


def _materials(day: date) -> dict[str, Any]:
    return {"materials": _version("complaint.materials", day), "agent": _version("complaint.agent", day)}


def _lead(day: date) -> dict[str, Any]:
    return {"lead": _version("report.intake", day), "materials": _version("complaint.materials", day)}


LAW: dict[str, Callable[[date], dict[str, Any]]] = {
    "by_name": _choice,
    "shield": _protection,
    "whose": _materials,
    "person": _materials,
    "what": _lead,
    CHECK: _lead,
}


def law_of(step: str, day: date) -> dict[str, Any]:
    """What one page cites; nothing for most."""
    return LAW[step](day) if step in LAW else {}
