"""What the outbox asks of this room: open the referral a suspected crime gave rise to."""

from celery import shared_task
from django.db import transaction

from procedure import orders
from procedure.corridor import begin
from procedure.orders import Order
from referrals.models import Referral
from referrals.states import ReferralState


@shared_task(name="referrals.fulfil")
def fulfil(order_id: int) -> None:
    """Open one referral per finding of suspicion; a case that was resumed and suspected anew gets a new one."""
    with orders.taken(order_id) as order:
        if order is not None:
            _open(order)


def _open(order: Order) -> None:
    act = orders.act_of(order)
    case = order.matter
    with transaction.atomic():
        if not Referral.objects.filter(parent=case, closed_on__isnull=True).exists():
            begin(
                act,
                Referral,
                name="启动移送",
                basis="referral.duty",
                by=("handler", "unit_head"),
                state=ReferralState.SUSPECTED,
                received_at=act.at,
                title=case.title,
                respondent=case.respondent,
                unit=case.unit,
                parent=case,
            )
        orders.fulfilled(order)
