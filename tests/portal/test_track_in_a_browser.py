"""Behind the code in Chromium: on a telephone, with and without script; nothing runs off the page, nothing for axe to find."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from demo.county import settle_county
from demo.walk import Walk
from identity.models import LeftVisit
from portal.track_view import COOKIE
from tests.cases.stories import again
from tests.portal.test_filing_in_a_browser import accessible, read_off, shot
from tests.portal.test_filing_in_a_browser import visit as visit_of_the_form

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(databases=["default", "vault"], transaction=True),
]

visit = visit_of_the_form


@pytest.fixture
def walk(visit):
    """A story that began eight days ago, so that the page tells it today."""
    now = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=8)
    return Walk(settle_county(date(2019, 1, 1), fund_year=now.year), now)


def enter(page, code, *, script):
    page.get_by_role("link", name="查询").first.click()
    page.get_by_label("查询码").fill(code)
    if script:
        expect(page.locator('[data-said="done"]')).to_be_visible(timeout=20_000)
    else:
        page.locator("#id_puzzle_answer").fill(read_off(page))
    page.get_by_role("button", name="查看", exact=True).click()


def read_by_axe(page, *, script):
    """What axe finds; it waits on timers, which a page without script has none of, and the page is the same."""
    if script:
        accessible(page)


def fits(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.mark.parametrize("script", [True, False])
def test_a_complainant_on_a_telephone_writes_and_takes_back(visit, walk, script):
    got = walk.call("电饭煲用了三天就坏，要求更换", name="钱途亮", phone="13909520102", as_report=False)
    walk.review(got.complaint)
    page = visit(script=script)
    enter(page, "WRONG-CODE", script=script)
    expect(page.get_by_role("alert")).to_contain_text("查询码不对")
    read_by_axe(page, script=script)
    fits(page)
    shot(page, f"track_wrong_{script}")
    enter(page, got.codes["complaint"], script=script)
    expect(page.locator(".sentence").first).to_contain_text("正在审查您的投诉")
    read_by_axe(page, script=script)
    fits(page)
    shot(page, f"track_complaint_{script}")
    assert got.codes["complaint"] not in page.content()
    page.get_by_label("给承办机构留言").fill("请打 13812345678 找老板")
    page.get_by_role("button", name="发送留言").click()
    expect(page.get_by_role("alert")).to_contain_text("13812345678")
    read_by_axe(page, script=script)
    shot(page, f"track_pointed_{script}")
    page.get_by_label("给承办机构留言").fill("老板已经同意换货")
    page.get_by_role("button", name="发送留言").click()
    expect(page.locator(".notice")).to_contain_text("留言已经送到")
    expect(page.locator(".message-in")).to_contain_text("老板已经同意换货")
    page.get_by_label("我明白撤回以后不能恢复").check()
    page.get_by_role("button", name="撤回投诉").click()
    expect(page.locator(".sentence").first).to_contain_text("已经撤回")
    read_by_axe(page, script=script)
    cookies = page.context.cookies()
    mark = next(c for c in cookies if c["name"] == COOKIE)
    assert (mark["path"], mark["httpOnly"], mark["sameSite"]) == ("/track/", True, "Strict")
    page.get_by_role("button", name="离开并清除").first.click()
    expect(page.locator(".notice")).to_contain_text("已经离开")
    assert not [c for c in page.context.cookies() if c["name"] == COOKIE]
    assert LeftVisit.objects.count() == 1
    page.go_back()
    assert "已经撤回" not in page.inner_text("main"), "the page of before is kept by nothing"


def test_a_nameless_informant_takes_the_reward_on_a_telephone(visit, walk):
    got = walk.call("厂里用过期面粉", as_complaint=False)
    code = got.codes["report"]
    case = walk.facts(walk.file(walk.verify(got.report)), sold="40000", conduct=["expired_raw_material"])
    walk.fine(case, fine="200000", gain="40000")
    claim = walk.reward(walk.qualify(walk.close_case(case)), code)
    page = visit()
    enter(page, code, script=True)
    expect(page.locator("#reward")).to_contain_text("7,200")
    accessible(page)
    fits(page)
    page.locator("#reward summary").click()
    shot(page, "track_reward_390")
    page.get_by_label("再输入一次查询码").fill(code)
    page.get_by_role("button", name="确认领取").click()
    expect(page.locator("#reward")).to_contain_text("正在准备付款")
    assert again(claim).state == "collected"
    accessible(page)


def test_at_a_desk_and_in_english(visit, walk):
    got = walk.call("厂里用过期面粉", as_complaint=False)
    page = visit(width=1280)
    enter(page, got.codes["report"], script=True)
    expect(page.locator(".sentence").first).to_be_visible()
    fits(page)
    accessible(page)
    shot(page, "track_report_1280")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".number")).to_contain_text(got.report.number)
