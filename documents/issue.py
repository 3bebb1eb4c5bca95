"""Issuing a paper: freeze its facts and draw its number, then render, check, store and fingerprint it."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from cases.citing import in_words
from documents import fonts
from documents.facts import facts_for
from documents.forms import Form, form, missing, open_gaps, own_words
from documents.handing_out import as_leaving
from documents.leaving import let_out
from documents.models import Document, Print
from documents.render import render
from documents.traces import TellsOfReport, traces_of_report
from procedure.matter import Matter, draw
from procedure.orders import Order, fulfilled
from statutes import ERROR, check_citations


class Incomplete(RuntimeError):
    """A paper whose required facts are not all there; it is not issued with gaps."""


class CitesDeadLaw(RuntimeError):
    """A paper that cites law not in force on the day of its matter, or an article that never was; says which."""


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
    if gaps := open_gaps(wanted, facts):
        raise Incomplete("、".join(gaps))
    _cite_living_law(wanted, facts, order.matter.law_day())
    _tell_of_no_report(wanted, facts, order.matter)
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


def _cite_living_law(wanted: Form, facts: dict[str, Any], day: date) -> None:
    """Raise `CitesDeadLaw` for a citation the shelf refuses on that day, unless the form shows other days on purpose."""
    if wanted.cites_other_days:
        return
    labels = {**wanted.facts, **wanted.optional}
    dead = [
        f"{labels[name]}：{in_words(problem)}"
        for name, text in own_words(wanted, facts)
        for problem in check_citations(text, day)
        if problem.severity == ERROR
    ]
    if dead:
        raise CitesDeadLaw("；".join(dead))


def _tell_of_no_report(wanted: Form, facts: dict[str, Any], matter: Matter) -> None:
    """Raise `TellsOfReport` for a paper to the party or an outside organ by which its reader could know of a report."""
    if wanted.tells_of_no_report and (found := traces_of_report(matter, facts)):
        raise TellsOfReport("、".join(found))


def _print(order: Order, document: Document) -> None:
    wanted = form(document.form)
    made = render(wanted, document.facts, document.number, localdate(document.issued_at))
    let_out(order.matter, as_leaving(wanted, made.pdf, document.number, made.text), order=order)
    # On our own disk a form and a running number; it is handed out under its number (`documents.handing_out`).
    name = f"{document.form}-{document.pk:08d}.pdf"
    folder = Path(settings.PAPERS_DIR) / f"{localdate(document.issued_at).year}"
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{name}.part"
    draft.write_bytes(made.pdf)
    draft.replace(folder / name)
    Print.objects.create(
        document=document, path=f"{folder.name}/{name}", sha256=made.sha256, pages=made.pages
    )
