"""An officer at the desk: Django's test client signed in, or a window of a real browser."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from demo.county import settle_county
from tests.cases.stories import again


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
    said = {"name": "钱途亮", "phone": "13909520102", "happened_on": date(2023, 3, 1)}
    return walk.call("电饭煲用了三天就坏，要求更换", **said).complaint


@pytest.fixture
def both(walk):
    """One contact that gave rise to a complaint and a report."""
    return walk.call("买的熟食已经过期，吃完拉肚子，要求退款", name="钱途亮", phone="13909520102")


@pytest.fixture
def waiting(in_november, complaint):
    """A complaint at its unit, its materials reviewed, waiting for acceptance."""
    in_november.review(complaint)
    return again(complaint)


@pytest.fixture
def window(browser, live_server, transactional_db):
    """Open a browser window signed in as an officer of the demo county: `window("dengji1", width=390)`."""
    cast = settle_county(date(2019, 1, 1), fund_year=timezone.localdate().year)
    contexts, problems = [], []

    def open_window(account, *, width=1280, script=True):
        context = browser.new_context(
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
