"""An officer at the desk: Django's test client signed in, or a window of a real browser."""

import shutil
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import sync_playwright

from demo.county import settle_county


@pytest.fixture
def desk(cast):
    """Make a client signed in as an officer: `desk("chengban1").get("/")`."""

    def sign_in(account: str, **more) -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans", **more)
        client.force_login(cast[account])
        return client

    return sign_in


@pytest.fixture
def complaint(walk):
    return walk.call("电饭煲用了三天就坏，要求更换", name="钱途亮", phone="13909520102").complaint


@pytest.fixture
def both(walk):
    """One contact that gave rise to a complaint and a report."""
    return walk.call("买的熟食已经过期，吃完拉肚子，要求退款", name="钱途亮", phone="13909520102")


@pytest.fixture(scope="session")
def chromium():
    """Headless Chromium; a machine without it fails the test, so that nothing goes unlooked at."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("没有 Chromium，请安装：apt-get update && apt-get install -y chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def window(chromium, live_server, transactional_db):
    """Open a browser window signed in as an officer of the demo county: `window("dengji1", width=390)`."""
    cast = settle_county(date(2019, 1, 1), fund_year=timezone.localdate().year)
    contexts, problems = [], []

    def open_window(account, *, width=1280, script=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, locale="zh-CN", java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda m: problems.append(m.text) if "Content Security" in m.text else None)
        page.cast = cast
        page.base = live_server.url
        page.goto(f"{live_server.url}/sign-in/")
        page.locator(f'button[value="{account}"]').click()
        page.wait_for_url(f"{live_server.url}/")
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert problems == []
