"""What the outbox asks of this room: make the paper that an act ordered."""

import structlog
from celery import shared_task

from documents.guard import LeakFound
from documents.issue import issue
from procedure import orders

log = structlog.get_logger(__name__)


@shared_task(name="documents.fulfil")
def fulfil(order_id: int) -> None:
    """Make one paper; a failure gives the order back for another try and is logged by kind, never by content."""
    order = orders.take(order_id)
    if order is None:
        return
    try:
        issue(order)
    except LeakFound as found:  # the same words would be held back again: two people decide about it
        orders.stopped(order, found)
        raise
    except Exception as failure:  # every failure must give the order back; it is raised again below
        orders.failed(order, failure)
        log.error("paper_failed", order=order.pk, form=order.form, failure=type(failure).__name__)
        raise
