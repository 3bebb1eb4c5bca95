"""Receiving what comes in: one contact becomes one submission and its complaint, its report, or both.

The person is sealed first, in the vault's own transaction. If the rest fails, a sealed person without a matter is
left behind, which reveals nothing; the other order could lose the person (ADR 0002).
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

import statutes
from cases.competence import keep_findings
from cases.letter import Letter
from cases.models import Complaint, Report, Submission
from cases.naming import without_names
from cases.procedures.hub import HOTLINE, TARGET
from cases.split import Suggestion, suggest
from cases.states import ORAL, Channel, ComplaintState, ReportState
from enterprises.access import get_or_register
from identity.codes import new_code
from identity.seal import pseudonym, seal
from procedure.clock_acts import Opens
from procedure.corridor import Refused, begin
from procedure.law import law_scope
from procedure.matter import Matter
from procedure.steps import Act

TERMS = {"complaint": "complaint.acceptance", "report": "report.verification"}
"""The term that starts with each kind of matter."""


@dataclass(frozen=True)
class Received:
    """What came of it. `codes` are shown once, to be read to the caller, and are kept nowhere in the clear."""

    submission: Submission
    complaint: Complaint | None
    report: Report | None
    codes: dict[str, str] = field(repr=False)

    @property
    def matters(self) -> list[Matter]:
        return [m for m in (self.complaint, self.report) if m is not None]


def receive(letter: Letter, act: Act) -> Received:
    """Enter one contact: seal the people, write the submission unedited, open its matters, start their clocks.

    Raises `Refused` when neither complaint nor report can be made of it, and `NamesInText` when the statement
    names the caller and the door has not asked for replacement (the original words are then sealed with them).
    """
    as_complaint, as_report = wanted(letter)
    objections = _objections(letter, as_complaint=as_complaint, as_report=as_report)
    if objections:
        raise Refused(_("登记"), objections)

    person, words = without_names(letter)
    refs = {
        kind: seal(person, kind=kind)
        for kind, asked in (("complaint", as_complaint), ("report", as_report and letter.has_filer))
        if asked
    }
    codes = {kind: new_code(ref) for kind, ref in refs.items()}
    agent = seal(letter.agent, kind="agent") if letter.agent else ""
    representatives = [seal(each, kind="joint") for each in letter.representatives]
    with transaction.atomic(), law_scope(act=True):
        enterprise = get_or_register(
            letter.business_name, address=letter.business_address, credit_code=letter.credit_code
        )
        submission = Submission.objects.create(
            recorder=act.by,
            enterprise=enterprise,
            text=words.text,
            request=words.request,
            requests=list(letter.requests),
            by_agent=letter.agent is not None,
            agent_ref=agent,
            joint=letter.joint_count is not None,
            representative_refs=representatives,
            **{name: getattr(letter, name) for name in AS_TOLD},
        )
        complaint = _open_complaint(act, submission, refs["complaint"], letter) if as_complaint else None
        report = _open_report(act, submission, refs.get("report", ""), letter) if as_report else None
        received = Received(submission, complaint, report, codes)
        keep_findings(received.matters, submission, letter)
    return received


AS_TOLD = (
    "channel", "platform_no", "hotline_no", "hotline_due_on", "source_paper", "received_at", "business_name",
    "business_address", "trader_kind", "platform_name", "address_reachable", "product", "stage", "amount",
    "happened_on", "proof", "read_back", "publish_consent", "delegation_consent", "contact_way", "contact_hours",
    "may_leave_word", "contact_note", "mandate", "mandate_until_on", "joint_count",
)  # fmt: skip
"""What the submission keeps exactly as the letter has it."""


def wanted(letter: Letter) -> tuple[bool, bool]:
    """Whether a complaint and whether a report is to be opened: as ticked, else as the words suggest."""
    suggestion = suggest(letter.text, letter.request)
    return chosen(suggestion, letter.as_complaint, letter.as_report, has_filer=letter.has_filer)


def chosen(
    suggestion: Suggestion, as_complaint: bool | None, as_report: bool | None, *, has_filer: bool
) -> tuple[bool, bool]:
    """What a sheet opens, complaint and report: what its clerk chose (`None`: nothing), else what is suggested."""
    if not has_filer and as_complaint is None:
        # A lead has nobody whose dispute it is.
        return False, as_report is not False
    return (
        bool(suggestion.complaint) if as_complaint is None else as_complaint,
        bool(suggestion.report) if as_report is None else as_report,
    )


def _objections(letter: Letter, *, as_complaint: bool, as_report: bool) -> list[str]:
    day = localdate(letter.received_at)
    found = []
    if not as_complaint and not as_report:
        found.append(_("须勾选投诉或举报"))
    if as_complaint and letter.anonymous:
        found.append(_("投诉须提供真实身份；匿名的只能登记举报"))
    if as_complaint and not (letter.person.name and letter.person.phone):
        source = statutes.rule("complaint.materials").on(day).source
        found.append(_("投诉须有投诉人姓名和电话（%(source)s）") % {"source": source})
    if letter.anonymous and (letter.person.name or letter.person.phone):
        found.append(_("已选匿名，请勿填写姓名或电话"))
    if letter.agent is not None:
        found += _agent_objections(letter, day)
    if letter.joint_count is not None or letter.representatives:
        found += _joint_objections(letter, day, as_complaint=as_complaint)
    return [*found, *_source_objections(letter, day)]


def _source_objections(letter: Letter, day: Any) -> list[str]:
    """What its channel asks of a letter, and days that cannot be."""
    found = []
    if letter.channel in ORAL and not (letter.read_back or letter.unread_reason.strip()):
        source = statutes.rule("intake.receipt").on(day).source
        found.append(
            _("口头提出的，须复述记录并经来电人确认，或者写明未能复述的原因（%(source)s）")
            % {"source": source}
        )
    if letter.channel == Channel.HOTLINE and not letter.hotline_no:
        found.append(_("12345转办的，须填写工单编号"))
    if letter.channel == Channel.PLATFORM and not (letter.platform_no.strip() or letter.split_off):
        source = statutes.rule("intake.platform").on(day).source
        found.append(_("全国12315平台的来件，须填写平台编号（%(source)s）") % {"source": source})
    if letter.hotline_due_on is not None and letter.hotline_due_on < day:
        found.append(_("12345工单期限不能早于收到之日"))
    if letter.happened_on is not None and letter.happened_on > day:
        found.append(_("发生日期不能晚于收到之日"))
    if not letter.has_filer and not letter.source_paper:
        found.append(_("没有举报人的线索，须填写来源文书（移送函、检查或者抽检报告、报道等）"))
    return found


def _agent_objections(letter: Letter, day: Any) -> list[str]:
    source = statutes.rule("complaint.agent").on(day).source
    if not (letter.agent and letter.agent.name and letter.mandate):
        return [_("委托他人投诉的，须有代理人姓名和委托事项、权限（%(source)s）") % {"source": source}]
    if letter.mandate_until_on is not None and letter.mandate_until_on < day:
        return [_("委托期限已过（%(source)s）") % {"source": source}]
    return []


def _joint_objections(letter: Letter, day: Any, *, as_complaint: bool) -> list[str]:
    version = statutes.rule("intake.joint").on(day)
    told = {"source": version.source, "most": version.params["representatives"]}
    if not as_complaint:
        return [_("共同投诉只适用于投诉（%(source)s）") % told]
    found = []
    if (letter.joint_count or 0) < 2:
        found.append(_("共同投诉须有两名以上投诉人（%(source)s）") % told)
    if len(letter.representatives) > version.params["representatives"]:
        found.append(_("代表人最多 %(most)s 名（%(source)s）") % told)
    return found


def _gist(letter_text: str, product: str) -> str:
    first = letter_text.strip().splitlines()[0] if letter_text.strip() else ""
    return f"{product}：{first}"[:60] if product else first[:60]


def _first_clocks(submission: Submission, term: str) -> tuple[Opens, ...]:
    """The term of the procedure, our target for dispatch, and what a 12345 order adds of its own."""
    more = (Opens(HOTLINE, since_receipt=True),)
    hotline = more if submission.channel == Channel.HOTLINE else ()
    return (Opens(term, since_receipt=True), Opens(TARGET), *hotline)


def _told_at_once(letter: Letter) -> dict[str, Any]:
    """What the first entry of the journal says: the channel, and why nothing could be read back."""
    facts: dict[str, Any] = {"channel": letter.channel}
    if letter.unread_reason.strip() and not letter.read_back:
        facts["unread_reason"] = letter.unread_reason.strip()
    return facts


def _open_complaint(act: Act, submission: Submission, ref: str, letter: Letter) -> Complaint:
    return begin(
        act,
        Complaint,
        name="登记投诉",
        basis="intake.receipt",
        by=("clerk",),
        opens=_first_clocks(submission, TERMS["complaint"]),
        serves=("complaint_registration", "complaint_receipt"),
        facts=_told_at_once(letter),
        state=ComplaintState.RECEIVED,
        received_at=submission.received_at,
        title=_gist(submission.text, submission.product),
        respondent=submission.business_name,
        subject=letter.subject.strip(),
        submission=submission,
        person_ref=ref,
        pseudonym=f"投诉人{pseudonym(ref)}",
    )


def _open_report(act: Act, submission: Submission, ref: str, letter: Letter) -> Report:
    facts = _told_at_once(letter)
    if ref:
        facts["anonymous"] = letter.anonymous
        if letter.insider:
            facts["insider"] = True
    if letter.danger:
        facts["danger"] = True
    return begin(
        act,
        Report,
        name="登记举报" if ref else "登记线索",
        basis="intake.receipt",
        by=("clerk",),
        opens=_first_clocks(submission, TERMS["report"]),
        serves=("report_registration", "report_receipt") if ref else ("report_registration",),
        facts=facts,
        state=ReportState.RECEIVED,
        received_at=submission.received_at,
        title=_gist(submission.text, submission.product),
        respondent=submission.business_name,
        submission=submission,
        person_ref=ref,
        pseudonym=f"举报人{pseudonym(ref)}" if ref else "无举报人的线索",
        anonymous=letter.anonymous and bool(ref),
        source="" if ref else submission.channel,
    )
