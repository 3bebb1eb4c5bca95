"""Headless Chromium, a real server, and an officer at the keyboard."""

import io
import os
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from celery.contrib.testing.worker import start_worker
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from config.celery import app
from demo.county import Cast, settle_county
from demo.walk import Walk
from documents import fonts

# A slow machine answers late, not wrongly; papers are made one after another by one worker.
expect.set_options(timeout=15_000)
PAPER = 60_000
SWEEP = 10  # seconds
FOOT = re.compile(r"(—\d+—)?[a-z_\d]+·[^·]{1,30}?号(—\d+—)?$|—\d+—$")
SHOTS = os.environ.get("MINGCHA_SCREENSHOTS", "")


@pytest.fixture
def a_worker(transactional_db: None) -> Iterator[None]:
    """A real worker on the run's own broker, in a thread: papers come a moment after the act, as in life.

    It is told again and again of what is still owed, as beat does in life: a lost message costs seconds and no paper.
    """
    app.loader.import_default_modules()
    over = Event()

    def remind() -> None:
        while not over.wait(SWEEP):
            app.send_task("procedure.wake_outbox")

    with start_worker(app, pool="solo", perform_ping_check=False, loglevel="ERROR", shutdown_timeout=30):
        beat = Thread(target=remind, daemon=True)
        beat.start()
        yield
        over.set()
        beat.join()
    connections.close_all()


class Desk:
    """One browser window; officers sign in and out of it, and act as the page lets them."""

    def __init__(self, page: Page, base: str, cast: Cast) -> None:
        self.page, self.base, self.cast = page, base, cast
        self.account = ""

    def sign_in(self, account: str) -> "Desk":
        """Let another officer sit down; whoever sits there already stays."""
        if account == self.account:
            return self
        # What the last page still asks for must not answer into the new session.
        self.page.goto("about:blank")
        self.page.context.clear_cookies()
        self.page.goto(f"{self.base}/sign-in/")
        self.page.locator(f'button[value="{account}"]').click()
        expect(self.page.get_by_role("banner")).to_contain_text(self.cast[account].full_name)
        self.account = account
        return self

    def open(self, number: str) -> "Desk":
        self.page.goto(f"{self.base}/m/{number}/")
        expect(self.page.locator("h1")).to_contain_text(number)
        return self

    @property
    def today(self) -> str:
        return timezone.localdate().isoformat()

    # --- acts ------------------------------------------------------------------------------------------------

    def unfold(self, account: str, number: str, verb: str) -> Locator:
        """Sign in, open the matter and unfold a step; the answer is its form."""
        self.sign_in(account).open(number)
        self.page.locator(f"#do-{verb} a.button").click()
        form = self.page.locator(f"#form-{verb} form.step")
        expect(form).to_be_visible()
        return form

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

    def paragraph(self, form: Locator, title: str, *gaps: str) -> None:
        """Pick a standard paragraph from the list of the form; `gaps` are what is typed into its gaps, in order."""
        picker = form.locator("details.paragraphs")
        if picker.get_attribute("open") is None:
            picker.locator("summary").click()
        # The list that follows the ground just chosen must have come: a button that is being replaced does nothing.
        self.page.wait_for_load_state("networkidle")
        expect(self.page.locator(".htmx-request")).to_have_count(0)
        form.get_by_role("button", name=f"插入：{title}", exact=True).click()
        words = form.locator("textarea:focus")
        expect(words).not_to_have_value("")
        for said in gaps:
            written = words.input_value()
            words.evaluate(
                "(field, [from, to]) => field.setSelectionRange(from, to)",
                [written.index("【"), written.index("】") + 1],
            )
            self.page.keyboard.insert_text(said)

    def confirm(self, form: Locator) -> "Desk":
        """Press the button of the step, and see it done."""
        form.locator("button.primary").click()
        expect(self.page.locator(".notes")).to_contain_text("已办理")
        return self

    def do(self, account: str, number: str, verb: str, **facts: Any) -> "Desk":
        """Unfold a step of the matter, type its facts and confirm it."""
        form = self.unfold(account, number, verb)
        self.fill(**facts)
        return self.confirm(form)

    def refused(self, form: Locator, *words: str) -> None:
        """Press the button of the step, and be told in words why not; the form stays."""
        form.locator("button.primary").click()
        for each in words:
            expect(form.get_by_role("alert")).to_contain_text(each)

    def barred(self, account: str, number: str, step: str, *words: str) -> None:
        """See that a step of one's own cannot be done yet, and why."""
        page = self.sign_in(account).open(number).page
        move = page.locator(".move-barred").filter(
            has=page.locator(".move-name", has_text=re.compile(rf"(^|\s){step}\s"))
        )
        folded = page.locator("details.others").filter(has=move)
        if folded.count():
            folded.locator("summary").click()
        expect(move).to_be_visible()
        for each in words:
            expect(move).to_contain_text(each)

    # --- papers ----------------------------------------------------------------------------------------------

    def paper(self, title: str) -> str:
        """The text of a paper of the open matter, as its PDF says it, once the worker has made it."""
        link = self.page.locator("li.paper").get_by_role("link", name=title, exact=True)
        expect(link).to_be_visible(timeout=PAPER)  # the page asks again until the worker has made the paper
        answer = self.page.context.request.get(self.base + str(link.get_attribute("href")))
        assert answer.headers["content-type"] == "application/pdf"
        pages = pypdf.PdfReader(io.BytesIO(answer.body())).pages
        # A sentence may run over the foot of a page: page number and trace are no part of what the paper says.
        return "".join(FOOT.sub("", re.sub(r"\s", "", page.extract_text())) for page in pages)

    def serve(self, account: str, number: str, paper: str, party: str = "") -> "Desk":
        """Record that a paper of the matter was served by phone today; `party` where it is served on each of both."""
        self.sign_in(account).open(number)
        row = self.page.locator("li.paper").filter(has=self.page.get_by_role("link", name=paper, exact=True))
        link = row.get_by_role("link", name="登记送达")
        expect(link).to_be_visible(timeout=PAPER)
        self.page.goto(self.base + str(link.get_attribute("href")))
        if party:
            self.page.locator(f"[name=party][value={party}]").check()
        self.page.locator("[name=channel]").select_option("phone")
        self.page.locator("[name=proof]").fill("录音 12315-001")
        self.page.locator("form.step button.primary").click()
        expect(row.locator(".served").last).to_contain_text("电话送达")
        return self

    # --- what a person sees ----------------------------------------------------------------------------------

    def stands(self, number: str, state: str) -> "Desk":
        """See the state of a matter in the head of its page."""
        self.open(number)
        expect(self.page.locator(".pill-state")).to_have_text(state)
        return self

    def receipt(self, term: str) -> Locator:
        """Open the receipt of a date of the open matter by the name of its running term."""
        clock = self.page.locator("li.clock:not(.clock-ended)").filter(
            has=self.page.locator(".clock-name", has_text=term)
        )
        clock.locator("a[data-panel]").click()
        panel = self.page.locator("#panel")
        expect(panel).to_contain_text("怎样算出")
        return panel

    def shot(self, name: str) -> None:
        """Keep a picture for the README when asked to (MINGCHA_SCREENSHOTS names the folder)."""
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{SHOTS}/{name}.png")

    def is_accessible(self, page: Page | None = None) -> None:
        """Nothing serious or critical by axe on the page as it stands, or on another window of it."""
        read = page or self.page
        # A page that is still coming has sections whose headings are not there yet.
        read.wait_for_load_state()
        found = Axe().run(read).response["violations"]
        grave = [
            f"{v['id']}: {v['help']}: {[node['html'] for node in v['nodes']]}"
            for v in found
            if v["impact"] in ("serious", "critical")
        ]
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


@pytest.fixture
def ago(desk: Desk) -> Callable[..., Walk]:
    """Tell what a journey is not about as a story that began some time ago: `ago(days=5)`."""

    def began(**delta: float) -> Walk:
        return Walk(desk.cast, timezone.localtime() - timedelta(**delta))

    return began
