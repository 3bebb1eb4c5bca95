"""What the outbox asks of this room: open the penalty case a filed report gave rise to."""

from celery import shared_task
from django.db import transaction

from enforcement.models import PenaltyCase
from enforcement.states import CaseState
from procedure import orders
from procedure.clock_acts import Opens
from procedure.corridor import begin
from procedure.steps import Act


@shared_task(name="enforcement.fulfil")
def fulfil(order_id: int) -> None:
    """Open the case once: a report has at most one case of its filing, whoever wakes this how often."""
    order = orders.take(order_id)
    if order is None or order.ordered_by is None:
        return
    report = order.matter
    with transaction.atomic():
        if not PenaltyCase.objects.filter(parent=report).exists():
            begin(
                Act(by=order.ordered_by.by, at=order.ordered_by.at),
                PenaltyCase,
                name="建立案件",
                basis="report.filing",
                by=("leader",),
                opens=(Opens("case.decision"),),
                state=CaseState.INVESTIGATING,
                received_at=order.ordered_by.at,
                title=report.title,
                respondent=report.respondent,
                unit=report.unit,
                handler_id=report.handler_id,
                co_handler_id=report.co_handler_id,
                parent=report,
            )
        orders.fulfilled(order)
