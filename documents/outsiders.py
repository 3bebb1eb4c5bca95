"""Everything an officer of another authority gets from us leaves through the exit, whichever door he asks at.

Police, procuratorate and discipline read what was handed over to them, by page or by token. Each answer to them is held
against the people behind every matter it names; one that may not leave is answered as if there were no such thing.
"""

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found

from documents.guard import LeakFound
from documents.leaving import ANSWER, Leaving, let_out
from identity.leak import LeakCheckFailed
from offices.roles import Office
from procedure.matter import Matter

OUTSIDE = frozenset({Office.POLICE, Office.PROCURATOR, Office.DISCIPLINE})
READ = ("text/html", "application/json", "text/plain", "text/csv", "application/vnd.oai.openapi")
_NUMBER = re.compile(r"[A-Z]{2}-[0-9]{4}-[0-9]{6}")
LEADS = (
    "Location",
    "Refresh",
    "Link",
    "HX-Redirect",
    "HX-Location",
    "HX-Push-Url",
    "HX-Replace-Url",
    "HX-Trigger",
)
"""Headers that take a reader elsewhere: an address can say a name as well as a page."""
_LONGEST_LABEL = 60
OUTSIDER = "outsider"
_GRANTED = "_one_look_that_was_granted"


def granted(response: HttpResponse) -> HttpResponse:
    """Mark the one page on which an identity stands because two people opened it for this very reader.

    Set by the view of a disclosure alone, and only on what the worker answered: it checked the grant and used it up.
    """
    setattr(response, _GRANTED, True)
    return response


def is_outside(officer: Any) -> bool:
    """Whether an officer holds offices of other authorities today and none of ours."""
    offices = officer.offices_on(localdate()) if getattr(officer, "is_authenticated", False) else set()
    return bool(offices) and offices <= OUTSIDE


class WhatOutsidersGet:
    """Middleware: clears every answer to an outsider; papers were cleared where they were handed out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Asked after the view: only then is it known whose token it was.
        if not is_outside(getattr(request, "user", None)) or getattr(response, _GRANTED, False):
            return response
        return response if _cleared(response, request.path) else _nothing(request, response)


def _cleared(response: HttpResponse, path: str) -> bool:
    kind = response.get("Content-Type", "").partition(";")[0].strip()
    headers = {name: response[name] for name in LEADS if name in response}
    paper = kind == "application/pdf"
    if not headers and (paper or (not response.streaming and not response.content)):
        return True
    if not paper and (response.streaming or (response.content and kind not in READ)):
        return False
    # A paper was cleared where it was handed out; where it leads to was not.
    body = b"" if paper else response.content
    said = " ".join([path, *headers.values(), body.decode("utf-8", "replace")])
    about = list(Matter.objects.filter(number__in=sorted(set(_NUMBER.findall(said)))))
    name = "answer.json" if kind == "application/json" else "answer.html"
    leaving = Leaving(
        ANSWER, body, file_name=name, addressee=OUTSIDER, headers=headers, label=path[:_LONGEST_LABEL]
    )
    try:
        let_out(about, leaving)
    except (LeakFound, LeakCheckFailed):
        return False
    return True


def _nothing(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.get("Content-Type", "").startswith("application/json"):
        return JsonResponse({"detail": _("没有这一项，或您无权查阅")}, status=404)
    return page_not_found(request, None, "desk/errors/404.html")  # type: ignore[arg-type]  # the page shows no reason
