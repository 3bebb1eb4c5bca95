"""The kinds of matter as the pages name them: word, states, and the template that shows their facts."""

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.states import ClueState, ComplaintState, OtherState, ReportState
from enforcement.states import CaseState
from procedure.calendar import ChangeState
from procedure.readings import ReadingState
from protection.states import DisclosureState
from protection.states_incident import IncidentState
from protection.states_retaliation import RetaliationState
from referrals.states import ReferralState
from retention.states import BatchState, HoldState, RightsState, ScheduleState
from rewards.states import RewardState
from supervision.orders import OrderState


@dataclass(frozen=True)
class Kind:
    """One kind: its word in the reader's language, the states a matter of it passes through.

    `row` names the kind's own columns as seen from the common row, so that one read brings both. `handled` says
    whether a matter of it waits for a handler while it has none.
    """

    code: str
    name: Any
    states: type[TextChoices]
    row: str
    handled: bool = False

    def state_name(self, state: str) -> str:
        """The word of a state; the code itself for a state this kind does not know."""
        return str(self.states(state).label) if state in self.states.values else state


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("complaint", _("投诉"), ComplaintState, "complaint", handled=True),
        Kind("report", _("举报"), ReportState, "report", handled=True),
        Kind("other", _("其他来件"), OtherState, "othercontact", handled=True),
        Kind("clue", _("公职人员线索"), ClueState, "officialclue"),
        Kind("case", _("案件"), CaseState, "penaltycase", handled=True),
        Kind("referral", _("移送"), ReferralState, "referral", handled=True),
        Kind("reward", _("奖励"), RewardState, "rewardclaim"),
        Kind("disclosure", _("启封申请"), DisclosureState, "disclosure"),
        Kind("calendar", _("日历"), ChangeState, "calendarchange"),
        Kind("reading", _("读法"), ReadingState, "recordedreading"),
        Kind("supervision", _("督办"), OrderState, "supervisionorder", handled=True),
        Kind("retaliation", _("打击报复报告"), RetaliationState, "retaliationreport"),
        Kind("incident", _("泄露事件"), IncidentState, "incident"),
        Kind("hold", _("留存令"), HoldState, "hold"),
        Kind("schedule", _("保管期限表"), ScheduleState, "schedule"),
        Kind("disposal", _("到期销毁"), BatchState, "batch"),
        Kind("rights", _("个人信息请求"), RightsState, "rightsrequest"),
    )
}
