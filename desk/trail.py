"""The way an officer came: which list, and which row of it, carried in the address from page to page.

Carried in the address and not in the session, so that two windows do not disturb each other and a page written
down by hand still works.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest
from django.urls import reverse

from desk import worklist
from desk.worklist import Wish

LONGEST = 600  # characters; what our own links carry stays far below


@dataclass(frozen=True)
class Trail:
    """`wish` is the list the officer came from, `at` the key the row had there; both empty for a direct visit."""

    wish: Wish | None = None
    at: str = ""

    @property
    def query(self) -> str:
        """What links and forms append to keep the way: "?list=…&at=…", or nothing."""
        if self.wish is None:
            return ""
        return "?" + urlencode({"list": self.wish.here(), "at": self.at})

    def back(self, number: str) -> str:
        """The list the officer came from, at the row of this matter."""
        query = self.wish.here() if self.wish else ""
        return f"{reverse('desk:worklist')}{'?' if query else ''}{query}#m-{number}"


def of(request: HttpRequest) -> Trail:
    """Read the way from the address; a broken one counts as none."""
    said = request.GET.get("list")
    if said is None or len(said) > LONGEST:
        return Trail()
    return Trail(worklist.read(dict(parse_qsl(said))), request.GET.get("at", ""))


def to_row(wish: Wish, row: Any) -> str:
    """The address of a matter as opened from a row of a list."""
    return reverse("desk:matter", args=[row.number]) + Trail(wish, row.cursor).query
