"""The supervision order as a form: from the board to the order, its answer and its end; who may not, and what may not."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import expect

from procedure.clocks import Clock
from supervision.lists import clock_for
from supervision.orders import SupervisionOrder
from tests.desk.board_county import NOW, told

database = pytest.mark.django_db(databases=["default", "vault"])
TODAY = NOW.date()


def page(response):
    return response.content.decode()


@pytest.fixture
def county(cast):
    told(cast)
    with time_machine.travel(NOW, tick=False):
        yield cast


@pytest.fixture
def pressing(county):
    """The overdue term of a complaint at 城关所."""
    return Clock.objects.get(rule="complaint.acceptance", unit="CG", ended=None)


@database
def test_an_order_is_issued_from_the_list_and_answered_on_its_page(pressing, desk):
    client, address = desk("ducha1"), reverse("desk:supervise", args=[pressing.pk])
    assert address in page(client.get("/board/list/?where=overdue"))
    assert address in page(client.get(f"/m/{pressing.matter.number}/"))
    form = page(client.get(address))
    for words in (
        "受理或者不予受理",
        "城关市场监管所",
        f"已于 {pressing.due_on} 届满，至今逾期",
        "三个工作日内",
    ):
        assert words in form
    blank = client.post(address, {"demand": "  "})
    assert blank.status_code == 400
    done = client.post(address, {"demand": "请于周五前答复"}, follow=True)
    order = SupervisionOrder.objects.get(clock=pressing)
    assert done.redirect_chain == [(f"/m/{order.number}/", 302)]
    assert order.number.startswith("DB-2026-")
    assert f"已发出督办单 {order.number}" in page(done)
    for words in ("督办情况", "请于周五前答复", pressing.matter.number, "待答复"):
        assert words in page(done)
    again = client.post(address, {"demand": "再催一次"})
    assert again.status_code == 409
    assert "此期限已有未办结的督办单" in page(again)
    assert "再催一次" in page(again)
    listed = page(client.get("/board/list/?where=overdue"))
    assert order.number in listed
    assert address not in listed
    head = desk("suozhang1")
    answer = reverse("desk:step", args=[order.number, "answer"])
    sent = {"seen": order.last_seq, "answer": "周五前受理"}
    assert head.post(answer, sent).status_code == 302
    assert "周五前受理" in page(client.get(f"/m/{order.number}/"))
    closing = reverse("desk:step", args=[order.number, "accept_answer"])
    assert client.post(closing, {"seen": order.last_seq + 1}).status_code == 302
    assert SupervisionOrder.objects.get(pk=order.pk).closed_on == TODAY


@database
def test_only_a_supervisor_issues_and_what_is_not_there_is_not_found(pressing, desk):
    address = reverse("desk:supervise", args=[pressing.pk])
    for account in ("suozhang1", "fuju1", "shenji1", "chengban1"):
        client = desk(account)
        assert client.get(address).status_code == 403
        assert client.post(address, {"demand": "x"}).status_code == 403
        assert address not in page(client.get(f"/m/{pressing.matter.number}/"))
    client = desk("ducha1")
    for clock_id in (0, 10**15, 2**63, 10**30):
        assert client.get(f"/board/supervise/{clock_id}/").status_code == 404
    other = Clock.objects.filter(unit="YF").first()
    assert clock_for(pressing.matter.handler, pressing.pk, TODAY) == pressing
    assert clock_for(pressing.matter.handler, other.pk, TODAY) is None


@database
def test_no_order_about_what_is_over_at_no_unit_or_paused(county, desk):
    client = desk("ducha1")
    over = Clock.objects.filter(missed_by__gt=0).first()
    refused = client.get(f"/board/supervise/{over.pk}/")
    assert refused.status_code == 409
    assert "没有正在计算的期限可督办" in page(refused)
    for clock in Clock.objects.running():
        offered = f"/board/supervise/{clock.pk}/" in page(client.get(f"/m/{clock.matter.number}/"))
        wanted = (
            clock.unit
            and not clock.paused
            and clock.kind != "supervision"
            and clock.due_on <= date(2026, 12, 23)
        )
        assert offered == bool(wanted), (clock.rule, clock.due_on)


def tab_to(opened, link):
    """Go on with the Tab key until this element has the focus."""
    for _press in range(120):
        if link.evaluate("e => e === document.activeElement"):
            return
        opened.keyboard.press("Tab")
    pytest.fail("the Tab key does not lead there")


@pytest.mark.journey
@pytest.mark.django_db(databases=["default", "vault"], transaction=True)
@pytest.mark.parametrize("script", [True, False])
def test_from_the_board_to_an_order_without_a_mouse(window, script):
    with time_machine.travel(NOW, tick=True):
        opened = window("ducha1", script=script)
        told(opened.cast)
        opened.goto(f"{opened.base}/board/")
        for target in (
            "a.total-box.due-overdue",
            "a.button[href^='/board/supervise/']",
            ".step button.primary",
        ):
            tab_to(opened, opened.locator(target).first)
            opened.keyboard.press("Enter")
            opened.wait_for_load_state()
        expect(opened.get_by_text("已发出督办单 DB-2026-000002")).to_be_visible()
        expect(opened.locator("h1")).to_have_text("DB-2026-000002")
        opened.goto(f"{opened.base}/board/")
        tab_to(opened, opened.locator("a.load-day").first)
        opened.keyboard.press("Enter")
        expect(opened.locator("h1")).to_contain_text("当日届满")
