"""What the pages of the protecting kinds show: retaliation, leaks, holds, schedules, disposals, a person's request."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

import statutes
from desk.words import moment, yes_no
from protection.states_incident import Stop
from protection.states_retaliation import Channel, Ending

Row = tuple[str, Any]


def _rows(*rows: Row) -> list[Row]:
    return [(label, value) for label, value in rows if value not in (None, "", [])]


def _items(rule: str, matter: Any, codes: list[str], *, sourced: bool = False) -> list[str]:
    version = statutes.rule(rule).on(matter.law_day())
    return [
        f"{i.text}（{i.source}）" if sourced and i.source else i.text
        for i in version.items
        if i.code in codes
    ]


def _label(choices: Any, code: str) -> str:
    return str(choices(code).label) if code in choices.values else code


def _retaliation(matter: Any, today: date) -> dict[str, Any]:
    return {
        "text": matter.text,
        "danger": matter.danger,
        "uncalled": matter.danger and matter.police_called_at is None,
        "fact_rows": _rows(
            (_("代称"), matter.pseudonym),
            (_("来源渠道"), _label(Channel, matter.channel)),
            (_("实施打击报复的单位或者个人"), matter.by_whom),
            (_("打击报复的情形"), _items("retaliation.acts", matter, matter.acts)),
            (_("继续打击报复的迹象"), _items("retaliation.signs", matter, matter.signs)),
            (_("对方是公职人员"), yes_no(True) if matter.official else ""),
            (_("报公安机关时间"), moment(matter.police_called_at) if matter.police_called_at else ""),
            (_("转办去向"), _items("retaliation.routes", matter, matter.roads, sourced=True)),
            (_("接收单位"), matter.organs),
            (_("提请的保护措施"), _items("retaliation.measures", matter, matter.measures)),
            (_("结果"), _label(Ending, matter.ending)),
        ),
    }


def _incident(matter: Any, today: date) -> dict[str, Any]:
    avoided, told = matter.harm_avoided, matter.persons_told
    return {
        "text": matter.suspicion,
        "fact_rows": _rows(
            (_("停止的途径"), [_label(Stop, code) for code in matter.stopped]),
            (_("止损情况"), matter.stopped_what),
            (_("信息种类"), _items("incident.remedy", matter, matter.kinds)),
            (_("涉及人数"), matter.persons),
            (_("原因"), matter.cause),
            (_("可能造成的危害"), matter.harm),
            (_("补救措施"), matter.remedies),
            (_("个人可以采取的措施"), matter.own_steps),
            (_("能够有效避免危害"), "" if avoided is None else yes_no(avoided)),
            (_("通知的主管部门"), matter.authority),
            (_("已通知个人"), "" if told is None else yes_no(told)),
            (_("不通知个人的理由"), matter.not_told_reason),
            (_("责任处理"), matter.responsibility),
        ),
    }


def _hold(matter: Any, today: date) -> dict[str, Any]:
    return {
        "fact_rows": _rows(
            (_("留存事由"), _items("retention.hold", matter, [matter.reason])),
            (_("依据"), matter.ground),
            (_("发出人"), str(matter.recorder)),
        )
    }


def _schedule(matter: Any, today: date) -> dict[str, Any]:
    words = {i.code: i.text for i in statutes.rule("retention.classes").on(matter.law_day()).items}
    periods = [
        _("%(what)s：%(n)d 个月") % {"what": words.get(code, code), "n": months}
        for code, months in sorted(matter.months.items())
    ]
    kept = [text for code, text in words.items() if code not in matter.months]
    return {
        "fact_rows": _rows(
            (_("档案主管部门同意的文号"), matter.paper),
            (_("施行日期"), matter.valid_from_on.isoformat()),
            (_("保管期限"), periods),
            (_("没有期限、一律保留"), kept),
            (_("提出人"), str(matter.recorder)),
        )
    }


def _disposal(matter: Any, today: date) -> dict[str, Any]:
    return {
        "text": matter.why,
        "items": list(matter.items.prefetch_related("outcomes")),
        "words": {i.code: i.text for i in statutes.rule("retention.classes").on(matter.law_day()).items},
        "fact_rows": _rows((_("提出人"), str(matter.recorder))),
    }


def _rights(matter: Any, today: date) -> dict[str, Any]:
    return {
        "text": matter.words,
        "may_copy": matter.wish == "copy" and matter.state == "identified",
        "fact_rows": _rows(
            (_("请求"), _items("rights.request", matter, [matter.wish], sourced=True)),
            (_("来源渠道"), _label(Channel, matter.channel)),
            (_("核对方式"), matter.how),
            (_("不按请求办理的情形"), _items("rights.exceptions", matter, [matter.ground], sourced=True)),
            (_("答复"), matter.answer_text),
        ),
    }


MAKERS: dict[str, Callable[[Any, date], dict[str, Any]]] = {
    "retaliation": _retaliation,
    "incident": _incident,
    "hold": _hold,
    "schedule": _schedule,
    "disposal": _disposal,
    "rights": _rights,
}
