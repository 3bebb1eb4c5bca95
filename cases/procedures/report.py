"""The report (举报): verified by two certified officers within the term, then filed or not filed.

There is no acceptance here and no mediation; who reported is a pseudonym from the first entry on. A lead found in
inspection, in the media or in a complaint passes through the same procedure and has no reporter.
"""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

import statutes
from cases import searched
from cases.exits import has_filer, papers_of_the_exit, reachable
from cases.facts import report as f
from cases.facts.fields import Closing, Reason
from cases.guards import both as b
from cases.guards import report as g
from cases.guards.hub import may_be_pointed_elsewhere
from cases.procedures.hub import AtTheHub, letters_of_transfer
from cases.states import ReportState as S
from cases.telling import TOLD_BY_OTHERS, clocks_of_domains, clocks_that_fell_away, terms_of_decision
from jurisdiction.access import OWN_DEPARTMENT
from offices.roles import Office
from procedure.access import assigned, everything, of_own_unit, recorded_by_me
from procedure.clock_acts import Opens
from procedure.clock_steps import correction_of, exclusion_of, extension_of
from procedure.corridor import perform
from procedure.cutting import Searched
from procedure.journal import JournalEntry
from procedure.matter import Matter
from procedure.steps import IN_CONSEQUENCE, Act, says, step

VERIFICATION = "report.verification"


def _later_goes_along(act: Act, host: "Report", entry: JournalEntry) -> None:
    later = Report.objects.get(number=entry.facts["later"])
    officers = {"handler": host.handler, "co_handler": host.co_handler}
    perform(act, later.go_with, host=host.number, unit=host.unit, **officers)


def _host_lets_go(act: Act, later: "Report", entry: JournalEntry) -> None:
    host = Report.objects.get(number=entry.facts["host"])
    perform(act, host.let_go, later=later.number, reason=entry.facts["reason"])


def _old_notice(form: str) -> Any:
    """The paper that told a named reporter whether a case was filed; Order 121 has none."""

    @says(f"{form}（令20施行期间的实名举报）")
    def papers(report: Any, facts: Any) -> tuple[str, ...]:
        told = statutes.rule("report.filing_notice").in_force_on(report.law_day())
        return (form,) if told and reachable(report) else ()

    return papers


@says("redirect_notice（有举报人的）")
def told_where(report: Any, facts: Any) -> tuple[str, ...]:
    """The notice where to go; a lead has nobody to be told."""
    return ("redirect_notice",) if has_filer(report) else ()


class Report(AtTheHub, Matter):
    """Anyone's report of a suspected violation of market-regulation law (Order 121 art. 3(2)), or a lead without one."""

    submission = models.ForeignKey("cases.Submission", models.PROTECT, related_name="reports")
    person_ref = models.CharField(_("身份封存号"), max_length=40, blank=True)
    pseudonym = models.CharField(_("代称"), max_length=40)
    anonymous = models.BooleanField(_("匿名"), default=False)
    # Where a lead without a reporter came from (a channel, or "complaint"); empty where somebody reported.
    source = models.CharField(_("线索来源"), max_length=12, blank=True)
    domains = models.JSONField(_("涉及的法律领域"), default=list)
    went_with = models.CharField(_("并入"), max_length=24, blank=True)
    filing_evidence = models.TextField(blank=True)
    not_filed_on_ground = models.CharField(max_length=4, blank=True)
    not_filed_reason = models.TextField(blank=True)

    KIND = "report"
    KIND_NAME = _("举报")
    PREFIX = "JB"
    States = S
    FINAL = frozenset({S.CLOSED, S.MERGED, S.DUPLICATE})
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

    SEARCHED_ALONG = searched.ALONG

    class Meta:
        verbose_name = _("举报")
        base_manager_name = "objects"
        # By the reference a code stands for, the public door finds the one matter it opens.
        indexes = [models.Index(fields=["person_ref"], name="report_by_ref")]

    def is_filed_by(self, ref: str) -> bool:
        return bool(ref) and self.person_ref == ref

    def search_text(self) -> Searched:
        return searched.by_contact(self)

    @step(
        gettext_noop("指派核查"),
        basis="report.officers",
        source=S.DISPATCHED,
        target=S.VERIFYING,
        by=Office.UNIT_HEAD,
        facts=f.AssignTwo,
        guards=[b.is_dispatched_to_us, g.two_different_officers],
        serves="case_source",
    )
    def assign(self, *, handler: Any, co_handler: Any) -> None:
        self.handler, self.co_handler = handler, co_handler

    @step(
        gettext_noop("改派核查人员"),
        basis="report.officers",
        source=S.VERIFYING,
        by=Office.UNIT_HEAD,
        facts=f.AssignTwo,
        guards=[g.two_different_officers],
    )
    def reassign(self, *, handler: Any, co_handler: Any) -> None:
        self.handler, self.co_handler = handler, co_handler

    @step(
        gettext_noop("告知去向"),
        basis="report.redirect",
        source=S.DISPATCHED,
        target=S.REDIRECTED,
        by=Office.UNIT_HEAD,
        facts=f.Redirection,
        guards=[b.is_dispatched_to_us, may_be_pointed_elsewhere, *b.reasoned],
        voids=[VERIFICATION, *TOLD_BY_OTHERS],
        serves_by=told_where,
    )
    def redirect(self, *, to: str, reason: str) -> None: ...

    @step(
        gettext_noop("认定重复举报"),
        basis="report.duplicate",
        source=S.DISPATCHED,
        target=S.DUPLICATE,
        by=Office.UNIT_HEAD,
        facts=f.Duplicate,
        guards=[g.three_equalities, *b.reasoned, b.platform_is_told],
    )
    def mark_duplicate(
        self, *, earlier: Any, same_fact: bool = False, reason: str, platform_done: bool = False
    ) -> None:
        self.went_with = earlier.number

    @step(
        gettext_noop("撤销重复认定"),
        basis="report.duplicate",
        source=S.DUPLICATE,
        target=S.DISPATCHED,
        by=Office.UNIT_HEAD,
        facts=Reason,
        guards=[*b.reasoned],
        opens=Opens(VERIFICATION, since_receipt=True),
    )
    def reinstate(self, *, reason: str) -> None:
        self.went_with = ""

    ask_extension, extend, refuse_extension, withdraw_extension = extension_of(
        VERIFICATION,
        source=S.VERIFYING,
        asked_by=[Office.HANDLER, Office.UNIT_HEAD],
        granted_by=Office.LEADER,
    )

    @step(
        gettext_noop("批准现场检查"),
        basis="report.check_approval",
        source=S.VERIFYING,
        by=Office.LEADER,
        facts=f.CheckApproval,
        guards=[g.officers_still_certified],
    )
    def approve_check(self, *, place: str, reason: str, urgent: bool = False) -> None: ...

    @step(
        gettext_noop("认定法律领域"),
        basis="report.duty_to_tell",
        source=[S.DISPATCHED, S.VERIFYING, S.FILED, S.NOT_FILED],
        by=[Office.HANDLER, Office.UNIT_HEAD],
        facts=f.Domains,
        opens_by=clocks_of_domains,
        voids_by=clocks_that_fell_away,
    )
    def classify(self, *, domains: list[str]) -> None:
        self.domains = list(domains)

    @step(
        gettext_noop("委托检测"),
        basis=VERIFICATION,
        source=S.VERIFYING,
        by=Office.HANDLER,
        facts=f.Entrustment,
        guards=[
            g.officers_still_certified,
            g.no_test_is_open,
            b.day_is_not_ahead,
            g.test_begins_after_receipt,
        ],
        pauses=(VERIFICATION, g.TEST),
    )
    def entrust_test(self, *, institution: str, paper: str, start_on: date | None = None) -> None: ...

    @step(
        gettext_noop("登记检测结论"),
        basis=VERIFICATION,
        source=S.VERIFYING,
        by=Office.HANDLER,
        facts=f.TestReport,
        guards=[g.a_test_is_open, b.day_is_not_ahead, g.test_ends_after_it_began],
        resumes=(VERIFICATION, g.TEST),
    )
    def receive_test(self, *, paper: str, result: str, end_on: date | None = None) -> None: ...

    # 检测 has the two steps above; the other grounds of the rule come and go with their papers.
    exclude, include = exclusion_of(VERIFICATION, source=S.VERIFYING, by=Office.HANDLER, without=(g.TEST,))
    correct_exclusion = correction_of(VERIFICATION, source=S.VERIFYING, by=[Office.UNIT_HEAD, Office.LEADER])

    @step(
        gettext_noop("合并后续举报"),
        basis="report.merge",
        source=S.VERIFYING,
        by=Office.UNIT_HEAD,
        facts=f.Merge,
        guards=[g.later_report_may_be_merged, *b.reasoned],
        restarts=VERIFICATION,
        then=_later_goes_along,
    )
    def merge(self, *, later: Any, reason: str, restart_at: Any) -> None: ...

    @step(
        gettext_noop("并入在办举报"),
        basis="report.merge",
        source=[S.RECEIVED, S.DISPATCHED],
        target=S.MERGED,
        by=IN_CONSEQUENCE,
    )
    def go_with(self, *, host: str, unit: str, handler: Any, co_handler: Any) -> None:
        # Who verifies the host may read what was merged into it. One that was not dispatched yet goes to the host's
        # unit: taken out again it would otherwise be nobody's.
        self.went_with, self.handler, self.co_handler = host, handler, co_handler
        if not self.unit:
            self.department, self.unit = OWN_DEPARTMENT, unit

    @step(
        gettext_noop("撤销合并"),
        basis="report.merge",
        source=S.MERGED,
        target=S.DISPATCHED,
        by=Office.UNIT_HEAD,
        facts=f.Unmerge,
        guards=[g.merge_can_be_undone, *b.reasoned],
        opens=Opens(VERIFICATION, since_receipt=True),
        then=_host_lets_go,
    )
    def unmerge(self, *, host: str, reason: str) -> None:
        self.went_with, self.handler, self.co_handler = "", None, None

    @step(
        gettext_noop("分出并入的举报"),
        basis="report.merge",
        source=S.VERIFYING,
        by=IN_CONSEQUENCE,
        guards=[g.restart_can_be_undone],
        unrestarts=VERIFICATION,
    )
    def let_go(self, *, later: str, reason: str) -> None: ...

    @step(
        gettext_noop("立案"),
        basis="report.filing",
        source=S.VERIFYING,
        target=S.FILED,
        by=Office.LEADER,
        facts=f.Filing,
        guards=[g.officers_still_certified, g.not_paused, g.all_filing_conditions],
        answers=VERIFICATION,
        opens_by=terms_of_decision,
        serves_by=_old_notice("filing_notice_2019"),
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
        guards=[g.officers_still_certified, g.not_paused, g.non_filing_ground, *b.reasoned],
        answers=VERIFICATION,
        opens_by=terms_of_decision,
        serves_by=_old_notice("non_filing_notice_2019"),
    )
    def decline_to_file(self, *, ground: str, reason: str) -> None:
        self.not_filed_on_ground, self.not_filed_reason = ground, reason

    @step(
        gettext_noop("移送其他机关"),
        basis="report.transfer_out",
        source=S.VERIFYING,
        target=S.TRANSFERRED,
        by=Office.LEADER,
        facts=f.OtherOrgan,
        guards=[g.not_paused, *b.reasoned],
        answers=VERIFICATION,
        voids=TOLD_BY_OTHERS,
        serves_by=letters_of_transfer,
    )
    def transfer_out(self, *, to: str, reason: str) -> None:
        self.department = to

    @step(
        gettext_noop("告知举报人"),
        basis="report.filing_notice",
        source=[S.FILED, S.NOT_FILED],
        by=Office.HANDLER,
        facts=f.Told,
        guards=[g.telling_is_proved],
        answers="report.filing_notice",
        by_notice=True,
    )
    def tell_reporter(self, *, channel: str, proof: str, note: str = "") -> None: ...

    @step(
        gettext_noop("告知处理结果"),
        basis="report.duty_to_tell",
        source=[S.VERIFYING, S.FILED, S.NOT_FILED],
        by=Office.HANDLER,
        facts=f.Telling,
        guards=[g.a_statute_requires_it, g.duty_applies, *b.written],
        serves="result_notice",
    )
    def tell_result(self, *, duty: str, result: str) -> None: ...

    @step(
        gettext_noop("办结"),
        basis="report.handling",
        source=[S.FILED, S.NOT_FILED, S.REDIRECTED],
        target=S.CLOSED,
        by=[Office.HANDLER, Office.UNIT_HEAD],
        facts=Closing,
        guards=[
            g.case_is_linked,
            g.domains_are_known,
            g.duties_are_done,
            b.notices_are_served,
            papers_of_the_exit,
            b.platform_is_told,
        ],
    )
    def close(
        self, *, platform_done: bool = False, no_platform_no: str = "pending", note: str = ""
    ) -> None: ...
