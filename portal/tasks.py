"""What beat starts in this room: what the public door remembers for a day is forgotten."""

from celery import shared_task

from portal import once, puzzle


@shared_task(name="portal.sweep")
def sweep() -> int:
    """Forget answered challenges and sent sheets that are past their day; how many."""
    return puzzle.sweep() + once.sweep()
