"""The complaint (投诉): accepted or refused within the term, mediated with both consents, ended and told.

No penalty ever comes out of this machine; a suspected violation it reveals is checked as a lead of its own.
"""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from cases import facts as f
from cases import guards as g
from cases.states import ComplaintState as S
from offices.roles import Office
from procedure.access import assigned, everything, of_own_unit, recorded_by_me
from procedure.matter import Matter
from procedure.steps import step


class Complaint(Matter):
    """A consumer's dispute with a trader, brought to the bureau to be resolved (Order 121 art. 3(1))."""

    submission = models.ForeignKey("cases.Submission", models.PROTECT, related_name="complaints")
    person_ref = models.CharField(_("身份封存号"), max_length=40)
    pseudonym = models.CharField(_("代称"), max_length=40)
    department = models.CharField(_("主管部门"), max_length=40, blank=True)
    duty_item = models.CharField(_("事权条目"), max_length=8, blank=True)
    declined_on_ground = models.CharField(max_length=4, blank=True)
    decline_reason = models.TextField(blank=True)
    lead_found = models.CharField(max_length=4, blank=True)
    consents = models.CharField(max_length=200, blank=True)
    agreement_terms = models.TextField(blank=True)
    agreement_paper = models.CharField(max_length=12, blank=True)
    recovered = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    terminated_on_ground = models.CharField(max_length=4, blank=True)
    termination_reason = models.TextField(blank=True)

    KIND = "complaint"
    KIND_NAME = _("投诉")
    PREFIX = "TS"
    States = S
    FINAL = frozenset({S.CLOSED})
    readers: ClassVar[dict[str, Any]] = {
        Office.CLERK: recorded_by_me,
        Office.DISPATCHER: everything,
        Office.HANDLER: assigned,
        Office.UNIT_HEAD: of_own_unit,
        Office.LEADER: everything,
        Office.PRINCIPAL: everything,
        Office.SUPERVISOR: everything,
        Office.AUDITOR: everything,
    }

    class Meta:
        verbose_name = _("投诉")
        base_manager_name = "objects"

    @step(
        gettext_noop("分送"),
        basis="intake.dispatch",
        source=S.RECEIVED,
        target=S.DISPATCHED,
        by=Office.DISPATCHER,
        facts=f.Dispatch,
        guards=[g.unit_is_named],
    )
    def dispatch(self, *, department: str, unit: str = "", item: str = "") -> None:
        self.department, self.unit, self.duty_item = department, unit, item

    @step(
        gettext_noop("退回分送"),
        basis="intake.hand_back",
        source=S.DISPATCHED,
        target=S.RECEIVED,
        by=[Office.UNIT_HEAD, Office.DISPATCHER],
        facts=f.HandBack,
        guards=[g.reason_is_given],
    )
    def hand_back(self, *, reason: str) -> None:
        self.department = self.unit = self.duty_item = ""
        self.handler = None

    @step(
        gettext_noop("指定承办人"),
        basis="record.process",
        source=[S.DISPATCHED, S.ACCEPTED, S.MEDIATING],
        by=Office.UNIT_HEAD,
        facts=f.AssignHandler,
        guards=[g.is_dispatched_to_us, g.certified_handler],
    )
    def assign(self, *, handler: Any) -> None:
        self.handler = handler

    @step(
        gettext_noop("受理"),
        basis="complaint.acceptance",
        source=S.DISPATCHED,
        target=S.ACCEPTED,
        by=Office.UNIT_HEAD,
        guards=[g.is_dispatched_to_us, g.handler_is_assigned],
        answers="complaint.acceptance",
        opens="complaint.mediation",
        serves="acceptance",
    )
    def accept(self) -> None: ...

    @step(
        gettext_noop("不予受理"),
        basis="complaint.non_acceptance",
        source=S.DISPATCHED,
        target=S.NOT_ACCEPTED,
        by=Office.UNIT_HEAD,
        facts=f.Decline,
        guards=[g.is_dispatched_to_us, g.lead_check_answered, g.non_acceptance_ground, g.reason_is_given],
        answers="complaint.acceptance",
        serves="non_acceptance",
    )
    def decline(self, *, ground: str, reason: str) -> None:
        self.declined_on_ground, self.decline_reason = ground, reason

    @step(
        gettext_noop("线索核查"),
        basis="complaint.lead_check",
        source=[S.DISPATCHED, S.ACCEPTED, S.MEDIATING, S.AGREED, S.TERMINATED],
        by=[Office.HANDLER, Office.UNIT_HEAD],
        facts=f.LeadCheck,
    )
    def check_lead(self, *, lead_found: str, note: str) -> None:
        self.lead_found = lead_found

    @step(
        gettext_noop("组织调解"),
        basis="complaint.consent",
        source=S.ACCEPTED,
        target=S.MEDIATING,
        by=Office.HANDLER,
        facts=f.Consents,
        guards=[g.both_consent],
    )
    def mediate(self, *, complainant_consents: bool, respondent_consents: bool, how: str) -> None:
        self.consents = how

    @step(
        gettext_noop("达成调解"),
        basis="complaint.agreement",
        source=S.MEDIATING,
        target=S.AGREED,
        by=Office.HANDLER,
        facts=f.Agreement,
        answers="complaint.mediation",
    )
    def agree(self, *, terms: str, paper: str, recovered: Decimal | None = None) -> None:
        self.agreement_terms, self.agreement_paper, self.recovered = terms, paper, recovered

    @step(
        gettext_noop("终止调解"),
        basis="complaint.termination",
        source=[S.ACCEPTED, S.MEDIATING],
        target=S.TERMINATED,
        by=Office.UNIT_HEAD,
        facts=f.Termination,
        guards=[g.termination_ground, g.reason_is_given],
        answers="complaint.mediation",
        opens="complaint.termination_notice",
        serves="termination",
    )
    def terminate(self, *, ground: str, reason: str) -> None:
        self.terminated_on_ground, self.termination_reason = ground, reason

    @step(
        gettext_noop("办结"),
        basis="complaint.closing",
        source=[S.AGREED, S.TERMINATED, S.NOT_ACCEPTED],
        target=S.CLOSED,
        by=[Office.HANDLER, Office.UNIT_HEAD],
        facts=f.Closing,
        guards=[g.lead_check_answered, g.notices_are_served],
    )
    def close(self, *, platform_done: bool = False, note: str = "") -> None: ...
