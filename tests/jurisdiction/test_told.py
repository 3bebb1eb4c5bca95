"""What narratives told before say of a new one, and what a text repeats of the list."""

from datetime import date

import pytest

from jurisdiction import list_on
from jurisdiction.told import MOST, Told
from jurisdiction.wording import repeated

DUTIES = list_on(date(2026, 11, 23))
FEW_TOLD = Told(
    [
        ("教体局", "娃在学校吃的包子是酸的，班上好几个同学肚子疼"),
        ("教体局", "学校给娃发的牛奶鼓了包，班上的同学都不敢喝"),
        ("市场监管局", "超市里买的酸奶过期了，店里不给退钱"),
        ("市场监管局", "店里卖的面包长毛了，老板不给退"),
    ]
)


def test_a_text_is_like_those_told_in_its_words() -> None:
    like = FEW_TOLD.like("娃说班上同学吃了学校的包子都喊疼")
    assert max(like, key=lambda name: like[name].weight) == "教体局"
    assert 0 < like["教体局"].weight <= MOST
    assert set(like["教体局"].phrases) & {"班上", "学校", "同学", "包子"}


def test_a_few_words_prove_little() -> None:
    assert FEW_TOLD.like("学校")["教体局"].weight < MOST / 4


@pytest.mark.parametrize("text", ["", "0000", "<script>", "𠮷𠮷𠮷", "不是学校里的"])
def test_nothing_met_before_and_nothing_denied_speaks(text: str) -> None:
    assert FEW_TOLD.like(text) == {}


def test_phrases_stand_in_the_text() -> None:
    text = "班上同学，超市里买的酸奶"
    assert all(phrase in text for like in FEW_TOLD.like(text).values() for phrase in like.phrases)


def test_a_phrase_of_one_line_points_at_it() -> None:
    said = repeated("请参与研究行政执法中的重大法律问题", DUTIES)
    assert max(said, key=lambda item: said[item].weight) == "13.3"
    assert "重大法律问题" in said["13.3"].phrases


@pytest.mark.parametrize("text", ["", "食品安全", "有关部门", "超市的面包长毛了"])
def test_what_everybody_or_nobody_says_points_at_no_line(text: str) -> None:
    assert not repeated(text, DUTIES)
