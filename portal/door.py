"""What every page of filing and following shares: nothing is kept in a browser or a list, no cookie but the language.

These pages know no session and give nobody any power, so there is nothing a forged request could borrow: they ask for
no protection mark, and need no cookie for one. What a page may do stands sealed in the page itself.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """A page for anyone: `no-store`, `noindex`, `no-referrer`; a `language` in the query or the form is obeyed and kept."""

    @csrf_exempt
    @sensitive_post_parameters()
    @sensitive_variables()
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = asked_language(request)
        if wanted:
            translation.activate(wanted)
            request.LANGUAGE_CODE = wanted  # type: ignore[attr-defined]  # set by the locale middleware
        response = view(request, *args, **kwargs)
        if wanted:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                wanted,
                secure=request.is_secure(),
                httponly=True,
                samesite="Lax",
            )
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return page


def asked_language(request: HttpRequest) -> str:
    """The language this very request asks to switch to; empty for none."""
    said = request.POST.get("language") or request.GET.get("language") or ""
    return said if said in dict(settings.LANGUAGES) else ""
