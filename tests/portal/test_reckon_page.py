"""The public page: what it answers, what it keeps, what it costs; by keyboard, without script, on a telephone."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import expect

from portal.reckon_form import AREAS
from procedure.law import LawState
from procedure.reckoning import offered

HERE = "/reckon/"
INLINE = re.compile(r"<style|<script|\sstyle=|\son[a-z]+=|javascript:", re.I)
CONFLICT = {"rule": "complaint.mediation", "start": "2025-09-01"}


def page(client, status=200, *, language="zh-hans", **asked):
    answer = client.get(HERE, asked, HTTP_ACCEPT_LANGUAGE=language)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.django_db
class TestAsked:
    """Through Django's client, without a browser."""

    def test_the_empty_page_lists_every_rule_by_area(self, client):
        told = page(client)
        assert told.count("<optgroup") == len({rule.name.split(".")[0] for rule in offered()})
        assert told.count("<option value=") >= len(offered())
        assert "受理或者不予受理（7个工作日）" in told
        assert 'id="answer"' not in told

    def test_every_area_has_a_name(self):
        assert {rule.name.split(".")[0] for rule in offered()} <= set(AREAS)

    def test_an_answer_with_words_article_version_and_strip(self, client):
        told = page(client, rule="complaint.acceptance", start="2026-11-02")
        assert "2026-11-11" in told
        assert "令121第十五条第一款" in told
        assert "七个工作日内作出受理或者不予受理的决定，并告知" in told
        assert told.count('class="sq sq-counted') == 7
        assert 'datetime="2026-11-11"' in told
        assert "另有规定管同一件事" in told

    def test_a_conflict_shows_both_and_which_governs(self, client):
        told = page(client, **CONFLICT)
        assert "两处规定不一致" in told
        assert told.index("算到 2025-10-31") < told.index("算到 2025-11-07")
        assert "适用效力较高的规定" in told

    def test_a_make_up_workday_that_counts_does_not_bear_the_name_of_the_festival(self, client):
        told = page(client, **CONFLICT)
        assert "国庆节" in square(told, "2025-10-01")
        assert "国庆节" not in square(told, "2025-09-28")
        assert "调休上班" in square(
            page(client, rule="report.verification", start="2025-09-22"), "2025-09-28"
        )

    def test_hours_and_their_moment(self, client):
        told = page(client, rule="referral.transfer", start="2026-11-20", at="16:30")
        assert "2026-11-21 16:30" in told
        assert 'class="calendar"' not in told
        told = page(client, 400, rule="referral.transfer", start="2026-11-20")
        assert "起算须写明时刻" in told

    def test_a_period_counted_back_ends_at_its_event(self, client):
        told = page(client, rule="hearing.notice", start="2026-11-05")
        assert "sq-event" in told
        assert "最迟" in told

    def test_as_of_answers_under_the_rules_of_another_day(self, client):
        told = page(client, rule="complaint.acceptance", start="2026-11-02", as_of="2026-04-14")
        assert "令20第十四条" in told
        assert "按您另选的一天" in told

    def test_what_was_typed_is_kept_when_there_is_no_answer(self, client):
        told = page(
            client, 400,
            rule="complaint.acceptance", start="2026-11-02", at="", law_day="2019-01-01",
            from_1="2026-11-05", to_1="2026-11-03", ground_1="检测<b>", extensions="15, x", as_of="",
        )  # fmt: skip
        assert '<option value="complaint.acceptance" selected>' in told
        for kept in ('value="2026-11-02"', 'value="2019-01-01"', 'value="2026-11-05"', 'value="2026-11-03"'):
            assert kept in told
        assert 'value="检测&lt;b&gt;"' in told
        assert 'value="15, x"' in told
        assert "止日不能早于起日" in told
        assert "第 2 项：须为整数" in told

    def test_refusals_stand_beside_their_fields(self, client):
        told = page(
            client,
            400,
            rule="complaint.acceptance",
            start="2026-11-02",
            from_1="2026-11-05",
            to_1="2026-11-06",
        )
        assert "没有规定不计入期限的时间" in told.split('id="leave-out-error"')[1].split("</ul>")[0]
        told = page(client, 400, rule="", start="")
        assert told.count("不能为空") == 4
        assert 'aria-invalid="true"' in told

    def test_odd_input_is_refused_in_words(self, client):
        for odd in ("\x00", "x" * 5000, "<script>", "2026-13-45", "２０２６-11-02"):
            page(
                client,
                400,
                rule=odd,
                start=odd,
                at=odd,
                law_day=odd,
                extensions=odd,
                from_1=odd,
                ground_2=odd,
            )

    def test_the_json_link_asks_the_same(self, client):
        told = page(
            client,
            rule="report.verification", start="2026-11-02", law_day="2026-11-01", extensions="15",
            from_1="2026-11-09", to_1="2026-11-13", from_2="2026-11-11", to_2="2026-11-17", ground_2="鉴定",
        )  # fmt: skip
        (link,) = re.findall(r'href="(/api/v1/reckon/[^"]+)"', told)
        link = link.replace("&amp;", "&")
        assert parse_qs(urlsplit(link).query) == {
            "rule": ["report.verification"],
            "start": ["2026-11-02"],
            "law_day": ["2026-11-01"],
            "exclude": ["2026-11-09..2026-11-13", "2026-11-11..2026-11-17;鉴定"],
            "extension": ["15"],
        }
        assert client.get(link).json()["due_on"] == "2026-12-23"
        assert "2026-12-23" in told

    def test_in_english(self, client):
        told = page(client, language="en", **CONFLICT)
        assert '<html lang="en">' in told
        assert "How a due day is reckoned" in told
        assert "45 working days" in told
        told = page(client, 400, language="en", rule="complaint.acceptance", start="2026-02-30")
        assert "There is no such date" in told

    def test_nothing_inline_and_nothing_from_elsewhere(self, client):
        answer = client.get(HERE, CONFLICT)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert not INLINE.search(answer.content.decode())

    def test_a_page_takes_two_reads_at_most(self, client):
        for prepare in (lambda: None, lambda: LawState.objects.create(pk=1)):
            prepare()
            for asked in ({}, CONFLICT):
                page(client, **asked)
                with CaptureQueriesContext(connection) as seen:
                    page(client, **asked)
                assert len(seen) <= 2, [q["sql"] for q in seen]

    def test_an_officer_who_is_signed_in_sees_the_same_page(self, client, cast):
        client.force_login(cast["fenliu1"])
        assert cast["fenliu1"].full_name not in page(client, **CONFLICT)


@pytest.fixture
def window(browser, live_server, transactional_db):
    contexts, problems = [], []

    def open_window(*, width=1280, script=True, language="zh-CN"):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale=language, java_script_enabled=script
        )
        contexts.append(context)
        opened = context.new_page()
        opened.on("pageerror", lambda error: problems.append(str(error)))
        opened.on("console", lambda m: problems.append(m.text) if "Content Security" in m.text else None)
        opened.goto(f"{live_server.url}{HERE}")
        return opened

    yield open_window
    for context in contexts:
        context.close()
    assert problems == []


@pytest.mark.django_db(databases=["default", "vault"], transaction=True)
@pytest.mark.journey
class TestInABrowser:
    """With Chromium."""

    def test_a_date_is_asked_by_keyboard_alone(self, window):
        opened = window()
        keys = opened.keyboard
        reach(opened, "#id_rule")
        while opened.locator("#id_rule").input_value() != "report.verification":
            keys.press("ArrowDown")
        type_day(opened, "#id_start", "2026", "11", "02")
        reach(opened, "summary")
        keys.press("Enter")
        type_day(opened, "#id_from_1", "2026", "11", "09")
        type_day(opened, "#id_to_1", "2026", "11", "13")
        reach(opened, "#id_extensions")
        keys.type("15")
        keys.press("Enter")
        expect(opened.locator(".receipt-due")).to_contain_text("2026-12-21")
        expect(opened.locator("#id_from_1")).to_be_visible()
        expect(opened.locator("#id_from_1")).to_have_value("2026-11-09")
        assert opened.url.endswith("#answer")

    def test_without_script_in_chinese_and_in_english(self, window):
        opened = window(script=False, width=390)
        opened.locator("#id_rule").select_option("complaint.mediation")
        opened.locator("#id_start").fill("2025-09-01")
        opened.get_by_role("button", name="算出届满日").click()
        expect(opened.locator(".candidate-governs")).to_contain_text(
            "消费者权益保护法实施条例第四十六条第三款"
        )
        expect(opened.locator("#answer")).to_be_in_viewport()
        opened.get_by_role("button", name="English").click()
        expect(opened.locator("h1")).to_have_text("How a due day is reckoned")
        expect(opened.locator(".receipt-due")).to_contain_text("2025-10-31")

    @pytest.mark.parametrize("width", [1280, 390])
    def test_axe_finds_nothing_and_nothing_runs_off_the_page(self, window, width):
        opened = window(width=width)
        base = opened.url
        for query in (
            "",
            "?rule=complaint.mediation&start=2025-09-01",
            "?rule=report.verification&start=2026-04-28&from_1=2026-05-06&to_1=2026-05-09&extensions=15",
            "?rule=referral.transfer&start=2026-11-20&at=16:30",
            "?rule=hearing.notice&start=2026-11-05",
            "?rule=complaint.acceptance&start=2026-11-02&from_1=2026-11-05&to_1=2026-11-06",
        ):
            opened.goto(base + query)
            found = Axe().run(opened).response["violations"]
            assert [f"{v['id']} {v['nodes'][0]['html'][:90]}" for v in found] == [], query
            assert opened.evaluate("document.documentElement.scrollWidth") <= width, query


def square(told, day):
    return told.split(f'datetime="{day}"')[1].split("</td>")[0]


def reach(opened, selector):
    """Press Tab until the field has the focus."""
    for _press in range(60):
        if opened.locator(selector).evaluate("e => e === document.activeElement"):
            return
        opened.keyboard.press("Tab")
    pytest.fail(f"{selector} is not reached by Tab")


def type_day(opened, selector, year, month, day):
    """Type a day into a date field, in whichever order this browser shows its parts."""
    reach(opened, selector)
    for parts in ((year, month, day), (month, day, year), (day, month, year)):
        opened.keyboard.type("".join(parts))
        if opened.locator(selector).input_value() == f"{year}-{month}-{day}":
            return
        opened.locator(selector).fill("")
        opened.locator(selector).evaluate("e => { e.blur(); e.focus() }")
    pytest.fail(f"{selector} takes no day by keyboard")
