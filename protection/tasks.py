"""What the outbox asks of this room: close the window of a disclosure when its last day is over."""

from typing import Any

import structlog
from celery import shared_task
from django.db import transaction
from django.utils import timezone

from procedure import orders
from procedure.corridor import following, perform
from procedure.law import law_scope
from procedure.steps import Act
from protection.procedures.disclosure import RUNNING, Disclosure

log = structlog.get_logger(__name__)


@shared_task(name="protection.fulfil")
def fulfil(order_id: int) -> None:
    """Let a disclosure expire, once its window is over; before that the order waits for it.

    That the window is closed does not hang on this: the worker looks at the grant's own end. This says so in the
    journal and in the state.
    """
    order = orders.take(order_id)
    if order is None:
        return
    try:
        if order.ordered_by is None:
            raise ValueError("an expiry follows from a release")
        now = timezone.now()
        disclosure: Any = Disclosure.objects.get(pk=order.matter_id)
        if disclosure.state in RUNNING and now <= disclosure.window_ends_at():
            orders.postpone(order, disclosure.window_ends_at())
            return
        with law_scope(), transaction.atomic():
            if disclosure.state in RUNNING:
                with following():
                    perform(Act(by=order.ordered_by.by, at=now), disclosure.expire)
            orders.fulfilled(order)
    except Exception as failure:  # every failure must give the order back; it is raised again below
        orders.failed(order, failure)
        log.error("expiry_failed", order=order.pk, failure=type(failure).__name__)
        raise
