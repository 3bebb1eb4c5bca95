"""What every page of the desk knows: who is signed in, with which offices, and which pages are theirs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import localdate

from desk.gate import pages_for


def workbench(request: HttpRequest) -> dict[str, Any]:
    """The frame of a page; asks nothing of the database for a visitor who is not signed in."""
    frame: dict[str, Any] = {"today": localdate(), "demo": settings.DEMO}
    officer = getattr(request, "user", None)
    if officer is None or not officer.is_authenticated:
        return frame
    if getattr(request, "second_factor_owed", False):
        return {**frame, "second_factor_owed": True}
    holdings = officer.holdings_on(frame["today"])
    match = request.resolver_match
    return {
        **frame,
        "holdings": holdings,
        "pages": pages_for({h.office for h in holdings}),
        "here": match.url_name if match else "",
    }
