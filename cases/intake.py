"""Receiving what comes in: one contact becomes one submission and its complaint, its report, or both.

The person is sealed first, in the vault's own transaction. If the rest fails, a sealed person without a matter is
left behind, which reveals nothing; the other order could lose the person (ADR 0002).
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import statutes
from cases.models import CompetenceFinding, Complaint, Report, Submission
from cases.split import suggest
from cases.states import ComplaintState, ReportState
from enterprises.access import get_or_register
from identity.codes import new_code
from identity.leak import leaks_in
from identity.people import PersonalData
from identity.seal import pseudonym, seal
from jurisdiction import Facts, find, list_on
from procedure.clocks import Opens
from procedure.corridor import Refused, begin
from procedure.matter import Matter
from procedure.steps import Act


@dataclass(frozen=True)
class Letter:
    """What a door has read from its form: everything the caller said, and who the caller is."""

    channel: str
    received_at: datetime
    text: str
    business_name: str
    person: PersonalData = field(repr=False)
    request: str = ""
    business_address: str = ""
    product: str = ""
    stage: str = ""
    amount: Decimal | None = None
    happened_on: date | None = None
    platform_no: str = ""
    anonymous: bool = False
    read_back: bool = False
    as_complaint: bool | None = None
    as_report: bool | None = None
    replace_names: bool = False


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


class NamesInText(ValueError):
    """The statement itself names the caller: it must be replaced by a pseudonym before it is stored in the open."""

    def __init__(self, found: list[str]) -> None:
        self.found = found
        super().__init__("、".join(found))


CALLER = "【来电人】"
FIELDS_IN_WORDS = {
    "name": gettext_lazy("姓名"),
    "phone": gettext_lazy("电话"),
    "id_number": gettext_lazy("证件号"),
    "address": gettext_lazy("住址"),
    "email": gettext_lazy("邮箱"),
    "workplace": gettext_lazy("单位"),
}


def receive(letter: Letter, act: Act) -> Received:
    """Enter one contact: seal the person, write the submission unedited, open its matters, start their clocks.

    Raises `Refused` when neither complaint nor report can be made of it, and `NamesInText` when the statement
    names the caller and the door has not asked for replacement (the original words are then sealed with them).
    """
    suggestion = suggest(letter.text, letter.request)
    as_complaint = bool(suggestion.complaint) if letter.as_complaint is None else letter.as_complaint
    as_report = bool(suggestion.report) if letter.as_report is None else letter.as_report
    objections = _objections(letter, as_complaint=as_complaint, as_report=as_report)
    if objections:
        raise Refused(_("登记"), objections)

    person, words = _without_names(letter)
    refs = {
        kind: seal(person, kind=kind)
        for kind, wanted in (("complaint", as_complaint), ("report", as_report))
        if wanted
    }
    codes = {kind: new_code(ref) for kind, ref in refs.items()}
    with transaction.atomic():
        enterprise = get_or_register(letter.business_name, address=letter.business_address)
        submission = Submission.objects.create(
            channel=letter.channel,
            platform_no=letter.platform_no,
            received_at=letter.received_at,
            recorder=act.by,
            enterprise_id=enterprise.pk,
            business_name=letter.business_name,
            business_address=letter.business_address,
            product=letter.product,
            amount=letter.amount,
            happened_on=letter.happened_on,
            text=words.text,
            request=words.request,
            read_back=letter.read_back,
        )
        complaint = _open_complaint(act, submission, refs["complaint"]) if as_complaint else None
        report = _open_report(act, submission, refs["report"], letter) if as_report else None
        received = Received(submission, complaint, report, codes)
        _find_competence(received, letter)
    return received


def _objections(letter: Letter, *, as_complaint: bool, as_report: bool) -> list[str]:
    found = []
    if not as_complaint and not as_report:
        found.append(_("须勾选投诉或举报"))
    if as_complaint and letter.anonymous:
        found.append(_("投诉须提供真实身份；匿名的只能登记举报"))
    if as_complaint and not (letter.person.name and letter.person.phone):
        source = statutes.rule("complaint.materials").on(localdate(letter.received_at)).source
        found.append(_("投诉须有投诉人姓名和电话（%(source)s）") % {"source": source})
    if letter.anonymous and (letter.person.name or letter.person.phone):
        found.append(_("已选匿名，请勿填写姓名或电话"))
    return found


@dataclass(frozen=True)
class _Words:
    text: str
    request: str


def _without_names(letter: Letter) -> tuple[PersonalData, _Words]:
    """The person to seal and the words to store; original words that name the caller are sealed with the person."""
    found = leaks_in(letter.person, f"{letter.text}\n{letter.request}\n{letter.product}")
    outside = leaks_in(letter.person, f"{letter.business_name}\n{letter.business_address}")
    if outside and not set(outside) <= {"workplace", "address"}:
        raise NamesInText([str(FIELDS_IN_WORDS[name]) for name in outside])
    if not found:
        return letter.person, _Words(letter.text, letter.request)
    if not letter.replace_names:
        raise NamesInText([str(FIELDS_IN_WORDS[name]) for name in found])
    text, request = letter.text, letter.request
    for name in found:
        value = getattr(letter.person, name)
        text, request = text.replace(value, CALLER), request.replace(value, CALLER)
    if left := leaks_in(letter.person, f"{text}\n{request}\n{letter.product}"):
        # A disguised spelling that plain replacement cannot reach: the clerk must rewrite it.
        raise NamesInText([str(FIELDS_IN_WORDS[name]) for name in left])
    return letter.person.with_statement(f"{letter.text}\n{letter.request}"), _Words(text, request)


def _gist(letter_text: str, product: str) -> str:
    first = letter_text.strip().splitlines()[0] if letter_text.strip() else ""
    return f"{product}：{first}"[:60] if product else first[:60]


def _open_complaint(act: Act, submission: Submission, ref: str) -> Complaint:
    return begin(
        act,
        Complaint,
        name="登记投诉",
        basis="intake.receipt",
        by=("clerk",),
        opens=(Opens("complaint.acceptance", since_receipt=True),),
        serves=("complaint_receipt",),
        facts={"channel": submission.channel},
        state=ComplaintState.RECEIVED,
        received_at=submission.received_at,
        title=_gist(submission.text, submission.product),
        respondent=submission.business_name,
        submission=submission,
        person_ref=ref,
        pseudonym=f"投诉人{pseudonym(ref)}",
    )


def _open_report(act: Act, submission: Submission, ref: str, letter: Letter) -> Report:
    return begin(
        act,
        Report,
        name="登记举报",
        basis="intake.receipt",
        by=("clerk",),
        opens=(Opens("report.verification", since_receipt=True),),
        serves=("report_receipt",),
        facts={"channel": submission.channel, "anonymous": letter.anonymous},
        state=ReportState.RECEIVED,
        received_at=submission.received_at,
        title=_gist(submission.text, submission.product),
        respondent=submission.business_name,
        submission=submission,
        person_ref=ref,
        pseudonym=f"举报人{pseudonym(ref)}",
        anonymous=letter.anonymous,
    )


def _find_competence(received: Received, letter: Letter) -> None:
    """Keep whose matter it is, as the county's list has it, with the inputs, for each matter."""
    day = localdate(letter.received_at)
    words = received.submission
    facts = Facts(
        text=f"{words.text}\n{words.request}",
        product=letter.product,
        stage=letter.stage,
        place=letter.business_address,
    )
    findings = [
        {
            "department": f.department,
            "item": f.item,
            "basis": f.basis,
            "reasons": list(f.reasons),
            "source": f.source,
            "score": f"{f.score:.2f}",
        }
        for f in find(facts, day)[:3]
    ]
    for matter in received.matters:
        CompetenceFinding.objects.create(
            matter=matter,
            found_on=day,
            list_version=list_on(day).version,
            inputs={"product": facts.product, "stage": facts.stage, "place": facts.place},
            findings=findings,
        )
