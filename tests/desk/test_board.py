"""The board of a small county: every part is there, every number opens a list of that length, nobody counts too much."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe

import statutes
from desk import legal_terms
from notices.models import Reminder
from procedure.clocks import Clock
from procedure.concerns import Concern
from procedure.corridor import Act
from procedure.heartbeat import SILENT_AFTER, beat
from procedure.matter import Matter
from protection.recusal import name_concerned
from supervision.lists import WHERE
from supervision.visits import BoardVisit
from tests.desk.board_county import NOW, told

database = pytest.mark.django_db(databases=["default", "vault"])
TODAY = NOW.date()


def page(response):
    return response.content.decode()


@pytest.fixture
def county(cast):
    told(cast)
    with time_machine.travel(NOW, tick=False):
        yield cast


class Figures(HTMLParser):
    """The links of a page to lists, each with the number it shows; links without a number are left out."""

    def __init__(self, text):
        super().__init__()
        self.found, self._open, self._unseen = {}, None, 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if tag == "a" and (known.get("href") or "").startswith("/board/list/"):
            self._open = (known["href"], known.get("aria-label") or "", [])
        elif tag == "span" and "unseen" in (known.get("class") or ""):
            self._unseen = 1

    def handle_data(self, data):
        if self._open and not self._unseen:
            self._open[2].append(data)

    def handle_endtag(self, tag):
        if tag == "span":
            self._unseen = 0
        elif tag == "a" and self._open:
            href, label, texts = self._open
            # A day of the load chart says "…：3 个", a month "…：结束 3 个，…"; elsewhere the text holds one number.
            said = re.search(r"：(?:结束 )?(\d+) 个", label) or re.search(r"\d+", "".join(texts))
            if said:
                self.found[href] = int(said[1] if label else said[0])
            self._open = None


# --- figures and lists -------------------------------------------------------------------------------------------


@database
def test_every_number_opens_a_list_of_that_length(county, desk):
    for account in ("ducha1", "suozhang1", "duizhang1", "fuju1", "juzhang1", "shenji1"):
        client = desk(account)
        shown = Figures(page(client.get("/board/"))).found
        assert len(shown) >= (40 if account == "ducha1" else 10)
        for address, n in shown.items():
            assert len(client.get(address).context["rows"]) == n, (account, address)


@database
def test_the_supervisor_finds_every_part(county, desk):
    response = desk("ducha1").get("/board/")
    board, shown = response.context["board"], page(response)
    totals = board.totals
    assert min(totals.overdue, totals.near, totals.running, totals.paused) > 0
    assert totals.all == Clock.objects.running().count()
    assert {row.unit for row in board.units} >= {"CG", "YF", "ZF", ""}
    for words in (
        "未分到机构", "城关市场监管所", "元旦假期内届满", "2027-01-01 至 2027-01-03，含节后首个工作日 2027-01-04",
        "自上次查看（2026-12-11 周五）以来", "须赴外县核实", "承办人 2026-12-09", "满 30 天", "检测", "今天",
        "期限数（个）", "日期（逐周标星期一）", "2026年12月", "2027年1月", "以表格列出每天届满数",
    ):  # fmt: skip
        assert words in shown, words
    asked = board.requests[0]
    assert asked.old_due_on < asked.new_due_on
    assert f"{asked.old_due_on}" in shown
    assert f"{asked.new_due_on}" in shown
    assert f'href="/m/{asked.clock.matter.number}/#do"' in shown
    assert "张卫国" not in shown  # the office asked, and no more
    assert [(row.ground, row.too_long) for row in board.paused if row.ground == "检测"] == [("检测", 1)]
    by_unit = {row.unit: (row.met, row.missed) for row in board.units}
    assert by_unit["YF"] == (1, 0)
    assert by_unit["CG"][1] == 1
    assert 'style="' not in shown


@database
def test_a_unit_head_counts_the_own_unit_a_leader_no_reward_an_auditor_everything(county, desk):
    boards = {who: desk(who).get("/board/").context["board"] for who in ("suozhang1", "fuju1", "shenji1")}
    assert {row.unit for row in boards["suozhang1"].units} == {"CG"}
    assert all(request.clock.unit == "CG" for request in boards["suozhang1"].requests)
    rewards = Clock.objects.running().filter(kind="reward")
    assert rewards.exists()
    leader, auditor = boards["fuju1"].totals.all, boards["shenji1"].totals.all
    assert auditor == Clock.objects.running().count()
    assert leader == auditor - rewards.count()
    assert not any(row.rule.startswith("reward.") for row in boards["fuju1"].rules)
    numbers = {row["clock"].matter.number for row in desk("fuju1").get("/board/list/").context["rows"]}
    assert not any(number.startswith("JL-") for number in numbers)


@database
def test_no_figure_counts_a_matter_that_concerns_its_reader(county, cast, desk):
    """One matter of each place on the board is said to concern the supervisor: each figure falls by its terms."""
    before = desk("ducha1").get("/board/").context["board"]
    act = Act(by=cast["shenji1"], at=NOW)
    for number in sorted({clock.matter.number for clock in Clock.objects.select_related("matter")}):
        if number.startswith(("JB", "TS")):
            matter = Matter.objects.get(number=number)
            name_concerned(act, matter, cast["ducha1"], reason="涉及其亲属")
    client = desk("ducha1")
    after = client.get("/board/").context["board"]
    theirs = Concern.objects.filter(officer=cast["ducha1"]).values("matter_id")
    left = Clock.objects.running().exclude(matter_id__in=theirs)
    assert before.totals.all > after.totals.all == left.count()
    assert before.newly_overdue == after.newly_overdue == 0
    assert before.requests
    assert before.waiting
    assert (after.requests, after.waiting, after.paused) == ([], 0, [])
    assert sum(unit.ended for unit in before.units) > 0 == sum(unit.ended for unit in after.units)
    assert sum(day.n for day in before.load) > sum(day.n for day in after.load)
    for address, n in Figures(page(client.get("/board/"))).found.items():
        assert len(client.get(address).context["rows"]) == n, address
    assert desk("shenji1").get("/board/").context["board"].totals.all == before.totals.all


@database
def test_what_is_new_counts_from_the_last_earlier_visit(county, desk):
    client = desk("ducha1")
    first = client.get("/board/").context["board"]
    assert (first.since, first.newly_overdue) == (date(2026, 12, 11), 0)
    with time_machine.travel(NOW.replace(day=25), tick=False):
        client = desk("ducha1")  # a week later: signed in anew
        later = client.get("/board/")
        assert later.context["board"].since == TODAY
        assert later.context["board"].newly_overdue > 0
        assert "没有新逾期的期限" not in page(later)
        assert client.get("/board/").context["board"].since == TODAY  # a reload changes nothing
    assert BoardVisit.objects.count() == 2


@database
def test_a_board_of_nothing_says_so(cast, desk):
    shown = page(desk("ducha1").get("/board/"))
    for words in ("没有计算中的期限", "没有待批的申请", "没有中止计算的期限", "没有新逾期的期限"):
        assert words in shown


@database
def test_trouble_behind_the_page_is_said_in_words(county, desk):
    client = desk("ducha1")
    assert "期限巡查还没有运行过" in page(client.get("/board/"))
    for name in SILENT_AFTER:
        with beat(name):
            pass
    assert 'role="alert"' not in page(client.get("/board/"))
    with time_machine.travel(NOW.replace(hour=12), tick=False):
        shown = page(client.get("/board/"))
        assert "期限巡查自 2026-12-18 10:00 起没有运行" in shown
        with pytest.raises(ZeroDivisionError), beat("sweep"):
            _ = 1 / 0
        shown = page(client.get("/board/"))
    assert "期限巡查于 2026-12-18 12:00 运行失败（ZeroDivisionError）" in shown
    assert 'role="alert"' in shown


# --- the list ----------------------------------------------------------------------------------------------------


@database
def test_every_list_says_in_words_what_it_is_a_list_of(county, desk):
    client = desk("ducha1")
    for where in ("", *WHERE):
        query = f"where={where}&unit=CG&rule=report.verification&ground=检测&month=2026-11&on=2026-12-29"
        heading = re.search(r"<h1.*?</h1>", page(client.get(f"/board/list/?{query}")), re.DOTALL)[0]
        assert "城关市场监管所" in heading
        assert "核查并决定是否立案" in heading
        assert ("检测" in heading) == (where in {"paused", "too_long"}), where
        assert ("2026-11" in heading) == (where in {"met", "missed", "ended"}), where
        assert ("2026-12-29" in heading) == (where == "on"), where


@database
def test_lists_say_how_late_and_since_when(county, desk):
    client = desk("ducha1")
    missed = page(client.get("/board/list/?where=missed&unit=CG"))
    assert "2026-11-17" in missed
    assert re.search(r"逾期 \d+ 天办结", missed)
    assert "原定" in missed
    assert "按期办结" in page(client.get("/board/list/?where=met&unit=YF"))
    assert "检测，自 2026-11-05 起中止，已 43 天" in page(client.get("/board/list/?where=paused"))
    assert "未分到机构" in page(client.get("/board/list/?unit="))


@database
@pytest.mark.parametrize(
    "query",
    [
        "rule=nope", "where=else", "after=-1", "after=" + "9" * 30, "rule=%00", "after=１", "unit=%00", "unit=" + "x" * 999,
        "where=on", "where=on&on=2026-13-40", "where=on&on=%00", "where=met&month=9999-12", "where=met&month=2026-00",
        "where=missed&month=%00", "where=paused&ground=%00", "where=paused&ground=" + "x" * 999, "where=too_long&ground=无",
        "where=ended&month=２０２６-11",
    ],
)  # fmt: skip
def test_a_broken_address_of_a_list_still_shows_a_list(desk, cast, query):
    assert desk("ducha1").get(f"/board/list/?{query}").status_code == 200


@database
def test_pages_of_a_list_keep_the_filter(county, desk, monkeypatch):
    monkeypatch.setattr("desk.board_view.PAGE", 2)
    client = desk("ducha1")
    seen, query = [], "unit=CG"
    while query:
        context = client.get(f"/board/list/?{query}").context
        seen += [row["clock"].pk for row in context["rows"]]
        query = context["after"]
        assert query is None or "unit=CG" in query
    assert sorted(seen) == sorted(Clock.objects.running().filter(unit="CG").values_list("pk", flat=True))


def test_grounds_and_festivals_are_named_for_the_catalogue():
    grounds = {g for r in statutes.shelf().values() for v in r.versions for g in v.excludes}
    assert grounds == set(legal_terms.GROUNDS)
    coming = {name for n in range(730) if (name := statutes.CALENDAR.name(TODAY + timedelta(days=n)))}
    assert coming <= set(legal_terms.FESTIVALS)


# --- the worklist beside it --------------------------------------------------------------------------------------


@database
def test_a_paused_row_of_the_worklist_says_so(county, desk):
    paused = Matter.objects.filter(
        next_due_on=None, next_due_rule="report.verification", closed_on=None
    ).first()
    shown = page(desk("ducha1").get("/?state=report."))
    row = re.search(rf'<tr id="m-{paused.number}".*?</tr>', shown, re.DOTALL)[0]
    assert "中止计算" in row
    assert "mark-paused" in row
    assert "无期限" not in row


@database
def test_who_is_warned_finds_the_reminder_on_the_worklist(county, desk):
    complaint = Clock.objects.get(rule="complaint.acceptance", unit="CG", ended=None)
    reward = Clock.objects.filter(kind="reward", ended=None).first()
    for account, clock in {
        "fuju1": complaint,
        "juzhang1": complaint,
        "jiangli1": reward,
        "baomi1": reward,
    }.items():
        Reminder.objects.create(clock=clock, officer=county[account], level="overdue", due_on=clock.due_on)
        assert "1 条期限提醒" in page(desk(account).get("/")), account


# --- in the browser ----------------------------------------------------------------------------------------------


@pytest.mark.journey
@pytest.mark.django_db(databases=["default", "vault"], transaction=True)
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_the_board_fits(window, width):
    with time_machine.travel(NOW, tick=True):
        opened = window("ducha1", width=width)
        told(opened.cast)
        clock = Clock.objects.get(rule="complaint.acceptance", unit="CG", ended=None)
        for address in (
            "/board/", "/board/list/?where=overdue", "/board/list/?where=missed", f"/board/supervise/{clock.pk}/",
        ):  # fmt: skip
            opened.goto(opened.base + address)
            for folded in opened.locator("details.chart-table").all():
                folded.locator("summary").click()
            found = Axe().run(opened).response["violations"]
            assert [f"{v['id']} {v['nodes'][0]['html'][:90]}" for v in found] == [], address
            assert opened.evaluate("document.documentElement.scrollWidth") <= width, address
