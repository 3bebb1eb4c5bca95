"""What narratives told before say of a new one: which department's matters are told in such words.

The lexicon knows the words somebody thought of; people use others (the stars of a hotel, the dipping of tomatoes).
list/told.toml keeps invented narratives with the department each belongs to. Every character and pair of characters of
a new text is held against how often it stands in each department's narratives: plain counting, the same every time,
and the phrases that spoke most can be shown.
"""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path

from jurisdiction.lexicon import NEGATING, plain

SOURCE = Path(__file__).parent / "list" / "told.toml"
UNSEEN = 0.03  # what a sign counts as where it was never met: not impossible, only unusual
REACH = 30.0  # a department further than this from the likeliest gains nothing
MOST = 5.5  # what the likeliest gains, about as much as one strong concept of the lexicon
ENOUGH = 8  # pairs of characters met before; with fewer the gain shrinks: a few words prove little
TELLING = 1.5  # from here on a pair of characters is worth showing
SHOWN = 3
NOT_CHINESE = re.compile("[^\u4e00-\u9fff]+")  # figures, letters and marks are no words of a department
SIGNS_READ = 4000  # of an endless text this much is read


@dataclass(frozen=True)
class Likeness:
    """How much a text is told like a department's matters (0 to MOST), and the phrases that say so, strongest first."""

    weight: float
    phrases: tuple[str, ...]


class Told:
    """Narratives with their departments, counted."""

    def __init__(self, narratives: Iterable[tuple[str, str]]) -> None:
        self._narratives: Counter[str] = Counter()
        self._met: dict[str, Counter[str]] = defaultdict(Counter)
        self._known: dict[str, Mapping[str, float]] = {}
        for department, text in narratives:
            self._narratives[department] += 1
            for sign in set(_signs(text)):
                self._met[sign][department] += 1

    def like(self, text: str) -> Mapping[str, Likeness]:
        """The departments whose matters are told like `text`; empty where the text says too little."""
        signs = sorted(set(_signs(text)))
        spoke = {sign: self._speaks(sign) for sign in signs if sign in self._met}
        sums = {name: sum(says[name] for says in spoke.values()) for name in self._narratives}
        pairs = sum(len(sign) == 2 for sign in spoke)
        if not pairs:
            return {}
        best, full = max(sums.values()), MOST * min(1.0, pairs / ENOUGH)
        return {
            name: Likeness(full * (1 - (best - total) / REACH), _phrases(text, name, spoke))
            for name, total in sums.items()
            if best - total < REACH
        }

    def _speaks(self, sign: str) -> Mapping[str, float]:
        """For each department, how much more usual the sign is in its narratives than in the others' (logarithm)."""
        known = self._known.get(sign)
        if known is None:
            met, told = self._met[sign], self._narratives
            ever, all_told = sum(met.values()), sum(told.values())
            known = self._known[sign] = {
                name: log(
                    ((met[name] + UNSEEN) / (number + 10 * UNSEEN))
                    / ((ever - met[name] + 3 * UNSEEN) / (all_told - number + 30 * UNSEEN))
                )
                for name, number in told.items()
            }
        return known


def _clauses(text: str) -> list[str]:
    """The stretches of Chinese of the text, but for those that say what it is not about."""
    clauses = NOT_CHINESE.split(plain(text[:SIGNS_READ]))
    return [clause for clause in clauses if not clause.startswith(NEGATING)]


def _signs(text: str) -> Iterator[str]:
    for clause in _clauses(text):
        yield from clause
        yield from (clause[at : at + 2] for at in range(len(clause) - 1))


def _phrases(text: str, name: str, spoke: Mapping[str, Mapping[str, float]]) -> tuple[str, ...]:
    """The stretches of the text in which pair after pair speaks for the department, the strongest first."""
    found: dict[str, float] = {}
    for clause in _clauses(text):
        start, strength = 0, 0.0
        for at in range(len(clause)):
            says = spoke.get(clause[at : at + 2], {}).get(name, 0.0)
            if says >= TELLING and at + 1 < len(clause):
                strength = max(strength, says)
                continue
            if strength:
                found[clause[start : at + 1]] = strength
            start, strength = at + 1, 0.0
    return tuple(sorted(found, key=lambda phrase: -found[phrase])[:SHOWN])


@cache
def told() -> Told:
    """The narratives of list/told.toml, counted once."""
    with SOURCE.open("rb") as file:
        splits = tomllib.load(file)
    return Told((entry["expect"], entry["text"]) for split in splits.values() for entry in split)
