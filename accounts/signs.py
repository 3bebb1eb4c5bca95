"""What follows from the signs Django gives of sign-in, sign-out and of an officer who leaves."""

from typing import Any

from accounts import clock, ending, events, factor
from accounts.again import mark_fresh
from accounts.models import Kind


def signed_in(sender: Any, request: Any, user: Any, **more: Any) -> None:
    """Start the clocks of the session, forget any earlier second factor, and let the oldest session make room.

    A sign-in is itself the freshest showing of who one is.
    """
    request.session.pop(factor.PASSED, None)
    clock.begin(request.session)
    mark_fresh(request.session)
    events.note(Kind.SIGNED_IN, user, word=getattr(request, "signs_in_by", ""))
    ending.end_oldest(user, request.session)


def signed_out(sender: Any, request: Any, user: Any, **more: Any) -> None:
    """Write down that an officer left; a session that was ended by us says so elsewhere."""
    if user is not None and not getattr(request, "session_was_ended", False):
        events.note(Kind.SIGNED_OUT, user)


def saved(sender: Any, instance: Any, created: bool = False, raw: bool = False, **more: Any) -> None:
    """An officer who becomes inactive has no session and no token from that moment on."""
    if not created and not raw and not instance.is_active:
        ending.end_all(instance, why="inactive")
