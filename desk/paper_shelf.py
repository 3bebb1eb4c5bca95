"""The papers of a matter as the page shows them: made, served, on the way, or failed."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cases.facts.complaint import PARTIES
from documents.access import papers_of
from documents.forms import UNIT, Form, form
from notices.serve import may_serve
from procedure.matter import Matter

# A page left open over night must not ask for ever: after five minutes it says so and offers a link instead.
MOST_POLLS = 150


@dataclass(frozen=True)
class Shelf:
    """The papers of one matter; `polling` while the page should ask again, `polls` how often it has."""

    papers: list[dict[str, Any]]
    waiting: bool
    polling: bool
    polls: int
    may_serve: bool


def shelf(request: HttpRequest, matter: Matter) -> Shelf:
    """What is there and whether to ask again."""
    words = {code: str(word) for code, word in PARTIES}
    papers = [
        {
            **paper,
            "title": title_of(paper),
            "goes_out": form_of(paper).addressee != UNIT,
            "still_to_tell": _("、").join(words[code] for code in paper["untold"]),
        }
        for paper in papers_of(matter, request.user)
    ]
    waiting = any(not paper["print"] and not paper["failed"] for paper in papers)
    said = request.GET.get("polls", "0")
    polls = int(said) + 1 if said.isascii() and said.isdigit() and len(said) < 6 else MOST_POLLS
    officer = request.user
    # Only offers the link; whether this officer may enter a service is decided where it is entered.
    return Shelf(
        papers,
        waiting,
        polling=waiting and polls < MOST_POLLS,
        polls=polls,
        may_serve=may_serve(officer, matter, localdate()),
    )


def form_of(paper: dict[str, Any]) -> Form:
    """The form of a paper, made or still owed."""
    return form(paper["document"].form if paper["document"] else paper["order"].form)


def title_of(paper: dict[str, Any]) -> str:
    """The paper's name, in the reader's language where there is one."""
    document = paper["document"]
    return _(document.title if document else form(paper["order"].form).title)
