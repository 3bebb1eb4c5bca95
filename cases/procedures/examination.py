"""From the unit's hands to the decision: materials, identity, opinion, acceptance or refusal, and the lead check.

The first half of the complaint (Order 121 arts. 10 to 17, 27); mediation and its end stand in `complaint.py`.
"""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from cases.facts import complaint as f
from cases.guards import both as b
from cases.guards import complaint as g
from cases.guards import mediating, refusing
from cases.guards import subject as s
from cases.lead import open_lead_report
from cases.procedures.hub import DISPUTE, HOTLINE, TARGET
from cases.states import ComplaintState as S
from offices.roles import Office
from procedure.steps import FILER, step

UNACCEPTED = (S.RECEIVED, S.DISPATCHED, S.DISPUTED, S.ESCALATED, S.UNDER_REVIEW, S.ID_REQUESTED)
IN_MEDIATION = (S.MEDIATING, S.DELEGATED)
ACCEPTED = (S.ACCEPTED, S.CONSENT_PENDING, *IN_MEDIATION, S.TESTING, S.RECUSAL)
ENDED = (S.AGREED, S.TERMINATED, S.NOT_ACCEPTED, S.WITHDRAWN)
MEDIATION = "complaint.mediation"


class Examined(models.Model):
    """What is found out about a complaint before it is accepted, refused or withdrawn."""

    # What the other party's papers say of the dispute, and of what is asked for: never the caller's own words.
    subject = models.CharField(_("投诉事项"), max_length=120, blank=True)
    claim = models.CharField(_("投诉请求"), max_length=200, blank=True)
    materials = models.JSONField(default=list)
    mandate_present = models.BooleanField(default=False)
    identity_due_on = models.DateField(null=True)
    identity_verified = models.CharField(max_length=4, blank=True)
    legal_agrees = models.CharField(max_length=4, blank=True)
    declined_on_ground = models.CharField(max_length=4, blank=True)
    decline_reason = models.TextField(blank=True)
    lead_found = models.CharField(max_length=4, blank=True)

    class Meta:
        abstract = True

    @step(
        gettext_noop("指定承办人"),
        basis="record.process",
        source=[S.DISPATCHED, S.UNDER_REVIEW, S.ID_REQUESTED, *ACCEPTED],
        by=Office.UNIT_HEAD,
        facts=f.AssignHandler,
        guards=[b.is_dispatched_to_us, b.certified_handler, mediating.nobody_recused_mediates],
    )
    def assign(self, *, handler: Any) -> None:
        self.handler = handler

    @step(
        gettext_noop("审查材料"),
        basis="complaint.materials",
        source=[S.DISPATCHED, S.UNDER_REVIEW],
        target=S.UNDER_REVIEW,
        by=Office.HANDLER,
        facts=f.Materials,
        guards=[b.is_dispatched_to_us],
    )
    def review_materials(
        self, *, present: list[str] | tuple[str, ...] = (), mandate_present: bool = False, note: str = ""
    ) -> None:
        self.materials, self.mandate_present = list(present), mandate_present

    @step(
        gettext_noop("要求提供身份证明"),
        basis="complaint.identity",
        source=S.UNDER_REVIEW,
        target=S.ID_REQUESTED,
        by=Office.HANDLER,
        facts=f.IdentityRequest,
        guards=[g.day_falls_in_the_term, *b.written],
        serves="identity_request",
    )
    def request_identity(self, *, papers: str, until_on: date) -> None:
        self.identity_due_on = until_on

    @step(
        gettext_noop("登记身份证明"),
        basis="complaint.identity",
        source=S.ID_REQUESTED,
        target=S.UNDER_REVIEW,
        by=Office.HANDLER,
        facts=f.IdentityAnswer,
    )
    def receive_identity(self, *, verified: str, note: str = "") -> None:
        self.identity_verified = verified

    @step(
        gettext_noop("出具法制意见"),
        basis="complaint.non_acceptance",
        source=[S.UNDER_REVIEW, S.ID_REQUESTED],
        by=Office.LEGAL,
        facts=f.LegalOpinion,
    )
    def legal_opinion(self, *, agrees: str, opinion: str) -> None:
        self.legal_agrees = agrees

    @step(
        gettext_noop("受理"),
        basis="complaint.acceptance",
        source=S.UNDER_REVIEW,
        target=S.ACCEPTED,
        by=Office.UNIT_HEAD,
        facts=f.Subject,
        guards=[
            b.is_dispatched_to_us,
            b.handler_is_assigned,
            g.materials_are_complete,
            g.identity_is_not_refuted,
            s.subject_is_stated,
        ],
        answers="complaint.acceptance",
        opens=MEDIATION,
        serves="acceptance",
    )
    def accept(self, *, subject: str = "", claim: str = "") -> None:
        self.subject, self.claim = subject or self.subject, claim or self.claim

    @step(
        gettext_noop("写明投诉事项"),
        basis="intake.confidentiality",
        source=[S.UNDER_REVIEW, S.ID_REQUESTED, *ACCEPTED],
        by=[Office.HANDLER, Office.UNIT_HEAD],
        facts=f.Subject,
        guards=[s.subject_is_stated],
    )
    def state_subject(self, *, subject: str = "", claim: str = "") -> None:
        self.subject, self.claim = subject or self.subject, claim

    @step(
        gettext_noop("不予受理"),
        basis="complaint.non_acceptance",
        source=[S.UNDER_REVIEW, S.ID_REQUESTED],
        target=S.NOT_ACCEPTED,
        by=Office.UNIT_HEAD,
        facts=f.Decline,
        guards=[
            b.is_dispatched_to_us,
            g.lead_check_answered,
            refusing.non_acceptance_ground,
            *b.reasoned,
            refusing.consumption_is_weighed,
            refusing.factors_weigh_for_consumption_alone,
            refusing.limitation_has_run,
            refusing.a_material_is_missing_or_false,
            refusing.identity_was_refused,
            refusing.other_ground_names_its_law,
        ],
        answers="complaint.acceptance",
        serves="non_acceptance",
    )
    def decline(
        self,
        *,
        ground: str,
        reason: str,
        factors: list[str] | tuple[str, ...] = (),
        evidence: str = "",
        known_on: date | None = None,
        false_material: str = "",
        impostor: str = "",
        legal_basis: str = "",
    ) -> None:
        self.declined_on_ground, self.decline_reason = ground, reason

    @step(
        gettext_noop("受理前撤回"),
        basis="complaint.withdrawal",
        source=UNACCEPTED,
        target=S.WITHDRAWN,
        by=[Office.HANDLER, Office.UNIT_HEAD, Office.DISPATCHER, FILER],
        facts=f.Withdrawal,
        guards=[g.lead_check_answered_first, g.represented_consent],
        answers=TARGET,
        voids=["complaint.acceptance", DISPUTE, HOTLINE],
    )
    def withdraw(self, *, how: str, represented_consent: bool = False) -> None: ...

    @step(
        gettext_noop("线索核查"),
        basis="complaint.lead_check",
        source=[*UNACCEPTED, *ACCEPTED, *ENDED, S.TRANSFERRED],
        by=[Office.HANDLER, Office.UNIT_HEAD, Office.DISPATCHER],
        facts=f.LeadCheck,
    )
    def check_lead(self, *, lead_found: str, note: str) -> None:
        self.lead_found = lead_found

    @step(
        gettext_noop("另立线索核查"),
        basis="complaint.lead_check",
        source=[*UNACCEPTED, *ACCEPTED, *ENDED, S.TRANSFERRED],
        by=[Office.HANDLER, Office.UNIT_HEAD, Office.DISPATCHER],
        facts=f.Lead,
        guards=[b.day_is_not_ahead, b.day_is_not_before],
        then=open_lead_report,
    )
    def open_lead(self, *, discovered_on: date, content: str) -> None:
        self.lead_found = "yes"
