"""Reading a clerk's words: which stages, products, places and conducts a text speaks of.

Rule-based and deterministic: the same text always gives the same reading, and each concept found can show the
words it was found by. The words stand in list/lexicon.toml.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parent / "list" / "lexicon.toml"
CLAUSE_END = re.compile("[，。；！？、,;!?\n]")  # plain() turns the full-width marks of NFKC into narrow ones
IN_CLAUSE = r"[^,。;!?\n]"  # what a pattern's dot stands for: never over the end of a clause
NEGATING = ("不是", "并非", "不在", "不属于", "不涉及", "没去", "不针对", "不关")
NEGATING_AFTER = ("无关", "没关系")
NEGATION_REACH = (
    8  # characters before or after the word, within its clause, in which a negation takes it back
)


@dataclass(frozen=True)
class Concept:
    """One thing the list of duties distinguishes; `kind` is stage, product, conduct or actor."""

    code: str
    name: str
    kind: str
    negatable: bool


@dataclass(frozen=True)
class Seen:
    """A concept found in a text: by which words, in the order of reading, and how strongly (0.5 to 1.5)."""

    concept: Concept
    words: tuple[str, ...]
    strength: float


@dataclass(frozen=True)
class _Entry:
    concept: Concept
    full: bool


@dataclass(frozen=True)
class _Match:
    start: int
    end: int
    entries: tuple[_Entry, ...]


class Lexicon:
    """The concepts and their words, ready to read texts with."""

    def __init__(self, tables: list[dict[str, Any]]) -> None:
        self.concepts: dict[str, Concept] = {}
        self._words: dict[str, tuple[_Entry, ...]] = {}
        self._patterns: list[tuple[re.Pattern[str], _Entry]] = []
        self._covering: list[tuple[re.Pattern[str], _Entry]] = []  # what they match hides the words inside
        for table in tables:
            concept = Concept(table["code"], table["name"], table["kind"], table.get("negatable", False))
            if concept.code in self.concepts:
                raise ValueError(f"concept {concept.code} stands twice in the lexicon")
            self.concepts[concept.code] = concept
            for full, words in ((True, table["words"]), (False, table.get("hints", []))):
                for word in words:
                    key = plain(word)
                    self._words[key] = (*self._words.get(key, ()), _Entry(concept, full))
            patterns = self._covering if table.get("covers") else self._patterns
            for pattern in table.get("patterns", []):
                patterns.append((re.compile(pattern.replace(".", IN_CLAUSE)), _Entry(concept, True)))
        self._longest = max(map(len, self._words))

    def read(self, text: str) -> dict[str, Seen]:
        """What `text` speaks of, by concept code. A word inside a longer matched word does not count."""
        text = plain(text)
        found: dict[str, tuple[Concept, dict[str, bool]]] = {}
        for match in (*self._outermost(text), *_by(self._patterns, text)):
            for entry in match.entries:
                if entry.concept.negatable and _taken_back(text, match):
                    continue
                words = found.setdefault(entry.concept.code, (entry.concept, {}))[1]
                word = text[match.start : match.end]
                words[word] = words.get(word, False) or entry.full
        return {
            code: Seen(concept, tuple(words), _strength(words)) for code, (concept, words) in found.items()
        }

    def _outermost(self, text: str) -> Iterator[_Match]:
        reached, last_start = 0, -1
        for match in sorted(self._matches(text), key=lambda m: (m.start, -m.end)):
            if match.end > reached or (match.end == reached and match.start == last_start):
                yield match
                reached, last_start = match.end, match.start

    def _matches(self, text: str) -> Iterator[_Match]:
        yield from _by(self._covering, text)
        for start in range(len(text)):
            for end in range(min(len(text), start + self._longest), start, -1):
                if entries := self._words.get(text[start:end]):
                    yield _Match(start, end, entries)
                    break  # the longest word at this place


def plain(text: str) -> str:
    """The text as the lexicon compares it: full-width forms narrowed, letters lowered, blanks removed."""
    return re.sub(r"[ \t\u3000]+", "", unicodedata.normalize("NFKC", text)).lower()


def _by(patterns: list[tuple[re.Pattern[str], _Entry]], text: str) -> Iterator[_Match]:
    for pattern, entry in patterns:
        for hit in pattern.finditer(text):
            yield _Match(hit.start(), hit.end(), (entry,))


def _taken_back(text: str, match: _Match) -> bool:
    before = CLAUSE_END.split(text[max(0, match.start - NEGATION_REACH) : match.start])[-1]
    after = CLAUSE_END.split(text[match.end : match.end + NEGATION_REACH])[0]
    return any(word in before for word in NEGATING) or any(word in after for word in NEGATING_AFTER)


def _strength(words: dict[str, bool]) -> float:
    full = sum(words.values())
    hints = len(words) - full
    if not full:
        return 0.5 if hints == 1 else 0.7
    return min(1.5, 1 + 0.25 * (full - 1) + 0.1 * hints)


@cache
def lexicon() -> Lexicon:
    """The lexicon of list/lexicon.toml, read once."""
    with SOURCE.open("rb") as file:
        return Lexicon(tomllib.load(file)["concept"])
