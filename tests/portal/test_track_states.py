"""Every state of a complaint and of a report, reached by its steps: each has its sentence, and all look alike outside."""

from datetime import date, timedelta

import pytest
import time_machine

from cases.elsewhere import take_clue
from cases.letter import Letter
from cases.states import ComplaintState, ReportState
from cases.tracking import STAGES, Stage
from identity.people import PersonalData
from portal import sentences
from portal.even import STEP
from procedure.matter import Matter
from tests.cases.stories import again
from tests.portal.conftest import said

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

NAMED = {"name": "苗小诚", "phone": "13909520112"}


@pytest.fixture(autouse=True)
def _no_limits(settings):
    settings.PORTAL_LIMITS = dict.fromkeys(settings.PORTAL_LIMITS, (10_000, 10_000))
    settings.PORTAL_PUZZLE_BITS = 0


class Complaints:
    """Makes a complaint in each state, by the steps that lead there."""

    def __init__(self, walk):
        self.walk, self.codes = walk, {}

    def made(self, state):
        got = self.walk.call(
            "电饭煲用了三天就坏，要求更换",
            name="钱途亮",
            phone="13909520102",
            as_complaint=True,
            as_report=False,
        )
        self.codes[got.complaint.number] = got.codes["complaint"]
        getattr(self, state)(got.complaint)
        found = again(got.complaint)
        assert found.state == state
        return found

    def received(self, it): ...

    def dispatched(self, it):
        self.walk.dispatch(it)

    def disputed(self, it):
        self.dispatched(it)
        self.walk.do("suozhang1", it, "dispute", other_bureau="贺兰县市场监管局", reason="经营地在贺兰县")

    def escalated(self, it):
        self.disputed(it)
        self.walk.do("fuju1", it, "escalate", reason="协商不成")

    def under_review(self, it):
        self.walk.review(it)

    def id_requested(self, it):
        self.under_review(it)
        self.walk.do("chengban1", it, "request_identity", papers="身份证复印件", until_on=date(2026, 11, 9))

    def accepted(self, it):
        self.walk.accept(it)

    def consent_pending(self, it):
        self.walk.consent(self.walk.accept(it), "complainant")

    def mediating(self, it):
        self.walk.mediate(self.walk.accept(it))

    def delegated(self, it):
        self.mediating(it)
        consents = {"complainant_consents": True, "respondent_consents": True}
        self.walk.do("suozhang1", it, "delegate", body="平罗县消费者协会", how="书面", **consents)

    def testing(self, it):
        self.mediating(it)
        self.walk.test(it, date(2026, 11, 2))

    def recusal(self, it):
        self.mediating(it)
        said = {"asked_by": "respondent", "of_whom": "张卫国", "reason": "与投诉人是亲戚"}
        self.walk.do("chengban1", it, "ask_recusal", **said)

    def agreed(self, it):
        self.walk.called(self.walk.mediate(self.walk.accept(it)))
        self.walk.do("chengban1", it, "agree", terms="退款")

    def terminated(self, it):
        self.mediating(it)
        self.walk.do("suozhang1", it, "terminate", ground="2", reason="被投诉人明确拒绝调解")

    def not_accepted(self, it):
        self.under_review(it)
        self.walk.no_lead(it)
        self.walk.do("suozhang1", it, "decline", ground="2", reason="消费者协会已经处理")

    def withdrawn(self, it):
        self.under_review(it)
        self.walk.no_lead(it)
        self.walk.do("chengban1", it, "withdraw", how="来电撤回")

    def transferred(self, it):
        self.walk.transfer_to(it, "平罗县农业农村局")

    def closed(self, it):
        self.withdrawn(it)
        self.walk.do("chengban1", it, "close")


class Reports:
    """Makes a report in each state; one that goes with another is by the same named reporter."""

    def __init__(self, walk):
        self.walk, self.codes = walk, {}

    def call(self, **who):
        got = self.walk.call("小作坊用过期面粉做馒头", as_complaint=False, as_report=True, **who)
        self.codes[got.report.number] = got.codes["report"]
        return got.report

    def made(self, state, **who):
        found = again(getattr(self, state)(**who))
        assert found.state == state
        return found

    def received(self, **who):
        return self.call(**who)

    def dispatched(self, **who):
        return self.walk.dispatch(self.call(**who))

    def disputed(self, **who):
        it = self.dispatched(**who)
        self.walk.do("suozhang1", it, "dispute", other_bureau="贺兰县市场监管局", reason="经营地在贺兰县")
        return it

    def escalated(self, **who):
        it = self.disputed(**who)
        self.walk.do("fuju1", it, "escalate", reason="协商不成")
        return it

    def verifying(self, **who):
        return self.walk.verify(self.call(**who))

    def filed(self, **who):
        it = self.walk.classify(self.verifying(**who), "other")
        self.walk.file(it)
        return it

    def not_filed(self, domain="other", **who):
        it = self.walk.classify(self.verifying(**who), domain)
        self.walk.do("fuju1", it, "decline_to_file", ground="1", reason="轻微已改正")
        return it

    def duplicate(self, **_who):
        first = self.dispatched(**NAMED)
        self.walk.later(minutes=5)
        it = self.dispatched(**NAMED)
        self.walk.do("suozhang1", it, "mark_duplicate", earlier=first, same_fact=True, reason="同一事实")
        return it

    def merged(self, **_who):
        host = self.verifying(**NAMED)
        self.walk.later(minutes=5)
        it = self.dispatched(**NAMED)
        said = {"later": it, "reason": "补充新事实", "restart_at": it.received_at}
        self.walk.do("suozhang1", host, "merge", **said)
        return it

    def redirected(self, **who):
        it = self.walk.classify(self.dispatched(**who), by="suozhang1")
        self.walk.do("suozhang1", it, "redirect", to="贺兰县市场监督管理局", reason="行为发生在贺兰县")
        return it

    def transferred(self, **who):
        return self.walk.transfer_to(self.call(**who), "平罗县农业农村局")

    def closed(self, **who):
        it = self.not_filed(**who)
        self.walk.made(it, "case_source")
        self.walk.do("chengban1", it, "close")
        return it


def test_every_state_has_its_sentence():
    assert set(sentences.COMPLAINT) == set(ComplaintState)
    assert set(STAGES) == set(ReportState)
    assert set(sentences.REPORT) == set(Stage)
    words = [str(each) for each in (*sentences.COMPLAINT.values(), *sentences.REPORT.values())]
    assert len(words) == len(set(words))
    assert all(each.endswith("。") for each in words)


def standing(page):
    return page.split('<h2 id="stands-title">')[1].split("</section>")[0]


def test_a_complaint_in_every_state(walk, visitor):
    maker, lengths = Complaints(walk), set()
    with time_machine.travel(walk.now, tick=False) as clock:
        for state in ComplaintState:
            matter = maker.made(state.value)
            clock.move_to(walk.now)
            answer = visitor(maker.codes[matter.number]).get("/track/")
            lengths.add(len(answer.content))
            told = standing(said(answer))
            assert sentences.of_complaint(matter)[-1] in told, state
            assert "%(" not in told
            assert matter.pseudonym not in told
            assert all(officer.full_name not in told for officer in walk.cast.by_account.values())
    assert lengths == {STEP}


def test_a_report_in_every_state(walk, visitor, fonts_ready):
    maker, lengths = Reports(walk), set()
    with time_machine.travel(walk.now, tick=False) as clock:
        made = {state: maker.made(state.value) for state in ReportState}
        for when in (walk.now, walk.now + timedelta(days=1)):
            clock.move_to(when)
            for state, matter in made.items():
                answer = visitor(maker.codes[matter.number]).get("/track/")
                lengths.add(len(answer.content))
                told = standing(said(answer))
                # Today everything was done: nothing of it is told before the working day is over.
                expected = Stage.RECEIVED if when == walk.now else STAGES[state]
                assert str(sentences.REPORT[expected]).split("%")[0] in told, (state, when)
                for kept in ("立案", "重复", "合并", "争议"):
                    assert kept not in told, (state, kept)
                assert all(officer.full_name not in told for officer in walk.cast.by_account.values())
    assert lengths == {STEP}


@pytest.mark.parametrize(
    ("domain", "named", "decided"),
    [
        ("food", False, True),
        ("food", True, True),
        ("unlicensed", False, False),
        ("unlicensed", True, True),
        ("other", True, False),
    ],
)
def test_a_decision_is_told_where_the_statute_of_its_field_says_so(walk, visitor, domain, named, decided):
    """食品安全法 art. 115 tells whoever reported; 无证无照经营查处办法 art. 9 only who gave his name."""
    maker = Reports(walk)
    matter = maker.made("not_filed", domain=domain, **(NAMED if named else {}))
    with time_machine.travel(walk.now + timedelta(days=1), tick=False):
        page = visitor(maker.codes[matter.number]).page()
    assert ("决定不予立案" in standing(page)) is decided
    assert ("行政复议" in page) is decided
    assert ("正在依法核查" in standing(page)) is not decided


def test_under_order_20_a_named_reporter_is_told_of_the_filing_whatever_the_field(old_walk, visitor):
    maker = Reports(old_walk)
    named, nameless = maker.made("not_filed", **NAMED), maker.made("not_filed")
    with time_machine.travel(old_walk.now + timedelta(days=1), tick=False):
        assert "决定不予立案" in standing(visitor(maker.codes[named.number]).page())
        assert "决定不予立案" not in standing(visitor(maker.codes[nameless.number]).page())


def test_the_words_of_a_result_that_was_told_stand_there(walk, visitor):
    maker = Reports(walk)
    matter = maker.made("not_filed", domain="food", **NAMED)
    walk.do("chengban1", matter, "tell_result", duty="food", result="经核查，情节轻微并已改正")
    with time_machine.travel(walk.now + timedelta(days=1), tick=False):
        assert "情节轻微并已改正" in standing(visitor(maker.codes[matter.number]).page())


def test_the_days_of_a_complaint_and_what_moved_them(walk, visitor):
    maker = Complaints(walk)
    matter = maker.made("testing")
    walk.later(days=7)
    walk.tested(matter, date(2026, 11, 9))
    with time_machine.travel(walk.now, tick=False):
        page = visitor(maker.codes[matter.number]).page()
        links = [p.split('"')[0] for p in page.split('href="/reckon/?')[1:]]
        link = next(each for each in links if "complaint.mediation" in each)
        answer = visitor().get(f"/reckon/?{link.replace('&amp;', '&')}").content.decode()
    due = again(matter).clocks.get(rule="complaint.mediation").due_on.isoformat()
    assert due in page
    assert "2026-11-02 至 2026-11-09 检测，不计入期限" in page
    assert due in answer
    assert matter.number not in link


def test_the_day_of_a_report_is_that_of_its_receipt_whatever_happened_since(walk, visitor):
    maker = Reports(walk)
    matter = maker.made("verifying")
    walk.do("chengban1", matter, "ask_extension", amount=15, reason="须赴外县核实")
    walk.do("fuju1", matter, "extend")
    with time_machine.travel(walk.now + timedelta(days=1), tick=False):
        page = visitor(maker.codes[matter.number]).page()
    assert again(matter).clocks.get(rule="report.verification").due_on == date(2026, 12, 14)
    assert "2026-11-23" in page
    assert "2026-12-14" not in page


def test_the_roads_on_after_a_refusal_have_their_last_day(walk, visitor):
    maker = Complaints(walk)
    matter = maker.made("not_accepted")
    with time_machine.travel(walk.now, tick=False):
        page = visitor(maker.codes[matter.number]).page()
    roads = page.split('id="roads-title"')[1]
    assert "最晚 <b>2027-01-02</b>" in roads
    assert "最好在 2027-01-01 以前" in roads
    assert "行政复议法第二十条第一款" in roads
    assert "平罗县人民政府" in roads
    assert "向人民法院提起诉讼" in roads
    ended = maker.made("terminated")
    with time_machine.travel(walk.now, tick=False):
        roads = visitor(maker.codes[ended.number]).page().split('id="roads-title"')[1]
    assert "调解结果不能申请行政复议" in roads
    assert "最晚" not in roads


def test_a_clue_about_an_official_shows_nothing_of_its_way(walk, visitor):
    words = Letter(
        channel="counter", received_at=walk.now, text="某干部收礼", business_name="", person=PersonalData()
    )
    taken = take_clue(walk.act("dengji1"), words)
    clue = Matter.objects.get(number=taken.number).concrete()
    with time_machine.travel(walk.now, tick=False):
        before = standing(visitor(taken.code).page())
        walk.do("jijian1", clue, "hand_over", to="平罗县监察委员会", paper="移1")
        assert standing(visitor(taken.code).page()) == before
        person = visitor(taken.code)
        assert person.do("message", text="x").status_code == 303
    assert clue.title not in before
