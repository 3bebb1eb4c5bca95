"""What the outbox, a page and beat ask of this room: a sterile copy, an original for one look, empty mailboxes."""

from celery import shared_task
from django.utils import timezone

from evidence import cleaning, looks
from procedure import orders


@shared_task(name="evidence.fulfil")
def fulfil(order_id: int) -> None:
    """Make one sterile copy; a failure gives the order back and is logged by kind, never by content."""
    with orders.taken(order_id) as order:
        if order is not None:
            cleaning.fulfil(order)


@shared_task(name="evidence.answer_original")
def answer_original(question: int) -> bool:
    """Answer a page's question for an original: the Opening is written, the file is sealed to the page's key."""
    return looks.answer(question)


@shared_task(name="evidence.sweep")
def sweep() -> None:
    """Empty the mailboxes nobody came for."""
    looks.empty_old_mailboxes(timezone.now())
