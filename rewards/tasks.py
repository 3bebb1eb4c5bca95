"""What the outbox asks of this room: open the claim that a closed case or a judgment gives rise to."""

from celery import shared_task
from django.db import transaction

from cases.models import Report
from enforcement.models import PenaltyCase
from procedure import orders
from procedure.clock_acts import Opens
from procedure.corridor import begin
from procedure.orders import Order
from rewards.models import RewardClaim
from rewards.states import RewardState


@shared_task(name="rewards.fulfil")
def fulfil(order_id: int) -> None:
    """Open the claim once per report; a case that came from no report, or from nobody reachable, opens none."""
    with orders.taken(order_id) as order:
        if order is not None:
            _open(order)


def _open(order: Order) -> None:
    act = orders.act_of(order)
    criminal = order.matter.kind == "referral"
    case = PenaltyCase.objects.get(matter_ptr=order.matter.parent if criminal else order.matter)
    with transaction.atomic():
        report = Report.objects.filter(matter_ptr=case.parent).first()
        rewarded = case.outcome == "penalty" or criminal
        if (
            report
            and report.person_ref
            and rewarded
            and not RewardClaim.objects.filter(reported=report).exists()
        ):
            begin(
                act,
                RewardClaim,
                name="启动奖励",
                basis="reward.eligibility",
                opens=(Opens("reward.invitation"),),
                state=RewardState.SCREENING,
                received_at=act.at,
                # Neither title nor respondent: who pays must not learn what the case was about.
                title="举报奖励",
                parent=case,
                reported=report,
                pseudonym=report.pseudonym,
                criminal=criminal,
            )
        orders.fulfilled(order)
