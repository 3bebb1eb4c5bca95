"""Handing out a finished paper: the very bytes that were printed, cleared once more, under the number of the paper."""

import hashlib
from typing import Any

import structlog
from django.http import HttpResponse

from documents.access import paper_file
from documents.forms import Form, form
from documents.leaving import PAPER, LeakFound, Leaving, NotChecked, download

log = structlog.get_logger(__name__)
PDF = "application/pdf"


def file_name(number: str) -> str:
    """What a paper is called outside: its number, which names neither a person nor a row of ours."""
    return f"{number}.pdf"


def as_leaving(wanted: Form, pdf: bytes, number: str, text: str = "") -> Leaving:
    """A paper as the exit sees it, at its issue and whenever it is handed out: the same content both times.

    `text` is the paper as it was set, where it is at hand: a page break cuts nothing in two there.
    """
    return Leaving(
        PAPER, pdf, file_name=file_name(number), addressee=wanted.addressee, label=wanted.code, said=text
    )


def hand_out(officer: Any, number: str) -> HttpResponse | None:
    """The answer with a paper that this officer may read; None where there is none for them.

    None as well, and a line in the log, for a file that is gone or is not what was printed, and for one that is held
    back today: what was sealed since counts too.
    """
    found = paper_file(officer, number)
    if found is None:
        return None
    path, document = found
    try:
        pdf = path.read_bytes()
    except OSError:
        log.error("paper_without_file", document=document.pk)
        return None
    if hashlib.sha256(pdf).hexdigest() != document.print.sha256:
        log.error("paper_changed", document=document.pk)
        return None
    leaving = as_leaving(form(document.form), pdf, document.number)
    try:
        return download(
            document.matter,
            leaving.body,
            file_name=leaving.file_name,
            content_type=PDF,
            addressee=leaving.addressee,
            exit=PAPER,
            label=leaving.label,
            inline=True,
        )
    except (LeakFound, NotChecked) as held:
        log.error("paper_held_back", document=document.pk, failure=type(held).__name__)
        return None
