"""A day in the life of the sweep: the wall clock is set, beat's tasks run, the worker fulfils what is owed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
import time_machine

from demo.walk import fulfil_owed
from notices import tasks as notices_tasks
from procedure import tasks as procedure_tasks
from tests.conftest import BEIJING

ROOT = Path(__file__).resolve().parent.parent.parent


def beijing(words: str) -> datetime:
    """A moment in Beijing: `beijing("2026-11-06 09:00")`."""
    return datetime.fromisoformat(words).replace(tzinfo=BEIJING)


@contextmanager
def standing_at(words: str) -> Iterator[datetime]:
    with time_machine.travel(beijing(words), tick=False):
        yield beijing(words)


def sweep() -> int:
    """One run of the sweep; how many warnings were new."""
    done: int = procedure_tasks.sweep.apply(throw=True).get()
    return done


def deliver() -> None:
    """What a worker does with the warnings that may be delivered now."""
    fulfil_owed(["notices"])


def mail_digests() -> int:
    sent: int = notices_tasks.digest.apply(throw=True).get()
    return sent


@pytest.fixture
def complaint(walk):
    """A complaint at 城关所, accepted and not yet told so: seven working days, to Wednesday 11 November 2026."""
    return walk.accept(
        walk.call("电饭煲用了三天就坏，要求更换", name="钱途亮", phone="13909520102").complaint
    )


@pytest.fixture
def report(walk):
    """A report being verified by two officers of 城关所, to Monday 23 November 2026."""
    return walk.verify(walk.call("店里卖过期食品", as_complaint=False).report)
