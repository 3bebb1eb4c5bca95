"""Citations in free text: read as people write them, and held against the shelf for a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes import (
    ERROR,
    NOTE,
    WARNING,
    BadShelf,
    UnknownInstrument,
    check_citations,
    full_title,
    instruments,
    read_citations,
    shelf,
)
from statutes.citation_check import ENDED, NO_ARTICLE, NOT_YET, RENAMED, UNKNOWN, UNVERIFIED
from statutes.instruments import read
from statutes.numerals import LARGEST, chinese_number, number_of

OLD, NEW = date(2026, 4, 14), date(2026, 4, 15)


def read_as(text):
    """(instrument, article, 之几, paragraph, item) of every citation."""
    return [(c.code, c.article, c.sub, c.paragraph, c.item) for c in read_citations(text)]


def found(text, day=NEW):
    return [(problem.kind, problem.severity) for problem in check_citations(text, day)]


# --- numerals ------------------------------------------------------------------------------------------------


@given(st.integers(1, LARGEST))
def test_a_number_written_in_chinese_reads_back(number):
    assert number_of(chinese_number(number)) == number
    assert number_of(str(number)) == number
    assert number_of(str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))) == number
    if number > 9:
        assert number_of("".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))) == number


@pytest.mark.parametrize(
    ("number", "words"),
    [(10, "十"), (16, "十六"), (20, "二十"), (101, "一百零一"), (110, "一百一十"), (115, "一百一十五"), (1005, "一千零五")],
)  # fmt: skip
def test_numbers_are_written_as_articles_are(number, words):
    assert chinese_number(number) == words


@pytest.mark.parametrize(
    ("words", "number"), [("廿三", 23), ("两百", 200), ("一〇五", 105), ("一百十五", 115), ("〇", 0)]
)
def test_other_ways_to_write_a_number_are_read(words, number):
    assert number_of(words) == number


@pytest.mark.parametrize("words", ["", "十十", "百五", "五百千", "一二百", "第", "一百零", "零零一百"])
def test_what_is_no_number_is_refused(words):
    with pytest.raises(ValueError, match="no number"):
        number_of(words)


@pytest.mark.parametrize("number", [0, -1, LARGEST + 1])
def test_no_article_has_such_a_number(number):
    with pytest.raises(ValueError, match="no article"):
        chinese_number(number)


# --- reading -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "read_so"),
    [
        ("《市场监督管理投诉举报处理办法》第十六条第三项", [("order_121", 16, 0, None, 3)]),
        ("令121第十六条", [("order_121", 16, 0, None, None)]),
        ("令121号第16条第3项", [("order_121", 16, 0, None, 3)]),
        ("总局令第121号第16条", [("order_121", 16, 0, None, None)]),
        ("国家市场监督管理总局令第一百二十一号第十六条", [("order_121", 16, 0, None, None)]),
        ("国务院令第778号第四十六条第二款", [("consumer_regulation", 46, 0, 2, None)]),
        ("违反食品安全法第一百一十五条第二款的规定", [("food_law", 115, 0, 2, None)]),
        ("食品安全法实施条例第六十五条", [("food_regulation", 65, 0, None, None)]),
        ("中华人民共和国刑法第一百四十条之一第二款", [("criminal_law", 140, 1, 2, None)]),
        ("依广告法第二十八条第二款第（三）项", [("advertising_law", 28, 0, 2, 3)]),
        ("《广告法》第２８条第２款第３项", [("advertising_law", 28, 0, 2, 3)]),
        ("《市场监督管理投诉举报处理办法》（总局令第121号）第十六条", [("order_121", 16, 0, None, None)]),
        ("立案追诉标准（一）第十六条第三项", [("prosecution_standards_1", 16, 0, None, 3)]),
        (
            "《中华人民共和国消费者权益保护法》第三十九条、第四十条和第四十一条",
            [("consumer_law", 39, 0, None, None), ("consumer_law", 40, 0, None, None), ("consumer_law", 41, 0, None, None)],
        ),
        (
            "令121第二十三条第一款、第二款，程序规定第十八条",
            [("order_121", 23, 0, 1, None), ("order_121", 23, 0, 2, None), ("penalty_procedure", 18, 0, None, None)],
        ),
        ("令121第十六条第三项、第五项", [("order_121", 16, 0, None, 3), ("order_121", 16, 0, None, 5)]),
        ("令121第八条至第十条", [("order_121", 8, 0, None, None), ("order_121", 10, 0, None, None)]),
        (
            "《市场监督管理投诉举报处理办法》（以下简称《办法》）自四月施行。依《办法》第十七条，该办法第十八条",
            [("order_121", 17, 0, None, None), ("order_121", 18, 0, None, None), ("order_121", None, 0, None, None)],
        ),
        ("根据《市场监督管理投诉举报处理暂行办法》不予受理", [("order_20", None, 0, None, None)]),
        ("按总局令第20号办理", [("order_20", None, 0, None, None)]),
        ("《中华人民共和国电子商务法》第十条", [("", 10, 0, None, None)]),
        ("按照电子商务法第十条、第十一条", [("", 10, 0, None, None), ("", 11, 0, None, None)]),
        ("总局令第999号第三条", [("", 3, 0, None, None)]),
        # what ends like a short name is not it
        ("公安机关办理行政案件程序规定第十条", [("", 10, 0, None, None)]),
    ],
)  # fmt: skip
def test_a_citation_is_read_as_it_is_written(text, read_so):
    assert sorted(read_as(text), key=str) == sorted(read_so, key=str)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "第十六条",
        "《购销合同》第五条、第六条",
        "双方协议第三条约定退货",
        "他说令121不对",
        "这个做法第三条也没有写",
        "本办法第三条",
        "《不予受理决定书》",
        "第十十条",
        "令121第十十条",
    ],
)
def test_what_cites_no_law_is_left_alone(text):
    assert read_citations(text) == ()


def test_an_article_after_other_words_is_not_of_the_law_named_before():
    assert read_as("依令121第十六条。双方合同约定，第五百条另议") == [("order_121", 16, 0, None, None)]


def test_the_span_is_that_of_the_words_as_typed():
    text = "经查，依据《广告法》第２８条第２款，另按令121　第十六条办理"
    for each in read_citations(text):
        assert text[each.start : each.end] == each.words
    assert [each.words for each in read_citations(text)] == ["《广告法》第２８条第２款", "令121　第十六条"]


def test_article_so_and_so_of_its_provisions_is_no_article_one_of():
    assert read_as("令121第十六条之规定，第十七条之一般原则") == [
        ("order_121", 16, 0, None, None),
        ("order_121", 17, 0, None, None),
    ]


@given(
    st.sampled_from(
        ["令121", "总局令第121号", "《市场监督管理投诉举报处理办法》", "市场监督管理投诉举报处理办法"]
    ),
    st.integers(1, 199),
    st.one_of(st.none(), st.integers(1, 9)),
    st.one_of(st.none(), st.integers(1, 29)),
    st.tuples(st.sampled_from([chinese_number, str]), st.text("经查，的在。某", max_size=6)),
)
def test_every_way_to_write_the_same_citation_reads_the_same(name, article, paragraph, item, style):
    write, before = style
    text = f"{before}{name}第{write(article)}条"
    text += f"第{write(paragraph)}款" if paragraph else ""
    text += f"第{write(item)}项" if item else ""
    assert read_as(text) == [("order_121", article, 0, paragraph, item)]


@given(st.text("令第条款项之（）《》、一二十百121法办规定该本 食品安全法\u3000０９", max_size=80))
def test_no_text_breaks_the_reader(text):
    for each in read_citations(text):
        assert text[each.start : each.end] == each.words
    check_citations(text, NEW)


@pytest.mark.parametrize("each", shelf().values(), ids=lambda rule: rule.name)
def test_the_shelf_itself_cites_living_law(each):
    for version in each.versions:
        problems = check_citations(version.source, version.in_force)
        blocking = [problem.citation.words for problem in problems if problem.severity == ERROR]
        assert blocking == [], version.source


# --- checking ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "令20第十五条",
        "《市场监督管理投诉举报处理暂行办法》第十五条第三项",
        "依《市场监督管理投诉举报处理暂行办法》",
    ],
)
def test_the_repealed_order_is_good_law_until_its_last_day(text):
    assert found(text, OLD) == []
    assert found(text, NEW) == [(ENDED, ERROR)]
    (problem,) = check_citations(text, NEW)
    assert (problem.until, problem.successor.code) == (OLD, "order_121")


def test_the_new_order_is_not_law_before_its_first_day():
    assert found("令121第十六条第三项", NEW) == []
    (problem,) = check_citations("令121第十六条第三项", OLD)
    assert (problem.kind, problem.severity, problem.since) == (NOT_YET, ERROR, NEW)


def test_no_article_beyond_the_last():
    assert found("令121第四十六条") == []
    (problem,) = check_citations("令121第四十七条", NEW)
    assert (problem.kind, problem.severity, problem.last) == (NO_ARTICLE, ERROR, 46)
    assert found("令20第四十一条", OLD) == [(NO_ARTICLE, ERROR)]
    assert found("令121第0条") == [(NO_ARTICLE, ERROR)]


def test_each_of_a_row_of_articles_is_held_against_the_shelf():
    assert [p.citation.words for p in check_citations("令121第十六条、第四十七条、第四十八条", NEW)] == [
        "第四十七条",
        "第四十八条",
    ]


def test_an_instrument_whose_articles_nobody_counted_has_no_last_one():
    assert instruments()["advertising_law"].articles is None
    assert found("广告法第九百条") == []


def test_how_many_articles_an_earlier_text_had_is_not_known():
    assert found("移送规定第二十一条", date(2020, 8, 7)) == [(NO_ARTICLE, ERROR)]
    assert found("移送规定第二十一条", date(2020, 8, 6)) == []


def test_a_law_the_shelf_does_not_have_is_shown_and_does_not_block():
    assert found("《中华人民共和国电子商务法》第十条") == [(UNKNOWN, WARNING)]


def test_the_title_of_another_day_is_shown_with_that_of_the_day():
    (problem,) = check_citations("《市场监督管理行政处罚程序暂行规定》第十七条", NEW)
    assert (problem.kind, problem.severity) == (RENAMED, WARNING)
    assert problem.title == "市场监督管理行政处罚程序规定"
    assert found("《市场监督管理行政处罚程序规定》第十八条") == []


def test_who_says_that_it_is_former_law_is_not_blocked():
    for text in (
        "原《市场监督管理投诉举报处理暂行办法》第十五条",
        "《市场监督管理投诉举报处理暂行办法》（已废止）第十五条",
        "《市场监督管理投诉举报处理暂行办法》第十五条（2026年4月15日废止）",
    ):
        assert found(text) == [(ENDED, WARNING)], text


def test_days_known_only_from_memory_do_not_block():
    assert instruments()["civil_code"].confidence == "recalled"
    assert found("民法典第五百条", date(2020, 12, 31)) == [(NOT_YET, WARNING)]


def test_an_article_the_shelf_only_recalls_is_noted():
    recalled = next(
        version
        for each in shelf().values()
        for version in each.versions
        if version.unverified and read_citations(version.source)
        if UNVERIFIED in {p.kind for p in check_citations(version.source, version.in_force)}
    )
    assert (UNVERIFIED, NOTE) in found(recalled.source, recalled.in_force)
    assert found("令121第十六条第三项") == []


# --- what belongs to the shelf ---------------------------------------------------------------------------------


def test_a_short_name_has_one_full_title():
    assert full_title("令121") == "《市场监督管理投诉举报处理办法》"
    assert full_title("程序规定") == "《市场监督管理行政处罚程序规定》"
    assert full_title("程序暂行规定") == "《市场监督管理行政处罚程序暂行规定》"
    with pytest.raises(UnknownInstrument):
        full_title("某规定")


def test_only_what_ended_has_a_successor_and_it_is_on_the_shelf():
    entry = {"names": ["某规定"], "title": "某规定", "number": "令1号", "rank": "law", "confidence": "design"}
    alive = {"x": entry | {"in_force": date(2020, 1, 1), "successor": "x"}}
    lost = {"x": entry | {"in_force": date(2020, 1, 1), "until": date(2021, 1, 1), "successor": "y"}}
    for broken in (alive, lost):
        with pytest.raises(BadShelf, match="successor"):
            read(broken)
