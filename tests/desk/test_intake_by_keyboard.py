"""A whole mixed call by keyboard alone, an input method composing in between, and how long it takes.

The machine types like a clerk: 60 characters of Chinese a minute would make any test slow, so it types at `PACE`
seconds a key and the time at a clerk's pace is reckoned from the keys pressed. A clerk of the hotline types 80
characters a minute by pinyin (three keys each), 240 keys a minute.
"""

import time

import pytest
from playwright.sync_api import expect

from cases.models import IntakeDraft, Submission
from enterprises.access import register_enterprise
from procedure.matter import Matter

pytestmark = [
    pytest.mark.django_db(databases=["default", "vault"], transaction=True),
    pytest.mark.journey,
]
PACE = 0.04
KEYS_A_MINUTE = 240
KEYS_A_CHARACTER = 3
TEXT = "昨天在店里买的熟食已经过期，吃完全家拉肚子，要求退款"


class Hands:
    """Types and counts: a key for every Tab and letter, three for every Chinese character."""

    def __init__(self, page):
        self.page, self.keys = page, 0

    def press(self, key, times=1):
        for _time in range(times):
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(1000 * PACE)
            self.keys += 1

    def type(self, text):
        self.page.keyboard.type(text, delay=1000 * PACE)
        self.keys += sum(KEYS_A_CHARACTER if "\u4e00" <= c <= "\u9fff" else 1 for c in text)

    def compose(self, text):
        """Commit a text through an input method; the Enter that picks the candidate belongs to it."""
        client = self.page.context.new_cdp_session(self.page)
        client.send("Input.imeSetComposition", {"selectionStart": 1, "selectionEnd": 1, "text": "g"})
        self.page.evaluate(
            """() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
            {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))"""
        )
        client.send("Input.insertText", {"text": text})
        self.keys += KEYS_A_CHARACTER * len(text)

    def to(self, field, most=20):
        """On by Tab until the field has the focus."""
        for _step in range(most):
            if self.at() == field:
                return
            self.press("Tab")
        pytest.fail(f"{field} is not on the way; at {self.at()}")

    def at(self):
        return self.page.evaluate("document.activeElement.id || document.activeElement.name")


def test_a_mixed_call_without_a_mouse_in_less_than_two_minutes(window):
    page = window("dengji1")
    register_enterprise("平罗县城关镇喜洋洋食品店", address="平罗县城关镇民族南大街")
    page.goto(f"{page.base}/intake/")
    hands, began = Hands(page), time.monotonic()
    expect(page.locator("#id_name")).to_be_focused()
    hands.compose("钱途亮")
    expect(page.locator("#id_name")).to_have_value("钱途亮")
    hands.press("Enter")  # on to the next field; nothing is filed
    hands.type("13909520102")
    hands.to("id_business_name")
    expect(page.locator("#earlier")).to_contain_text("已查询，已留痕")
    hands.type("xyy")
    expect(page.locator("#businesses button")).to_be_visible()
    hands.press("ArrowDown")
    hands.press("Enter")
    expect(page.locator("#id_business_name")).to_have_value("平罗县城关镇喜洋洋食品店")
    expect(page.locator("#id_business_address")).to_have_value("平罗县城关镇民族南大街")
    hands.to("id_product")
    hands.type("熟食")
    hands.to("id_text")
    hands.type(TEXT)
    expect(page.locator(".split-file")).to_have_count(2)
    hands.to("id_requests_5")  # 退还货款和服务费用
    hands.press("Space")
    hands.to("id_read_back")
    expect(page.locator("#read-back")).to_contain_text("您是钱途亮，电话139 0952 0102")
    expect(page.locator("#read-back")).to_contain_text("退还货款和服务费用")
    hands.press("Space")
    hands.press("Control+Enter")
    expect(page.locator(".code")).to_have_count(2)
    machine = time.monotonic() - began
    assert sorted(Matter.objects.values_list("kind", flat=True)) == ["complaint", "report"]
    assert Submission.objects.get().requests == ["refund"]
    assert machine < 120, machine
    assert hands.keys / KEYS_A_MINUTE < 2, hands.keys
    hands.press("Control+Enter")  # the next caller
    expect(page.locator("#id_name")).to_be_focused()
    expect(page.locator("#id_name")).to_have_value("")
    assert page.locator("[data-draft-offer]").count() == 0


def test_a_forgotten_reading_back_leads_to_its_tick(window):
    page = window("dengji1")
    page.goto(f"{page.base}/intake/")
    for field, said in {
        "name": "钱途亮",
        "phone": "13909520102",
        "business_name": "店",
        "text": TEXT,
    }.items():
        page.locator(f"#id_{field}").fill(said)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("须复述记录")
    expect(page.locator("#id_read_back")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".code")).to_have_count(2)


def test_enter_moves_on_and_f2_opens_the_script_of_the_part(window):
    page = window("dengji1")
    page.goto(f"{page.base}/intake/")
    page.keyboard.press("F2")
    expect(page.get_by_text("“您的姓名和电话由系统封存")).to_be_visible()
    page.keyboard.press("F2")
    expect(page.get_by_text("“您的姓名和电话由系统封存")).not_to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#id_phone")).to_be_focused()
    assert page.url == f"{page.base}/intake/"
    assert Submission.objects.count() == 0


def test_tab_goes_through_the_sheet_in_the_order_of_the_talk(window):
    page = window("dengji1")
    page.goto(f"{page.base}/intake/")
    stops = page.evaluate(
        """() => [...document.querySelectorAll("form.intake input:not([type=hidden]), form.intake textarea")]
        .filter((e) => e.tabIndex >= 0 && e.offsetParent).map((e) => e.id)"""
    )
    wanted = [
        "id_received_at",
        "id_anonymous",
        "id_name",
        "id_phone",
        "id_business_name",
        "id_text",
        "id_read_back",
    ]
    assert [stop for stop in stops if stop in wanted] == wanted


def test_the_sheet_survives_a_reload_a_closed_window_and_a_session_that_ended(window):
    page = window("dengji1")
    page.goto(f"{page.base}/intake/")
    page.keyboard.type("钱途亮")
    page.locator("#id_text").fill("买的熟食已经过期")
    expect(page.locator("[data-save-mark]")).to_contain_text("草稿已保存", timeout=8000)
    page.reload()
    page.locator("[data-draft-offer] a").click()
    expect(page.locator("#id_text")).to_have_value("买的熟食已经过期")
    expect(page.locator("#id_name")).to_have_value("钱途亮")
    # The session ends while the clerk types; the page stays, and says that it could not keep what came after.
    context = page.context
    kept = [cookie for cookie in context.cookies() if cookie["name"] != "sessionid"]
    context.clear_cookies()
    context.add_cookies(kept)
    page.locator("#id_text").fill("买的熟食已经过期，吃完拉肚子")
    expect(page.locator("[data-save-mark]")).to_contain_text("登录已过期", timeout=8000)
    expect(page.locator("#id_text")).to_have_value("买的熟食已经过期，吃完拉肚子")
    other = context.new_page()
    other.goto(f"{page.base}/sign-in/")
    other.locator('button[value="dengji1"]').click()
    other.wait_for_url(f"{page.base}/")
    other.close()
    expect(page.locator("[data-save-mark]")).to_contain_text("草稿已保存", timeout=12000)
    assert IntakeDraft.objects.count() == 1
    page.locator("#id_business_name").fill("喜洋洋食品店")
    page.locator("#id_phone").fill("13909520102")
    page.locator("#id_read_back").check()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".code").first).to_be_visible()
    assert not IntakeDraft.objects.exists()


def test_what_only_one_channel_needs_is_shown_when_it_is_chosen(window):
    page = window("dengji1")
    page.goto(f"{page.base}/intake/")
    hotline, platform = page.locator("#id_hotline_no"), page.locator("#id_platform_no")
    expect(hotline).not_to_be_visible()
    page.locator("#id_channel").select_option("hotline")
    expect(hotline).to_be_visible()
    expect(platform).not_to_be_visible()
    hotline.fill("GD-1")
    page.locator("#id_channel").select_option("platform")
    expect(platform).to_be_visible()
    expect(hotline).to_be_visible()  # it holds something: nothing typed is put out of sight
    page.locator("#id_trader_kind").select_option("platform_shop")
    expect(page.locator("#f_address_reachable")).to_be_visible()


def test_without_script_everything_is_there_and_every_help_has_its_button(window):
    page = window("dengji1", script=False)
    page.goto(f"{page.base}/intake/")
    for field in ("hotline_no", "platform_no", "source_paper", "platform_name"):
        expect(page.locator(f"#id_{field}")).to_be_visible()
    page.locator("#id_name").fill("钱途亮")
    page.locator("#id_phone").fill("13909520102")
    page.get_by_role("button", name="查询历史来件").click()
    expect(page.get_by_text("已查询，已留痕")).to_be_visible()
    page.locator("#id_text").fill("买的熟食已经过期")
    page.get_by_role("button", name="写出复述稿").click()
    expect(page.get_by_text("您反映：买的熟食已经过期")).to_be_visible()
    page.get_by_role("button", name="存草稿").click()
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    expect(page.locator("#id_name")).to_have_value("钱途亮")
    page.get_by_role("button", name="不是投诉举报").click()
    expect(page.locator("[name=text]")).to_have_value("买的熟食已经过期")
    page.get_by_text("回到登记来件").click()
    expect(page.locator("#id_name")).to_have_value("钱途亮")
