"""What a writer is shown before sending: where the text tells who somebody is."""

import pytest

from identity.marks import FEW, HIDDEN, marks_in, without
from identity.people import PersonalData


def found(text, **more):
    return [(mark.kind, text[mark.start : mark.end]) for mark in marks_in(text, **more)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("打我电话13909520102就行", [("phone", "13909520102")]),
        ("电话 139 0952 0102。", [("phone", "139 0952 0102")]),
        ("电话１３９０９５２０１０２", [("phone", "１３９０９５２０１０２")]),
        ("店里座机 0952-6012345", [("phone", "0952-6012345")]),
        ("身份证640221198001010013", [("id", "640221198001010013")]),
        ("打款到6222021234567890123", [("card", "6222021234567890123")]),
        ("发到 a.b@example.com 吧", [("email", "a.b@example.com")]),
        ("车牌宁B·12345的货车", [("plate", "宁B·12345")]),
        ("我叫钱途亮，昨天买的", [("name", "钱途亮")]),
        ("本人马小花，要求退款", [("name", "马小花")]),
        ("我是消费者，在喜洋洋买的", []),
        ("我是在店里买的，花了120元，12315说可以投诉", []),
        ("批号20261102，保质期12个月", []),
    ],
)
def test_what_is_pointed_out(text, expected):
    assert found(text) == expected


def test_the_writers_own_particulars_wherever_they_stand():
    me = PersonalData(name="甄实在", phone="13909520101", address="平罗县城关镇某小区")
    assert found("甄实在来电，住平罗县城关镇某小区", own=[me]) == [
        ("own", "甄实在"),
        ("own", "平罗县城关镇某小区"),
    ]


def test_what_only_few_could_know_is_a_warning_for_those_inside_alone():
    text = "老板对我说晚上22:30换标签，只有我在当班"
    assert found(text) == []
    assert {kind for kind, _piece in found(text, inside=True)} == {FEW}
    assert without(text, marks_in(text, inside=True)) == text


def test_pieces_are_taken_out_from_the_end():
    text = "我叫钱途亮，电话13909520102，邮箱a@b.cn"
    assert without(text, marks_in(text)) == f"我叫{HIDDEN}，电话{HIDDEN}，邮箱{HIDDEN}"


@pytest.mark.parametrize("odd", ["", "\x00", "1" * 5000, "我叫" * 900, "a@" * 2000, "我是王" * 800])
def test_odd_text_costs_no_more_than_a_moment(odd):
    marks_in(odd, inside=True)
