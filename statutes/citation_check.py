"""Holding the citations of a text against the shelf for a day: dead law, law not yet born, articles that never were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from types import MappingProxyType

from statutes.citations import Citation, read_citations
from statutes.instruments import Instrument, instruments
from statutes.moments import beijing_day
from statutes.rules import Version, shelf

ERROR, WARNING, NOTE = "error", "warning", "note"
"""An error blocks; a warning is shown to the officer, who checks by hand; a note says what the shelf itself lacks."""

UNKNOWN, NOT_YET, ENDED, RENAMED, NO_ARTICLE, UNVERIFIED = (
    "unknown", "not_yet", "ended", "renamed", "no_article", "unverified",
)  # fmt: skip
"""Kinds of problems: not on the shelf; not yet in force; no longer; under its former or coming title; beyond the
last article; on the shelf only as recalled (待核)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one citation on ``day``.

    ``since`` is the first day of an instrument not yet in force, ``until`` the last of one that ended, with its
    ``successor`` where the shelf knows it. ``title`` is the title of the day where another was written, ``last`` the
    number of the last article where it was exceeded.
    """

    kind: str
    severity: str
    citation: Citation
    day: date
    since: date | None = None
    until: date | None = None
    successor: Instrument | None = None
    title: str = ""
    last: int | None = None


def check_citations(text: str, day: date | datetime) -> tuple[Problem, ...]:
    """Tell every problem of the citations in a text on a Beijing day, in their order; nothing to tell is empty.

    What the shelf knows only from memory never blocks: such a finding is a warning. So is a citation that says
    itself that it speaks of former law.
    """
    asked = beijing_day(day)
    return tuple(problem for each in read_citations(text) for problem in _problems(each, asked))


def _problems(citation: Citation, day: date) -> list[Problem]:
    found = citation.instrument
    if found is None:
        return [Problem(UNKNOWN, WARNING, citation, day)]
    if not found.in_force_on(day):
        return [_not_in_force(citation, found, day)]
    problems = []
    title = found.title_on(day)
    if citation.name in set(found.titles) - {title} and not citation.former:
        problems.append(Problem(RENAMED, WARNING, citation, day, title=title))
    if citation.article is None:
        return problems
    last = _last_article(found, day)
    if citation.article < 1 or (last is not None and citation.article > last):
        problems.append(Problem(NO_ARTICLE, ERROR, citation, day, last=last))
    elif _only_recalled(citation, day):
        problems.append(Problem(UNVERIFIED, NOTE, citation, day))
    return problems


def _not_in_force(citation: Citation, found: Instrument, day: date) -> Problem:
    soft = found.confidence == "recalled" or citation.former
    severity = WARNING if soft else ERROR
    if found.in_force is not None and day < found.in_force:
        return Problem(NOT_YET, severity, citation, day, since=found.in_force)
    successor = instruments().get(found.successor)
    return Problem(ENDED, severity, citation, day, until=found.until, successor=successor)


def _last_article(found: Instrument, day: date) -> int | None:
    """The number of articles is that of the latest text; how many an earlier one had is not known."""
    latest = max((each.in_force for each in found.amended), default=found.in_force)
    return found.articles if latest is not None and day >= latest else None


def _only_recalled(citation: Citation, day: date) -> bool:
    """The shelf has the article on that day, and every rule that cites it only from memory."""
    versions = [
        version
        for version in _cited().get((citation.code, citation.article or 0, citation.sub), ())
        if version.in_force <= day and (version.until is None or day <= version.until)
    ]
    return bool(versions) and all(version.unverified for version in versions)


@cache
def _cited() -> Mapping[tuple[str, int, int], tuple[Version, ...]]:
    """Which versions on the shelf rest on an article: (instrument, article, 之几) → versions."""
    found: dict[tuple[str, int, int], list[Version]] = {}
    for each in shelf().values():
        for version in each.versions:
            for cited in read_citations(version.source):
                found.setdefault((cited.code, cited.article or 0, cited.sub), []).append(version)
    return MappingProxyType({key: tuple(versions) for key, versions in found.items()})
