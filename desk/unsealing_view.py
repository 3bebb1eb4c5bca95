"""Asking for an identity, releasing one in danger to life, and the page that shows one once: nothing keeps it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

import statutes
from desk.clock_words import length_of
from desk.fresh import fresh_sign_in
from desk.gate import RELEASERS, holders_of, officers_only
from desk.identity_view import person_of
from desk.opening import act_of, opened
from desk.step_view import BAD_FORM, CONFLICT
from desk.watermark import watermark
from documents.outsiders import granted
from identity.people import PersonalData
from notices.relay import ask_granted
from procedure.corridor import Refused
from procedure.matter import Matter
from protection import requesting
from protection.access import grant_for, purpose_of
from protection.facts import FIELD_NAMES, Emergency, Request

AWAY = 503


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """The request form (GET), or the request (POST): 400 and 409 keep what was typed and say what stands in the way."""
    matter = opened(request, number)
    act = act_of(request)
    if not requesting.may_ask(request.user, matter, localdate()):
        raise Http404
    form = Request(request.POST if request.method == "POST" else None, matter=matter, act=act)
    if request.method != "POST" or not form.is_valid():
        return _form(request, matter, form, status=BAD_FORM if form.is_bound else 200)
    try:
        made = requesting.ask(act, matter, **form.cleaned_data)
    except Refused as refused:
        return _form(request, matter, form, objections=refused.objections, status=CONFLICT)
    messages.success(request, _("已提出启封申请 %(number)s") % {"number": made.number})
    return redirect("desk:matter", made.number)


def _form(
    request: HttpRequest,
    matter: Matter,
    form: Request,
    *,
    objections: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "matter": matter,
        "form": form,
        "objections": objections or [],
        "version": statutes.rule("disclosure.minimum").on(localdate()),
    }
    return render(request, "desk/unsealing_request.html", context, status=status)


@holders_of(RELEASERS)
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in()
def emergency(request: HttpRequest) -> HttpResponse:
    """Danger to life: the form (GET), or the release (POST), from which the page of the one look is reached."""
    form = Emergency(request.POST if request.method == "POST" else None)
    objections: list[str] = []
    status = 200
    approval = length_of("identity.emergency_approval", localdate())
    if request.method == "POST":
        status = BAD_FORM
        if form.is_valid():
            try:
                made = requesting.break_glass(act_of(request), **form.cleaned_data)
            except Refused as refused:
                objections, status = refused.objections, CONFLICT
            else:
                messages.warning(request, _("已先行披露，须在%(period)s内补办批准") % {"period": approval})
                return redirect("desk:matter", made.number)
    context = {
        "form": form,
        "objections": objections,
        "version": statutes.rule("disclosure.danger").on(localdate()),
        "approval": approval,
    }
    return render(request, "desk/unsealing_emergency.html", context, status=status)


@officers_only
@require_POST
@fresh_sign_in()
def look(request: HttpRequest, number: str) -> HttpResponse:
    """Show what was granted to this officer, once; 409 where nothing is, 503 where the worker is away."""
    matter = opened(request, number)
    if matter.kind != "disclosure":
        raise Http404
    act = act_of(request)
    found = grant_for(request.user, matter, timezone.now())
    if found is None:
        return shown(request, matter, None, objections=[_("这次启封不是给您的")])
    try:
        question = ask_granted(act, matter, found[0])
    except Refused as refused:
        return shown(request, matter, None, objections=refused.objections)
    return shown(request, matter, person_of(question))


@sensitive_variables("person", "rows")
def shown(
    request: HttpRequest,
    matter: Any,
    person: PersonalData | None,
    *,
    objections: list[str] | None = None,
    back: str = "",
) -> HttpResponse:
    """The one page on which an identity stands: marked across, kept by no cache, gone when it is left."""
    now = timezone.now()
    given = person.given() if person is not None else {}
    rows = [(FIELD_NAMES[name], value) for name, value in given.items() if name in FIELD_NAMES]
    purpose, source = purpose_of(matter) if matter.kind == "disclosure" else ("", "")
    context = {
        "matter": matter,
        "rows": rows,
        "empty": person is not None and not rows,
        "objections": objections or [],
        "seen_by": request.user,
        "seen_at": now,
        "purpose": purpose,
        "source": source,
        "paper": matter.kind == "disclosure" and matter.way == "annex",
        "watermark": watermark(request.user, now, matter.number),
        "back": back,
    }
    status = 200 if person is not None else CONFLICT if objections else AWAY
    response = render(request, "desk/unsealed.html", context, status=status)
    add_never_cache_headers(response)
    response["Referrer-Policy"] = "no-referrer"
    return granted(response) if person is not None else response
