"""The calendar and the readings in the browser: proposed by one, approved by another, and the dates follow."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from demo.walk import Walk, fulfil_owed
from procedure.calendar import CalendarChange, changes_for
from procedure.corridor import steps_for
from procedure.matter import Matter
from procedure.readings import RecordedReading
from procedure.steps import Act

BEIJING = ZoneInfo("Asia/Shanghai")
database = pytest.mark.django_db(databases=["default", "vault"])
PROPOSE, CALENDAR, READINGS = "/working-days/propose/", "/working-days/", "/readings/"
LAW_ACCOUNTS = {"fazhi1", "fuju1", "juzhang1", "ducha1", "shenji1"}
LINES = """2027-01-01至2027-01-03 放假 元旦
2027-01-09 上班 元旦
2027-02-05至2027-02-11 放假 春节
2027-02-20 上班 春节
"""
YEAR = {"scope": "year", "year": "2027", "announcement": "国办发明电〔2026〕9号", "lines": LINES}
CLOSURE = {
    "scope": "days",
    "announcement": "平政办发〔2026〕31号",
    "reason": "沙尘暴停止办公",
    "lines": "2026-11-05 停办 沙尘暴",
}
PAGE_COST = 12


def page(response):
    return response.content.decode()


@pytest.fixture
def in_december(cast):
    """A story in the last days of 2026, whose terms run into a year not announced yet."""
    walk = Walk(cast, datetime(2026, 12, 24, 9, 0, tzinfo=BEIJING))
    with time_machine.travel(walk.now, tick=True):
        yield walk


def propose(client, **sent):
    """Preview and confirm, as an officer without script does; the change that came of it."""
    shown = client.post(PROPOSE, {**sent, "do": "preview"})
    assert shown.status_code == 200, page(shown)
    done = client.post(PROPOSE, {**sent, "do": "confirm", "held": shown.context["held"]})
    assert done.status_code == 302, page(done)
    return CalendarChange.objects.latest("id")


def approve(client, change):
    sent = {"seen": Matter.objects.get(pk=change.pk).last_seq}
    return client.post(reverse("desk:step", args=[change.number, "approve"]), sent)


@database
@pytest.mark.parametrize("address", [CALENDAR, READINGS])
def test_the_pages_of_the_law_are_for_those_who_answer_for_it(in_november, desk, address):
    for account in ("dengji1", "chengban1", "suozhang1", "caiwu1", "gongan1", *LAW_ACCOUNTS):
        expected = 200 if account in LAW_ACCOUNTS else 403
        assert desk(account).get(address).status_code == expected, account


@database
def test_only_the_legal_officer_finds_and_opens_the_forms(in_november, desk):
    for account in LAW_ACCOUNTS - {"fazhi1"}:
        client = desk(account)
        assert client.get(PROPOSE).status_code == 403
        assert client.get(reverse("desk:reading-answer", args=["roll.JB45"])).status_code == 403
        assert PROPOSE not in page(client.get(CALENDAR))
        assert "认定另一种读法" not in page(client.get(READINGS))
    client = desk("fazhi1")
    assert PROPOSE in page(client.get(CALENDAR))
    assert "认定另一种读法" in page(client.get(READINGS))
    assert client.get(reverse("desk:reading-answer", args=["roll.none"])).status_code == 404


@database
def test_a_year_shows_what_each_day_is_and_what_it_rests_on(in_november, desk):
    client = desk("juzhang1")
    shown = client.get(f"{CALENDAR}?year=2026")
    days = {s.on: s for m in shown.context["months"] for week in m.weeks for s in week if s.on}
    assert len(days) == 365
    assert days[date(2026, 2, 23)].kind == "holiday"
    assert days[date(2026, 2, 28)].kind == "make_up"
    assert days[date(2026, 3, 1)].kind == "weekend"
    assert days[date(2026, 3, 2)].kind == "work"
    for word in (
        "国务院办公厅关于2026年部分节假日安排的通知",
        "随软件发布",
        "法定节假日",
        "调休上班",
        "周末",
        "休",
        "班",
        "2026-02-15",
        "中秋节",
    ):
        assert word in page(shown)
    unannounced = page(client.get(f"{CALENDAR}?year=2027"))
    assert "尚未公布，按推算" in unannounced
    assert "暂定" in unannounced


@database
@pytest.mark.parametrize(
    "query", ["year=abc", "year=0001", "year=9999", "year=%00", "year=２０２６", "year=-1"]
)
def test_a_broken_year_still_shows_a_calendar(in_november, desk, query):
    shown = desk("fazhi1").get(f"{CALENDAR}?{query}")
    assert shown.status_code == 200
    assert 2004 <= shown.context["year"] <= 2030


@database
def test_a_year_is_previewed_proposed_approved_by_another_and_the_dates_follow(in_december, desk):
    report = in_december.verify(in_december.call("卖过期食品", as_complaint=False).report)
    clock = report.clocks.running().get(rule="report.verification")
    assert clock.provisional
    before = clock.due_on
    legal = desk("fazhi1")
    preview = legal.post(PROPOSE, {**YEAR, "do": "preview"})
    assert not CalendarChange.objects.exists()
    assert "尚未提出" in page(preview)
    for word in ("2027-02-05", "放假", "春节", "2027-02-20", "上班", "周末"):
        assert word in page(preview)
    change = propose(legal, **YEAR)
    own = approve(legal, change)
    assert own.status_code == 409
    assert "须由提出人以外的另一人批准" in page(own)
    leader = desk("fuju1")
    waiting = page(leader.get(reverse("desk:matter", args=[change.number])))
    assert "2027-02-05" in waiting
    assert "批准以后才重新计算" in waiting
    assert "逐件重新计算" in page(leader.get(reverse("desk:step", args=[change.number, "approve"])))
    assert approve(leader, change).status_code == 302
    assert "正在逐件重新计算" in page(leader.get(reverse("desk:matter", args=[change.number])))
    fulfil_owed(["procedure"])
    clock.refresh_from_db()
    assert clock.due_on < before
    assert not clock.provisional
    after = page(leader.get(reverse("desk:matter", args=[change.number])))
    assert "正在逐件重新计算" not in after
    for word in (report.number, "核查并决定是否立案", before.isoformat(), clock.due_on.isoformat()):
        assert word in after
    story = page(desk("chengban1").get(reverse("desk:matter", args=[report.number])))
    for word in ("期限重新计算", change.number, f"{before} → {clock.due_on}"):
        assert word in story
    receipt = page(desk("chengban1").get(reverse("desk:clock", args=[report.number, clock.pk])))
    assert change.number in receipt
    assert reverse("desk:matter", args=[change.number]) not in receipt
    listed = page(leader.get(f"{CALENDAR}?year=2027"))
    for word in (change.number, "何静怡", "赵明德", "国办发明电〔2026〕9号", "已生效"):
        assert word in listed
    assert "尚未公布" not in listed


@database
def test_a_closure_stands_in_the_calendar_with_its_reason_and_moves_dates(in_november, desk):
    complaint = in_november.accept(in_november.call("要求退款", name="钱途亮", phone="13909520102").complaint)
    clock = complaint.clocks.get(rule="complaint.acceptance")
    before = clock.due_on
    change = propose(desk("fazhi1"), **CLOSURE)
    assert approve(desk("juzhang1"), change).status_code == 302
    fulfil_owed(["procedure"])
    shown = desk("ducha1").get(f"{CALENDAR}?year=2026")
    days = {s.on: s for m in shown.context["months"] for week in m.weeks for s in week if s.on}
    assert days[date(2026, 11, 5)].kind == "closed"
    for word in ("沙尘暴停止办公", "平政办发〔2026〕31号", change.number, "临时停办"):
        assert word in page(shown)
    clock.refresh_from_db()
    assert clock.due_on > before
    receipt = page(desk("chengban1").get(reverse("desk:clock", args=[complaint.number, clock.pk])))
    assert "因日历或读法变更而移动" in receipt
    assert before.isoformat() in receipt


@database
def test_moved_matters_one_may_not_open_are_neither_shown_nor_counted(in_november, desk):
    complaint = in_november.accept(in_november.call("要求退款", name="钱途亮", phone="13909520102").complaint)
    change = propose(desk("fazhi1"), **CLOSURE)
    approve(desk("juzhang1"), change)
    fulfil_owed(["procedure"])
    shown = page(desk("fazhi1").get(reverse("desk:matter", args=[change.number])))
    assert complaint.number not in shown
    assert "您可以查阅的事项中，没有期限因此移动" in shown


@database
def test_bad_lines_are_named_one_by_one_and_nothing_is_lost(in_november, desk):
    lines = "2027-02-30 放假 春节\n2027-02-05 休息 春节\n# 备注\n\n2026-02-05 放假 春节\n九月一日 放假 x\n2027-03-01 放假"
    answer = desk("fazhi1").post(PROPOSE, {**YEAR, "lines": lines, "do": "preview"})
    assert answer.status_code == 400
    shown = page(answer)
    for word in (
        "第 1 行",
        "没有这个日期",
        "第 2 行",
        "性质应为",
        "第 5 行",
        "不在 2027 年",
        "第 6 行",
        "看不懂",
        "第 7 行",
    ):
        assert word in shown
    for kept in ("2027-02-30 放假 春节", "国办发明电〔2026〕9号"):
        assert kept in shown
    assert "第 3 行" not in shown
    assert not CalendarChange.objects.exists()


@database
def test_the_last_day_of_all_days_breaks_nothing(in_november, desk):
    sent = {**CLOSURE, "lines": "9999-12-31 停办 末日", "do": "preview"}
    assert desk("fazhi1").post(PROPOSE, sent).status_code in {200, 400, 409}


@database
@pytest.mark.parametrize(
    ("missing", "why"),
    [
        ({"announcement": ""}, "通知文号"),
        ({"year": ""}, "全年安排须填写年份"),
        ({"lines": ""}, "日期"),
        ({"scope": "days", "lines": "2027-02-05 停办 x"}, "须写明事由"),
        ({"scope": "other"}, "变更范围"),
    ],
)
def test_what_is_missing_is_named(in_november, desk, missing, why):
    answer = desk("fazhi1").post(PROPOSE, {**YEAR, **missing, "do": "preview"})
    assert answer.status_code == 400
    assert why in page(answer)


@database
def test_a_year_cannot_be_skipped(in_november, desk):
    sent = {**YEAR, "year": "2028", "lines": "2028-01-01 放假 元旦", "do": "confirm"}
    answer = desk("fazhi1").post(PROPOSE, sent)
    assert answer.status_code == 409
    assert "须先导入 2027 年的安排" in page(answer)
    assert "2028-01-01 放假 元旦" in page(answer)
    assert not CalendarChange.objects.exists()


@database
def test_a_change_that_changes_nothing_is_not_proposed(in_november, desk):
    sent = {**CLOSURE, "lines": "2026-10-01 放假 国庆节", "do": "preview"}
    answer = desk("fazhi1").post(PROPOSE, sent)
    assert answer.status_code == 409
    assert "没有要变更的日子" in page(answer)


@database
def test_going_back_from_the_preview_keeps_everything(in_november, desk):
    answer = desk("fazhi1").post(PROPOSE, {**YEAR, "do": "edit"})
    assert answer.status_code == 200
    assert answer.templates[0].name == "desk/calendar_propose.html"
    assert "2027-02-05至2027-02-11 放假 春节" in page(answer)
    assert not CalendarChange.objects.exists()


@database
def test_what_was_confirmed_must_be_what_was_shown(in_november, desk):
    legal = desk("fazhi1")
    held = legal.post(PROPOSE, {**YEAR, "do": "preview"}).context["held"]
    approve(desk("fuju1"), propose(legal, **CLOSURE))
    late = legal.post(PROPOSE, {**YEAR, "do": "confirm", "held": held})
    assert late.status_code == 409
    assert "核对期间现行日历已有变更" in page(late)
    assert CalendarChange.objects.filter(scope="year").count() == 0


@database
def test_a_proposal_made_against_an_older_calendar_is_not_approved(in_november, desk):
    legal, leader = desk("fazhi1"), desk("fuju1")
    stale = propose(legal, **YEAR)
    approve(leader, propose(legal, **CLOSURE))
    answer = approve(leader, stale)
    assert answer.status_code == 409
    assert "请重新提出以核对差异" in page(answer)
    refused = leader.post(
        reverse("desk:step", args=[stale.number, "refuse"]), {"seen": stale.last_seq, "reason": "已过时"}
    )
    assert refused.status_code == 302
    assert "不批准" in page(leader.get(CALENDAR))


@database
def test_single_days_outlive_the_announcement_of_their_year(in_november, desk):
    """What a preview shows is what will be: a closure approved earlier is not undone by the year's notice."""
    legal, leader = desk("fazhi1"), desk("fuju1")
    sent = {**CLOSURE, "lines": "2027-03-15 停办 办公楼停电"}
    approve(leader, propose(legal, **sent))
    preview = legal.post(PROPOSE, {**YEAR, "do": "preview"})
    assert date(2027, 3, 15) not in {each.on for each in preview.context["differences"]}
    approve(leader, propose(legal, **YEAR))
    shown = leader.get(f"{CALENDAR}?year=2027")
    days = {s.on: s for m in shown.context["months"] for week in m.weeks for s in week if s.on}
    assert days[date(2027, 3, 15)].kind == "closed"


# --- readings ---------------------------------------------------------------------------------------------------


@database
def test_every_open_question_is_shown_with_its_answer_and_its_confidence(in_november, desk):
    shown = page(desk("shenji1").get(READINGS))
    for word in (
        "令121的期间末日适逢周末",
        "令121第四十五条",
        "普通周末也顺延",
        "随软件发布的默认读法",
        "待核",
        "条文只写",
    ):
        assert word in shown


@database
def test_an_answer_takes_effect_moves_the_dates_and_stands_on_the_receipt(in_november, desk):
    walk = in_november
    # Sixty days from 2 November 2026 of a rule in natural days that ends on a Saturday.
    report = walk.verify(walk.call("卖过期食品", name="孙守正", phone="13909520103").report)
    case = walk.file(report)
    clock = case.clocks.get(rule="case.decision")
    before = clock.due_on
    assert before.weekday() >= 5, before
    legal = desk("fazhi1")
    address = reverse("desk:reading-answer", args=["roll.CG80"])
    empty = legal.post(address, {"choice": "rest", "reason": ""})
    assert empty.status_code == 400
    same = legal.post(address, {"choice": "holiday", "reason": "仍按原来的读法"})
    assert same.status_code == 409
    assert "现行读法就是这一种" in page(same)
    assert "仍按原来的读法" in page(same)
    done = legal.post(address, {"choice": "rest", "reason": "参照行政诉讼期间的解释"})
    assert done.status_code == 302
    reading = RecordedReading.objects.get()
    fulfil_owed(["procedure"])
    clock.refresh_from_db()
    assert clock.due_on > before
    matter = page(desk("juzhang1").get(reverse("desk:matter", args=[reading.number])))
    for word in (
        "1 个",
        case.number,
        before.isoformat(),
        clock.due_on.isoformat(),
        "参照行政诉讼期间的解释",
    ):
        assert word in matter
    shown = page(desk("fuju1").get(READINGS))
    for word in (reading.number, "何静怡", "以前的读法（1）"):
        assert word in shown
    receipt = page(desk("fuju1").get(reverse("desk:clock", args=[case.number, clock.pk])))
    for word in (reading.number, reverse("desk:matter", args=[reading.number])):
        assert word in receipt
    assert "何静怡" not in receipt, "a receipt travels; who read the law stands on the page of readings"
    legal.post(address, {"choice": "holiday", "reason": "上级答复从严"})
    again = page(desk("fuju1").get(READINGS))
    assert "以前的读法（2）" in again
    assert RecordedReading.objects.filter(state="superseded").count() == 1


# --- what a page costs -------------------------------------------------------------------------------------------


def cost(client, address):
    client.get(address)  # a process reads a new calendar once
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return [q["sql"] for q in caught.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]


@database
def test_the_pages_of_the_law_ask_little_of_the_database(in_november, desk):
    legal, leader = desk("fazhi1"), desk("fuju1")
    in_november.accept(in_november.call("要求退款", name="钱途亮", phone="13909520102").complaint)
    closure = propose(legal, **CLOSURE)
    approve(leader, closure)
    approve(leader, propose(legal, **YEAR))
    legal.post(reverse("desk:reading-answer", args=["roll.CG80"]), {"choice": "rest", "reason": "参照解释"})
    fulfil_owed(["procedure"])
    for address in (CALENDAR, f"{CALENDAR}?year=2027", READINGS):
        said = cost(leader, address)
        assert len(said) <= PAGE_COST, "\n".join(said)
    for matter in (closure, RecordedReading.objects.get()):
        said = cost(leader, reverse("desk:matter", args=[matter.number]))
        row = type(matter).objects.get(pk=matter.pk)
        act = Act(by=in_november.cast["fuju1"], at=timezone.now())
        with CaptureQueriesContext(connection) as guards:
            steps_for(act, row)
        assert len(said) - len(guards.captured_queries) <= PAGE_COST, "\n".join(q[:200] for q in said)


@database
def test_what_one_may_read_of_the_changes_is_asked_of_the_gate(in_november, desk):
    propose(desk("fazhi1"), **CLOSURE)
    assert len(changes_for(in_november.cast["ducha1"], year=2026)) == 1
    assert changes_for(in_november.cast["chengban1"], year=2026) == []
