"""The report (举报): verified by two certified officers within the term, then filed or not filed.

There is no acceptance here and no mediation; who reported is a pseudonym from the first entry on.
"""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from cases import facts as f
from cases import guards as g
from cases.states import ReportState as S
from offices.roles import Office
from procedure.access import assigned, everything, of_own_unit, recorded_by_me
from procedure.matter import Matter
from procedure.steps import step


class Report(Matter):
    """Anyone's report of a suspected violation of market-regulation law (Order 121 art. 3(2))."""

    submission = models.ForeignKey("cases.Submission", models.PROTECT, related_name="reports")
    person_ref = models.CharField(_("身份封存号"), max_length=40, blank=True)
    pseudonym = models.CharField(_("代称"), max_length=40)
    anonymous = models.BooleanField(_("匿名"), default=False)
    department = models.CharField(_("主管部门"), max_length=40, blank=True)
    duty_item = models.CharField(_("事权条目"), max_length=8, blank=True)
    filing_evidence = models.TextField(blank=True)
    not_filed_on_ground = models.CharField(max_length=4, blank=True)
    not_filed_reason = models.TextField(blank=True)

    KIND = "report"
    KIND_NAME = _("举报")
    PREFIX = "JB"
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
        verbose_name = _("举报")
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

    @step(
        gettext_noop("指派核查"),
        basis="report.officers",
        source=S.DISPATCHED,
        target=S.VERIFYING,
        by=Office.UNIT_HEAD,
        facts=f.AssignTwo,
        guards=[g.is_dispatched_to_us, g.two_different_officers],
    )
    def assign(self, *, handler: Any, co_handler: Any) -> None:
        self.handler, self.co_handler = handler, co_handler

    @step(
        gettext_noop("延长核查期限"),
        basis="report.verification",
        source=S.VERIFYING,
        by=Office.LEADER,
        facts=f.Reason,
        guards=[g.reason_is_given],
        extends="report.verification",
    )
    def extend(self, *, reason: str) -> None: ...

    @step(
        gettext_noop("委托检测"),
        basis="report.verification",
        source=S.VERIFYING,
        by=Office.HANDLER,
        facts=f.Entrustment,
        guards=[g.not_paused],
        pauses=("report.verification", "检测"),
    )
    def entrust_test(self, *, institution: str, paper: str) -> None: ...

    @step(
        gettext_noop("登记检测结论"),
        basis="report.verification",
        source=S.VERIFYING,
        by=Office.HANDLER,
        facts=f.TestReport,
        guards=[g.is_paused],
        resumes="report.verification",
    )
    def receive_test(self, *, paper: str, result: str) -> None: ...

    @step(
        gettext_noop("立案"),
        basis="report.filing",
        source=S.VERIFYING,
        target=S.FILED,
        by=Office.LEADER,
        facts=f.Filing,
        guards=[g.officers_still_certified, g.not_paused, g.all_filing_conditions],
        answers="report.verification",
        opens="report.filing_notice",
        hands_to=[("enforcement", "open_case")],
    )
    def file(self, *, conditions: list[str], evidence: str) -> None:
        self.filing_evidence = evidence

    @step(
        gettext_noop("不予立案"),
        basis="report.non_filing",
        source=S.VERIFYING,
        target=S.NOT_FILED,
        by=Office.LEADER,
        facts=f.NonFiling,
        guards=[g.not_paused, g.non_filing_ground, g.reason_is_given],
        answers="report.verification",
        opens="report.filing_notice",
    )
    def decline_to_file(self, *, ground: str, reason: str) -> None:
        self.not_filed_on_ground, self.not_filed_reason = ground, reason

    @step(
        gettext_noop("告知举报人"),
        basis="report.filing_notice",
        source=[S.FILED, S.NOT_FILED],
        by=Office.HANDLER,
        facts=f.Reason,
        answers="report.filing_notice",
        by_notice=True,
    )
    def tell_reporter(self, *, reason: str) -> None: ...

    @step(
        gettext_noop("办结"),
        basis="record.process",
        source=S.FILED,
        target=S.CLOSED,
        by=[Office.HANDLER, Office.UNIT_HEAD],
        facts=f.Closing,
        guards=[g.case_is_linked, g.notices_are_served],
    )
    def close_filed(self, *, platform_done: bool = False, note: str = "") -> None: ...

    @step(
        gettext_noop("办结"),
        basis="record.process",
        source=S.NOT_FILED,
        target=S.CLOSED,
        by=[Office.HANDLER, Office.UNIT_HEAD],
        facts=f.Closing,
        guards=[g.notices_are_served],
    )
    def close_not_filed(self, *, platform_done: bool = False, note: str = "") -> None: ...
