"""The terms of a matter as cards: what is used, what is left, what stands still, and where the explanation is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.words import moment, nearness
from procedure.clocks import Clock
from procedure.due import due_state

FULL = 100


@dataclass(frozen=True)
class Card:
    """One term: its state sets the shape, `words` say it; `used` is the share of its time gone by, in percent.

    `notes` tell what else an officer must know of it: since when it stands still, what is asked, that it began anew.
    """

    clock: Clock
    state: str
    words: str
    used: int
    spent: str
    running: bool
    notes: tuple[str, ...] = ()


def cards(clocks: Iterable[Clock], now: datetime, today: date) -> list[Card]:
    """The terms of a matter, running ones first and the earliest due at the top, ended ones after them."""
    made = [_card(clock, now, today) for clock in clocks]
    return sorted(made, key=lambda c: (not c.running, c.clock.due_on, c.clock.pk))


def _card(clock: Clock, now: datetime, today: date) -> Card:
    if clock.ended_id is not None:
        return Card(clock, *_ended(clock), used=FULL, spent="", running=False)
    used, spent = _spent(clock, now, today)
    notes = tuple(_notes(clock, today))
    if clock.paused:
        return Card(clock, "paused", _("中止计算"), used, spent, running=True, notes=notes)
    if clock.due_at is not None:
        state = "overdue" if now > clock.due_at else due_state(clock.due_on, today)
        return Card(clock, state, _hours_left(clock.due_at, now), used, spent, running=True, notes=notes)
    state, words = due_state(clock.due_on, today), nearness(clock.due_on, today)
    return Card(clock, state, words, used, spent, running=True, notes=notes)


def _notes(clock: Clock, today: date) -> Iterator[str]:
    if clock.paused_on is not None:
        days = {"since": clock.paused_on, "day": clock.reckoning(until=today).due_on}
        yield _("%(since)s 起不计入；如今天恢复计算，届满日为 %(day)s") % days
    asked = clock.asked()
    if asked is not None:
        new = clock.reckoning(more=asked.amount).due_on
        yield _("申请延长待批：%(old)s → %(new)s") % {"old": clock.due_on, "new": new}
    again = max(clock.standing_restarts(), key=lambda r: r.pk, default=None)
    if again is not None:
        yield _("%(at)s 重新起算，原届满日 %(old)s") % {"at": localdate(again.at), "old": again.old_due_on}


def _ended(clock: Clock) -> tuple[str, str]:
    if clock.outcome == Clock.VOID:
        return ("missed", _("逾期后不再计算")) if clock.missed_by else ("void", _("不再计算"))
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
    # While a clock is paused its days stand still: the open interval is left out up to today.
    days = clock.reckoning(until=today if clock.paused else None).days
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
