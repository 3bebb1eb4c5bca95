"""Questions the texts leave open, and the answers recorded for them: each with author, day and reason.

What ships with the release is a recorded default like any other; the bureau's own answers are handed in
as a ``Readings`` and stand beside every date they touch.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from statutes.errors import UnknownQuestion, UnknownReading

TABLE = Path(__file__).parent / "data" / "readings.toml"


@dataclass(frozen=True, slots=True)
class Question:
    """One open question: where it arises, what may be answered, and what this release answers.

    ``choices`` maps each answer to its Chinese words; ``default`` is one of them.
    """

    code: str
    title: str
    asks: str
    source: str
    confidence: str
    default: str
    reason: str
    choices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """One recorded answer. ``number`` is the bureau's decision number, empty for a shipped default."""

    question: str
    choice: str
    author: str
    decided_on: date
    reason: str
    number: str = ""

    @property
    def words(self) -> str:
        """The answer in Chinese."""
        return question(self.question).choices[self.choice]

    @property
    def told(self) -> str:
        """Answer, number, day and reason in one Chinese line, for a receipt that anybody may read.

        The officer who recorded it is named on the page of readings, not here.
        """
        who = f"本局认定{self.number}" if self.number else self.author
        return f"{question(self.question).title}：{self.words}（{who}，{self.decided_on}：{self.reason}）"


class Readings:
    """The answers in force; a question nobody answered anew has the shipped default."""

    def __init__(self, recorded: Iterable[Reading] = ()) -> None:
        """Take recorded answers; the last one to a question counts.

        Raises UnknownQuestion and UnknownReading for what the shelf does not list.
        """
        self._recorded: dict[str, Reading] = {}
        for each in recorded:
            if each.choice not in question(each.question).choices:
                raise UnknownReading(f"{each.question} cannot be answered {each.choice!r}")
            self._recorded[each.question] = each

    def of(self, code: str) -> Reading:
        """Give the answer in force to a question; raises UnknownQuestion when the shelf does not ask it."""
        found = self._recorded.get(code)
        return found if found is not None else _default(code)

    def choice(self, code: str) -> str:
        """Give only the chosen answer to a question."""
        return self.of(code).choice

    def recorded(self) -> tuple[Reading, ...]:
        """Give the answers that differ from what ships, or repeat it, because somebody recorded them."""
        return tuple(self._recorded.values())


def question(code: str) -> Question:
    """Take a question by its code; raises UnknownQuestion when there is none."""
    try:
        return questions()[code]
    except KeyError:
        raise UnknownQuestion(f"no question {code!r} on the shelf") from None


@cache
def questions() -> Mapping[str, Question]:
    """Load every question by code, in the order of the file."""
    table = _table()
    return MappingProxyType(
        {
            f"{area}.{short}": Question(code=f"{area}.{short}", **body)
            for area, entries in table["question"].items()
            for short, body in entries.items()
        }
    )


@cache
def _default(code: str) -> Reading:
    asked, table = question(code), _table()
    return Reading(code, asked.default, table["author"], table["decided_on"], asked.reason)


@cache
def _table() -> Mapping[str, Any]:
    with TABLE.open("rb") as file:
        return tomllib.load(file)


SHIPPED = Readings()
"""The answers of this release alone."""
