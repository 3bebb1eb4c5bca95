"""Standard paragraphs by ground: the reasons of papers in plain words, with gaps for what happened in the matter.

They are proposals: an officer inserts one, fills its gaps and owns every word of it. Read once from
``documents/standard/*.toml``.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import statutes
from cases.citing import gaps_in
from documents.citations import cite
from documents.numerals import chinese_ordinal
from enterprises.names import initials, name_key
from statutes import Rule, Version

STANDARD = Path(__file__).parent / "standard"
ARTICLE = "{article}"
"""In a text: the full citation of the ground, or of the rule that lists none, on the day of the matter."""

_CLAUSE = re.compile(r"[\W_]+")
_LATIN = re.compile(r"[a-z0-9]+")


class BadParagraph(ValueError):
    """An entry that breaks the layout, or serves a rule or a ground the shelf does not have."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Which listed ground of which rule a paragraph serves, between two days; ``code`` is empty where none is listed."""

    rule: str
    code: str
    in_force: date
    until: date | None

    def covers(self, day: date) -> bool:
        """Tell whether the day lies between its two, both included."""
        return self.in_force <= day and (self.until is None or day <= self.until)

    def version(self, day: date) -> Version:
        """The rule as it reads on a day."""
        return statutes.rule(self.rule).on(day)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One standard paragraph: the verbs of the steps it serves, its grounds, and its text with 【gaps】."""

    id: str
    verbs: tuple[str, ...]
    grounds: tuple[Ground, ...]
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A paragraph as it is offered on a day: its ground by code and words, and its text with the article cited."""

    id: str
    title: str
    ground: str
    ground_text: str
    text: str

    @property
    def gaps(self) -> list[str]:
        """Its gaps, in their order, each with its marks."""
        return gaps_in(self.text)


def paragraphs_for(verb: str, day: date, ground: str = "", query: str = "") -> list[Offer]:
    """What serves a step on the day whose law governs the matter, by order of grounds.

    ``ground`` keeps those of one code, empty all. ``query`` is words, all of which must be found in the title, the
    ground or the text; small letters also find the pinyin initials of a run of characters (``clqx`` 处理权限).
    """
    wanted = query.casefold().split()
    found = [
        (serves, paragraph)
        for paragraph in paragraphs()
        if verb in paragraph.verbs
        for serves in paragraph.grounds
        if serves.covers(day) and ground in ("", serves.code) and statutes.rule(serves.rule).in_force_on(day)
    ]
    found.sort(key=lambda pair: _order_of(pair[0], day))
    return [
        offer
        for serves, paragraph in found
        for offer in [_offer(paragraph, serves, day)]
        if all(_fits(word, offer) for word in wanted)
    ]


@cache
def paragraphs() -> tuple[Paragraph, ...]:
    """Load every paragraph once; raises BadParagraph for an entry that breaks the layout."""
    found: list[Paragraph] = []
    for path in sorted(STANDARD.glob("*.toml")):
        with path.open("rb") as file:
            found += read(tomllib.load(file), path.name)
    ids = [each.id for each in found]
    if twice := sorted({each for each in ids if ids.count(each) > 1}):
        raise BadParagraph(f"paragraphs share an id: {twice}")
    return tuple(found)


def read(table: Mapping[str, Any], where: str) -> list[Paragraph]:
    """Read the sets of one file; raises BadParagraph, with the place, for what the shelf does not bear out."""
    _only(table, {"set"}, where)
    return [paragraph for body in table.get("set", ()) for paragraph in _set(body, where)]


def _set(body: Mapping[str, Any], where: str) -> Iterator[Paragraph]:
    _only(body, {"verbs", "law", "paragraph"}, where)
    if not body.get("verbs") or not body.get("law") or not body.get("paragraph"):
        raise BadParagraph(f"{where}: a set names the verbs and the law it serves, and has paragraphs")
    grounds = tuple(_ground(each, where) for each in body["law"])
    for each in body["paragraph"]:
        _only(each, {"id", "title", "text"}, where)
        if not all(str(each.get(name, "")).strip() for name in ("id", "title", "text")):
            raise BadParagraph(f"{where}: a paragraph has an id, a title and a text")
        if re.search(r"[【】]", re.sub(r"【[^【】]+】", "", each["text"])):
            raise BadParagraph(f"{where}: {each['id']}: a gap is not closed or has no name")
        yield Paragraph(each["id"], tuple(body["verbs"]), grounds, each["title"], each["text"])


def _ground(body: Mapping[str, Any], where: str) -> Ground:
    _only(body, {"rule", "ground", "in_force", "until"}, where)
    try:
        rule = statutes.rule(str(body.get("rule")))
    except statutes.UnknownRule as unknown:
        raise BadParagraph(f"{where}: {unknown}") from unknown
    serves = Ground(rule.name, str(body.get("ground", "")), body["in_force"], body.get("until"))
    if serves.until is not None and serves.until < serves.in_force:
        raise BadParagraph(f"{where}: {rule.name}: its days stand out of order")
    served = _served(serves, rule)
    if not served:
        raise BadParagraph(f"{where}: {rule.name} was not in force from {serves.in_force}")
    if serves.code and not all(version.has_item(serves.code) for version in served):
        raise BadParagraph(f"{where}: {rule.name} does not list ground {serves.code!r} in all that time")
    return serves


def _served(serves: Ground, rule: Rule) -> list[Version]:
    """Every version of the rule that is in force at some time between the days of a ground."""
    return [
        version
        for version in rule.versions
        if (serves.until is None or version.in_force <= serves.until)
        and (version.until is None or serves.in_force <= version.until)
    ]


def _only(body: Mapping[str, Any], known: set[str], where: str) -> None:
    if strange := set(body) - known:
        raise BadParagraph(f"{where}: unknown keys {sorted(strange)}")


def _order_of(serves: Ground, day: date) -> tuple[str, int]:
    codes = [item.code for item in serves.version(day).items]
    return serves.rule, codes.index(serves.code) if serves.code in codes else -1


def _offer(paragraph: Paragraph, serves: Ground, day: date) -> Offer:
    version = serves.version(day)
    text = version.item(serves.code).text if serves.code else ""
    article = cite(version.source)
    if serves.code.isdigit():
        article += f"第{chinese_ordinal(int(serves.code))}项"
    return Offer(paragraph.id, paragraph.title, serves.code, text, paragraph.text.replace(ARTICLE, article))


def _fits(word: str, offer: Offer) -> bool:
    """A word stands in the title, the ground or the text; letters also where they are the initials of a run."""
    words = (offer.title, offer.ground_text, offer.text)
    if any(_squeezed(word) in whole for whole in map(_squeezed, words)):
        return True
    return bool(_LATIN.fullmatch(word)) and any(word in run for each in words for run in _initials(each))


@cache
def _squeezed(words: str) -> str:
    """The comparable characters of a whole text, in small letters."""
    return "".join(name_key(clause) for clause in _CLAUSE.split(words))


@cache
def _initials(words: str) -> tuple[str, ...]:
    """The pinyin initials of each clause, so that no run reaches over a stop."""
    return tuple(initials(clause) for clause in _CLAUSE.split(words) if clause)
