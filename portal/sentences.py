"""Where a matter stands, said in one sentence to whoever filed it. Every state of a complaint and every stage of a report
has its own; nobody reads here who decided it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

import statutes
from cases.states import ComplaintState as C
from cases.tracking import Stage, ToldReport, ended_as
from offices.access import unit
from rewards.states import RewardState
from statutes.numerals import chinese_number

COMPLAINT: Mapping[str, Any] = {
    C.RECEIVED: _("您的投诉已经收到，正在确定由哪个机构办理。"),
    C.DISPATCHED: _("您的投诉已分送%(unit)s，等待审查。"),
    C.DISPUTED: _("由哪个机关办理还在协商，协商期间受理期限照常计算。"),
    C.ESCALATED: _("由哪个机关办理，已报请上一级机关确定。"),
    C.UNDER_REVIEW: _("%(unit)s正在审查您的投诉，决定是否受理。"),
    C.ID_REQUESTED: _("需要您在%(day)s以前补充身份证明材料；受理期限不因此停下来。"),
    C.ACCEPTED: _("您的投诉已经受理，接下来征求双方是否愿意调解。"),
    C.CONSENT_PENDING: _("您的投诉已经受理，正在征求您和被投诉人是否愿意调解。"),
    C.MEDIATING: _("%(unit)s正在组织调解。"),
    C.DELEGATED: _("经双方同意，已委托%(body)s调解。"),
    C.TESTING: _("正在检测、鉴定，所用时间不计入调解期限。"),
    C.RECUSAL: _("有人申请调解人员回避，正在决定是否换人。"),
    C.AGREED: _("您和被投诉人已经达成调解。"),
    C.TERMINATED: _("调解已经终止，原因是：%(ground)s。"),
    C.NOT_ACCEPTED: _("您的投诉不予受理，原因是：%(ground)s。"),
    C.WITHDRAWN: _("您的投诉已经撤回，本局不再处理这一争议。"),
    C.TRANSFERRED: _("您的投诉不由本局管辖，已移送%(department)s处理。"),
    C.CLOSED: _("您的投诉已经办结。"),
}

REPORT: Mapping[str, Any] = {
    Stage.RECEIVED: _("您的举报已经收到，正在确定由哪个机构核查。"),
    Stage.VERIFYING: _("您的举报正在依法核查、处理。"),
    Stage.ELSEWHERE: _("您举报的事项不由本局处理，应当由%(department)s处理。"),
    Stage.FILED: _("您的举报经核查，已经决定立案调查。"),
    Stage.NOT_FILED: _("您的举报经核查，决定不予立案。"),
    Stage.ENDED: _("您的举报已经办结。"),
}

REWARD: Mapping[str, Any] = {
    RewardState.INVITED: _("您的举报查证属实，可以申请举报奖励，不用说出姓名。"),
    RewardState.APPLIED: _("已经收到您的奖励申请，正在核定金额。"),
    RewardState.TOLD: _("奖励已经批准，可以领取。"),
    RewardState.COLLECTED: _("您已经确认领取，正在准备付款。"),
    RewardState.PAID: _("奖励已经支付。"),
    RewardState.LAPSED: _("领取期限已过，按规定视为放弃。"),
}

CLUE = _("您反映的情况已经收到，只由纪检监察联络员按监察法规定的渠道处理，这里不显示进展。")

OTHER_OFFICE = _("本局承办机构")
OTHER_DEPARTMENT = _("有处理权限的部门")


def of_complaint(complaint: Any) -> list[str]:
    """The sentence of a complaint's state; one that is closed says how it ended as well."""
    end = ended_as(complaint)
    states = [end, str(complaint.state)] if end != complaint.state else [end]
    return [gettext_of(COMPLAINT[state], _facts(complaint, state)) for state in states]


def of_report(told: ToldReport) -> str:
    """The sentence of a report's stage."""
    return gettext_of(REPORT[told.stage], {"department": _department(told.went_to)})


def gettext_of(words: Any, facts: Mapping[str, str]) -> str:
    """The sentence with its facts filled in."""
    return str(words) % facts


def _facts(complaint: Any, state: str) -> dict[str, str]:
    found = unit(complaint.unit) if complaint.unit else None
    due = complaint.identity_due_on
    return {
        "unit": found.name if found else str(OTHER_OFFICE),
        "day": due.isoformat() if due else "",
        "body": complaint.delegated_to,
        "ground": _ground(complaint, state),
        "department": _department(complaint.department),
    }


def _ground(complaint: Any, state: str) -> str:
    """The listed ground in the words of the law of the matter's day, with its article."""
    rule, code = {
        C.TERMINATED: ("complaint.termination", complaint.terminated_on_ground),
        C.NOT_ACCEPTED: ("complaint.non_acceptance", complaint.declined_on_ground),
    }.get(state, ("", ""))  # type: ignore[call-overload]  # a state is a string
    if not rule:
        return ""
    version = statutes.rule(rule).on(complaint.law_day())
    if not version.has_item(str(code)):
        return version.source
    return gettext("%(text)s（%(source)s）") % {
        "text": version.item(str(code)).text,
        "source": gettext_lazy("%(article)s第%(n)s项")
        % {"article": version.source, "n": chinese_number(int(code)) if str(code).isdigit() else code},
    }


def _department(name: str) -> str:
    return name or str(OTHER_DEPARTMENT)
