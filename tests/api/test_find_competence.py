"""Narratives asked line by line at the command line: good lines, bad lines among them, and no database at all."""

import io
import json
import os
import subprocess
import sys
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from api.lines import LONGEST_LINE
from jurisdiction import list_on
from tests.environment import ROOT

GOOD = {"id": "a1", "text": "学校食堂的米饭馊了，学生拉肚子", "facts": {"day": "2026-11-01"}}


@pytest.fixture
def told(tmp_path):
    """Write lines (objects, or bytes as they are) to a file, run the command on it, give its answers and exit code."""

    def run(*lines):
        file = tmp_path / "asked.jsonl"
        file.write_bytes(
            b"\n".join(
                line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=False).encode()
                for line in lines
            )
        )
        out, code = io.StringIO(), 0
        try:
            call_command("find_competence", str(file), stdout=out)
        except CommandError as ended:
            code = ended.returncode
        return [json.loads(line) for line in out.getvalue().splitlines()], code

    return run


def test_a_good_line_is_answered_with_the_lines_of_the_list(told) -> None:
    (answer,), code = told(GOOD)
    assert code == 0
    assert answer["id"] == "a1"
    first = answer["findings"][0]
    assert set(first) == {"department", "item", "basis", "reasons", "score"}
    assert (first["department"], first["item"]) == ("教体局", "7.3")
    assert first["basis"] == list_on(date(2026, 11, 1)).duty("7.3")[1].words
    assert first["reasons"]
    assert 0 < first["score"] < 1


def test_what_rests_on_no_line_of_the_list_has_an_empty_item(told) -> None:
    (answer,), _code = told({"id": 2, "text": "买的手机是翻新机，店里不给退"})
    assert (answer["findings"][0]["department"], answer["findings"][0]["item"]) == ("市场监管局", "")


def test_the_facts_count(told) -> None:
    (by_code, by_name, product), code = told(
        {"id": 1, "text": "吃了拉肚子", "facts": {"stage": "elder_home"}},
        {"id": 2, "text": "吃了拉肚子", "facts": {"stage": "养老机构", "place": "姚伏镇", "product": ""}},
        {"id": 3, "text": "买回来是假的", "facts": {"product": "食盐", "stage": None}},
    )
    assert code == 0
    assert by_code["findings"][0]["department"] == by_name["findings"][0]["department"] == "民政局"
    assert product["findings"][0]["item"] == "20.9"


def test_fields_that_are_the_askers_own_are_left_alone(told) -> None:
    (answer,), code = told({**GOOD, "expected": "教体局"})
    assert code == 0
    assert answer["findings"]


@pytest.mark.parametrize(
    ("line", "number", "word"),
    [
        (b"nonsense", None, "JSON"),
        (b"\xff\xfe", None, "JSON"),
        (b'{"id": 1, "text": NaN}', None, "JSON"),
        (b'{"id": 1, "text": "\\ud800"}', None, "JSON"),
        (b"[" * 100_000, None, "过长"),
        (b"[1]", None, "对象"),
        ({"id": [1], "text": "过期面包"}, None, "id"),
        ({"id": True, "text": "过期面包"}, None, "id"),
        ({"id": 1}, 1, "text"),
        ({"id": 1, "text": "  "}, 1, "text"),
        ({"id": 1, "text": 5}, 1, "text"),
        ({"id": 1, "text": "过期面包", "facts": []}, 1, "facts"),
        ({"id": 1, "text": "过期面包", "facts": {"colour": "红"}}, 1, "colour"),
        ({"id": 1, "text": "过期面包", "facts": {"text": "另一段"}}, 1, "text"),
        ({"id": 1, "text": "过期面包", "facts": {"place": 3}}, 1, "place"),
        ({"id": 1, "text": "过期面包", "facts": {"product": "米" * 3000}}, 1, "过长"),
        ({"id": 1, "text": "过期面包", "facts": {"stage": "moon"}}, 1, "moon"),
        ({"id": 1, "text": "过期面包", "facts": {"day": "2026-02-30"}}, 1, "日历"),
        ({"id": 1, "text": "过期面包", "facts": {"day": "20260201"}}, 1, "YYYY-MM-DD"),
        ({"id": 1, "text": "过期面包", "facts": {"day": 20260201}}, 1, "YYYY-MM-DD"),
        ({"id": 1, "text": "过期面包", "facts": {"day": "2019-12-31"}}, 1, "无清单可依"),
        ({"text": "过期面包", "facts": {"day": ""}}, None, "YYYY-MM-DD"),
    ],
)
def test_a_bad_line_says_why_and_the_others_are_answered(told, line, number, word) -> None:
    (before, bad, after), code = told(GOOD, line, {**GOOD, "id": "a2"})
    assert code == 1
    assert set(bad) == {"id", "error"}
    assert bad["id"] == number
    assert word in bad["error"]
    assert (before["id"], after["id"]) == ("a1", "a2")
    assert before["findings"] == after["findings"]


def test_blank_lines_and_a_mark_of_byte_order_are_no_questions(told) -> None:
    answers, code = told(b"\xef\xbb\xbf" + json.dumps(GOOD).encode(), b"", b"  ")
    assert (len(answers), code) == (1, 0)


def test_the_longest_text_is_answered_and_one_byte_more_of_line_is_not(told) -> None:
    frame = len(json.dumps({"id": 1, "text": ""}).encode())
    fits = json.dumps({"id": 1, "text": "a" * (LONGEST_LINE - frame - 1)}).encode()
    over = json.dumps({"id": 1, "text": "a" * (LONGEST_LINE - frame + 1)}).encode()
    (first, second), code = told(fits, over)
    assert first["findings"]
    assert (second["id"], code) == (None, 1)


def test_a_file_that_is_not_there_is_told_in_words(tmp_path) -> None:
    with pytest.raises(CommandError, match="无法读取"):
        call_command("find_competence", str(tmp_path / "none.jsonl"))


def ask(tmp_path, **streams):
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("MINGCHA", "DATABASE"))
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "find_competence", "-"],
        env={
            **environ,
            "MINGCHA_DATA_DIR": str(tmp_path),
            "MINGCHA_DEMO": "1",
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nothing",
            "PYTHONIOENCODING": "ascii",
        },
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **streams,
    )  # fmt: skip


def test_through_pipes_each_line_is_answered_before_the_next_is_asked_and_no_database_is_needed(
    tmp_path,
) -> None:
    with ask(tmp_path) as asked:
        for line in (GOOD, {"id": "b"}):
            asked.stdin.write(json.dumps(line).encode() + b"\n")
            asked.stdin.flush()
            answer = json.loads(asked.stdout.readline().decode("utf-8"))
            assert answer["id"] == line["id"]
        asked.stdin.close()
        assert "1" in asked.stderr.read().decode("utf-8")
    assert asked.returncode == 1


def test_through_pipes_all_good_is_zero(tmp_path) -> None:
    with ask(tmp_path) as asked:
        out, _err = asked.communicate(json.dumps(GOOD).encode(), timeout=120)
    assert json.loads(out.decode("utf-8"))["findings"][0]["department"] == "教体局"
    assert asked.returncode == 0
