"""What the central intake does with complaint and report alike: dispatch, take back, hand on, have disputes settled.

A unit gives back to the hub and to nobody else (Order 121 art. 41); a matter of another department is handed on by
the hub and the filer told in writing (食品安全法 art. 115).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from cases.exits import has_filer, has_forms_of_2019, papers_of_the_exit
from cases.facts import hub as f
from cases.facts.fields import Closing, PlatformNumber, Reason
from cases.guards import both as g
from cases.guards import hub as h
from cases.guards.links import sealed_from_each_other
from cases.states import ComplaintState, ReportState
from cases.telling import TOLD_BY_OTHERS
from jurisdiction.access import OWN_DEPARTMENT
from offices.roles import Office
from procedure.journal import JournalEntry
from procedure.steps import Act, says, step

RECEIVED, DISPATCHED, DISPUTED, ESCALATED, TRANSFERRED = (
    "received",
    "dispatched",
    "disputed",
    "escalated",
    "transferred",
)
# States in which a unit holds it and has decided nothing; only a complaint is reviewed.
UNDECIDED = (DISPATCHED, "under_review")
# Every state of either procedure that is not the last.
_UNENDED = tuple(
    dict.fromkeys(
        state.value
        for state in (*ComplaintState, *ReportState)
        if state not in {ComplaintState.CLOSED, ReportState.CLOSED, ReportState.MERGED, ReportState.DUPLICATE}
    )
)
TARGET, HOTLINE, DISPUTE = "intake.dispatch_target", "intake.hotline_dispatch", "intake.jurisdiction_dispute"


def _keep_correction(act: Act, matter: Any, entry: JournalEntry) -> None:
    matter.corrections.create(
        finding=matter.findings.order_by("-id").first(),
        department=entry.facts["department"],
        item=entry.facts["item"],
        entry=entry,
    )


@says("transfer_letter；有投诉人或者举报人的，另有 transfer_notice")
def letters_of_transfer(matter: Any, facts: Any) -> tuple[str, ...]:
    """The letter to whom it is handed, and the written notice to whoever filed it: a lead has nobody to be told."""
    return ("transfer_letter", "transfer_notice") if has_filer(matter) else ("transfer_letter",)


@says("dispatch_told_2019（令20施行期间的投诉）")
def told_of_dispatch(matter: Any, facts: Any) -> tuple[str, ...]:
    """The notice of dispatch of the forms of 2019, which those of April 2026 no longer have."""
    return ("dispatch_told_2019",) if matter.KIND == "complaint" and has_forms_of_2019(matter) else ()


def _hands_on(name: str, basis: str) -> Any:
    """Handing a matter on to another department of the county, or another bureau: one step, whatever law asks for it."""
    return step(
        name,
        basis=basis,
        source=RECEIVED,
        target=TRANSFERRED,
        by=Office.DISPATCHER,
        facts=f.Transfer,
        guards=[g.item_is_on_the_list, *g.reasoned, h.goes_where_it_is_owed],
        # A complainant is told within the term of acceptance: why not here, and which ways are left (消保条例 art. 46(2)).
        answers=[TARGET, HOTLINE, "complaint.acceptance"],
        voids=["report.verification", *TOLD_BY_OTHERS],
        serves_by=letters_of_transfer,
    )


class AtTheHub(models.Model):
    """Where a matter goes and where it comes back to; both procedures begin here."""

    department = models.CharField(_("主管部门"), max_length=40, blank=True)
    duty_item = models.CharField(_("事权条目"), max_length=8, blank=True)
    # Of the national platform, for a matter whose number was not known when it came in.
    platform_no = models.CharField(_("全国平台编号"), max_length=40, blank=True)
    # The bureau that a settled dispute made competent: the matter is owed to it and to nobody else.
    owed_to = models.CharField(_("应当移交"), max_length=40, blank=True)
    transfer_receipt = models.CharField(_("接收回执"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def soft_due(self) -> tuple[date, str] | None:
        """The day of a 12345 work order: softer than the terms of the law, and tracked beside them (HL-3)."""
        # What grew out of a matter has its contact, not its work order.
        matter: Any = self
        day = None if matter.parent_id else matter.submission.hotline_due_on
        return (day, HOTLINE) if day else None

    @classmethod
    def soft_dues(cls, pks: Iterable[int]) -> dict[int, tuple[date, str]]:
        rows = cls._base_manager.filter(  # type: ignore[attr-defined]  # mixed into matters only
            pk__in=list(pks),
            parent__isnull=True,
            closed_on__isnull=True,
            submission__hotline_due_on__isnull=False,
        )
        return {pk: (day, HOTLINE) for pk, day in rows.values_list("pk", "submission__hotline_due_on")}

    def link_barred(self, other: Any) -> str | None:
        """A complaint and a sealed reporter's report are never linked by hand.

        Refused for every such pair and not only for those of one contact: the refusal itself would otherwise tell
        whoever tries numbers that the complainant and the reporter are one person (Order 121 art. 9, 37).
        """
        return sealed_from_each_other(self, other)

    @step(
        gettext_noop("分送"),
        basis="intake.dispatch",
        source=RECEIVED,
        target=DISPATCHED,
        by=Office.DISPATCHER,
        facts=f.Dispatch,
        guards=[g.item_is_on_the_list, g.answer_day_is_ahead, h.not_owed_elsewhere],
        answers=[TARGET, HOTLINE],
        serves="dispatch_notice",
        serves_by=told_of_dispatch,
    )
    def dispatch(self, *, unit: str, item: str = "", answer_by_on: Any = None) -> None:
        self.department, self.unit, self.duty_item = OWN_DEPARTMENT, unit, item

    @step(
        gettext_noop("退回分送"),
        basis="intake.hand_back",
        source=[*UNDECIDED, DISPUTED],
        target=RECEIVED,
        by=[Office.UNIT_HEAD, Office.DISPATCHER],
        facts=f.HandBack,
        guards=[*g.reasoned],
        opens=TARGET,
        voids=DISPUTE,
    )
    def hand_back(self, *, reason: str) -> None:
        self._back_to_the_hub()

    def _back_to_the_hub(self) -> None:
        """With no unit a matter has no handler either: whoever had it reads it no longer and meets it nowhere."""
        self.department = self.unit = self.duty_item = ""
        self.handler = None

    @_hands_on(gettext_noop("移交其他部门"), basis="intake.transfer")
    def transfer(self, *, department: str, item: str = "", reason: str) -> None:
        self.department, self.duty_item = department, item

    @_hands_on(gettext_noop("移交食品安全事项"), basis="intake.transfer_food")
    def transfer_food(self, *, department: str, item: str = "", reason: str) -> None:
        self.department, self.duty_item = department, item

    @step(
        gettext_noop("登记接收回执"),
        basis="intake.transfer",
        source=TRANSFERRED,
        by=[Office.DISPATCHER, Office.HANDLER],
        facts=f.TransferReceipt,
        guards=[g.day_is_not_ahead, g.day_is_not_before],
    )
    def record_receipt(self, *, receiver: str, received_on: Any) -> None:
        self.transfer_receipt = f"{receiver} {received_on}"

    @step(
        gettext_noop("提出权限争议"),
        basis=DISPUTE,
        source=UNDECIDED,
        target=DISPUTED,
        by=Office.UNIT_HEAD,
        facts=f.Dispute,
        guards=[*g.reasoned],
        opens=DISPUTE,
    )
    def dispute(self, *, other_bureau: str, reason: str) -> None: ...

    @step(
        gettext_noop("登记协商结果"),
        basis=DISPUTE,
        source=DISPUTED,
        target=RECEIVED,
        by=[Office.UNIT_HEAD, Office.DISPATCHER],
        facts=f.Settlement,
        answers=DISPUTE,
        opens=TARGET,
    )
    def settle_dispute(self, *, outcome: str, paper: str) -> None:
        self._back_to_the_hub()
        disputed = self.journal.filter(verb="dispute").order_by("-seq").first()
        self.owed_to = disputed.facts["other_bureau"] if outcome == "theirs" and disputed else ""

    @step(
        gettext_noop("报请上级"),
        basis="intake.superior",
        source=[*UNDECIDED, DISPUTED],
        target=ESCALATED,
        by=Office.LEADER,
        facts=Reason,
        guards=[*g.reasoned],
        answers=DISPUTE,
    )
    def escalate(self, *, reason: str) -> None: ...

    @step(
        gettext_noop("登记上级指定由本局处理"),
        basis="intake.superior",
        source=ESCALATED,
        target=RECEIVED,
        by=Office.DISPATCHER,
        facts=f.Designation,
        opens=TARGET,
    )
    def superior_designates(self, *, paper: str) -> None:
        self._back_to_the_hub()

    @step(
        gettext_noop("登记上级自行处理或者指定他局"),
        basis="intake.superior",
        source=ESCALATED,
        target=TRANSFERRED,
        by=Office.DISPATCHER,
        facts=f.TakenOver,
        voids=["complaint.acceptance", "report.verification", *TOLD_BY_OTHERS],
        serves_by=letters_of_transfer,
    )
    def superior_takes(self, *, department: str, paper: str, reason: str) -> None:
        self.department = department

    @step(
        gettext_noop("登记全国平台编号"),
        basis="intake.platform",
        source=_UNENDED,
        by=[Office.CLERK, Office.DISPATCHER, Office.HANDLER, Office.UNIT_HEAD],
        facts=PlatformNumber,
        guards=[g.no_number_yet],
    )
    def enter_platform_no(self, *, platform_no: str) -> None:
        self.platform_no = platform_no

    @step(
        gettext_noop("更正归口认定"),
        basis="intake.dispatch",
        source=[RECEIVED, *UNDECIDED],
        by=[Office.DISPATCHER, Office.UNIT_HEAD],
        facts=f.CorrectFinding,
        guards=[g.item_is_on_the_list, *g.reasoned],
        then=_keep_correction,
    )
    def correct_finding(self, *, department: str, item: str = "", reason: str) -> None: ...

    @step(
        gettext_noop("移交办结"),
        basis="intake.transfer",
        source=TRANSFERRED,
        target="closed",
        by=[Office.DISPATCHER, Office.HANDLER],
        facts=Closing,
        guards=[h.lead_of_complaint, g.receipt_is_recorded, papers_of_the_exit, g.platform_is_told],
    )
    def close_transferred(
        self, *, platform_done: bool = False, no_platform_no: str = "pending", note: str = ""
    ) -> None: ...
