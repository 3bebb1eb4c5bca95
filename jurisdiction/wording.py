"""How far a text repeats a line of the list word for word: an official who writes to us uses the list's own phrases.

A phrase that many departments' lines share (食品安全, 有关部门) says nothing; one that stands in the lines of a single
department says most. Deterministic, and each phrase counted can be shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log

from jurisdiction.lexicon import CLAUSE_END, plain
from jurisdiction.listing import DutyList

GRAM = 3  # characters compared at a time
SHORTEST = 4  # a shorter phrase is chance
EACH = 0.6  # what one gram of a single department's own is worth
MOST = 4.5
COMMON = 6  # from this many departments on, a gram is nobody's


@dataclass(frozen=True)
class Repeated:
    """What a text repeats of one line: the phrases in the order of reading, and what they weigh (0 to MOST)."""

    phrases: tuple[str, ...]
    weight: float


def repeated(text: str, duties: DutyList) -> Mapping[str, Repeated]:
    """Which lines the text repeats, by item. A line of which it repeats nothing of weight is not in the answer."""
    worth, lines = _grams(duties)
    clauses = [clause for clause in CLAUSE_END.split(plain(text)) if len(clause) >= SHORTEST]
    told = {gram for clause in clauses for gram in _cut(clause)}
    answer = {}
    for item, grams in lines.items():
        if len(told & grams) < SHORTEST - GRAM + 1:
            continue
        phrases = tuple(dict.fromkeys(phrase for clause in clauses for phrase in _phrases(clause, grams)))
        counted = {gram for phrase in phrases for gram in _cut(phrase)}
        weight = min(MOST, EACH * sum(worth[gram] for gram in counted))
        if weight:
            telling = tuple(phrase for phrase in phrases if any(worth[gram] for gram in _cut(phrase)))
            answer[item] = Repeated(telling, weight)
    return answer


def _phrases(clause: str, grams: frozenset[str]) -> Iterator[str]:
    """The longest stretches of the clause whose every gram stands in the line."""
    start = None
    for at, gram in enumerate((*_cut(clause), "")):
        if gram in grams:
            start = at if start is None else start
        elif start is not None:
            if at - start + GRAM - 1 >= SHORTEST:
                yield clause[start : at + GRAM - 1]
            start = None


def _cut(text: str) -> tuple[str, ...]:
    return tuple(text[at : at + GRAM] for at in range(len(text) - GRAM + 1))


@lru_cache(maxsize=8)
def _worths(
    lines: tuple[tuple[int, str, str], ...],
) -> tuple[Mapping[str, float], Mapping[str, frozenset[str]]]:
    owners: dict[str, set[int]] = {}
    by_item: dict[str, frozenset[str]] = {}
    for department, item, words in lines:
        grams = frozenset(gram for clause in CLAUSE_END.split(plain(words)) for gram in _cut(clause))
        by_item[item] = grams
        for gram in grams:
            owners.setdefault(gram, set()).add(department)
    return {gram: max(0.0, 1 - log(len(who)) / log(COMMON)) for gram, who in owners.items()}, by_item


def _grams(duties: DutyList) -> tuple[Mapping[str, float], Mapping[str, frozenset[str]]]:
    return _worths(tuple((department.number, duty.item, duty.words) for department, duty in duties.duties()))
