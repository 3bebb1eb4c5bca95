"""What the worker does with an order for a sterile copy: open the original, have it cleaned in the cage, keep the copy."""

import hashlib
from datetime import date, datetime, time
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import get_default_timezone, localdate

from evidence import store
from evidence.models import Evidence, SterileCopy
from files.record import NotCleanable
from files.sandbox import Cleaned, in_memory, make_sterile
from procedure import orders
from procedure.orders import Order


def fulfil(order: Order) -> None:
    """Make the sterile copy of one piece of evidence, or write down why there is none.

    Raises `NoSandbox` when this machine does not allow the cage, and what opening raises (`BrokenOriginal`, the
    vault's): the order then stays owed and shows on the board. Nothing else is a failure: a file that kills its
    reader is one that cannot be cleaned.
    """
    evidence = Evidence.objects.get(pk=order.facts["evidence"])
    if not SterileCopy.objects.filter(evidence=evidence).exists():
        with in_memory() as held:
            _open_into(evidence, held)
            try:
                with make_sterile(evidence.kind, held) as cleaned:
                    _keep(evidence, order, cleaned)
            except NotCleanable as refused:
                with transaction.atomic():
                    SterileCopy.objects.create(evidence=evidence, not_clean=refused.code, made_on=_today())
                    _done(evidence, order)
            return
    _done(evidence, order)


def _open_into(evidence: Evidence, held: BinaryIO) -> None:
    """The original as it was handed in, in memory; raises `BrokenOriginal` when its digest is not the one journalled."""
    digest = hashlib.sha256()
    _name, pieces = store.open_original(evidence.ref, evidence.place)
    for piece in pieces:
        digest.update(piece)
        held.write(piece)
    if digest.hexdigest() != evidence.sha256:
        raise store.BrokenOriginal(evidence.ref)


def _keep(evidence: Evidence, order: Order, cleaned: Cleaned) -> None:
    digest = hashlib.sha256()
    while chunk := cleaned.copy.read(1024 * 1024):
        digest.update(chunk)
    cleaned.copy.seek(0)
    place = store.keep_sterile(cleaned.copy, evidence.received_on)
    try:
        with transaction.atomic():
            SterileCopy.objects.create(
                evidence=evidence,
                place=place,
                sha256=digest.hexdigest(),
                size=cleaned.size,
                removed=cleaned.removed,
                flags=cleaned.flags,
                made_on=_today(),
            )
            _done(evidence, order)
    except BaseException:
        store.forget(store.STERILE, place)
        raise


def _done(evidence: Evidence, order: Order) -> None:
    orders.fulfilled(order)
    if evidence.given_by == Evidence.FILER:
        # The copy follows the upload by seconds: an order's moments would tell when an anonymous person sat there.
        start = datetime.combine(evidence.received_on, time(), get_default_timezone())
        Order.objects.filter(pk=order.pk).update(fulfilled_at=start, leased_until_at=start)


def _today() -> date:
    return localdate(timezone.now())
