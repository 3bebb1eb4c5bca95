"""The outbox: what an act owes to another room, written in the act's own transaction.

The row is the truth; the message that wakes the room carries its number only. A sweep wakes again what is
still owed, and a room fulfils an order at most once because what it makes is unique per order.
"""

from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from procedure.journal import JournalEntry, plain
from procedure.matter import Matter

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 20


class Order(models.Model):
    """One thing owed: by which room, in which form, for which matter."""

    OWED, FULFILLED, FAILED = "owed", "fulfilled", "failed"

    room = models.CharField(max_length=20)
    form = models.CharField(_("文书或事项"), max_length=40)
    key = models.CharField(max_length=80, unique=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="orders")
    ordered_by = models.ForeignKey(JournalEntry, models.PROTECT, null=True, related_name="orders")
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    state = models.CharField(max_length=10, default=OWED)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until_at = models.DateTimeField(null=True)
    fulfilled_at = models.DateTimeField(null=True)
    # The class of the last failure only: a message might carry what must not be read here.
    last_failure = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["leased_until_at", "id"], condition=Q(state="owed"), name="owed_orders")
        ]

    def __str__(self) -> str:
        return self.key


def place(
    room: str, form: str, matter: Matter, entry: JournalEntry | None, *, key: str = "", **facts: Any
) -> Order:
    """Write down what is owed and wake the room after commit; the same key twice is the same order."""
    order, created = Order.objects.get_or_create(
        key=key or f"{room}/{form}/{entry.pk if entry else matter.pk}",
        defaults={"room": room, "form": form, "matter": matter, "ordered_by": entry, "facts": plain(facts)},
    )
    if created:
        # robust: a broker that is away must not turn a committed act into an error page; the sweep wakes it later.
        transaction.on_commit(lambda: wake(order.pk, room), robust=True)
    return order


def wake(order_id: int, room: str) -> None:
    """Tell a room that something is owed: by message, or at once where tasks run inline."""
    if current_app.conf.task_always_eager:
        current_app.loader.import_default_modules()  # a process that only sends has not loaded the tasks
        current_app.tasks[f"{room}.fulfil"].apply(args=[order_id])
    else:
        current_app.send_task(f"{room}.fulfil", args=[order_id])


def take(order_id: int, now: datetime | None = None) -> Order | None:
    """Lease an order for two minutes; None when it is done or someone else holds it."""
    moment = now or timezone.now()
    free = Q(leased_until_at__isnull=True) | Q(leased_until_at__lt=moment)
    taken = Order.objects.filter(free, pk=order_id, state=Order.OWED).update(
        leased_until_at=moment + LEASE, attempts=models.F("attempts") + 1
    )
    if not taken:
        return None
    return Order.objects.select_related("matter", "ordered_by", "ordered_by__by").get(pk=order_id)


def fulfilled(order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(
        state=Order.FULFILLED, fulfilled_at=timezone.now(), last_failure=""
    )


def failed(order: Order, failure: BaseException) -> None:
    """Give the order back; after twenty tries it stays as failed and shows on the board."""
    state = Order.FAILED if order.attempts >= MOST_ATTEMPTS else Order.OWED
    pause = timedelta(seconds=min(2**order.attempts, 300))
    Order.objects.filter(pk=order.pk).update(
        state=state, leased_until_at=timezone.now() + pause, last_failure=type(failure).__name__
    )


def owed(now: datetime) -> list[tuple[int, str]]:
    """Orders nobody holds, oldest first: what the sweep wakes again."""
    free = Q(leased_until_at__isnull=True) | Q(leased_until_at__lt=now)
    return list(Order.objects.filter(free, state=Order.OWED).order_by("id").values_list("pk", "room")[:500])
