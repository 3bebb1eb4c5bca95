"""The day is Beijing's: moments become days, and days become words, in one place."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from statutes.errors import NeedsMoment

# A fixed offset on purpose: since 1992 the mainland keeps UTC+8 all year, and the calendar begins in 2004.
BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")

_WEEKDAYS = "一二三四五六日"


def beijing_day(moment: date | datetime) -> date:
    """Give the Beijing day a moment falls on; a plain day is returned as it is.

    Raises NeedsMoment for a datetime without a time zone, because its day cannot be known.
    """
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        raise NeedsMoment(f"{moment.isoformat()} carries no time zone")
    return moment.astimezone(BEIJING).date()


def chinese_day(day: date) -> str:
    """Write a day the way an official paper does: 2026年11月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_weekday(day: date) -> str:
    """Name the day of the week: 星期三."""
    return f"星期{_WEEKDAYS[day.weekday()]}"
