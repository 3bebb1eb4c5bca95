"""The gate of every session: is it over, and does it owe its second factor?"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import clock, factor
from accounts.events import note
from accounts.models import Kind

WITHOUT_FACTOR = frozenset({"desk:second-factor", "desk:second-factor-set", "desk:sign-out", "set_language"})
"""All that a session may open which owes its second factor."""

OTHER_DOORS = frozenset({"api", "portal"})
"""Doors that know no session: what is signed in there is nobody."""

POLLS = frozenset({"desk:matter-papers"})
"""Addresses an open page asks for by itself: no sign of life."""


class SessionGate:
    """Middleware, to stand after those of authentication and messages. Costs no query: all is in the session."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            if why := clock.over(request.session):
                self._end(request, why)
            else:
                request.second_factor_owed = factor.owed(request.session)
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if SESSION_KEY not in request.session or match.namespace in OTHER_DOORS:
            return None
        if not (request.htmx and match.view_name in POLLS):
            clock.touch(request.session)
        if not getattr(request, "second_factor_owed", False) or match.view_name in WITHOUT_FACTOR:
            return None
        way = "desk:second-factor" if factor.is_set(request.user) else "desk:second-factor-set"
        if request.htmx:
            return HttpResponse(status=401, headers={"HX-Redirect": reverse(way)})
        then = request.get_full_path() if request.method in ("GET", "HEAD") else ""
        return redirect(reverse(way) + (f"?{urlencode({'next': then})}" if then not in ("", "/") else ""))

    def _end(self, request: HttpRequest, why: str) -> None:
        officer = request.user
        request.session_was_ended = True
        logout(request)
        if officer.is_authenticated:
            note(Kind.ENDED, officer, word=why)
            told = {
                clock.IDLE: _("长时间没有操作，已自动退出，请重新登录。"),
                clock.TOO_LONG: _("本次登录已超过最长时间，请重新登录。"),
            }
            messages.info(request, told[why])
