"""The informant's reward (举报奖励暂行办法第二条, 第八条至第十三条): worked examples B1 to B7, B9 and B10."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes import BadFact, NotInForce
from statutes.rewards import BelowFloor, UnknownGrade, eligibility, propose

DAY = date(2026, 11, 2)


def amount(base: str, grade: int, **more: Any) -> Decimal:
    return propose(base=Decimal(base), grade=grade, day=DAY, **more).amount


@pytest.mark.parametrize(
    ("base", "grade", "expected"),
    [
        pytest.param("240000", 1, "12000.00", id="B1.1"),
        pytest.param("60000", 1, "5000.00", id="B1.2-floor"),
        pytest.param("1234567.89", 1, "61728.39", id="B1.3"),
        pytest.param("240000", 2, "7200.00", id="B2.1"),
        pytest.param("99999", 2, "3000.00", id="B2.2-floor"),
        pytest.param("100000.01", 2, "3000.00", id="B2.3"),
        pytest.param("240000", 3, "2400.00", id="B3.1"),
        pytest.param("99999.99", 3, "1000.00", id="B3.2-floor"),
        pytest.param("100000.50", 3, "1000.01", id="B3.3-half-up"),
        pytest.param("0", 1, "5000.00", id="B4.1-nothing-fined"),
        pytest.param("0", 1, "5000.00", id="B5.1-convicted"),
        pytest.param("180000", 2, "5400.00", id="B5.2"),
        pytest.param("300000", 2, "9000.00", id="B5.3"),
        pytest.param("300000", 1, "15000.00", id="B5.3-grave"),
        pytest.param("120000", 2, "3600.00", id="B9.1"),
        pytest.param("190000", 2, "5700.00", id="B9.1-goods"),
        pytest.param("100000", 2, "3000.00", id="B9.2-partial"),
    ],
)
def test_rates_and_floors(base: str, grade: int, expected: str) -> None:
    """第十二条: 5 %, 3 %, 1 %, at least 5,000, 3,000, 1,000 yuan."""
    assert amount(base, grade) == Decimal(expected)
    assert amount(base, grade).as_tuple().exponent == -2


def test_a_person_may_raise_the_minimum_and_never_go_below() -> None:
    """B4.2 and B4.3, 第十二条第二款."""
    assert amount("0", 1, human_amount=Decimal(8000)) == Decimal("8000.00")
    with pytest.raises(BelowFloor, match=r"2,500\.00元.*3,000\.00元"):
        propose(base=Decimal(0), grade=2, day=DAY, human_amount=Decimal(2500))


def test_an_insiders_uplift_needs_the_finance_department() -> None:
    """B6, 第十二条第三款."""
    first = propose(base=Decimal(240000), grade=1, day=DAY, multiplier=Decimal("1.5"))
    assert (first.amount, first.route) == (Decimal("18000.00"), "MOF_CONSENT+BUREAU")
    assert amount("60000", 2, multiplier=Decimal("1.5"), uplift_floor=True) == Decimal("4500.00")
    assert amount("60000", 2, multiplier=Decimal("1.5")) == Decimal("3000.00")
    third = propose(base=Decimal(16000000), grade=1, day=DAY, multiplier=Decimal("1.5"))
    assert (third.amount, third.route) == (Decimal("1000000.00"), "MOF_CONSENT+MOF_JOINT")


@pytest.mark.parametrize(
    ("base", "expected", "route"),
    [
        pytest.param("9999999", "499999.95", "BUREAU", id="B7.1"),
        pytest.param("10000000", "500000.00", "MOF_JOINT", id="B7.2-inclusive"),
        pytest.param("35000000", "1000000.00", "MOF_JOINT", id="B7.3-cap"),
    ],
)
def test_cap_and_finance_route(base: str, expected: str, route: str) -> None:
    """第十三条: 1,000,000 a case; from 500,000 together with the finance department."""
    found = propose(base=Decimal(base), grade=1, day=DAY)
    assert (found.amount, found.route) == (Decimal(expected), route)


def test_the_cap_is_that_of_the_case() -> None:
    """第十三条: what other reporters of the case were promised counts."""
    assert amount("35000000", 1, already_reserved=Decimal(400000)) == Decimal("600000.00")
    assert amount("35000000", 1, already_reserved=Decimal(998000)) == Decimal("2000.00")
    assert amount("240000", 1, already_reserved=Decimal(1000000)) == Decimal("0.00")
    assert amount("0", 1, human_amount=Decimal(2000000)) == Decimal("1000000.00")


def test_rounding_comes_once_and_last() -> None:
    """9,999,999.90 at 5 % is 499,999.995: rounded it reaches the joint route, as the decision will read."""
    found = propose(base=Decimal("9999999.90"), grade=1, day=DAY)
    assert (found.amount, found.route) == (Decimal("500000.00"), "MOF_JOINT")


def test_the_arithmetic_explains_itself() -> None:
    lines = propose(base=Decimal("1234567.89"), grade=1, day=DAY).lines
    by_rate = next(line for line in lines if "按比例" in line.label)
    assert (by_rate.formula, by_rate.value) == ("1,234,567.89×5%", "61,728.3945元")
    assert by_rate.source == "举报奖励暂行办法第十二条"
    assert {line.confidence for line in lines} == {"verbatim", "secondary", "design"}


@pytest.mark.parametrize("grade", [0, 4, True])
def test_an_unknown_grade_is_refused(grade: int) -> None:
    with pytest.raises(UnknownGrade):
        propose(base=Decimal(1), grade=grade, day=DAY)


@pytest.mark.parametrize(
    "more",
    [
        {"base": Decimal(-1)},
        {"base": 0.5},
        {"multiplier": Decimal("0.5")},
        {"already_reserved": Decimal("Infinity")},
        {"human_amount": Decimal(-5)},
    ],
)
def test_impossible_sums_are_refused(more: dict) -> None:
    with pytest.raises(BadFact):
        propose(**({"base": Decimal(1), "grade": 1, "day": DAY} | more))


def test_the_schedule_begins_on_2021_12_01() -> None:
    with pytest.raises(NotInForce):
        propose(base=Decimal(1), grade=1, day=date(2021, 11, 30))


money = st.decimals(0, 50_000_000, places=2)


@given(base=money, more=money, grade=st.sampled_from([1, 2, 3]), reserved=st.decimals(0, 1_000_000, places=2))
def test_the_sum_stays_between_floor_and_cap_and_grows_with_the_base(
    base: Decimal, more: Decimal, grade: int, reserved: Decimal
) -> None:
    small = amount(str(base), grade, already_reserved=reserved)
    large = amount(str(base + more), grade, already_reserved=reserved)
    floor = {1: Decimal(5000), 2: Decimal(3000), 3: Decimal(1000)}[grade]
    assert min(floor, 1_000_000 - reserved) <= small <= large <= 1_000_000 - reserved


GOOD = {
    "natural_person": True,
    "clear_target": True,
    "key_evidence": True,
    "not_known_before": True,
    "closed": True,
    "facts_match": True,
    "is_regulator_staff": False,
    "is_infringed_party": False,
    "is_offender": False,
    "is_insider": False,
    "paid_by_market_entity": False,
    "anonymous": False,
    "criminal_liability": False,
    "stop_production": False,
    "ordered_closed": False,
    "licence_revoked": True,
    "penalty_total": Decimal(60000),
}


def failed(facts: dict, **more: Decimal) -> dict[str, bool | None]:
    return {check.id: check.passed for check in eligibility(facts, DAY, **more) if check.passed is not True}


def test_a_good_claim_passes_every_condition() -> None:
    assert failed(GOOD) == {}
    assert all(check.text and check.source and check.confidence for check in eligibility(GOOD, DAY))


@pytest.mark.parametrize(
    ("change", "condition"),
    [
        pytest.param({"natural_person": False}, "JL-2-1", id="company"),
        pytest.param({"key_evidence": False}, "JL-8-2", id="no-key-evidence"),
        pytest.param({"not_known_before": False}, "JL-8-3", id="known-before"),
        pytest.param({"closed": False}, "JL-8-4", id="case-open"),
        pytest.param({"facts_match": False}, "JL-9-4", id="B9.3-other-fact"),
        pytest.param({"is_regulator_staff": True}, "JL-10-1", id="staff"),
        pytest.param({"is_infringed_party": True}, "JL-10-2", id="B10.2-agent"),
        pytest.param({"is_offender": True}, "JL-10-3", id="offender"),
        pytest.param({"paid_by_market_entity": True}, "JL-10-4", id="B10.3-paid"),
        pytest.param({"anonymous": True, "code_kept": False}, "JL-5-2", id="no-code"),
        pytest.param({"first_in_time": False}, "JL-9-1", id="second"),
    ],
)
def test_each_condition_can_fail_alone(change: dict, condition: str) -> None:
    """第二条, 第五条, 第八条至第十条."""
    assert failed(GOOD | change) == {condition: False}


def test_an_insider_who_took_part_is_not_excluded() -> None:
    """第十条第三项: 内部举报人除外."""
    assert failed(GOOD | {"is_offender": True, "is_insider": True}) == {}


def test_a_fine_alone_waits_for_the_provinces_sum() -> None:
    """B10.1 and 第二条第二款: the sum of Ningxia is not known, so a person must say."""
    fined = GOOD | {"licence_revoked": False}
    assert failed(fined) == {"JL-2-2": None}
    assert failed(fined, large_amount=Decimal(100000)) == {"JL-2-2": False}
    assert failed(fined, large_amount=Decimal(60000)) == {}
    assert failed(fined | {"large_amount_confirmed": True}) == {}
    assert failed(fined | {"large_amount_confirmed": False}) == {"JL-2-2": False}
    assert failed(fined | {"penalty_total": Decimal(0)}) == {"JL-2-2": False}
    assert failed(
        {k: v for k, v in fined.items() if k != "stop_production"}, large_amount=Decimal(100000)
    ) == {"JL-2-2": None}


@pytest.mark.parametrize("key", [key for key in GOOD if key not in ("penalty_total", "is_insider")])
def test_an_unstated_fact_is_never_guessed(key: str) -> None:
    facts = {name: value for name, value in GOOD.items() if name != key}
    expected = {None} if key not in ("criminal_liability", "stop_production", "ordered_closed") else set()
    assert set(failed(facts).values()) == expected


def test_a_fact_of_the_wrong_kind_is_refused() -> None:
    with pytest.raises(BadFact):
        eligibility(GOOD | {"natural_person": "yes"}, DAY)
