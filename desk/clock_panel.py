"""The running terms of a matter as a panel: what is used, what is left, and where the explanation is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.words import moment, nearness
from procedure.clocks import Clock, due_state

FULL = 100


@dataclass(frozen=True)
class Card:
    """One term: its state sets the shape, `words` say it; `used` is the share of its time gone by, in percent."""

    clock: Clock
    state: str
    words: str
    used: int
    spent: str
    running: bool


def cards(clocks: Iterable[Clock], now: datetime, today: date) -> list[Card]:
    """The terms of a matter, running ones first and the earliest due at the top, ended ones after them."""
    made = [_card(clock, now, today) for clock in clocks]
    return sorted(made, key=lambda c: (not c.running, c.clock.due_on, c.clock.pk))


def _card(clock: Clock, now: datetime, today: date) -> Card:
    if clock.ended_id is not None:
        return Card(clock, *_ended(clock), used=FULL, spent="", running=False)
    used, spent = _spent(clock, now, today)
    if clock.paused:
        return Card(clock, "paused", _("中止计算"), used, spent, running=True)
    if clock.due_at is not None:
        state = "overdue" if now > clock.due_at else due_state(clock.due_on, today)
        return Card(clock, state, _hours_left(clock.due_at, now), used, spent, running=True)
    return Card(
        clock, due_state(clock.due_on, today), nearness(clock.due_on, today), used, spent, running=True
    )


def _ended(clock: Clock) -> tuple[str, str]:
    if clock.outcome == Clock.VOID:
        return "void", _("不再计算")
    return ("met", _("按期办理")) if clock.met else ("missed", _("逾期办理"))


def _hours_left(due_at: datetime, now: datetime) -> str:
    left = int((due_at - now).total_seconds() // 60)
    if left < 0:
        return _("逾期 %(h)d 小时 %(m)d 分") % {"h": -left // 60, "m": -left % 60}
    return _("还有 %(h)d 小时 %(m)d 分") % {"h": left // 60, "m": left % 60}


def _spent(clock: Clock, now: datetime, today: date) -> tuple[int, str]:
    """The share of the term gone by, in percent, and the same in its own unit of count."""
    if clock.due_at is not None:
        whole = (clock.due_at - clock.started_at).total_seconds()
        gone = (now - clock.started_at).total_seconds()
        return _percent(gone, whole), _("%(from)s 起算") % {"from": moment(clock.started_at)}
    days = clock.reckoning().days
    whole = max((d.number for d in days if d.number), default=0)
    gone = max((d.number for d in days if d.number and d.on <= today), default=0)
    if clock.version().unit == "working_days":
        spent = ngettext(
            "%(whole)d 个工作日，已过 %(gone)d 个", "%(whole)d 个工作日，已过 %(gone)d 个", whole
        )
    else:
        spent = ngettext("%(whole)d 天，已过 %(gone)d 天", "%(whole)d 天，已过 %(gone)d 天", whole)
    return _percent(gone, whole), spent % {"whole": whole, "gone": gone}


def _percent(gone: float, whole: float) -> int:
    return min(FULL, max(0, round(FULL * gone / whole))) if whole else FULL


# --- the receipt of one date ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Square:
    """One square of the calendar: a day of the strip, or a blank before the first and after the last."""

    on: date | None
    kind: str = ""
    number: int | None = None
    note: str = ""
    is_due: bool = False
    is_today: bool = False


def weeks(days: Iterable[Any], due_on: date, today: date) -> list[list[Square]]:
    """The strip as weeks from Monday to Sunday, every square saying in words what the day is."""
    squares = [
        Square(d.on, d.kind, d.number, _note(d, due_on), is_due=d.on == due_on, is_today=d.on == today)
        for d in days
    ]
    if not squares or squares[0].on is None:
        return []
    filled = [Square(None)] * squares[0].on.weekday() + squares
    filled += [Square(None)] * (-len(filled) % 7)
    return [filled[i : i + 7] for i in range(0, len(filled), 7)]


def _note(day: Any, due_on: date) -> str:
    words = {
        "start": _("起算，不计"),
        "weekend": _("周末"),
        "holiday": day.name or _("放假"),
        "make_up": _("调休上班"),
        "excluded": _("不计：%(ground)s") % {"ground": day.name},
        "rolled": _("顺延"),
        "counted": day.name,
    }[day.kind]
    return f"{words} {_('届满')}".strip() if day.on == due_on else words
