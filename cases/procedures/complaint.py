"""The complaint (投诉): accepted or refused within the term, mediated with both consents, ended and told.

No penalty ever comes out of this machine; a suspected violation it reveals is verified as a report of its own.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from cases import searched
from cases.exits import has_forms_of_2019, papers_of_the_exit
from cases.facts import complaint as f
from cases.guards import both as b
from cases.guards import complaint as g
from cases.guards import mediating as m
from cases.guards.refusal import refusal_is_weighed
from cases.guards.subject import subject_is_stated
from cases.procedures.examination import ACCEPTED, ENDED, IN_MEDIATION, MEDIATION, Examined
from cases.procedures.hub import AtTheHub
from cases.readers import recorded_or_to_call_back
from cases.states import ComplaintState as S
from offices.roles import Office
from procedure.access import assigned, everything, in_states, of_own_unit
from procedure.clock_steps import correction_of
from procedure.cutting import Searched
from procedure.matter import Matter
from procedure.steps import says, step


@says("result_report_2019（令20施行期间的投诉）")
def reported_back(complaint: Any, facts: Any) -> tuple[str, ...]:
    """The report of the result to the hub, a form of 2019 which those of April 2026 no longer have."""
    return ("result_report_2019",) if has_forms_of_2019(complaint) else ()


class Complaint(Examined, AtTheHub, Matter):
    """A consumer's dispute with a trader, brought to the bureau to be resolved (Order 121 art. 3(1))."""

    submission = models.ForeignKey("cases.Submission", models.PROTECT, related_name="complaints")
    person_ref = models.CharField(_("身份封存号"), max_length=40)
    pseudonym = models.CharField(_("代称"), max_length=40)
    complainant_consent = models.CharField(max_length=4, blank=True)
    respondent_consent = models.CharField(max_length=4, blank=True)
    consents = models.CharField(max_length=200, blank=True)
    mediation_way = models.CharField(max_length=8, blank=True)
    mediators = models.CharField(max_length=120, blank=True)
    delegated_to = models.CharField(max_length=80, blank=True)
    agreement_terms = models.TextField(blank=True)
    agreement_paper = models.CharField(max_length=12, blank=True)
    signed_on = models.DateField(null=True)
    recovered = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    terminated_on_ground = models.CharField(max_length=4, blank=True)
    termination_reason = models.TextField(blank=True)
    publicity = models.CharField(max_length=8, blank=True)

    KIND = "complaint"
    KIND_NAME = _("投诉")
    PREFIX = "TS"
    States = S
    FINAL = frozenset({S.CLOSED})
    readers: ClassVar[dict[str, Any]] = {
        Office.CLERK: recorded_or_to_call_back,
        Office.DISPATCHER: everything,
        Office.HANDLER: assigned,
        Office.UNIT_HEAD: of_own_unit,
        # While it may be asked for its opinion, and no longer: it has no hand in any other step of a complaint.
        Office.LEGAL: in_states(S.UNDER_REVIEW, S.ID_REQUESTED),
        Office.LEADER: everything,
        Office.PRINCIPAL: everything,
        Office.SUPERVISOR: everything,
        Office.AUDITOR: everything,
    }

    SEARCHED_ALONG = searched.ALONG

    class Meta:
        verbose_name = _("投诉")
        base_manager_name = "objects"
        # By the reference a code stands for, the public door finds the one matter it opens.
        indexes = [models.Index(fields=["person_ref"], name="complaint_by_ref")]

    def is_filed_by(self, ref: str) -> bool:
        return bool(ref) and self.person_ref == ref

    def search_text(self) -> Searched:
        return searched.by_contact(self)

    @step(
        gettext_noop("征询调解意愿"),
        basis="complaint.consent",
        source=[S.ACCEPTED, S.CONSENT_PENDING],
        target=S.CONSENT_PENDING,
        by=Office.HANDLER,
        facts=f.Consent,
    )
    def ask_consent(self, *, party: str, answer: str, how: str) -> None:
        if party == "complainant":
            self.complainant_consent = answer
        else:
            self.respondent_consent = answer
        self.consents = how

    @step(
        gettext_noop("组织调解"),
        basis="complaint.consent",
        source=S.CONSENT_PENDING,
        target=S.MEDIATING,
        by=Office.HANDLER,
        facts=f.Mediation,
        guards=[m.both_consent],
    )
    def mediate(self, *, way: str, mediators: str) -> None:
        self.mediation_way, self.mediators = way, mediators

    @step(
        gettext_noop("通知现场调解"),
        basis="complaint.mediation_notice",
        source=IN_MEDIATION,
        by=Office.HANDLER,
        facts=f.Meeting,
        guards=[m.meeting_is_ahead, m.nobody_recused_mediates, subject_is_stated],
        serves="mediation_notice",
    )
    def call_meeting(
        self, *, held_at: datetime, place: str, mediators: str, papers: str, recusal_days: int
    ) -> None:
        self.mediation_way, self.mediators = "on_site", mediators

    @step(
        gettext_noop("委托调解"),
        basis="complaint.delegation",
        source=S.MEDIATING,
        target=S.DELEGATED,
        by=Office.UNIT_HEAD,
        facts=f.Delegation,
        guards=[m.delegation_is_agreed],
    )
    def delegate(
        self,
        *,
        body: str,
        complainant_consents: bool = False,
        respondent_consents: bool = False,
        how: str,
    ) -> None:
        self.delegated_to = body

    @step(
        gettext_noop("登记委托调解结果"),
        basis="complaint.delegation",
        source=S.DELEGATED,
        target=S.MEDIATING,
        by=Office.HANDLER,
        facts=f.Result,
    )
    def end_delegation(self, *, result: str) -> None: ...

    @step(
        gettext_noop("委托检测、鉴定"),
        basis="complaint.testing",
        source=S.MEDIATING,
        target=S.TESTING,
        by=Office.HANDLER,
        facts=f.Test,
        guards=[m.test_is_agreed, b.day_is_not_ahead, b.day_is_not_before],
        pauses=(MEDIATION, ""),
    )
    def entrust_test(
        self,
        *,
        ground: str,
        institution: str,
        chosen_by: str,
        cost_agreed: bool = False,
        cost: str = "",
        paper: str,
        start_on: date,
    ) -> None: ...

    @step(
        gettext_noop("登记检测、鉴定结论"),
        basis="complaint.testing",
        source=S.TESTING,
        target=S.MEDIATING,
        by=Office.HANDLER,
        facts=f.TestReport,
        guards=[b.day_is_not_ahead, m.report_follows_request],
        resumes=MEDIATION,
    )
    def receive_test(self, *, paper: str, end_on: date, result: str) -> None: ...

    correct_exclusion = correction_of(MEDIATION, source=ACCEPTED, by=Office.UNIT_HEAD)

    @step(
        gettext_noop("申请回避"),
        basis="complaint.recusal",
        source=S.MEDIATING,
        target=S.RECUSAL,
        by=Office.HANDLER,
        facts=f.RecusalRequest,
        guards=[m.challenged_is_here],
    )
    def ask_recusal(self, *, asked_by: str, of_whom: str, reason: str) -> None: ...

    @step(
        gettext_noop("决定回避"),
        basis="complaint.recusal",
        source=S.RECUSAL,
        target=S.MEDIATING,
        by=[Office.UNIT_HEAD, Office.LEADER],
        facts=f.RecusalDecision,
        guards=[*b.reasoned, m.someone_else_takes_over, m.nobody_recused_mediates],
    )
    def decide_recusal(self, *, granted: str, reason: str, handler: Any = None, mediators: str = "") -> None:
        if granted == "yes":
            self.handler = handler or self.handler
            self.mediators = mediators.strip() or self.mediators

    @step(
        gettext_noop("达成调解"),
        basis="complaint.agreement",
        source=IN_MEDIATION,
        target=S.AGREED,
        by=Office.HANDLER,
        facts=f.Agreement,
        guards=[m.on_site_only, m.parties_were_called, g.represented_consent, *b.written, subject_is_stated],
        answers=MEDIATION,
        serves="mediation_agreement",
    )
    def agree(
        self, *, terms: str, recovered: Decimal | None = None, represented_consent: bool = False
    ) -> None:
        self.agreement_terms, self.agreement_paper, self.recovered = terms, "made", recovered

    @step(
        gettext_noop("达成调解（留存记录）"),
        basis="complaint.agreement",
        source=IN_MEDIATION,
        target=S.AGREED,
        by=Office.HANDLER,
        facts=f.AgreementOnRecord,
        guards=[
            m.parties_were_called,
            m.remote_if_it_was,
            g.represented_consent,
            *b.written,
            subject_is_stated,
        ],
        answers=MEDIATION,
        serves="mediation_record",
    )
    def agree_on_record(
        self, *, terms: str, why: str, recovered: Decimal | None = None, represented_consent: bool = False
    ) -> None:
        self.agreement_terms, self.agreement_paper, self.recovered = terms, why, recovered

    @step(
        gettext_noop("登记签收调解书"),
        basis="complaint.agreement",
        source=S.AGREED,
        by=Office.HANDLER,
        facts=f.Signatures,
        guards=[b.day_is_not_ahead, b.day_is_not_before],
    )
    def sign_agreement(self, *, signed_on: date, note: str = "") -> None:
        self.signed_on = signed_on

    @step(
        gettext_noop("终止调解"),
        basis="complaint.termination",
        source=ACCEPTED,
        target=S.TERMINATED,
        by=Office.UNIT_HEAD,
        facts=f.Termination,
        guards=[
            m.termination_ground,
            *b.reasoned,
            m.term_has_expired,
            m.mediation_was_held,
            m.a_test_was_asked_for,
            m.who_is_gone_is_named,
            g.represented_consent,
            subject_is_stated,
        ],
        answers=MEDIATION,
        opens="complaint.termination_notice",
        serves="termination",
    )
    def terminate(
        self,
        *,
        ground: str,
        reason: str,
        test_asked: str = "",
        gone: str = "",
        represented_consent: bool = False,
    ) -> None:
        self.terminated_on_ground, self.termination_reason = ground, reason

    @step(
        gettext_noop("移送涉嫌骗赔线索"),
        basis="intake.bad_faith",
        source=[S.UNDER_REVIEW, S.ID_REQUESTED, *ACCEPTED, *ENDED],
        by=Office.LEADER,
        facts=f.BadFaith,
        guards=b.written,
        serves="bad_faith_letter",
    )
    def refer_bad_faith(self, *, signs: list[str], findings: str, to: str) -> None: ...

    @step(
        gettext_noop("办结"),
        basis="complaint.closing",
        source=ENDED,
        target=S.CLOSED,
        by=[Office.HANDLER, Office.UNIT_HEAD, Office.DISPATCHER],
        facts=f.ComplaintClosing,
        guards=[
            g.lead_check_answered,
            g.lead_is_opened,
            refusal_is_weighed,
            b.notices_are_served,
            papers_of_the_exit,
            g.agreement_is_signed,
            b.platform_is_told,
            g.publicity_follows_consent,
        ],
        serves_by=reported_back,
    )
    def close(
        self,
        *,
        platform_done: bool = False,
        no_platform_no: str = "pending",
        publicity: str = "",
        note: str = "",
    ) -> None:
        self.publicity = publicity

    @step(
        gettext_noop("抽查回访"),
        basis="complaint.revisit",
        source=S.CLOSED,
        by=[Office.CLERK, Office.DISPATCHER],
        facts=f.Revisit,
        guards=[g.is_in_a_sample],
    )
    def revisit(self, *, reached: str, satisfied: str = "", note: str) -> None: ...
