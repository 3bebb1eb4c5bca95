"""Whose matter it is: a text and a few facts in, the competent departments out, ranked and with reasons.

Deterministic: each line of the list is weighed by the concepts found in the text; no model, no chance, no network.
The finding is a proposal to the dispatcher; people decide.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from jurisdiction.lexicon import Lexicon, Seen, lexicon, plain
from jurisdiction.listing import Department, Duty, DutyList, list_on
from jurisdiction.places import townships_in

STAGE_PICKED = 3.0
PRODUCT_ENTERED = 2.0
CUE = 0.8
CUES_COUNTED = 2
AGAINST = 1.5
FAINT = 0.35  # what is left of a line whose `needs` the text does not meet: a runner-up at most
FLOOR = 0.9  # below this a line is noise, not a runner-up
HALF = 4.0  # the raw weight that shows as a score of 0.50
TOWNSHIPS = "各乡镇"


@dataclass(frozen=True)
class Facts:
    """What is known of a matter. `stage` is a code of the list ("school") or its Chinese name; all but text optional."""

    text: str
    product: str = ""
    stage: str = ""
    place: str = ""


@dataclass(frozen=True)
class Finding:
    """One department that may be competent. `item` is empty where an order, not a line of the list, is the ground.

    `basis` holds the words of the line or rule, `source` where they stand, `score` 0 to 1 (comparable within one
    answer and between answers; it is no probability).
    """

    department: str
    item: str
    basis: str
    reasons: tuple[str, ...]
    score: float
    source: str


@dataclass(frozen=True)
class _Weighed:
    weight: float
    reasons: tuple[str, ...]


def find(facts: Facts, day: date, *, limit: int = 5) -> list[Finding]:
    """Find whose matter it is: one Finding per department, the likeliest first, never empty, at most `limit`.

    The law day `day` chooses the version of the list and the order cited. Raises NoListInForce (Annex 2 of the
    county's food safety plan; Order 121 arts. 2, 3).
    """
    duties = list_on(day)
    words = lexicon()
    seen = words.read("。".join(part for part in (facts.text, facts.product, facts.place) if part))
    best: dict[str, Finding] = {}
    for finding in _weigh_all(duties, facts, seen, words):
        known = best.get(finding.department)
        if known is None or finding.score > known.score:
            best[finding.department] = finding
    ranked = sorted(best.values(), key=lambda finding: -finding.score)  # stable: ties keep the list's order
    return [replace(f, score=_shown(f.score)) for f in ranked[:limit]]


def _weigh_all(
    duties: DutyList, facts: Facts, seen: Mapping[str, Seen], words: Lexicon
) -> Iterable[Finding]:
    stage = _stage(facts.stage, duties)
    products = words.read(facts.product)
    text = plain(facts.text)
    hub = duties.remainder.department
    for department, duty in duties.duties():
        weighed = _weigh(duty.weights, duty.unless, duty.prior, seen)
        extra = _extra(duty, duties, stage, products, text)
        weight = (weighed.weight + extra.weight) * (1 if _considered(duty, seen) else FAINT)
        if weight >= FLOOR and (weighed.reasons or extra.reasons):
            yield Finding(
                department=department.name,
                item=duty.item,
                basis=duty.words,
                reasons=(*weighed.reasons, *extra.reasons, *_where(department, facts)),
                score=weight,
                source=f"{duties.name} {duty.item}",
            )
    rest = duties.remainder
    weighed = _weigh(rest.weights, rest.unless, rest.prior, seen)
    yield Finding(
        department=hub,
        item="",
        basis=rest.words,
        reasons=weighed.reasons or ("文中没有与清单某一条相合的词语，先由市场监管局登记，由分流员判断",),
        score=max(weighed.weight, rest.prior),
        source=rest.source,
    )


def _considered(duty: Duty, seen: Mapping[str, Seen]) -> bool:
    return all(not codes or any(code in seen for code in codes) for codes in (duty.needs, duty.and_needs))


def _weigh(
    weights: Mapping[str, float], unless: Sequence[str], prior: float, seen: Mapping[str, Seen]
) -> _Weighed:
    found = [(weights[code] * s.strength, s) for code, s in seen.items() if code in weights]
    found.sort(key=lambda pair: -pair[0])
    against = sum(AGAINST * seen[code].strength for code in unless if code in seen)
    reasons = tuple(
        f"文中{''.join(f'“{word}”' for word in s.words[:4])}→ {s.concept.name}" for _, s in found
    )
    return _Weighed(prior + sum(weight for weight, _ in found) - against, reasons)


def _extra(
    duty: Duty, duties: DutyList, stage: str, products: Mapping[str, Seen], text: str
) -> _Weighed:
    weight = 0.0
    reasons: list[str] = []
    if stage and stage in duty.stages:
        weight += STAGE_PICKED
        reasons.append(f"登记的环节“{duties.stages[stage]}”")
    for code in duty.products:
        if code in products:
            weight += PRODUCT_ENTERED
            reasons.append(f"登记的产品“{products[code].words[0]}”→ {duties.products[code]}")
    cues = [cue for cue in duty.cues if plain(cue) in text][:CUES_COUNTED]
    if cues:
        weight += CUE * len(cues)
        reasons.append(f"文中{''.join(f'“{cue}”' for cue in cues)}与清单用语相合")
    return _Weighed(weight, tuple(reasons))


def _where(department: Department, facts: Facts) -> tuple[str, ...]:
    if department.name != TOWNSHIPS:
        return ()
    towns = townships_in(facts.place) or townships_in(facts.text)
    return (f"地点在{'、'.join(town.name for town in towns)}",) if towns else ()


def _stage(stage: str, duties: DutyList) -> str:
    if stage in duties.stages:
        return stage
    return next((code for code, name in duties.stages.items() if stage and stage == name), "")


def _shown(weight: float) -> float:
    return round(weight / (weight + HALF), 2)
