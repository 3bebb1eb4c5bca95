"""The public form by HTTP alone, as a browser without script sends it: ways, errors, going back, marks, sending once."""

import re

import pytest
import time_machine

from cases.models import Complaint, Report, Submission
from identity.codes import check_code
from offices.models import Officer
from portal import limits
from portal.models import Sent
from procedure.clocks import running_of
from tests.portal.filing import KEPT, START, STEPS, Filler, heading, hidden, puzzled

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=False)


@pytest.fixture(autouse=True)
def _uncounted():
    limits.counter.forget()


@pytest.fixture
def filler(cast, client):
    """Begin on a way: `filler("report")`. The day is Monday 2 November 2026, a quarter past two."""
    with time_machine.travel("2026-11-02T14:17:23+08:00", tick=True):
        yield lambda path: Filler(client, path)


class TestTheFirstPage:
    def test_it_tells_the_two_apart_with_articles_from_the_shelf(self, client):
        page = client.get(START).content.decode()
        for said in ("令121第十条第一款", "令121第二十八条第一款", "令121第三十七条", "tel:12315", "tel:110"):
            assert said in page
        assert "7个工作日" in page
        assert "15个工作日" in page

    def test_no_cookie_is_set_and_nothing_is_kept_or_listed(self, client):
        answer = client.get(START)
        assert not answer.cookies
        assert answer["Cache-Control"] == "no-store"
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert 'name="robots" content="noindex' in answer.content.decode()

    def test_what_is_neither_is_told_where_to_go(self, client):
        page = client.get("/file/elsewhere/").content.decode()
        assert "令121第四十四条" in page
        assert "12388" in page

    def test_english(self, client):
        answer = client.get(START, {"language": "en"})
        assert set(answer.cookies) == {"django_language"}
        assert 'lang="en"' in answer.content.decode()


class TestWays:
    def test_a_complaint_by_name(self, filler):
        sheet = filler("complaint").fill().send()
        complaint = Complaint.objects.get()
        assert complaint.submission.channel == "web"
        assert complaint.recorder.username == "public-door"
        assert complaint.submission.requests == ["refund"]
        assert complaint.submission.publish_consent is True
        assert complaint.submission.delegation_consent is False
        assert complaint.submission.contact_hours == "evening"
        assert check_code(complaint.person_ref, sheet.code)
        assert not Report.objects.exists()
        sheet.keep()
        assert heading(sheet.page) == "提交完成，编号已核对"
        assert "2026-11-11" in sheet.page
        assert "rule=complaint.acceptance" in sheet.page

    def test_a_report_by_name(self, filler):
        filler("report").fill(by_name={"by_name": "yes"}).send()
        report = Report.objects.get()
        assert not report.anonymous
        assert report.received_at.isoformat().startswith("2026-11-02T06:17")

    def test_an_anonymous_report_keeps_no_hour(self, filler):
        sheet = filler("report").fill()
        assert "person" not in sheet.page.split("<dl")[1].split("</dl>")[0]
        sheet.send()
        report = Report.objects.get()
        assert report.anonymous
        assert report.received_at.isoformat() == "2026-11-01T16:00:00+00:00"
        clock = next(c for c in running_of(report) if c.rule == "report.verification")
        assert clock.due_on.isoformat() == "2026-11-23"
        assert "编号" in sheet.page

    def test_somebody_inside(self, filler):
        sheet = filler("inside")
        assert heading(sheet.page) == "有没有危险"
        sheet.fill(until="shield")
        assert "食品安全法第一百一十五条第二款" in sheet.page
        sheet.fill().send()
        report = Report.objects.get()
        assert report.anonymous
        assert report.journal.first().facts["insider"] is True

    def test_danger_to_life_says_call_110_first_and_tells_the_officers(self, filler):
        sheet = filler("report").post(danger="yes")
        assert "先拨 110" in sheet.page
        sheet.fill().send()
        assert Report.objects.get().journal.first().facts["danger"] is True

    def test_for_somebody_else_is_told_to_call(self, filler):
        sheet = filler("complaint").post(whose="other")
        assert sheet.status == 400
        assert "授权委托书" in sheet.page
        assert sheet.step == "whose"

    def test_the_door_signs_in_by_nothing_and_holds_no_office(self, filler, client):
        filler("report").fill().send()
        door = Officer.objects.get(username="public-door")
        assert not door.is_active
        assert not door.has_usable_password()
        assert not door.holdings.exists()


class TestTyping:
    def test_progress_stands_in_words(self, filler):
        sheet = filler("complaint")
        assert "第 1 步，共 10 步" in sheet.page
        sheet.fill()
        assert "第 10 步，共 10 步" in sheet.page

    def test_an_error_keeps_what_was_typed(self, filler):
        sheet = filler("complaint").fill(until="person")
        sheet.post(name="甄实在", phone="12", address="团结小区")
        assert sheet.status == 400
        assert sheet.step == "person"
        for kept in ('value="甄实在"', 'value="12"', 'value="团结小区"'):
            assert kept in sheet.page
        assert 'aria-invalid="true"' in sheet.page
        assert 'href="#id_phone"' in sheet.page

    def test_back_keeps_even_what_is_wrong(self, filler):
        sheet = filler("complaint").fill(until="person")
        sheet.post("back", name="甄实在", phone="12")
        assert sheet.step == "proof"
        sheet.post(proof="小票")
        assert 'value="12"' in sheet.page

    def test_editing_from_the_summary_leads_back_to_it(self, filler):
        sheet = filler("report").fill()
        sheet.post("edit:what")
        assert sheet.step == "what"
        sheet.post(text="改过的陈述")
        assert sheet.step == "check"
        assert "改过的陈述" in sheet.page

    def test_editing_the_choice_of_a_name_asks_for_the_person(self, filler):
        sheet = filler("report").fill()
        sheet.post("edit:by_name")
        sheet.post(by_name="yes")
        sheet.fill()
        assert "甄实在" in sheet.page

    def test_a_name_withdrawn_is_not_sent(self, filler):
        sheet = filler("report").fill(by_name={"by_name": "yes"})
        sheet.post("edit:by_name")
        sheet.post(by_name="no")
        sheet.fill().send()
        report = Report.objects.get()
        assert report.anonymous
        assert report.submission.contact_way == ""

    def test_the_language_switch_loses_nothing(self, filler):
        sheet = filler("report").fill(until="what")
        sheet.post(text="写到一半", language="en")
        assert 'lang="en"' in sheet.page
        assert "写到一半" in sheet.page

    def test_a_page_nobody_sealed_opens_nothing(self, client, cast):
        answer = client.post(STEPS, {"draft": "AAAA", "step": "what", "go": "send"})
        assert answer.status_code == 400
        assert client.get(STEPS).status_code == 302
        assert client.post(STEPS, {"path": "other"}).status_code == 302

    def test_a_sheet_sent_straight_to_the_end_is_led_to_what_is_missing(self, filler):
        sheet = filler("complaint")
        sheet.post("send")
        assert sheet.status == 400
        assert sheet.step == "whose"
        assert not Submission.objects.exists()

    def test_clearing_takes_the_cookies_with_it(self, client):
        client.cookies["csrftoken"] = "x" * 32
        answer = client.post(STEPS, {"go": "clear"})
        assert answer.cookies["csrftoken"]["max-age"] == 0
        assert "storage" in answer["Clear-Site-Data"]

    @pytest.mark.parametrize("odd", ["\x00", "x" * 6000, "<script>alert(1)</script>"])
    def test_odd_text(self, filler, odd):
        sheet = filler("report").fill(until="what").post(text=odd)
        assert sheet.status in {200, 400}
        assert "<script>alert" not in sheet.page


class TestMarks:
    def test_what_tells_who_somebody_is_must_be_decided(self, filler):
        sheet = filler("report").fill(what={"text": "老板姓名：钱途亮，电话13909520102，卖过期货"})
        assert sheet.page.count("<mark") == 2
        sheet.send()
        assert sheet.status == 400
        assert "请逐项选" in sheet.page
        assert not Report.objects.exists()
        sheet.send(mark_text="out")
        assert Report.objects.get().submission.text == "老板姓名：【已隐去】，电话【已隐去】，卖过期货"

    def test_it_may_be_kept_on_purpose(self, filler):
        sheet = filler("report").fill(what={"text": "货车宁B12345送的过期货"})
        sheet.send(mark_text="keep")
        assert "宁B12345" in Report.objects.get().submission.text

    def test_ones_own_name_is_replaced_and_never_kept(self, filler):
        text = "我叫甄实在，电话13909520101，要求退款"
        sheet = filler("complaint").fill(what={"text": text}, proof={"proof": "甄实在的付款记录"})
        sheet.send(mark_text="keep", mark_proof="out")
        assert sheet.status == 400
        sheet.send(mark_text="out", mark_proof="out")
        submission = Submission.objects.get()
        assert submission.text == "我叫【来电人】，电话【来电人】，要求退款"
        assert submission.proof == "【来电人】的付款记录"

    def test_a_disguised_name_sends_the_sheet_back(self, filler):
        sheet = filler("complaint").fill(what={"text": "甄 实 在 要求退款"})
        sheet.send()
        assert sheet.status == 409
        assert "姓名" in sheet.page
        assert not Submission.objects.exists()

    def test_what_only_few_could_know_is_a_warning(self, filler):
        sheet = filler("inside").fill(what={"text": "老板让我换标签，只有我当班"})
        assert 'class="few"' in sheet.page
        sheet.send()
        assert Report.objects.exists()


class TestSending:
    def test_a_second_click_shows_the_same_receipt(self, filler):
        sheet = filler("report").fill()
        sent = {"draft": hidden(sheet.page, "draft"), "step": "check", "go": "send", **puzzled(sheet.page)}
        first = sheet.take(sheet.client.post(STEPS, sent)).code
        second = sheet.take(sheet.client.post(STEPS, sent)).code
        assert first == second
        assert Report.objects.count() == 1
        sheet.keep()
        assert bytes(Sent.objects.get().receipt) == b""
        again = sheet.client.post(STEPS, sent)
        assert again.status_code == 409
        assert first not in again.content.decode()

    def test_what_is_kept_for_a_second_click_opens_with_the_page_alone(self, filler):
        sheet = filler("report").fill().send()
        kept = bytes(Sent.objects.get().receipt)
        assert sheet.code.encode() not in kept
        assert Report.objects.get().number.encode() not in kept

    def test_without_the_challenge_nothing_is_sent(self, filler):
        sheet = filler("report").fill().post("send")
        assert sheet.status == 400
        assert "验证" in sheet.page
        assert not Report.objects.exists()

    def test_too_often_is_told_and_keeps_the_sheet(self, filler, settings):
        settings.PORTAL_LIMITS = {**settings.PORTAL_LIMITS, "filing": (0, 10)}
        sheet = filler("report").fill().send()
        assert sheet.status == 429
        assert "12315" in sheet.page
        assert hidden(sheet.page, "draft")
        assert not Report.objects.exists()

    def test_a_code_typed_wrong_may_be_looked_at_again(self, filler):
        sheet = filler("report").fill().send()
        code = sheet.code
        sheet.keep("0000-0000-0000-0000")
        assert sheet.status == 400
        assert code not in sheet.page
        assert "组" not in re.search(r'class="barred".*?</section>', sheet.page, re.S)[0]
        sheet.take(sheet.client.post(KEPT, {"receipt": hidden(sheet.page, "receipt"), "go": "again"}))
        assert sheet.code == code
        sheet.keep(f" {code.lower().replace('-', ' ').replace('0', 'o')} ")
        assert sheet.status == 200
        assert code not in sheet.page

    def test_a_forged_receipt_opens_nothing(self, client):
        assert client.post(KEPT, {"receipt": "AAAA", "code": "x"}).status_code == 400
        assert client.post("/file/add/", {"pass": "AAAA"}).status_code == 400
