"""Measures on goods, and who may sit at a hearing: registered evidence, sealing and seizure (程序规定 arts. 33 to 42).

Registered evidence on which nothing was done within seven working days is free by law, whatever anybody enters.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

import statutes
from cases.facts.fields import OfficerChoice, Paragraph, Reason
from cases.guards.both import reason_is_given
from enforcement.states import BEFORE_DECISION
from enforcement.states import CaseState as S
from offices.models import Officer
from offices.roles import Office
from procedure.clock_acts import Opens
from procedure.clock_steps import correction_of, exclusion_of, extension_of
from procedure.clocks import Clock, running_of
from procedure.facts import FactsForm
from procedure.steps import Act, needs_facts, says, step

REGISTERED = "case.registered_evidence"
SEIZURE, FOOD_SEIZURE = "case.seizure", "case.food_seizure"
HELD = [*BEFORE_DECISION, S.DECIDED]
"""The states in which goods may be held."""


class Registration(FactsForm):
    goods = Paragraph(
        label=gettext_lazy("登记保存的物品"), help_text=gettext_lazy("名称、规格、数量、保存地点")
    )
    reason = Paragraph(label=gettext_lazy("可能灭失或者以后难以取得的理由"))


class Disposal(FactsForm):
    measure = forms.ChoiceField(
        label=gettext_lazy("处理"),
        choices=[
            ("copy", gettext_lazy("复制、拍照等保全")),
            ("test", gettext_lazy("送检")),
            ("seize", gettext_lazy("依法查封、扣押")),
            ("confiscate", gettext_lazy("依法没收")),
            ("release", gettext_lazy("解除登记保存")),
        ],
        widget=forms.RadioSelect,
    )
    note = Paragraph(label=gettext_lazy("说明"), required=False)


class Seizing(FactsForm):
    power = forms.CharField(
        label=gettext_lazy("查封、扣押的法律依据"),
        max_length=120,
        help_text=gettext_lazy("哪一部法律、法规，第几条"),
    )
    food = forms.ChoiceField(
        label=gettext_lazy("是否依食品安全法查封、扣押"),
        choices=[("yes", gettext_lazy("是")), ("no", gettext_lazy("否"))],
        widget=forms.RadioSelect,
    )
    goods = Paragraph(label=gettext_lazy("查封、扣押的场所、设施或者财物"))


class Chair(FactsForm):
    chair = OfficerChoice(label=gettext_lazy("听证主持人"))

    def set_choices(self) -> None:
        self.fields["chair"].queryset = Officer.objects.filter(is_active=True).order_by("username")


def _clock(case: Any, *rules: str) -> Clock | None:
    return next((c for c in running_of(case) if c.rule in rules), None)


def nothing_is_registered(case: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return _("已有登记保存的物品，须先作处理") if _clock(case, REGISTERED) else None


def something_is_registered(case: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return None if _clock(case, REGISTERED) else _("没有登记保存的物品")


@needs_facts
def registration_still_holds(case: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """After seven working days only the release can be entered: it has happened already (程序规定 art. 35)."""
    if facts.get("measure") == "release" or case.evidence_held(localdate(act.at)):
        return None
    clock = _clock(case, REGISTERED)
    if clock is None:
        return None  # said already by `something_is_registered`
    return _("登记保存已于 %(day)s 期满自动解除，只能登记解除（%(source)s）") % {
        "day": clock.due_on,
        "source": clock.source,
    }


def nothing_is_seized(case: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return _("已有查封、扣押，须先解除") if _clock(case, SEIZURE, FOOD_SEIZURE) else None


def something_is_seized(case: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return None if _clock(case, SEIZURE, FOOD_SEIZURE) else _("没有查封、扣押")


@needs_facts
def chair_is_nobody_of_the_case(case: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Who investigated the case does not chair its hearing (听证办法 art. 11); nor, with us, who reviewed it."""
    chair = facts.get("chair")
    if chair is None or case.is_handled_by(chair):
        source = statutes.rule("hearing.chair_barred").on(case.law_day()).source
        return _("办案人员不得担任本案听证主持人（%(source)s）") % {"source": source}
    if case.journal.filter(verb__in=("review", "send_back"), by=chair).exists():
        return _("审核人员不得担任本案听证主持人（本局的做法）")
    return None


@needs_facts
@says("食品案件开始“食品案件查封、扣押期限”，其他案件开始“查封、扣押期限”")
def term_of_seizure(case: Any, facts: Mapping[str, Any]) -> tuple[Any, ...]:
    """Food is held thirty days and forty-five more at most, everything else thirty and thirty more."""
    return (Opens(FOOD_SEIZURE if facts.get("food") == "yes" else SEIZURE),)


class Measures(models.Model):
    """What a case may hold while it is investigated."""

    registered_goods = models.TextField(gettext_lazy("登记保存的物品"), blank=True)
    seized_goods = models.TextField(gettext_lazy("查封、扣押的财物"), blank=True)
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=gettext_lazy("听证主持人"),
    )

    class Meta:
        abstract = True

    def evidence_held(self, day: date) -> bool:
        """Whether goods are registered and the seven working days are not over on `day`."""
        clock = _clock(self, REGISTERED)
        return clock is not None and day <= clock.due_on

    @step(
        gettext_noop("先行登记保存证据"),
        basis=REGISTERED,
        source=S.INVESTIGATING,
        by=Office.LEADER,
        facts=Registration,
        guards=[nothing_is_registered, reason_is_given],
        opens=REGISTERED,
    )
    def register_evidence(self, *, goods: str, reason: str) -> None:
        self.registered_goods = goods

    @step(
        gettext_noop("处理登记保存的证据"),
        basis=REGISTERED,
        source=S.INVESTIGATING,
        by=Office.LEADER,
        facts=Disposal,
        guards=[something_is_registered, registration_still_holds],
        answers=REGISTERED,
    )
    def dispose_of_evidence(self, *, measure: str, note: str = "") -> None:
        if measure in {"release", "seize", "confiscate"}:
            self.registered_goods = ""

    @step(
        gettext_noop("查封、扣押"),
        basis=SEIZURE,
        source=S.INVESTIGATING,
        by=Office.LEADER,
        facts=Seizing,
        guards=[nothing_is_seized],
        opens_by=term_of_seizure,
    )
    def seize(self, *, power: str, food: str, goods: str) -> None:
        self.seized_goods = goods

    @step(
        gettext_noop("解除查封、扣押"),
        basis=SEIZURE,
        source=HELD,
        by=Office.LEADER,
        facts=Reason,
        guards=[something_is_seized, reason_is_given],
        answers=[SEIZURE, FOOD_SEIZURE],
    )
    def release_seizure(self, *, reason: str) -> None:
        self.seized_goods = ""

    # Goods may be held through review, notice and decision: their term is extended and interrupted there as well.
    # Time at a laboratory does not count once the party was told in writing: the paper is that notice (程序规定 art. 38(3)).
    ask_extension_seizure, extend_seizure, refuse_extension_seizure, withdraw_extension_seizure = (
        extension_of(
            SEIZURE,
            source=HELD,
            asked_by=[Office.HANDLER, Office.UNIT_HEAD],
            granted_by=Office.LEADER,
            suffix="_seizure",
        )
    )
    exclude_seizure, include_seizure = exclusion_of(
        SEIZURE, source=HELD, by=Office.HANDLER, suffix="_seizure"
    )
    correct_exclusion_seizure = correction_of(
        SEIZURE, source=HELD, by=[Office.UNIT_HEAD, Office.LEADER], suffix="_seizure"
    )
    ask_extension_food, extend_food, refuse_extension_food, withdraw_extension_food = extension_of(
        FOOD_SEIZURE,
        source=HELD,
        asked_by=[Office.HANDLER, Office.UNIT_HEAD],
        granted_by=Office.LEADER,
        suffix="_food",
    )
    exclude_food, include_food = exclusion_of(FOOD_SEIZURE, source=HELD, by=Office.HANDLER, suffix="_food")
    correct_exclusion_food = correction_of(
        FOOD_SEIZURE, source=HELD, by=[Office.UNIT_HEAD, Office.LEADER], suffix="_food"
    )

    @step(
        gettext_noop("指定听证主持人"),
        basis="hearing.chair",
        source=S.NOTIFIED,
        by=Office.LEADER,
        facts=Chair,
        guards=[chair_is_nobody_of_the_case],
    )
    def appoint_chair(self, *, chair: Any) -> None:
        self.chair = chair
