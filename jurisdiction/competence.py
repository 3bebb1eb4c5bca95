"""Whose matter it is: a text and a few facts in, the competent departments out, ranked and with reasons.

Deterministic: each line of the list is weighed by the concepts found in the text; no model, no chance, no network.
The finding is a proposal to the dispatcher; people decide.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from jurisdiction.lexicon import Lexicon, Seen, lexicon, plain
from jurisdiction.listing import Department, Duty, DutyList, Remainder, list_on
from jurisdiction.places import townships_in

CUE = 0.8  # a word of the very line
CUES_COUNTED = 2
PRODUCT_ENTERED = 1.0
STAGE_PICKED = 0.75  # added to the strength of a concept that the clerk also picked as the stage
STRONGEST = 2.0
AGAINST = 1.5  # what one concept of `unless` takes away
FAINT = 0.35  # what is left of a line whose `needs` the text does not meet: a runner-up at most
FLOOR = 0.9  # below this a line is noise, not a runner-up
HALF = 4.0  # the weight that shows as a score of 0.50
WORDS_SHOWN = 4
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
class _Reading:
    """What the facts say: the concepts found, the stage picked, the concepts of the product, the bare text."""

    seen: Mapping[str, Seen]
    stage: str
    products: Mapping[str, Seen]
    text: str


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
    reading = _read(facts, duties, lexicon())
    best: dict[str, Finding] = {}
    for finding in (*_by_list(duties, facts, reading), _by_order(duties.remainder, reading)):
        known = best.get(finding.department)
        if known is None or finding.score > known.score:
            best[finding.department] = finding
    ranked = sorted(best.values(), key=lambda finding: -finding.score)  # stable: ties keep the list's order
    return [replace(finding, score=_shown(finding.score)) for finding in ranked[:limit]]


def _read(facts: Facts, duties: DutyList, words: Lexicon) -> _Reading:
    seen = words.read("\n".join(part for part in (facts.text, facts.product, facts.place) if part))
    stage = _stage(facts.stage, duties)
    for code in duties.stage_means.get(stage, ()):
        told = seen.get(code)
        if told is None:
            seen[code] = Seen(words.concepts[code], (), 1.0)
        else:
            seen[code] = replace(told, strength=min(STRONGEST, told.strength + STAGE_PICKED))
    return _Reading(seen, stage, words.read(facts.product), plain(facts.text))


def _stage(stage: str, duties: DutyList) -> str:
    if stage in duties.stages:
        return stage
    return next((code for code, name in duties.stages.items() if name == stage), "")


def _by_list(duties: DutyList, facts: Facts, reading: _Reading) -> Iterator[Finding]:
    for department, duty in duties.duties():
        weighed = _weigh(duty.weights, duty.unless, duty.prior, reading.seen)
        more = _more(duty, duties, reading)
        weight = (weighed.weight + more.weight) * (1 if _considered(duty, reading.seen) else FAINT)
        if weight >= FLOOR and (weighed.reasons or more.reasons):
            yield Finding(
                department=department.name,
                item=duty.item,
                basis=duty.words,
                reasons=(*weighed.reasons, *more.reasons, *_where(department, facts)),
                score=weight,
                source=f"{duties.name} {duty.item}",
            )


def _by_order(rest: Remainder, reading: _Reading) -> Finding:
    weighed = _weigh(rest.weights, rest.unless, rest.prior, reading.seen)
    unclear = "清单定不出部门时，由接收投诉举报的市场监管局登记，由分流员判断"
    return Finding(
        department=rest.department,
        item="",
        basis=rest.words,
        reasons=weighed.reasons or (unclear,),
        score=max(weighed.weight, rest.prior),
        source=rest.source,
    )


def _considered(duty: Duty, seen: Mapping[str, Seen]) -> bool:
    return all(not codes or any(code in seen for code in codes) for codes in (duty.needs, duty.and_needs))


def _weigh(
    weights: Mapping[str, float], unless: Sequence[str], prior: float, seen: Mapping[str, Seen]
) -> _Weighed:
    found = [(weights[code] * concept.strength, concept) for code, concept in seen.items() if code in weights]
    found.sort(key=lambda pair: -pair[0])
    against = sum(AGAINST * seen[code].strength for code in unless if code in seen)
    reasons = tuple(_reason(concept) for _weight, concept in found if concept.words)
    return _Weighed(prior + sum(weight for weight, _concept in found) - against, reasons)


def _reason(seen: Seen) -> str:
    return f"文中{_quoted(seen.words[:WORDS_SHOWN])}→ {seen.concept.name}"


def _more(duty: Duty, duties: DutyList, reading: _Reading) -> _Weighed:
    """What the line gains from its own words and from the fields the clerk filled."""
    weight = 0.0
    reasons: list[str] = []
    if any(code in duty.weights for code in duties.stage_means.get(reading.stage, ())):
        reasons.append(f"登记的环节“{duties.stages[reading.stage]}”")  # its weight is already in the reading
    for code in duty.products:
        if code in reading.products:
            weight += PRODUCT_ENTERED
            reasons.append(f"登记的产品{_quoted(reading.products[code].words[:1])}→ {duties.products[code]}")
    cues = [cue for cue in duty.cues if plain(cue) in reading.text][:CUES_COUNTED]
    if cues:
        weight += CUE * len(cues)
        reasons.append(f"文中{_quoted(cues)}与该条的事项相合")
    return _Weighed(weight, tuple(reasons))


def _where(department: Department, facts: Facts) -> tuple[str, ...]:
    if department.name != TOWNSHIPS:
        return ()
    towns = townships_in(facts.place) or townships_in(facts.text)
    return (f"地点在{'、'.join(town.name for town in towns)}",) if towns else ()


def _quoted(words: Sequence[str]) -> str:
    return "".join(f"“{word}”" for word in words)


def _shown(weight: float) -> float:
    return round(weight / (weight + HALF), 2)
