"""What a form of paper is, the words its facts are asked for by, and what may not become a paper."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cases.citing import gaps_in
from documents.numerals import paper_number

LETTER, OFFICIAL, TABLE = "letter", "official", "table"
"""信函格式, 红头公文格式, 表格式: the three layouts, each a stylesheet and a head under templates/documents/."""

MAIN, SIDE = "正卷", "副卷"

COMPLAINANT, INFORMANT, PARTIES, POLICE = "complainant", "informant", "parties", "police"
UNIT, DEPARTMENT, FILER, OUTSIDE = "unit", "department", "filer", "outside"
"""Whom a paper speaks to; to a unit it is internal. A filer is complainant or informant, by the kind of the matter;
outside is who reads a case's main volume: the party, his lawyer, the organ of reconsideration, the court."""

BY_CODE = frozenset({INFORMANT, FILER})
"""Addressees that a paper calls by their code and nothing else, see `check`."""

_CODE = re.compile(r"(?:举报人|投诉人|匿名举报人|来件人)?\s*[0-9A-Z]{4,16}")


class UnknownForm(LookupError):
    """A form nobody has registered."""


class MissingFacts(ValueError):
    """A paper that would come out with gaps; ``labels`` names each gap in Chinese."""

    def __init__(self, title: str, labels: list[str]) -> None:
        self.labels = labels
        super().__init__(f"{title}缺少：{'、'.join(labels)}")


class NotACode(ValueError):
    """A paper to an informant addressed by something other than a code; the message does not repeat it."""


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of paper.

    ``mark`` is the part of its number before the year. ``basis`` is the rule on the shelf under which it is
    issued. ``facts`` maps the name of each required fact to its Chinese label, ``optional`` those that the paper
    prints when they are there; ``answers`` the clocks that its recorded service stops; a fact is a string or a list
    of strings, other names are kept but not printed. ``cites_other_days`` says why a paper may cite law of other
    days than its matter's; empty for all that may not. ``tells_of_no_report`` marks a paper that leaves nothing by
    which its reader could know that a report stands behind the case (令121 art. 37).
    """

    code: str
    title: str
    layout: str
    mark: str
    volume: str
    addressee: str
    basis: str
    facts: Mapping[str, str]
    optional: Mapping[str, str] = field(default_factory=dict)
    answers: tuple[str, ...] = ()
    cites_other_days: str = ""
    tells_of_no_report: bool = False

    @property
    def template(self) -> str:
        """The template's path under templates/documents/."""
        return f"{self.code}.html"

    @property
    def number_pattern(self) -> str:
        """How its numbers look, for example ``平市监投受〔{year}〕{n}号``."""
        return f"{self.mark}〔{{year}}〕{{n}}号"

    def number(self, year: int, n: int) -> str:
        """Its n-th number of a year, ``平市监投受〔2026〕12号``; raises ValueError for n below 1."""
        return paper_number(self.mark, year, n)


OTHERS_WORDS = frozenset({"addressee", "respondent", "subject", "request", "about"})
"""Facts that repeat what others said: whom and what they cite, rightly or not, is theirs."""

WRITTEN = frozenset({"reason", "findings", "terms", "result"})
"""Facts an officer writes in running text, standard paragraphs with gaps among them; 【待核】 elsewhere is a mark."""

ALWAYS = {"organ": "制发机关", "addressee": "主送", "matter_number": "登记编号", "contact_phone": "联系电话"}
CONTACT = {"contact_address": "联系地址"}
INTERNAL = {"organ": "制发机关", "addressee": "承办机构", "matter_number": "登记编号"}
DISPUTE = {"received_on": "收到日期", "respondent": "被投诉人", "subject": "投诉事项", "basis": "法律依据"}
REPORTED = {"received_on": "收到日期", "respondent": "被举报人", "subject": "举报事项", "basis": "法律依据"}
CAME_IN = {"kind_word": "来件类别", "received_on": "收到日期", "respondent": "被反映人", "basis": "法律依据"}
ROUTES = {"routes": "其他解决途径", "routes_basis": "其他解决途径的依据"}
"""Facts that several forms ask for, each name with its Chinese label."""


def missing(wanted: Form, facts: Mapping[str, Any]) -> list[str]:
    """The Chinese labels of the required facts that are absent or blank, in the order of the form."""
    return [label for name, label in wanted.facts.items() if is_blank(facts.get(name))]


def own_words(wanted: Form, facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(name, text) of every printed fact in which the bureau itself speaks."""
    for name in (*wanted.facts, *wanted.optional):
        fact = facts.get(name) or ""
        if name not in OTHERS_WORDS:
            yield from ((name, text) for text in (fact if isinstance(fact, list | tuple) else [fact]))


def open_gaps(wanted: Form, facts: Mapping[str, Any]) -> list[str]:
    """Label and gap of every 【…】 an officer left open in what he wrote."""
    labels = {**wanted.facts, **wanted.optional}
    return [
        f"{labels[name]}{gap}"
        for name, text in own_words(wanted, facts)
        if name in WRITTEN
        for gap in gaps_in(text)
    ]


def is_blank(fact: Any) -> bool:
    """Whether a fact would print as nothing: an empty text, an empty list, or a list with an empty text in it."""
    if isinstance(fact, str):
        return not fact.strip()
    if isinstance(fact, (list, tuple)):
        return not fact or any(is_blank(part) for part in fact)
    return fact is None


def check(wanted: Form, facts: Mapping[str, Any]) -> None:
    """Refuse facts that may not become a paper.

    Raises `MissingFacts` for gaps, TypeError for a printed fact that is neither text nor a list of texts, and
    `NotACode` when a paper to an informant is addressed by more than a code: an informant's name has no place on
    paper, whatever the caller froze (令121 art. 37; 食品安全法 art. 115).
    """
    if gaps := missing(wanted, facts):
        raise MissingFacts(wanted.title, gaps)
    for name in (*wanted.facts, *wanted.optional):
        fact = facts.get(name, "")
        texts = fact if isinstance(fact, (list, tuple)) else [fact]
        if not all(isinstance(text, str) for text in texts):
            raise TypeError(f"{wanted.code}: the fact {name} is neither text nor a list of texts")
    if wanted.addressee in BY_CODE and not _CODE.fullmatch(facts["addressee"].strip()):
        raise NotACode(f"{wanted.title}只能以代号称呼收件人")
