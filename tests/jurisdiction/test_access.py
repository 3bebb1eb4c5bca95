"""What forms ask of the list: departments, their duties as choices, the words of one, and the stages."""

from datetime import date

import pytest

from jurisdiction import NoListInForce, list_on
from jurisdiction.access import (
    OWN_DEPARTMENT,
    department_names,
    duties_of,
    duty_words,
    is_duty,
    stage_choices,
)

DAY = date(2026, 11, 26)


def test_every_department_once_and_our_own_first() -> None:
    names = department_names(DAY)
    assert names[0] == OWN_DEPARTMENT
    assert len(names) == len(set(names)) == 24


def test_the_duties_of_all_departments_are_the_list() -> None:
    choices = [choice for name in department_names(DAY) for choice in duties_of(name, DAY)]
    assert len(choices) == 87
    assert all(duty_words(item, DAY) == words for item, words in choices)
    assert duties_of("水务局", DAY) == []


def test_a_pair_is_checked_against_the_list() -> None:
    assert is_duty("农业农村局", "17.1", DAY)
    assert not is_duty("农业农村局", "20.5", DAY)
    assert not is_duty("农业农村局", "", DAY)
    with pytest.raises(KeyError):
        duty_words("99.9", DAY)


def test_the_stages_are_those_a_finding_reads() -> None:
    assert dict(stage_choices(DAY)) == list_on(DAY).stages


def test_before_the_first_list_there_is_nothing_to_choose() -> None:
    with pytest.raises(NoListInForce):
        department_names(date(2019, 1, 1))
