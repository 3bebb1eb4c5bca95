"""Which text of an instrument is meant on a day, and that every source on the shelf begins with a known one."""

from datetime import date, timedelta

import pytest

from statutes import (
    BadShelf,
    Instrument,
    NotInForce,
    UnknownInstrument,
    Version,
    instrument_of,
    instruments,
    reckon,
    rule,
    shelf,
)
from statutes.instruments import _instrument

EVERY_INSTRUMENT = [pytest.param(each, id=code) for code, each in instruments().items()]
EVERY_VERSION = [
    pytest.param(version, id=f"{version.rule}@{version.in_force}")
    for each in shelf().values()
    for version in each.versions
]


@pytest.mark.parametrize("version", EVERY_VERSION)
def test_every_source_begins_with_an_instrument_in_force_then(version: Version) -> None:
    text = instrument_of(version.source).text_on(version.in_force)
    assert text
    if version.until:
        assert instrument_of(version.source).text_on(version.until)


@pytest.mark.parametrize(
    ("source", "day", "text"),
    [
        ("程序规定第六十四条", date(2019, 4, 1), "《市场监督管理行政处罚程序暂行规定》（令2号公布）"),
        ("程序规定第六十四条", date(2021, 7, 14), "《市场监督管理行政处罚程序暂行规定》（令2号公布）"),
        ("程序规定第六十四条", date(2021, 7, 15), "《市场监督管理行政处罚程序规定》（令2号公布，经令42号修正）"),
        ("程序规定第六十四条", date(2022, 11, 1), "《市场监督管理行政处罚程序规定》（令2号公布，经令42号、令61号修正）"),
        ("处罚信息公示规定第九条", date(2025, 4, 30), "《市场监督管理行政处罚信息公示规定》（令45号公布）"),
        ("处罚信息公示规定第九条", date(2025, 5, 1), "《市场监督管理行政处罚信息公示规定》（令45号公布，经令101号修正）"),
        ("处罚信息公示规定第九条", date(2025, 12, 25), "《市场监督管理行政处罚信息公示规定》（令45号公布，经令101号、令108号修正）"),
        ("移送规定第五条第二款", date(2020, 8, 6), "《行政执法机关移送涉嫌犯罪案件的规定》（国务院令310号公布）"),
        ("移送规定第五条第二款", date(2020, 8, 7), "《行政执法机关移送涉嫌犯罪案件的规定》（国务院令310号公布，经国务院令730号修正）"),
        ("令121第十五条第一款", date(2026, 4, 15), "《市场监督管理投诉举报处理办法》（令121号公布）"),
        ("令20第十四条", date(2022, 3, 23), "《市场监督管理投诉举报处理暂行办法》（令20号公布）"),
        ("行政处罚法第三十六条", date(2026, 11, 2), "《中华人民共和国行政处罚法》（1996年公布，经2009年、2017年修正，2021年修订）"),
        ("本系统设计：某事", date(2026, 11, 2), "本系统自行设定"),
    ],
)  # fmt: skip
def test_the_text_of_a_day_names_the_amendments_in_force(source: str, day: date, text: str) -> None:
    assert instrument_of(source).text_on(day) == text


def test_the_longest_short_name_decides() -> None:
    assert instrument_of("食品安全法实施条例第六十一条").code == "food_regulation"
    assert instrument_of("食品安全法第八十八条").code == "food_law"
    assert instrument_of("消费者权益保护法实施条例第四十六条").code == "consumer_regulation"


def test_a_source_of_no_known_instrument_is_refused() -> None:
    with pytest.raises(UnknownInstrument, match="某规定"):
        instrument_of("某规定第一条")


@pytest.mark.parametrize("each", EVERY_INSTRUMENT)
def test_an_instrument_has_a_text_only_inside_its_time(each: Instrument) -> None:
    assert each.title
    if each.in_force is None:
        assert each.rank == "design"
        return
    assert each.number
    assert each.text_on(each.in_force).startswith("《")
    with pytest.raises(NotInForce):
        each.text_on(each.in_force - timedelta(1))
    if each.until is not None:
        assert each.text_on(each.until)
        with pytest.raises(NotInForce):
            each.text_on(each.until + timedelta(1))


def test_an_order_ends_the_day_before_its_successor() -> None:
    """令121 repeals 令20 on 2026-04-15."""
    assert instruments()["order_20"].until == date(2026, 4, 14)
    assert instruments()["order_121"].in_force == date(2026, 4, 15)


BODY = {"names": ["某规定"], "title": "某规定", "number": "令1号", "rank": "law", "confidence": "design"}


@pytest.mark.parametrize(
    "change",
    [
        {"in_force": date(2020, 1, 1), "surprise": 1},
        {"in_force": date(2020, 1, 1), "rank": "rumour"},
        {"in_force": date(2020, 1, 1), "names": []},
        {},
        {"in_force": date(2020, 1, 1), "until": date(2019, 1, 1)},
        {"in_force": date(2020, 1, 1), "amended": [{"number": "令2号", "in_force": date(2019, 1, 1)}]},
    ],
)
def test_a_broken_entry_is_refused(change: dict) -> None:
    with pytest.raises(BadShelf):
        _instrument("x", BODY | change)


def test_the_receipt_names_the_text_of_the_day_the_period_began() -> None:
    case = rule("case.decision").on(date(2026, 11, 2))
    assert (
        reckon(case, date(2022, 10, 31)).words[1]
        == "所据文本：《市场监督管理行政处罚程序规定》（令2号公布，经令42号修正）"
    )
    assert reckon(case, date(2026, 11, 2)).words[1].endswith("经令42号、令61号修正）")


def test_a_period_under_a_repealed_order_names_its_last_text() -> None:
    """A complaint received on 2026-04-13 and accepted after the reform is still reckoned by 令20."""
    mediation = rule("complaint.mediation").on(date(2026, 4, 13))
    assert reckon(mediation, date(2026, 4, 20)).words[1] == (
        "所据文本：《市场监督管理投诉举报处理暂行办法》（令20号公布，经2022年3月24日修改决定、令61号修正）"
    )
