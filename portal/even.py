"""Answers that look alike from outside: one length whatever they say, kept by no cache, changed by nothing on the way.

Who watches the line sees that somebody looked, and neither how far a matter has come nor that anything was new.
"""

import base64
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

STEP = 64 * 1024
"""Every answer is as long as this, in bytes, or as a multiple of it: only a very long exchange of messages needs two."""

_OPEN, _SHUT = b"\n<!-- ", b" -->\n"


def evened(response: HttpResponse) -> HttpResponse:
    """Fill a page up to the next step with random letters in a comment, which no compression shortens to a tell."""
    frame = len(_OPEN) + len(_SHUT)
    missing = -(len(response.content) + frame) % STEP
    response.content += _OPEN + base64.b64encode(secrets.token_bytes(missing))[:missing] + _SHUT
    response["Content-Length"] = str(len(response.content))
    return response


def alike(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose answers are all of one length and stay between us and whoever asked.

    The policy of referrers stays "same-origin" as everywhere here: no address of these pages holds anything, and with
    "no-referrer" a browser would send its forms without an origin, which the check against forged ones refuses.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, no-transform, private"
        response["X-Robots-Tag"] = "noindex, nofollow"
        # One that only leads on has no body, whatever it leads away from; a browser would not read one.
        return response if 300 <= response.status_code < 400 else evened(response)

    return answer
