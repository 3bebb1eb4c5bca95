"""What beat starts: wake the orders still owed, and look for clocks near or past due. It counts nothing."""

from celery import shared_task
from django.utils import timezone
from django.utils.timezone import localdate

from procedure import orders
from procedure.clocks import Clock, near_horizon


@shared_task(name="procedure.wake_outbox")
def wake_outbox() -> int:
    """Send a message for every order nobody holds; how many were woken."""
    waiting = orders.owed(timezone.now())
    for pk, room in waiting:
        orders.wake(pk, room)
    return len(waiting)


@shared_task(name="procedure.sweep")
def sweep() -> int:
    """Order one warning for each running clock that is near, and one when it is past due; how many were new.

    The key of the order names clock, due day and level, so running twice, late or on two workers orders once.
    """
    today = localdate()
    new = 0
    due = Clock.objects.running().filter(due_on__lte=near_horizon(today)).select_related("matter")
    for clock in due.order_by("due_on", "id").iterator(chunk_size=500):
        level = "overdue" if clock.due_on < today else "near"
        key = f"warning/{clock.pk}/{clock.due_on}/{level}"
        if not orders.Order.objects.filter(key=key).exists():
            orders.place("notices", "warning", clock.matter, None, key=key, clock=clock.pk, level=level)
            new += 1
    return new
