"""What a page says when it cannot be shown: in the reader's language, with what to do, and nothing of the matter."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# What was asked for is not repeated: somebody may have typed a name into an address.
QUIET = {"not_repeated": True}


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same page for what does not exist and for what this officer may not read."""
    return render(request, "desk/errors/404.html", QUIET, status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: a page of another office."""
    return render(request, "desk/errors/403.html", QUIET, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: a request that cannot be read; says so when it was simply too large."""
    context = {**QUIET, "too_large": isinstance(exception, RequestDataTooBig)}
    return render(request, "desk/errors/400.html", context, status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose protection mark is missing or old: sign in again, then send it again."""
    return render(request, "desk/errors/csrf.html", QUIET, status=403)


def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    """500: a page that asks nothing of the database, because that may be what failed."""
    return render(None, "desk/errors/500.html", status=500)  # type: ignore[arg-type]  # no request: no context of ours
