"""Stand-ins for matters: a complaint and a report in the words of one story, on the law of a chosen day.

The makers of papers read a matter and the act that ordered the paper; here both are plain, so that a paper can be
tried for every step and under either order, and so that a word planted in one field shows wherever it is printed.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import statutes
from cases.models import Submission

BEIJING = ZoneInfo("Asia/Shanghai")
SHOP = "平罗县城关镇喜洋洋食品店"
ORDER_121, ORDER_20 = date(2026, 11, 2), date(2026, 3, 2)
TERMS = ("complaint.acceptance", "complaint.mediation", "report.verification")


@dataclass
class Rows:
    """What a related manager answers: enough of a queryset for the makers."""

    rows: list[Any] = field(default_factory=list)

    def filter(self, *, rule: str = "", rule__in: tuple[str, ...] = ()) -> "Rows":
        return Rows([row for row in self.rows if row.rule in {rule, *rule__in}])

    def order_by(self, _name: str) -> "Rows":
        return self

    def first(self) -> Any:
        return self.rows[0] if self.rows else None

    def values_list(self, _name: str, *, flat: bool) -> list[Any]:
        assert flat
        return [row.facts for row in self.rows]


def _clocks(day: date) -> Rows:
    return Rows(
        [
            SimpleNamespace(
                rule=rule, source=statutes.rule(rule).on(day).source, due_on=day + timedelta(days=60)
            )
            for rule in TERMS
        ]
    )


def submission(**said: Any) -> Submission:
    """What was said on the telephone, in the fields of forms 1 and 2; never saved."""
    return Submission(
        **{
            "channel": "phone",
            "business_address": "平罗县城关镇民族南大街12号",
            "product": "酸奶",
            "text": "买的酸奶已经过期，吃完拉肚子，店家不退。",
            "request": "赔偿医疗费",
            "requests": ["refund", "compensate"],
            "proof": "购物小票一张",
            "trader_kind": "platform_shop",
            "platform_name": "某团购平台",
            "publish_consent": False,
            "contact_way": "phone",
            "contact_hours": "evening",
            "contact_note": "请说是快递",
            "by_agent": True,
            "mandate": "代为投诉、参加调解",
            "mandate_until_on": date(2026, 12, 31),
            "joint": True,
            "joint_count": 3,
            "representative_refs": ["y", "z"],
            "hotline_no": "12345-2026-7",
            **said,
        }
    )


@dataclass
class Someone:
    """An officer as a paper names one."""

    full_name: str
    phone: str = "0952-6012301"

    def holdings_on(self, _day: date) -> list[Any]:
        return []

    def __str__(self) -> str:
        return self.full_name


def _matter(day: date, **said: Any) -> SimpleNamespace:
    return SimpleNamespace(
        **{
            "pk": 1,
            "law_day": lambda: day,
            "received_on": day,
            "received_at": datetime(day.year, day.month, day.day, 9, 0, tzinfo=BEIJING),
            "respondent": SHOP,
            "title": "酸奶：买的酸奶已经过期",
            "unit": "CG",
            "recorder": Someone("马晓兰"),
            "handler": Someone("张卫国"),
            "co_handler": Someone("杨海燕"),
            "clocks": _clocks(day),
            "journal": Rows(),
            "submission": submission(),
            **said,
        }
    )


def complaint(day: date, **said: Any) -> SimpleNamespace:
    """A complaint that remembers nothing yet of a decision: the act has to say it."""
    remembered = ("declined_on_ground", "decline_reason", "terminated_on_ground", "termination_reason")
    return _matter(
        day,
        **{
            "KIND": "complaint",
            "number": f"TS-{day.year}-000123",
            "pseudonym": "投诉人7Q4K",
            "subject": "酸奶已过保质期，要求退款",
            "claim": "",
            "agreement_terms": "",
            "mediators": "",
            "mediation_way": "",
            **dict.fromkeys(remembered, ""),
            **said,
        },
    )


def report(day: date, **said: Any) -> SimpleNamespace:
    """A report by somebody who gave a name."""
    return _matter(
        day,
        **{
            "KIND": "report",
            "number": f"JB-{day.year}-000045",
            "pseudonym": "举报人9M2X",
            "anonymous": False,
            "source": "",
            "not_filed_on_ground": "",
            **said,
        },
    )


def other(day: date, **said: Any) -> SimpleNamespace:
    """A contact that neither procedure covers."""
    return _matter(
        day, **{"KIND": "other", "number": f"QT-{day.year}-000007", "category": "", "told_to": "", **said}
    )


SAID: dict[str, dict[str, Any]] = {
    "dispatch_notice": {"unit": "CG", "item": "20.5", "answer_by_on": "2026-12-11"},
    "dispatch_told_2019": {"unit": "CG"},
    "transfer_letter": {
        "department": "农业农村局",
        "item": "9.3",
        "reason": "属于农产品种植养殖环节",
        "received_by": "值班室",
    },
    "transfer_notice": {"department": "农业农村局", "reason": "属于农产品种植养殖环节"},
    "other_notice": {"category": "information", "told_to": "局办公室政府信息公开窗口"},
    "identity_request": {"papers": "身份证复印件\n购物小票", "until_on": "2026-11-10"},
    "non_acceptance": {"ground": "3", "reason": "一个月内购买同款商品四十次。", "factors": ["1"]},
    "mediation_notice": {
        "held_at": "2026-11-20T09:30:00+08:00",
        "place": "城关市场监管所调解室",
        "papers": "购物小票",
        "mediators": "张卫国",
        "recusal_days": 3,
    },
    "mediation_agreement": {"terms": "一、退还货款58元。\n二、再无其他争执。", "recovered": "58.00"},
    "mediation_record": {"terms": "退还货款58元。", "why": "performed", "recovered": "58.00"},
    "termination": {"ground": "3", "reason": "双方对赔偿金额分歧较大。"},
    "bad_faith_letter": {"to": "平罗县公安局", "signs": ["1", "5"], "findings": "监控录像显示自带过期商品。"},
    "result_report_2019": {"platform_done": True, "note": "已反馈"},
    "case_source": {"handler": "张卫国", "co_handler": "杨海燕"},
    "redirect_notice": {"to": "银川市西夏区市场监督管理局", "reason": "行为发生在西夏区"},
    "result_notice": {"duty_source": "食品安全法第一百一十五条第一款", "result": "已经立案处罚。"},
    "non_filing_notice_2019": {"ground": "1", "reason": "轻微"},
}
"""What the act states that orders each paper, as its journal entry keeps it."""

REMEMBERED: dict[str, dict[str, Any]] = {"result_report_2019": {"agreement_terms": "退还货款58元。"}}
"""What the matter remembers of earlier acts, for papers that tell of them."""

ONLY_121 = frozenset({"identity_request", "bad_faith_letter"})
ONLY_20 = frozenset(
    {"dispatch_told_2019", "filing_notice_2019", "non_filing_notice_2019", "result_report_2019"}
)
