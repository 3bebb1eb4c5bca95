"""The papers of a step before it is done: gaps one can see without colour, nothing kept, nobody told too much."""

import re

import pytest
from django.urls import reverse

import documents.preview
from documents.facts.occasion import Occasion
from documents.models import Document
from documents.preview import preview
from identity.leak import LeakCheckFailed
from procedure.journal import JournalEntry
from procedure.matter import Series
from procedure.orders import Order

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
REASON = "经核对票据，消费争议发生在三年以前"


def address(matter, verb):
    return reverse("desk:step-preview", args=[matter.number, verb])


def page(response):
    return response.content.decode()


def test_a_refusal_is_shown_as_it_would_be_printed(desk, waiting):
    shown = page(desk("suozhang1").post(address(waiting, "decline"), {"ground": "4", "reason": REASON}))
    for words in (
        "不予受理决定书",
        "知道或者应当知道权益受侵害超过三年",
        "《市场监督管理投诉举报处理办法》第十六条第（四）项的规定",
        REASON,
        "向人民法院提起诉讼",
        waiting.pseudonym,
        "必填的内容已经齐全",
        "平市监投不受〔2026〕",
    ):
        assert words in shown
    assert "【缺：" not in shown


def test_every_gap_is_a_word_in_brackets_and_the_list_leads_to_it(desk, waiting):
    shown = page(desk("suozhang1").post(address(waiting, "decline"), {"reason": "  "}))
    assert "还缺 2 项" in shown
    bookmarks = dict(
        re.findall(r'<a class="gap" id="([^"]+)" href="#gaps-non_acceptance">【缺：([^】]+)】</a>', shown)
    )
    assert sorted(bookmarks.values()) == ["不予受理的情形", "不予受理的理由"]
    for anchor, label in bookmarks.items():
        assert f'<a href="#{anchor}">{label}</a>' in shown
    assert 'id="gaps-non_acceptance"' in shown


def test_a_gap_left_in_a_standard_paragraph_is_a_bookmark_too(desk, waiting):
    sent = {"ground": "4", "reason": "你于【购买日期】购买，至收到投诉已超过三年。"}
    shown = page(desk("suozhang1").post(address(waiting, "decline"), sent))
    assert "还缺 1 项" in shown
    assert "【缺：购买日期】</a>购买，至收到投诉" in shown


def test_a_field_in_error_counts_as_not_stated_and_the_rest_is_shown(desk, waiting):
    sent = {"ground": "99", "reason": REASON}
    response = desk("suozhang1").post(address(waiting, "decline"), sent)
    assert response.status_code == 200
    assert REASON in page(response)
    assert "【缺：不予受理的情形】" in page(response)


def test_a_preview_keeps_nothing(desk, waiting):
    before = [model.objects.count() for model in (Document, Order, JournalEntry)]
    series = list(Series.objects.values_list("code", "last"))
    desk("suozhang1").post(address(waiting, "decline"), {"ground": "4", "reason": REASON})
    assert [model.objects.count() for model in (Document, Order, JournalEntry)] == before
    assert list(Series.objects.values_list("code", "last")) == series
    assert type(waiting).objects.get(pk=waiting.pk).state == "under_review"


def test_markup_typed_by_an_officer_is_shown_and_not_obeyed(desk, waiting):
    typed = "<script>alert(1)</script> \ue0010\ue002 {{ number }}"
    shown = page(desk("suozhang1").post(address(waiting, "decline"), {"ground": "4", "reason": typed}))
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 0 {{ number }}" in shown


def test_who_may_not_open_the_step_may_not_preview_it(desk, waiting):
    for account in ("suozhang2", "chengban3", "caiwu1", "gongan1"):
        assert desk(account).post(address(waiting, "decline"), {"ground": "4"}).status_code == 404
    assert desk("suozhang1").post(address(waiting, "no_such"), {}).status_code == 404
    assert desk("suozhang1").get(address(waiting, "decline")).status_code == 405


def test_a_step_of_another_state_is_answered_in_words(desk, waiting):
    response = desk("suozhang1").post(address(waiting, "terminate"), {})
    assert response.status_code == 409
    assert "不能办理" in page(response)
    assert "终止调解决定书" not in page(response)


def test_a_step_without_papers_says_so_and_offers_no_button(desk, waiting):
    client = desk("suozhang1")
    assert "不制发文书" in page(client.post(address(waiting, "assign"), {}))
    form = page(client.get(reverse("desk:step", args=[waiting.number, "assign"])))
    assert "预览文书" not in form
    form = page(client.get(reverse("desk:step", args=[waiting.number, "decline"])))
    assert f'formaction="{address(waiting, "decline")}" formtarget="_blank" formnovalidate' in form
    assert form.index("确认不予受理") < form.index("预览文书"), "Enter in a field must confirm, not preview"


def test_a_name_typed_into_a_paper_is_not_shown(desk, waiting):
    sent = {"ground": "4", "reason": "投诉人钱途亮的争议发生在三年以前"}
    shown = page(desk("suozhang1").post(address(waiting, "decline"), sent))
    assert "文字中含有封存的身份信息" in shown
    assert "争议发生在三年以前" not in shown
    assert waiting.journal.order_by("-seq").first().verb == "named_somebody"


def test_without_the_check_nothing_is_shown(desk, waiting, monkeypatch):
    def fails(*_args):
        raise LeakCheckFailed("OperationalError")

    monkeypatch.setattr(documents.preview, "leaks_of", fails)
    shown = page(desk("suozhang1").post(address(waiting, "decline"), {"ground": "4", "reason": REASON}))
    assert "暂时无法核对" in shown
    assert REASON not in shown


def test_a_preview_alone_is_a_whole_page_that_our_content_policy_allows(waiting, in_november):
    whole = preview("mediation_notice", waiting, Occasion({"place": "二楼调解室"}, in_november.now))
    assert whole.startswith("<!DOCTYPE html>")
    assert "papers.css" in whole
    assert "二楼调解室" in whole
    for label in ("调解时间", "调解人员", "申请回避的期限（日）"):
        assert f"【缺：{label}】" in whole
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", whole)


def test_papers_that_the_matter_decides_are_foretold_and_previewed(desk, in_november, complaint):
    client = desk("fenliu1")
    step = page(client.get(reverse("desk:step", args=[complaint.number, "transfer"])))
    sent = {"department": "农业农村局", "reason": "属于农业农村部门职责"}
    shown = page(client.post(address(complaint, "transfer"), sent))
    for title in ("移送函", "移送告知书"):
        assert title in step
        assert title in shown
