"""The referral to public security, in the order of State Council Order 310."""

from typing import Any, ClassVar

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from cases.facts.fields import Reason
from cases.facts.report import AssignTwo
from cases.guards.both import reason_is_given
from cases.guards.report import two_different_officers
from enforcement.models import PenaltyCase
from enterprises.names import initials
from offices.roles import Office
from procedure.access import assigned, everything, in_states, of_own_unit
from procedure.corridor import perform
from procedure.cutting import Searched
from procedure.journal import JournalEntry
from procedure.matter import Matter
from procedure.steps import Act, step
from referrals import facts as f
from referrals import guards as g
from referrals.states import ReferralState as S

HANDED = (
    S.TRANSFERRED, S.RECEIPTED, S.FILED, S.HANDED_OVER, S.NOT_FILED, S.RECONSIDERING, S.UPHELD, S.RESUMED, S.CONVICTED,
)  # fmt: skip


def _case_goes_along(act: Act, referral: "Referral", entry: JournalEntry) -> None:
    perform(act, referral.case.go_with_referral)


def _case_resumes(act: Act, referral: "Referral", entry: JournalEntry) -> None:
    perform(act, referral.case.resume, reason=f"{referral.number} {entry.name}")


class Referral(Matter):
    """One case on its way to public security: team, report, approval, transfer, receipt, decision."""

    offence = models.CharField(_("涉嫌罪名"), max_length=60, blank=True)
    report_text = models.TextField(blank=True)
    goods = models.TextField(blank=True)
    test = models.CharField(max_length=200, blank=True)
    police_unit = models.CharField(max_length=60, blank=True)
    enclosures = models.JSONField(default=list)
    test_absent = models.CharField(max_length=200, blank=True)
    police_notice_no = models.CharField(max_length=60, blank=True)
    police_reason = models.TextField(blank=True)
    judgment_no = models.CharField(max_length=60, blank=True)

    KIND = "referral"
    KIND_NAME = _("移送")
    PREFIX = "YS"
    States = S
    FINAL = frozenset({S.NOT_APPROVED, S.RESUMED, S.CONVICTED})
    readers: ClassVar[dict[str, Any]] = {
        Office.HANDLER: assigned,
        Office.UNIT_HEAD: of_own_unit,
        Office.LEGAL: everything,
        Office.LEADER: everything,
        Office.PRINCIPAL: everything,
        Office.SUPERVISOR: everything,
        Office.AUDITOR: everything,
        Office.POLICE: in_states(*HANDED),
        Office.PROCURATOR: in_states(*HANDED),
    }
    # Police and procuratorate read what was handed over: the journal from the transfer on.
    OUTSIDERS = frozenset({Office.POLICE, Office.PROCURATOR})
    OUTSIDERS_FROM = "transfer"

    SEARCHED = (*Matter.SEARCHED, "offence", "police_unit", "police_notice_no", "judgment_no")

    class Meta:
        verbose_name = _("移送")
        base_manager_name = "objects"

    def search_text(self) -> Searched:
        return Searched(
            numbers=(self.number,),
            business=(self.respondent,),
            initials=(initials(self.respondent),),
            words=(self.title, self.offence, self.police_unit, self.police_notice_no, self.judgment_no),
        )

    @cached_property
    def case(self) -> PenaltyCase:
        """The penalty case this referral grew out of."""
        return PenaltyCase.objects.get(matter_ptr=self.parent)

    @step(
        gettext_noop("组成专案组"),
        basis="referral.team",
        source=S.SUSPECTED,
        target=S.TEAM,
        by=Office.UNIT_HEAD,
        facts=AssignTwo,
        guards=[g.case_is_still_suspected, two_different_officers],
    )
    def appoint_team(self, *, handler: Any, co_handler: Any) -> None:
        self.handler, self.co_handler = handler, co_handler

    @step(
        gettext_noop("提交移送报告"),
        basis="referral.team",
        source=S.TEAM,
        target=S.SUBMITTED,
        by=Office.HANDLER,
        facts=f.ReferralReport,
        opens="referral.approval",
    )
    def submit_report(self, *, offence: str, report: str, goods: str, test: str) -> None:
        self.offence, self.report_text, self.goods, self.test = offence, report, goods, test

    @step(
        gettext_noop("批准移送"),
        basis="referral.approval",
        source=S.SUBMITTED,
        target=S.APPROVED,
        by=Office.PRINCIPAL,
        answers="referral.approval",
        opens="referral.transfer",
        fresh=True,
    )
    def approve(self) -> None: ...

    @step(
        gettext_noop("不批准移送"),
        basis="referral.approval",
        source=S.SUBMITTED,
        target=S.NOT_APPROVED,
        by=Office.PRINCIPAL,
        facts=Reason,
        guards=[reason_is_given],
        answers="referral.approval",
        then=_case_resumes,
    )
    def refuse(self, *, reason: str) -> None: ...

    @step(
        gettext_noop("移送公安机关"),
        basis="referral.transfer",
        source=S.APPROVED,
        target=S.TRANSFERRED,
        by=Office.HANDLER,
        facts=f.Transfer,
        guards=[g.five_enclosures, g.copied_to_procuratorate],
        answers="referral.transfer",
        serves="crime_transfer",
        then=_case_goes_along,
    )
    def transfer(
        self,
        *,
        police_unit: str,
        enclosures: list[str],
        test_absent: str = "",
        to_procuratorate: bool = False,
    ) -> None:
        self.police_unit, self.enclosures, self.test_absent = police_unit, enclosures, test_absent

    @step(
        gettext_noop("签收回执"),
        basis="referral.receipt",
        source=S.TRANSFERRED,
        target=S.RECEIPTED,
        by=Office.POLICE,
        facts=f.Receipt,
        opens="referral.police_decision",
    )
    def receipt(self, *, receiver: str, items: str) -> None: ...

    @step(
        gettext_noop("公安立案"),
        basis="referral.police_decision",
        source=S.RECEIPTED,
        target=S.FILED,
        by=Office.POLICE,
        facts=f.PoliceNotice,
        answers="referral.police_decision",
        by_notice=True,
        opens="referral.evidence_handover",
    )
    def police_file(self, *, notice_no: str) -> None:
        self.police_notice_no = notice_no

    @step(
        gettext_noop("公安不予立案"),
        basis="referral.police_decision",
        source=S.RECEIPTED,
        target=S.NOT_FILED,
        by=Office.POLICE,
        facts=f.PoliceRefusal,
        guards=[reason_is_given],
        answers="referral.police_decision",
        by_notice=True,
        opens="referral.reconsideration",
    )
    def police_decline(self, *, notice_no: str, reason: str) -> None:
        self.police_notice_no, self.police_reason = notice_no, reason

    @step(
        gettext_noop("移交涉案物品"),
        basis="referral.evidence_handover",
        source=S.FILED,
        target=S.HANDED_OVER,
        by=Office.HANDLER,
        facts=f.HandOver,
        answers="referral.evidence_handover",
    )
    def hand_over(self, *, receiver: str, inventory: str) -> None: ...

    @step(
        gettext_noop("提请复议"),
        basis="referral.reconsideration",
        source=S.NOT_FILED,
        target=S.RECONSIDERING,
        by=Office.PRINCIPAL,
        facts=Reason,
        guards=[reason_is_given],
        answers="referral.reconsideration",
        opens="referral.reconsideration_decision",
    )
    def ask_reconsideration(self, *, reason: str) -> None: ...

    @step(
        gettext_noop("复议决定立案"),
        basis="referral.reconsideration_decision",
        source=S.RECONSIDERING,
        target=S.FILED,
        by=Office.POLICE,
        facts=f.PoliceNotice,
        answers="referral.reconsideration_decision",
        by_notice=True,
        opens="referral.evidence_handover",
    )
    def file_on_reconsideration(self, *, notice_no: str) -> None:
        self.police_notice_no = notice_no

    @step(
        gettext_noop("复议维持不立案"),
        basis="referral.reconsideration_decision",
        source=S.RECONSIDERING,
        target=S.UPHELD,
        by=Office.POLICE,
        facts=f.PoliceRefusal,
        guards=[reason_is_given],
        answers="referral.reconsideration_decision",
        by_notice=True,
    )
    def uphold(self, *, notice_no: str, reason: str) -> None:
        self.police_notice_no, self.police_reason = notice_no, reason

    @step(
        gettext_noop("恢复行政办理"),
        basis="referral.resume",
        source=[S.NOT_FILED, S.UPHELD],
        target=S.RESUMED,
        by=Office.PRINCIPAL,
        facts=Reason,
        guards=[reason_is_given],
        then=_case_resumes,
    )
    def resume_administratively(self, *, reason: str) -> None: ...

    @step(
        gettext_noop("登记生效裁判"),
        basis="referral.judgment",
        source=[S.FILED, S.HANDED_OVER],
        target=S.CONVICTED,
        by=[Office.HANDLER, Office.LEGAL],
        facts=f.Judgment,
        hands_to=[("rewards", "open_claim")],
    )
    def record_judgment(self, *, judgment_no: str, result: str) -> None:
        self.judgment_no = judgment_no
