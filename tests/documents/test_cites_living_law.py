"""No paper leaves citing dead law or with an open gap; papers that show other days on purpose still do."""

import re

import pytest

from documents.forms import FORMS, form, own_words
from documents.issue import CitesDeadLaw, Incomplete, issue
from documents.models import Document
from procedure.orders import Order
from tests.documents.making import made

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def declined(in_november, fonts_ready, monkeypatch):
    """Decline a complaint with this reason; the answer is the order for its paper."""

    def decline(reason):
        said = "电饭煲坏了，店家违反令20第九百条【急】，要求更换"
        complaint = in_november.call(said, name="钱途亮", phone="13909520102").complaint
        in_november.review(complaint)
        in_november.no_lead(complaint)
        # The step would refuse such a reason; the paper is the second guard, however the reason came to stand there.
        monkeypatch.setattr("cases.citing.check_citations", lambda *_: [])
        monkeypatch.setattr("cases.citing._GAP", re.compile("(?!)"))
        in_november.do("suozhang1", complaint, "decline", ground="2", reason=reason)
        monkeypatch.undo()
        return Order.objects.get(form="non_acceptance")

    return decline


def test_a_paper_that_cites_the_repealed_order_is_not_issued(declined):
    order = declined("依《市场监督管理投诉举报处理暂行办法》第十五条第二项")
    with pytest.raises(CitesDeadLaw, match=r"不予受理的理由.*暂行办法.*2026-04-14"):
        issue(order)
    assert not Document.objects.filter(order=order).exists()


def test_a_paper_with_an_open_gap_is_not_issued(declined):
    order = declined("您于【购买日期】购买的商品用于经营")
    with pytest.raises(Incomplete, match="【购买日期】"):
        issue(order)
    assert not Document.objects.filter(order=order).exists()


def test_what_the_complainant_cites_and_brackets_is_his(declined):
    paper = made(declined("依《市场监督管理投诉举报处理办法》第十六条第二项，法院已经受理"))
    assert "令20第九百条" in paper.facts["subject"]
    assert paper.number


def test_only_forms_with_a_reason_may_cite_other_days():
    assert {code for code, each in FORMS.items() if each.cites_other_days} == {
        "clock_receipt",
        "supervision_order",
    }


def test_the_bureaus_own_words_are_every_printed_fact_that_repeats_nobody():
    facts = {"subject": "他的", "reason": "我们的", "routes": ["一", "二"], "unprinted": "无"}
    told = {pair for pair in own_words(form("non_acceptance"), facts) if pair[1]}
    assert told == {("reason", "我们的"), ("routes", "一"), ("routes", "二")}
