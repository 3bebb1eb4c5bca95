"""Keeping the half-filled sheet: saved while the clerk types, under a key that only this browser's cookie holds."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from cases import drafts, filings
from desk.gate import INTAKE, holders_of
from desk.intake_form import IntakeForm

COOKIE = "intake-key"
TOO_LARGE = 413


def key_of(request: HttpRequest) -> str:
    """The key this browser keeps; empty when it has none, or none that can be one."""
    key = request.COOKIES.get(COOKIE, "")
    return key if drafts.is_key(key) else ""


def lend_key(request: HttpRequest, response: HttpResponse) -> str:
    """Leave the browser its key for another day, a fresh one if it has none; answers with it.

    No script reads it, no other page is sent it, and it outlives the session: who signs in again finds the draft.
    """
    key = key_of(request) or drafts.new_key()
    response.set_cookie(
        COOKIE,
        key,
        max_age=int(drafts.KEPT.total_seconds()),
        path=reverse("desk:intake"),
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )
    return key


@never_cache
@holders_of(INTAKE)
@require_POST
@sensitive_post_parameters()
@sensitive_variables("said")
def save(request: HttpRequest) -> HttpResponse:
    """Keep the sheet as typed; to a script it answers when, to a button with the sheet again."""
    sheet = _sheet_of(request)
    if sheet is None:
        return HttpResponse(status=400)
    answer = JsonResponse({"at": localtime().strftime("%H:%M:%S")})
    again = redirect(f"{reverse('desk:intake')}?continue={sheet}")
    response = answer if request.headers.get("HX-Request") else again
    key = lend_key(request, response)
    if filings.is_filed(request.user, sheet.hex):
        # A save that was on its way while the sheet was filed must not bring the caller's name back.
        return response
    try:
        drafts.keep(request.user, sheet, IntakeForm.typed(request.POST), key, timezone.now())
    except drafts.TooLarge:
        return HttpResponse(status=TOO_LARGE)
    if response is again:
        messages.success(request, _("草稿已保存"))
    return response


@never_cache
@holders_of(INTAKE)
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Throw a draft away."""
    sheet = _sheet_of(request)
    if sheet is not None:
        drafts.discard(request.user, sheet)
        messages.success(request, _("草稿已丢弃"))
    return redirect("desk:intake")


def _sheet_of(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("intake_key", ""))
    except ValueError:
        return None
