"""What the outbox asks of this room: make the paper that an act ordered."""

from celery import shared_task

from documents.guard import LeakFound
from documents.issue import issue
from procedure import orders


@shared_task(name="documents.fulfil")
def fulfil(order_id: int) -> None:
    """Make one paper; a failure gives the order back for another try and is logged by kind, never by content."""
    # What was held back once would be held back again: two people decide about it.
    with orders.taken(order_id, stops=(LeakFound,)) as order:
        if order is not None:
            issue(order)
