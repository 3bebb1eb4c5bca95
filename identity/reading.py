"""How a text is read when a sealed value is looked for in it: every character folded by itself, then windows slid.

Each character is folded without regard to its neighbours (half-width, small letters, no marks, spaces or
punctuation), so that the reading of a text contains the reading of every part of it. That is what lets the guard
promise that a value standing in a text is found, whatever stands around it.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence

# What a value is made of decides which stretches of a text can hold it, and so which windows are worth a digest.
DIGITS = "digits"  # telephone and identity numbers, also when written with Chinese numerals
LATIN = "latin"  # e-mail addresses, passports, names in Latin letters
TEXT = "text"  # anything else
SHAPES = (DIGITS, LATIN, TEXT)

_RUNS = {DIGITS: re.compile(r"[0-9]+"), LATIN: re.compile(r"[0-9a-z]+"), TEXT: re.compile(r".+")}
_NUMERALS = str.maketrans("〇零一壹幺二贰两三叁四肆五伍六陆七柒八捌九玖", "0011122233445566778899")


class _Fold(dict[int, str]):
    """What becomes of one character, worked out at its first appearance; most of punctuation becomes nothing."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(code)).casefold())
        self[code] = kept = "".join(_plain_digit(c) for c in parts if c.isalnum())
        return kept


def _plain_digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


# A circle is punctuation to Unicode and a zero to whoever writes a number in Chinese.
_FOLD = _Fold({ord("○"): "〇"})


def fold(text: str) -> str:
    """A text as it is compared: half-width, small letters, nothing but letters and digits."""
    return text.translate(_FOLD)


def only_digits(text: str) -> str:
    """The digits of a text, Chinese numerals among them, and nothing else."""
    return "".join(_RUNS[DIGITS].findall(_shaped(text, DIGITS)))


class Reading:
    """One text, read for values of a shape; `public` are words whose own appearance in it gives nothing away.

    A business that bears its owner's name is printed in every paper about it: the name inside the business's
    name is excused, the same name anywhere else is not.
    """

    def __init__(self, text: str, shape: str, public: Sequence[str] = ()) -> None:
        self._said = _shaped(text, shape)
        self._runs = [run.group() for run in _RUNS[shape].finditer(self._said)]
        self._public = [words for p in public if (words := _shaped(p, shape))]

    def windows(self, length: int) -> set[str]:
        """Every different stretch of this length that a value of the shape could be."""
        return {run[i : i + length] for run in self._runs for i in range(len(run) - length + 1)}

    def gives_away(self, window: str) -> bool:
        """Whether the stretch stands anywhere outside the public words."""
        covered = self._covered()
        return any(
            not any(start <= at and at + len(window) <= end for start, end in covered)
            for at in _places(window, self._said)
        )

    def _covered(self) -> Collection[tuple[int, int]]:
        return [(at, at + len(words)) for words in self._public for at in _places(words, self._said)]


def _shaped(text: str, shape: str) -> str:
    return fold(text).translate(_NUMERALS) if shape == DIGITS else fold(text)


def _places(part: str, whole: str) -> Iterator[int]:
    at = whole.find(part)
    while at >= 0:
        yield at
        at = whole.find(part, at + 1)
