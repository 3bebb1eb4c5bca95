"""The list of duties is the official one, whole and unmended, and every tag on it means something."""

import hashlib
from datetime import date

import pytest

from jurisdiction import NoListInForce, list_on
from jurisdiction.lexicon import lexicon

TODAY = date(2026, 11, 23)
FINGERPRINT = "35518f28b85095dee8bfb4c5a1cf5654299420ec93c86738fa60f6e51b5806c2"  # of the list as printed
DEPARTMENTS = [
    "纪委监委",
    "政法委",
    "宣传部",
    "网信办",
    "发改局",
    "工信局",
    "教体局",
    "商务局",
    "科技局",
    "民宗局",
    "公安局",
    "民政局",
    "司法局",
    "财政局",
    "住建局",
    "交通运输局",
    "农业农村局",
    "文旅局",
    "卫生健康局",
    "市场监管局",
    "自然资源局",
    "应急管理局",
    "市生态环境局平罗分局",
    "各乡镇",
]
DUTIES = [1, 3, 2, 2, 8, 4, 5, 3, 5, 2, 4, 2, 4, 3, 4, 3, 5, 1, 4, 12, 3, 2, 3, 2]


def test_twenty_four_departments_and_eighty_seven_duties() -> None:
    duties = list_on(TODAY)
    assert [department.name for department in duties.departments] == DEPARTMENTS
    assert [department.number for department in duties.departments] == list(range(1, 25))
    assert [len(department.duties) for department in duties.departments] == DUTIES
    assert sum(DUTIES) == len(list(duties.duties())) == 87


def test_lines_bear_the_numbers_of_the_list() -> None:
    for department in list_on(TODAY).departments:
        numbers = range(1, len(department.duties) + 1)
        assert [duty.item for duty in department.duties] == [f"{department.number}.{n}" for n in numbers]


def test_the_words_are_the_lists_own() -> None:
    lines = (f"{d.number} {d.name} {duty.item} {duty.words}" for d, duty in list_on(TODAY).duties())
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == FINGERPRINT


@pytest.mark.parametrize(("item", "misprint"), [("8.3", "标淮化"), ("22.2", "救援工作作"), ("15.4", "排挡")])
def test_misprints_are_kept(item: str, misprint: str) -> None:
    assert misprint in list_on(TODAY).duty(item)[1].words


def test_every_tag_is_known() -> None:
    duties, concepts = list_on(TODAY), lexicon().concepts
    for _department, duty in duties.duties():
        assert duty.stages, duty.item
        assert set(duty.stages) <= set(duties.stages), duty.item
        assert set(duty.products) <= set(duties.products), duty.item
        assert {*duty.weights, *duty.needs, *duty.and_needs, *duty.unless} <= set(concepts), duty.item
        assert duty.weights or duty.cues, duty.item
    assert {*duties.remainder.weights, *duties.remainder.unless} <= set(concepts)
    assert {code for codes in duties.stage_means.values() for code in codes} <= set(concepts)


def test_every_stage_and_product_is_used() -> None:
    duties = list_on(TODAY)
    lines = [duty for _department, duty in duties.duties()]
    assert {stage for duty in lines for stage in duty.stages} == set(duties.stages)
    assert {product for duty in lines for product in duty.products} == set(duties.products)


def test_every_concept_serves_a_line() -> None:
    duties = list_on(TODAY)
    used = {code for _d, duty in duties.duties() for code in (*duty.weights, *duty.unless, *duty.needs)}
    used |= {*duties.remainder.weights, *duties.remainder.unless}
    noise = {code for code, concept in lexicon().concepts.items() if concept.kind == "noise"}
    assert set(lexicon().concepts) - used == noise


def test_no_list_before_the_first() -> None:
    with pytest.raises(NoListInForce):
        list_on(date(2019, 12, 31))
    assert list_on(date(2020, 1, 1)).version == "2020"


@pytest.mark.parametrize(
    ("day", "order"), [(date(2026, 4, 14), "令20"), (date(2026, 4, 15), "令121"), (TODAY, "令121")]
)
def test_what_is_not_on_the_list_rests_on_the_order_of_the_day(day: date, order: str) -> None:
    assert order in list_on(day).remainder.source


def test_an_unknown_line_is_an_error() -> None:
    with pytest.raises(KeyError):
        list_on(TODAY).duty("25.1")
