"""Headless Chromium, a real server, and an officer at the keyboard."""

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from celery.contrib.testing.worker import start_worker
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from config.celery import app
from demo.county import Cast, settle_county
from documents import fonts

SHOTS = os.environ.get("MINGCHA_SCREENSHOTS", "")


@pytest.fixture
def a_worker(transactional_db: None) -> Iterator[None]:
    """A real worker on the run's own broker, in a thread: papers come a moment after the act, as in life."""
    app.loader.import_default_modules()
    with start_worker(app, pool="solo", perform_ping_check=False, loglevel="ERROR", shutdown_timeout=30):
        yield
    connections.close_all()


class Desk:
    """One browser window; officers sign in and out of it, and act as the page lets them."""

    def __init__(self, page: Page, base: str, cast: Cast) -> None:
        self.page, self.base, self.cast = page, base, cast

    def sign_in(self, account: str) -> "Desk":
        self.page.context.clear_cookies()
        self.page.goto(f"{self.base}/sign-in/")
        self.page.get_by_role("button", name=re.compile(self.cast[account].full_name)).first.click()
        expect(self.page.get_by_role("banner")).to_contain_text(self.cast[account].full_name)
        return self

    def open(self, number: str) -> "Desk":
        self.page.goto(f"{self.base}/m/{number}/")
        expect(self.page.locator("h1, .number").first).to_contain_text(number)
        return self

    def fill(self, **facts: Any) -> None:
        """Type facts by field name: text, a choice by value, several choices, or a tick."""
        form = self.page.locator("form.step, form.intake").last
        for name, value in facts.items():
            if value is True:
                form.locator(f"[name={name}]").check()
            elif isinstance(value, list):
                for choice in value:
                    form.locator(f"[name={name}][value='{choice}']").check()
            elif form.locator(f"select[name={name}]").count():
                form.locator(f"select[name={name}]").select_option(value)
            elif form.locator(f"[name={name}][type=radio]").count():
                form.locator(f"[name={name}][value='{value}']").check()
            else:
                form.locator(f"[name={name}]").fill(value)

    def do(self, account: str, number: str, verb: str, **facts: Any) -> "Desk":
        """Sign in, open the matter, unfold the step, type its facts and confirm it."""
        self.sign_in(account).open(number)
        self.page.locator(f"#do-{verb} a.button").click()
        form = self.page.locator(f"#form-{verb} form.step")
        expect(form).to_be_visible()
        self.fill(**facts)
        form.locator("button.primary").click()
        expect(self.page.get_by_text("已办理")).to_be_visible()
        return self

    def serve(self, account: str, number: str, paper: str) -> "Desk":
        """Record that a paper of the matter was served by phone today."""
        self.sign_in(account).open(number)
        link = self.page.locator("li.paper", has_text=paper).get_by_role("link", name="登记送达")
        expect(link).to_be_visible(timeout=30_000)  # the page asks again until the worker has made the paper
        href = link.get_attribute("href")
        self.page.goto(self.base + str(href))
        self.page.locator("[name=channel]").select_option("phone")
        self.page.locator("[name=proof]").fill("录音 12315-001")
        self.page.locator("form.step button.primary, form button.primary").first.click()
        expect(self.page.get_by_text("电话送达").first).to_be_visible()
        return self

    def state(self) -> str:
        return self.page.locator(".pill").first.inner_text()

    def shot(self, name: str) -> None:
        """Keep a picture for the README when asked to (MINGCHA_SCREENSHOTS names the folder)."""
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{SHOTS}/{name}.png")

    def is_accessible(self) -> None:
        """Nothing serious or critical by axe on the page as it stands."""
        found = Axe().run(self.page).response["violations"]
        grave = [f"{v['id']}: {v['help']}" for v in found if v["impact"] in ("serious", "critical")]
        assert grave == []


@pytest.fixture
def county(transactional_db: None) -> Cast:
    fonts.probe()
    return settle_county(date(2019, 1, 1), fund_year=timezone.localdate().year)


@pytest.fixture
def desk(browser: Browser, live_server: Any, county: Cast, a_worker: None) -> Iterator[Desk]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda m: problems.append(m.text) if "Content Security Policy" in m.text else None)
    yield Desk(page, live_server.url, county)
    context.close()
    assert problems == []
