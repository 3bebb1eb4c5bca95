"""The informant's reward: who may have one, and the sum with its arithmetic (国市监稽规〔2021〕4号)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from statutes.errors import BadFact, BelowFloor, UnknownGrade
from statutes.rules import Version, rule

__all__ = ["BelowFloor", "Check", "Line", "Proposal", "UnknownGrade", "eligibility", "propose"]

GRADES: Mapping[int, str] = {1: "一级", 2: "二级", 3: "三级"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the arithmetic: what, how, how much, and the article it rests on."""

    label: str
    formula: str
    value: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed reward in yuan with the road it must take.

    ``route`` is "BUREAU" or "MOF_JOINT" (fixed together with the finance department), and begins
    with "MOF_CONSENT+" when an insider uplift needs that department's consent first.
    """

    amount: Decimal
    route: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Check:
    """One condition of eligibility: passed, failed, or None where a person must say."""

    id: str
    text: str
    source: str
    confidence: str
    passed: bool | None


def propose(
    *,
    base: Decimal,
    grade: int,
    day: date | datetime,
    human_amount: Decimal | None = None,
    multiplier: Decimal = Decimal(1),
    already_reserved: Decimal = Decimal(0),
    uplift_floor: bool | None = None,
) -> Proposal:
    """Work out a reward in yuan from the fines and confiscations of the reported facts (第十二条, 第十三条).

    ``human_amount`` replaces the computed sum, never below the floor of the grade and never above
    what the cap of the case leaves. ``multiplier`` ≥ 1 is the insider uplift; ``uplift_floor`` lets
    it raise the floor too (None: as the shelf says). Rounded once to 0.01, half up, after the cap.
    Raises BelowFloor, UnknownGrade, BadFact and NotInForce.
    """
    rates, cap_rule = rule("reward.rates").on(day), rule("reward.cap").on(day)
    rounding, joint, uplift = (
        rule(name).on(day) for name in ("reward.rounding", "reward.finance_joint", "reward.uplift")
    )
    if isinstance(grade, bool) or grade not in GRADES:
        raise UnknownGrade(f"奖励等级只有一级、二级、三级，没有{grade!r}")
    for name, value in (
        ("base", base),
        ("already_reserved", already_reserved),
        ("human_amount", human_amount),
    ):
        _sum(name, value)
    if _sum("multiplier", multiplier) < 1:
        raise BadFact(f"the uplift cannot lower a reward: {multiplier}")
    quantum = rounding.decimal("quantum")
    rate, floor = rates.decimal(f"rate_{grade}"), rates.decimal(f"floor_{grade}")
    raises_floor = bool(rounding.params["uplift_floor"]) if uplift_floor is None else uplift_floor
    if raises_floor:
        floor *= multiplier
    raw = base * rate * multiplier
    cap = cap_rule.decimal("cap")
    left = max(Decimal(0), cap - already_reserved)

    percent = f"{rate * 100:f}".rstrip("0").rstrip(".")
    by_rate = f"{_plain(base)}×{percent}%"
    lines = [_line("罚没款基数", "与举报内容相符部分的罚款和没收违法所得", _yuan(base), rates)]
    if multiplier != 1:
        lines.append(_line("内部举报人提高", f"标准×{_plain(multiplier)}", f"×{_plain(multiplier)}", uplift))
        by_rate += f"×{_plain(multiplier)}"
    lines.append(_line(f"{GRADES[grade]}奖励按比例", by_rate, f"{_plain(raw)}元", rates))
    lines.append(_line("最低额", f"{GRADES[grade]}不低于", _yuan(floor), rates))
    amount = max(raw, floor)
    if human_amount is not None:
        if human_amount < min(floor, left):
            raise BelowFloor(
                f"拟定金额{_yuan(human_amount)}低于{GRADES[grade]}奖励最低额{_yuan(floor)}（{rates.source}）"
            )
        amount = human_amount
        lines.append(_line("人工拟定", "综合考虑货值、社会影响等", _yuan(human_amount), rates))
    spent = f"{_plain(cap)}－{_plain(already_reserved)}" if already_reserved else "每起案件上限"
    lines.append(_line("上限余额", spent, _yuan(left), cap_rule))
    amount = min(amount, left).quantize(quantum, ROUND_HALF_UP)
    chosen = f"取较高者，不超过上限余额，四舍五入到{quantum}元"
    lines.append(_line("奖励金额", chosen, _yuan(amount), rounding))
    route = "MOF_JOINT" if amount >= joint.decimal("threshold") else "BUREAU"
    limit = _yuan(joint.decimal("threshold"))
    decided = "同本级财政部门确定" if route == "MOF_JOINT" else "由本局决定"
    sign = "≥" if route == "MOF_JOINT" else "＜"
    lines.append(_line("决定路径", f"{_yuan(amount)}{sign}{limit}", decided, joint))
    if multiplier != 1:
        route = f"MOF_CONSENT+{route}"
        lines.append(_line("财政同意", "提高标准须先征得同意", "须附同意文号", uplift))
    return Proposal(amount, route, lines)


def eligibility(
    facts: Mapping[str, Any], day: date | datetime, *, large_amount: Decimal | None = None
) -> list[Check]:
    """Check every condition of a reward against stated facts; an unstated one comes back as None.

    Keys (booleans): ``natural_person``, ``clear_target``, ``key_evidence``, ``not_known_before``,
    ``closed``, ``facts_match``, ``is_regulator_staff``, ``is_infringed_party``, ``is_offender``,
    ``is_insider``, ``paid_by_market_entity``, ``anonymous``, ``code_kept``, and for the gravity of
    the violation ``criminal_liability``, ``stop_production``, ``ordered_closed``,
    ``licence_revoked``, ``large_amount_confirmed`` with ``penalty_total`` in yuan. ``first_in_time``
    is asked only when it is given, since it matters only among several reporters.
    ``large_amount`` is the province's sum for 较大数额罚没款; until one is known a person must say.
    Articles: 第二条, 第五条, 第八条至第十条. Raises BadFact and NotInForce.
    """
    version = rule("reward.eligibility").on(day)
    threshold = large_amount
    if threshold is None and "province_large_amount" in version.params:
        threshold = version.decimal("province_large_amount")
    answers: dict[str, Callable[[], bool | None]] = {
        "JL-2-1": lambda: _said(facts, "natural_person"),
        "JL-2-2": lambda: _major(facts, threshold),
        "JL-8-1": lambda: _said(facts, "clear_target"),
        "JL-8-2": lambda: _said(facts, "key_evidence"),
        "JL-8-3": lambda: _said(facts, "not_known_before"),
        "JL-8-4": lambda: _said(facts, "closed"),
        "JL-9-1": lambda: _said(facts, "first_in_time"),
        "JL-9-4": lambda: _said(facts, "facts_match"),
        "JL-10-1": lambda: _denied(facts, "is_regulator_staff"),
        "JL-10-2": lambda: _denied(facts, "is_infringed_party"),
        "JL-10-3": lambda: _not_the_offender(facts),
        "JL-10-4": lambda: _denied(facts, "paid_by_market_entity"),
        "JL-5-2": lambda: _identified(facts),
    }
    return [
        Check(item.code, item.text, item.source, item.confidence, answers[item.code]())
        for item in version.items
        if item.code != "JL-9-1" or "first_in_time" in facts
    ]


def _major(facts: Mapping[str, Any], threshold: Decimal | None) -> bool | None:
    signs = ("criminal_liability", "stop_production", "ordered_closed", "licence_revoked")
    stated = [_said(facts, key) for key in signs]
    if any(stated):
        return True
    large = _large(facts, threshold)
    return None if None in stated and large is False else large


def _large(facts: Mapping[str, Any], threshold: Decimal | None) -> bool | None:
    confirmed = _said(facts, "large_amount_confirmed")
    if confirmed is not None:
        return confirmed
    if facts.get("penalty_total") is None:
        return None
    total = _sum("penalty_total", facts["penalty_total"])
    if threshold is not None:
        return total >= threshold
    return False if total == 0 else None


def _not_the_offender(facts: Mapping[str, Any]) -> bool | None:
    offender = _said(facts, "is_offender")
    if offender is not True:
        return None if offender is None else True
    return _said(facts, "is_insider")


def _identified(facts: Mapping[str, Any]) -> bool | None:
    anonymous = _said(facts, "anonymous")
    if anonymous is not True:
        return None if anonymous is None else True
    return _said(facts, "code_kept")


def _said(facts: Mapping[str, Any], key: str) -> bool | None:
    value = facts.get(key)
    if value is None or isinstance(value, bool):
        return value
    raise BadFact(f"{key} must be true, false or unstated, not {value!r}")


def _denied(facts: Mapping[str, Any], key: str) -> bool | None:
    value = _said(facts, key)
    return None if value is None else not value


def _sum(name: str, value: object) -> Decimal:
    if value is None:
        return Decimal(0)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise BadFact(f"{name} must be a Decimal of yuan, not {type(value).__name__}")
    if not Decimal(value).is_finite() or value < 0:
        raise BadFact(f"{name} cannot be {value}")
    return Decimal(value)


def _line(label: str, formula: str, value: str, version: Version) -> Line:
    return Line(label, formula, value, version.source, version.confidence)


def _yuan(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP):,f}元"


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
