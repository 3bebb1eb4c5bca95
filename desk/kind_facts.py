"""What the page of each kind of matter shows beyond the common frame: the words received, the sums, the grounds."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

import statutes
from desk.words import yes_no, yuan
from enforcement.states import Conduct, Outcome
from procedure.matter import Matter

Row = tuple[str, Any]


def of(matter: Matter, today: date) -> dict[str, Any]:
    """The template context of a matter's kind; rows are (label, value) and empty values are left out."""
    return MAKERS[matter.kind](matter, today)


def _rows(*rows: Row) -> list[Row]:
    return [(label, value) for label, value in rows if value not in (None, "", [])]


def _sum(amount: Decimal | None) -> str:
    return "" if amount is None else _("%(sum)s 元") % {"sum": yuan(amount)}


def _ground(rule: str, matter: Matter, code: str) -> str:
    """A listed ground with its article, as the law of the matter's day has it."""
    if not code:
        return ""
    version = statutes.rule(rule).on(matter.law_day())
    return f"{version.item(code).text}（{version.source}）" if version.has_item(code) else code


def _received(matter: Any) -> dict[str, Any]:
    """What both kinds that come from a contact share: the words as received and the finding of competence."""
    submission = matter.submission
    finding = matter.findings.order_by("-id").first()
    return {
        "submission": submission,
        "finding": finding,
        "received_rows": _rows(
            (_("来源渠道"), submission.get_channel_display()),
            (_("全国平台编号"), submission.platform_no),
            (_("被投诉举报人"), submission.business_name),
            (_("经营地址"), submission.business_address),
            (_("商品或服务"), submission.product),
            (_("消费金额"), _sum(submission.amount)),
            (_("发生日期"), submission.happened_on and submission.happened_on.isoformat()),
            (_("已复述并经确认"), yes_no(submission.read_back)),
            (_("主管部门"), matter.department),
            (_("事权清单条目"), matter.duty_item),
        ),
    }


def _complaint(matter: Any, today: date) -> dict[str, Any]:
    lead = {"yes": _("发现，另行核查"), "no": _("未发现")}.get(matter.lead_found, matter.lead_found)
    paper = {
        "made": _("制作调解书"),
        "waived": _("双方同意不制作，留存调解记录"),
        "performed": _("当场履行，留存调解记录"),
    }.get(matter.agreement_paper, matter.agreement_paper)
    return {
        **_received(matter),
        "course_rows": _rows(
            (_("不予受理情形"), _ground("complaint.non_acceptance", matter, matter.declined_on_ground)),
            (_("不予受理的事实与理由"), matter.decline_reason),
            (_("涉嫌违法线索"), lead),
            (_("双方同意调解"), matter.consents),
            (_("调解协议内容"), matter.agreement_terms),
            (_("调解书"), paper),
            (_("挽回损失"), _sum(matter.recovered)),
            (_("终止调解情形"), _ground("complaint.termination", matter, matter.terminated_on_ground)),
            (_("终止调解的事实与理由"), matter.termination_reason),
        ),
    }


def _report(matter: Any, today: date) -> dict[str, Any]:
    return {
        **_received(matter),
        "course_rows": _rows(
            (_("立案证据摘要"), matter.filing_evidence),
            (_("不予立案情形"), _ground("report.non_filing", matter, matter.not_filed_on_ground)),
            (_("不予立案的事实与理由"), matter.not_filed_reason),
        ),
    }


def _case(matter: Any, today: date) -> dict[str, Any]:
    conduct = [str(Conduct(code).label) for code in matter.conduct if code in Conduct.values]
    outcome = str(Outcome(matter.outcome).label) if matter.outcome in Outcome.values else ""
    others = (
        (matter.stop_production, _("责令停产停业")),
        (matter.licence_revoked, _("吊销许可证")),
        (matter.ordered_closed, _("责令关闭")),
    )
    held = matter.screenings(today)
    return {
        "fact_rows": _rows(
            (_("违法行为"), conduct),
            (_("销售金额"), _sum(matter.sales_amount)),
            (_("未销售货值"), _sum(matter.unsold_value)),
            (_("发病人数"), matter.food_poisoning_cases or ""),
            (_("涉案物品"), matter.goods),
            (_("责任人员"), matter.persons),
            (_("证据"), matter.evidence),
        ),
        "decision_rows": _rows(
            (_("决定种类"), outcome),
            (_("罚款"), _sum(matter.fine)),
            (_("没收违法所得"), _sum(matter.confiscated_gain)),
            (_("没收物品货值"), _sum(matter.confiscated_goods_value)),
            (_("其他处罚"), [words for given, words in others if given]),
            (_("事实、理由和依据"), matter.decision_reasons),
        ),
        "screenings": [s for s in held if s.outcome != "no"],
        "below": [s for s in held if s.outcome == "no"],
    }


def _referral(matter: Any, today: date) -> dict[str, Any]:
    version = statutes.rule("referral.enclosures").on(matter.law_day())
    return {
        "fact_rows": _rows(
            (_("涉嫌罪名"), matter.offence),
            (_("涉嫌犯罪案件情况的调查报告"), matter.report_text),
            (_("涉案物品清单"), matter.goods),
            (_("检验报告或鉴定结论"), matter.test),
        ),
        "transfer_rows": _rows(
            (_("接收公安机关"), matter.police_unit),
            (_("移送材料"), [item.text for item in version.items if item.code in matter.enclosures]),
            (_("无检验报告或鉴定结论的理由"), matter.test_absent),
            (_("公安机关文书"), matter.police_notice_no),
            (_("公安机关理由"), matter.police_reason),
            (_("生效裁判文号"), matter.judgment_no),
        ),
    }


def _reward(matter: Any, today: date) -> dict[str, Any]:
    grade = {1: _("一级"), 2: _("二级"), 3: _("三级")}.get(matter.grade or 0, "")
    return {
        "fact_rows": _rows(
            (_("代称"), matter.pseudonym),
            (_("奖励等级"), grade),
            (_("奖励金额"), _sum(matter.amount)),
            (_("财政部门意见文号"), matter.finance_paper),
            (_("国库支付凭证号"), matter.voucher),
        ),
        "checks": matter.checks(matter.screening) if matter.screening else [],
    }


MAKERS: dict[str, Callable[[Any, date], dict[str, Any]]] = {
    "complaint": _complaint,
    "report": _report,
    "case": _case,
    "referral": _referral,
    "reward": _reward,
}
