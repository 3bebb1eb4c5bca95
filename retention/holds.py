"""The hold (留存令): while one stands over a matter, nothing that belongs to it or its family is disposed of.

It is a matter of its own, so that placing and lifting are acts in the journal, and so that the journal of the matter
held says nothing: whoever handles that matter must not read from it that somebody needs protection.
"""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

import statutes
from cases.facts.fields import Paragraph
from cases.guards.both import reason_is_given
from offices.access import same_person
from offices.roles import Office
from procedure.corridor import Refused, begin
from procedure.facts import FactsForm
from procedure.law import law_scope
from procedure.matter import Matter
from procedure.orders import Order
from procedure.steps import Act, step
from protection.closed import of_the_bureau, open_to
from retention.states import HoldState as S

PROTECTION = "protection"


class Lifting(FactsForm):
    reason = Paragraph(label=gettext_lazy("解除理由"))


def cause_is_over(hold: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """What protects somebody is not lifted while the report that asked for it is open."""
    if hold.cause is None or hold.cause.closed_on is not None:
        return None
    return _("留存的原因尚未消除")


def lifted_by_another(hold: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return _("发出留存令的人不得自己解除") if same_person(hold.recorder, act.by) else None


class Hold(Matter):
    """One hold over one matter (`parent`); `cause` is the matter that asked for it, if one did."""

    reason = models.CharField(gettext_lazy("留存事由"), max_length=16)
    ground = models.CharField(gettext_lazy("依据"), max_length=200)
    cause = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="holds_asked")
    order = models.OneToOneField(Order, models.PROTECT, null=True, related_name="+")

    KIND = "hold"
    KIND_NAME = gettext_lazy("留存令")
    PREFIX = "LC"
    States = S
    FINAL = frozenset({S.LIFTED})
    HAS_CLOCKS = False
    readers: ClassVar[dict[str, Any]] = {
        Office.CUSTODIAN: of_the_bureau,
        Office.AUDITOR: of_the_bureau,
        Office.PRINCIPAL: of_the_bureau,
        Office.DISCIPLINE: open_to,
    }

    class Meta:
        verbose_name = gettext_lazy("留存令")
        base_manager_name = "objects"

    @step(
        gettext_noop("解除留存"),
        basis="retention.hold",
        source=S.STANDS,
        target=S.LIFTED,
        by=[Office.CUSTODIAN, Office.DISCIPLINE],
        facts=Lifting,
        guards=[reason_is_given, cause_is_over, lifted_by_another],
    )
    def lift(self, *, reason: str) -> None: ...


def place(
    act: Act,
    held: Matter,
    *,
    reason: str,
    basis: str,
    cause: Matter | None = None,
    order: Order | None = None,
) -> Hold:
    """Put a matter and its family under hold; raises `Refused` for an unlisted reason or an empty basis."""
    version = statutes.rule("retention.hold").on(localdate(act.at))
    objections = [] if version.has_item(reason) else [_("没有列明的留存事由")]
    objections += [] if basis.strip() else [_("须写明依据")]
    if objections:
        raise Refused(_("发出留存令"), objections)
    with transaction.atomic(), law_scope(act=True):
        # Disposal locks the same row before it looks for holds: one of the two is told of the other.
        Matter.objects.select_for_update().get(pk=held.pk)
        return begin(
            act,
            Hold,
            name=gettext_noop("发出留存令"),
            basis="retention.hold",
            by=(Office.CUSTODIAN, Office.DISCIPLINE, Office.AUDITOR),
            facts={"reason": reason, "basis": basis},
            state=S.STANDS,
            received_at=act.at,
            title=str(Hold.KIND_NAME),
            # What protects against the bureau's own people is read by none of them, like its cause.
            unit=cause.unit if cause is not None else "",
            parent=held,
            reason=reason,
            ground=basis,
            cause=cause,
            order=order,
        )


def family(matter: Matter) -> set[int]:
    """The matter, what it came from and what came of it, as row numbers: a hold over one is a hold over all."""
    root = matter.root()
    found, latest = {root.pk}, {root.pk}
    while latest:
        latest = set(
            Matter.objects.filter(parent_id__in=latest).exclude(kind=Hold.KIND).values_list("pk", flat=True)
        )
        found |= latest
    return found


def is_held(matter: Matter) -> bool:
    """Whether any hold stands over the matter or its family."""
    return standing(family(matter))


def standing(matters: Collection[int]) -> bool:
    return Hold.objects.filter(parent_id__in=matters, state=S.STANDS).exists()
