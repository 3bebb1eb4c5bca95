"""The supervision order on paper: what is late, what is demanded, and what may never stand on it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from demo.walk import FULFIL, Walk
from documents.models import Print
from procedure.orders import MOST_ATTEMPTS, Order
from supervision.orders import issue
from tests.documents.making import clock_of, files, made, read

pytestmark = [
    pytest.mark.django_db(databases=["default", "vault"]),
    pytest.mark.usefixtures("fonts_ready"),
]

NAME = "欧阳守信"


def supervised(walk: Walk, demand: str) -> Order:
    """An order about a complaint whose acceptance is thirteen days late."""
    complaint = walk.dispatch(walk.call("电饭煲三天就坏，要求退款", name=NAME, phone="13909520177").complaint)
    walk.later(days=22)
    with time_machine.travel(walk.now, tick=True):
        issue(walk.act("ducha1"), clock_of(complaint, "complaint.acceptance"), demand)
    return Order.objects.get(form="supervision_order")


def test_a_supervision_order_says_what_is_late_and_what_is_demanded(in_november: Walk) -> None:
    order = supervised(in_november, "请作出是否受理的决定。\n同时说明逾期的原因。")
    paper = made(order)
    facts, text = paper.facts, read(paper)
    assert facts["addressee"] == "城关市场监管所"
    assert facts["about"].startswith("TS-2026-")
    assert (facts["term"], facts["term_basis"]) == ("受理或者不予受理", "令121第十五条第一款")
    assert (facts["due_on"], facts["missed_by"]) == ("2026年11月11日", "13日（自然日，截至2026年11月24日）")
    assert facts["answer_due_on"] == "2026年11月27日"
    assert order.matter.clocks.get().due_on == date(2026, 11, 27)
    for words in (
        "城关市场监管所：",
        "《市场监督管理执法监督规定》第十七条【待核】",
        "请作出是否受理的决定。",
        "同时说明逾期的原因。",
        "收到督办单三个工作日内书面答复",
        "依照行政执法责任制由承办机构和承办人员自行承担",
    ):
        assert words in text
    assert NAME not in text
    assert paper.number.startswith("平市监督办〔2026〕")


def test_an_order_about_a_term_not_yet_over_does_not_claim_it_is(in_november: Walk) -> None:
    walk = in_november
    complaint = walk.dispatch(walk.call("电饭煲三天就坏，要求退款", name=NAME, phone="13909520177").complaint)
    issue(walk.act("ducha1"), clock_of(complaint, "complaint.acceptance"), "请抓紧办理")
    assert made(Order.objects.get(form="supervision_order")).facts["missed_by"] == (
        "尚未逾期（截至2026年11月2日）"
    )


def test_a_demand_that_names_the_complainant_leaves_nothing_on_disk(in_november: Walk) -> None:
    order = supervised(in_november, f"请尽快答复投诉人{NAME}")
    moment, there = timezone.now(), files()
    for _attempt in range(MOST_ATTEMPTS):
        moment += timedelta(minutes=10)
        with time_machine.travel(moment):
            FULFIL["documents"].apply(args=[order.pk], throw=False)
    order.refresh_from_db()
    assert (order.state, order.last_failure) == (Order.FAILED, "LeakFound")
    assert not Print.objects.filter(document__order=order).exists()
    assert files() == there
