"""What the page of each kind of matter shows beyond the common frame: the words received, the sums, the grounds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import statutes
from cases.elsewhere import categories
from cases.states import Channel
from desk.clock_words import length_of
from desk.kind_facts_protecting import MAKERS as PROTECTING
from desk.words import yes_no, yuan
from enforcement.states import Conduct, Outcome
from procedure.access import readable_numbers
from procedure.calendar import differences
from procedure.matter import Matter
from protection.access import grant_for, kept_until, keys_of, past_line, purpose_of
from protection.seen import fields_in_words
from supervision.moved import SHOWN as MOST_MOVES
from supervision.moved import moves_of

Row = tuple[str, Any]
MOVERS = frozenset({"calendar", "reading"})
"""The kinds of matter that move the terms of others."""


def of(matter: Matter, today: date, officer: Any) -> dict[str, Any]:
    """The template context of a matter's kind for this officer; rows are (label, value), empty values are left out."""
    facts = MAKERS[matter.kind](matter, today)
    if matter.kind == "disclosure":
        facts["granted"] = grant_for(officer, matter, timezone.now())
    return {**facts, "moved": moved(matter, officer)} if matter.kind in MOVERS else facts


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
    """What both kinds that come from a contact share: the words as received, what hangs on them, whose matter it is."""
    submission = matter.submission
    finding = matter.findings.order_by("-id").first()
    return {
        "submission": submission,
        "finding": finding,
        "requests": submission.requests_in_words(),
        "received_rows": _rows(
            (_("来源渠道"), submission.get_channel_display()),
            (_("全国平台编号"), submission.platform_no or matter.platform_no),
            (_("12345工单编号"), submission.hotline_no),
            (_("12345工单期限"), _day(submission.hotline_due_on)),
            (_("来源文书"), submission.source_paper),
            (_("被投诉举报人"), submission.business_name),
            (_("经营地址"), submission.business_address),
            (_("经营方式"), submission.trader_words()),
            (_("所在平台"), submission.platform_name),
            (_("公示地址能否联系"), _asked(submission.address_reachable)),
            (_("商品或服务"), submission.product),
            (_("消费金额"), _sum(submission.amount)),
            (_("发生日期"), _day(submission.happened_on)),
            (_("现有证据"), submission.proof),
            (_("已复述并经确认"), yes_no(submission.read_back)),
            (_("主管部门"), matter.department),
            (_("事权清单条目"), matter.duty_item),
            (_("移交回执"), matter.transfer_receipt),
        ),
        "contact_rows": _rows(
            (_("联系方式"), submission.get_contact_way_display()),
            (_("联系时间"), submission.get_contact_hours_display()),
            (_("可以留言或者由他人转告"), _("可以") if submission.may_leave_word else ""),
            (_("联系时注意"), submission.contact_note),
        ),
    }


def _asked(answer: bool | None) -> str:
    return "" if answer is None else yes_no(answer)


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _on_behalf(submission: Any) -> list[Row]:
    """That somebody acts for the complainant, and within what; who, stays in the vault."""
    joint = _("%(n)d 人，代表人 %(m)d 名") % {
        "n": submission.joint_count or 0,
        "m": len(submission.representative_refs),
    }
    return _rows(
        (_("委托代理"), yes_no(True) if submission.by_agent else ""),
        (_("委托事项和权限"), submission.mandate),
        (_("委托期限"), _day(submission.mandate_until_on)),
        (_("共同投诉"), joint if submission.joint else ""),
        (_("同意公示投诉信息"), _asked(submission.publish_consent)),
        (_("同意委托调解"), _asked(submission.delegation_consent)),
    )


def _items(rule: str, matter: Matter, codes: list[str]) -> list[str]:
    """The texts of listed items, as the law of the matter's day has them."""
    version = statutes.rule(rule).on(matter.law_day())
    return [version.item(code).text for code in codes if version.has_item(code)]


PAPERS = {
    "made": gettext_lazy("制作调解书"),
    "waived": gettext_lazy("双方同意不制作，留存调解记录"),
    "performed": gettext_lazy("当场履行，留存调解记录"),
    "remote": gettext_lazy("非现场调解，留存调解记录"),
}
WAYS = {"on_site": gettext_lazy("现场调解"), "remote": gettext_lazy("网络、电话、音频、视频调解")}
PUBLICITY = {"done": gettext_lazy("已公示"), "not_due": gettext_lazy("不公示")}


def _answer(code: str) -> str:
    return yes_no(code == "yes") if code else ""


def _word(words: dict[str, Any], code: str) -> str:
    return str(words.get(code, code))


def _complaint(matter: Any, today: date) -> dict[str, Any]:
    lead = {"yes": _("发现，另行核查"), "no": _("未发现")}.get(matter.lead_found, matter.lead_found)
    return {
        **_received(matter),
        "behalf_rows": _on_behalf(matter.submission),
        "course_rows": _rows(
            (_("投诉事项（给被投诉人的文书用）"), matter.subject),
            (_("投诉请求（给被投诉人的文书用）"), matter.claim),
            (_("已具备的材料"), _items("complaint.materials", matter, matter.materials)),
            (_("授权委托书和代理人身份证明"), yes_no(True) if matter.mandate_present else ""),
            (_("提供身份证明的期限"), _day(matter.identity_due_on)),
            (_("身份是否核实"), _answer(matter.identity_verified)),
            (_("法制机构是否同意不予受理"), _answer(matter.legal_agrees)),
            (_("不予受理情形"), _ground("complaint.non_acceptance", matter, matter.declined_on_ground)),
            (_("不予受理的事实与理由"), matter.decline_reason),
            (_("涉嫌违法线索"), lead),
            (_("投诉人同意调解"), _answer(matter.complainant_consent)),
            (_("被投诉人同意调解"), _answer(matter.respondent_consent)),
            (_("调解方式"), _word(WAYS, matter.mediation_way)),
            (_("调解人员"), matter.mediators),
            (_("受委托调解组织"), matter.delegated_to),
            (_("调解协议内容"), matter.agreement_terms),
            (_("调解书"), _word(PAPERS, matter.agreement_paper)),
            (_("双方签字日期"), _day(matter.signed_on)),
            (_("挽回损失"), _sum(matter.recovered)),
            (_("终止调解情形"), _ground("complaint.termination", matter, matter.terminated_on_ground)),
            (_("终止调解的事实与理由"), matter.termination_reason),
            (_("投诉信息公示"), _word(PUBLICITY, matter.publicity)),
        ),
    }


def _report(matter: Any, today: date) -> dict[str, Any]:
    source = _("投诉中发现") if matter.source == "complaint" else _channel(matter.source)
    return {
        **_received(matter),
        # How a complainant may be reached is no business of those who verify the lead found in his complaint.
        **({"contact_rows": []} if matter.source else {}),
        "course_rows": _rows(
            (_("线索来源"), source),
            (_("涉及的法律领域"), _items("report.duty_to_tell", matter, matter.domains)),
            (_("并入"), matter.went_with),
            (_("立案证据摘要"), matter.filing_evidence),
            (_("不予立案情形"), _ground("report.non_filing", matter, matter.not_filed_on_ground)),
            (_("不予立案的事实与理由"), matter.not_filed_reason),
        ),
    }


def _channel(code: str) -> str:
    return str(Channel(code).label) if code in Channel.values else code


def _other(matter: Any, today: date) -> dict[str, Any]:
    return {
        "text": matter.text,
        "fact_rows": _rows(
            (_("类别"), dict(categories(matter.law_day())).get(matter.category, matter.category)),
            (_("来源渠道"), matter.channel),
            (_("告知的去向"), matter.told_to),
        ),
    }


def _clue(matter: Any, today: date) -> dict[str, Any]:
    return {
        "text": matter.text,
        "fact_rows": _rows(
            (_("代称"), matter.pseudonym),
            (_("来源渠道"), _channel(matter.channel)),
            (_("移送机关"), matter.handed_to),
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


def _calendar(matter: Any, today: date) -> dict[str, Any]:
    return {
        "fact_rows": _rows(
            (_("通知文号"), matter.announcement),
            (_("事由"), matter.reason),
            (_("提出人"), str(matter.recorder)),
        ),
        "differences": differences(matter),
    }


def _reading(matter: Any, today: date) -> dict[str, Any]:
    asked = statutes.question(matter.question)
    return {
        "fact_rows": _rows(
            (_("问题"), asked.asks),
            (_("条文"), asked.source),
            (_("读法"), asked.choices[matter.choice]),
            (_("理由"), matter.reason),
            (_("认定人"), str(matter.recorder)),
        ),
    }


@dataclass(frozen=True)
class Moved:
    """What a change of the law moved, as far as this officer may open it; of the rest not even a number is told.

    `running` says that the recomputation is still owed, `failed` that it was given up, `ordered` that there is one.
    """

    shown: list[Any]
    beyond: bool
    running: bool
    failed: bool
    ordered: bool


def moved(matter: Any, officer: Any) -> Moved:
    """The terms a calendar change or a reading moved, each shown only to those who may read its matter."""
    found = moves_of(matter)
    may = readable_numbers(officer, {move.clock.matter.number for move in found}) if found else set()
    shown = [move for move in found if move.clock.matter.number in may]
    orders = set(matter.orders.filter(room="procedure", form="recompute").values_list("state", flat=True))
    return Moved(
        shown=shown,
        beyond=len(found) == MOST_MOVES,
        running="owed" in orders,
        failed="failed" in orders,
        ordered=bool(orders),
    )


def _supervision(matter: Any, today: date) -> dict[str, Any]:
    return {
        "fact_rows": _rows(
            (_("督办的事项"), matter.parent.number),
            (_("督办的期限"), _(matter.clock.title)),
            (_("依据"), matter.clock.source),
            (_("届满日"), matter.clock.due_on.isoformat()),
            (_("督办要求"), matter.demand),
            (_("答复"), matter.answer_text),
        )
    }


WAYS_OUT = {"view": gettext_lazy("在系统内查看一次"), "annex": gettext_lazy("密封附件")}
CONSENT = {
    "given": gettext_lazy("举报人同意"),
    "refused": gettext_lazy("举报人不同意"),
    "unasked": gettext_lazy("没有征求，理由见办理经过"),
}


def _disclosure(matter: Any, today: date) -> dict[str, Any]:
    purpose, source = purpose_of(matter)
    about = matter.parent
    return {
        "fact_rows": _rows(
            (_("启封目的"), f"{purpose}（{source}）" if purpose else _("其他")),
            (_("法律依据"), matter.legal_basis),
            (_("为什么必需"), matter.motive),
            (_("项目"), fields_in_words(matter.fields)),
            (_("提供方式"), _word(WAYS_OUT, matter.way)),
            (_("接收人"), str(matter.recipient) if matter.recipient else ""),
            (_("接收机关和经手人"), matter.outside),
            (_("用到哪一天为止"), _day(matter.until_on)),
            (_("举报人意见"), _word(CONSENT, matter.consent) if matter.consent else ""),
            (_("优先适用的条文"), matter.overriding),
            (_("不予启封的理由"), matter.denied_for),
            (_("密封袋编号"), matter.envelope),
            (_("记录至少保存至"), _day(kept_until(matter))),
        ),
        # The least facts of the case (B-37): of which kind, since when; neither number nor words.
        "about_rows": _rows(
            (_("关于"), about.kind_name),
            (_("代称"), matter.pseudonym),
            (_("收到日期"), _day(about.received_on)),
        ),
        "hands": keys_of(matter),
        "past_line": past_line(matter),
        "approval": length_of("identity.emergency_approval", matter.law_day()),
    }


MAKERS: dict[str, Callable[[Any, date], dict[str, Any]]] = {
    "complaint": _complaint,
    "report": _report,
    "other": _other,
    "clue": _clue,
    "case": _case,
    "referral": _referral,
    "reward": _reward,
    "calendar": _calendar,
    "reading": _reading,
    "disclosure": _disclosure,
    "supervision": _supervision,
    **PROTECTING,
}
