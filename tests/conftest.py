"""The cast and the makers: every test starts from the same county, and states are reached by performing steps."""

import io
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import TransactionTestCase
from playwright.sync_api import Browser, sync_playwright

from demo.county import Cast, settle_county
from demo.walk import Walk
from documents import fonts
from tests.emptying import emptied

BEIJING = ZoneInfo("Asia/Shanghai")
INSTALL = "apt-get update && apt-get install -y chromium fonts-noto-cjk"


@pytest.fixture(scope="session", autouse=True)
def _vault_keys() -> None:
    """The vault's three keys, made once for the run."""
    if not Path(settings.VAULT_PUBLIC_KEY_FILE).exists():
        call_command("vault_keys", stdout=io.StringIO())


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_locks() -> None:
    """Let Django empty the tables between transactional tests, which the locks rightly refuse to everybody."""
    TransactionTestCase._fixture_teardown = emptied  # type: ignore[method-assign]  # the only door it has


@pytest.fixture
def cast() -> Cast:
    return settle_county(date(2019, 1, 1), fund_year=2026)


@pytest.fixture
def walk(cast: Cast) -> Walk:
    """A story that begins on Monday 2 November 2026 at nine in the morning, at 城关所."""
    return Walk(cast, datetime(2026, 11, 2, 9, 0, tzinfo=BEIJING))


@pytest.fixture
def old_walk(cast: Cast) -> Walk:
    """A story that begins while Order 20 was in force."""
    return Walk(cast, datetime(2026, 3, 2, 9, 0, tzinfo=BEIJING))


@pytest.fixture
def in_november(walk: Walk) -> Iterator[Walk]:
    """The same story with the wall clock standing at its beginning, for tests that go through a page."""
    with time_machine.travel(walk.now, tick=True):
        yield walk


@pytest.fixture
def fonts_ready() -> None:
    """Papers need the fonts that set-up fetches; without them a test that makes a paper fails, never skips."""
    fonts.probe()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium, one for the process: the driver runs one event loop a thread and no more."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.fail(f"没有 Chromium，浏览器旅程不能运行；请安装：{INSTALL}")
    with sync_playwright() as playwright:
        flags = [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
        ]
        browser = playwright.chromium.launch(
            executable_path=path, args=[*flags, "--disable-sync", "--no-first-run"]
        )
        yield browser
        browser.close()
