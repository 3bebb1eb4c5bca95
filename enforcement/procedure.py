"""The penalty case, in the order of 《市场监督管理行政处罚程序规定》."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from cases.facts.fields import Reason
from cases.guards.both import reason_is_given
from cases.searched import by_business
from enforcement import facts as f
from enforcement import guards as g
from enforcement.measures import Measures
from enforcement.states import BEFORE_DECISION
from enforcement.states import CaseState as S
from enterprises.names import initials
from offices.roles import Office
from procedure.access import assigned, everything, in_states, of_own_unit
from procedure.clock_acts import Opens
from procedure.clock_steps import correction_of, exclusion_of, extension_of
from procedure.cutting import Searched
from procedure.matter import Matter
from procedure.steps import IN_CONSEQUENCE, needs_facts, says, step
from statutes import crimes


@needs_facts
@says("开始“处罚信息公示”（仅警告的除外）")
def publicity_unless_warned(case: Any, facts: Any) -> tuple[Opens, ...]:
    """A decision that only warns is not published (公示规定 art. 2), and so owes no publication."""
    return () if g.only_warns(facts) else (Opens("case.publicity"),)


class PenaltyCase(Measures, Matter):
    """One filed case of suspected violation, investigated by two certified officers (程序规定 art. 19)."""

    conduct = models.JSONField(default=list)
    sales_amount = models.DecimalField(_("销售金额"), max_digits=14, decimal_places=2, null=True)
    unsold_value = models.DecimalField(_("未销售货值"), max_digits=14, decimal_places=2, null=True)
    food_poisoning_cases = models.PositiveIntegerField(_("发病人数"), default=0)
    goods = models.TextField(_("涉案物品"), blank=True)
    persons = models.TextField(_("责任人员"), blank=True)
    evidence = models.TextField(_("证据"), blank=True)
    police_declined = models.BooleanField(default=False)
    outcome = models.CharField(max_length=20, blank=True)
    fine = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    confiscated_gain = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    confiscated_goods_value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    warned = models.BooleanField(_("警告"), default=False)
    stop_production = models.BooleanField(default=False)
    licence_revoked = models.BooleanField(default=False)
    ordered_closed = models.BooleanField(default=False)
    decision_reasons = models.TextField(blank=True)

    KIND = "case"
    KIND_NAME = _("案件")
    PREFIX = "AJ"
    States = S
    FINAL = frozenset({S.CLOSED, S.CLOSED_BY_TRANSFER})
    # A case closed by transfer may come back from the police: its paused term waits for that.
    OUTLASTS: ClassVar[dict[str, tuple[str, ...]]] = {S.CLOSED_BY_TRANSFER: ("case.decision",)}
    readers: ClassVar[dict[str, Any]] = {
        Office.HANDLER: assigned,
        Office.UNIT_HEAD: of_own_unit,
        Office.LEGAL: in_states(S.UNDER_REVIEW, S.REVIEWED, S.NOTIFIED, S.DECIDED, S.CLOSED),
        Office.LEADER: everything,
        Office.PRINCIPAL: everything,
        Office.SUPERVISOR: everything,
        Office.AUDITOR: everything,
    }

    SEARCHED_ALONG = ("parent__report__submission__enterprise",)

    class Meta:
        verbose_name = _("案件")
        base_manager_name = "objects"

    def search_text(self) -> Searched:
        """The business only: what the reporter said is source-of-case material, which a reader of the case may not read."""
        report = getattr(self.parent, "report", None)
        known = by_business(report.submission) if report is not None else Searched()
        return Searched(
            numbers=(self.number, *known.numbers),
            business=(self.respondent,),
            initials=(initials(self.respondent),),
            words=(self.title, *known.words),
        )

    def screenings(self, day: date) -> list[crimes.Screening]:
        """The criminal thresholds held against the recorded facts on `day`; empty until facts are recorded."""
        if self.sales_amount is None:
            return []
        return crimes.screen(
            {
                "conduct": set(self.conduct),
                "sales_amount": self.sales_amount,
                "unsold_value": self.unsold_value,
                "food_poisoning_cases": self.food_poisoning_cases,
            },
            day,
        )

    @step(
        gettext_noop("登记案件事实"),
        basis="case.facts",
        source=S.INVESTIGATING,
        by=Office.HANDLER,
        facts=f.CaseFacts,
    )
    def record_facts(
        self,
        *,
        conduct: list[str],
        sales_amount: Decimal,
        unsold_value: Decimal,
        food_poisoning_cases: int,
        goods: str,
        evidence: str,
        persons: str = "",
    ) -> None:
        self.conduct, self.sales_amount, self.unsold_value = conduct, sales_amount, unsold_value
        self.food_poisoning_cases = food_poisoning_cases
        self.goods, self.persons, self.evidence = goods, persons, evidence

    ask_extension, extend, refuse_extension, withdraw_extension = extension_of(
        "case.decision",
        source=BEFORE_DECISION,
        asked_by=[Office.HANDLER, Office.UNIT_HEAD],
        granted_by=Office.LEADER,
    )
    # 中止 is the leader's to grant (程序规定 art. 46), the way to the police has steps of its own.
    exclude, include = exclusion_of(
        "case.decision", source=BEFORE_DECISION, by=Office.HANDLER, without=("中止", "移送公安机关")
    )

    @step(
        gettext_noop("中止案件调查"),
        basis="case.suspension",
        source=BEFORE_DECISION,
        by=Office.LEADER,
        facts=f.Suspension,
        guards=[g.not_suspended, reason_is_given],
        pauses=("case.decision", "中止"),
    )
    def suspend(self, *, cause: str, reason: str, paper: str) -> None: ...

    @step(
        gettext_noop("恢复案件调查"),
        basis="case.suspension",
        source=BEFORE_DECISION,
        by=Office.LEADER,
        facts=f.Resumption,
        guards=[g.is_suspended, reason_is_given],
        resumes=("case.decision", "中止"),
    )
    def lift_suspension(self, *, reason: str, paper: str) -> None: ...

    correct_exclusion = correction_of(
        "case.decision", source=BEFORE_DECISION, by=[Office.UNIT_HEAD, Office.LEADER]
    )
    ask_extension_review, extend_review, refuse_extension_review, withdraw_extension_review = extension_of(
        "case.review",
        source=S.UNDER_REVIEW,
        asked_by=Office.LEGAL,
        granted_by=Office.LEADER,
        suffix="_review",
    )

    @step(
        gettext_noop("认定涉嫌犯罪"),
        basis="referral.duty",
        source=BEFORE_DECISION,
        target=S.SUSPECTED,
        by=[Office.HANDLER, Office.UNIT_HEAD],
        facts=Reason,
        guards=[g.facts_are_recorded, g.crime_is_suspected],
        voids=["case.review", "case.defence"],
        pauses=("case.decision", "移送公安机关"),
        hands_to=[("referrals", "open_referral")],
    )
    def suspect(self, *, reason: str) -> None: ...

    @step(
        gettext_noop("随案移送"),
        basis="referral.transfer",
        source=S.SUSPECTED,
        target=S.TRANSFERRED,
        by=IN_CONSEQUENCE,
        opens="case.closing",
    )
    def go_with_referral(self) -> None: ...

    @step(
        gettext_noop("移送结案"),
        basis="case.closing",
        source=S.TRANSFERRED,
        target=S.CLOSED_BY_TRANSFER,
        by=Office.LEADER,
        answers="case.closing",
    )
    def close_by_transfer(self) -> None: ...

    @step(
        gettext_noop("恢复行政办理"),
        basis="referral.resume",
        source=[S.SUSPECTED, S.TRANSFERRED, S.CLOSED_BY_TRANSFER],
        target=S.INVESTIGATING,
        by=IN_CONSEQUENCE,
        voids=["case.closing"],
        resumes=("case.decision", "移送公安机关"),
    )
    def resume(self, *, reason: str) -> None:
        self.police_declined = True

    @step(
        gettext_noop("调查终结报审"),
        basis="case.review",
        source=S.INVESTIGATING,
        target=S.UNDER_REVIEW,
        by=Office.UNIT_HEAD,
        guards=[g.facts_are_recorded, g.no_crime_unreferred],
        opens="case.review",
    )
    def submit_for_review(self) -> None: ...

    @step(
        gettext_noop("审核同意"),
        basis="case.reviewer",
        source=S.UNDER_REVIEW,
        target=S.REVIEWED,
        by=Office.LEGAL,
        facts=f.ReviewOpinion,
        guards=[g.reviewer_did_not_handle],
        answers="case.review",
    )
    def review(self, *, opinion: str) -> None: ...

    @step(
        gettext_noop("退回补充调查"),
        basis="case.reviewer",
        source=S.UNDER_REVIEW,
        target=S.INVESTIGATING,
        by=Office.LEGAL,
        facts=f.ReviewOpinion,
        guards=[g.reviewer_did_not_handle],
        answers="case.review",
    )
    def send_back(self, *, opinion: str) -> None: ...

    @step(
        gettext_noop("行政处罚告知"),
        basis="case.notice",
        source=S.REVIEWED,
        target=S.NOTIFIED,
        by=Office.LEADER,
        facts=f.PenaltyNotice,
        guards=[g.no_crime_unreferred],
        opens="case.defence",
    )
    def give_notice(self, *, proposed: str, served_how: str) -> None: ...

    @step(
        gettext_noop("登记陈述申辩"),
        basis="case.defence",
        source=S.NOTIFIED,
        by=Office.HANDLER,
        facts=f.Defence,
        answers="case.defence",
    )
    def record_defence(self, *, statement: str, answer: str) -> None: ...

    @step(
        gettext_noop("作出决定"),
        basis="case.decision_kinds",
        source=S.NOTIFIED,
        target=S.DECIDED,
        by=Office.LEADER,
        facts=f.Decision,
        guards=[g.no_crime_unreferred, g.defence_is_over, g.penalty_has_content, g.fine_within_county_power],
        answers="case.decision",
        voids="case.defence",
        opens="case.service",
        opens_by=publicity_unless_warned,
    )
    def decide(
        self,
        *,
        outcome: str,
        reasons: str,
        warned: bool = False,
        fine: Decimal | None = None,
        confiscated_gain: Decimal | None = None,
        confiscated_goods_value: Decimal | None = None,
        stop_production: bool = False,
        licence_revoked: bool = False,
        ordered_closed: bool = False,
    ) -> None:
        self.outcome, self.decision_reasons, self.warned = outcome, reasons, warned
        self.fine, self.confiscated_gain = fine, confiscated_gain
        self.confiscated_goods_value = confiscated_goods_value
        self.stop_production, self.licence_revoked, self.ordered_closed = (
            stop_production,
            licence_revoked,
            ordered_closed,
        )

    @step(
        gettext_noop("送达决定书"),
        basis="case.service",
        source=S.DECIDED,
        by=Office.HANDLER,
        facts=f.Proof,
        answers="case.service",
        opens="case.payment",
        by_notice=True,
    )
    def serve_decision(self, *, proof: str) -> None: ...

    @step(
        gettext_noop("公示处罚信息"),
        basis="case.publicity",
        source=S.DECIDED,
        by=Office.HANDLER,
        facts=f.Proof,
        guards=[g.more_than_a_warning],
        answers="case.publicity",
    )
    def publish(self, *, proof: str) -> None: ...

    @step(
        gettext_noop("登记缴款"),
        basis="case.payment",
        source=S.DECIDED,
        by=Office.HANDLER,
        facts=f.Proof,
        answers="case.payment",
    )
    def record_payment(self, *, proof: str) -> None: ...

    @step(
        gettext_noop("制作正卷摘录"),
        basis="case.volumes",
        source=list(S),
        by=(Office.LEGAL, Office.HANDLER),
        facts=f.HandingOut,
        serves="main_volume",
    )
    def hand_out(self, *, purpose: str, recipient: str) -> None: ...

    @step(
        gettext_noop("结案"),
        basis="case.closing",
        source=S.DECIDED,
        target=S.CLOSED,
        by=Office.LEADER,
        facts=Reason,
        guards=[g.no_crime_unreferred, g.paper_is_served, reason_is_given],
        hands_to=[("rewards", "open_claim")],
    )
    def close(self, *, reason: str) -> None: ...
