"""Tags of the board: the address of the list behind a figure, and the figure as a link to it."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import gettext, pgettext

from procedure.law import law

register = template.Library()


@register.simple_tag
def listed(where: str = "", **narrow: Any) -> str:
    """The address of the list behind a figure; `unit=""` means what is at no unit, so only None is left out."""
    said = {"where": where or None, **narrow}
    return f"{reverse('desk:board-list')}?{urlencode({k: v for k, v in said.items() if v is not None})}"


@register.inclusion_tag("desk/_figure.html")
def figure(count: int, where: str = "", *, state: str = "", says: str = "", **narrow: Any) -> dict[str, Any]:
    """A number that opens its list; `state` gives it a shape, `says` is read out with it. Nothing is a plain zero."""
    return {"count": count, "state": state, "says": says, "address": listed(where, **narrow)}


@register.filter
def festival_name(day: date) -> str:
    """The name of the holiday a day belongs to, in the reader's language where there is one."""
    return gettext(law().calendar.name(day))


@register.filter
def month_name(day: date) -> str:
    """A month as an axis says it: 2026年12月, 2026-12."""
    return pgettext("axis", "%(year)d年%(month)d月") % {"year": day.year, "month": day.month}
