"""A report of retaliation from a telephone, danger first, and how it stands on the custodian's desk; every page at both widths."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from protection.models import RetaliationReport


@pytest.mark.journey
@pytest.mark.django_db(databases=["default", "vault"], transaction=True)
def test_from_a_telephone_in_danger_to_the_custodians_desk(browser, live_server, window, tmp_path):
    """A worker tells from a telephone, without script; the custodian sees danger first and calls the police."""
    telephone = {"width": 390, "height": 844}
    context = browser.new_context(viewport=telephone, locale="zh-CN", java_script_enabled=False)
    phone = context.new_page()
    shots = tmp_path

    def look(page, name, width):
        page.screenshot(path=f"{shots}/{name}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        return page

    desk = window("baomi1")
    phone.goto(f"{live_server.url}/retaliation/")
    phone.screenshot(path=f"{shots}/phone-1-danger.png", full_page=True)
    phone.get_by_role("button", name="有危险，已经报警").click()
    expect(phone.locator(".urgent")).to_contain_text("110")
    phone.locator("[name=acts][value=violence]").check()
    phone.locator("[name=text]").fill("几个人堵在门口，说再告就砸店")
    phone.screenshot(path=f"{shots}/phone-2-tell.png", full_page=True)
    phone.get_by_role("button", name="送出").click()
    code = phone.locator(".slip-code").inner_text()
    phone.screenshot(path=f"{shots}/phone-3-code.png", full_page=True)
    phone.get_by_role("button", name="记好了").click()
    phone.locator("[name=code]").fill(code)
    phone.get_by_role("button", name="核对编号").click()
    expect(phone.locator("h1")).to_contain_text("编号已核对")
    phone.screenshot(path=f"{shots}/phone-4-done.png", full_page=True)
    context.close()

    matter = RetaliationReport.objects.get()
    desk.goto(f"{live_server.url}/")
    expect(desk.locator(f"#m-{matter.number}")).to_contain_text("人身危险")
    look(desk, "desk-1-list", 1280)
    desk.goto(f"{live_server.url}/m/{matter.number}/")
    expect(desk.locator(".danger-mark")).to_contain_text("还没有报公安机关")
    expect(desk.locator(".banner")).to_contain_text("报公安机关处置")
    look(desk, "desk-2-matter", 1280)
    assert not [v for v in Axe().run(desk).response["violations"] if v["impact"] in ("serious", "critical")]
    desk.locator("#do-call_police a.button").click()
    form = desk.locator("#form-call_police form.step")
    expect(form).to_be_visible()
    form.locator("[name=called_at]").fill(matter.received_at.astimezone().strftime("%Y-%m-%dT%H:%M"))
    form.locator("[name=police]").fill("城关派出所 值班民警")
    form.locator("[name=said]").fill("有人堵门威胁，已出警")
    form.locator("button.primary").click()
    expect(desk.locator(".danger-mark")).to_contain_text("已报公安机关")
    small = window("baomi1", width=390)
    for name, path in (
        ("matter", f"/m/{matter.number}/"), ("new", "/retaliation-report/"), ("incident", "/incident-report/"),
        ("keeping", "/keeping/"), ("hold", "/keeping/hold/"), ("schedule", "/keeping/schedule/"), ("rights", "/keeping/request/"),
    ):  # fmt: skip
        for page, width in ((small, 390), (desk, 1280)):
            page.goto(f"{live_server.url}{path}")
            look(page, f"{name}-{width}", width)
