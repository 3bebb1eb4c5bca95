"""One contact, two matters found later: the clerk enters the second with its own person, and nobody else sees the tie."""

from datetime import date
from decimal import Decimal

import pytest

from cases.models import Complaint, Report, Submission
from cases.naming import NamesInText
from cases.splitting import letter_of, may_split, split_off
from identity.people import PersonalData
from procedure import journal
from procedure.corridor import Refused
from procedure.links import MatterLink, links_of, unlink

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

PERSON = PersonalData(name="钱途亮", phone="13909520102")


@pytest.fixture
def complaint(walk):
    return walk.call(
        "买的熟食已经过期，要求退款", name="钱途亮", phone="13909520102", as_report=False
    ).complaint


def letter(complaint, **more):
    said = {"text": "库房里还有过期熟食", "person": PERSON, "as_complaint": False, "as_report": True}
    return letter_of(complaint, **{**said, **more})


def test_the_report_has_its_own_person_label_and_code_and_the_term_of_the_first_receipt(walk, complaint):
    walk.later(days=3)
    filed = split_off(walk.act("dengji1"), complaint, letter(complaint))
    report = Report.objects.get(number=filed.matters[0].number)
    assert report.person_ref != complaint.person_ref
    assert report.pseudonym.removeprefix("举报人") != complaint.pseudonym.removeprefix("投诉人")
    assert report.submission_id != complaint.submission_id
    assert report.received_at == complaint.received_at
    assert report.respondent == complaint.respondent
    assert report.submission.enterprise_id == complaint.submission.enterprise_id
    assert list(filed.codes) == [report.number]
    assert report.parent_id is None


def test_neither_journal_tells_that_anything_was_split(walk, complaint):
    before = [entry.hash for entry in complaint.journal.order_by("seq")]
    filed = split_off(walk.act("dengji1"), complaint, letter(complaint))
    assert [entry.hash for entry in complaint.journal.order_by("seq")] == before
    (entry,) = filed.matters[0].journal.all()
    assert entry.verb == "begin"
    assert complaint.number not in str(entry.facts)
    assert journal.verify() == []


def test_only_the_recorder_sees_the_tie(walk, complaint):
    filed = split_off(walk.act("dengji1"), complaint, letter(complaint))
    (report,) = filed.matters
    assert [each.matter.number for each in links_of(walk.cast["dengji1"], complaint)] == [report.number]
    assert [each.matter.number for each in links_of(walk.cast["dengji1"], report)] == [complaint.number]
    for account in ("fenliu1", "ducha1", "fuju1", "shenji1", "dengji2"):
        assert links_of(walk.cast[account], complaint) == []
        assert links_of(walk.cast[account], report) == []
    with pytest.raises(Refused, match="不能撤销"):
        unlink(walk.act("fenliu1"), MatterLink.objects.get(), "要看")


def test_a_report_gives_off_a_complaint_too(walk):
    report = walk.call("卖过期食品", name="甄实在", phone="13909520101", as_complaint=False).report
    told = letter_of(report, text="要求退货款", person=PERSON, as_complaint=True, as_report=False)
    filed = split_off(walk.act("dengji1"), report, told)
    complaint = Complaint.objects.get(number=filed.matters[0].number)
    assert complaint.clocks.filter(rule="complaint.acceptance").exists()


@pytest.mark.parametrize("account", ["dengji2", "fenliu1", "suozhang1", "fuju1"])
def test_nobody_else_splits(walk, complaint, account):
    walk.dispatch(complaint)
    assert not may_split(walk.cast[account], complaint, walk.now.date())
    with pytest.raises(Refused, match="登记本来件的登记员"):
        split_off(walk.act(account), complaint, letter(complaint))
    assert Report.objects.count() == 0


def test_what_cannot_be_split_off(walk, complaint):
    for more, why in (
        ({"as_complaint": True}, "须选定"),
        ({"as_report": False}, "须选定"),
        ({"as_complaint": None, "as_report": None}, "须选定"),
        ({"received_at": complaint.received_at.replace(year=2025)}, "收到时间"),
        ({"received_at": walk.now.replace(year=2027)}, "收到时间"),
    ):
        with pytest.raises(Refused, match=why):
            split_off(walk.act("dengji1"), complaint, letter(complaint, **more))
    with pytest.raises(NamesInText):
        split_off(walk.act("dengji1"), complaint, letter(complaint, text="我钱途亮再举报"))
    assert Submission.objects.count() == 1


def test_the_same_sheet_splits_once(walk, complaint):
    first = split_off(walk.act("dengji1"), complaint, letter(complaint), key="a" * 32)
    again = split_off(walk.act("dengji1"), complaint, letter(complaint), key="a" * 32)
    assert again.again
    assert [m.number for m in again.matters] == [m.number for m in first.matters]
    assert (Report.objects.count(), MatterLink.objects.count()) == (1, 1)


def test_how_somebody_may_safely_be_reached_goes_along_and_what_was_told_of_the_purchase(walk):
    careful = {
        "contact_way": "sms",
        "contact_hours": "evening",
        "contact_note": "不提举报",
        "may_leave_word": True,
    }
    bought = {"amount": Decimal("89.90"), "proof": "小票"}
    dispute = {"requests": ("refund",), "publish_consent": False, "delegation_consent": True}
    report = walk.call(
        "卖过期食品", as_complaint=False, name="钱途亮", phone="13909520102", **careful, **bought, **dispute
    ).report
    filed = split_off(
        walk.act("dengji1"), report, letter(report, text="要求退款", as_complaint=True, as_report=False)
    )
    told = Complaint.objects.get(number=filed.matters[0].number).submission
    for name, value in {**careful, **bought, **dispute, "requests": ["refund"]}.items():
        assert getattr(told, name) == value, name


def test_an_agents_mandate_goes_along_with_the_agent_who_is_sealed_anew(walk):
    told = {"mandate": "代为投诉、和解", "mandate_until_on": date(2027, 6, 30)}
    agent = PersonalData(name="代理明", phone="13909520188")
    complaint = walk.call(
        "两口电饭煲都坏了", name="钱途亮", phone="13909520102", as_report=False, agent=agent, **told
    ).complaint
    said = {"as_complaint": True, "as_report": False, "text": "第二口电饭煲要求退货"}
    with pytest.raises(Refused, match="须重新登记代理人"):
        split_off(walk.act("dengji1"), complaint, letter(complaint, **said))
    filed = split_off(walk.act("dengji1"), complaint, letter(complaint, agent=agent, **said))
    second = filed.matters[0].submission
    assert (second.by_agent, second.mandate, second.mandate_until_on) == (True, *told.values())
    assert second.agent_ref not in {"", complaint.submission.agent_ref}


def test_the_number_of_the_platform_stays_with_the_first_matter(walk):
    numbered = walk.call(
        "买的熟食已经过期", name="钱途亮", phone="13909520102", as_report=False, channel="platform", platform_no="1264022100"
    ).complaint  # fmt: skip
    filed = split_off(walk.act("dengji1"), numbered, letter(numbered))
    assert (filed.matters[0].submission.channel, filed.matters[0].submission.platform_no) == ("platform", "")
