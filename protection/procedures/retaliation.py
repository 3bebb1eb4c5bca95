"""The report of retaliation (打击报复报告): sorted the same day, danger to the police at once, evidence locked, handed on.

Who is complained of is never told that there is a report, nor is the unit that handles the matter it follows: no
entry stands in that matter's journal, no paper goes to the other side, and no board counts it for those who may not
read it. What is about the bureau's own people is read by the discipline liaison alone.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

import statutes
from cases.guards.both import reason_is_given
from offices.roles import Office
from procedure.clock_acts import Opens
from procedure.journal import JournalEntry
from procedure.matter import Matter
from procedure.orders import Order
from procedure.steps import Act, needs_facts, says, step
from protection import facts_retaliation as f
from protection.closed import close_to, of_the_bureau, open_to, outside_the_line
from protection.states_retaliation import Channel, Ending
from protection.states_retaliation import RetaliationState as S

TRIAGE, DANGER, INFORMING = "retaliation.triage", "retaliation.danger_call", "retaliation.informing"
TITLE, TITLE_OF_DANGER = gettext_noop("打击报复报告"), gettext_noop("【人身危险】打击报复报告")
HANDS = (Office.CUSTODIAN, Office.DISCIPLINE)
PAPER = "retaliation_sheet"


# --- objections --------------------------------------------------------------------------------------------------


def _unlisted(rule: str, matter: Any, codes: Any) -> list[str]:
    version = statutes.rule(rule).on(matter.law_day())
    return [str(code) for code in codes or () if not version.has_item(str(code))]


@needs_facts
def acts_are_listed(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    acts = facts.get("acts") or []
    if not acts:
        return _now("须选择打击报复的情形")
    unlisted = _unlisted("retaliation.acts", matter, acts) + _unlisted(
        "retaliation.signs", matter, facts.get("signs")
    )
    return _now("没有列明的情形：%(codes)s") % {"codes": "、".join(unlisted)} if unlisted else None


def danger_is_stated(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    if not matter.danger:
        return _now("没有记录人身危险")
    return _now("已报公安机关") if matter.police_called_at is not None else None


def no_danger_yet(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return _now("人身危险已在办理") if matter.danger and matter.police_called_at is None else None


@needs_facts
def call_is_not_ahead(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    called = facts.get("called_at")
    return _now("时间不能在将来") if isinstance(called, datetime) and called > act.at else None


def police_were_called(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Nothing else goes on to an end while somebody is in danger and the police do not know."""
    if matter.danger and matter.police_called_at is None:
        return _now("有人身危险，须先报公安机关（110）")
    return None


def hold_stands(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """What the report follows is under hold: the order placed with the receipt has been fulfilled."""
    if matter.parent_id is None:
        return None
    held = Order.objects.filter(matter_id=matter.pk, room="retention", form="hold", state=Order.FULFILLED)
    return None if held.exists() else _now("所跟随事项的留存令尚未生效，请稍候")


@needs_facts
def roads_fit(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    roads = set(facts.get("roads") or ())
    if not roads:
        return _now("须选择转哪些机关")
    if unlisted := _unlisted("retaliation.routes", matter, roads):
        return _now("没有列明的去向：%(codes)s") % {"codes": "、".join(unlisted)}
    if matter.official and not roads & {"discipline", "crime_official"}:
        source = statutes.rule("retaliation.routes").on(matter.law_day()).item("discipline").source
        return _now("对方是公职人员，须转纪检监察机关（%(source)s）") % {"source": source}
    return None


@needs_facts
def ending_is_known(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return None if facts.get("ending") in Ending.values else _now("没有这一结果")


# --- consequences ------------------------------------------------------------------------------------------------


@says("retaliation.danger_call（有人身危险且尚未计时的）")
def call_at_once(matter: Any, facts: Mapping[str, Any]) -> tuple[Opens, ...]:
    """The hour begins when danger becomes known, once; what became known at receipt runs from there already."""
    runs = matter.danger and matter.police_called_at is None
    return (Opens(DANGER),) if runs and not matter.clocks.running().filter(rule=DANGER).exists() else ()


def _close_to_the_named(act: Act, matter: "RetaliationReport", entry: JournalEntry) -> None:
    # The journal keeps their names; the rows, of whom two may share a name, are known in this act alone.
    close_to(matter, matter.named_now, by=act.by, at=act.at)


class RetaliationReport(Matter):
    """One report that somebody is made to pay for having reported; `parent` is the matter it follows, if known."""

    person_ref = models.CharField(_("身份封存号"), max_length=40)
    pseudonym = models.CharField(_("代称"), max_length=40)
    channel = models.CharField(_("来源渠道"), max_length=12, choices=Channel.choices)
    text = models.TextField(_("报告内容"))
    words_sealed = models.BooleanField(_("原文已封存"), default=False)
    by_whom = models.CharField(_("实施打击报复的单位或者个人"), max_length=120, blank=True)
    danger = models.BooleanField(_("人身危险"), default=False)
    police_called_at = models.DateTimeField(_("报公安机关时间"), null=True)
    acts = models.JSONField(_("打击报复的情形"), default=list)
    signs = models.JSONField(_("迹象"), default=list)
    official = models.BooleanField(_("对方是公职人员"), default=False)
    roads = models.JSONField(_("转办去向"), default=list)
    measures = models.JSONField(_("提请的保护措施"), default=list)
    organs = models.CharField(_("接收单位"), max_length=120, blank=True)
    ending = models.CharField(_("结果"), max_length=16, blank=True, choices=Ending.choices)

    named_now: tuple[Any, ...] = ()

    KIND = "retaliation"
    KIND_NAME = _("打击报复报告")
    PREFIX = "BF"
    States = S
    FINAL = frozenset({S.CLOSED})
    readers: ClassVar[dict[str, Any]] = {
        Office.CUSTODIAN: of_the_bureau,
        Office.PRINCIPAL: of_the_bureau,
        Office.DISCIPLINE: open_to,
    }

    class Meta:
        verbose_name = _("打击报复报告")
        base_manager_name = "objects"

    def is_filed_by(self, ref: str) -> bool:
        """Whether whoever is sealed under this reference reported it."""
        return bool(ref) and ref == self.person_ref

    def link_barred(self, other: Matter) -> str | None:
        return _now("打击报复报告不与其他事项关联，以免牵出举报人")

    def roads_proposed(self) -> list[str]:
        """Which organs the kinds of act point to, as codes; the officer decides."""
        version = statutes.rule("retaliation.routes").on(self.law_day())
        codes = [c for c, acts in version.params.items() if set(acts) & set(self.acts)]
        return sorted({*codes, *(["discipline"] if self.official else [])})

    @step(
        gettext_noop("报公安机关处置"),
        basis=DANGER,
        source=[S.RECEIVED, S.TRIAGED, S.SECURED, S.ROUTED, S.INFORMED],
        by=HANDS,
        facts=f.Called,
        guards=[danger_is_stated, call_is_not_ahead],
        answers=DANGER,
        by_notice=True,
    )
    def call_police(self, *, called_at: datetime, police: str, said: str) -> None:
        self.police_called_at = called_at

    @step(
        gettext_noop("分诊"),
        basis=TRIAGE,
        source=S.RECEIVED,
        target=S.TRIAGED,
        by=HANDS,
        facts=f.Triage,
        guards=[acts_are_listed],
        answers=TRIAGE,
        opens_by=call_at_once,
        then=_close_to_the_named,
    )
    def triage(
        self,
        *,
        danger: str,
        acts: list[str],
        official: str,
        about_bureau: str,
        note: str,
        signs: list[str] | None = None,
        named: Any = (),
    ) -> None:
        # Danger once reported is not talked away at a desk: only the call to the police answers it.
        self.danger = self.danger or danger == "yes"
        self.acts, self.signs, self.official = list(acts), list(signs or ()), official == "yes"
        self.unit = outside_the_line(localdate()) if about_bureau == "yes" or named else ""
        self.title, self.named_now = TITLE_OF_DANGER if self.danger else TITLE, tuple(named)

    @step(
        gettext_noop("出现人身危险"),
        basis=DANGER,
        source=[S.TRIAGED, S.SECURED, S.ROUTED, S.INFORMED],
        by=HANDS,
        facts=f.Emerging,
        guards=[no_danger_yet],
        opens_by=call_at_once,
    )
    def danger_emerges(self, *, what: str) -> None:
        self.danger, self.police_called_at, self.title = True, None, TITLE_OF_DANGER

    @step(
        gettext_noop("固定证据"),
        basis="retaliation.ban",
        source=S.TRIAGED,
        target=S.SECURED,
        by=HANDS,
        facts=f.Secured,
        guards=[hold_stands],
    )
    def secure(self, *, evidence: str) -> None: ...

    @step(
        gettext_noop("转有权机关"),
        basis="retaliation.routes",
        source=S.SECURED,
        target=S.ROUTED,
        by=HANDS,
        facts=f.Roads,
        guards=[police_were_called, roads_fit],
        opens=INFORMING,
        serves=PAPER,
    )
    def route(
        self,
        *,
        roads: list[str],
        organs: str,
        note: str,
        measures: list[str] | None = None,
        paper: str = "",
    ) -> None:
        self.roads, self.measures, self.organs = list(roads), list(measures or ()), organs

    @step(
        gettext_noop("告知报告人"),
        basis=INFORMING,
        source=S.ROUTED,
        target=S.INFORMED,
        by=HANDS,
        facts=f.Informed,
        answers=INFORMING,
        by_notice=True,
    )
    def inform(self, *, how: str) -> None: ...

    @step(
        gettext_noop("办结"),
        basis="retaliation.mistaken",
        source=S.INFORMED,
        target=S.CLOSED,
        by=HANDS,
        facts=f.Ended,
        guards=[police_were_called, ending_is_known],
    )
    def close(self, *, ending: str, note: str) -> None:
        self.ending = ending

    @step(
        gettext_noop("不属于打击报复"),
        basis="retaliation.acts",
        source=S.TRIAGED,
        target=S.CLOSED,
        by=HANDS,
        facts=f.NoRetaliation,
        guards=[police_were_called, reason_is_given],
    )
    def end_otherwise(self, *, reason: str) -> None:
        self.ending = Ending.NO_RETALIATION
