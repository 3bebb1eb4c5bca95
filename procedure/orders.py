"""The outbox: what an act owes to another room, written in the act's own transaction.

The row is the truth; the message that wakes the room carries its number only. A sweep wakes again what is
still owed, and a room fulfils an order at most once because what it makes is unique per order.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from celery import current_app
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from procedure.journal import JournalEntry, plain
from procedure.matter import Matter
from procedure.steps import Act

log = structlog.get_logger(__name__)

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
    said = {"room": room, "form": form, "matter": matter, "ordered_by": entry, "facts": plain(facts)}
    if entry is not None and not key:
        # An entry orders a form once: the key is new with it, and need not be looked for.
        order, created = Order.objects.create(key=f"{room}/{form}/{entry.pk}", **said), True
    else:
        order, created = Order.objects.get_or_create(key=key or f"{room}/{form}/{matter.pk}", defaults=said)
    if created:
        # robust: a broker that is away must not turn a committed act into an error page; the sweep wakes it later.
        transaction.on_commit(lambda: wake(order.pk, room), robust=True)
    return order


def place_papers(forms: Iterable[str], matter: Matter, entry: JournalEntry) -> None:
    """Write down at once every paper an act owes, and wake their room after commit."""
    owed = Order.objects.bulk_create(
        Order(
            room="documents", form=form, key=f"documents/{form}/{entry.pk}", matter=matter, ordered_by=entry
        )
        for form in dict.fromkeys(forms)
    )
    for order in owed:
        transaction.on_commit(partial(wake, order.pk, order.room), robust=True)


def place_all(room: str, form: str, owed: Iterable[tuple[str, Matter, dict[str, Any]]]) -> None:
    """Write down many orders that follow from no act, (key, matter, facts) each; a key known already is left alone.

    They are not woken one by one: the sweep of the outbox does that within half a minute.
    """
    Order.objects.bulk_create(
        [
            Order(room=room, form=form, key=key, matter=matter, facts=plain(facts))
            for key, matter, facts in owed
        ],
        ignore_conflicts=True,
    )


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


@contextmanager
def taken(order_id: int, *, stops: tuple[type[Exception], ...] = ()) -> Iterator[Order | None]:
    """The order to fulfil, leased, or None where there is nothing to do; every failure within gives it back.

    It is raised again, logged by its class and never by its words. What is among `stops` no further try would mend:
    the order is set aside for somebody to decide.
    """
    order = take(order_id)
    try:
        yield order
    except Exception as failure:  # every failure must give the order back; it is raised again below
        if order is not None:
            (stopped if isinstance(failure, stops) else failed)(order, failure)
            said = {"order": order.pk, "room": order.room, "form": order.form}
            log.error("order_failed", **said, failure=type(failure).__name__)
        raise


def act_of(order: Order) -> Act:
    """The act an order follows from, to go on in its name; raises ValueError for one that no act ordered."""
    if order.ordered_by is None:
        raise ValueError("an order of this room follows from an act")
    return Act(by=order.ordered_by.by, at=order.ordered_by.at)


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


def stopped(order: Order, failure: BaseException) -> None:
    """Set an order aside that no further try would fulfil: somebody must decide; it shows on the board."""
    Order.objects.filter(pk=order.pk).update(
        state=Order.FAILED, leased_until_at=None, last_failure=type(failure).__name__
    )


def again(order: Order) -> None:
    """Owe an order anew that had failed, since what stood in its way is gone; wakes its room after commit."""
    Order.objects.filter(pk=order.pk, state__in=(Order.FAILED, Order.OWED)).update(
        state=Order.OWED, attempts=0, leased_until_at=None
    )
    transaction.on_commit(partial(wake, order.pk, order.room), robust=True)


def postpone(order: Order, until: datetime, *, why: str = "") -> None:
    """Hand an order back until a moment at which it may be fulfilled; this was no attempt, and no failure.

    `why` names what it waits for, where somebody must see to it: the board then shows the order.
    """
    Order.objects.filter(pk=order.pk).update(
        leased_until_at=until, attempts=models.F("attempts") - 1, last_failure=why
    )


def hold_back(matter: Matter, moments: Callable[[], datetime]) -> int:
    """Let nothing that a matter owes be fulfilled before a moment, drawn anew for each order; how many.

    For orders nobody took yet, within the transaction that placed them: what they make then tells by its own time
    nothing of the moment they were ordered at.
    """
    waiting = list(Order.objects.filter(matter=matter, state=Order.OWED, attempts=0))
    for order in waiting:
        order.leased_until_at = moments()
    return Order.objects.bulk_update(waiting, ["leased_until_at"])


def drop(order: Order) -> None:
    """Close an order that became pointless; its key is free again, should the same thing be owed anew."""
    Order.objects.filter(pk=order.pk).update(
        state=Order.FULFILLED, fulfilled_at=timezone.now(), last_failure="", key=f"{order.key}/{order.pk}"
    )


def owed(now: datetime) -> list[tuple[int, str]]:
    """Orders nobody holds, oldest first: what the sweep wakes again."""
    free = Q(leased_until_at__isnull=True) | Q(leased_until_at__lt=now)
    return list(Order.objects.filter(free, state=Order.OWED).order_by("id").values_list("pk", "room")[:500])
