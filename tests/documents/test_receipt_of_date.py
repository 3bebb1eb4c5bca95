"""A date explained on paper: its facts from stories that were performed, who may ask for it, how it comes off the press."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pikepdf
import pytest
import time_machine
from celery import current_app
from django.test import Client
from django.urls import reverse
from django.utils import translation

from demo.walk import Walk
from documents.access import paper_file, papers_of
from documents.date_facts import clock_receipt
from documents.models import Document
from documents.receipt_of_date import ask
from procedure.calendar import propose
from procedure.clocks import Clock
from procedure.corridor import Overtaken, Refused, perform
from procedure.journal import JournalEntry
from procedure.orders import Order
from procedure.steps import Act
from tests.conftest import BEIJING
from tests.documents.making import clock_of, files, made, pdf_of, read

pytestmark = [
    pytest.mark.django_db(databases=["default", "vault"]),
    pytest.mark.usefixtures("fonts_ready"),
]

NAME = "欧阳守信"
SHOP = "平罗县城关镇喜洋洋食品店"


@pytest.fixture
def report(in_november: Walk) -> Any:
    """A report in verification, told by somebody whose name is sealed."""
    told = in_november.call("卖过期面粉做的馒头", as_complaint=False, name=NAME, phone="13909520177")
    return in_november.verify(told.report)


@pytest.fixture
def tested_and_extended(in_november: Walk, report: Any) -> Any:
    """Testing from 2 to 10 November, then fifteen working days more, asked and granted."""
    walk = in_november
    walk.do("chengban1", report, "entrust_test", institution="检验中心", paper="委1")
    walk.later(days=8)
    walk.do("chengban1", report, "receive_test", paper="报1", result="不合格")
    walk.do("chengban1", report, "ask_extension", amount=15, reason=f"{SHOP}拒不配合，须赴外县核实")
    walk.do("fuju1", report, "extend")
    return report


@pytest.fixture
def in_old_days(cast: Any) -> Iterator[Walk]:
    """A story of 1 September 2025, when two rules set a term for mediation."""
    walk = Walk(cast, datetime(2025, 9, 1, 9, 0, tzinfo=BEIJING))
    with time_machine.travel(walk.now, tick=True):
        yield walk


def facts_of(walk: Walk, matter: Any, rule: str, by: str = "chengban1") -> dict[str, Any]:
    return made(ask(walk.act(by), clock_of(matter, rule))).facts


# --- the date explained ------------------------------------------------------------------------------------------


def test_the_paper_tells_what_moved_the_day_and_who_approved_by_office(
    in_november: Walk, tested_and_extended: Any
) -> None:
    clock = clock_of(tested_and_extended, "report.verification")
    order = ask(in_november.act("chengban1"), clock)
    paper = made(order)
    facts, text = paper.facts, read(paper)
    assert clock.due_on == date(2026, 12, 22)
    assert facts["due"] == "2026年12月22日（星期二）"
    assert facts["start"] == "2026年11月2日（星期一），发现线索或者收到材料，当日不计"
    assert facts["rank"] == "部门规章"
    assert facts["version"] == "2021年7月15日起施行"
    assert facts["changes"] == [
        "延长15个工作日：局负责人2026年11月10日批准，届满日由2026年12月1日改为2026年12月22日"
    ]
    assert facts["state"] == ["正在计算"]
    assert facts["addressee"] == "城关市场监管所"
    assert "不计入：2026年11月2日至2026年11月10日（检测，起以委1为凭，止以报1为凭）" in text
    assert "《市场监督管理行政处罚程序规定》第十八条（15个工作日）" in text
    assert "总局令第2号公布" in text
    for name in (NAME, SHOP, "拒不配合", str(in_november.cast["fuju1"]), str(in_november.cast["chengban1"])):
        assert name not in text
    assert (paper.volume, paper.title) == ("副卷", "期限计算说明")
    assert paper.number.startswith("平市监期说〔2026〕")


def test_every_counted_day_stands_in_the_text_layer_with_its_number(
    in_november: Walk, tested_and_extended: Any
) -> None:
    clock = clock_of(tested_and_extended, "report.verification")
    text = read(made(ask(in_november.act("chengban1"), clock)))
    days = clock.reckoning().days
    counted = [day for day in days if day.number]
    assert [day.number for day in counted] == list(range(1, 31))
    for day in counted:
        assert f"{day.on:%m-%d}{day.number}" in text
    for day in days:
        assert f"{day.on:%m-%d}" in text


def test_the_paper_names_both_rules_that_claim_the_act_and_which_gives_way(in_old_days: Walk) -> None:
    walk = in_old_days
    complaint = walk.accept(walk.call("电饭煲三天就坏，要求退款", name=NAME, phone="13909520177").complaint)
    facts = facts_of(walk, complaint, "complaint.mediation")
    applied, gives_way, reading = facts["candidates"]
    assert (applied[:3], gives_way[:3], reading[:3]) == ("适用：", "让位：", "认定：")
    assert "60日（行政法规）" in applied
    assert gives_way == "让位：令20第二十一条第一款第五项，45个工作日（部门规章）"
    assert "行政法规的效力高于部门规章" in reading
    assert facts["due"] == "2025年10月31日（星期五）"
    assert "按自然日计算" in facts["legend"]
    text = read(Document.objects.get(form="clock_receipt"))
    assert "让位：《市场监督管理投诉举报处理暂行办法》第二十一条" in text
    assert "《中华人民共和国消费者权益保护法实施条例》" in text


def test_a_paused_term_says_that_it_will_be_reckoned_anew(in_november: Walk, report: Any) -> None:
    walk = in_november
    walk.do("chengban1", report, "entrust_test", institution="检验中心", paper="委1")
    facts = facts_of(walk, report, "report.verification")
    assert facts["state"] == ["自2026年11月2日起中止计算（检测），届满日在恢复计算后重算"]


def test_requests_refused_withdrawn_and_waiting_stand_in_the_order_they_were_entered(
    in_november: Walk, report: Any
) -> None:
    walk = in_november
    for verb, facts, by in (
        ("ask_extension", {"amount": 15, "reason": "甲"}, "chengban1"),
        ("refuse_extension", {"reason": "乙"}, "fuju1"),
        ("ask_extension", {"amount": 10, "reason": "丙"}, "chengban1"),
        ("withdraw_extension", {"reason": "丁"}, "chengban1"),
        ("ask_extension", {"amount": 5, "reason": "戊"}, "chengban1"),
    ):
        walk.do(by, report, verb, **facts)
    assert facts_of(walk, report, "report.verification")["changes"] == [
        "延长15个工作日：局负责人2026年11月2日不批准，届满日不变",
        "延长10个工作日：承办人2026年11月2日撤回，不再计入",
        "延长5个工作日：承办人2026年11月2日申请，待批准；如获批准，届满日由2026年11月23日改为2026年11月30日",
    ]


def test_a_restart_keeps_the_old_day_beside_the_new(in_november: Walk, tested_and_extended: Any) -> None:
    walk = in_november
    told = walk.call("又卖过期面粉", as_complaint=False, name=NAME, phone="13909520177")
    later = walk.dispatch(told.report)
    said = {"later": later, "reason": "新的事实", "restart_at": later.received_at}
    walk.do("suozhang1", tested_and_extended, "merge", **said)
    facts = facts_of(walk, tested_and_extended, "report.verification")
    extension, restart = facts["changes"]
    assert extension.endswith("由2026年12月1日改为2026年12月22日（其后重新起算，不再计入）")
    assert restart == (
        "重新起算：自2026年11月10日起（机构负责人登记），原届满日2026年12月22日，现届满日2026年12月1日"
    )


def test_a_move_of_the_calendar_is_told_with_its_number(in_november: Walk, report: Any) -> None:
    """The county rests on one Monday more, and the due day moves with it."""
    walk = in_november
    change = propose(
        walk.act("fazhi1"),
        scope="days",
        year=2026,
        announcement="平政办发〔2026〕9号",
        days=[(date(2026, 11, 16), "holiday", "停电")],
        reason="停电停办",
    )
    perform(walk.act("juzhang1"), change.approve)
    for order in Order.objects.filter(room="procedure"):
        current_app.tasks["procedure.fulfil"].apply(args=[order.pk], throw=True)
    facts = facts_of(walk, report, "report.verification")
    assert facts["changes"] == [
        f"工作日历变更（{change.number}）：2026年11月2日重新计算，届满日由2026年11月23日改为2026年11月24日"
    ]
    assert any("2026-11-16||holiday|停电" in week for week in facts["strip"])


def test_an_ended_term_says_whether_it_was_kept(in_november: Walk) -> None:
    walk = in_november
    complaint = walk.accept(walk.call("电饭煲三天就坏，要求退款", name=NAME, phone="13909520177").complaint)
    walk.later(days=14)
    walk.told(complaint, "acceptance")
    facts = facts_of(walk, complaint, "complaint.acceptance")
    assert facts["state"] == ["已于2026年11月16日办理，逾期5日"]


def test_a_term_of_hours_has_its_minute_and_no_calendar(in_november: Walk, report: Any) -> None:
    walk = in_november
    case = walk.facts(walk.file(report), sold="61000")
    referral = walk.submit(walk.suspect(case))
    walk.do("juzhang1", referral, "approve")
    clock = next(c for c in referral.clocks.all() if c.due_at is not None)
    paper = made(ask(walk.act("chengban1"), clock))
    assert paper.facts["strip"] == []
    assert paper.facts["legend"] == ""
    assert "时" in paper.facts["due"]
    assert "星期三" not in read(paper).split("计算过程")[1].split("本说明按")[0].replace(
        paper.facts["due"], ""
    )


def test_the_moment_on_the_paper_is_when_the_facts_were_read(in_november: Walk, report: Any) -> None:
    order = ask(in_november.act("chengban1"), clock_of(report, "report.verification"))
    with time_machine.travel(datetime(2026, 11, 3, 10, 5, tzinfo=BEIJING)):
        paper = made(order)
    assert paper.facts["frozen"] == "2026年11月3日10时05分"
    assert "本说明按2026年11月3日10时05分的登记事项计算" in read(paper)


def test_the_paper_is_chinese_whatever_the_interface_speaks(
    in_november: Walk, tested_and_extended: Any
) -> None:
    order = ask(in_november.act("chengban1"), clock_of(tested_and_extended, "report.verification"))
    with translation.override("en"):
        assert "局负责人" in made(order).facts["changes"][0]


def test_a_provisional_day_is_marked(cast: Any) -> None:
    walk = Walk(cast, datetime(2026, 12, 14, 9, 0, tzinfo=BEIJING))
    with time_machine.travel(walk.now, tick=True):
        complaint = walk.accept(
            walk.call("电饭煲三天就坏，要求退款", name=NAME, phone="13909520177").complaint
        )
        facts = facts_of(walk, complaint, "complaint.mediation")
    assert facts["due"].endswith("【暂定】")
    assert any(line.startswith("暂定：") for line in facts["reckoned"])


def test_a_stored_day_that_differs_is_not_hidden(in_november: Walk, report: Any) -> None:
    clock = clock_of(report, "report.verification")
    order = ask(in_november.act("chengban1"), clock)
    Clock.objects.filter(pk=clock.pk).update(due_on=date(2026, 11, 20))  # the fault that is to be shown
    facts = clock_receipt(order)
    assert facts["state"] == ["正在计算", "登记的届满日为2026年11月20日，与本次计算不符，须核对"]


# --- asking for it -----------------------------------------------------------------------------------------------


def test_asking_is_journalled_and_pressing_twice_orders_once(in_november: Walk, report: Any) -> None:
    clock = clock_of(report, "report.verification")
    seen, act = report.last_seq, in_november.act("chengban1")
    order = ask(Act(act.by, act.at, seen), clock)
    entry = JournalEntry.objects.latest("chain_no")
    assert (entry.verb, entry.name, entry.basis) == ("print_receipt", "打印期限计算说明", "record.process")
    assert entry.facts == {"clock": clock.pk, "rule": "report.verification"}
    assert order.ordered_by == entry
    with pytest.raises(Overtaken):
        ask(Act(act.by, act.at, seen), clock)
    assert Order.objects.filter(form="clock_receipt").count() == 1


def test_a_journal_entry_without_its_order_does_not_stay(
    in_november: Walk, report: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("procedure.orders.place", lambda *_a, **_k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        ask(in_november.act("chengban1"), clock_of(report, "report.verification"))
    assert not JournalEntry.objects.filter(verb="print_receipt").exists()


def test_fulfilling_the_order_again_makes_no_second_paper(in_november: Walk, report: Any) -> None:
    order = ask(in_november.act("chengban1"), clock_of(report, "report.verification"))
    before, there = made(order).print.sha256, files()
    Order.objects.filter(pk=order.pk).update(state=Order.OWED, leased_until_at=None)
    assert made(order).print.sha256 == before
    assert Document.objects.filter(form="clock_receipt").count() == 1
    assert files() == there


def test_who_may_not_read_the_matter_gets_no_paper(in_november: Walk, report: Any) -> None:
    clock = clock_of(report, "report.verification")
    for account in ("suozhang2", "caiwu1", "gongan1"):
        with pytest.raises(Refused, match="不向您提供"):
            ask(in_november.act(account), clock)
    paper = made(ask(in_november.act("chengban1"), clock))
    assert paper_file(in_november.cast["chengban1"], paper.number) is not None
    assert paper_file(in_november.cast["suozhang2"], paper.number) is None


def test_the_police_read_the_referral_and_none_of_its_internal_papers(in_november: Walk, report: Any) -> None:
    walk = in_november
    case = walk.facts(walk.file(report), sold="61000")
    referral = walk.receipt(walk.transfer(walk.submit(walk.suspect(case))))
    clock = referral.clocks.running().order_by("id").first()
    police, handler = walk.cast["gongan1"], walk.cast["chengban1"]
    with pytest.raises(Refused, match="不向您提供"):
        ask(walk.act("gongan1"), clock)
    paper = made(ask(walk.act("chengban1"), clock))
    letter = made(Order.objects.get(form="crime_transfer"))
    assert paper_file(police, letter.number) is not None
    assert paper_file(police, paper.number) is None
    assert paper_file(handler, paper.number) is not None
    assert [row["order"].form for row in papers_of(referral, police)] == ["crime_transfer"]
    assert "clock_receipt" in [row["order"].form for row in papers_of(referral, handler)]


def test_the_door_takes_a_press_of_the_button_and_nothing_else(
    in_november: Walk, report: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = clock_of(report, "report.verification")
    address = reverse("desk:clock-print", args=[report.number, clock.pk])
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    assert client.post(address).url.startswith(reverse("desk:sign-in"))
    client.force_login(in_november.cast["chengban1"])
    assert client.get(address).status_code == 405
    answer = client.post(address, {"seen": report.last_seq}, follow=True)
    assert answer.redirect_chain == [(reverse("desk:matter", args=[report.number]), 302)]
    assert "期限计算说明已送制作" in answer.content.decode()
    again = client.post(address, {"seen": report.last_seq}, follow=True)
    assert "此事项已有新的办理" in again.content.decode()
    assert Order.objects.filter(form="clock_receipt").count() == 1
    assert client.post(reverse("desk:clock-print", args=[report.number, clock.pk + 1000])).status_code == 404
    client.force_login(in_november.cast["suozhang2"])
    assert client.post(address).status_code == 404
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(in_november.cast["chengban1"])
    assert guarded.post(address).status_code == 403


# --- as they come off the press ----------------------------------------------------------------------------------


def test_no_author_no_date_no_machine_in_the_metadata(in_november: Walk, report: Any) -> None:
    paper = made(ask(in_november.act("chengban1"), clock_of(report, "report.verification")))
    with pikepdf.open(io.BytesIO(pdf_of(paper))) as pdf:
        assert set(pdf.docinfo) <= {"/Title", "/Producer"}
        with pdf.open_metadata() as about:
            assert about["dc:title"] == f"{paper.number} 期限计算说明"
            assert not {"dc:creator", "xmp:CreateDate", "xmp:CreatorTool"} & set(about)
