"""The supervision order (督办单): a supervisor asks a unit to answer for a term, with a term of its own for the answer."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

import statutes
from cases.facts.fields import Paragraph
from offices.roles import Office
from procedure.access import assigned, everything, matters_for, of_own_unit
from procedure.clock_acts import days_late
from procedure.clock_facts import Reason
from procedure.clocks import Clock
from procedure.corridor import Refused, begin
from procedure.facts import FactsForm
from procedure.law import law
from procedure.matter import Matter
from procedure.steps import Act, needs_facts, step


class OrderState(models.TextChoices):
    ISSUED = "issued", gettext_lazy("待答复")
    ANSWERED = "answered", gettext_lazy("已答复")
    CLOSED = "closed", gettext_lazy("办结")


S = OrderState


class Demand(FactsForm):
    demand = Paragraph(label=gettext_lazy("督办要求"))


class Answer(FactsForm):
    answer = Paragraph(label=gettext_lazy("答复：原因、措施和完成时间"))


@needs_facts
def words_are_given(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    said = facts.get("answer", facts.get("reason", ""))
    return None if str(said).strip() else _("须写明内容")


class SupervisionOrder(Matter):
    """One order about one clock of one matter (`parent`); its own clock runs until the unit answers."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="supervision_orders")
    demand = models.TextField(gettext_lazy("督办要求"))
    answer_text = models.TextField(gettext_lazy("答复"), blank=True)

    KIND = "supervision"
    KIND_NAME = gettext_lazy("督办")
    PREFIX = "DB"
    States = OrderState
    FINAL = frozenset({S.CLOSED})
    readers: ClassVar[dict[str, Any]] = {
        Office.HANDLER: assigned,
        Office.UNIT_HEAD: of_own_unit,
        Office.LEADER: everything,
        Office.PRINCIPAL: everything,
        Office.SUPERVISOR: everything,
        Office.AUDITOR: everything,
    }

    class Meta:
        verbose_name = gettext_lazy("督办")
        base_manager_name = "objects"

    @step(
        gettext_noop("答复督办"),
        basis="oversight.answer",
        source=S.ISSUED,
        target=S.ANSWERED,
        by=Office.UNIT_HEAD,
        facts=Answer,
        guards=[words_are_given],
        answers="oversight.answer",
    )
    def answer(self, *, answer: str) -> None:
        self.answer_text = answer

    @step(
        gettext_noop("退回重新答复"),
        basis="oversight.order",
        source=S.ANSWERED,
        target=S.ISSUED,
        by=Office.SUPERVISOR,
        facts=Reason,
        guards=[words_are_given],
        opens="oversight.answer",
    )
    def send_back(self, *, reason: str) -> None: ...

    @step(
        gettext_noop("督办办结"),
        basis="oversight.order",
        source=S.ANSWERED,
        target=S.CLOSED,
        by=Office.SUPERVISOR,
    )
    def accept_answer(self) -> None: ...


def barred(act: Act, clock: Clock) -> list[str]:
    """Why this officer may not issue an order about this clock, in words; empty when they may."""
    objections = []
    if not act.by.holds(Office.SUPERVISOR, unit=None, day=localdate(act.at)):
        objections.append(_("由督办人员发出督办单"))
    if clock.ended_id is not None or not matters_for(act.by).filter(pk=clock.matter_id).exists():
        objections.append(_("没有正在计算的期限可督办"))
    if not clock.matter.unit:
        objections.append(_("尚未分到承办机构，请先分送"))
    if SupervisionOrder.objects.filter(clock=clock, closed_on__isnull=True).exists():
        objections.append(_("此期限已有未办结的督办单"))
    return objections


def issue(act: Act, clock: Clock, demand: str) -> SupervisionOrder:
    """Issue an order about a running clock to the unit that handles its matter; raises `Refused` in words.

    The paper is owed at once and the unit's answer is due by `oversight.answer` (working days).
    """
    today = localdate(act.at)
    about = clock.matter
    with transaction.atomic():
        # Locked first, so that of two supervisors at the same moment the second is told of the first's order.
        Matter.objects.select_for_update().get(pk=about.pk)
        clock = Clock.objects.select_related("matter").get(pk=clock.pk)
        about = clock.matter
        objections = barred(act, clock)
        if not demand.strip():
            objections.append(_("须写明督办要求"))
        if objections:
            raise Refused(_("发出督办单"), objections)
        due = law().reckon(statutes.rule("oversight.answer").on(today), today)
        return begin(
            act,
            SupervisionOrder,
            name=gettext_noop("发出督办单"),
            basis="oversight.order",
            opens=("oversight.answer",),
            serves=("supervision_order",),
            by=(Office.SUPERVISOR,),
            facts={
                "about": about.number,
                "rule": clock.rule,
                "title": clock.title,
                "source": clock.source,
                "due_on": clock.due_on,
                "missed_by": days_late(clock, act.at),
                "demand": demand,
                "answer_due_on": due.due_on,
            },
            title=f"{clock.title}（{about.number}）"[:200],
            received_at=act.at,
            state=S.ISSUED,
            unit=about.unit,
            handler_id=about.handler_id,
            co_handler_id=about.co_handler_id,
            parent=about,
            clock=clock,
            demand=demand,
        )
