"""The receipt of a date tells everything that happened to the term, what else claims it, and what another day would say."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

import statutes
from demo.walk import Walk
from desk import telling
from desk.units import UnitNames
from procedure.access import matter_for
from procedure.clocks import Clock, ClockExtension
from procedure.replay import replay

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
BEIJING = ZoneInfo("Asia/Shanghai")
RECEIPT_COST = 14
PERSON = {"name": "孙守正", "phone": "13909520103", "as_complaint": False}


def page(response):
    return response.content.decode()


def receipt(client, matter, clock, **query):
    return client.get(reverse("desk:clock", args=[matter.number, clock.pk]), query)


def verification(report):
    return report.clocks.get(rule="report.verification")


@pytest.fixture
def report(in_november):
    return in_november.verify(in_november.call("超市卖过期牛奶", **PERSON).report)


@pytest.fixture
def eventful(in_november, report):
    """A report whose term was refused, granted, interrupted, corrected and begun anew."""
    walk = in_november
    walk.do("chengban1", report, "ask_extension", amount=10, reason="须赴外地核实进货来源")
    walk.do("fuju1", report, "refuse_extension", reason="先在本县核查")
    walk.do("chengban1", report, "ask_extension", amount=15, reason="供货商在外省，须函查")
    walk.do("fuju1", report, "extend")
    walk.do("chengban1", report, "entrust_test", institution="石嘴山市食品药品检验中心", paper="委字2026-201")
    walk.later(days=2)
    walk.do("chengban1", report, "receive_test", paper="检字2026-88", result="不合格")
    wrong = verification(report).pauses.get()
    walk.do(
        "suozhang1", report, "correct_exclusion", interval=str(wrong.pk), strike=False, start_on=wrong.start_on,
        end_on=wrong.start_on + timedelta(days=1), paper="委字2026-201", reason="终止日登记错一天",
    )  # fmt: skip
    later = walk.call("超市又卖过期酸奶", **PERSON).report
    walk.dispatch(later)
    merged = {"later": later, "reason": "同一举报人提出新的事实", "restart_at": later.received_at}
    walk.do("suozhang1", report, "merge", **merged)
    with time_machine.travel(walk.now, tick=True):
        yield walk, report, later


def test_two_rules_that_claim_one_act_both_stand_on_the_receipt(cast, desk):
    walk = Walk(cast, datetime(2025, 9, 1, 9, 0, tzinfo=BEIJING))
    with time_machine.travel(walk.now, tick=True):
        complaint = walk.mediate(
            walk.accept(walk.call("要求退款", name="钱途亮", phone="13909520102").complaint)
        )
        clock = complaint.clocks.get(rule="complaint.mediation")
        shown = receipt(desk("chengban1"), complaint, clock)
        said = page(shown)
    for word in (
        "两处规定不一致", "消费者权益保护法实施条例第四十六条", "行政法规", "60 日", "令20第二十一条", "部门规章",
        "45 个工作日", "2025-10-31", "2025-11-07", "行政法规的效力高于部门规章",
    ):  # fmt: skip
        assert word in said, word
    assert [each.governs for each in shown.context["candidates"]] == [True, False]


def test_where_one_rule_speaks_alone_there_is_no_list_of_candidates(desk, report):
    said = page(receipt(desk("chengban1"), report, verification(report)))
    assert "两处规定不一致" not in said
    assert "另有规定管同一件事" not in said


def test_a_receipt_is_replayed_under_the_rules_of_another_day_and_nothing_moves(old_walk, desk):
    walk = old_walk
    with time_machine.travel(walk.now, tick=True):
        complaint = walk.call("要求退款", name="钱途亮", phone="13909520102").complaint
        clock = complaint.clocks.get(rule="complaint.acceptance")
        before = Clock.objects.filter(pk=clock.pk).values().get()
        client = desk("fenliu1")
        shown = receipt(client, complaint, clock, as_of="2026-04-15")
        earlier = receipt(client, complaint, clock, as_of="2026-04-14")
    assert shown.context["replay"].reckoning.version.source.startswith("令121")
    assert earlier.context["replay"].reckoning.version.source.startswith("令20")
    for word in ("只读推演，不改变任何期限", "令20", "令121", "2026-04-15"):
        assert word in page(shown)
    assert Clock.objects.filter(pk=clock.pk).values().get() == before


@pytest.mark.parametrize("said", ["nonsense", "2026-02-30", "2026-13-01", "9" * 40, "<b>", "2026/04/15"])
def test_a_day_that_cannot_be_read_is_answered_in_words(desk, report, said):
    shown = receipt(desk("chengban1"), report, verification(report), as_of=said)
    assert shown.status_code == 200
    assert "看不懂这个日期" in page(shown)
    assert "<b>" not in page(shown).partition("as_of")[2][:60]


@pytest.mark.parametrize("said", ["0001-01-01", "1990-01-01", "9999-12-31"])
def test_a_day_without_such_a_rule_or_far_away_breaks_nothing(desk, report, said):
    shown = receipt(desk("chengban1"), report, verification(report), as_of=said)
    assert shown.status_code == 200
    assert shown.context["replay"].reckoning is not None or "没有施行中的这一规定" in page(shown)


def test_no_rule_and_no_day_breaks_a_replay(report):
    """Every rule that runs as a clock, on the first and last day of each of its versions."""
    clock = Clock.objects.prefetch_related("pauses", "extensions", "restarts").get(pk=verification(report).pk)
    for rule in statutes.shelf().values():
        if all(version.amount is None for version in rule.versions):
            continue
        clock.rule = rule.name
        for version in rule.versions:
            for on in (version.in_force, version.until or date(2026, 11, 2)):
                found = replay(clock, on)
                assert found.reckoning is not None or found.why_not, (rule.name, on)


def test_extensions_asked_refused_and_granted_stand_with_both_days(desk, eventful):
    _walk, report, _later = eventful
    clock = verification(report)
    said = page(receipt(desk("chengban1"), report, clock))
    refused, granted = clock.extensions.order_by("pk")
    for row in (refused, granted):
        assert f"原届满日</small> {row.old_due_on}" in said
        assert f"<b>{row.new_due_on}</b>" in said
    for word in (
        "未批准", "10 个工作日", "须赴外地核实进货来源", "先在本县核查", "赵明德（局负责人）", "张卫国（承办人）",
        "15 个工作日", "供货商在外省，须函查", "已批准；重新起算后不再计入",
    ):  # fmt: skip
        assert word in said, word


def test_a_corrected_interval_stays_to_be_seen_as_struck(desk, eventful):
    _walk, report, _later = eventful
    said = page(receipt(desk("chengban1"), report, verification(report)))
    assert "<s>2026-11-02 — 2026-11-04 检测</s>" in said
    for word in ("已更正，不作数", "终止日登记错一天", "更正后", "委字2026-201", "检字2026-88", "陈志远"):
        assert word in said, word


def test_a_term_begun_anew_says_from_when_by_whom_and_for_which_report(desk, eventful):
    _walk, report, later = eventful
    clock = verification(report)
    head = page(receipt(desk("suozhang1"), report, clock))
    for word in (
        "重新起算",
        "原届满日",
        clock.restarts.get().old_due_on.isoformat(),
        "同一举报人提出新的事实",
    ):
        assert word in head, word
    assert reverse("desk:matter", args=[later.number]) in head
    # What was merged goes to the hands of who verifies the host, and is theirs to open.
    handler = page(receipt(desk("chengban1"), report, clock))
    assert reverse("desk:matter", args=[later.number]) in handler
    card = page(desk("suozhang1").get(reverse("desk:matter", args=[report.number])))
    assert f"{localdate(clock.restarts.get().at)} 重新起算，原届满日" in card


def test_a_paused_term_says_since_when_and_the_day_if_resumed_today(in_november, desk, report):
    walk = in_november
    walk.do("chengban1", report, "entrust_test", institution="检验中心", paper="委字2026-201")
    clock = verification(report)
    with time_machine.travel(walk.later(days=7).now, tick=True):
        client = desk("suozhang1")
        shown = receipt(client, report, clock)
        card = page(client.get(reverse("desk:matter", args=[report.number])))
        form = page(desk("chengban1").get(reverse("desk:step", args=[report.number, "receive_test"])))
    resumed = shown.context["if_today"]
    assert resumed > clock.due_on
    for word in ("2026-11-02 起不计入", f"如今天恢复计算，届满日为 {resumed}", "未恢复"):
        assert word in page(shown)
    assert f"如今天恢复计算，届满日为 {resumed}" in card
    assert resumed.isoformat() in form


def test_who_grants_sees_both_days_side_by_side_before_pressing(in_november, desk, report):
    in_november.do("chengban1", report, "ask_extension", amount=15, reason="供货商在外省")
    asked = ClockExtension.objects.get()
    client = desk("fuju1")
    form = page(client.get(reverse("desk:step", args=[report.number, "extend"])))
    for word in ("延长 15 个工作日", asked.old_due_on.isoformat(), asked.new_due_on.isoformat(), "新届满日"):
        assert word in form, word
    card = page(client.get(reverse("desk:matter", args=[report.number])))
    assert f"申请延长待批：{asked.old_due_on} → {asked.new_due_on}" in card
    assert "待批" in page(receipt(client, report, verification(report)))
    refusal = page(client.get(reverse("desk:step", args=[report.number, "refuse_extension"])))
    assert f"届满日不变：{asked.old_due_on}" in refusal


def test_an_ended_term_says_how_and_under_which_version(in_november, desk, report):
    in_november.later(days=60)
    in_november.file(report)
    clock = verification(report)
    said = page(receipt(desk("suozhang1"), report, clock))
    assert f"逾期 {clock.missed_by} 天办理" in said
    assert f"{clock.version_on} 起施行的版本" in said


def test_the_receipt_is_given_to_a_machine_under_the_same_gate(desk, report):
    clock = verification(report)
    shown = receipt(desk("chengban1"), report, clock, format="json")
    assert shown["Content-Type"] == "application/json"
    assert shown.json()["due_on"] == clock.due_on.isoformat()
    assert "no-cache" in shown["Cache-Control"]
    assert receipt(desk("suozhang2"), report, clock, format="json").status_code == 404


def test_the_paper_is_asked_for_by_a_button_that_carries_its_protection(desk, report):
    clock = verification(report)
    said = page(receipt(desk("chengban1"), report, clock))
    address = reverse("desk:clock-print", args=[report.number, clock.pk])
    assert f'method="post" action="{address}"' in said
    assert "csrfmiddlewaretoken" in said.partition(address)[2]


def test_an_officer_from_outside_is_offered_no_internal_paper(in_november, desk):
    walk = in_november
    case = walk.facts(walk.file(walk.verify(walk.call("卖过期食品").report)), sold="61000")
    referral = walk.receipt(walk.transfer(walk.submit(walk.suspect(case))))
    client = desk("gongan1")
    cards = client.get(reverse("desk:matter", args=[referral.number])).context["cards"]
    clock = cards[0].clock
    shown = receipt(client, referral, clock)
    assert shown.status_code == 200
    assert reverse("desk:clock-print", args=[referral.number, clock.pk]) not in page(shown)


def test_a_receipt_with_everything_on_it_costs_little(desk, eventful):
    _walk, report, _later = eventful
    clock, client = verification(report), desk("suozhang1")
    for query in ({}, {"as_of": "2026-04-14"}):
        with CaptureQueriesContext(connection) as caught:
            assert receipt(client, report, clock, **query).status_code == 200
        said = [q["sql"][:160] for q in caught.captured_queries]
        assert len(said) <= RECEIPT_COST, "\n".join(said)


def test_the_story_of_a_term_is_told_without_codes_or_row_numbers(eventful):
    walk, report, later = eventful
    matter = matter_for(walk.cast["ducha1"], report.number)
    told = {
        (line.name, fact.label): fact.lines
        for line in telling.tell(matter, matter.journal.order_by("seq"), UnitNames([]))
        for fact in line.facts
    }
    assert told["申请延长期限", "延长"] == ("15 个工作日",)
    assert told["更正不计入期间", "更正哪一段"] == ("2026-11-02 — 2026-11-04 检测",)
    assert told["更正不计入期间", "这一段不应扣除，删去"] == ("否",)
    assert told["合并后续举报", "后续举报编号"] == (later.number,)
    assert told["合并后续举报", "重新起算"] == (
        later.received_at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M"),
    )
    assert not {label for _name, label in told if label.isascii()}
