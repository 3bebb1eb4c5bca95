"""Papers are read and served, dates explain themselves, what failed stands on the board."""

from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone

from demo.walk import fulfil_owed
from documents.models import Document
from procedure.orders import Order

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def page(response):
    return response.content.decode()


@pytest.fixture
def accepted(in_november, complaint):
    return in_november.accept(complaint)


@pytest.fixture
def paper(in_november, accepted, fonts_ready):
    """The made decision of acceptance."""
    fulfil_owed(["documents"])
    return Document.objects.get(matter_id=accepted.pk, form="acceptance")


def test_a_paper_on_the_way_is_said_and_asked_for_again(desk, in_november, complaint):
    Order.objects.filter(matter_id=complaint.pk).update(state=Order.OWED)
    client = desk("fenliu1")
    shown = page(client.get(reverse("desk:matter", args=[complaint.number])))
    assert "正在制作" in shown
    assert "every 2s" in shown
    assert "刷新" in shown
    tired = page(client.get(reverse("desk:matter-papers", args=[complaint.number]) + "?polls=149"))
    assert "every 2s" not in tired
    assert "刷新" in tired


def test_a_paper_is_downloaded_as_pdf_under_a_name_without_names(desk, paper):
    response = desk("chengban1").get(reverse("desk:paper", args=[paper.number]))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response.content[:5] == b"%PDF-"
    assert response["Content-Disposition"] == f"inline; filename*=utf-8''{quote(paper.number)}.pdf"
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_paper_of_an_unreadable_matter_is_not_found(desk, paper):
    for account in ("suozhang2", "caiwu1", "gongan1"):
        client = desk(account)
        assert client.get(reverse("desk:paper", args=[paper.number])).status_code == 404
        assert client.get(reverse("desk:paper-serve", args=[paper.number])).status_code == 404


def test_service_is_entered_and_the_term_stops(desk, paper, accepted):
    client = desk("chengban1")
    address = reverse("desk:paper-serve", args=[paper.number])
    sent = {"seen": accepted.last_seq, "channel": "phone", "served_on": "2026-11-02", "proof": "录音 12315-7"}
    bad = client.post(address, {**sent, "served_on": "2999-01-01"})
    assert bad.status_code == 400
    assert "录音 12315-7" in page(bad)
    early = client.post(address, {**sent, "served_on": "2026-11-01"})
    assert early.status_code == 409
    assert "录音 12315-7" in page(early)
    assert client.post(address, sent).status_code == 302
    assert accepted.clocks.get(rule="complaint.acceptance").met is True
    stale = client.post(address, sent)
    assert stale.status_code == 409
    assert "送达" in page(stale)


def test_a_paper_to_both_parties_is_entered_for_each_and_the_page_names_who_is_not_told(
    desk, in_november, accepted, fonts_ready
):
    in_november.do("suozhang1", accepted, "terminate", ground="2", reason="被投诉人明确拒绝调解")
    end = in_november.made(accepted, "termination").document
    client, address = desk("chengban1"), reverse("desk:paper-serve", args=[end.number])
    form = page(client.get(address))
    assert 'value="complainant"' in form
    sent = {"channel": "phone", "served_on": "2026-11-02", "proof": "录音 12315-8"}
    unsaid = client.post(address, sent)
    assert unsaid.status_code == 400
    assert "录音 12315-8" in page(unsaid)
    assert client.post(address, {**sent, "party": "complainant"}).status_code == 302
    shown = page(client.get(reverse("desk:matter", args=[accepted.number])))
    assert "尚未送达被投诉人" in shown
    assert "送达投诉人" in shown
    assert accepted.clocks.get(rule="complaint.termination_notice").ended_id is None
    assert client.post(address, {**sent, "party": "respondent"}).status_code == 302
    assert "尚未送达被投诉人" not in page(client.get(reverse("desk:matter", args=[accepted.number])))
    assert accepted.clocks.get(rule="complaint.termination_notice").met is True
    assert 'name="party"' not in page(client.get(reverse("desk:paper-serve", args=[acceptance(accepted)])))


def acceptance(complaint):
    fulfil_owed(["documents"])
    return complaint.documents.get(form="acceptance").number


def test_the_receipt_shows_every_day_it_counted(desk, accepted):
    clock = accepted.clocks.get(rule="complaint.acceptance")
    shown = page(desk("chengban1").get(reverse("desk:clock", args=[accepted.number, clock.pk])))
    for word in (
        "令121第十五条第一款",
        "七个工作日内",
        "2026-11-11",
        "起算，不计",
        "周末",
        "届满",
        "怎样算出",
    ):
        assert word in shown
    for number in range(1, 8):
        assert f"<b>{number}</b>" in shown


def test_a_receipt_of_another_matter_is_not_found(desk, in_november, accepted):
    other = in_november.call("要求退款", name="钱途亮", phone="13909520102").complaint
    clock = other.clocks.first()
    assert desk("fenliu1").get(reverse("desk:clock", args=[accepted.number, clock.pk])).status_code == 404
    assert desk("fenliu1").get(reverse("desk:clock", args=[accepted.number, 10**15])).status_code == 404


def test_a_failed_order_stands_on_the_board(desk, in_november, complaint):
    Order.objects.filter(matter_id=complaint.pk).update(state=Order.FAILED, last_failure="Missing")
    shown = page(desk("ducha1").get("/board/"))
    assert "未能完成的后台事项" in shown
    assert complaint.number in shown


def test_the_fund_shows_sums_and_numbers_only(desk, cast):
    shown = page(desk("caiwu1").get(f"/fund/?year={timezone.localdate().year}"))
    assert "200,000.00" in shown or "尚未列入预算" in shown
    for year in ("0", "abc", "9" * 30, "%00"):
        assert desk("caiwu1").get(f"/fund/?year={year}").status_code == 200


def test_the_auditor_reads_the_journal_page_by_page(desk, in_november, complaint):
    client = desk("shenji1")
    shown = page(client.get("/journal/"))
    assert "登记投诉" in shown
    for before in ("0", "1", "abc", "9" * 30):
        assert client.get(f"/journal/?before={before}").status_code == 200
