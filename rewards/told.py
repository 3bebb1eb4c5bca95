"""What an informant is told of his claim: that he may apply, what was granted and how it came about, how he is paid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from cases.tracking import told_entries
from procedure.clocks import Clock, running_of
from rewards.models import RewardClaim
from rewards.states import RewardState as S

TOLD: Mapping[str, str] = {
    S.INVITED: S.INVITED,
    S.APPLIED: S.APPLIED,
    # Proposed and approved sums are the house's own until the custodian tells the informant.
    S.PROPOSED: S.APPLIED,
    S.APPROVED: S.APPLIED,
    S.TOLD: S.TOLD,
    S.COLLECTED: S.COLLECTED,
    S.PAID: S.PAID,
    S.LAPSED: S.LAPSED,
}
"""As what each state is told; one that is missing is not told of at all: the invitation is the first word."""

HIS_STEP: Mapping[str, str] = {S.INVITED: "apply", S.TOLD: "collect"}
WITH_THE_SUM = frozenset({S.TOLD, S.COLLECTED, S.PAID, S.LAPSED})


@dataclass(frozen=True)
class ToldClaim:
    """A claim as its informant sees it. `step` is what he may do now, by its verb; the sum is in yuan."""

    claim: Any
    state: str
    step: str = ""
    amount: Decimal | None = None
    arithmetic: tuple[Mapping[str, Any], ...] = ()
    terms: tuple[Clock, ...] = ()


def told_claim(report: Any, until: datetime) -> ToldClaim | None:
    """The claim on a report as it stood at a moment, and what its informant did since; None before the invitation."""
    claim = RewardClaim.objects.filter(reported_id=report.pk).first()
    if claim is None:
        return None
    state = TOLD.get(told_entries(claim, until)[-1].after)
    if state is None:
        return None
    verb = HIS_STEP.get(state, "")
    summed = state in WITH_THE_SUM
    return ToldClaim(
        claim=claim,
        state=state,
        step=verb if claim.state == state else "",
        amount=claim.amount if summed else None,
        arithmetic=tuple(claim.arithmetic) if summed else (),
        terms=tuple(running_of(claim)) if state == S.TOLD else (),
    )
