"""The desk without a mouse, with an input method open, without script, on a telephone, and read by axe."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from demo.walk import Walk
from procedure.matter import Matter

pytestmark = [
    pytest.mark.django_db(databases=["default", "vault"], transaction=True),
    pytest.mark.journey,
]
TEXT = "买的熟食已经过期，吃完拉肚子，要求退款"


def told(page):
    """A county with one contact of both kinds, the complaint waiting for its unit head."""
    walk = Walk(page.cast, timezone.localtime())
    taken = walk.call(TEXT, name="钱途亮", phone="13909520102")
    walk.review(taken.complaint)
    return taken


def test_a_call_is_entered_from_the_first_field_to_the_codes_without_a_mouse(window):
    page = window("dengji1")
    page.goto(f"{page.base}/intake/")
    keys = page.keyboard
    expect(page.locator("#id_name")).to_be_focused()
    keys.type("钱途亮")
    keys.press("Tab")
    keys.type("13909520102")
    while not page.locator("#id_business_name").evaluate("e => e === document.activeElement"):
        keys.press("Tab")
    keys.type("喜洋洋食品店")
    while not page.locator("#id_text").evaluate("e => e === document.activeElement"):
        keys.press("Tab")
    keys.type(TEXT)
    expect(page.locator("#hint")).to_contain_text("将分别登记投诉和举报")
    expect(page.locator("#hint")).to_contain_text("市场监管局")
    while not page.locator("#id_read_back").evaluate("e => e === document.activeElement"):
        keys.press("Tab")
    keys.press("Space")
    keys.press("Control+Enter")
    expect(page.locator(".code")).to_have_count(2)
    assert sorted(Matter.objects.values_list("kind", flat=True)) == ["complaint", "report"]


def test_a_step_is_done_from_the_list_without_a_mouse(window):
    page = window("suozhang1")
    complaint = told(page).complaint
    page.goto(page.base)
    keys = page.keyboard
    keys.press("j")
    expect(page.locator(":focus")).to_have_text(complaint.number)
    keys.press("Enter")
    expect(page.locator("h1")).to_have_text(complaint.number)
    page.wait_for_load_state()  # the words are there before the script that hears keys
    keys.press("d")
    expect(page.locator("#do-accept a.button")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("#form-accept [name=subject]")).to_be_focused()
    keys.type("电饭煲更换争议")
    keys.press("Control+Enter")
    expect(page.get_by_text("已办理：受理")).to_be_visible()
    keys.press("u")
    expect(page.locator(f"#m-{complaint.number}")).to_be_in_viewport()
    assert page.url.endswith(f"#m-{complaint.number}")


def test_keys_are_left_alone_while_typing_and_while_an_input_method_composes(window):
    page = window("suozhang1")
    told(page)
    page.goto(page.base)
    page.keyboard.press("/")
    expect(page.locator("[data-slash]")).to_be_focused()
    page.keyboard.type("jknp?/u")
    expect(page.locator("[data-slash]")).to_have_value("jknp?/u")
    page.keyboard.press("Escape")
    composing = """({key, code, composing}) => document.body.dispatchEvent(new KeyboardEvent("keydown",
        {key, keyCode: code, isComposing: composing, bubbles: true, cancelable: true}))"""
    page.evaluate(composing, {"key": "?", "code": 191, "composing": True})
    page.evaluate(composing, {"key": "j", "code": 229, "composing": False})
    expect(page.locator("#help")).not_to_be_visible()
    assert page.evaluate("document.activeElement === document.body")
    page.evaluate(composing, {"key": "?", "code": 191, "composing": False})
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).not_to_be_visible()


def test_confirming_a_candidate_with_enter_does_not_send_the_form(window):
    page = window("dengji1")
    page.goto(f"{page.base}/intake/")
    page.evaluate(
        """() => document.querySelector("#id_text").dispatchEvent(new KeyboardEvent("keydown",
        {key: "Enter", ctrlKey: true, isComposing: true, bubbles: true, cancelable: true}))"""
    )
    expect(page.locator("form.intake")).to_be_visible()
    assert page.locator(".errors").count() == 0


def test_a_date_opens_its_receipt_beside_the_page(window):
    page = window("suozhang1")
    complaint = told(page).complaint
    page.goto(f"{page.base}/m/{complaint.number}/")
    page.locator(".clock-due a").first.click()
    expect(page.locator("#panel")).to_be_visible()
    expect(page.locator("#panel")).to_contain_text("怎样算出")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).not_to_be_visible()


def test_a_known_business_is_picked_while_typing(window):
    page = window("dengji1")
    told(page)
    page.goto(f"{page.base}/intake/")
    page.locator("#id_business_name").press_sequentially("喜洋洋")
    page.locator("#businesses button").first.click()
    expect(page.locator("#id_business_name")).to_have_value("平罗县城关镇喜洋洋食品店")
    expect(page.locator("#id_business_address")).to_have_value("平罗县城关镇民族南大街")


def test_everything_works_without_script(window):
    page = window("suozhang1", script=False)
    complaint = told(page).complaint
    page.goto(page.base)
    page.locator("[name=text]").fill("TS-")
    page.get_by_role("button", name="筛选").click()
    page.get_by_role("link", name=complaint.number).click()
    page.locator("#do-check_lead a.button").click()
    page.locator("[name=lead_found][value=no]").check()
    page.locator("button.primary").click()
    expect(page.get_by_text("有内容需要改正")).to_be_visible()
    expect(page.locator("[name=lead_found][value=no]")).to_be_checked()
    page.locator("[name=note]").fill("现场核对，未见违法")
    page.locator("button.primary").click()
    expect(page.get_by_text("已办理：线索核查")).to_be_visible()
    page.locator(".clock-due a").first.click()
    expect(page.locator(".calendar")).to_be_visible()


def test_a_call_is_entered_without_script(window):
    page = window("dengji1", script=False)
    page.goto(f"{page.base}/intake/")
    page.locator("#id_text").fill(TEXT)
    page.locator("#id_business_name").fill("喜洋洋食品店")
    page.locator("[name=filed_as][value=report]").check()
    page.locator("[name=anonymous]").check()
    page.locator("[name=read_back]").check()
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("h1")).to_contain_text("已登记 1 件")


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_nothing_runs_off_the_page(window, width):
    page = window("suozhang1", width=width)
    complaint = told(page).complaint
    clock = complaint.clocks.first()
    for address in (
        "/", "/?state=complaint.dispatched&whose=unit", f"/m/{complaint.number}/", f"/m/{complaint.number}/do/decline/",
        f"/m/{complaint.number}/clock/{clock.pk}/", "/board/", "/board/list/?where=running", "/m/TS-2026-999999/",
    ):  # fmt: skip
        page.goto(page.base + address)
        found = Axe().run(page).response["violations"]
        assert [f"{v['id']} {v['nodes'][0]['html'][:90]}" for v in found] == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    page.goto(f"{page.base}/m/{complaint.number}/")
    page.locator("#do-decline a.button, #do-check_lead a.button").first.click()
    expect(page.locator("form.step")).to_be_visible()
    assert [v["id"] for v in Axe().run(page).response["violations"]] == []


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_reads_the_sheet(window, width):
    page = window("dengji1", width=width)
    page.goto(f"{page.base}/intake/")
    assert [v["id"] for v in Axe().run(page).response["violations"]] == []
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text(re.compile("需要改正"))
    assert [v["id"] for v in Axe().run(page).response["violations"]] == []


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_reads_the_sheet_filled_in_and_the_two_ways_out(window, width):
    page = window("dengji1", width=width)
    told(page)
    page.goto(f"{page.base}/intake/")
    page.locator("#id_phone").fill("13909520102")
    page.locator("#id_business_name").fill("平罗县城关镇喜洋洋食品店")
    page.locator("#id_text").fill(TEXT)
    page.locator("#id_trader_kind").select_option("platform_shop")
    expect(page.locator(".split-file")).to_have_count(2)
    expect(page.locator("#similar")).to_contain_text("TS-")
    expect(page.locator("#read-back li").first).to_be_visible()
    for summary in page.locator("form.intake summary").all():
        summary.click()
    assert [v["id"] for v in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for address in ("/intake/elsewhere/", "/intake/clue/"):
        page.goto(page.base + address)
        assert [v["id"] for v in Axe().run(page).response["violations"]] == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
