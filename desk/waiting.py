"""Waiting for what the worker opens: a page asks a mailbox again and again, for a few seconds and no longer."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

SECONDS, LOOK_EVERY = 5.0, 0.1


def waited_for(collect: Callable[[], T | None], *, seconds: float = SECONDS) -> T | None:
    """What `collect` finds within so many seconds; None where nothing came, the worker being away or refusing."""
    found, waited = collect(), 0.0
    while found is None and waited < seconds:
        time.sleep(LOOK_EVERY)
        waited += LOOK_EVERY
        found = collect()
    return found
