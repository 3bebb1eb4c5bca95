"""How text is cut for the search, and how what an officer types becomes a question to the index.

Chinese is written without blanks, so every two neighbouring characters are one token (a "bigram"), and the last one of
a run stands alone as well: a word of two characters is one look-up, a single character is the beginning of a token.
Letters and figures of ASCII stay whole. Both databases are asked in their own grammar, from one tree.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

LONGEST_TOKEN = 40
# Of one column; a statement is shorter, and PostgreSQL counts places no further than 16,383.
MOST_TOKENS = 6000
LONGEST_QUESTION = 60
MOST_WORDS = 8

# The columns of the index, each with the weight that stands for it in PostgreSQL.
WEIGHTS = {"numbers": "A", "business": "B", "initials": "C", "words": "D"}
ALL = tuple(WEIGHTS)
NAMED = ("numbers", "business", "initials")

# What may be a telephone, an identity card or an account, and an address of mail: nobody's search word, so that a
# person whom a statement names by it cannot be found by it. A number of ours is none.
_SOMEONES = re.compile(r"([A-Za-z]{2}-\d{4}-\d{6}(?!\d))|\S+@\S+|\d(?:[\s\-—–·.]?\d){6,}[xX]?")
_BLANK_BETWEEN = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")


def folded(text: str) -> str:
    """A text as it is compared: full-width forms narrowed, letters lowered; traditional characters stay themselves."""
    return unicodedata.normalize("NFKC", text).lower()


def runs(text: str) -> list[str]:
    """The unbroken runs of a folded text: of ASCII letters and figures, or of other characters; all else parts them."""
    kinds = groupby(text, lambda c: c.isascii() if c.isalnum() else None)
    return ["".join(run) for kind, run in kinds if kind is not None]


def pairs(run: str) -> list[str]:
    """A run as bigrams, its last character alone at the end: 食品店 → 食品 品店 店."""
    return [run[at : at + 2] for at in range(len(run))]


def cut(text: str) -> Iterator[str]:
    """The tokens of a text, in order; blanks between Chinese characters are no boundary."""
    for run in runs(_BLANK_BETWEEN.sub("", folded(text))):
        if run.isascii():
            yield run[:LONGEST_TOKEN]
        else:
            yield from pairs(run)


def squeezed(number: str) -> str:
    """A number without its hyphens and blanks, as it is compared: TS-2026-000123 → ts2026000123."""
    return "".join(c for c in folded(number) if c.isascii() and c.isalnum())[:LONGEST_TOKEN]


def spellings(number: str) -> Iterator[str]:
    """Every way a number is asked for: whole, without its series, without its year, without leading noughts."""
    parts = [part for part in re.split(r"[^0-9a-z]+", folded(number)) if part]
    for at in range(len(parts)):
        yield "".join(parts[at:])[:LONGEST_TOKEN]
    if parts and (bare := parts[-1].lstrip("0")) != parts[-1] and bare:
        yield bare


@dataclass(frozen=True)
class Searched:
    """What a matter may be found by. Only what is named here enters the index: nothing sealed, no officer's reasons.

    `numbers` are official numbers and credit codes, `business` names, `initials` their pinyin initials, `words` all
    other text. Empty values are left out.
    """

    numbers: tuple[str, ...] = ()
    business: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def tokens(self) -> dict[str, str]:
        """The row of the index: the tokens of each column, parted by blanks."""
        # A name is one run: brackets and marks in it are written or left out at will.
        names = ("".join(c for c in folded(name) if c.isalnum()) for name in map(_nobodys, self.business))
        return {
            "numbers": _row(dict.fromkeys(s for number in self.numbers for s in spellings(number))),
            "business": _row(token for name in names for token in cut(name)),
            "initials": _row(token for name in self.initials for token in pairs(squeezed(name))),
            "words": _row(token for text in self.words for token in cut(_nobodys(text))),
        }


def _row(tokens: Iterable[str]) -> str:
    return " ".join(token for token, _n in zip(tokens, range(MOST_TOKENS), strict=False))


def _nobodys(text: str) -> str:
    return _SOMEONES.sub(lambda found: found[1] or "|", unicodedata.normalize("NFKC", text))


# --- the question ------------------------------------------------------------------------------------------------


class Wanted(Protocol):
    """A condition on a row of the index, said in the grammar of either database; `is_named`: the words are not asked.

    PostgreSQL keeps two vectors, of all columns and of the named ones alone: a weight is said only where the vector
    holds more than what is asked, since it makes the database look at each row again.
    """

    @property
    def is_named(self) -> bool: ...

    def fts5(self) -> str: ...

    def tsquery(self) -> str: ...


@dataclass(frozen=True)
class Phrase:
    """Neighbouring tokens in one of the columns; `begins`: the last one need only begin so. Tokens are alphanumeric."""

    tokens: tuple[str, ...]
    columns: tuple[str, ...] = ALL
    begins: bool = False

    @property
    def is_named(self) -> bool:
        return "words" not in self.columns

    def fts5(self) -> str:
        said = " + ".join(f'"{token}"' for token in self.tokens)
        return f"({{{' '.join(self.columns)}}} : {said}{' *' if self.begins else ''})"

    def tsquery(self) -> str:
        weights = "" if self.columns in (ALL, NAMED) else "".join(WEIGHTS[column] for column in self.columns)
        marks = f":{'*' if self.begins else ''}{weights}".rstrip(":")
        return "(" + " <-> ".join(f"'{token}'{marks}" for token in self.tokens) + ")"


@dataclass(frozen=True)
class Joined:
    """All of these, or with `any_of` one of them at least."""

    parts: tuple[Wanted, ...]
    any_of: bool = False

    @property
    def is_named(self) -> bool:
        return all(part.is_named for part in self.parts)

    def fts5(self) -> str:
        return f"({(' OR ' if self.any_of else ' AND ').join(part.fts5() for part in self.parts)})"

    def tsquery(self) -> str:
        return f"({(' | ' if self.any_of else ' & ').join(part.tsquery() for part in self.parts)})"


@dataclass(frozen=True)
class Tier:
    """One part of an answer: what is wanted, but not what an earlier part, which asked the named columns, has shown."""

    wanted: Wanted
    without: Wanted | None = None

    def fts5(self) -> str:
        shown = f" NOT {self.without.fts5()}" if self.without else ""
        return self.wanted.fts5() + shown


@dataclass(frozen=True)
class Asked:
    """What an officer typed, read: words parted by blanks, all of which must be found; `number` is the whole as one."""

    words: tuple[str, ...]
    number: str = ""

    @property
    def runs(self) -> tuple[str, ...]:
        return tuple(run for word in self.words for run in runs(word))

    @property
    def is_enough(self) -> bool:
        """Whether it can be searched for: one character would bring up everything."""
        return sum(len(run) for run in self.runs) >= 2

    def tiers(self) -> list[Tier]:
        """The answer in order: what bears exactly this number, then what the business is called, then the rest."""
        business = _all(_word(word, NAMED) for word in self.words)
        rest = _all(_word(word, ALL) for word in self.words)
        if not any(c.isdigit() for c in self.number):
            return [Tier(business), Tier(rest, business)]
        exact = Phrase((self.number,), ("numbers",))
        return [Tier(exact), Tier(business, exact), Tier(rest, _any(exact, business))]


def ask(text: str) -> Asked:
    """Read what was typed; characters that mean something to a database mean nothing here."""
    whole = folded(text)[:LONGEST_QUESTION]
    words = tuple(word for word in whole.split() if runs(word))[:MOST_WORDS]
    number = squeezed(whole) if whole.isascii() else ""
    return Asked(words, number)


def _all(parts: Iterable[Wanted]) -> Wanted:
    found = tuple(parts)
    return found[0] if len(found) == 1 else Joined(found)


def _any(*parts: Wanted) -> Wanted:
    return Joined(parts, any_of=True)


def _word(word: str, columns: tuple[str, ...]) -> Wanted:
    """A word: each of its runs; a number of several parts (TS-2026-000123) also as one."""
    found = _all(_run(run, columns) for run in runs(word))
    if not word.isascii() or len(runs(word)) == 1:
        return found
    return _any(Phrase((squeezed(word),), ("numbers",)), found)


def _run(run: str, columns: tuple[str, ...]) -> Wanted:
    if not run.isascii():
        pieces = pairs(run)
        return Phrase(tuple(pieces[:-1]) or (run,), columns, begins=len(run) == 1)
    # Whole, not by its beginning: half of all numbers begin with the year, and no index makes short work of that.
    whole = Phrase((run[:LONGEST_TOKEN],), columns)
    if len(run) == 1 or run.isdigit():
        return whole
    return _any(whole, Phrase(tuple(pairs(run)[:-1]), ("initials",)))


def marked(text: str, asked: Asked) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it was asked for: for marking the match where it is read."""
    shown, places = "", []
    for at, character in enumerate(text):
        for fold in folded(character):
            shown += fold
            places.append(at)
    hit = [False] * len(text)
    for run in asked.runs:
        start = shown.find(run)
        while start >= 0:
            # A figure or a Latin word is found whole, not as a part of another.
            sides = shown[max(0, start - 1) : start] + shown[start + len(run) : start + len(run) + 1]
            if not (run.isascii() and any(c.isascii() and c.isalnum() for c in sides)):
                for place in places[start : start + len(run)]:
                    hit[place] = True
            start = shown.find(run, start + 1)
    grouped = groupby(zip(text, hit, strict=True), lambda pair: pair[1])
    return [("".join(c for c, _hit in piece), is_hit) for is_hit, piece in grouped]
