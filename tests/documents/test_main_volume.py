"""What leaves of a case for a hearing, a reconsideration or the party: the main volume, and no trace of a report."""

from decimal import Decimal

import pytest

from demo.walk import fulfil_owed
from documents.access import sees
from documents.facts import facts_for
from documents.forms import FORMS, SIDE
from documents.models import Document
from documents.traces import TellsOfReport, traces_of_report
from evidence.models import SterileCopy
from procedure.corridor import Refused, perform
from procedure.orders import Order
from tests.cases.stories import again
from tests.documents.making import made, read
from tests.evidence.handing import hand_in

pytestmark = [pytest.mark.django_db(databases=["default", "vault"]), pytest.mark.usefixtures("fonts_ready")]

TOLD = "厂里用过期面粉做馒头，夜里三点在后院库房换包装，我每天都看见。"


@pytest.fixture
def case(walk):
    """Grown out of a report, verified and filed."""
    received = walk.call(TOLD, name="苗小诚", phone="13909520112", as_complaint=False, product="馒头")
    return walk.file(walk.verify(received.report))


def hand_out(walk, case, purpose="hearing"):
    walk.do("chengban1", case, "hand_out", purpose=purpose, recipient="当事人委托的律师")
    return Order.objects.get(matter_id=case.pk, form="main_volume")


def fined(walk, case, **facts):
    walk.facts(case, sold="40000", conduct=["expired_raw_material"], **facts)
    walk.fine(case, fine="200000", gain="40000")
    return again(case)


def test_the_extract_holds_the_acts_of_the_main_volume_and_nothing_of_the_side_volume(walk, case):
    fined(walk, case)
    paper = made(hand_out(walk, case))
    text = read(paper)
    for said in (
        "听证",
        "当事人委托的律师",
        "《市场监督管理行政处罚程序规定》第七十八条",
        "拟罚款200000元",
        "罚款：200,000.00元",
        "送达回证1号",
    ):
        assert said in text
    report = case.parent.concrete()
    for secret in (
        "举报",
        report.number,
        report.pseudonym[-6:],
        "苗小诚",
        "夜里三点",
        "同意",
    ):  # the last: the review
        assert secret not in text
    assert paper.volume == SIDE  # what was given to whom is itself nobody else's business


@pytest.mark.parametrize(
    ("evidence", "kind"),
    [
        ("举报人提供的照片三张", "提到举报或者案件来源"),
        ("线索来源材料", "提到举报或者案件来源"),
        ("检 举\u200b材料一份", "提到举报或者案件来源"),
        ("接12315平台转来的信息", "提到举报或者案件来源"),
        ("证人称夜里三点在后院库房换包装", "与举报内容相同的语句"),
    ],
)
def test_a_trace_in_what_an_officer_wrote_keeps_the_extract_in(walk, case, evidence, kind):
    fined(walk, case, evidence=evidence)
    order = hand_out(walk, case)
    with pytest.raises(TellsOfReport, match=kind) as refused:
        made(order)
    assert "夜里" not in str(refused.value)
    order.refresh_from_db()
    assert (order.last_failure, Document.objects.filter(order=order).exists()) == ("TellsOfReport", False)


def test_the_number_and_the_code_of_the_report_are_traces_and_the_title_of_the_regulation_is_none(case):
    report = case.parent.concrete()
    assert traces_of_report(case, {"a": report.number}) == ["举报编号或者代称"]
    assert traces_of_report(case, {"a": " ".join(report.number)}) == ["举报编号或者代称"]
    assert traces_of_report(case, {"a": [report.pseudonym]}) == ["提到举报或者案件来源", "举报编号或者代称"]
    assert traces_of_report(case, {"a": "依照《市场监督管理投诉举报处理办法》"}) == []
    # Whom and what the case is about may be said in any length: the business and its address are no words of his.
    assert (
        traces_of_report(case, {"a": report.submission.business_name + report.submission.business_address})
        == []
    )


def test_only_whoever_handles_or_reviews_the_case_makes_the_extract(walk, case):
    for account in ("chengban3", "juzhang1", "shenji1"):
        with pytest.raises(Refused):
            perform(walk.act(account), again(case).hand_out, purpose="suit", recipient="法院")
    assert not sees(walk.cast["gongan1"], case, "main_volume")


def test_what_stands_on_the_extract_comes_from_listed_acts_alone(walk, case):
    """Whatever an act of the case says that is not on the list, it does not come out: the journal is full of it."""
    planted = "只在副卷里的一句话"
    walk.facts(case, sold="40000", conduct=["expired_raw_material"], persons=planted)
    walk.do("suozhang1", case, "submit_for_review")
    walk.do("fazhi1", case, "review", opinion=planted)
    walk.do("fuju1", case, "give_notice", proposed="拟罚款", served_how="当面")
    facts = facts_for(hand_out(walk, case, "reconsideration"))
    assert planted not in str(facts)
    assert facts["purpose"] == "行政复议"
    assert again(case).sales_amount == Decimal(40000)


def test_evidence_of_the_main_volume_is_listed_by_its_digest_and_that_of_the_reporter_is_not(walk, case):
    told = "现场笔录：面粉二十袋".encode()
    mine = hand_in(walk, case, told, "笔录.txt", given_by="officer", act=walk.act("chengban1"))
    his = hand_in(walk, case.parent.concrete())
    fulfil_owed(["evidence"])
    facts = facts_for(hand_out(walk, case))
    copy = SterileCopy.objects.get(evidence=mine)
    assert any(copy.sha256[:16] in line for line in facts["contents"])
    assert SterileCopy.objects.get(evidence=his).sha256[:16] not in str(facts)
    assert "慕容致远" not in str(facts)


def test_every_form_for_outsiders_of_a_case_is_held_to_telling_of_no_report():
    assert [code for code, form in FORMS.items() if form.tells_of_no_report] == ["main_volume"]
