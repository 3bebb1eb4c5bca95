"""The filters of paper templates: lines of a fact, full citations, closing stops, Chinese item numbers."""

import re
from collections.abc import Sequence

from django import template

from documents.citations import cite as full_titles
from documents.numerals import chinese_ordinal

register = template.Library()

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
