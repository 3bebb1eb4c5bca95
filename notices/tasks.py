"""What the outbox and beat ask of this room: remind officers of terms, mail their digest, answer for a contact."""

from datetime import date, datetime

import structlog
from celery import shared_task
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from identity.models import OpeningRequest
from identity.unseal import answer
from notices import digests
from notices.entitled import entitled
from notices.models import Reminder
from notices.recipients import NobodyToTell, told
from offices.models import Officer
from procedure import orders
from procedure.clocks import Clock
from procedure.due import deliverable_at, next_opening
from procedure.heartbeat import beat
from procedure.law import law_scope
from procedure.orders import Order

log = structlog.get_logger(__name__)


@shared_task(name="notices.fulfil")
def fulfil(order_id: int) -> None:
    """Deliver one warning in office hours; a failure gives the order back and is logged by kind, never by content."""
    with orders.taken(order_id) as order, law_scope():
        if order is not None:
            _warn(order, timezone.now())


def _warn(order: Order, now: datetime) -> None:
    """Write the reminders of one warning, or put it off to the next opening, or drop it when it is no longer true."""
    clock = Clock.objects.select_related("matter__handler", "matter__co_handler").get(pk=order.facts["clock"])
    level, due_on = order.facts["level"], date.fromisoformat(order.facts["due_on"])
    if clock.ended_id is not None or clock.paused or clock.due_on != due_on:
        _drop(order, clock, level, due_on)
        return
    opening = deliverable_at(now, hours=clock.due_at is not None)
    if opening is not None:
        orders.postpone(order, opening)
        return
    try:
        officers = told(clock, level, localdate(now))
    except NobodyToTell:
        # An office may be filled tomorrow: the warning stays owed, is tried at each opening, and shows on the board.
        orders.postpone(order, next_opening(now, hours=clock.due_at is not None), why=NobodyToTell.__name__)
        return
    with transaction.atomic():
        for officer in officers:
            Reminder.objects.get_or_create(clock=clock, officer=officer, level=level, due_on=due_on)
        orders.fulfilled(order)


def _drop(order: Order, clock: Clock, level: str, due_on: date) -> None:
    """Close a warning nobody needs; a clock that goes on with the same day after all is warned of it anew."""
    with transaction.atomic():
        orders.drop(order)
        Clock.objects.running().filter(pk=clock.pk, due_on=due_on, warned=level).update(
            warned="", warn_on=localdate(clock.started_at)
        )


@shared_task(name="notices.digest")
def digest() -> int:
    """Mail each officer the day's counts: once a working day, at the first run in office hours; how many were sent."""
    with beat("digest") as run, law_scope():
        now = timezone.now()
        if deliverable_at(now, hours=False) is None:
            digests.write_due(now)
            run.did = digests.send_owed(localdate(now))
    return run.did


@shared_task(name="notices.answer_identity")
def answer_identity(question: int) -> bool:
    """Answer a page's question for an identity, if the worker itself finds it entitled; else nothing is opened.

    The Opening is written, then the answer is sealed to the page's key.
    """
    asked = OpeningRequest.objects.filter(pk=question).first()
    if asked is None or asked.taken_at is not None:
        return False
    officer = Officer.objects.filter(pk=asked.by_id).first()
    if officer is None or not entitled(asked, officer, timezone.now()):
        # Nothing of the question is repeated: it may have been written by whoever wants to know what we log.
        log.warning("identity_refused", question=question)
        return False
    return answer(question, by=officer)
