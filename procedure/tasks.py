"""What beat starts: wake the orders still owed, and look for clocks whose next warning is due. It counts nothing."""

from datetime import datetime
from typing import Any

import structlog
from celery import shared_task
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from procedure import orders
from procedure.clocks import Clock
from procedure.due import warnings_of
from procedure.heartbeat import beat
from procedure.law import law_scope
from procedure.matter import Matter
from procedure.recompute import recompute

log = structlog.get_logger(__name__)
BATCH = 500


@shared_task(name="procedure.wake_outbox")
def wake_outbox() -> int:
    """Send a message for every order nobody holds; how many were woken."""
    with beat("outbox") as run:
        waiting = orders.owed(timezone.now())
        for pk, room in waiting:
            orders.wake(pk, room)
        run.did = len(waiting)
    return run.did


@shared_task(name="procedure.sweep")
def sweep() -> int:
    """Order the warning each clock has come to; how many were new. Touches only clocks with a warning due.

    A warning and the mark that it was given are written together, so a run that is cut off, late, repeated or
    shared by two workers loses none and doubles none. Late, a clock gets the warning it has come to by now, whose
    readers include those of the ones before.
    """
    with beat("sweep") as run, law_scope():
        waiting: set[int] = set()  # clocks of hours whose moment has not come yet: looked at once a run
        while clocks := _sweep_batch(waiting):
            run.did += len(clocks - waiting)
    return run.did


def _sweep_batch(waiting: set[int]) -> set[int]:
    """One batch, earliest warning first; a row that another worker or an act holds is left to them or the next run."""
    now = timezone.now()
    with transaction.atomic():
        rows = Clock.objects.counting().filter(warn_on__lte=localdate(now)).exclude(pk__in=waiting)
        # With its matter: an act locks the matter first, and an order placed for it would wait for that act.
        locked = rows.select_for_update(skip_locked=True, of=("self", "matter"), no_key=True)
        clocks = list(locked.select_related("matter").order_by("warn_on", "pk")[:BATCH])
        warned = [clock for clock in clocks if _warn(clock, now)]
        orders.place_all("notices", "warning", map(_warning, warned))
        Clock.objects.bulk_update(clocks, ["warned", "warn_on"])
    waiting.update(clock.pk for clock in set(clocks) - set(warned))
    return {clock.pk for clock in clocks}


def _warn(clock: Clock, now: datetime) -> bool:
    """Mark the warning a clock has come to, and the day of the next; False when it has come to none or had it."""
    steps = warnings_of(clock.due_on, clock.due_at, localdate(clock.started_at))
    level = steps.level(now)
    if not level:
        # Looked at too early (an older clock, or a day that moved): it is looked at again on its day.
        clock.warn_on = steps.near_on
    if not level or level == clock.warned:
        return False
    clock.warned, clock.warn_on = level, steps.next_on(level)
    return True


def _warning(clock: Clock) -> tuple[str, Matter, dict[str, Any]]:
    """The order of a warning: its key names clock, due day and level, so that it is never given twice."""
    facts = {"clock": clock.pk, "level": clock.warned, "due_on": clock.due_on}
    return f"warning/{clock.pk}/{clock.due_on}/{clock.warned}", clock.matter, facts


@shared_task(name="procedure.fulfil")
def fulfil(order_id: int) -> None:
    """What the outbox asks of this room: reckon every running clock anew after the law in force changed."""
    with orders.taken(order_id) as order:
        if order is None:
            return
        if order.ordered_by is None:
            raise ValueError("a recomputation follows from an act")
        change: Any = order.matter.concrete()
        moved = recompute(change, order.ordered_by, since=change.affects_from())
        orders.fulfilled(order)
        log.info("recomputed", change=order.matter.number, moved=moved)
