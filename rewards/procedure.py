"""The reward claim, in the order of 《市场监管领域重大违法行为举报奖励暂行办法》.

The claim carries no case content and no name: who works here sees a number, a grade and a sum.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from cases.models import Report
from enforcement.models import PenaltyCase
from offices.roles import Office
from procedure.access import everything, in_states
from procedure.clock_steps import extension_of
from procedure.journal import JournalEntry
from procedure.matter import Matter
from procedure.steps import FILER, Act, step
from rewards import facts as f
from rewards import guards as g
from rewards import ledger
from rewards.states import RewardState as S
from statutes import rewards as schedule


def _reserve(act: Act, claim: "RewardClaim", entry: JournalEntry) -> None:
    ledger.enter("reserve", claim, claim.owed, entry, year=localdate(act.at).year)


def _pay(act: Act, claim: "RewardClaim", entry: JournalEntry) -> None:
    year = claim.reserved_year or localdate(act.at).year
    ledger.enter("pay", claim, claim.owed, entry, year=year, voucher=claim.voucher)


def _release(act: Act, claim: "RewardClaim", entry: JournalEntry) -> None:
    ledger.enter("release", claim, claim.owed, entry, year=claim.reserved_year or localdate(act.at).year)


class RewardClaim(Matter):
    """One informant's claim on the reward for one case; `parent` is the penalty case, `reported` what was reported."""

    reported = models.ForeignKey(Report, models.PROTECT, related_name="claims")
    pseudonym = models.CharField(_("代称"), max_length=40)
    criminal = models.BooleanField(default=False)
    screening = models.JSONField(default=dict)
    grade = models.PositiveSmallIntegerField(null=True)
    amount = models.DecimalField(_("奖励金额"), max_digits=12, decimal_places=2, null=True)
    arithmetic = models.JSONField(default=list)
    finance_paper = models.CharField(max_length=60, blank=True)
    voucher = models.CharField(max_length=60, blank=True)

    KIND = "reward"
    KIND_NAME = _("奖励")
    PREFIX = "JL"
    States = S
    FINAL = frozenset({S.REJECTED, S.PAID, S.LAPSED})
    readers: ClassVar[dict[str, Any]] = {
        Office.REWARD: everything,
        Office.CUSTODIAN: everything,
        Office.FINANCE: in_states(S.APPROVED, S.TOLD, S.COLLECTED, S.PAID, S.LAPSED),
        Office.PRINCIPAL: everything,
        Office.SUPERVISOR: everything,
        Office.AUDITOR: everything,
    }

    class Meta:
        verbose_name = _("奖励")
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["reported"], name="one_claim_per_report")]

    @cached_property
    def case(self) -> PenaltyCase:
        """The penalty case whose fine and confiscation are the base of the sum."""
        return PenaltyCase.objects.get(matter_ptr=self.parent)

    @property
    def base(self) -> Decimal:
        """Fine plus confiscated illegal gain of the final decision, in yuan (value of goods not counted)."""
        return (self.case.fine or Decimal(0)) + (self.case.confiscated_gain or Decimal(0))

    @property
    def owed(self) -> Decimal:
        """The approved sum in yuan; raises ValueError before there is one."""
        if self.amount is None:
            raise ValueError(f"{self.number} has no amount")
        return self.amount

    @property
    def reserved_year(self) -> int | None:
        """The budget year the sum was reserved in: paying in January draws on December's promise."""
        entry = self.journal.filter(verb="approve").first()
        return localdate(entry.at).year if entry else None

    def is_filed_by(self, ref: str) -> bool:
        """Whether this is the informant's own claim: that of the report filed under the reference."""
        return bool(ref) and self.reported.person_ref == ref

    def checks(self, facts: Mapping[str, Any]) -> list[schedule.Check]:
        """Every condition of eligibility against the stated facts and the closed case."""
        confirmed = {"yes": True, "no": False}.get(str(facts.get("large_amount_confirmed", "")))
        return schedule.eligibility(
            {
                **facts,
                "anonymous": self.reported.anonymous,
                "code_kept": True,
                "criminal_liability": self.criminal,
                "stop_production": self.case.stop_production,
                "ordered_closed": self.case.ordered_closed,
                "licence_revoked": self.case.licence_revoked,
                "penalty_total": self.base,
                "large_amount_confirmed": confirmed,
                "closed": self.criminal or self.case.closed_on is not None,
            },
            self.law_day(),
        )

    def reckon(self, facts: Mapping[str, Any]) -> schedule.Proposal:
        """The sum as arithmetic with articles; raises BelowFloor for a smaller sum than the law allows."""
        return schedule.propose(
            base=self.base,
            grade=int(facts["grade"]),
            day=self.law_day(),
            human_amount=facts.get("human_amount"),
            already_reserved=ledger.reserved_in_case(self.case.pk),
        )

    @step(
        gettext_noop("资格审查通过"),
        basis="reward.eligibility",
        source=S.SCREENING,
        target=S.QUALIFIED,
        by=Office.REWARD,
        facts=f.Screening,
        guards=[g.did_not_handle_the_case, g.is_eligible],
    )
    def qualify(self, **screened: Any) -> None:
        self.screening = dict(screened)

    @step(
        gettext_noop("不予奖励"),
        basis="reward.eligibility",
        source=S.SCREENING,
        target=S.REJECTED,
        by=Office.REWARD,
        facts=f.Rejection,
        guards=[g.did_not_handle_the_case],
        answers="reward.invitation",
    )
    def reject(self, *, ground: str, reason: str) -> None: ...

    @step(
        gettext_noop("告知可以申领"),
        basis="reward.invitation",
        source=S.QUALIFIED,
        target=S.INVITED,
        by=Office.CUSTODIAN,
        facts=f.Told,
        answers="reward.invitation",
        by_notice=True,
    )
    def invite(self, *, how: str) -> None: ...

    @step(
        gettext_noop("凭码申请"),
        basis="reward.eligibility",
        source=S.INVITED,
        target=S.APPLIED,
        by=[Office.CUSTODIAN, FILER],
        facts=f.ByCode,
        guards=[g.code_is_right],
        secret=["code"],
    )
    def apply(self, *, how: str) -> None: ...

    @step(
        gettext_noop("核定金额"),
        basis="reward.rates",
        source=S.APPLIED,
        target=S.PROPOSED,
        by=Office.REWARD,
        facts=f.Proposal,
        guards=[g.did_not_handle_the_case, g.sum_can_be_reckoned],
    )
    def propose(
        self, *, grade: str, grounds: str, human_amount: Decimal | None = None, finance_paper: str = ""
    ) -> None:
        proposal = self.reckon({"grade": grade, "human_amount": human_amount})
        self.grade, self.amount, self.finance_paper = int(grade), proposal.amount, finance_paper
        self.arithmetic = [
            {
                "label": line.label,
                "formula": line.formula,
                "value": line.value,
                "source": line.source,
                "unverified": line.confidence == "recalled",
            }
            for line in proposal.lines
        ]

    @step(
        gettext_noop("退回重新核定"),
        basis="reward.rates",
        source=S.PROPOSED,
        target=S.APPLIED,
        by=Office.PRINCIPAL,
        facts=f.Rejection,
    )
    def send_back(self, *, ground: str, reason: str) -> None: ...

    @step(
        gettext_noop("批准奖励"),
        basis="reward.rates",
        source=S.PROPOSED,
        target=S.APPROVED,
        by=Office.PRINCIPAL,
        guards=[g.fund_suffices],
        serves="reward_notice",
        then=_reserve,
        fresh=True,
    )
    def approve(self) -> None: ...

    @step(
        gettext_noop("通知奖励决定"),
        basis="reward.confidentiality",
        source=S.APPROVED,
        target=S.TOLD,
        by=Office.CUSTODIAN,
        facts=f.Told,
        opens=["reward.claim", "reward.recheck"],
    )
    def tell(self, *, how: str) -> None: ...

    @step(
        gettext_noop("凭码领取"),
        basis="reward.claim",
        source=S.TOLD,
        target=S.COLLECTED,
        by=[Office.CUSTODIAN, FILER],
        facts=f.ByCode,
        guards=[g.code_is_right],
        answers="reward.claim",
        voids="reward.recheck",
        secret=["code"],
        by_notice=True,
    )
    def collect(self, *, how: str) -> None: ...

    ask_extension, extend, refuse_extension, withdraw_extension = extension_of(
        "reward.claim", source=S.TOLD, asked_by=Office.CUSTODIAN, granted_by=Office.PRINCIPAL
    )

    @step(
        gettext_noop("逾期视为放弃"),
        basis="reward.claim",
        source=S.TOLD,
        target=S.LAPSED,
        by=Office.REWARD,
        guards=[g.term_has_lapsed],
        voids=["reward.claim", "reward.recheck"],
        then=_release,
    )
    def lapse(self) -> None: ...

    @step(
        gettext_noop("支付"),
        basis="reward.fund",
        source=S.COLLECTED,
        target=S.PAID,
        by=Office.FINANCE,
        facts=f.Payment,
        guards=[g.did_not_handle_the_case],
        then=_pay,
    )
    def pay(self, *, voucher: str) -> None:
        self.voucher = voucher
