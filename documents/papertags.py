"""The filters of paper templates: lines of a fact, full citations, closing stops, Chinese item numbers."""

import re
from collections.abc import Sequence
from typing import Any

from django import template

from documents.citations import cite as full_titles
from documents.citations import cite_line
from documents.numerals import chinese_ordinal

register = template.Library()

MOST_WEEKS = 12
"""How many weeks of a calendar stand in one table, which is never broken between two pages."""

_STOPS = "。；;，,、.！!？? \u3000"


@register.filter
def lines(fact: str | Sequence[str]) -> list[str]:
    """The paragraphs of a fact: the entries of a list, or the non-blank lines of a text."""
    texts = [fact] if isinstance(fact, str) else fact
    return [line.strip() for text in texts for line in text.splitlines() if line.strip()]


@register.filter
def cite(fact: str | Sequence[str]) -> str:
    """A citation with full titles; several are joined as one enumeration."""
    return "、".join(full_titles(line) for line in lines(fact))


@register.filter
def told(line: str) -> str:
    """A line of explanation with full titles and the orders it mentions called by their issuer."""
    return cite_line(line)


@register.filter
def calendars(strip: Sequence[str]) -> list[list[dict[str, Any]]]:
    """A frozen strip as tables of whole weeks, few enough in each to stand on one page and all about as long.

    Each week has its year (26/27 where it spans two) and seven squares: day, number, kind and word.
    """
    rows = [_week(line) for line in strip or ()]
    tables = -(-len(rows) // MOST_WEEKS) or 1
    size = -(-len(rows) // tables) or 1
    return [rows[first : first + size] for first in range(0, len(rows), size)]


def _week(line: str) -> dict[str, Any]:
    squares = [square.split("|", 3) for square in line.split(";")]
    years = list(dict.fromkeys(on[:4] for on, *_rest in squares if on))
    return {
        "year": years[0] if len(years) == 1 else "/".join(year[2:] for year in years),
        "squares": [
            {"day": s[0][5:], "number": s[1], "kind": s[2] or "blank", "word": s[3]} for s in squares
        ],
    }


@register.filter
def closed(fact: str | Sequence[str]) -> str:
    """A text as one sentence that ends in exactly one full stop, whatever the officer typed at its end."""
    words = "；".join(line.rstrip(_STOPS) for line in lines(fact))
    return f"{words}。"


@register.filter
def bare(text: str) -> str:
    """A text without a stop at its end, for items that the template closes itself."""
    return " ".join(lines(text)).rstrip(_STOPS)


@register.filter
def ordinal(n: int | str) -> str:
    """An item number in Chinese figures (三); a code that is no number from 1 to 99 stays as it is."""
    digits = str(n)
    return chinese_ordinal(int(digits)) if re.fullmatch(r"[1-9]\d?", digits) else digits


@register.filter
def figures(amount: str) -> str:
    """A sum without a currency word around it, so that the template says 人民币 and 元 once."""
    return amount.strip().removeprefix("人民币").removeprefix("¥").removesuffix("元")


@register.filter
def working_days(period: str) -> str:
    """A period of working days with its unit: a bare number gets it, a period that has one keeps it."""
    return f"{period.strip()}个工作日" if period.strip().isdecimal() else period.strip()
