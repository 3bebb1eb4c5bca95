"""The forms of the house: code, title, layout, number pattern, volume, and the facts each must have."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class UnknownForm(KeyError):
    """Raised for a form nobody has defined."""


@dataclass(frozen=True)
class Form:
    """One official form. `answers` are the clocks its service stops; `required` maps fact names to their labels."""

    code: str
    title: str
    layout: str
    number_word: str
    volume: str
    required: Mapping[str, str]
    answers: tuple[str, ...] = ()
    basis: str = "record.process"
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def template(self) -> str:
        return f"documents/{self.code}.html"

    def number(self, year: int, n: int) -> str:
        """The paper's number as it is printed: 平市监投受〔2026〕12号."""
        return f"{self.number_word}〔{year}〕{n}号"


MAIN, SIDE = "正卷", "副卷"
_ADDRESSED = {"addressee": "主送", "matter_number": "登记编号", "respondent": "被投诉举报人"}

FORMS = {
    form.code: form
    for form in (
        Form("complaint_receipt", "投诉登记回执", "letter", "平市监投登", SIDE, {**_ADDRESSED, "received_on": "收到日期"}),
        Form("report_receipt", "举报登记回执", "letter", "平市监举登", SIDE, {**_ADDRESSED, "received_on": "收到日期"}),
        Form(
            "acceptance", "投诉受理决定书", "official", "平市监投受", MAIN,
            {**_ADDRESSED, "received_on": "收到日期", "handler": "承办人"},
            answers=("complaint.acceptance",), basis="complaint.acceptance",
        ),
        Form(
            "non_acceptance", "投诉不予受理决定书", "official", "平市监投不受", MAIN,
            {**_ADDRESSED, "ground": "情形", "reason": "理由", "routes": "其他途径"},
            answers=("complaint.acceptance",), basis="complaint.non_acceptance",
        ),
        Form(
            "termination", "投诉终止调解决定书", "official", "平市监投终", MAIN,
            {**_ADDRESSED, "ground": "情形", "reason": "理由", "routes": "其他途径"},
            answers=("complaint.termination_notice",), basis="complaint.termination",
        ),
        Form(
            "crime_transfer", "涉嫌犯罪案件移送书", "letter", "平市监涉罪移", MAIN,
            {"addressee": "主送", "case_name": "案件名称", "offence": "涉嫌罪名", "enclosures": "附件", "contact_person": "联系人"},
            basis="referral.transfer",
        ),
        Form(
            "reward_notice", "举报奖励通知书", "official", "平市监举奖", SIDE,
            {"addressee": "主送", "amount": "金额", "amount_in_words": "大写金额", "claim_days": "领取期限"},
            basis="reward.rates",
        ),
    )
}  # fmt: skip


def form(code: str) -> Form:
    """The form of that code; raises `UnknownForm`."""
    try:
        return FORMS[code]
    except KeyError:
        raise UnknownForm(code) from None


def missing(wanted: Form, facts: Mapping[str, Any]) -> list[str]:
    """The labels of required facts that are absent or empty: a paper is not issued with gaps."""
    return [label for name, label in wanted.required.items() if not facts.get(name)]
