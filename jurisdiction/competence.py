"""Whose matter it is: a text and a few facts in, the competent departments out, ranked and with reasons.

Deterministic: each line of the list is weighed by the concepts found in the text (lexicon) and by its own phrases where
the text repeats them (wording); each department also gains by how like the text is to what was told of its matters
before (told: counts of words). No chance, no network; every gain is shown as a reason.
The finding is a proposal to the dispatcher; people decide.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from jurisdiction.lexicon import Lexicon, Seen, lexicon, plain
from jurisdiction.listing import Department, Duty, DutyList, Remainder, list_on
from jurisdiction.places import townships_in
from jurisdiction.told import Likeness, told
from jurisdiction.wording import repeated

CUE = 0.8  # a word of the very line
CUES_COUNTED = 2
PRODUCT_ENTERED = 1.0
STAGE_PICKED = 0.75  # added to the strength of a concept that the clerk also picked as the stage
STRONGEST = 2.0
WHEN_STAGE_PICKED = 0.15  # what is left of the likeness of words where the clerk has said the stage
AGAINST = 1.5  # what one concept of `unless` takes away
FAINT = 0.35  # what is left of a line whose `needs` the text does not meet: a runner-up at most
FLOOR = 0.9  # below this a line is noise, not a runner-up
FEW = 3  # where fewer departments than this reach the floor, fainter ones fill the answer up
FAINTEST = 0.3
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
    likeness: Mapping[str, Likeness]


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
    ranked = sorted(
        (_liked(finding, reading) for finding in _best(duties, facts, reading)),
        key=lambda finding: -finding.score,  # stable: ties keep the list's order
    )
    ranked = [finding for finding in ranked if finding.score >= FAINTEST and finding.reasons]
    clear = sum(finding.score >= FLOOR or finding.item == "" for finding in ranked)
    ranked = ranked[: max(clear, FEW)]
    return [replace(finding, score=_shown(finding.score)) for finding in ranked[:limit]]


def _best(duties: DutyList, facts: Facts, reading: _Reading) -> list[Finding]:
    """Each department's likeliest line; the market regulator's may be the order of the day."""
    best: dict[str, Finding] = {}
    for finding in (*_by_list(duties, facts, reading), _by_order(duties.remainder, reading)):
        known = best.get(finding.department)
        if known is None or finding.score > known.score:
            best[finding.department] = finding
    return list(best.values())


def _liked(finding: Finding, reading: _Reading) -> Finding:
    """The finding with what narratives told before add to its department."""
    like = reading.likeness.get(finding.department)
    if like is None:
        return finding
    said = f"文中{_quoted(like.phrases)}" if like.phrases else "行文"
    reason = f"{said}与归{finding.department}的来件相近"
    weight = like.weight * (WHEN_STAGE_PICKED if reading.stage else 1)
    return replace(finding, score=max(finding.score, 0.0) + weight, reasons=(*finding.reasons, reason))


def _read(facts: Facts, duties: DutyList, words: Lexicon) -> _Reading:
    seen = words.read("\n".join(part for part in (facts.text, facts.product, facts.place) if part))
    stage = _stage(facts.stage, duties)
    for code in duties.stage_means.get(stage, ()):
        found = seen.get(code)
        if found is None:
            seen[code] = Seen(words.concepts[code], (), 1.0)
        else:
            seen[code] = replace(found, strength=min(STRONGEST, found.strength + STAGE_PICKED))
    return _Reading(seen, stage, words.read(facts.product), plain(facts.text), told().like(facts.text))


def _stage(stage: str, duties: DutyList) -> str:
    if stage in duties.stages:
        return stage
    return next((code for code, name in duties.stages.items() if name == stage), "")


def _by_list(duties: DutyList, facts: Facts, reading: _Reading) -> Iterator[Finding]:
    said = repeated(facts.text, duties)
    for department, duty in duties.duties():
        weighed = _weigh(duty.weights, duty.unless, duty.prior, reading.seen)
        more = _more(duty, duties, reading)
        weight = (weighed.weight + more.weight) * (1 if _considered(duty, reading.seen) else FAINT)
        own: tuple[str, ...] = ()
        if duty.item in said:
            weight = max(weight, 0.0) + said[duty.item].weight
            own = (f"文中{_quoted(said[duty.item].phrases[:WORDS_SHOWN])}是该条的原话",)
        yield Finding(
            department=department.name,
            item=duty.item,
            basis=duty.words,
            reasons=(*weighed.reasons, *more.reasons, *own, *_where(department, facts)),
            score=weight if weighed.reasons or more.reasons or own else 0.0,
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
