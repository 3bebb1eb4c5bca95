"""The one place that reads a submission for papers: what the filer said, in the words of forms 1 and 2.

Nothing of the person is here: who filed, who acts for them and who represents others lies in the vault.
"""

from typing import Any

from django.utils.translation import override

from cases.states import ContactWay
from documents.numerals import chinese_date, money_in_figures

SEALED = "已封存"
ANONYMOUS = "匿名，未登记"
NOBODY = "无举报人"
NOT_LISTED = "登记时未列明，以争议事实所述为准"

_ANSWERS = {True: "是", False: "否", None: "未表示"}


def told(submission: Any) -> dict[str, Any]:
    """What a submission says, as the facts of a registration table; every one a text or a list of texts."""
    with override("zh-hans"):
        return {
            "subject": submission.text,
            "request": requested(submission) or NOT_LISTED,
            "channel": str(submission.get_channel_display()),
            "platform_no": submission.platform_no,
            "hotline_no": submission.hotline_no,
            "respondent_address": submission.business_address,
            "trader_kind": _trader(submission),
            "product": submission.product,
            "amount": money_in_figures(submission.amount) if submission.amount is not None else "",
            "happened_on": chinese_date(submission.happened_on) if submission.happened_on else "",
            "proof": submission.proof,
            "publish_consent": _ANSWERS[submission.publish_consent],
            "delegation_consent": _ANSWERS[submission.delegation_consent],
            "agent": _agent(submission),
            "joint": _joint(submission),
            "contact_wishes": _wishes(submission),
            "source_paper": submission.source_paper,
        }


def requested(submission: Any) -> str:
    """What is asked for in one text: the listed requests first, then the filer's own words; empty when neither."""
    with override("zh-hans"):
        listed = "、".join(submission.requests_in_words())
    return "；".join(part for part in (listed, submission.request.strip()) if part)


def _trader(submission: Any) -> str:
    words, platform = submission.trader_words(), submission.platform_name
    return f"{words}（{platform}）" if words and platform else words or platform


def _agent(submission: Any) -> str:
    if not submission.by_agent:
        return ""
    until = submission.mandate_until_on
    ends = f"，期限至{chinese_date(until)}" if until else ""
    return f"由受托人提出，受托人身份信息{SEALED}；委托事项和权限：{submission.mandate or '未写明'}{ends}"


def _joint(submission: Any) -> str:
    if not submission.joint:
        return ""
    named, count = len(submission.representative_refs), submission.joint_count
    people = f"{count}人共同投诉" if count else "共同投诉"
    return f"{people}，推选代表人{named}名，身份信息{SEALED}" if named else f"{people}，身份信息{SEALED}"


def _wishes(submission: Any) -> str:
    words = [str(submission.get_contact_way_display()), str(submission.get_contact_hours_display())]
    if submission.contact_way not in {"", ContactWay.NONE}:
        words.append("可以留言" if submission.may_leave_word else "不得留言或者由他人转告")
    return "，".join(word for word in (*words, submission.contact_note) if word)
