"""The five kinds of matter as the pages name them: word, states, and the template that shows their facts."""

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.states import ComplaintState, ReportState
from enforcement.states import CaseState
from referrals.states import ReferralState
from rewards.states import RewardState


@dataclass(frozen=True)
class Kind:
    """One kind: its word in the reader's language, the states a matter of it passes through.

    `row` names the kind's own columns as seen from the common row, so that one read brings both.
    """

    code: str
    name: Any
    states: type[TextChoices]
    row: str

    def state_name(self, state: str) -> str:
        """The word of a state; the code itself for a state this kind does not know."""
        return str(self.states(state).label) if state in self.states.values else state


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("complaint", _("投诉"), ComplaintState, "complaint"),
        Kind("report", _("举报"), ReportState, "report"),
        Kind("case", _("案件"), CaseState, "penaltycase"),
        Kind("referral", _("移送"), ReferralState, "referral"),
        Kind("reward", _("奖励"), RewardState, "rewardclaim"),
    )
}
