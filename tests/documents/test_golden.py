"""Every paper of the three procedures, word for word, under either order: from the act that owes it to the print.

The words are those that rendering read back from the text layer of the PDF. After a wanted change write them anew with
``GOLDEN=write pytest tests/documents/test_golden.py`` and read the difference.
"""

import difflib
import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from documents.facts import complaint as of_complaints
from documents.facts import facts_of
from documents.facts import intake as of_intake
from documents.facts import report as of_reports
from documents.facts.occasion import Occasion
from documents.forms import FORMS
from documents.render import render
from tests.documents.standing import (
    BEIJING,
    ONLY_20,
    ONLY_121,
    ORDER_20,
    ORDER_121,
    REMEMBERED,
    SAID,
    complaint,
    other,
    report,
)

pytestmark = [
    pytest.mark.django_db(databases=["default", "vault"]),
    pytest.mark.usefixtures("fonts_ready", "cast"),
]

HERE = Path(__file__).parent / "golden"
ORDERS = {"121": ORDER_121, "20": ORDER_20}
OF_BOTH = {"dispatch_notice", "transfer_letter", "transfer_notice"}
OF_REPORTS = {*of_reports.MAKERS, "report_registration", "report_receipt"}


def cases() -> list[tuple[str, str, str]]:
    """Form, order and kind of the matter, wherever the three go together."""
    found = []
    for code in (*of_intake.MAKERS, *of_complaints.MAKERS, *of_reports.MAKERS):
        kinds = (
            ("other",) if code == "other_notice" else ("report",) if code in OF_REPORTS else ("complaint",)
        )
        for order in ORDERS:
            if code in {"121": ONLY_20, "20": ONLY_121}[order]:
                continue
            found += [(code, order, kind) for kind in (("complaint", "report") if code in OF_BOTH else kinds)]
    return found


def matter_of(kind: str, day: date, code: str) -> Any:
    return {"complaint": complaint, "report": report, "other": other}[kind](day, **REMEMBERED.get(code, {}))


def text(code: str, order: str, kind: str) -> str:
    day = ORDERS[order]
    at = datetime(day.year, day.month, day.day + 5, 10, 0, tzinfo=BEIJING)
    facts = facts_of(code, matter_of(kind, day, code), Occasion(SAID.get(code, {}), at))
    return render(FORMS[code], facts, FORMS[code].number(day.year, 12), at.date()).text + "\n"


@pytest.mark.parametrize(("code", "order", "kind"), cases())
def test_a_paper_is_word_for_word_what_it_was(code: str, order: str, kind: str) -> None:
    found, kept = text(code, order, kind), HERE / f"{code}-{kind}-{order}.txt"
    if os.environ.get("GOLDEN") == "write":
        HERE.mkdir(exist_ok=True)
        kept.write_text(found, encoding="utf-8")
    before = kept.read_text(encoding="utf-8")
    assert found == before, "\n".join(
        difflib.unified_diff(before.split("\n"), found.split("\n"), lineterm="")
    )


@pytest.mark.parametrize(("code", "order", "kind"), cases())
def test_a_paper_cites_the_order_of_its_day_and_never_the_other(code: str, order: str, kind: str) -> None:
    words = (HERE / f"{code}-{kind}-{order}.txt").read_text(encoding="utf-8")
    new, old = "《市场监督管理投诉举报处理办法》", "《市场监督管理投诉举报处理暂行办法》"
    assert (old if order == "121" else new) not in words
    if code not in {"case_source", "transfer_letter", "transfer_notice"}:  # these rest on other law
        assert (new if order == "121" else old) in words


def test_no_golden_text_is_left_over() -> None:
    assert {path.stem for path in HERE.iterdir()} == {
        f"{code}-{kind}-{order}" for code, order, kind in cases()
    }
