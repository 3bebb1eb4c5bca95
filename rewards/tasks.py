"""What the outbox asks of this room: open the claim that a closed case or a judgment gives rise to."""

from celery import shared_task
from django.db import transaction

from cases.models import Report
from enforcement.models import PenaltyCase
from procedure import orders
from procedure.clock_acts import Opens
from procedure.corridor import begin
from procedure.steps import Act
from rewards.models import RewardClaim
from rewards.states import RewardState


@shared_task(name="rewards.fulfil")
def fulfil(order_id: int) -> None:
    """Open the claim once per report; a case that came from no report, or from nobody reachable, opens none."""
    order = orders.take(order_id)
    if order is None or order.ordered_by is None:
        return
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
                Act(by=order.ordered_by.by, at=order.ordered_by.at),
                RewardClaim,
                name="启动奖励",
                basis="reward.eligibility",
                opens=(Opens("reward.invitation"),),
                state=RewardState.SCREENING,
                received_at=order.ordered_by.at,
                # Neither title nor respondent: who pays must not learn what the case was about.
                title="举报奖励",
                parent=case,
                reported=report,
                pseudonym=report.pseudonym,
                criminal=criminal,
            )
        orders.fulfilled(order)
