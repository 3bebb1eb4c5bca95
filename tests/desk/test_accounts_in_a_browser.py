"""In a real browser: nothing leaves the host, nothing offends the policy, and the second factor by keyboard and phone."""

import base64
import time
from datetime import date
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils.timezone import localtime
from django_otp.oath import TOTP

from demo.county import settle_county
from demo.walk import Walk
from procedure.matter import Matter
from tests.api.test_crawler import ADDRESSES, anything

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, databases=["default", "vault"])]
PASSWORD = "水清则无鱼-2026"
# Not pages one goes to: they change the session, answer a program, or hand out a file.
NO_PAGES = {
    "desk:sign-out",
    "desk:account-end",
    "desk:demo-sign-in",
    "set_language",
    "desk:feed-calendar",
    "api:schema",
}


@pytest.fixture
def watched(browser, live_server):
    """A page that notes every request that leaves the host and every word of the console about the policy."""
    contexts, away, offended = [], [], []

    def open_page(*, width=1280, script=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="zh-CN", java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        home = urlsplit(live_server.url).netloc

        def note(request):
            where = urlsplit(request.url)
            if where.scheme not in ("data", "blob", "about") and where.netloc != home:
                away.append(request.url)

        page.on("request", note)
        page.on(
            "console",
            lambda m: (
                offended.append(f"{page.url} {m.text}")
                if "ontent Security" in m.text or "ontent-Security" in m.text
                else None
            ),
        )
        page.on("pageerror", lambda error: offended.append(f"{page.url} {error}"))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert away == []
    assert offended == []


def signed_in(page, base, account):
    page.goto(f"{base}/sign-in/")
    page.locator(f'button[value="{account}"]').click()
    page.wait_for_url(f"{base}/")


def pages(numbers, clock):
    known = {"verb": "dispatch", "rule": "complaint.acceptance", "clock_id": clock}
    for name, wanted in ADDRESSES.items():
        if name in NO_PAGES or (name.startswith("api:") and name != "api:docs"):
            continue
        for number in numbers if "number" in wanted else [""]:
            values = {p: known.get(p, anything(p)) for p in wanted}
            yield reverse(name, kwargs=values | ({"number": number} if "number" in wanted else {}))


def test_every_kind_of_page_stays_at_home_and_within_the_policy(watched, window, live_server):
    first = window("fenliu1")
    walk = Walk(first.cast, localtime())
    taken = walk.call("买的熟食已经过期，吃完拉肚子，要求退款", name="钱途亮", phone="13909520102")
    numbers = list(Matter.objects.values_list("number", flat=True))
    clock = taken.complaint.clocks.first().pk
    looked = 0
    wanted = {"fenliu1": "/", "shenji1": "/account/", "dengji1": "/intake/"}
    for account, below in wanted.items():
        page = watched()
        signed_in(page, live_server.url, account)
        for address in pages(numbers[:1], clock):
            # What only takes forms answers 405 without a page, which Chromium calls a failure.
            if not address.startswith(below) or page.request.get(f"{live_server.url}{address}").status == 405:
                continue
            assert page.goto(f"{live_server.url}{address}").status < 500, address
            looked += 1
    assert looked > 30
    page = watched(width=390)
    page.goto(f"{live_server.url}/sign-in/")
    page.goto(f"{live_server.url}/no/such/")
    page.goto(f"{live_server.url}/reckon/")


def code_of(secret: str) -> str:
    totp = TOTP(base64.b32decode(secret.replace(" ", "")))
    totp.time = time.time()
    return f"{totp.token():06d}"


@pytest.mark.parametrize(("width", "script"), [(390, True), (1280, False)])
def test_password_app_codes_and_a_second_sign_in(watched, live_server, settings, width, script):
    settings.REQUIRE_SECOND_FACTOR = True
    cast = settle_county(date(2019, 1, 1), fund_year=2026)
    cast["fuju1"].set_password(PASSWORD)
    cast["fuju1"].save()
    base, page = live_server.url, watched(width=width, script=script)
    page.goto(f"{base}/board/")
    page.get_by_label("账号").fill("fuju1")
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/second-factor/**")
    assert page.locator(".scan svg").bounding_box()["width"] > 180
    secret = page.locator(".secret").inner_text()
    if script:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    page.get_by_label("验证码").fill(code_of(secret))
    page.keyboard.press("Enter")
    page.wait_for_selector(".codes")
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name="已收好，继续").click()
    page.wait_for_url(f"{base}/board/")
    page.goto(f"{base}/account/")
    if script:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="退出").click()
    page.get_by_label("账号").fill("fuju1")
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code/**")
    page.get_by_label("验证码").fill("000000")
    page.keyboard.press("Enter")
    page.wait_for_selector(".wrong")
    page.get_by_label("验证码").fill(codes[0].lower())
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}/")
    assert "备用码还剩 9 个" in page.inner_text("main")
