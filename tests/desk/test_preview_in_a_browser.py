"""The preview in a window of its own: with and without script, from the matter's page, by keyboard, read by axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from demo.walk import Walk

pytestmark = [
    pytest.mark.django_db(databases=["default", "vault"], transaction=True),
    pytest.mark.journey,
]
REASON = "一个月内购买同款商品四十次"


def waiting(page):
    """A complaint waiting for its unit head."""
    walk = Walk(page.cast, timezone.localtime())
    taken = walk.call("买的熟食已经过期，要求退款", name="钱途亮", phone="13909520102", as_report=False)
    return walk.review(taken.complaint)


@pytest.mark.parametrize(("width", "script"), [(1280, True), (390, False)])
def test_what_was_typed_is_seen_on_paper_and_stays_in_the_form(window, width, script):
    page = window("suozhang1", width=width, script=script)
    complaint = waiting(page)
    page.goto(f"{page.base}/m/{complaint.number}/do/decline/")
    page.locator("[name=reason]").fill(REASON)
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="预览文书").click()
    paper = opened.value
    paper.wait_for_load_state()
    expect(paper.locator(".paper-sheet")).to_contain_text(REASON)
    expect(paper.locator(".gaps")).to_contain_text("还缺 1 项")
    paper.locator(".gaps a").focus()
    paper.keyboard.press("Enter")
    expect(paper.locator(".gap:target")).to_have_text("【缺：不予受理的情形】")
    assert paper.evaluate("document.documentElement.scrollWidth") <= width
    if script:
        assert [
            f"{v['id']} {v['nodes'][0]['html'][:90]}" for v in Axe().run(paper).response["violations"]
        ] == []
    # The form is where it was, and still goes: the preview was not the one time it may be sent.
    expect(page.locator("[name=reason]")).to_have_value(REASON)
    page.locator("[name=ground]").first.check()
    page.get_by_role("button", name="确认不予受理").click()
    expect(page.get_by_role("alert").first).to_contain_text("须先作线索核查")


def test_a_step_unfolded_on_the_matters_page_previews_too_and_enter_confirms(window):
    page = window("suozhang1")
    complaint = waiting(page)
    page.goto(f"{page.base}/m/{complaint.number}/")
    page.locator("#do-decline a.button, #do-accept a.button").last.click()
    expect(page.locator("form.step")).to_be_visible()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="预览文书").click()
    opened.value.wait_for_load_state()
    expect(opened.value.locator(".paper-sheet")).to_be_visible()
    expect(page.locator("form.step")).to_be_visible()
