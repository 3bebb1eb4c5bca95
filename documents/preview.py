"""A paper before its act: the template with what is known so far, and every gap as a bookmark one can walk to.

Nothing is numbered, frozen or kept. The words are those of the printed paper; only the sheet around them is another,
because a page has no style of its own under our content policy.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.citing import gaps_in
from documents.facts import facts_of
from documents.facts.occasion import Occasion
from documents.forms import Form, check, form, is_blank
from documents.forms.shape import WRITTEN
from documents.guard import LeakFound, leaks_of
from documents.hints import WORDS, read_by, warnings_of
from documents.numerals import chinese_date
from documents.render import engine_over, filled, folder, text_of
from documents.traces import TellsOfReport, traces_of_report
from procedure.matter import Matter

STYLESHEET = "papers.css"
# Around the place of a gap while the template is filled: private characters, which no fact can hold.
_OPEN, _CLOSE = "\ue001", "\ue002"
_PRIVATE = dict.fromkeys(range(0xE000, 0xF900))
_MARKED = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_ANY_CODE = "0000"


@dataclass(frozen=True, slots=True)
class Gap:
    """A required fact nobody has stated yet: its Chinese label, and where it stands on the sheet (``shown``)."""

    label: str
    anchor: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper as it would come out now: the sheet as a piece of a page, the list of its gaps, and the gaps."""

    form: Form
    sheet: SafeString
    listed: SafeString
    gaps: tuple[Gap, ...]
    warnings: tuple[Any, ...] = ()


def preview(form_code: str, matter: Matter, entry: Any) -> str:
    """The paper as one whole page, for a window of its own; raises what `draft` raises."""
    made = draft(form_code, matter, entry)
    context = {
        "title": f"{_('预览')} {made.form.title}",
        "stylesheet": static(STYLESHEET),
        "gaps": made.listed,
        "sheet": made.sheet,
    }
    return _set("page.html", context)


def draft(form_code: str, matter: Matter, entry: Any) -> Draft:
    """A paper that an act on a matter would owe, with 【缺：…】 in red, bold and underlined for what is missing.

    ``entry`` is the act as far as it has been typed: ``facts`` as the journal would keep them, ``at``, ``source``.
    Raises `UnknownForm`, `NotACode` as an issue would, and `LeakFound` or the check's own failure when a sealed
    identity, or a trace of the report behind a case, stands in it: what may not leave is not shown either.
    """
    wanted, said = form(form_code), entry if isinstance(entry, Occasion) else Occasion.of(entry)
    facts = {name: _without_marks(fact) for name, fact in facts_of(form_code, matter, said).items()}
    nobody = is_blank(facts.get("addressee"))
    labels = _mark_gaps(wanted, facts)
    # A gap is no reason to refuse here; an informant addressed by more than a code is.
    check(wanted, facts | ({"addressee": _ANY_CODE} if nobody else {}))
    issued_on = localdate(said.at)
    html = filled(
        engine_over(folder("preview"), folder()),
        wanted,
        facts,
        number=wanted.number_pattern.format(year=issued_on.year, n="　"),
        issued_on=chinese_date(issued_on),
    )
    text = text_of(html)
    if found := leaks_of(matter, text):
        raise LeakFound("、".join(found))
    if wanted.tells_of_no_report and (found := traces_of_report(matter, facts)):
        raise TellsOfReport("、".join(found))
    warned = tuple(WORDS[code] for code in warnings_of([matter], text, read_by(wanted)))
    at = f"gaps-{wanted.code}"
    sheet, shown = _marked(html, labels, wanted.code, back=at)
    listed = tuple(Gap(label, _anchor(wanted.code, n), shown=n in shown) for n, label in enumerate(labels))
    words = (
        ngettext("还缺 %(n)d 项", "还缺 %(n)d 项", len(listed)) % {"n": len(listed)}
        if listed
        else _("必填的内容已经齐全")
    )
    told = _set("gaps.html", {"gaps": listed, "words": words, "anchor": at})
    return Draft(wanted, sheet, told, listed, warned)


def _mark_gaps(wanted: Form, facts: dict[str, Any]) -> list[str]:
    """Put a numbered mark in place of each gap and give their labels: facts not stated, then 【…】 left in what was."""
    labels = []

    def mark(label: str) -> str:
        labels.append(label)
        return f"{_OPEN}{len(labels) - 1}{_CLOSE}"

    def walked(text: str) -> str:
        for gap in gaps_in(text):
            text = text.replace(gap, mark(gap.strip("【】")), 1)
        return text

    for name, label in wanted.facts.items():
        if is_blank(facts.get(name)):
            facts[name] = mark(label)
    for name in (*wanted.facts, *wanted.optional):
        if name in WRITTEN and facts.get(name):
            fact = facts[name]
            facts[name] = walked(fact) if isinstance(fact, str) else [walked(part) for part in fact]
    return labels


def _marked(html: str, labels: list[str], code: str, *, back: str) -> tuple[SafeString, set[int]]:
    """The sheet with its gaps as links back to the list; the first place of each gap is where the list leads."""
    shown: set[int] = set()

    def pieces() -> Iterator[str]:
        last = 0
        for found in _MARKED.finditer(html):
            n = int(found[1])
            where = "" if n in shown else format_html(' id="{}"', _anchor(code, n))
            shown.add(n)
            yield html[last : found.start()]
            yield format_html('<a class="gap"{} href="#{}">【缺：{}】</a>', where, back, labels[n])
            last = found.end()
        yield html[last:]

    # Escaped by the template engine; what is put in between is escaped above.
    return mark_safe("".join(pieces())), shown


def _anchor(code: str, n: int) -> str:
    return f"gap-{code}-{n + 1}"


def _without_marks(fact: Any) -> Any:
    if isinstance(fact, str):
        return fact.translate(_PRIVATE)
    return [part.translate(_PRIVATE) for part in fact] if isinstance(fact, list) else fact


def _set(name: str, context: dict[str, Any]) -> SafeString:
    return engine_over(folder("preview")).get_template(name).render(Context(context))
