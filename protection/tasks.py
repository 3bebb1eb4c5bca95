"""What the outbox asks of this room: close the window of a disclosure when its last day is over."""

from dataclasses import replace
from typing import Any

import structlog
from celery import shared_task
from django.db import transaction
from django.utils import timezone

from procedure import orders
from procedure.corridor import following, perform
from procedure.law import law_scope
from procedure.orders import Order
from protection.procedures.disclosure import RUNNING, Disclosure

log = structlog.get_logger(__name__)


@shared_task(name="protection.fulfil")
def fulfil(order_id: int) -> None:
    """Let a disclosure expire, once its window is over; before that the order waits for it.

    That the window is closed does not hang on this: the worker looks at the grant's own end. This says so in the
    journal and in the state.
    """
    with orders.taken(order_id) as order:
        if order is not None:
            _expire(order)


def _expire(order: Order) -> None:
    act, now = orders.act_of(order), timezone.now()
    disclosure: Any = Disclosure.objects.get(pk=order.matter_id)
    if disclosure.state in RUNNING and now <= disclosure.window_ends_at():
        orders.postpone(order, disclosure.window_ends_at())
        return
    with law_scope(), transaction.atomic():
        if disclosure.state in RUNNING:
            with following():
                perform(replace(act, at=now), disclosure.expire)
        orders.fulfilled(order)
