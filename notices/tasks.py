"""What the outbox asks of this room: remind the officers of a clock that is near or past due."""

from celery import shared_task
from django.db import transaction

from identity.models import OpeningRequest
from identity.unseal import answer
from notices.models import Reminder
from offices.models import Holding, Officer
from procedure import orders
from procedure.clocks import Clock


@shared_task(name="notices.fulfil")
def fulfil(order_id: int) -> None:
    """Remind the handlers; when overdue, or when nobody handles it yet, the unit head or the dispatcher as well."""
    order = orders.take(order_id)
    if order is None:
        return
    clock = Clock.objects.select_related("matter").get(pk=order.facts["clock"])
    level = order.facts["level"]
    matter = clock.matter
    officers = {pk for pk in (matter.handler_id, matter.co_handler_id) if pk}
    if level == "overdue" or not officers:
        office, unit = ("unit_head", {"unit__code": matter.unit}) if matter.unit else ("dispatcher", {})
        officers |= set(
            Holding.objects.filter(office=office, until_on__isnull=True, **unit).values_list(
                "officer_id", flat=True
            )
        )
    with transaction.atomic():
        for pk in sorted(officers):
            Reminder.objects.get_or_create(clock=clock, officer_id=pk, level=level, due_on=clock.due_on)
        orders.fulfilled(order)


@shared_task(name="notices.answer_identity")
def answer_identity(question: int) -> bool:
    """Answer a page's question for a contact: the Opening is written, the answer is sealed to the page's key."""
    asked = OpeningRequest.objects.filter(pk=question).first()
    return asked is not None and answer(question, by=Officer.objects.get(pk=asked.by_id))
