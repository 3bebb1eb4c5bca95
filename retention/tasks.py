"""What the outbox asks of this room: put under hold, destroy what was approved; and, once a day, find what fell due."""

import hashlib
from datetime import date

import structlog
from celery import shared_task
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

import statutes
from evidence.destroyed import destroy
from identity.disposal import is_disposed, shred
from identity.models import Disposal
from procedure import orders
from procedure.corridor import record
from procedure.law import law_scope
from procedure.matter import Matter
from procedure.orders import Order
from procedure.steps import Act
from retention.disposal import Batch, BatchItem, DueItem, Outcome, objections_of, things_of
from retention.holds import PROTECTION, Hold, place
from retention.schedule import classes, due_of, period_of

log = structlog.get_logger(__name__)
BATCH = 500


@shared_task(name="retention.fulfil")
def fulfil(order_id: int) -> None:
    """Do what an act ordered, once, whoever wakes this how often."""
    with orders.taken(order_id) as order:
        if order is not None:
            {"hold": _hold, "dispose": _dispose}[order.form](order)


def _hold(order: Order) -> None:
    with transaction.atomic():
        held = order.matter.parent
        if held is not None and not Hold.objects.filter(order=order).exists():
            source = statutes.rule("retaliation.ban").on(order.matter.law_day()).source
            place(
                orders.act_of(order), held, reason=PROTECTION, basis=source, cause=order.matter, order=order
            )
        orders.fulfilled(order)


def _dispose(order: Order) -> None:
    """Destroy item by item, each in a transaction of its own; cut off midway it goes on where it stopped."""
    batch = Batch.objects.select_related("recorder").get(pk=order.matter_id)
    for item in batch.items.select_related("matter"):
        _dispose_item(batch, item, orders.act_of(order))
        # The files go when the key is gone and that is written down; cut off between the two, they go the next time.
        for ref in things_of(item.matter):
            destroy(ref)
    with transaction.atomic():
        if not batch.journal.filter(verb="disposed").exists():
            made = Outcome.objects.filter(item__batch=batch).order_by("item__place", "id")
            said = "\n".join(f"{each.ref} {each.digest} {each.kept_because}" for each in made)
            facts = {
                "destroyed": sum(1 for each in made if each.digest),
                "kept": sum(1 for each in made if each.kept_because),
                "digest": hashlib.sha256(said.encode()).hexdigest(),
            }
            record(
                Act(by=orders.act_of(order).by, at=timezone.now()),
                batch,
                "已销毁",
                basis="retention.disposal",
                verb="disposed",
                facts=facts,
            )
        orders.fulfilled(order)


def _dispose_item(batch: Batch, item: BatchItem, act: Act) -> None:
    for ref in things_of(item.matter):
        with transaction.atomic(), law_scope():
            # The row that a hold locks as well: whichever comes first, the other is told.
            Matter.objects.select_for_update().get(pk=item.matter_id)
            if Outcome.objects.filter(item=item, ref=ref).exists():
                continue
            at = timezone.now()
            gone = is_disposed(ref)
            barred = [] if gone else objections_of(item.matter, localdate(at))
            if barred:
                Outcome.objects.create(item=item, ref=ref, kept_because="、".join(barred)[:200], at=at)
                continue
            kept = (
                _row_of(ref)
                if gone
                else shred(
                    ref, asked_by=batch.recorder, approved_by=act.by, reason=batch.number, on=localdate(at)
                )
            )
            Outcome.objects.create(item=item, ref=ref, digest=kept.digest, removed=kept.removed, at=at)


def _row_of(ref: str) -> Disposal:
    """The vault's own row of a disposal that was cut off before this house wrote it down."""
    found: Disposal = Disposal.objects.get(ref=ref)
    return found


@shared_task(name="retention.review")
def review() -> int:
    """Find what fell due for review, a bounded number a day; how many were new. Counts nothing, disposes of nothing."""
    day = localdate()
    with law_scope():
        return sum(_fallen_due(code, day) for code, _words in classes(day))


def _fallen_due(code: str, day: date) -> int:
    period = period_of(code, day)
    if period is None:
        return 0
    closed = Matter.objects.filter(kind=code, closed_on__lt=day, due_for_review__isnull=True)
    found = []
    for matter in closed.order_by("closed_on", "id")[:BATCH]:
        due = due_of(matter, day)
        if due is None or due.on >= day:
            break  # the oldest first: what follows was closed later
        found.append(DueItem(matter=matter, code=code, due_on=due.on, found_on=day))
    DueItem.objects.bulk_create(found, ignore_conflicts=True)
    return len(found)
