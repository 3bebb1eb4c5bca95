"""Rendering one paper: frozen facts and a number in, a finished PDF with its text and fingerprint out."""

import hashlib
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from pypdf import PdfReader

from documents import fonts
from documents.forms import TABLE, Form, check
from documents.numerals import chinese_date
from documents.press import Printed, print_pdf

GETA = "〓"  # the printers' old mark for a sign that is not in the case
SEAL_DIAMETER_MM = 42
_UNSET = "\ue000"  # marks a template variable nobody filled; a private character, so no fact can hold it
_NAMES = frozenset(
    {
        "organ",
        "addressee",
        "respondent",
        "copy_to",
        "contact_person",
        "handler",
        "case_name",
        "offence",
        "mediators",
    }
)
_GRID_MM = {
    TABLE: (14 / 72 * 25.4, 8.2)
}  # a character and a line; all else is set on the grid of the standard
_STANDARD_GRID_MM = (156 / 28, 225 / 22)
_CLOSER = ("closer", "closest")
_HALF_A_PAGE_MM = 150


class Unprintable(ValueError):
    """A name with a character that no font of ours has; a name is never printed with a stand-in."""


class TemplateGap(RuntimeError):
    """A template prints something that is not among the facts: our own mistake, caught before paper is wasted."""


class WrongText(RuntimeError):
    """The text read back from the finished PDF is not the text that was set."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Where the seal belongs: page from 1, centre in millimetres from the left and top edge of the sheet."""

    page: int
    x_mm: float
    y_mm: float
    diameter_mm: int = SEAL_DIAMETER_MM


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished paper.

    ``text`` is everything printed, furniture of the pages included, one paragraph a line. ``sha256`` is the
    fingerprint of ``pdf`` in lower-case hex. ``stand_ins`` holds the signs that were printed as 〓 in free text.
    """

    pdf: bytes
    text: str
    pages: int
    sha256: str
    seal: Seal
    stand_ins: str = ""


def render(form: Form, facts: Mapping[str, Any], number: str, issued_on: date) -> Rendered:
    """Print a paper: official layout, our fonts embedded, PDF/A-2u with tags, Chinese whatever the interface says.

    ``facts`` are strings and lists of strings as frozen at issue, ``number`` the paper number, ``issued_on`` the
    day it is dated (Beijing). Raises `forms.MissingFacts`, `forms.NotACode`, `Unprintable`, `TemplateGap`,
    `WrongText`, `fonts.FontsMissing`, `press.PressMissing`, `press.OutsideResource`. Layout after GB/T 9704-2012.
    """
    check(form, facts)
    fonts.probe()
    settable, stand_ins = _settable(
        {name: facts[name] for name in facts if name in {*form.facts, *form.optional}}
    )
    html = _page_set(form, settable, number, issued_on)
    printed = _fitted(html, form.layout)
    text = text_of(html)
    furniture = _furniture(form, number, printed.pages)
    _read_back(printed.pdf, text + furniture)
    return Rendered(
        pdf=printed.pdf,
        text=text + furniture,
        pages=printed.pages,
        sha256=hashlib.sha256(printed.pdf).hexdigest(),
        seal=_seal(printed, form.layout, chinese_date(issued_on)),
        stand_ins=stand_ins,
    )


def unprintable(text: str) -> str:
    """The characters of a text that no font of ours can print, each once; empty when all can be."""
    points = fonts.printable()
    return "".join(dict.fromkeys(c for c in _plain(text) if c != "\n" and ord(c) not in points))


# --- facts --------------------------------------------------------------------------------------------------


def _settable(facts: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """The facts as they can be set, and what was replaced by 〓; raises `Unprintable` for a name."""
    replaced: dict[str, None] = {}

    def one(name: str, text: str) -> str:
        lacking = unprintable(text)
        if lacking and name in _NAMES:
            raise Unprintable(f"{name}: {' '.join(f'U+{ord(c):04X}' for c in lacking)}")
        replaced.update(dict.fromkeys(lacking))
        return "".join(GETA if c in lacking else c for c in _plain(text))

    settable = {
        name: one(name, fact) if isinstance(fact, str) else [one(name, part) for part in fact]
        for name, fact in facts.items()
    }
    return settable, "".join(replaced)


def _plain(text: str) -> str:
    """A text without what is invisible: control characters, direction overrides, joiners, variation selectors."""
    composed = unicodedata.normalize("NFC", re.sub(r"\r\n?|[\u2028\u2029]", "\n", text))
    return "".join(
        c
        for c in composed.replace("\t", " ")
        if c == "\n" or (unicodedata.category(c) not in {"Cc", "Cf", "Cs"} and not _selector(c))
    )


def _selector(c: str) -> bool:
    return "\ufe00" <= c <= "\ufe0f" or "\U000e0100" <= c <= "\U000e01ef"


# --- the page ----------------------------------------------------------------------------------------------


def _templates() -> Path:
    return Path(settings.BASE_DIR) / "templates" / "documents"


def folder(*below: str) -> str:
    """Where the templates of papers lie, or a folder below."""
    return str(_templates().joinpath(*below))


@cache
def engine_over(*folders: str) -> Engine:
    """Our own template engine: no request, no translation, no filters of the desk reach into a paper.

    A template is looked for in the first folder first, so that the same paper can be set on another sheet.
    """
    return Engine(
        dirs=list(folders),
        autoescape=True,
        string_if_invalid=f"{_UNSET}%s{_UNSET}",
        builtins=["documents.papertags"],
        loaders=[("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])],
    )


@cache
def _styles(layout: str, *closer: str) -> str:
    sheets = ("paper", layout, *closer)
    return "".join((_templates() / f"{name}.css").read_text(encoding="utf-8") for name in sheets)


def _fitted(html: str, layout: str) -> Printed:
    """Lay a page set out; where moving its lines closer saves a page that would hold little more than the date, do.

    Slips in table form are set close already. After GB/T 9704-2012 part 7.3.5.5.
    """
    printed = print_pdf(html, _styles(layout), fonts.conf())
    # A date low on its page stands under text enough of its own.
    if layout == TABLE or printed.pages == 1 or printed.places["seal"].y_mm > _HALF_A_PAGE_MM:
        return printed
    for closer in _CLOSER:
        if (tried := print_pdf(html, _styles(layout, closer), fonts.conf())).pages < printed.pages:
            return tried
    return printed


def _page_set(form: Form, facts: Mapping[str, Any], number: str, issued_on: date) -> str:
    day = chinese_date(issued_on)
    return filled(
        engine_over(folder()),
        form,
        facts,
        number=number,
        issued_on=day,
        mark_pt=_mark_pt(facts["organ"]),
        organ_indent=_organ_indent(facts["organ"], day),
    )


def filled(engine: Engine, form: Form, facts: Mapping[str, Any], **more: Any) -> str:
    """A form's template with its facts; raises `TemplateGap` when it prints something nobody gave it."""
    said = {"form": form, "facts": {**dict.fromkeys(form.optional, ""), **facts}, **more}
    html = engine.get_template(form.template).render(Context(said, use_l10n=False, use_tz=False))
    if _UNSET in html:
        raise TemplateGap(f"{form.template}: {html.split(_UNSET)[1]}")
    return str(html)


def _mark_pt(organ: str) -> int:
    """The size of the red mark: as large as 40 points, and never wider than the type area less a character."""
    return min(40, int((156 - 5.571) / 25.4 * 72 / max(len(organ), 1)))


def _organ_indent(organ: str, day: str) -> str:
    """How many characters the organ stands in from the right, so that it is centred over the date.

    The date stands four characters in. An organ so long that it would come nearer than two characters to the
    edge stays at two.
    """
    return f"{max(2.0, 4 + _width(day) / 2 - _width(organ) / 2):.2f}"


def _width(text: str) -> float:
    return sum(0.5 if c.isascii() else 1.0 for c in text)


def _seal(printed: Printed, layout: str, day: str) -> Seal:
    """Upright over organ and date, both a little below its centre, its top within a line of the text."""
    place = printed.places["seal"]
    character, line = _GRID_MM.get(layout, _STANDARD_GRID_MM)
    right_of_type_area = 210 - 26
    centre = right_of_type_area - (4 + _width(day) / 2) * character
    return Seal(place.page, round(centre, 2), round(place.y_mm + line - 3, 2))


# --- reading it back -----------------------------------------------------------------------------------------


class _Words(HTMLParser):
    """The text of a page set, one block a line."""

    blocks = frozenset({"p", "h1", "h2", "h3", "tr", "div", "th", "td"})

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.in_head = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.in_head = self.in_head or tag == "head"
        if tag in self.blocks:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.in_head = self.in_head and tag != "head"

    def handle_data(self, data: str) -> None:
        if not self.in_head:
            self.found.append(data)


def text_of(html: str) -> str:
    """The text of a page set, one block a line."""
    words = _Words()
    words.feed(html)
    lines = (line.strip() for line in "".join(words.found).splitlines())
    return "\n".join(line for line in lines if line)


def _furniture(form: Form, number: str, pages: int) -> str:
    """What stands on the pages outside the type area: the trace on each, the page numbers."""
    numbered = range(2, pages + 1) if form.layout == "letter" else range(1, pages + 1)
    traces = f"\n{form.code} · {number}" * pages
    return traces + "".join(f"\n— {page} —" for page in numbered)


def _read_back(pdf: bytes, text: str) -> None:
    """Compare the text layer with what was set, character by character and regardless of order and spaces."""
    read = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    set_, got = Counter("".join(text.split())), Counter("".join(read.split()))
    if set_ != got:
        raise WrongText(f"{sum((set_ - got).values())} lost, {sum((got - set_).values())} strange")
