"""The calendar strip of a term on paper: what its squares say, and how it stands on the sheets."""

import io
import re
from datetime import date

import pytest
from pypdf import PdfReader

import statutes
from documents.date_facts import strip
from documents.forms import FORMS
from documents.papertags import MOST_WEEKS, calendars
from documents.render import Rendered, render
from tests.documents.papers import FACTS

pytestmark = pytest.mark.usefixtures("fonts_ready")

HEAD = "年 星期一 星期二 星期三 星期四 星期五 星期六 星期日"
WEEK = re.compile(r"^\d\d(?:\d\d|/\d\d) \d\d-\d\d.*$", re.MULTILINE)


def of_days(rule: str, start: date) -> Rendered:
    """The paper of a plain term of the shelf, as long as the rule says."""
    reckoning = statutes.reckon(statutes.rule(rule).on(start), start)
    facts = {"strip": strip(reckoning), "reckoned": reckoning.words, "edges": [], "candidates": []}
    return render(
        FORMS["clock_receipt"],
        FACTS["clock_receipt"] | facts,
        "平市监期说〔2026〕1号",
        date(2026, 11, 24),
    )


@pytest.mark.parametrize(
    ("rule", "start", "pages"),
    [
        ("complaint.acceptance", date(2026, 5, 6), 1),
        ("report.verification", date(2026, 11, 2), 1),
        ("complaint.mediation", date(2025, 9, 1), 1),
        ("complaint.mediation", date(2026, 9, 1), 1),
        ("case.decision", date(2026, 5, 6), 2),
        ("case.limitation", date(2025, 5, 12), 4),
    ],
)
def test_a_calendar_stays_under_its_head_and_the_signature_is_not_alone(
    rule: str, start: date, pages: int
) -> None:
    paper = of_days(rule, start)
    assert paper.pages == pages
    sheets = [page.extract_text() for page in PdfReader(io.BytesIO(paper.pdf)).pages]
    for sheet in sheets:
        if WEEK.search(sheet):
            assert HEAD in sheet[: WEEK.search(sheet).start()], "weeks without their head"
    weeks = [len(WEEK.findall(sheet)) for sheet in sheets]
    assert sum(weeks) == len(strip(statutes.reckon(statutes.rule(rule).on(start), start)))
    assert weeks[-1] > 1, "the signature and what is left of a week alone"
    assert paper.seal.page == pages


def test_a_calendar_is_divided_evenly_and_a_week_between_two_years_says_both() -> None:
    start = date(2025, 5, 12)
    weeks = strip(statutes.reckon(statutes.rule("case.limitation").on(start), start))
    tables = calendars(weeks)
    assert sum(len(table) for table in tables) == len(weeks)
    assert {len(table) for table in tables[:-1]} == {len(tables[0])}
    assert len(tables[0]) <= MOST_WEEKS
    years = list(dict.fromkeys(week["year"] for table in tables for week in table))
    assert years == ["2025", "25/26", "2026", "26/27", "2027"]
    assert calendars([]) == []


def test_a_term_counted_back_ends_at_its_event_and_begins_at_the_last_day_to_act() -> None:
    day = date(2026, 5, 12)
    weeks = strip(statutes.reckon(statutes.rule("hearing.notice").on(day), day))
    first = next(square for square in weeks[0].split(";") if square != "|||")
    assert first == "2026-04-29|7|counted due|最迟"
    assert "2026-05-12||event|起算" in weeks[-1]


def test_a_day_worked_for_a_festival_is_not_called_a_festival_where_every_day_counts() -> None:
    start = date(2026, 9, 1)
    weeks = ";".join(strip(statutes.reckon(statutes.rule("complaint.mediation").on(start), start)))
    assert "2026-09-20|19|counted|;" in weeks
    assert "2026-10-01|30|counted|国庆节" in weeks
