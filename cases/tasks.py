"""What beat starts in this room: drafts nobody came back to are removed.

It keeps no heartbeat: a draft past its day opens to nobody whether it is removed or not.
"""

from celery import shared_task
from django.utils import timezone

from cases import drafts


@shared_task(name="cases.sweep_drafts")
def sweep_drafts() -> int:
    """Remove drafts older than a day; how many."""
    return drafts.sweep(timezone.now())
