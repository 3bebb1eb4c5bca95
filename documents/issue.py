"""Issuing a paper: freeze its facts and draw its number, then render, check, store and fingerprint it."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from documents import fonts
from documents.facts import facts_for
from documents.forms import form, missing
from documents.guard import let_out
from documents.models import Document, Print
from documents.render import render
from procedure.matter import draw
from procedure.orders import Order, fulfilled


class Incomplete(RuntimeError):
    """A paper whose required facts are not all there; it is not issued with gaps."""


def issue(order: Order) -> Document:
    """Fulfil an order for a paper, at most once: the number and the print are each unique to it.

    Number and facts are kept before rendering, so that a worker killed midway renders the same paper under the
    same number when it comes back; the print row appears only once the file is on disk.
    """
    fonts.probe()  # without the right Chinese fonts a paper comes out as boxes: none is issued
    document = Document.objects.filter(order=order).first() or _number(order)
    if not Print.objects.filter(document=document).exists():
        _print(order, document)
    fulfilled(order)
    return document


def _number(order: Order) -> Document:
    wanted = form(order.form)
    facts = facts_for(order)
    if gaps := missing(wanted, facts):
        raise Incomplete("、".join(gaps))
    if order.ordered_by is None:
        raise Incomplete("文书须由一次办理产生")
    issued_at = order.ordered_by.at
    year = localdate(issued_at).year
    with transaction.atomic():
        number = wanted.number(year, draw(f"paper.{wanted.code}", year))
        return Document.objects.create(
            order=order,
            matter=order.matter,
            form=wanted.code,
            title=wanted.title,
            number=number,
            volume=wanted.volume,
            facts=facts,
            issued_at=issued_at,
        )


def _print(order: Order, document: Document) -> None:
    made = render(form(document.form), document.facts, document.number, localdate(document.issued_at))
    name = (
        f"{document.form}-{document.pk:08d}.pdf"  # a form and a running number: nothing a name could hide in
    )
    let_out(order.matter, text=made.text, pdf=made.pdf, file_name=f"{name} {document.number}")
    folder = Path(settings.PAPERS_DIR) / f"{localdate(document.issued_at).year}"
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{name}.part"
    draft.write_bytes(made.pdf)
    draft.replace(folder / name)
    Print.objects.create(
        document=document, path=f"{folder.name}/{name}", sha256=made.sha256, pages=made.pages
    )
