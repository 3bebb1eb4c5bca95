"""The calendar strip laid out as weeks, for whoever draws it: squares only, no words of any language but the days' own.

A door puts its own words beside each kind of day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from statutes.clocks import Day

WEEK = 7


@dataclass(frozen=True, slots=True)
class Square:
    """One square of a week: a day of the strip, or a blank (``on`` is None) before the first and after the last.

    ``kind``, ``number`` and ``name`` are those of the ``Day``.
    """

    on: date | None
    kind: str = ""
    number: int | None = None
    name: str = ""
    is_due: bool = False
    is_today: bool = False


BLANK = Square(None)


def weeks(days: Iterable[Day], due_on: date, today: date | None = None) -> list[list[Square]]:
    """Lay a strip out in weeks from Monday to Sunday, blanks filling the first and the last; empty for no days.

    ``due_on`` and ``today`` mark their squares; the days must follow one another without a gap.
    """
    squares = [
        Square(d.on, d.kind, d.number, d.name, is_due=d.on == due_on, is_today=d.on == today) for d in days
    ]
    if not squares or squares[0].on is None:
        return []
    filled = [BLANK] * squares[0].on.weekday() + squares
    filled += [BLANK] * (-len(filled) % WEEK)
    return [filled[at : at + WEEK] for at in range(0, len(filled), WEEK)]
