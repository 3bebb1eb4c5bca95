"""The public form in a browser: with and without script, by keyboard, on a telephone and a desk; nothing asked elsewhere."""

import os
import re
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cases.models import Complaint, Report
from demo.county import settle_county
from portal import limits
from portal.puzzle import ORDINALS

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(databases=["default", "vault"], transaction=True),
]


@pytest.fixture
def visit(browser, live_server, transactional_db, tmp_path):
    """Open the first page: `visit(width=390, script=False)`. What the browser asks for elsewhere is a fault."""
    settle_county(date(2019, 1, 1), fund_year=2026)
    limits.counter.forget()
    contexts, problems = [], []

    def go(*, width=390, script=True):
        context = browser.new_context(
            viewport={"width": width, "height": 844}, locale="zh-CN", java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda m: problems.append(m.text) if "Content Security" in m.text else None)
        page.on(
            "request",
            lambda r: problems.append(r.url) if not r.url.startswith((live_server.url, "data:")) else None,
        )
        page.goto(f"{live_server.url}/file/")
        page.context_of_test = context
        return page

    yield go
    for context in contexts:
        context.close()
    assert problems == []


def shot(page, name):
    """Keep a picture of the page where MINGCHA_SHOTS names a folder."""
    if folder := os.environ.get("MINGCHA_SHOTS"):
        Path(folder).mkdir(exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def accessible(page):
    found = Axe().run(page).response["violations"]
    assert found == [], [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found]


def forward(page):
    page.get_by_role("button", name="下一步").click()


def read_off(page):
    row = page.locator(".puzzle-row").inner_text().split()
    asked = page.locator("[for=id_puzzle_answer]").inner_text()
    places = sorted((asked.index(str(word)), n) for n, word in enumerate(ORDINALS) if str(word) in asked)
    return "".join(row[n] for _at, n in places)


def test_an_insider_on_a_telephone_without_script(visit):
    page = visit(script=False)
    shot(page, "home_390")
    page.get_by_role("button", name="我是内部知情人").click()
    page.get_by_label("没有", exact=True).check()
    forward(page)
    shot(page, "shield_390")
    page.get_by_label("我看过了").check()
    forward(page)
    page.get_by_label("商家叫什么").fill("喜洋洋食品店")
    forward(page)
    page.get_by_label("发生了什么").fill("老板让我换标签，夜里的熟食改日期，货车宁B12345拉走")
    shot(page, "what_390")
    forward(page)
    page.get_by_label("什么商品").fill("熟食")
    forward(page)
    page.get_by_label("有什么证据").fill("照片")
    forward(page)
    page.get_by_label("去掉标出的内容").check()
    page.get_by_label("验证").fill(read_off(page))
    shot(page, "check_390")
    page.get_by_role("button", name="提交", exact=True).click()
    code = page.locator(".slip-code").inner_text()
    assert re.fullmatch(r"(\w{4}-){3}\w{4}", code)
    shot(page, "receipt_390")
    page.emulate_media(media="print")
    assert page.locator("#slip").is_visible()
    assert not page.locator("h1").is_visible()
    assert not page.locator(".top").is_visible()
    shot(page, "slip_print")
    page.emulate_media(media="screen")
    page.get_by_role("button", name="记好了").click()
    page.get_by_label("编号").fill("错的")
    page.get_by_role("button", name="核对编号").click()
    expect(page.get_by_role("alert")).to_contain_text("对不上")
    shot(page, "type_back_390")
    page.get_by_label("编号").fill(code.lower())
    page.get_by_role("button", name="核对编号").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("提交完成")
    shot(page, "done_390")
    assert page.context_of_test.cookies() == []
    assert "宁B" not in Report.objects.get().submission.text


def test_a_complaint_by_keyboard_with_script(visit):
    page = visit(width=1280)
    shot(page, "home_1280")
    accessible(page)
    page.get_by_role("button", name="我要投诉").focus()
    page.keyboard.press("Enter")
    page.get_by_label("为我自己").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_label("商家叫什么").focus()
    page.keyboard.type("喜洋洋食品店")
    page.keyboard.press("Enter")
    page.get_by_label("发生了什么").fill("电饭煲三天就坏，我叫甄实在")
    forward(page)
    page.get_by_label("花了多少钱").fill("12x")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    accessible(page)
    shot(page, "wrong_1280")
    page.get_by_label("花了多少钱").fill("120")
    forward(page)
    page.get_by_label("退货").check()
    forward(page)
    forward(page)
    page.get_by_label("您的姓名").fill("甄实在")
    page.get_by_label("电话").fill("13909520101")
    accessible(page)
    forward(page)
    forward(page)
    page.get_by_role("group", name="是否同意公示").get_by_label("同意", exact=True).check()
    page.get_by_role("group", name="是否同意委托").get_by_label("不同意", exact=True).check()
    forward(page)
    expect(page.get_by_text("防刷验证已自动完成")).to_be_visible(timeout=20_000)
    expect(page.locator("[data-question]")).to_be_hidden()
    accessible(page)
    shot(page, "check_1280")
    page.get_by_label("以代称替换").check()
    page.get_by_role("button", name="提交", exact=True).click()
    code = page.locator(".slip-code").inner_text()
    accessible(page)
    shot(page, "receipt_1280")
    page.get_by_role("button", name="记好了").click()
    page.get_by_label("编号").fill(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("提交完成")
    accessible(page)
    shot(page, "done_1280")
    assert "甄实在" not in Complaint.objects.get().submission.text


@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_is_accessible_and_no_wider_than_the_screen(visit, width):
    page = visit(width=width)
    fill = {
        "danger": lambda: page.get_by_label("有", exact=True).check(),
        "by_name": lambda: page.get_by_label("匿名举报", exact=True).check(),
        "business": lambda: page.get_by_label("商家叫什么").fill("喜洋洋食品店"),
        "what": lambda: page.get_by_label("发生了什么").fill("过期熟食，打13909520101找老板"),
    }

    def look(name):
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        shot(page, f"{name}_{width}")

    page.get_by_role("link", name="都不是").click()
    look("elsewhere")
    page.get_by_role("link", name="回到投诉和举报").click()
    page.get_by_role("button", name="我要举报").click()
    while (name := page.locator("[name=step]").get_attribute("value")) != "check":
        look(f"report_{name}")
        fill.get(name, lambda: None)()
        forward(page)
    look("report_check")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    look("report_check_en")
