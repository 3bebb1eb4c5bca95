"""The forms of papers: for each its title, layout, number, volume, addressee, rule, and the facts it cannot lack."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from documents.numerals import paper_number

LETTER, OFFICIAL, TABLE = "letter", "official", "table"
"""信函格式, 红头公文格式, 表格式: the three layouts, each a stylesheet and a head under templates/documents/."""

MAIN, SIDE = "正卷", "副卷"

COMPLAINANT, INFORMANT, PARTIES, POLICE = "complainant", "informant", "parties", "police"
"""Whom a paper speaks to. To an informant it speaks by code only, see `check`."""

_CODE = re.compile(r"(?:举报人|投诉人|匿名举报人)?\s*[0-9A-Z]{4,16}")


class UnknownForm(LookupError):
    """A form nobody has registered."""


class MissingFacts(ValueError):
    """A paper that would come out with gaps; ``labels`` names each gap in Chinese."""

    def __init__(self, title: str, labels: list[str]) -> None:
        self.labels = labels
        super().__init__(f"{title}缺少：{'、'.join(labels)}")


class NotACode(ValueError):
    """A paper to an informant addressed by something other than a code; the message does not repeat it."""


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of paper.

    ``mark`` is the part of its number before the year. ``basis`` is the rule on the shelf under which it is
    issued. ``facts`` maps the name of each required fact to its Chinese label, ``optional`` those that the paper
    prints when they are there; ``answers`` the clocks that its recorded service stops; a fact is a string or a list of strings, other names are kept but not printed.
    """

    code: str
    title: str
    layout: str
    mark: str
    volume: str
    addressee: str
    basis: str
    facts: Mapping[str, str]
    optional: Mapping[str, str] = field(default_factory=dict)
    answers: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        """The template's path under templates/documents/."""
        return f"{self.code}.html"

    @property
    def number_pattern(self) -> str:
        """How its numbers look, for example ``平市监投受〔{year}〕{n}号``."""
        return f"{self.mark}〔{{year}}〕{{n}}号"

    def number(self, year: int, n: int) -> str:
        """Its n-th number of a year, ``平市监投受〔2026〕12号``; raises ValueError for n below 1."""
        return paper_number(self.mark, year, n)


_ALWAYS = {"organ": "制发机关", "addressee": "主送", "matter_number": "登记编号", "contact_phone": "联系电话"}
_CONTACT = {"contact_address": "联系地址"}
_DISPUTE = {"received_on": "收到日期", "respondent": "被投诉人", "subject": "投诉事项", "basis": "法律依据"}

FORMS: Mapping[str, Form] = MappingProxyType(
    {
        form.code: form
        for form in (
            Form(
                code="complaint_receipt",
                title="投诉登记回执",
                layout=TABLE,
                mark="平市监投登",
                volume=SIDE,
                addressee=COMPLAINANT,
                basis="intake.receipt",
                facts=_ALWAYS | _DISPUTE | {"clocks": "办理期限"},
                optional=_CONTACT
                | {"request": "投诉请求", "channel": "接收渠道", "platform_no": "全国12315平台编号"},
            ),
            Form(
                code="report_receipt",
                title="举报登记回执",
                layout=TABLE,
                mark="平市监举登",
                volume=SIDE,
                addressee=INFORMANT,
                basis="intake.receipt",
                facts=_ALWAYS
                | _DISPUTE
                | {"respondent": "被举报人", "subject": "举报事项", "clocks": "办理期限"},
                optional=_CONTACT | {"channel": "接收渠道", "platform_no": "全国12315平台编号"},
            ),
            Form(
                code="acceptance",
                title="受理决定书",
                layout=OFFICIAL,
                mark="平市监投受",
                volume=MAIN,
                addressee=COMPLAINANT,
                basis="complaint.acceptance",
                answers=("complaint.acceptance",),
                facts=_ALWAYS | _DISPUTE | {"mediation_basis": "调解期限的依据"},
                optional=_CONTACT
                | {"mediation_due": "调解期限届满日", "handler": "承办人", "handler_phone": "承办人电话"},
            ),
            Form(
                code="non_acceptance",
                title="不予受理决定书",
                layout=OFFICIAL,
                mark="平市监投不受",
                volume=MAIN,
                addressee=COMPLAINANT,
                basis="complaint.non_acceptance",
                answers=("complaint.acceptance",),
                facts=_ALWAYS
                | _DISPUTE
                | {
                    "ground": "不予受理的情形",
                    "reason": "不予受理的理由",
                    "routes": "其他解决途径",
                    "routes_basis": "其他解决途径的依据",
                },
                optional=_CONTACT | {"ground_no": "情形的项号"},
            ),
            Form(
                code="termination",
                title="终止调解决定书",
                layout=OFFICIAL,
                mark="平市监投终",
                volume=MAIN,
                addressee=PARTIES,
                basis="complaint.termination",
                answers=("complaint.termination_notice",),
                facts=_ALWAYS
                | {
                    "respondent": "被投诉人",
                    "subject": "投诉事项",
                    "ground": "终止调解的情形",
                    "routes": "其他解决途径",
                    "routes_basis": "其他解决途径的依据",
                    "basis": "法律依据",
                },
                optional=_CONTACT | {"reason": "终止调解的理由"},
            ),
            Form(
                code="crime_transfer",
                title="涉嫌犯罪案件移送书",
                layout=LETTER,
                mark="平市监涉罪移",
                volume=MAIN,
                addressee=POLICE,
                basis="referral.transfer",
                facts=_ALWAYS
                | {
                    "addressee": "受移送的公安机关",
                    "case_number": "案号",
                    "case_name": "案件名称",
                    "respondent": "当事人",
                    "offence": "涉嫌罪名",
                    "basis": "移送依据",
                    "enclosures": "随案移送的材料",
                    "contact_person": "联系人",
                    "copy_to": "抄送的人民检察院",
                },
                optional=_CONTACT | {"findings": "查明的主要事实", "copies": "文书份数"},
            ),
            Form(
                code="reward_notice",
                title="举报奖励通知书",
                layout=LETTER,
                mark="平市监举奖",
                volume=SIDE,
                addressee=INFORMANT,
                basis="reward.claim",
                facts=_ALWAYS
                | {
                    "amount": "奖励金额",
                    "amount_in_words": "奖励金额大写",
                    "grade": "奖励等级",
                    "claim_days": "领取期限",
                    "claim_basis": "领取期限的依据",
                    "basis": "奖励依据",
                },
                optional=_CONTACT | {"recheck": "复核的期限和依据", "approved_on": "审定日期"},
            ),
        )
    }
)
"""Every form by its code, which is also the code an order for a paper carries."""


def form(code: str) -> Form:
    """Take a form by its code; raises `UnknownForm` when there is none."""
    try:
        return FORMS[code]
    except KeyError:
        raise UnknownForm(code) from None


def missing(wanted: Form, facts: Mapping[str, Any]) -> list[str]:
    """The Chinese labels of the required facts that are absent or blank, in the order of the form."""
    return [label for name, label in wanted.facts.items() if _blank(facts.get(name))]


def _blank(fact: Any) -> bool:
    if isinstance(fact, str):
        return not fact.strip()
    if isinstance(fact, (list, tuple)):
        return not fact or any(_blank(part) for part in fact)
    return fact is None


def check(wanted: Form, facts: Mapping[str, Any]) -> None:
    """Refuse facts that may not become a paper.

    Raises `MissingFacts` for gaps, TypeError for a printed fact that is neither text nor a list of texts, and
    `NotACode` when a paper to an informant is addressed by more than a code: an informant's name has no place on
    paper, whatever the caller froze (令121 art. 37; 食品安全法 art. 115).
    """
    if gaps := missing(wanted, facts):
        raise MissingFacts(wanted.title, gaps)
    for name in (*wanted.facts, *wanted.optional):
        fact = facts.get(name, "")
        texts = fact if isinstance(fact, (list, tuple)) else [fact]
        if not all(isinstance(text, str) for text in texts):
            raise TypeError(f"{wanted.code}: the fact {name} is neither text nor a list of texts")
    if wanted.addressee == INFORMANT and not _CODE.fullmatch(facts["addressee"].strip()):
        raise NotACode(f"{wanted.title}只能以代号称呼举报人")
