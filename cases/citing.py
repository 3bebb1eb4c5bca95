"""What an officer writes, held against the law of the matter's day; and no gap of a standard paragraph left open."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procedure.steps import Act, needs_facts
from statutes import ERROR, Problem, check_citations
from statutes.citation_check import ENDED, NO_ARTICLE, NOT_YET, RENAMED, UNKNOWN, UNVERIFIED

WORDS: Mapping[str, Any] = {
    UNKNOWN: gettext_lazy("“%(cited)s”不在法规库，请人工核对"),
    NOT_YET: gettext_lazy("“%(cited)s”自%(since)s起施行，本事项适用%(day)s的规定，不能引用"),
    ENDED: gettext_lazy("“%(cited)s”有效至%(until)s，本事项适用%(day)s的规定，不能引用"),
    RENAMED: gettext_lazy("“%(cited)s”：该规定在%(day)s的名称是《%(title)s》"),
    NO_ARTICLE: gettext_lazy("“%(cited)s”：没有这一条"),
    UNVERIFIED: gettext_lazy("“%(cited)s”：法规库中该条待核，请对照原文"),
}

_GAP = re.compile(r"【[^【】]{0,80}】")


@needs_facts
def citations_hold(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """No citation of law not in force on the matter's day, or of an article that never was, in any text of the act."""
    found = [in_words(problem) for problem in _problems(matter, facts) if problem.severity == ERROR]
    return "；".join(found) or None


@needs_facts
def gaps_filled(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Every 【…】 of a standard paragraph is replaced by what happened in this matter."""
    gaps = list(dict.fromkeys(gap for text in _texts(facts) for gap in gaps_in(text)))
    if not gaps:
        return None
    return _("尚未填写：%(gaps)s（引用原文请改用引号）") % {"gaps": "、".join(gaps)}


def remarks(matter: Any, facts: Mapping[str, Any]) -> list[str]:
    """What an officer should check by hand in the citations of an act, in words; none of it forbids the act."""
    return list(dict.fromkeys(in_words(problem) for problem in _problems(matter, facts)))


def gaps_in(text: str) -> list[str]:
    """Every gap still open in a text, with its marks: 【购买日期】."""
    return _GAP.findall(text)


def in_words(problem: Problem) -> str:
    """A problem as an objection: the citation as written, and why it cannot stand or wants a look."""
    said = {
        "cited": problem.citation.words,
        "day": problem.day.isoformat(),
        "since": problem.since and problem.since.isoformat(),
        "until": problem.until and problem.until.isoformat(),
        "title": problem.title,
        "last": problem.last,
    }
    if problem.successor is not None:
        said["title"] = problem.successor.titles[-1]
        return (
            _("“%(cited)s”有效至%(until)s，已由《%(title)s》取代，本事项适用%(day)s的规定，不能引用") % said
        )
    if problem.last:
        return _("“%(cited)s”：该规定只有%(last)s条，没有这一条") % said
    return str(WORDS[problem.kind] % said)


def _problems(matter: Any, facts: Mapping[str, Any]) -> list[Problem]:
    return [problem for text in _texts(facts) for problem in check_citations(text, matter.law_day())]


def _texts(facts: Any) -> Iterator[str]:
    if isinstance(facts, str):
        yield facts
    elif isinstance(facts, Mapping):
        for each in facts.values():
            yield from _texts(each)
    elif isinstance(facts, list | tuple):
        for each in facts:
            yield from _texts(each)
