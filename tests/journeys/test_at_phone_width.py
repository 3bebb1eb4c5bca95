"""From the worklist to the served paper on a telephone 390 points wide, every page readable by everybody."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.journey, pytest.mark.django_db(databases=["default", "vault"], transaction=True)]
WIDTH = 390


def fits(desk, page=None):
    """The page is accessible and nothing runs off its side."""
    desk.is_accessible(page)
    assert (page or desk.page).evaluate("document.documentElement.scrollWidth") <= WIDTH


def test_a_complaint_is_accepted_and_its_paper_served_on_a_telephone(desk, ago):
    walk = ago(hours=3)
    called = walk.call("电饭煲用了三天就坏，要求更换", name="钱途亮", phone="13909520102")
    complaint = walk.review(called.complaint)
    number, page = complaint.number, desk.page
    page.set_viewport_size({"width": WIDTH, "height": 844})

    desk.sign_in("suozhang1")
    row = page.locator(f"#m-{number}")
    expect(row).to_contain_text("审查中")
    fits(desk)
    row.get_by_role("link", name=number).click()
    expect(page.locator(".banner")).to_contain_text("下一步：受理")
    fits(desk)

    page.locator("#do-accept a.button").click()
    form = page.locator("#form-accept form.step")
    expect(form.locator(".consequences")).to_contain_text("受理决定书")
    fits(desk)
    with page.context.expect_page() as opened:
        form.get_by_role("button", name="预览文书").click()
    draft = opened.value
    draft.set_viewport_size({"width": WIDTH, "height": 844})
    expect(draft.locator(".preview")).to_contain_text("受理决定书")
    fits(desk, draft)
    draft.close()
    desk.confirm(form)

    assert "受理" in desk.paper("受理决定书")
    fits(desk)
    row = page.locator("li.paper").filter(has=page.get_by_role("link", name="受理决定书", exact=True))
    row.get_by_role("link", name="登记送达").click()
    panel = page.locator("#panel")
    expect(panel.locator("[name=proof]")).to_be_visible()
    fits(desk)
    panel.locator("[name=channel]").select_option("counter")
    panel.get_by_role("button", name="登记送达").click()
    expect(panel.get_by_role("alert")).to_contain_text("凭证")
    fits(desk)
    panel.locator("[name=proof]").fill("送达回证 1 号")
    panel.get_by_role("button", name="登记送达").click()
    expect(row.locator(".served")).to_contain_text("当面送达")
    expect(page.locator("li.clock", has_text="受理或者不予受理")).to_contain_text("按期办理")
    fits(desk)
