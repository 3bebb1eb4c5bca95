"""Holds the recorded facts of a case against the criminal thresholds and says what each of them found.

A hit is a suspicion on objective facts (移送规定第三条): it opens a task for people, never decides guilt.
A missing fact is reported as missing and never guessed; coming close is shown and never refers.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from statutes.errors import BadFact
from statutes.moments import beijing_day
from statutes.rules import Version, rule

OUTCOMES = ("hit", "needs_opinion", "missing", "near", "no")
"""What a screening can find, the gravest first."""


@dataclass(frozen=True, slots=True)
class Screening:
    """What one threshold found in the facts.

    ``lines`` shows the arithmetic in Chinese, the decisive line first; ``missing`` names the fact
    keys still needed; ``human`` says that a person's judgement (test report, 认定意见) is part of it.
    """

    id: str
    offence: str
    basis: str
    outcome: str
    lines: list[str]
    missing: list[str]
    confidence: str
    human: bool


@dataclass
class _Finding:
    """Collects what the single tests say; the gravest outcome wins."""

    near: int
    outcome: str = "no"
    lines: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    human: bool = False

    def add(self, outcome: str, line: str, missing: Iterable[str] = ()) -> None:
        graver = OUTCOMES.index(outcome) < OUTCOMES.index(self.outcome)
        if graver:
            self.outcome = outcome
            self.lines.insert(0, line)
        else:
            self.lines.append(line)
        self.missing += [key for key in missing if key not in self.missing]

    def weigh(self, label: str, value: Decimal, limit: Decimal, *, source: str, unit: str = "元") -> bool:
        """Compare a number with its threshold (以上 includes it), write the line, tell the result."""
        reached = value >= limit
        gap = "" if reached else f"，差{limit - value:,f}{unit}"
        line = f"{label}{value:,f}{unit}{'≥' if reached else '＜'}{limit:,f}{unit}{gap}（{source}）"
        if reached:
            self.add("hit", line)
        elif value * 100 >= limit * self.near:
            self.add("near", f"接近：{line}")
        else:
            self.add("no", line)
        return reached

    def lacks(self, *keys: str) -> None:
        self.add("missing", "缺少：" + "、".join(NAMES.get(key, key) for key in keys), keys)


NAMES: Mapping[str, str] = {
    "conduct": "行为类型",
    "sales_amount": "销售金额",
    "unsold_value": "未销售货值金额",
    "severe_exceedance": "是否严重超出标准限量",
    "food_poisoning_cases": "严重食物中毒人数",
    "light_injuries": "轻伤人数",
    "disability_light": "轻度残疾人数",
    "disability_medium": "中度残疾人数",
    "organ_general": "一般功能障碍人数",
    "organ_severe": "严重功能障碍人数",
    "product": "产品类别",
}
"""How the facts are called on the screen; the keys are those of the fact dictionary."""


def screen(facts: Mapping[str, Any], day: date | datetime) -> list[Screening]:
    """Hold the facts against every threshold on the shelf, as the law stands on a day.

    Keys read: ``conduct`` (set of tags), ``sales_amount`` and ``unsold_value`` (Decimal or int yuan),
    ``severe_exceedance`` ("yes", "no", "needs_opinion" or bool), counts of persons, ``product``,
    ``sold_to``, ``quantity_large``, ``duration_days`` or ``began_on`` and ``ended_on``,
    ``prior_conviction_food``, ``prior_penalty_effective_dates``, ``act_date``, ``substance_in_list``.
    Raises BadFact for a float, a negative sum or count, or a wrong type.
    """
    on = beijing_day(day)
    near = rule("crime.screening").on(on).number("near_percent")
    found = []
    for label, name, test in _TESTS:
        entry = rule(name)
        if not entry.in_force_on(on):
            first = entry.versions[0]
            line = f"该日适用的标准未上架（{first.source}自{first.in_force.isoformat()}起），须由人判断"
            screening = Screening(
                label, entry.title, first.source, "needs_opinion", [line], [], first.confidence, True
            )
        else:
            version = entry.on(on)
            finding = _Finding(near)
            test(version, facts, finding)
            screening = Screening(
                label,
                version.title,
                version.source,
                finding.outcome,
                finding.lines,
                finding.missing,
                version.confidence,
                finding.human,
            )
        found.append(screening)
    return found


def _goods(version: Version, facts: Mapping[str, Any], finding: _Finding) -> None:
    """C-140 and C-140-EXP: sold, unsold, or sold times three plus unsold."""
    if not _conduct_met(version, facts, finding):
        return
    sales, unsold = _money(facts, "sales_amount"), _money(facts, "unsold_value")
    params = version.params
    if sales is not None and finding.weigh(
        "销售金额", sales, version.decimal("sales"), source=params["sales_source"]
    ):
        passed = [tier for tier in params["tiers"] if sales >= tier]
        if passed:
            finding.lines.append(f"销售金额已到{passed[-1]:,}元的加重档")
        return
    if sales == 0 and unsold is not None:
        finding.weigh("尚未销售，货值金额", unsold, version.decimal("unsold"), source=params["unsold_source"])
    elif sales is not None and unsold is not None:
        factor = version.number("factor")
        label = f"{sales:,f}×{factor}＋{unsold:,f}＝"
        total = sales * factor + unsold
        finding.weigh(label, total, version.decimal("combined"), source=params["combined_source"])
    lacking = [key for key, value in (("sales_amount", sales), ("unsold_value", unsold)) if value is None]
    if lacking:
        finding.lacks(*lacking)


def _unsafe_food(version: Version, facts: Mapping[str, Any], finding: _Finding) -> None:
    """C-143: the kinds of danger; most need a test report or an opinion, so people are always part of it."""
    finding.human = True
    if not _conduct_met(version, facts, finding):
        return
    tags = _tags(facts, "conduct") or set()
    for item in version.items:
        given = item.code in tags or facts.get(item.code) is True
        if item.code in ("food_below_standard", "severe_exceedance") or not given:
            continue
        if item.code == "nutrient_severely_off":
            product = facts.get("product")
            if product is None:
                finding.lacks("product")
                continue
            if product not in version.params["special_products"]:
                continue
        finding.add("hit", f"{item.text}（{version.source}）")
    exceeded = _tri(facts, "severe_exceedance", tags)
    text = version.item("severe_exceedance").text
    if exceeded == "yes":
        finding.add("hit", f"{text}（{version.source}）")
    elif exceeded == "needs_opinion":
        finding.add("needs_opinion", f"是否{text}，须有检验报告或者设区的市级以上机构的认定意见")
    elif exceeded == "":
        finding.lacks("severe_exceedance")
    else:
        finding.add("no", f"未{text}")


def _harm(version: Version, facts: Mapping[str, Any], finding: _Finding) -> None:
    """C-143-HARM: persons hurt, each kind by its own number."""
    if not _food_conduct(facts, finding):
        return
    lacking = []
    for item in version.items:
        count, limit = _count(facts, item.code), version.number(item.code)
        if count is None:
            lacking.append(item.code)
            continue
        if count:
            finding.weigh(item.text, Decimal(count), Decimal(limit), source=version.source, unit="人")
    if lacking:
        finding.lacks(*lacking)


def _serious(version: Version, facts: Mapping[str, Any], finding: _Finding) -> None:
    """C-143-SER: 200,000 yuan, or half of it together with one of four circumstances."""
    if not _food_conduct(facts, finding):
        return
    sales = _money(facts, "sales_amount")
    if sales is None:
        finding.lacks("sales_amount")
        return
    half, source = version.decimal("sales_with_circumstance"), version.source
    weighed = _Finding(finding.near)
    if not weighed.weigh("销售金额", sales, version.decimal("sales"), source=source):
        for code, present in _circumstances(version, facts):
            if present:
                weighed.weigh(f"{version.item(code).text}，销售金额", sales, half, source=source)
    danger = _Finding(finding.near)
    _unsafe_food(rule("crime.143").versions[-1], facts, danger)
    if weighed.outcome == "hit" and danger.outcome != "hit":
        # The circumstance only aggravates the offence: without its danger there is nothing to aggravate.
        finding.human = True
        reason = "金额已达严重情节，是否足以造成严重食物中毒等危害尚未认定"
        finding.add(danger.outcome, reason if danger.outcome != "no" else "未见足以造成严重危害的情形")
        finding.missing += danger.missing
        finding.lines += weighed.lines
        return
    for line in weighed.lines:
        finding.add(weighed.outcome, line)


def _toxic(version: Version, facts: Mapping[str, Any], finding: _Finding) -> None:
    """C-144: conduct alone; no amount and no consequence is asked for."""
    tags, listed = _tags(facts, "conduct"), _tags(facts, "substance_in_list") or set()
    on_list = sorted(listed & set(version.params["lists"]))
    if on_list:
        finding.add("hit", f"检出物质在名单内：{'、'.join(on_list)}（{version.source}）")
    for item in version.items:
        if tags is not None and item.code in tags:
            finding.human = finding.human or not on_list
            finding.add("hit", f"{item.text}，不问数额和后果（{version.source}）")
    if finding.outcome == "hit":
        return
    finding.human = True
    if _tri(facts, "toxic_or_harmful", set()) == "needs_opinion":
        finding.add("needs_opinion", "是否有毒、有害，须有检验报告或者认定意见")
    elif tags is None:
        finding.lacks("conduct")
    else:
        finding.add("no", "未发现所列行为")


_Test = Callable[[Version, Mapping[str, Any], _Finding], None]

_TESTS: tuple[tuple[str, str, _Test], ...] = (
    ("C-140", "crime.140", _goods),
    ("C-140-EXP", "crime.140-exp", _goods),
    ("C-143", "crime.143", _unsafe_food),
    ("C-143-HARM", "crime.143-harm", _harm),
    ("C-143-SER", "crime.143-ser", _serious),
    ("C-144", "crime.144", _toxic),
)


def _conduct_met(version: Version, facts: Mapping[str, Any], finding: _Finding) -> bool:
    tags = _tags(facts, "conduct")
    if tags is None:
        finding.lacks("conduct")
        return False
    present = [item.text for item in version.items if item.code in tags]
    if not present:
        finding.add("no", "未发现所列行为")
        return False
    finding.lines.append("行为：" + "、".join(present))
    return True


def _food_conduct(facts: Mapping[str, Any], finding: _Finding) -> bool:
    return _conduct_met(rule("crime.143").versions[-1], facts, finding)


def _circumstances(version: Version, facts: Mapping[str, Any]) -> list[tuple[str, bool]]:
    sold_to = _tags(facts, "sold_to") or set()
    return [
        ("lasting", facts.get("quantity_large") is True or _lasted(version, facts)),
        ("special_product", facts.get("product") in version.params["special_products"]),
        ("vulnerable_buyers", bool(sold_to & set(version.params["vulnerable"]))),
        ("repeat", facts.get("prior_conviction_food") is True or _repeated(version, facts)),
    ]


def _lasted(version: Version, facts: Mapping[str, Any]) -> bool:
    began, ended = facts.get("began_on"), facts.get("ended_on")
    if isinstance(began, date) and isinstance(ended, date):
        return ended >= _later(began, months=version.number("lasting_months"))
    # Without the two days only a count of days is known; six calendar months are never longer than this.
    days = _count(facts, "duration_days")
    return days is not None and days >= version.number("lasting_days")


def _repeated(version: Version, facts: Mapping[str, Any]) -> bool:
    act = facts.get("act_date")
    priors = facts.get("prior_penalty_effective_dates") or ()
    if not isinstance(act, date):
        return False
    months = 12 * version.number("prior_years")
    return any(prior <= act <= _later(prior, months=months) for prior in priors)


def _later(day: date, *, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _money(facts: Mapping[str, Any], key: str) -> Decimal | None:
    value = facts.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise BadFact(f"{key} must be a Decimal or an int of yuan, not {type(value).__name__}")
    if not Decimal(value).is_finite() or value < 0:
        raise BadFact(f"{key} cannot be {value}")
    return Decimal(value)


def _count(facts: Mapping[str, Any], key: str) -> int | None:
    value = facts.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadFact(f"{key} must be a count of zero or more, not {value!r}")
    return value


def _tags(facts: Mapping[str, Any], key: str) -> set[str] | None:
    value = facts.get(key)
    if value is None:
        return None
    if not isinstance(value, set | frozenset | list | tuple):
        raise BadFact(f"{key} must be a set or list of tags, not {type(value).__name__}")
    return {str(tag) for tag in value}


def _tri(facts: Mapping[str, Any], key: str, tags: set[str]) -> str:
    value = facts.get(key)
    if value is None:
        return "yes" if key in tags else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value not in ("yes", "no", "needs_opinion"):
        raise BadFact(f"{key} must be yes, no or needs_opinion, not {value!r}")
    return str(value)
