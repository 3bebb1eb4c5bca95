"""Lock-out after wrong passwords: five for one account name from one address, then a quarter of an hour's pause.

The counting is django-axes'. What it keeps is cut down here to what counting needs: a keyed digest of what was typed
as account name (it may be a password in the wrong field), the address, and how often; no browser, no query, no form.
The rows go when the pause is over. The public door and the machine door never ask for a password: nothing of them
comes here.
"""

import hashlib
import hmac
from datetime import datetime
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import logout
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from accounts.events import note
from accounts.models import Kind
from offices.access import officer_of

FIELD = "username"


def who(request: Any, credentials: Any = None) -> str:
    """AXES_USERNAME_CALLABLE: what was typed as account name, as a keyed digest."""
    typed = (credentials or {}).get(FIELD) or ""
    return _digest(typed) if typed else ""


def _digest(typed: str) -> str:
    key = hashlib.sha256(b"mingcha lock-out\0" + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, typed.encode(), hashlib.sha256).hex()


def nobody_named(request: Any, credentials: Any = None) -> bool:
    """AXES_WHITELIST_CALLABLE: a failure without an account name (the county's identity service) locks nobody out."""
    return not (credentials or {}).get(FIELD)


def address(request: Any) -> str | None:
    """AXES_CLIENT_IP_CALLABLE: where the browser is, as far as it can be known.

    Behind `MINGCHA_PROXIES` proxies it is the entry of X-Forwarded-For that the outermost of ours wrote; what stands
    further left came from outside and is believed by nobody. Without proxies the header is not looked at.
    """
    direct: str | None = request.META.get("REMOTE_ADDR") or None
    if not settings.PROXIES:
        return direct
    told = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    return told[-settings.PROXIES] if len(told) >= settings.PROXIES else direct


def unsaid(*_about: Any) -> str:
    """AXES_CLIENT_STR_CALLABLE: what a log line of the library says of a client."""
    return "{}"


class Counter(AxesDatabaseHandler):
    """AXES_HANDLER: counts as the library does, keeps less, and writes down what happened to which account."""

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any
    ) -> None:
        refused = getattr(request, "axes_locked_out", False)
        if request is None:
            super().user_login_failed(sender, credentials, request, **kwargs)
            return
        request.axes_user_agent = request.axes_http_accept = request.axes_path_info = ""
        # The library would copy the query and the form into its row: for as long as it counts there are none.
        asked, sent = request.GET, request.POST
        request.GET = request.POST = QueryDict()
        try:
            super().user_login_failed(sender, credentials, request, **kwargs)
        finally:
            request.GET, request.POST = asked, sent
        if refused:
            return  # the pause itself was written down when it began
        name = credentials.get(FIELD)
        officer = officer_of(name) if name else None
        note(Kind.FAILED, officer, word="" if name else "provider")
        if request.axes_locked_out:
            note(Kind.LOCKED, officer)


def paused_until(request: Any, credentials: Any) -> datetime:
    """When the account name may be tried again from this address."""
    last = AccessAttempt.objects.filter(
        username=who(request, credentials), ip_address=request.axes_ip_address
    ).aggregate(last=Max("attempt_time"))["last"]
    return (last or timezone.now()) + get_cool_off(request)


def answer(request: HttpRequest, original: Any = None, credentials: Any = None) -> HttpResponse:
    """AXES_LOCKOUT_CALLABLE: the page that says until when, and whom to ask; the same for every name that was typed.

    Whoever guesses at the password of a session that is open loses the session as well.
    """
    until = paused_until(request, credentials or getattr(request, "axes_credentials", None))
    if request.user.is_authenticated:
        note(Kind.ENDED, request.user, word="again")
        request.session_was_ended = True
        logout(request)
    response = render(request, "desk/locked.html", {"until": until}, status=429)
    response["Retry-After"] = str(max(1, int((until - timezone.now()).total_seconds())))
    response["Cache-Control"] = "no-store, private"
    return response


def unlock(officer: Any, by: Any) -> int:
    """Let an officer try again at once, from every address; how many counts were dropped."""
    dropped, _by_table = AccessAttempt.objects.filter(username=_digest(officer.get_username())).delete()
    note(Kind.UNLOCKED, officer, by=by)
    return dropped


def forget_old() -> int:
    """Drop the counts whose pause is over, and the addresses with them."""
    dropped, _by_table = AccessAttempt.objects.filter(
        attempt_time__lt=timezone.now() - get_cool_off()
    ).delete()
    return dropped
