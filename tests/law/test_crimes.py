"""Criminal thresholds: 刑法第一百四十条, 第一百四十三条, 第一百四十四条 and their interpretations."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes import BadFact
from statutes.crimes import OUTCOMES, Screening, screen

DAY = date(2026, 11, 2)

GOODS = {"adulterate"}
FOOD = {"food_below_standard"}
HARM_FREE = dict.fromkeys(
    ["light_injuries", "disability_light", "disability_medium", "organ_general", "organ_severe"], 0
)


def one(name: str, facts: dict, day: date = DAY) -> Screening:
    return next(each for each in screen(facts, day) if each.id == name)


@pytest.mark.parametrize(
    ("sales", "unsold", "outcome", "shown"),
    [
        (50_000, 0, "hit", "销售金额50,000元≥50,000元"),
        (49_999, 0, "near", "差1元"),
        (42_000, 30_000, "hit", "42,000×3＋30,000＝156,000元≥150,000元"),
        (20_000, 89_999, "near", "20,000×3＋89,999＝149,999元＜150,000元，差1元"),
        (20_000, 90_000, "hit", "≥150,000元"),
        (0, 150_000, "hit", "货值金额150,000元≥150,000元"),
        (0, 149_999, "near", "差1元"),
        (40_000, 0, "near", "销售金额40,000元"),
        (39_999, 0, "no", "39,999×3＋0＝119,997元＜150,000元"),
        (10_000, 10_000, "no", "10,000×3＋10,000＝40,000元"),
    ],
)
@pytest.mark.parametrize("crime", [("C-140", "adulterate"), ("C-140-EXP", "expired_food_reworked")])
def test_amounts_of_substandard_goods(
    crime: tuple[str, str], sales: int, unsold: int, outcome: str, shown: str
) -> None:
    """刑法第一百四十条; 追诉标准（一）第十六条; 危害食品安全解释第十五条第二款."""
    name, tag = crime
    found = one(name, {"conduct": {tag}, "sales_amount": Decimal(sales), "unsold_value": unsold})
    assert found.outcome == outcome
    assert any(shown in line for line in found.lines)
    assert found.missing == []


def test_the_threshold_of_sales_does_not_wait_for_the_unsold() -> None:
    """刑法第一百四十条: what is sold decides alone."""
    assert one("C-140", {"conduct": GOODS, "sales_amount": 50_000}).outcome == "hit"


def test_the_tier_of_the_sum_is_shown() -> None:
    """刑法第一百四十条: 200,000, 500,000 and 2,000,000 yuan."""
    lines = one("C-140", {"conduct": GOODS, "sales_amount": 500_000}).lines
    assert any("500,000元的加重档" in line for line in lines)


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({}, ["conduct"]),
        ({"conduct": GOODS}, ["sales_amount", "unsold_value"]),
        ({"conduct": GOODS, "sales_amount": 10_000}, ["unsold_value"]),
        ({"conduct": GOODS, "unsold_value": 149_999}, ["sales_amount"]),
    ],
)
def test_missing_facts_are_named_and_never_guessed(facts: dict, missing: list[str]) -> None:
    found = one("C-140", facts)
    assert (found.outcome, found.missing) == ("missing", missing)


def test_other_conduct_is_no_match() -> None:
    facts = {"conduct": {"label_flaw"}, "sales_amount": 900_000, "unsold_value": 0, "severe_exceedance": "no"}
    assert {each.outcome for each in screen(facts, DAY)} == {"no"}


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"severe_exceedance": "yes"}, "hit"),
        ({"severe_exceedance": True}, "hit"),
        ({"severe_exceedance": "needs_opinion"}, "needs_opinion"),
        ({"severe_exceedance": "no"}, "no"),
        ({}, "missing"),
        ({"severe_exceedance": "no", "banned_for_disease_control": True}, "hit"),
        ({"severe_exceedance": "no", "nutrient_severely_off": True, "product": "fsmp"}, "hit"),
        ({"severe_exceedance": "no", "nutrient_severely_off": True, "product": "biscuit"}, "no"),
        ({"severe_exceedance": "no", "nutrient_severely_off": True}, "missing"),
    ],
)
def test_unsafe_food_is_judged_with_people(facts: dict, outcome: str) -> None:
    """危害食品安全解释第一条: a county cannot give the opinion itself, so people are always part of it."""
    found = one("C-143", {"conduct": FOOD} | facts)
    assert found.outcome == outcome
    assert found.human


@pytest.mark.parametrize(
    ("harm", "outcome"),
    [
        ({"food_poisoning_cases": 10}, "hit"),
        ({"food_poisoning_cases": 9}, "near"),
        ({"food_poisoning_cases": 8}, "near"),
        ({"food_poisoning_cases": 7}, "no"),
        ({"food_poisoning_cases": 0, "light_injuries": 1}, "hit"),
        ({"food_poisoning_cases": 0, "disability_medium": 1}, "hit"),
        ({"food_poisoning_cases": 0, "organ_general": 1}, "hit"),
    ],
)
def test_harm_to_health(harm: dict, outcome: str) -> None:
    """危害食品安全解释第二条."""
    found = one("C-143-HARM", {"conduct": FOOD} | HARM_FREE | harm)
    assert found.outcome == outcome


def test_harm_lists_every_count_it_lacks() -> None:
    found = one("C-143-HARM", {"conduct": FOOD, "food_poisoning_cases": 3})
    assert found.outcome == "missing"
    assert set(found.missing) == set(HARM_FREE)


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"sales_amount": 200_000}, "hit"),
        ({"sales_amount": 199_999}, "near"),
        ({"sales_amount": 160_000}, "near"),
        ({"sales_amount": 159_999}, "no"),
        ({"sales_amount": 100_000, "duration_days": 183}, "hit"),
        ({"sales_amount": 100_000, "duration_days": 182}, "no"),
        ({"sales_amount": 99_999, "quantity_large": True}, "near"),
        ({"sales_amount": 100_000, "product": "infant_main_or_supplementary"}, "hit"),
        ({"sales_amount": 100_000, "sold_to": {"nursery"}}, "hit"),
        ({"sales_amount": 100_000, "sold_to": {"restaurant"}}, "no"),
        ({"sales_amount": 100_000, "prior_conviction_food": True}, "hit"),
        ({}, "missing"),
    ],
)
def test_serious_circumstances(facts: dict, outcome: str) -> None:
    """危害食品安全解释第三条, where the danger of 第一条 is established."""
    assert one("C-143-SER", {"conduct": FOOD, "severe_exceedance": "yes"} | facts).outcome == outcome


@pytest.mark.parametrize(
    ("ended", "outcome"), [(date(2026, 8, 28), "hit"), (date(2026, 8, 27), "no"), (date(2026, 9, 1), "hit")]
)
def test_six_months_are_calendar_months(ended: date, outcome: str) -> None:
    """危害食品安全解释第三条第二项: from 28 February six months are 181 days."""
    facts = {"conduct": FOOD, "severe_exceedance": "yes", "sales_amount": 120_000}
    assert one("C-143-SER", facts | {"began_on": date(2026, 2, 28), "ended_on": ended}).outcome == outcome


@pytest.mark.parametrize(("act", "outcome"), [(date(2026, 3, 1), "hit"), (date(2026, 3, 2), "no")])
def test_two_years_run_from_the_first_penalty_to_the_new_act(act: date, outcome: str) -> None:
    """危害食品安全解释第二十五条 on 二年内."""
    facts = {
        "conduct": FOOD,
        "severe_exceedance": "yes",
        "sales_amount": 120_000,
        "prior_penalty_effective_dates": [date(2024, 3, 1)],
        "act_date": act,
    }
    assert one("C-143-SER", facts).outcome == outcome


@pytest.mark.parametrize(
    ("danger", "outcome"),
    [
        ({"severe_exceedance": "needs_opinion"}, "needs_opinion"),
        ({}, "missing"),
        ({"severe_exceedance": "no"}, "no"),
    ],
)
def test_a_large_sum_aggravates_only_an_established_danger(danger: dict, outcome: str) -> None:
    """危害食品安全解释第三条 aggravates 第一条 and stands on nothing else."""
    found = one("C-143-SER", {"conduct": FOOD, "sales_amount": 260_000} | danger)
    assert found.outcome == outcome
    assert any("260,000元≥200,000元" in line for line in found.lines)
    assert found.human


@pytest.mark.parametrize(
    ("facts", "outcome", "human"),
    [
        ({"conduct": {"nonfood_toxic_added_or_used"}}, "hit", True),
        ({"conduct": {"nonfood_toxic_added_or_used"}, "substance_in_list": {"L-NONFOOD"}}, "hit", False),
        ({"substance_in_list": {"L-HEALTHFOOD"}}, "hit", False),
        ({"conduct": FOOD}, "no", True),
        ({"conduct": FOOD, "toxic_or_harmful": "needs_opinion"}, "needs_opinion", True),
        ({}, "missing", True),
    ],
)
def test_toxic_food_needs_no_amount(facts: dict, outcome: str, human: bool) -> None:
    """刑法第一百四十四条; 危害食品安全解释第九条, 第十一条."""
    found = one("C-144", facts)
    assert (found.outcome, found.human) == (outcome, human)


def test_a_day_before_the_interpretation_asks_a_person() -> None:
    """法释〔2021〕24号 is in force from 2022-01-01."""
    facts = {"conduct": FOOD, "severe_exceedance": "yes"}
    assert one("C-143", facts, date(2021, 12, 31)).outcome == "needs_opinion"
    assert one("C-143", facts, date(2022, 1, 1)).outcome == "hit"


@pytest.mark.parametrize(
    "facts",
    [
        {"conduct": GOODS, "sales_amount": 0.1},
        {"conduct": GOODS, "sales_amount": -1},
        {"conduct": GOODS, "sales_amount": Decimal("NaN")},
        {"conduct": GOODS, "sales_amount": True},
        {"conduct": "adulterate"},
        {"conduct": FOOD, "severe_exceedance": "perhaps"},
        {"conduct": FOOD, "severe_exceedance": "no", "food_poisoning_cases": -1},
    ],
)
def test_impossible_facts_are_refused(facts: dict) -> None:
    with pytest.raises(BadFact):
        screen(facts, DAY)


@given(sales=st.integers(0, 3_000_000), unsold=st.integers(0, 3_000_000), more=st.integers(1, 100_000))
def test_more_sold_or_more_in_stock_is_never_a_smaller_suspicion(sales: int, unsold: int, more: int) -> None:
    """刑法第一百四十条 is monotone in both sums."""
    rank = OUTCOMES.index

    def outcome(sold: int, kept: int) -> int:
        return rank(one("C-140", {"conduct": GOODS, "sales_amount": sold, "unsold_value": kept}).outcome)

    assert outcome(sales + more, unsold) <= outcome(sales, unsold)
    assert outcome(sales, unsold + more) <= outcome(sales, unsold)
