"""A report of retaliation, act by act: sorted the same day, danger first, evidence held, handed on, and told to nobody else."""

from datetime import timedelta

import pytest

from cases.doorstep import day_of
from cases.factors import panel
from cases.models import Report
from cases.naming import NamesInText
from documents.models import Document
from identity.codes import check_code
from identity.people import PersonalData
from notices.recipients import told as reminded
from offices.access import public_door
from procedure.access import counted_reach, matter_for, matters_for
from procedure.corridor import Refused, barred, steps_for
from procedure.journal import JournalEntry
from procedure.matter import Matter
from procedure.orders import Order
from procedure.search import SearchText
from procedure.steps import Act
from protection.closed import ClosedTo
from protection.models import RetaliationReport
from protection.retaliation import Told, followed, receive, receive_at_the_door, told_by_code
from retention.holds import Hold, family, is_held
from retention.tasks import fulfil
from supervision.journal import entries
from tests.cases.stories import again

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

ME = "赵一鸣"
SORTED = {"danger": "no", "official": "no", "about_bureau": "no", "note": "转劳动保障监察"}


@pytest.fixture
def report(walk):
    """A report verified at 城关所, by somebody who gave a name, with its code."""
    received = walk.call("车间里用过期原料", name=ME, phone="13709521177", as_complaint=False)
    report = received.report
    report.shown_code = received.codes["report"]
    walk.verify(report)
    return report


def retaliated(walk, report=None, **told):
    """Somebody tells at the public door what was done to them."""
    walk.now += timedelta(minutes=1)
    said = {"text": "老板知道有人举报，把我辞退了", "acts": ("dismissal",), "received_at": walk.now, **told}
    taken = receive(report, Told(**said), Act(by=public_door(), at=walk.now))
    found = RetaliationReport.objects.get(number=taken.number)
    found.shown_code = taken.code
    for order in Order.objects.filter(matter=found, room="retention"):
        fulfil.apply(args=[order.pk], throw=True)
    return found


def sorted_out(walk, matter, account="baomi1", **facts):
    walk.do(account, matter, "triage", **{"acts": ["dismissal"], **SORTED, **facts})
    return again(matter)


def routed(walk, matter):
    sorted_out(walk, matter)
    walk.do("baomi1", matter, "secure", evidence="解除劳动合同通知书照片，存保密室")
    walk.do(
        "baomi1", matter, "route",
        roads=["labour"], measures=["correction"], organs="县劳动保障监察大队", note="请依法处理违法解除劳动合同",
    )  # fmt: skip
    return again(matter)


def test_from_the_report_to_its_end(walk, report):
    matter = retaliated(walk, report)
    assert (matter.state, matter.parent_id) == ("received", report.pk)
    assert check_code(matter.person_ref, matter.shown_code)
    assert matter.person_ref != report.person_ref
    matter = routed(walk, matter)
    assert (matter.state, matter.roads) == ("routed", ["labour"])
    walk.do("baomi1", matter, "inform", how="凭码查询页面留言")
    walk.do("baomi1", matter, "close", ending="corrected", note="已恢复劳动关系")
    matter = again(matter)
    assert matter.closed_on is not None
    assert [e.source for e in matter.journal.filter(verb="route")] == ["本系统设计：按行为的种类转有权机关"]
    assert not matter.clocks.running().exists()


def test_it_is_sorted_the_same_day(walk):
    matter = retaliated(walk.later(hours=9))
    clock = matter.clocks.get(rule="retaliation.triage")
    assert clock.due_on == matter.received_on
    assert clock.version().confidence == "design"
    sorted_out(walk, matter)
    assert matter.clocks.get(rule="retaliation.triage").outcome == "answered"


def test_on_a_saturday_too(walk):
    matter = retaliated(walk.later(days=5))
    assert matter.received_on.isoweekday() == 6
    assert matter.clocks.get(rule="retaliation.triage").due_on == matter.received_on


class TestDanger:
    def test_runs_an_hour_from_its_receipt_and_is_marked_everywhere(self, walk):
        matter = retaliated(walk, danger=True, acts=("violence",))
        clock = matter.clocks.get(rule="retaliation.danger_call")
        assert clock.due_at - matter.received_at == timedelta(hours=1)
        row = matters_for(walk.cast["baomi1"]).get()
        assert row.title == "【人身危险】打击报复报告"

    def test_nothing_is_handed_on_or_ended_before_the_police_know(self, walk):
        matter = sorted_out(walk, retaliated(walk, danger=True, text=""), danger="no")
        assert matter.danger  # once reported it is not talked away
        walk.do("baomi1", matter, "secure", evidence="无")
        matter = again(matter)
        act = walk.act("baomi1")
        facts = {"roads": ["labour"], "organs": "劳动监察", "note": "请处理"}
        assert barred(act, matter.route, **facts) == ["有人身危险，须先报公安机关（110）"]
        walk.do(
            "baomi1", matter, "call_police", called_at=walk.now, police="城关派出所 值班民警", said="已出警"
        )
        assert matter.clocks.get(rule="retaliation.danger_call").outcome == "answered"
        walk.do("baomi1", matter, "route", **facts)
        assert again(matter).state == "routed"

    def test_becomes_known_at_triage_or_later(self, walk):
        matter = sorted_out(walk, retaliated(walk), danger="yes")
        assert matter.clocks.running().get(rule="retaliation.danger_call").due_at is not None
        walk.do("baomi1", matter, "call_police", called_at=walk.now, police="110", said="已登记")
        walk.do("baomi1", again(matter), "danger_emerges", what="有人到家门口堵")
        assert again(matter).clocks.running().filter(rule="retaliation.danger_call").count() == 1

    def test_a_call_that_is_still_to_come_is_none(self, walk):
        matter = retaliated(walk, danger=True)
        with pytest.raises(Refused, match="时间不能在将来"):
            walk.do(
                "baomi1", matter, "call_police",
                called_at=walk.now + timedelta(hours=1), police="110", said="稍后打",
            )  # fmt: skip


class TestWhoReadsIt:
    READERS = {"baomi1", "juzhang1", "jijian1"}

    def test_custodian_principal_and_discipline_and_nobody_else(self, walk, report):
        matter = retaliated(walk, report)
        for account, officer in walk.cast.by_account.items():
            may = account in self.READERS
            assert (matter_for(officer, matter.number) is not None) is may, account
            if not may:
                assert "retaliation" not in str(counted_reach(officer)), account
        assert all(entry.matter.kind != "retaliation" for entry in entries(walk.cast["shenji1"]))

    def test_about_the_bureaus_own_people_the_discipline_liaison_alone(self, walk, report):
        matter = retaliated(walk, report, about_bureau=True)
        readers = {a for a, o in walk.cast.by_account.items() if matter_for(o, matter.number)}
        assert readers == {"jijian1"}
        held = Hold.objects.get()
        assert {a for a, o in walk.cast.by_account.items() if matter_for(o, held.number)} == {"jijian1"}
        with pytest.raises(Refused, match="由"):
            walk.do("chengban1", matter, "triage", acts=["dismissal"], **SORTED)

    def test_found_at_triage_it_leaves_the_sight_of_whoever_found_it(self, walk):
        matter = retaliated(walk)
        sorted_out(walk, matter, about_bureau="yes")
        assert matter_for(walk.cast["baomi1"], matter.number) is None
        assert matter_for(walk.cast["juzhang1"], matter.number) is None
        assert matter_for(walk.cast["jijian1"], matter.number) is not None

    def test_whoever_is_named_never_even_in_a_reading_office(self, walk):
        matter = retaliated(walk, about_bureau=True)
        sorted_out(
            walk, matter, "jijian1", about_bureau="no", named=[walk.cast["baomi1"], walk.cast["jijian1"]]
        )
        assert ClosedTo.objects.count() == 2
        assert matter_for(walk.cast["jijian1"], matter.number) is None
        assert matter_for(walk.cast["baomi1"], matter.number) is None

    def test_the_officer_who_took_the_call_cannot_open_it_again(self, walk):
        taken = receive(None, Told("被打了", walk.now, channel="phone", danger=True), walk.act("dengji1"))
        assert matter_for(walk.cast["dengji1"], taken.number) is None

    def test_reminders_go_to_readers_alone(self, walk, report):
        matter = retaliated(walk, report)
        clock = matter.clocks.get(rule="retaliation.triage")
        for level in ("near", "last", "overdue"):
            found = {o.username for o in reminded(clock, level, matter.received_on)}
            assert found <= self.READERS
            assert found & {"baomi1", "jijian1"}


class TestNothingTellsTheOtherSide:
    def test_the_matter_it_follows_stays_as_it_was(self, walk, report):
        before = list(JournalEntry.objects.filter(matter=report).values_list("hash", flat=True))
        seen = again(report).__dict__.copy()
        routed(walk, retaliated(walk, report))
        assert list(JournalEntry.objects.filter(matter=report).values_list("hash", flat=True)) == before
        now = again(report).__dict__
        assert {k: v for k, v in now.items() if not k.startswith("_")} == {
            k: v for k, v in seen.items() if not k.startswith("_")
        }

    def test_whoever_handles_it_sees_nothing_beside_it(self, walk, report):
        matter = retaliated(walk, report)
        for account in ("chengban1", "chengban2", "suozhang1", "fuju1", "dengji1", "shenji1"):
            numbers = set(matters_for(walk.cast[account]).values_list("number", flat=True))
            assert matter.number not in numbers, account
        assert Hold.objects.get().parent_id == report.pk
        for account in ("chengban1", "suozhang1", "fuju1", "dengji1"):
            assert not matters_for(walk.cast[account]).filter(kind="hold").exists(), account

    def test_no_paper_of_the_matter_it_follows_knows_of_it(self, walk, report, fonts_ready):
        matter = routed(walk, retaliated(walk, report))
        walk.made(report, "case_source")
        for paper in Document.objects.filter(order__matter=report):
            said = str(paper.facts)
            assert matter.number not in said
            assert "打击报复" not in said
        owed = Order.objects.filter(matter=matter, room="documents")
        assert {order.form for order in owed} == {"retaliation_sheet"}

    def test_it_is_linked_with_nothing(self, walk, report):
        matter = retaliated(walk, report)
        assert matter.link_barred(report)

    def test_search_finds_its_number_and_no_word_of_it(self, walk):
        matter = retaliated(walk, text="厂长张大山打我", by_whom="宏运砂石厂")
        kept = SearchText.objects.get(matter=matter)
        assert "张大山" not in str(vars(kept))
        assert "宏运" not in str(vars(kept))


class TestTheHold:
    def test_stands_at_once_over_the_whole_family(self, walk, report):
        retaliated(walk, report)
        hold = Hold.objects.get()
        assert (hold.state, hold.parent_id) == ("stands", report.pk)
        assert family(report) >= {report.pk}
        assert is_held(report)

    def test_evidence_is_not_secured_while_the_hold_is_still_owed(self, walk, report):
        matter = retaliated(walk, report)
        sorted_out(walk, matter)
        Order.objects.filter(matter=matter, room="retention").update(state=Order.OWED)
        found = next(s for s in steps_for(walk.act("baomi1"), again(matter)) if s.step.verb == "secure")
        assert found.objections == ("所跟随事项的留存令尚未生效，请稍候",)

    def test_is_placed_once_however_often_it_is_woken(self, walk, report):
        matter = retaliated(walk, report)
        order = Order.objects.get(matter=matter, room="retention")
        Order.objects.filter(pk=order.pk).update(state=Order.OWED, leased_until_at=None)
        fulfil.apply(args=[order.pk], throw=True)
        assert Hold.objects.count() == 1


class TestWordsThatNameTheirAuthor:
    def test_are_pointed_out(self, walk, report):
        for words in (f"我叫{ME}，被辞退了", "打我电话13709521177"):
            with pytest.raises(NamesInText):
                retaliated(walk, report, text=words)
        with pytest.raises(NamesInText):
            retaliated(walk, text="我是钱途亮", person=PersonalData(name="钱途亮"))
        assert not RetaliationReport.objects.exists()

    def test_are_sealed_on_request_and_unasked_in_danger(self, walk, report):
        for more in ({"seal_words": True}, {"danger": True}):
            matter = retaliated(walk, report, text=f"我叫{ME}，被辞退了", **more)
            assert ME not in matter.text
            assert matter.words_sealed


def test_the_code_opens_the_way_and_nothing_else_does(walk, report):
    assert followed(report.shown_code.lower()) == report
    assert followed(report.shown_code, "") == report
    for number, code in ((report.number, "0000-0000-0000-0000"), (report.number, ""), ("\x00", "x")):
        assert followed(code, number) is None
    matter = retaliated(walk, report)
    assert told_by_code(matter.shown_code) == matter
    assert told_by_code(report.shown_code) is None
    assert followed(matter.shown_code) is None


def test_without_a_name_the_day_is_kept_and_no_hour_but_in_danger(walk):
    now = walk.now.replace(hour=15, minute=42)
    words = {"text": "被调岗了", "received_at": now}
    quiet = RetaliationReport.objects.get(number=receive_at_the_door(None, Told(**words), now).number)
    assert (quiet.received_at, quiet.journal.get().at) == (day_of(now), day_of(now))
    assert quiet.journal.get().by_name == str(public_door())
    loud = RetaliationReport.objects.get(
        number=receive_at_the_door(None, Told(**words, danger=True), now).number
    )
    assert loud.received_at == now


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"text": ""}, "请写明发生了什么"),
        ({"text": "x" * 4001}, "不超过"),
        ({"acts": ("thunder",)}, "没有列明的情形"),
        ({"channel": "pigeon"}, "没有这一来源渠道"),
    ],
)
def test_what_cannot_be_entered_is_said(walk, told, words):
    with pytest.raises(Refused, match=words):
        retaliated(walk, **told)
    assert not Matter.objects.filter(kind="retaliation").exists()


def test_where_an_official_is_behind_it_the_discipline_organs_are_among_the_roads(walk):
    matter = sorted_out(walk, retaliated(walk), official="yes")
    assert matter.roads_proposed() == ["discipline", "labour"]
    walk.do("baomi1", matter, "secure", evidence="录音")
    with pytest.raises(Refused, match="监察法第七十三条"):
        walk.do("baomi1", matter, "route", roads=["labour"], organs="劳动监察", note="请处理")


def test_not_verified_sets_no_mark_on_anybody(walk, report):
    """刑法 art. 243(3): what was mistaken is no false accusation. Nothing of the report or its author changes."""
    matter = routed(walk, retaliated(walk, report))
    complaint = walk.call("退款", name=ME, phone="13709521177", as_report=False).complaint
    weighed = [str(f) for f in panel(complaint)]
    kept = Report.objects.filter(pk=report.pk).values().get()
    walk.do("baomi1", matter, "inform", how="凭码查询页面留言")
    walk.do("baomi1", matter, "close", ending="not_verified", note="没有证据")
    assert Report.objects.filter(pk=report.pk).values().get() == kept
    assert [str(f) for f in panel(complaint)] == weighed
    assert not Order.objects.filter(matter=matter, form__contains="bad_faith").exists()
    assert again(matter).ending == "not_verified"


def test_what_is_no_retaliation_is_said_with_its_reason(walk):
    matter = sorted_out(walk, retaliated(walk))
    with pytest.raises(Refused, match="须写明"):
        walk.do("baomi1", matter, "end_otherwise", reason=" ")
    walk.do("baomi1", matter, "end_otherwise", reason="合同到期终止，与举报无关")
    assert again(matter).closed_on is not None
