"""Dates asked for line by line at the command line: golden days, bad lines among good ones, and no database at all."""

import io
import json
import os
import subprocess
import sys
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from api.management.commands import reckon_clock
from tests.environment import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(tmp_path):
    """Write lines (objects, or text as it is) to a file, run the command on it, give its answers."""

    def run(*lines):
        file = tmp_path / "asked.jsonl"
        written = [
            line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=False).encode()
            for line in lines
        ]
        file.write_bytes(b"\n".join(written))
        out = io.StringIO()
        call_command("reckon_clock", str(file), stdout=out)
        return [json.loads(line) for line in out.getvalue().splitlines()]

    return run


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (
            {"rule": "complaint.acceptance", "start": "2026-04-14"},
            {"due_on": "2026-04-23", "source": "令20第十四条", "provisional": False},
        ),
        (
            {"rule": "complaint.acceptance", "start": "2026-04-15"},
            {"due_on": "2026-04-24", "source": "令121第十五条第一款", "provisional": False},
        ),
        (
            {"rule": "complaint.acceptance", "start": "2026-04-20", "law_day": "2026-04-14"},
            {"due_on": "2026-04-29", "source": "令20第十四条"},
        ),
        (
            {"rule": "report.verification", "start": "2026-11-02", "extensions": [15]},
            {"due_on": "2026-12-14", "strict_on": "2026-12-14"},
        ),
        (
            {"rule": "report.verification", "start": "2026-11-02", "exclude": [["2026-11-09", "2026-11-13"]]},
            {"due_on": "2026-11-30"},
        ),
        (
            {"rule": "report.verification", "start": "2026-11-02", "restarts": ["2026-11-05"]},
            {"due_on": "2026-11-26"},
        ),
        (
            {"rule": "complaint.trader_refusal", "start": "2026-07-03"},
            {"due_on": "2026-07-18", "strict_on": "2026-07-18", "outer_on": "2026-07-20"},
        ),
        (
            {"rule": "complaint.trader_refusal", "start": "2026-09-17"},
            {"due_on": "2026-10-08", "strict_on": "2026-10-02"},
        ),
        (
            {"rule": "referral.transfer", "start": "2026-11-20T16:30:00+08:00"},
            {"due_on": "2026-11-21", "due_at": "2026-11-21T16:30:00+08:00"},
        ),
        ({"rule": "complaint.acceptance", "start": "2026-12-28"}, {"due_on": "2027-01-07", "provisional": True}),
        ({"rule": "complaint.acceptance", "start": "2027-03-01"}, {"due_on": "2027-03-10", "provisional": True}),
    ],
)  # fmt: skip
def test_golden_days(told, asked, expected):
    (answer,) = told({"id": "a", **asked})
    assert answer["id"] == "a"
    assert {name: answer[name] for name in expected} == expected


def test_a_conflict_shows_both_candidates_and_the_regulation_governs(told):
    (answer,) = told({"id": 1, "rule": "complaint.mediation", "start": "2025-09-01"})
    assert (answer["due_on"], answer["counted"]["amount"], answer["counted"]["unit"]) == (
        "2025-10-31", 60, "calendar_days",
    )  # fmt: skip
    assert [(c["rank"], c["due_on"], c["governs"]) for c in answer["candidates"]] == [
        ("administrative_regulation", "2025-10-31", True),
        ("departmental_rule", "2025-11-07", False),
    ]


GOOD = {"id": "good", "rule": "complaint.acceptance", "start": "2026-11-02"}


def test_bad_lines_say_why_and_the_others_are_answered_in_order(told):
    bad = [
        b"nonsense", b"[1]", b'{"id": "\xff"}', b'{"id": "\\ud800"}', b"NaN", b"[" * 40_000, b'{"id": ' + b"1" * 9000 + b"}",
        b'{"id": "long", "rule": "' + b"x" * 70_000 + b'"}',
    ]  # fmt: skip
    named = [
        {**GOOD, "rule": "no.rule"}, {**GOOD, "start": 20261102}, {**GOOD, "start": None}, {**GOOD, "extension": [1]},
        {**GOOD, "exclude": "2026-11-09"}, {**GOOD, "exclude": [["2026-11-09", "2026-11-13"]]}, {**GOOD, "extensions": [True]},
        {**GOOD, "rule": "referral.transfer"}, {**GOOD, "law_day": "1999-01-01"}, {**GOOD, "start": "2026-02-30"},
    ]  # fmt: skip
    answers = told(
        b"\xef\xbb\xbf" + json.dumps(GOOD).encode(), *bad, b"", b"  ", *named, {**GOOD, "id": None}, GOOD
    )
    assert len(answers) == 1 + len(bad) + len(named) + 2
    assert answers[0]["due_on"] == answers[-1]["due_on"] == answers[-2]["due_on"] == "2026-11-11"
    assert answers[-2]["id"] is None
    between = answers[1:-2]
    assert [answer["id"] for answer in between] == [None] * len(bad) + ["good"] * len(named)
    assert all(set(answer) == {"id", "error"} and answer["error"] for answer in between)
    assert between[len(bad)]["error"] == "rule：没有这条规则"


def test_ten_thousand_lines_in_a_few_seconds(told):
    rules = ("complaint.acceptance", "report.verification", "complaint.mediation", "case.decision")
    lines = [
        {
            "id": n,
            "rule": rules[n % 4],
            "start": f"2026-{n % 9 + 4:02}-{n % 28 + 1:02}",
            "law_day": "2026-05-01",
        }
        for n in range(10_000)
    ]
    began = time.monotonic()
    answers = told(*lines)
    assert time.monotonic() - began < 15
    assert [answer["id"] for answer in answers] == list(range(10_000))
    assert all("due_on" in answer for answer in answers)


def test_a_file_that_is_not_there_is_told_in_words(tmp_path):
    with pytest.raises(CommandError, match="无法读取"):
        call_command("reckon_clock", str(tmp_path / "none.jsonl"))


def test_without_tables_the_shipped_calendar_answers_and_says_so(told, monkeypatch, capsys):
    def no_table():
        raise OperationalError("no such table")

    monkeypatch.setattr(reckon_clock, "law", no_table)
    assert told(GOOD)[0]["due_on"] == "2026-11-11"
    assert "按随软件发布的日历和读法计算" in capsys.readouterr().err


def test_through_pipes_in_a_process_whose_language_is_no_chinese_and_without_a_database(tmp_path):
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("MINGCHA", "DATABASE"))
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "reckon_clock", "-"],
        input=(json.dumps(GOOD) + "\nnonsense\n").encode(),
        env={**environ, "MINGCHA_DATA_DIR": str(tmp_path), "MINGCHA_DEMO": "1", "PYTHONIOENCODING": "ascii"},
        cwd=ROOT, capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    first, second = (json.loads(line) for line in done.stdout.decode("utf-8").splitlines())
    assert (first["due_on"], first["source"]) == ("2026-11-11", "令121第十五条第一款")
    assert second == {"id": None, "error": "这一行不是有效的 JSON（UTF-8）"}
    assert done.stderr
