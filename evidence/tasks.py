"""What the outbox, a page and beat ask of this room: a sterile copy, an original for one look, empty mailboxes."""

import structlog
from celery import shared_task
from django.utils import timezone

from evidence import cleaning, looks
from procedure import orders

log = structlog.get_logger(__name__)


@shared_task(name="evidence.fulfil")
def fulfil(order_id: int) -> None:
    """Make one sterile copy; a failure gives the order back and is logged by kind, never by content."""
    order = orders.take(order_id)
    if order is None:
        return
    try:
        cleaning.fulfil(order)
    except Exception as failure:  # every failure must give the order back; it is raised again below
        orders.failed(order, failure)
        log.error("sterile_failed", order=order.pk, failure=type(failure).__name__)
        raise


@shared_task(name="evidence.answer_original")
def answer_original(question: int) -> bool:
    """Answer a page's question for an original: the Opening is written, the file is sealed to the page's key."""
    return looks.answer(question)


@shared_task(name="evidence.sweep")
def sweep() -> None:
    """Empty the mailboxes nobody came for."""
    looks.empty_old_mailboxes(timezone.now())
