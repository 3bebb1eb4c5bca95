"""Showing a complainant's contact to the handler, once, on a page that nothing keeps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST

from desk.fresh import fresh_sign_in
from desk.gate import officers_only
from desk.opening import act_of, opened
from desk.waiting import waited_for
from desk.watermark import watermark
from identity.people import PersonalData
from identity.requests import Question, collect
from notices.relay import ask_contact
from procedure.corridor import Refused


def person_of(question: Question) -> PersonalData | None:
    """The person the worker opened for this question, waited for; None where it did not answer."""
    return waited_for(lambda: collect(question))


@officers_only
@require_POST
@fresh_sign_in()
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the worker for the contact, wait a few seconds for its answer, show it once.

    A refusal is an answer in words (409); a worker that is away is said so (503), and the look stays journalled.
    """
    matter = opened(request, number)
    try:
        question = ask_contact(act_of(request, seen=request.POST.get("seen")), matter)
    except Refused as refused:
        return render(
            request, "desk/identity.html", {"matter": matter, "objections": refused.objections}, status=409
        )
    person = person_of(question)
    response = render(
        request,
        "desk/identity.html",
        {
            "matter": matter,
            "person": person,
            "seen_by": request.user,
            "watermark": watermark(request.user, timezone.now(), matter.number),
        },
        status=200 if person is not None else 503,
    )
    add_never_cache_headers(response)
    return response
