"""Making papers as the worker does, and reading them back: what the tests of single forms share."""

import io
from pathlib import Path

from django.conf import settings
from pypdf import PdfReader

from demo.walk import FULFIL
from documents.models import Document
from procedure.clocks import Clock
from procedure.matter import Matter
from procedure.orders import Order


def made(order: Order) -> Document:
    """The paper of an order, made as the worker makes it."""
    FULFIL["documents"].apply(args=[order.pk], throw=True)
    return Document.objects.select_related("print").get(order=order)


def pdf_of(document: Document) -> bytes:
    """The bytes on disk."""
    return (Path(settings.PAPERS_DIR) / document.print.path).read_bytes()


def read(document: Document) -> str:
    """The text layer without spaces."""
    reader = PdfReader(io.BytesIO(pdf_of(document)))
    return "".join("".join(page.extract_text() for page in reader.pages).split())


def files() -> dict[Path, float]:
    """Every file of the papers' folder and when it was written."""
    return {path: path.stat().st_mtime for path in Path(settings.PAPERS_DIR).rglob("*") if path.is_file()}


def clock_of(matter: Matter, rule: str) -> Clock:
    """The one term of a rule on a matter."""
    return matter.clocks.get(rule=rule)
