"""Whoever is made to pay for reporting, at the public door: danger first, no name, no number, nothing lost, told to few."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from cases.doorstep import next_morning
from portal import limits, puzzle
from portal.even import STEP
from protection.models import RetaliationReport
from retention.disposal import lives_on
from retention.holds import Hold
from retention.tasks import fulfil

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
TELL = "/retaliation/tell/"


class Teller(Client):
    """A browser without a name; it solves the challenge of the page it was shown."""

    def begin(self, danger="no"):
        self.told = self.post(TELL, {"danger": danger}).content.decode()
        return self

    def send(self, **said):
        hidden = dict(re.findall(r'type="hidden" name="(danger|key)" value="([^"]*)"', self.told))
        if token := re.search(r'name="puzzle" value="([^"]+)"', self.told):
            work = next(n for n in range(10**7) if puzzle.zero_bits(f"{token[1]}:{n}") >= 4)
            hidden |= {"puzzle": token[1], "puzzle_work": str(work)}
        answer = self.post(TELL, {"about_bureau": "no", **hidden, **said, "go": "send"})
        self.told = answer.content.decode()
        return answer


@pytest.fixture
def teller(cast):
    return Teller(HTTP_ACCEPT_LANGUAGE="zh-hans")


def code_of(told):
    return re.search(r'slip-code"[^>]*>([0-9A-Z-]{19})<', told)[1]


def test_danger_is_asked_before_anything_else(teller):
    told = teller.get("/retaliation/").content.decode()
    assert told.index("现在有没有人身危险") < told.index("说了以后会怎样")
    assert 'href="tel:110"' in told
    assert 'href="tel:12315"' in told
    assert "食品安全法第一百一十五条第二款" in told
    assert not re.search(r"<style|<script(?! src)|\sstyle=|\son[a-z]+=", told)
    assert teller.cookies.get("csrftoken") is None


def test_a_few_words_without_name_and_number_are_enough(teller):
    answer = teller.begin().send(text="把我调到夜班，天天骂我", acts=["career", "insult"])
    assert answer.status_code == 200
    matter = RetaliationReport.objects.get()
    assert matter.acts == ["career", "insult"]
    assert matter.received_at.astimezone().strftime("%H:%M") == "00:00"  # the day, no hour
    assert matter.parent_id is None
    assert answer["Cache-Control"] == "no-store"
    assert matter.number not in teller.told  # the code alone is shown


def test_in_danger_nothing_need_be_written_and_no_riddle_solved(teller):
    teller.begin("yes")
    assert "先拨 110" in teller.told
    assert "puzzle" not in teller.told
    assert teller.send().status_code == 200
    matter = RetaliationReport.objects.get()
    assert matter.danger
    assert matter.clocks.filter(rule="retaliation.danger_call").exists()
    assert "先拨 110" in teller.told


def test_the_number_of_the_report_holds_it_and_a_wrong_one_loses_nothing(teller, walk):
    """The hold is made the next morning; until then the report of retaliation, which is open, keeps what it follows."""
    received = walk.call("举报过期原料", name="柳青禾", phone="13995221188", as_complaint=False)
    answer = teller.begin().send(text="被辞退了", code="0000-0000-0000-0000")
    assert answer.status_code == 400
    assert "编号不对" in teller.told
    assert "被辞退了" in teller.told
    assert teller.send(text="被辞退了", code=received.codes["report"]).status_code == 200
    matter = RetaliationReport.objects.get()
    assert matter.parent_id == received.report.pk
    order = matter.orders.get(room="retention")
    fulfil.apply(args=[order.pk], throw=True)
    assert not Hold.objects.exists()
    assert lives_on(received.report, localdate())
    with time_machine.travel(next_morning(timezone.now())() + timedelta(hours=2), tick=True):
        fulfil.apply(args=[order.pk], throw=True)
    assert Hold.objects.get().parent_id == received.report.pk


def test_words_that_tell_who_it_is_are_pointed_out_and_sealed_on_request(teller, walk):
    received = walk.call("举报过期原料", name="柳青禾", phone="13995221188", as_complaint=False)
    code = received.codes["report"]
    answer = teller.begin().send(text="我柳青禾被辞退了", code=code)
    assert answer.status_code == 409
    assert "姓名" in teller.told
    assert not RetaliationReport.objects.exists()
    assert teller.send(text="我柳青禾被辞退了", code=code, seal_words="on").status_code == 200
    assert "柳青禾" not in RetaliationReport.objects.get().text


def test_without_the_riddle_or_words_it_is_not_entered_and_nothing_is_lost(teller):
    teller.begin()
    answer = teller.post(
        TELL, {"danger": "no", "about_bureau": "no", "key": "x", "text": "被骂<b>", "go": "send"}
    )
    assert answer.status_code == 400
    assert "被骂&lt;b&gt;" in answer.content.decode()
    assert teller.begin().send(text=" ").status_code == 409
    assert teller.begin().send(text="x", acts=["thunder"]).status_code == 400
    assert not RetaliationReport.objects.exists()


def test_a_second_click_enters_it_once_and_the_code_is_typed_back(teller):
    teller.begin()
    first = teller.told
    teller.send(text="被骂")
    code = code_of(teller.told)
    receipt = re.search(r'name="receipt" value="([^"]+)"', teller.told)[1]
    teller.told = first
    teller.send(text="被骂")
    assert code_of(teller.told) == code
    assert RetaliationReport.objects.count() == 1
    kept = reverse("portal:retaliation-kept")
    assert teller.post(kept, {"receipt": receipt, "code": "0000", "go": "check"}).status_code == 400
    done = teller.post(kept, {"receipt": receipt, "code": code.lower(), "go": "check"})
    assert "编号已核对" in done.content.decode()
    assert code not in done.content.decode()
    teller.told = first
    assert teller.send(text="被骂").status_code == 409


def test_too_often_is_said_with_where_to_call(teller, settings):
    settings.PORTAL_LIMITS = {**settings.PORTAL_LIMITS, "filing": (1, 100)}
    limits.counter.forget()
    teller.begin().send(text="一")
    answer = teller.begin().send(text="二")
    assert answer.status_code == 429
    assert "12315" in answer.content.decode()


def test_every_page_of_following_is_of_one_length(teller, settings):
    """Who watches the line does not see whether a code was known, nor how far the matter has come."""
    teller.begin().send(text="被骂得很惨")
    code, follow = code_of(teller.told), reverse("portal:retaliation-follow")
    answers = [teller.get(follow), teller.post(follow, {"code": code})]
    for typed in (code, "0000-0000-0000-0000"):
        told = teller.get(follow).content.decode()
        token = re.search(r'name="puzzle" value="([^"]+)"', told)[1]
        work = next(n for n in range(10**7) if puzzle.zero_bits(f"{token}:{n}") >= 4)
        answers.append(teller.post(follow, {"code": typed, "puzzle": token, "puzzle_work": str(work)}))
    settings.PORTAL_LIMITS = {**settings.PORTAL_LIMITS, "tracking": (0, 0)}
    answers.append(teller.post(follow, {"code": code}))
    assert [answer.status_code for answer in answers] == [200, 400, 200, 400, 429]
    assert {len(answer.content) for answer in answers} == {STEP}
    assert all("no-store" in answer["Cache-Control"] for answer in answers)


def test_its_code_tells_the_state_and_no_word_of_it(teller):
    teller.begin().send(text="被骂得很惨")
    code = code_of(teller.told)
    follow = reverse("portal:retaliation-follow")
    for typed, status in ((code, 200), ("0000-0000-0000-0000", 400)):
        teller.told = teller.get(follow).content.decode()
        token = re.search(r'name="puzzle" value="([^"]+)"', teller.told)[1]
        work = next(n for n in range(10**7) if puzzle.zero_bits(f"{token}:{n}") >= 4)
        answer = teller.post(follow, {"code": typed, "puzzle": token, "puzzle_work": str(work)})
        assert answer.status_code == status
        assert ("待分诊" in answer.content.decode()) is (status == 200)
        assert "被骂得很惨" not in answer.content.decode()
