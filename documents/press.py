"""The press: HTML and styles in, tagged PDF/A out, with our fonts only and nothing fetched from anywhere."""

import os
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

_ONE_AT_A_TIME = (
    threading.Lock()
)  # Pango's font map is shared by all papers of a process and not by its threads
_MM_PER_PX = 25.4 / 96


class PressMissing(RuntimeError):
    """The layout engine cannot start on this machine; the message is the line that installs what it lacks."""


class OutsideResource(RuntimeError):
    """A template asked for something outside: a picture, a stylesheet, a font by address. Nothing is fetched."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a named element came to stand: page from 1, millimetres from the left and top edge of the sheet."""

    page: int
    x_mm: float
    y_mm: float


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished PDF, its number of pages, and the places of the elements that carry an id."""

    pdf: bytes
    pages: int
    places: dict[str, Place]


def print_pdf(html: str, css: str, conf: Path) -> Printed:
    """Lay out a page set as tagged PDF/A-2u with the fonts that a fontconfig file names.

    Raises `PressMissing` when a system library is not installed, `OutsideResource` when the page wants to load
    anything. The only metadata is the title and language of the HTML: no author, no machine, no clock.
    """
    # fontconfig reads the variable whenever a font configuration is made; it must be set before the engine loads.
    os.environ["FONTCONFIG_FILE"] = str(conf)
    engine = _engine()
    with _ONE_AT_A_TIME:
        fetcher = engine.urls.URLFetcher(allowed_protocols=(), fail_on_errors=True)
        try:
            sheet, fonts = _sheet(css, str(conf), conf.stat().st_mtime_ns)
            page = engine.HTML(string=html, base_url="paper:/", url_fetcher=fetcher)
            laid_out = page.render(
                font_config=fonts, stylesheets=[sheet], pdf_variant="pdf/a-2u", pdf_tags=True
            )
            pdf = laid_out.write_pdf(pdf_variant="pdf/a-2u", pdf_tags=True)
        except engine.urls.FatalURLFetchingError as refused:
            # A BaseException there, so that it passes WeasyPrint's own handlers; here it is an ordinary error again.
            raise OutsideResource(str(refused)) from refused
    places = {
        name: Place(number, x * _MM_PER_PX, y * _MM_PER_PX)
        for number, sheet_of_paper in enumerate(laid_out.pages, 1)
        for name, (x, y, _, _) in sheet_of_paper.anchors.items()
    }
    return Printed(pdf, len(laid_out.pages), places)


@lru_cache(maxsize=32)
def _sheet(css: str, conf: str, changed: int) -> tuple[Any, Any]:
    """A parsed stylesheet and the font configuration it belongs to, kept for the life of the worker."""
    engine = _engine()
    fonts = _fonts(conf, changed)
    fetcher = engine.urls.URLFetcher(allowed_protocols=(), fail_on_errors=True)
    return engine.CSS(string=css, font_config=fonts, base_url="paper:/", url_fetcher=fetcher), fonts


@lru_cache(maxsize=4)
def _fonts(conf: str, changed: int) -> Any:
    return _engine().text.fonts.FontConfiguration()


def _engine() -> ModuleType:
    """WeasyPrint, imported at the first paper and so after a worker has forked.

    Imported in the parent it would hand every child the same half-initialised Pango and fontconfig state, and the
    web process, which prints nothing, would pay its second of start-up and its memory.
    """
    try:
        import weasyprint  # noqa: PLC0415  # after the fork, see above
    except OSError as failure:
        raise PressMissing(
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libfontconfig1 libharfbuzz-subset0"
        ) from failure
    return weasyprint
