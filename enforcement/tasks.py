"""What the outbox asks of this room: open the penalty case a filed report gave rise to."""

from celery import shared_task
from django.db import transaction

from enforcement.models import PenaltyCase
from enforcement.states import CaseState
from procedure import orders
from procedure.clock_acts import Opens
from procedure.corridor import begin
from procedure.orders import Order


@shared_task(name="enforcement.fulfil")
def fulfil(order_id: int) -> None:
    """Open the case once: a report has at most one case of its filing, whoever wakes this how often."""
    with orders.taken(order_id) as order:
        if order is not None:
            _open(order)


def _open(order: Order) -> None:
    act = orders.act_of(order)
    report = order.matter
    with transaction.atomic():
        if not PenaltyCase.objects.filter(parent=report).exists():
            begin(
                act,
                PenaltyCase,
                name="建立案件",
                basis="report.filing",
                by=("leader",),
                opens=(Opens("case.decision"),),
                state=CaseState.INVESTIGATING,
                received_at=act.at,
                title=report.title,
                respondent=report.respondent,
                unit=report.unit,
                handler_id=report.handler_id,
                co_handler_id=report.co_handler_id,
                parent=report,
            )
        orders.fulfilled(order)
