"""How the pages say days, moments, sums and nearness: always in words, so that colour never stands alone."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from procedure.due import due_state


def weekday(day: date) -> str:
    """The weekday in one short word: 周五, Fri."""
    return (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))[day.weekday()]


def moment(at: datetime) -> str:
    """A Beijing minute: 2026-11-24 09:05."""
    return localtime(at).strftime("%Y-%m-%d %H:%M")


def yuan(amount: Decimal | None) -> str:
    """A sum of yuan with thousands marked and two decimals; empty for none."""
    return "" if amount is None else f"{Decimal(amount):,.2f}"


def nearness(due_on: date | None, today: date) -> str:
    """How far a due day is, in calendar days and words: 逾期 3 天, 今天到期, 还有 12 天."""
    if due_on is None:
        return _("无期限")
    left = (due_on - today).days
    if left < 0:
        return ngettext("逾期 %(n)d 天", "逾期 %(n)d 天", -left) % {"n": -left}
    if left == 0:
        return _("今天到期")
    if left == 1:
        return _("明天到期")
    return ngettext("还有 %(n)d 天", "还有 %(n)d 天", left) % {"n": left}


def due(due_on: date | None, today: date) -> dict[str, Any]:
    """Everything a due day shows: the day, its state (which sets shape and colour) and the words."""
    return {"on": due_on, "state": due_state(due_on, today), "words": nearness(due_on, today)}


def yes_no(value: bool) -> str:
    return pgettext("answer", "是") if value else pgettext("answer", "否")


def rank(code: str) -> str:
    """What kind of text a rule stands in: 行政法规, 部门规章."""
    ranks = {
        "law": _("法律"),
        "administrative_regulation": _("行政法规"),
        "departmental_rule": _("部门规章"),
        "normative_document": _("规范性文件"),
        "design": _("本系统的做法，不是条文"),
    }
    return ranks.get(code, code)
