"""The request for disclosure of an identity (启封申请), step by step as 7.3 of the law notes has it; denied by default.

The one who asks, the one who checks, the two who approve and the two who open are never the same person twice. A
matter about our own people goes past those it concerns: the custodian and the discipline liaison hold the keys.
"""

from datetime import datetime, time
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from cases.facts.fields import Reason
from cases.guards.both import reason_is_given
from identity.seal import pseudonym
from offices.roles import Office
from procedure.access import everything
from procedure.concerns import Concern
from procedure.journal import JournalEntry
from procedure.matter import Matter
from procedure.steps import IN_CONSEQUENCE, Act, step
from protection import facts as f
from protection import guards as g
from protection.grants import Grant, GrantKind, stop
from protection.states import DisclosureState as S

CHECKING = (Office.CUSTODIAN, Office.DISCIPLINE)
DECIDED = (S.CONSENTED, S.REFUSED, S.UNASKED)
OPEN = (S.REQUESTED, S.CHECKED, S.CONSENT_ASKED, *DECIDED, S.AGREED, S.APPROVED, S.RELEASING)
RUNNING = (S.RELEASED, S.ACKNOWLEDGED)

as_custodian = g.in_ones_place(Office.CUSTODIAN)
custodian_guards = [as_custodian, g.not_the_requester, g.recipient_is_another]


def mine(officer: Any, units: set[str]) -> Q:
    """What I asked for, and what was released to me."""
    return Q(recorder_id=officer.pk) | Q(handler_id=officer.pk)


def in_the_line(officer: Any, units: set[str]) -> Q:
    """Everything but what goes past the line of our own people."""
    return ~Q(pk__in=Disclosure.objects.filter(past_line=True).values("pk"))


def past_the_line(officer: Any, units: set[str]) -> Q:
    """What goes past the line, by its origin or because it concerns one of our people; and what is mine."""
    past = Disclosure.objects.filter(past_line=True).values("pk")
    return mine(officer, units) | Q(pk__in=past) | Q(pk__in=Concern.objects.values("matter_id"))


def _complete(act: Act, disclosure: "Disclosure", entry: JournalEntry) -> None:
    """The second key is turned: write the grant, for the recipient or, on paper, for the one who turned the first."""
    first = disclosure.journal.filter(verb="release").select_related("by").latest("seq")
    reader = disclosure.recipient if disclosure.way == "view" and disclosure.recipient else first.by
    found = g.row_of(disclosure)
    Grant.objects.create(
        kind=GrantKind.TWO,
        matter=disclosure,
        entry=entry,
        ref=disclosure.ref,
        fields=list(disclosure.fields),
        reader=reader,
        office=first.office if reader == first.by else "",
        purpose=found.title if found else disclosure.purpose,
        basis=found.version.source if found else disclosure.legal_basis,
        first_by=first.by,
        second_by=act.by,
        from_at=entry.at,
        until_at=disclosure.window_ends_at(),
    )


def _stop(act: Act, disclosure: "Disclosure", entry: JournalEntry) -> None:
    stop(disclosure, entry)


class Disclosure(Matter):
    """One request to learn one informant's name, for one purpose, by one recipient, until one day.

    `parent` is the matter whose person it is about. Neither title nor respondent nor the informant's words stand
    here: who checks sees the request and the least facts of the case.
    """

    ref = models.CharField(_("身份封存号"), max_length=40)
    purpose = models.CharField(_("启封目的"), max_length=20)
    legal_basis = models.CharField(_("法律依据"), max_length=120)
    motive = models.TextField(_("为什么必需"))
    fields = models.JSONField(_("项目"), default=list)
    way = models.CharField(_("提供方式"), max_length=8, default="view")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("接收人")
    )
    outside = models.CharField(_("接收机关和经手人"), max_length=80, blank=True)
    until_on = models.DateField(_("用到哪一天为止"))
    # A clue about an official, or a decider who is concerned when it was asked.
    past_line = models.BooleanField(default=False)
    consent = models.CharField(max_length=10, blank=True)
    overriding = models.CharField(_("优先适用的条文"), max_length=120, blank=True)
    denied_for = models.TextField(_("不予启封的理由"), blank=True)
    envelope = models.CharField(_("密封袋编号"), max_length=40, blank=True)

    KIND = "disclosure"
    KIND_NAME = _("启封申请")
    PREFIX = "QF"
    States = S
    FINAL = frozenset({S.DENIED, S.EXPIRED, S.WITHDRAWN, S.SETTLED})
    # That there are requests at all, and how many, is no figure for a board.
    COUNTED = False
    readers: ClassVar[dict[str, Any]] = {
        Office.CLERK: mine,
        Office.DISPATCHER: mine,
        Office.HANDLER: mine,
        Office.UNIT_HEAD: mine,
        Office.LEGAL: in_the_line,
        Office.LEADER: mine,
        Office.PRINCIPAL: in_the_line,
        Office.CUSTODIAN: everything,
        Office.REWARD: mine,
        Office.FINANCE: mine,
        Office.POLICE: mine,
        Office.PROCURATOR: mine,
        Office.SUPERVISOR: in_the_line,
        Office.AUDITOR: everything,
        Office.DISCIPLINE: past_the_line,
    }
    SEARCHED = ()

    class Meta:
        verbose_name = _("启封申请")
        base_manager_name = "objects"
        indexes = (models.Index(fields=["matter_ptr"], condition=Q(past_line=True), name="past_the_line"),)

    @property
    def pseudonym(self) -> str:
        """The label of whom it is about."""
        return pseudonym(self.ref)

    def is_handled_by(self, officer: Any) -> bool:
        """Whoever asked, and whoever receives: a request has no handler beside them."""
        return officer.pk is not None and officer.pk in {self.recorder_id, self.handler_id}

    def link_barred(self, other: Matter) -> str | None:
        return str(_("启封申请不与其他事项关联"))

    def window_ends_at(self) -> datetime:
        """The moment the window closes: the end, in Beijing, of the last day that was approved."""
        return datetime.combine(self.until_on, time(23, 59, 59), tzinfo=get_current_timezone())

    @step(
        gettext_noop("按规则不予启封"),
        basis="intake.confidentiality",
        source=S.REQUESTED,
        target=S.DENIED,
        by=IN_CONSEQUENCE,
        answers="identity.basis_target",
    )
    def deny_by_rule(self, *, reason: str) -> None:
        self.denied_for = reason

    @step(
        gettext_noop("核对启封依据"),
        basis="disclosure.minimum",
        source=S.REQUESTED,
        target=S.CHECKED,
        by=CHECKING,
        facts=f.Checked,
        guards=[*custodian_guards, g.row_stands],
        answers="identity.basis_target",
    )
    def check_basis(self, *, note: str) -> None: ...

    @step(
        gettext_noop("不予启封"),
        basis="intake.confidentiality",
        source=(S.REQUESTED, S.CHECKED, *DECIDED),
        target=S.DENIED,
        by=CHECKING,
        facts=f.Denial,
        guards=[as_custodian, g.not_the_requester, reason_is_given],
    )
    def deny(self, *, reason: str) -> None:
        self.denied_for = reason

    @step(
        gettext_noop("征求举报人意见"),
        basis="disclosure.consent",
        source=S.CHECKED,
        target=S.CONSENT_ASKED,
        by=CHECKING,
        facts=f.Asking,
        guards=[*custodian_guards],
        opens="identity.consent_target",
    )
    def ask_consent(self, *, how: str) -> None: ...

    @step(
        gettext_noop("登记举报人同意"),
        basis="disclosure.consent",
        source=S.CONSENT_ASKED,
        target=S.CONSENTED,
        by=CHECKING,
        facts=f.Answered,
        guards=[*custodian_guards],
        answers="identity.consent_target",
        opens="identity.approval_target",
    )
    def record_consent(self, *, how: str) -> None:
        self.consent = "given"

    @step(
        gettext_noop("登记举报人不同意"),
        basis="disclosure.consent",
        source=S.CONSENT_ASKED,
        target=S.REFUSED,
        by=CHECKING,
        facts=f.Answered,
        guards=[*custodian_guards],
        answers="identity.consent_target",
        opens="identity.approval_target",
    )
    def record_refusal(self, *, how: str) -> None:
        self.consent = "refused"

    @step(
        gettext_noop("不征求意见"),
        basis="disclosure.consent",
        source=S.CHECKED,
        target=S.UNASKED,
        by=CHECKING,
        facts=f.NotAsked,
        guards=[*custodian_guards, g.ground_not_to_ask],
        opens="identity.approval_target",
    )
    def skip_consent(self, *, ground: str, reason: str) -> None:
        self.consent = "unasked"

    @step(
        gettext_noop("法制同意启封"),
        basis="disclosure.minimum",
        source=DECIDED,
        target=S.AGREED,
        by=Office.LEGAL,
        facts=f.Agreement,
        guards=[
            g.not_past_line,
            g.row_stands,
            g.not_the_requester,
            g.not_the_checker,
            g.recipient_is_another,
            g.refusal_is_overridden,
        ],
        fresh=True,
    )
    def legal_agree(self, *, opinion: str, overriding: str = "") -> None:
        self.overriding = overriding

    @step(
        gettext_noop("批准启封"),
        basis="disclosure.two_people",
        source=(S.AGREED, *DECIDED),
        target=S.APPROVED,
        by=Office.PRINCIPAL,
        facts=f.Approval,
        guards=[
            g.not_past_line,
            g.row_stands,
            g.legal_agreed_where_asked,
            g.not_the_requester,
            g.not_the_checker,
            g.not_the_legal,
            g.recipient_is_another,
            g.refusal_is_overridden,
        ],
        answers="identity.approval_target",
        fresh=True,
    )
    def approve(self, *, opinion: str) -> None: ...

    @step(
        gettext_noop("不批准启封"),
        basis="disclosure.two_people",
        source=(*DECIDED, S.AGREED),
        target=S.DENIED,
        by=[Office.LEGAL, Office.PRINCIPAL],
        facts=f.Denial,
        guards=[g.not_past_line, g.not_the_requester, reason_is_given],
        answers="identity.approval_target",
    )
    def decline(self, *, reason: str) -> None:
        self.denied_for = reason

    @step(
        gettext_noop("按规则直接办理"),
        basis="disclosure.recusal",
        source=DECIDED,
        target=S.APPROVED,
        by=CHECKING,
        facts=f.Approval,
        guards=[g.only_past_line, *custodian_guards, g.row_stands, g.refusal_is_overridden],
        answers="identity.approval_target",
        fresh=True,
    )
    def approve_by_rule(self, *, opinion: str) -> None: ...

    @step(
        gettext_noop("启封（第一人）"),
        basis="disclosure.two_people",
        source=S.APPROVED,
        target=S.RELEASING,
        by=CHECKING,
        facts=f.Release,
        guards=[*custodian_guards, g.row_stands, g.not_the_deciders],
        fresh=True,
    )
    def release(self, *, agreed: bool, envelope: str = "") -> None:
        self.envelope = envelope

    @step(
        gettext_noop("启封（第二人确认）"),
        basis="disclosure.two_people",
        source=S.RELEASING,
        target=S.RELEASED,
        by=g.KEYS,
        facts=f.Confirmation,
        guards=[g.second_key, g.row_stands, g.not_the_first_key, g.asked_or_past_line],
        opens="identity.receipt_target",
        then=_complete,
        hands_to=[("protection", "expire")],
        fresh=True,
    )
    def confirm_release(self, *, agreed: bool) -> None:
        # From now on the request stands in the list of whoever is to receive it.
        self.handler = self.recipient if self.way == "view" else None

    @step(
        gettext_noop("签收"),
        basis="disclosure.receipt",
        source=S.RELEASED,
        target=S.ACKNOWLEDGED,
        by=g.RECEIVERS,
        facts=f.Receipt,
        guards=[g.only_the_recipient, g.keeps_it_secret],
        answers="identity.receipt_target",
    )
    def acknowledge(self, *, secrecy: bool) -> None: ...

    @step(
        gettext_noop("登记签收回执"),
        basis="disclosure.receipt",
        source=S.RELEASED,
        target=S.ACKNOWLEDGED,
        by=CHECKING,
        facts=f.PaperReceipt,
        guards=[as_custodian, g.only_on_paper, g.keeps_it_secret],
        answers="identity.receipt_target",
    )
    def record_receipt(self, *, receiver: str, paper: str, secrecy: bool) -> None: ...

    @step(
        gettext_noop("补批先行披露"),
        basis="identity.emergency_approval",
        source=S.EMERGENCY,
        target=S.RELEASED,
        by=Office.PRINCIPAL,
        facts=f.Approval,
        guards=[g.not_the_requester],
        answers="identity.emergency_approval",
        opens="identity.receipt_target",
        hands_to=[("protection", "expire")],
        fresh=True,
    )
    def approve_afterwards(self, *, opinion: str) -> None: ...

    @step(
        gettext_noop("不予补批"),
        basis="identity.emergency_approval",
        source=S.EMERGENCY,
        target=S.INCIDENT,
        by=Office.PRINCIPAL,
        facts=f.Denial,
        guards=[g.not_the_requester, reason_is_given],
        answers="identity.emergency_approval",
        then=_stop,
    )
    def refuse_afterwards(self, *, reason: str) -> None:
        self.denied_for = reason

    @step(
        gettext_noop("撤回申请"),
        basis="disclosure.minimum",
        source=(*OPEN, S.RELEASED),
        target=S.WITHDRAWN,
        by=[
            Office.HANDLER,
            Office.UNIT_HEAD,
            Office.LEGAL,
            Office.POLICE,
            Office.PROCURATOR,
            Office.DISCIPLINE,
            Office.FINANCE,
            Office.REWARD,
            Office.AUDITOR,
        ],
        facts=Reason,
        guards=[g.only_the_requester, reason_is_given],
        then=_stop,
    )
    def withdraw(self, *, reason: str) -> None: ...

    @step(
        gettext_noop("收回启封"),
        basis="disclosure.expiry",
        source=(S.RELEASING, *RUNNING),
        target=S.WITHDRAWN,
        by=[Office.CUSTODIAN, Office.PRINCIPAL, Office.DISCIPLINE],
        facts=Reason,
        guards=[reason_is_given],
        then=_stop,
    )
    def revoke(self, *, reason: str) -> None: ...

    @step(
        gettext_noop("启封到期"),
        basis="disclosure.expiry",
        source=RUNNING,
        target=S.EXPIRED,
        by=IN_CONSEQUENCE,
    )
    def expire(self) -> None: ...

    @step(
        gettext_noop("登记疑似泄露"),
        basis="disclosure.incident",
        source=(*OPEN, *RUNNING, S.EXPIRED, S.DENIED, S.WITHDRAWN),
        target=S.INCIDENT,
        by=[Office.CUSTODIAN, Office.AUDITOR, Office.DISCIPLINE],
        facts=f.Incident,
        then=_stop,
    )
    def report_incident(self, *, what: str) -> None: ...

    @step(
        gettext_noop("泄露处置完毕"),
        basis="disclosure.incident",
        source=S.INCIDENT,
        target=S.SETTLED,
        by=[Office.PRINCIPAL, Office.DISCIPLINE],
        facts=Reason,
        guards=[reason_is_given],
    )
    def settle_incident(self, *, reason: str) -> None: ...
