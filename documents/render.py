"""From frozen facts to the one PDF of a paper: GB/T 9704 layout, our fonts, PDF/A-2u, tagged, nothing from outside."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pypdf
from django.template.loader import render_to_string
from django.utils.translation import override

from documents.fonts import prepare
from documents.forms import Form
from documents.numerals import chinese_date


@dataclass(frozen=True)
class Rendered:
    """A finished paper: its bytes, the text a reader or a search finds in it, its pages and fingerprint."""

    pdf: bytes
    text: str
    pages: int
    sha256: str


class OutsideResource(RuntimeError):
    """Raised when a template asks for anything that is not part of it: a paper is made from its facts alone."""


def refuse(url: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
    raise OutsideResource(url)


def render(form: Form, facts: Mapping[str, Any], number: str, issued_on: date) -> Rendered:
    """Render one paper in Chinese, whatever language the page speaks that ordered it.

    Raises `FontsMissing` without our fonts and `OutsideResource` for a template that reaches out.
    """
    prepare()
    from weasyprint import HTML  # after the worker forked and the font folder is set: the font map is made at import

    with override("zh-hans"):
        html = render_to_string(
            form.template,
            {
                **facts,
                "form": form,
                "number": number,
                "issued_on": chinese_date(issued_on),
                "copies": facts.get("copy_to", ""),
            },
        )
    pdf: bytes = HTML(string=html, url_fetcher=refuse).write_pdf(pdf_variant="pdf/a-2u", pdf_tags=True)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    text = "\n".join(page.extract_text() for page in reader.pages)
    return Rendered(pdf, text, len(reader.pages), hashlib.sha256(pdf).hexdigest())
