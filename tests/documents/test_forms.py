"""Forms, numbers, sums in words, citations: what stands on a paper before it is laid out."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

import statutes
from documents.citations import INSTRUMENTS, cite, cite_line
from documents.facts import MAKERS
from documents.forms import (
    BY_CODE,
    FORMS,
    LETTER,
    OFFICIAL,
    SIDE,
    TABLE,
    MissingFacts,
    NotACode,
    UnknownForm,
    check,
    form,
    missing,
)
from documents.numerals import (
    NotMoney,
    chinese_date,
    chinese_moment,
    chinese_ordinal,
    money_in_figures,
    money_in_words,
    paper_number,
)
from tests.documents.papers import FACTS

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "documents"


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        ("0", "人民币零元整"),
        ("0.05", "人民币伍分"),
        ("0.50", "人民币伍角整"),
        ("1", "人民币壹元整"),
        ("10", "人民币壹拾元整"),
        ("100.01", "人民币壹佰元零壹分"),
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        ("1001", "人民币壹仟零壹元整"),
        ("1010", "人民币壹仟零壹拾元整"),
        ("1409.50", "人民币壹仟肆佰零玖元伍角整"),
        ("5000", "人民币伍仟元整"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"),
        ("10000", "人民币壹万元整"),
        ("10005", "人民币壹万零伍元整"),
        ("10500", "人民币壹万零伍佰元整"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("107000.53", "人民币壹拾万柒仟元伍角叁分"),
        ("500000", "人民币伍拾万元整"),
        ("1000000", "人民币壹佰万元整"),
        ("1005000", "人民币壹佰万伍仟元整"),
        ("100000001", "人民币壹亿零壹元整"),
        ("100010000", "人民币壹亿零壹万元整"),
        ("999999999999.99", "人民币玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_a_sum_in_words(yuan: str, words: str) -> None:
    assert money_in_words(Decimal(yuan)) == words


@pytest.mark.parametrize("yuan", ["-1", "0.001", "1000000000000", "NaN", "Infinity"])
def test_no_words_for_what_is_no_sum(yuan: str) -> None:
    with pytest.raises(NotMoney):
        money_in_words(Decimal(yuan))


def test_a_sum_in_figures() -> None:
    assert money_in_figures(Decimal("1234567.5")) == "1,234,567.50元"
    with pytest.raises(NotMoney):
        money_in_figures(Decimal("-1"))


def test_days_and_moments_are_those_of_beijing() -> None:
    assert chinese_date(date(2026, 3, 5)) == "2026年3月5日"
    assert chinese_date(datetime(2026, 3, 4, 16, 0, tzinfo=UTC)) == "2026年3月5日"
    assert chinese_moment(datetime(2026, 3, 4, 16, 5, tzinfo=UTC)) == "2026年3月5日0时05分"
    with pytest.raises(ValueError, match="time zone"):
        chinese_moment(datetime(2026, 3, 4, 16, 5))  # noqa: DTZ001  # a naive moment is what is refused


def test_a_paper_number_has_hexagonal_brackets_and_no_zeros() -> None:
    assert paper_number("平市监投受", 2026, 12) == "平市监投受〔2026〕12号"
    for mark, year, n in [
        ("", 2026, 1),
        ("平市监1", 2026, 1),
        ("平市监〔", 2026, 1),
        ("平市监", 26, 1),
        ("平市监", 2026, 0),
    ]:
        with pytest.raises(ValueError, match="not a"):
            paper_number(mark, year, n)


def test_item_numbers() -> None:
    assert [chinese_ordinal(n) for n in (1, 9, 10, 11, 20, 21, 99)] == [
        "一", "九", "十", "十一", "二十", "二十一", "九十九",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="no heading"):
        chinese_ordinal(0)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("令121第十五条第一款", "《市场监督管理投诉举报处理办法》第十五条第一款"),
        ("（令20第八条、第三十六条）", "（《市场监督管理投诉举报处理暂行办法》第八条、第三十六条）"),
        (
            "令121第二十七条第一款、程序规定第十八条",
            "《市场监督管理投诉举报处理办法》第二十七条第一款、《市场监督管理行政处罚程序规定》第十八条",
        ),
        (
            "危害食品安全解释（法释〔2021〕24号）第一条",
            f"{INSTRUMENTS['危害食品安全解释']}第一条",
        ),
        ("《中华人民共和国刑法》第一百四十条", "《中华人民共和国刑法》第一百四十条"),
        ("中华人民共和国刑法第一百四十条", "中华人民共和国刑法第一百四十条"),
        ("他说令121不对", "他说令121不对"),
        (
            "末日为国庆节，依令121第四十五条顺延",
            "末日为国庆节，依《市场监督管理投诉举报处理办法》第四十五条顺延",
        ),
        ("听证办法（令3）第七条", "《市场监督管理行政处罚听证办法》第七条"),
        ("公安机关办理刑事案件程序规定第一百八十条", "《公安机关办理刑事案件程序规定》第一百八十条"),
    ],
)
def test_a_short_citation_gets_its_full_title(short: str, full: str) -> None:
    assert cite(short) == full


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("（令2号公布，经令42号修正）", "（总局令第2号公布，经总局令第42号修正）"),
        ("（国务院令778号公布）", "（国务院令第778号公布）"),
        (
            "依据：令121第十五条；令20没有写明",
            "依据：《市场监督管理投诉举报处理办法》第十五条；总局令第20号没有写明",
        ),
    ],
)
def test_a_line_of_explanation_calls_an_order_by_its_issuer(line: str, printed: str) -> None:
    assert cite_line(line) == printed


def test_every_form_rests_on_a_rule_of_the_shelf_that_a_paper_can_cite_in_full() -> None:
    for wanted in FORMS.values():
        for version in statutes.rule(wanted.basis).versions:
            assert cite(version.source).startswith("《"), (wanted.code, version.source)


def test_the_register_is_of_one_piece() -> None:
    assert {wanted.layout for wanted in FORMS.values()} == {LETTER, OFFICIAL, TABLE}
    assert len({wanted.title for wanted in FORMS.values()}) == len(FORMS)
    assert len({wanted.mark for wanted in FORMS.values()}) == len(FORMS), (
        "two forms would draw the same numbers"
    )
    for code, wanted in FORMS.items():
        assert form(code) is wanted
        assert (TEMPLATES / wanted.template).exists()
        assert wanted.number(2026, 3) == wanted.number_pattern.format(year=2026, n=3)
    with pytest.raises(UnknownForm):
        form("summons")


def test_what_tells_of_the_source_of_a_case_lies_in_the_side_volume() -> None:
    assert all(wanted.volume == SIDE for wanted in FORMS.values() if wanted.addressee in BY_CODE)


def test_every_form_has_a_maker_and_every_maker_a_form() -> None:
    assert set(MAKERS) == set(FORMS)


def _used(name: str) -> set[str]:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    parent = re.search(r'{% extends "([^"]+)" %}', text)
    parts = re.findall(r'{% include "([^"]+)" %}', text) + ([parent[1]] if parent else [])
    return set(re.findall(r"facts\.(\w+)", text)).union(*(_used(part) for part in parts))


@pytest.mark.parametrize("code", FORMS)
def test_a_template_prints_the_facts_its_form_declares_and_no_others(code: str) -> None:
    declared = {*FORMS[code].facts, *FORMS[code].optional}
    assert _used(FORMS[code].template) == declared


@pytest.mark.parametrize("code", FORMS)
def test_a_paper_with_gaps_is_refused_and_the_gaps_are_named(code: str) -> None:
    wanted = FORMS[code]
    assert missing(wanted, FACTS[code]) == []
    check(wanted, FACTS[code])
    for name, label in wanted.facts.items():
        for blank in ({}, {name: ""}, {name: "  "}, {name: []}, {name: ["", "x"]}, {name: None}):
            gappy = {key: value for key, value in FACTS[code].items() if key != name} | blank
            assert missing(wanted, gappy) == [label]
            with pytest.raises(MissingFacts, match=label):
                check(wanted, gappy)
    assert missing(wanted, {}) == list(wanted.facts.values())


@pytest.mark.parametrize(
    "name", ["张三", "张三（举报人7Q4K）", "13812345678先生", "举报人 张三", "zhang san"]
)
@pytest.mark.parametrize("code", [c for c, f in FORMS.items() if f.addressee in BY_CODE])
def test_a_paper_to_an_informant_speaks_to_a_code_only(code: str, name: str) -> None:
    with pytest.raises(NotACode) as refused:
        check(FORMS[code], FACTS[code] | {"addressee": name})
    assert name not in str(refused.value)


@pytest.mark.parametrize("code", ["7Q4K", "举报人7Q4K", "举报人 7Q4KX2M9"])
def test_codes_that_may_stand_on_a_paper(code: str) -> None:
    check(FORMS["reward_notice"], FACTS["reward_notice"] | {"addressee": code})


def test_facts_are_texts() -> None:
    with pytest.raises(TypeError, match="grade"):
        check(FORMS["reward_notice"], FACTS["reward_notice"] | {"grade": 1})
    with pytest.raises(TypeError, match="clocks"):
        check(FORMS["complaint_receipt"], FACTS["complaint_receipt"] | {"clocks": [{"a": "b"}]})
