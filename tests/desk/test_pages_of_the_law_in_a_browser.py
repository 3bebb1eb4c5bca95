"""The pages of the law in a real browser: next year imported by keyboard, read by axe, nothing off the page."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

import statutes
from demo.walk import Walk, fulfil_owed
from procedure.orders import Order

pytestmark = [
    pytest.mark.django_db(databases=["default", "vault"], transaction=True),
    pytest.mark.journey,
]
BEIJING = ZoneInfo("Asia/Shanghai")
PROPOSE, CALENDAR, READINGS = "/working-days/propose/", "/working-days/", "/readings/"


def test_next_year_is_imported_by_keyboard_and_a_date_loses_its_provisional_mark(window):
    last = statutes.CALENDAR.last_announced_year
    year = last + 1
    page = window("fazhi1")
    walk = Walk(page.cast, datetime(last, 12, 24, 9, 0, tzinfo=BEIJING))
    complaint = walk.assign(
        walk.dispatch(walk.call("要求退款", name="钱途亮", phone="13909520102").complaint)
    )
    page.goto(f"{page.base}/working-days/")
    keys = page.keyboard
    link = page.get_by_role("link", name="提出日历变更")
    while not link.evaluate("e => e === document.activeElement"):
        keys.press("Tab")
    keys.press("Enter")
    expect(page.locator("#id_year")).to_have_value(str(year))
    while not page.locator("#id_announcement").evaluate("e => e === document.activeElement"):
        keys.press("Tab")
    keys.type(f"国办发明电〔{year - 1}〕9号")
    while not page.locator("#id_lines").evaluate("e => e === document.activeElement"):
        keys.press("Tab")
    keys.insert_text(f"{year}-01-01 放假 元旦\n{year}-02-05至{year}-02-11 放假 春节\n{year}-02-20 上班 春节")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.locator("h1")).to_contain_text("核对差异")
    expect(page.get_by_role("button", name="确认提出")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("h1")).to_contain_text("RL-")
    number = page.locator("h1").inner_text().strip()
    leader = window("fuju1")
    leader.goto(f"{leader.base}/m/{complaint.number}/")
    expect(leader.locator("#clocks")).to_contain_text("暂定")
    leader.goto(f"{leader.base}/m/{number}/")
    leader.locator("#do-approve a.button").click()
    leader.locator("#form-approve button.primary").click()
    expect(leader.get_by_text("已办理：批准日历变更")).to_be_visible()
    fulfil_owed(["procedure"])
    assert not Order.objects.filter(room="procedure", state=Order.OWED).exists()
    leader.goto(f"{leader.base}/m/{complaint.number}/")
    expect(leader.locator("#clocks")).to_contain_text("受理或者不予受理")
    expect(leader.locator("#clocks")).not_to_contain_text("暂定")


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_the_pages_of_the_law_and_nothing_runs_off(window, width):
    page = window("fazhi1", width=width)
    addresses = [CALENDAR, f"{CALENDAR}?year=2027", PROPOSE, READINGS, "/readings/roll.CG80/answer/"]
    for address in addresses:
        page.goto(page.base + address)
        found = Axe().run(page).response["violations"]
        assert [f"{v['id']} {v['nodes'][0]['html'][:90]}" for v in found] == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    page.goto(page.base + PROPOSE)
    page.locator("#id_announcement").fill("国办发明电〔2026〕9号")
    page.locator("#id_lines").fill(f"{statutes.CALENDAR.last_announced_year + 1}-02-05 放假 春节")
    page.locator("button[value=preview]").click()
    expect(page.locator("h1")).to_contain_text("核对差异")
    assert [v["id"] for v in Axe().run(page).response["violations"]] == []
    walk = Walk(page.cast, timezone.localtime())
    report = walk.verify(walk.call("卖过期食品", as_complaint=False).report)
    walk.do("chengban1", report, "ask_extension", amount=15, reason="供货商在外省")
    walk.do("fuju1", report, "refuse_extension", reason="先在本县核查")
    clock = report.clocks.get(rule="report.verification")
    leader = window("fuju1", width=width)
    leader.goto(f"{leader.base}/m/{report.number}/clock/{clock.pk}/?as_of=2026-04-14")
    found = Axe().run(leader).response["violations"]
    assert [f"{v['id']} {v['nodes'][0]['html'][:90]}" for v in found] == []
    assert leader.evaluate("document.documentElement.scrollWidth") <= width
    # Opened as a panel the receipt is read from its top: nothing at its end draws the reader down.
    leader.goto(f"{leader.base}/m/{report.number}/")
    leader.locator(".clock-due a").first.click()
    expect(leader.locator("#panel .receipt-due")).to_be_in_viewport()
    assert not leader.locator("#id_as_of").evaluate("e => e === document.activeElement")
    leader.locator("#panel #id_as_of").fill("2026-04-14")
    leader.locator("#panel #replay-go").click()
    expect(leader.locator("#panel .replayed")).to_contain_text("只读推演")
