"""Filters and tags of the desk's templates: words for days, sums and states, and the shapes beside them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import statutes
from desk import words
from desk.kinds import KINDS
from documents.forms import form
from offices import roles

register = template.Library()

# One shape per state, so that a page printed in black or read without colours says the same.
SHAPES = {
    "overdue": "M6 0.8 11.4 11H0.6Z",
    "today": "M6 0 12 6 6 12 0 6Z",
    "near": "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1Z",
    "running": "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1Zm0 1.8a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4Z",
    "none": "M1 5h10v2H1Z",
    "met": "M4.6 10.6 0.6 6.6 2 5.2l2.6 2.6L10 2.2l1.4 1.4Z",
    "missed": "M2 0.6 6 4.6l4-4L11.4 2l-4 4 4 4-1.4 1.4-4-4-4 4L0.6 10l4-4-4-4Z",
    "void": "M1 5h10v2H1Z",
    "paused": "M2 1h3v10H2Zm5 0h3v10H7Z",
}


@register.simple_tag
def mark(state: str) -> SafeString:
    """The small shape of a state, for the eye only: the word stands beside it."""
    return format_html(
        '<svg class="mark mark-{}" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        state,
        SHAPES.get(state, SHAPES["none"]),
    )


@register.inclusion_tag("desk/due.html")
def due(due_on: date | None, today: date, *, long: bool = False) -> dict[str, Any]:
    """A due day with its shape and words."""
    return {"due": words.due(due_on, today), "long": long}


@register.filter
def day(value: date | None) -> str:
    return value.isoformat() if value else ""


@register.filter
def weekday(value: date | None) -> str:
    return words.weekday(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    return words.moment(value) if value else ""


@register.filter
def clock_time(value: datetime | None) -> str:
    """The hour and minute of a moment of today."""
    return localtime(value).strftime("%H:%M") if value else ""


@register.filter
def yuan(value: Decimal | None) -> str:
    return words.yuan(value)


@register.filter
def said(value: str) -> str:
    """A word kept in Chinese in a row (a step, a rule's title), in the reader's language where there is one."""
    return gettext(value) if value else ""


@register.filter
def kind_name(code: str) -> str:
    return str(KINDS[code].name) if code in KINDS else code


@register.filter
def state_name(state: str, kind: str) -> str:
    return KINDS[kind].state_name(state) if kind in KINDS else state


@register.filter
def office_name(code: str) -> str:
    return roles.office_name(code) or code


@register.filter
def office_names(codes: Any) -> str:
    return gettext("、").join(office_name(code) for code in codes)


DAY_KINDS = {"holiday": _("放假"), "make_up": _("上班"), "weekend": _("周末"), "work": _("工作日")}


@register.filter
def day_kind(code: str) -> str:
    """What a day of the calendar is, in one short word."""
    return str(DAY_KINDS.get(code, code))


@register.filter
def paragraphs(text: str) -> list[str]:
    """A text by its lines, blank ones left out; the template escapes each."""
    return [line for line in str(text or "").splitlines() if line.strip()]


@register.filter
def field_kind(field: Any) -> str:
    """Which shape a form field has on the page: choices, check, or one box."""
    widget = field.field.widget
    name = getattr(widget, "input_type", "")
    if name == "checkbox" and not getattr(widget, "allow_multiple_selected", False):
        return "check"
    return "choices" if name in {"radio", "checkbox"} else "box"


@register.filter
def rule_title(name: str) -> str:
    """The title of a rule of the shelf, in the reader's language where there is one."""
    return gettext(statutes.rule(name).title) if name in statutes.shelf() else ""


@register.filter
def is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


@register.filter
def month_day(value: date) -> str:
    """A day inside a calendar: the month is said on its first day only."""
    return f"{value.month}-{value.day}"


@register.filter
def order_name(order: Any) -> str:
    """What an order is for: the paper's name, or the room that opens something."""
    if order.room == "documents":
        return gettext(form(order.form).title)
    rooms = {
        "enforcement": gettext("建立案件"),
        "referrals": gettext("启动移送"),
        "rewards": gettext("启动奖励"),
        "notices": gettext("期限提醒"),
        "procedure": gettext("期限重新计算"),
        "protection": gettext("启封到期"),
    }
    return rooms.get(order.room, order.room)
