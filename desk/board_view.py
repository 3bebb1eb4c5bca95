"""The deadline board: what is overdue, near, running, paused and coming, and the list behind each number."""

import re
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

import statutes
from desk import charts, words
from desk.gate import BOARD, holders_of
from desk.units import UnitNames
from offices.roles import Office
from procedure.due import due_state, near_horizon
from procedure.law import law
from protection.seen import emergencies
from supervision import board as figures
from supervision.lists import ENDED, WHERE, Wanted, clocks_at, orders_about

PAGE = 50
DEEPEST = 100_000
LONGEST = 40
PARTS = ("overdue", "near", "running", "paused")
PAUSED = frozenset({"paused", "too_long"})
MONTH = re.compile("20[0-9][0-9]-(0[1-9]|1[0-2])")

# The jobs behind the page, and what is not to be relied on while one of them stands still.
JOBS = {
    "sweep": (gettext_lazy("期限巡查"), gettext_lazy("临近和逾期提醒可能没有发出")),
    "outbox": (gettext_lazy("后台办理"), gettext_lazy("文书和提醒可能没有制作、送出")),
    "digest": (gettext_lazy("每日汇总邮件"), gettext_lazy("当天的汇总邮件可能没有发出")),
}


class BoardUnits(UnitNames):
    """Unit names as the board says them: what is at no unit yet has a name too."""

    def __init__(self, officer: Any, today: date) -> None:
        super().__init__(officer.holdings_on(today))
        self[""] = _("未分到机构")


@holders_of(BOARD)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The board of what this officer may count."""
    now, today = timezone.now(), localdate()
    found = figures.board(request.user, now, today)
    names = BoardUnits(request.user, today)
    widest = max((row.figures.all for row in found.rules), default=0)
    calendar = law().calendar
    first, last, after = found.holiday
    return render(
        request,
        "desk/board.html",
        {
            "board": found,
            "emergencies": emergencies(request.user),
            "near_until": near_horizon(today),
            "rules": [
                (row, charts.stack(((name, getattr(row.figures, name)) for name in PARTS), widest))
                # What the bureau set itself stands below what the law sets.
                for row in sorted(found.rules, key=_is_ours)
            ],
            "ours": {
                name: sum(getattr(row.figures, name) for row in found.rules if _is_ours(row))
                for name in PARTS
            },
            "units": [
                (row, names[row.unit], charts.share(row.figures.overdue, row.figures.all))
                for row in found.units
            ],
            "too_long": found.too_long,
            "festival": festival(first, last),
            "holiday_first": first,
            "holiday_last": last,
            "holiday_after": after,
            "holiday_sure": calendar.announced(after),
            "load": charts.load_chart([(day.on, day.kind, day.n) for day in found.load]),
            "load_total": sum(day.n for day in found.load),
            "load_weeks": _weeks(found.load),
            "weekdays": [words.weekday(day) for day in words_of_a_week()],
            "months": figures.months_back(today),
            "panels": [
                (
                    unit,
                    names[unit],
                    months,
                    charts.punctuality_panel([(m.month, m.met, m.missed) for m in months]),
                )
                for unit, months in sorted(found.months.items(), key=lambda pair: (not pair[0], pair[0]))
            ],
            "troubles": [trouble(beat, said) for beat, said in found.troubles],
        },
    )


def _is_ours(row: figures.RuleRow) -> bool:
    """Whether a term is a target of the bureau's own and no term of law."""
    return statutes.rule(row.rule).rank == "design"


def words_of_a_week() -> list[date]:
    """Seven days from a Monday on, for the head of a calendar."""
    return [date(2024, 1, day) for day in range(1, 8)]


def festival(first: date, last: date) -> str:
    """The festival of a holiday period; the period's own day says it, not the weekend at its edge."""
    calendar = law().calendar
    days = (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
    return next((calendar.name(day) for day in days if calendar.is_holiday(day)), "")


def trouble(beat: Any, said: str) -> str:
    """What stands still behind the page, since when, and what cannot be relied on meanwhile."""
    job, means = JOBS[beat.name]
    if said == "failed":
        return _("%(job)s于 %(at)s 运行失败（%(failure)s）：%(means)s。") % {
            "job": job,
            "at": words.moment(beat.failed_at),
            "failure": beat.failure,
            "means": means,
        }
    last = beat.finished_at or beat.started_at
    if last is None:
        return _("%(job)s还没有运行过：%(means)s。") % {"job": job, "means": means}
    return _("%(job)s自 %(at)s 起没有运行：%(means)s。") % {
        "job": job,
        "at": words.moment(last),
        "means": means,
    }


def _weeks(load: list[figures.Load]) -> list[list[figures.Load | None]]:
    """The days of the chart by weeks from Monday, for the table under it."""
    filled: list[figures.Load | None] = [None] * load[0].on.weekday() + list(load)
    filled += [None] * (-len(filled) % 7)
    return [filled[at : at + 7] for at in range(0, len(filled), 7)]


# --- the list behind a figure ------------------------------------------------------------------------------------


@holders_of(BOARD)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The terms behind one number of the board, the earliest due first; what is over, the latest ended first."""
    now, today = timezone.now(), localdate()
    wanted = read(request.GET.dict())
    said = request.GET.get("after", "0")
    at = min(int(said), DEEPEST) if said.isascii() and said.isdigit() and len(said) < 8 else 0
    found = clocks_at(request.user, now, today, wanted, after=at, limit=PAGE + 1)
    clocks = found[:PAGE]
    names = BoardUnits(request.user, today)
    supervises = request.user.holds(Office.SUPERVISOR, unit=None, day=today)
    orders = orders_about(request.user, clocks, today)
    rows = [
        {
            "clock": clock,
            "due": standing(clock, now, today),
            "unit": names[clock.unit],
            "order": orders.get(clock.pk),
            "may_supervise": supervises and presses(clock, today),
        }
        for clock in clocks
    ]
    return render(
        request,
        "desk/board_list.html",
        {
            "rows": rows,
            "wanted": wanted,
            "title": PLACES.get(wanted.where, gettext_lazy("全部计算中的期限")),
            "tags": tags(wanted, names),
            "ended": wanted.where in ENDED,
            "paused": wanted.where in PAUSED,
            "with_orders": any(row["order"] or row["may_supervise"] for row in rows),
            "before": query(wanted, after=max(0, at - PAGE)) if at else None,
            "after": query(wanted, after=at + PAGE) if len(found) > PAGE and at < DEEPEST else None,
        },
    )


PLACES = {
    "overdue": gettext_lazy("已逾期"),
    "near": gettext_lazy("临近届满"),
    "running": gettext_lazy("正常计算中"),
    "paused": gettext_lazy("中止计算"),
    "too_long": gettext_lazy("中止过久"),
    "new": gettext_lazy("上次查看以来新逾期"),
    "holiday": gettext_lazy("下一个假期内届满"),
    "asked": gettext_lazy("待批的延长申请"),
    "on": gettext_lazy("当日届满"),
    "met": gettext_lazy("按期办结的期限"),
    "missed": gettext_lazy("逾期办结的期限"),
    "ended": gettext_lazy("已结束的期限"),
}


def read(sent: dict[str, str]) -> Wanted:
    """What an address asks for; a part that is not understood is left out, so that any address shows a list."""
    where = sent.get("where", "")
    on = _day(sent.get("on", "")) if where == "on" else None
    if where not in WHERE or (where == "on" and on is None):
        where = ""
    rule, unit = sent.get("rule", ""), sent.get("unit")
    month = sent.get("month", "")
    return Wanted(
        where=where,
        rule=rule if rule in statutes.shelf() else "",
        unit=unit if unit is not None and _short(unit) else None,
        ground=sent.get("ground", "") if where in PAUSED and _short(sent.get("ground", "")) else "",
        on=on,
        month=month if where in ENDED and MONTH.fullmatch(month) else "",
    )


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _short(said: str) -> bool:
    return len(said) <= LONGEST and said.isprintable()


def query(wanted: Wanted, **more: Any) -> str:
    """The address of the same list, with something changed: `None` leaves a part out."""
    parts: dict[str, Any] = {
        "where": wanted.where or None,
        "rule": wanted.rule or None,
        "unit": wanted.unit,
        "ground": wanted.ground or None,
        "on": wanted.on.isoformat() if wanted.on else None,
        "month": wanted.month or None,
        **more,
    }
    return urlencode({name: value for name, value in parts.items() if value not in (None, 0)})


def tags(wanted: Wanted, names: UnitNames) -> list[tuple[str, str]]:
    """Each filter in words, with the query of the list without it."""
    found = []
    if wanted.on is not None:
        found.append(
            (f"{wanted.on.isoformat()} {words.weekday(wanted.on)}", query(wanted, where=None, on=None))
        )
    if wanted.rule:
        found.append((_(statutes.rule(wanted.rule).title), query(wanted, rule=None)))
    if wanted.unit is not None:
        found.append((names[wanted.unit], query(wanted, unit=None)))
    if wanted.ground:
        found.append((_(wanted.ground), query(wanted, ground=None)))
    if wanted.month:
        found.append((wanted.month, query(wanted, month=None)))
    elif wanted.where in ENDED:
        found.append((_("近十二个月"), ""))
    return found


def presses(clock: Any, today: date) -> bool:
    """Whether an order about this term is offered: it runs at a unit that can answer, and is overdue or near."""
    counts = clock.ended_id is None and not clock.paused and bool(clock.unit)
    return counts and clock.kind != "supervision" and clock.due_on <= near_horizon(today)


def standing(clock: Any, now: datetime, today: date) -> dict[str, Any]:
    """Where a term stands in a row of the list: its day, the state that gives the shape, and the words."""
    if clock.ended_id is not None:
        return {"on": clock.ended_on, **_ended(clock)}
    if clock.paused:
        return {"on": None, "state": "paused", "words": _paused(clock, today)}
    if clock.due_at is not None:
        late = now > clock.due_at
        said = _("已于 %(at)s 届满") if late else _("%(at)s 届满")
        state = "overdue" if late else due_state(clock.due_on, today)
        return {"on": None, "state": state, "words": said % {"at": words.moment(clock.due_at)}}
    return words.due(clock.due_on, today)


def _ended(clock: Any) -> dict[str, str]:
    if clock.met is None:
        return {"state": "void", "words": _("不再计算")}
    if clock.met:
        return {"state": "met", "words": _("按期办结")}
    if clock.outcome == clock.VOID:
        late = ngettext("逾期 %(n)d 天后不再计算", "逾期 %(n)d 天后不再计算", clock.missed_by)
    else:
        late = ngettext("逾期 %(n)d 天办结", "逾期 %(n)d 天办结", clock.missed_by)
    return {"state": "missed", "words": late % {"n": clock.missed_by}}


def _paused(clock: Any, today: date) -> str:
    """Since when and why a term stands still; where several reasons hold, each of them."""
    told = []
    for pause in clock.standing_pauses():
        if pause.end_on is None:
            n = (today - pause.start_on).days
            said = ngettext(
                "%(ground)s，自 %(day)s 起中止，已 %(n)d 天", "%(ground)s，自 %(day)s 起中止，已 %(n)d 天", n
            )
            told.append(said % {"ground": _(pause.ground), "day": pause.start_on, "n": n})
    return _("；").join(told) or _("中止计算")
