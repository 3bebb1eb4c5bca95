"""What is known to weigh whether a complaint is for daily life (令121 art. 17): figures beside the factors, never a verdict.

Only complaints are counted: that somebody also reported is nobody's business here. Names stay sealed; persons are found
again by the blind index alone.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import statutes
from cases.models import Complaint
from identity.blind import shared_with

RULE = "complaint.consumption_factors"
MONTH, YEAR = timedelta(days=30), timedelta(days=365)


@dataclass(frozen=True)
class Factor:
    """One factor of the article and what the records say to it, in words."""

    text: str
    known: tuple[str, ...]


def panel(complaint: Any) -> list[Factor]:
    """The factors of art. 17 with the figures on record, in the article's order; empty where the article is not law."""
    rule = statutes.rule(RULE)
    if not rule.in_force_on(complaint.law_day()):
        return []
    told = complaint.submission
    shared = shared_with(complaint.person_ref)
    same = _complaints(complaint, set().union(*shared.values()))
    known = {
        "1": _bought(told),
        "2": _how_often(complaint, same),
        "3": (_("现有证据：%(proof)s") % {"proof": told.proof},)
        if told.proof
        else (_("登记时没有说明证据"),),
        "4": _shared_numbers(complaint, shared),
    }
    return [Factor(item.text, known.get(item.code, ())) for item in rule.on(complaint.law_day()).items]


def _complaints(complaint: Any, refs: set[str]) -> list[Any]:
    since = complaint.received_at - YEAR
    found = Complaint.objects.filter(
        person_ref__in=refs, received_at__gt=since, received_at__lte=complaint.received_at
    )
    return list(found.exclude(pk=complaint.pk).select_related("submission"))


def _bought(told: Any) -> tuple[str, ...]:
    parts = [told.product, _("%(sum)s 元") % {"sum": told.amount} if told.amount is not None else ""]
    said = "，".join(part for part in parts if part)
    return (_("本次：%(said)s") % {"said": said},) if said else ()


def _how_often(complaint: Any, same: list[Any]) -> tuple[str, ...]:
    lately = [each for each in same if each.received_at > complaint.received_at - MONTH]
    trader = [each for each in same if each.respondent == complaint.respondent]
    product = complaint.submission.product
    alike = [each for each in same if product and each.submission.product == product]
    return (
        ngettext("同一人一年内另有投诉 %(n)d 件", "同一人一年内另有投诉 %(n)d 件", len(same))
        % {"n": len(same)},
        _("其中三十日内 %(lately)d 件，同一商家 %(trader)d 件，同一商品 %(alike)d 件")
        % {"lately": len(lately), "trader": len(trader), "alike": len(alike)},
    )


def _shared_numbers(complaint: Any, shared: dict[str, set[str]]) -> tuple[str, ...]:
    """Complaints under the same telephone number by whoever gave another identity number, or none."""
    others = shared.get("phone", set()) - shared.get("id_number", set())
    n = len(_complaints(complaint, others))
    return (
        ngettext(
            "同一电话、不能确认为同一证件号的投诉 %(n)d 件",
            "同一电话、不能确认为同一证件号的投诉 %(n)d 件",
            n,
        )
        % {"n": n},
    )
