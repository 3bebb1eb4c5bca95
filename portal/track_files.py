"""More evidence from whoever filed a matter: the same store and the same words of refusal as with the filing itself."""

from typing import Any

from django.utils import timezone

from portal.attachments import NotTaken, put
from procedure.steps import Act

__all__ = ["NotTaken", "offered", "take"]


def offered(matter: Any) -> bool:
    """Whether files may be put to this matter here."""
    return matter.kind in {"complaint", "report"}


def take(act: Act, matter: Any, stream: Any, declared_name: str) -> None:
    """Put one file to the filer's own matter; raises `NotTaken`."""
    anonymous = bool(getattr(matter, "anonymous", False))
    put(matter, stream, declared_name, act, anonymous=anonymous, now=timezone.now())
