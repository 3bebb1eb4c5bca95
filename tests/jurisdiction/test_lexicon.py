"""How a text is read: the longest word, words taken back, full-width forms, and strength."""

import tomllib

import pytest

from jurisdiction.lexicon import SOURCE, Lexicon, lexicon, plain


def codes(text: str) -> set[str]:
    return set(lexicon().read(text))


def test_the_longest_word_wins() -> None:
    assert "school" not in codes("学校门口")
    assert "near_school" in codes("学校门口")
    assert "catering" not in codes("往外卖")


def test_a_pattern_leaves_the_words_inside_it_standing() -> None:
    assert {"misconduct", "official"} <= codes("科长的亲戚")


@pytest.mark.parametrize("text", ["不是在学校", "并非学校的事", "跟学校无关，不涉及学校"])
def test_a_place_can_be_taken_back(text: str) -> None:
    assert "school" not in codes(text)


def test_taking_back_ends_with_the_clause() -> None:
    assert "school" in codes("不是超市，学校食堂")


def test_what_is_missing_is_the_violation_itself() -> None:
    assert "violation" in codes("没有健康证")
    assert "halal" in codes("肉不是清真的")


def test_full_width_and_letter_case_do_not_matter() -> None:
    assert plain("４Ｓ店　ａＰＰ") == "4s店app"
    assert "nonfood" in codes("４Ｓ店")
    assert "online" in codes("APP")


def test_more_words_are_stronger_and_a_hint_is_weak() -> None:
    read = lexicon().read
    assert read("垃圾")["city_looks"].strength == 0.5
    assert read("市容")["city_looks"].strength == 1
    assert 1 < read("市容，城管，环卫")["city_looks"].strength <= 1.5


def test_a_concept_stands_once() -> None:
    table = {"code": "a", "name": "甲", "kind": "stage", "words": ["甲"]}
    with pytest.raises(ValueError, match="twice"):
        Lexicon([table, table])


def test_no_word_stands_twice_in_a_concept() -> None:
    with SOURCE.open("rb") as file:
        for concept in tomllib.load(file)["concept"]:
            words = [*concept["words"], *concept.get("hints", [])]
            assert len(words) == len(set(words)), concept["code"]


def test_every_word_can_be_found() -> None:
    with SOURCE.open("rb") as file:
        for concept in tomllib.load(file)["concept"]:
            for word in (*concept["words"], *concept.get("hints", [])):
                assert concept["code"] in codes(word), (concept["code"], word)
