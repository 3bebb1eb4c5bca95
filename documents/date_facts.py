"""The facts of one date explained on paper: the rule, its words, every day counted, and what moved the day since.

Nothing here names anybody: who approved is said by office, and no free text of an officer is taken over.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate, localtime
from django.utils.translation import override

import statutes
from documents.numerals import chinese_date, chinese_moment
from offices import access, roles
from procedure.clocks import WITH_EVENTS, Clock, ClockExtension
from procedure.law import law_scope
from procedure.matter import Matter
from procedure.orders import Order
from statutes.moments import chinese_weekday
from statutes.strip import Square, weeks

RANKS = {
    "law": "法律",
    "administrative_regulation": "行政法规",
    "departmental_rule": "部门规章",
    "normative_document": "规范性文件",
    "design": "内部规定，非法律规定",
}
"""How a paper names the rank of a source."""

MARKED_UNVERIFIED, MARKED_PROVISIONAL = "【待核】", "【暂定】"
OURSELVES = "本局"

_CHANGES = {"calendar": "工作日历变更", "reading": "法律读法的认定"}
_LEGENDS = {
    "working_days": "格内数字为计入的第几个工作日；周末、放假和不计入的日子没有数字。",
    "calendar_days": "格内数字为计入的第几日；按自然日计算，周末和放假日也计入，不计入的日子没有数字。",
    "before": "格内数字为自起算日向前倒推的第几日；没有数字的日子不计入。",
}


def clock_receipt(order: Order) -> dict[str, Any]:
    """What explains the date an order asks for, as registered at the moment this is read.

    The matter is held meanwhile, so that no act comes between two of the reads; the moment stands on the paper.
    """
    with transaction.atomic(), law_scope():
        Matter.objects.select_for_update().get(pk=order.matter_id)
        clock = (
            Clock.objects.select_related("matter", "ended")
            .prefetch_related(*WITH_EVENTS, "moves__change", "moves__entry", "restarts__entry")
            .get(pk=order.facts["clock"], matter_id=order.matter_id)
        )
        reckoning = clock.reckoning()
        version = reckoning.version
        return {
            "addressee": unit_name(clock.matter.unit),
            "matter_number": clock.matter.number,
            "term": version.title,
            "basis": version.source + (MARKED_UNVERIFIED if version.unverified else ""),
            "rank": RANKS[version.rank],
            "version": _in_force(version),
            "words": version.words,
            "start": _start(reckoning),
            "due": _due(reckoning),
            "edges": _edges(reckoning),
            "state": _state(clock, reckoning),
            "reckoned": reckoning.words,
            "candidates": _candidates(clock),
            "changes": _changes(clock, reckoning),
            "strip": strip(reckoning),
            "legend": _legend(reckoning),
            "frozen": chinese_moment(timezone.now()),
        }


def unit_name(code: str) -> str:
    """The name of a unit as an internal paper addresses it; the bureau itself where none has the matter yet."""
    unit = access.unit(code) if code else None
    return unit.name if unit else OURSELVES


def office_name(code: str) -> str:
    """The name of an office in Chinese, whatever the interface speaks."""
    with override("zh-hans"):
        return roles.office_name(code) if code else OURSELVES


def strip(reckoning: "statutes.Reckoning") -> list[str]:
    """The calendar strip as frozen text, a week a line: seven squares, each its day, number, kind and word.

    Like ``2026-11-02||start|起算;2026-11-03|1|counted|;…``, an empty square before the first and after the last
    day. A term of hours has none.
    """
    if reckoning.due_at is not None:
        return []
    made_up = {day.on for day in reckoning.days if reckoning.calendar.kind(day.on) == "make_up"}
    last = "最迟" if reckoning.version.direction == "before" else "届满"
    rows = weeks(reckoning.days, reckoning.due_on)
    return [";".join(_square(square, last, square.on in made_up) for square in week) for week in rows]


def _square(square: Square, last: str, made_up: bool) -> str:
    if square.on is None:
        return "|||"
    word = _word(square, made_up)
    kind, word = (f"{square.kind} due", f"{word} {last}".strip()) if square.is_due else (square.kind, word)
    return f"{square.on.isoformat()}|{square.number or ''}|{kind}|{word}"


def _word(square: Square, made_up: bool) -> str:
    # A day worked for a festival bears its name; in a count of natural days that would read as a day of rest.
    name = "" if made_up else square.name
    return {
        "start": "起算",
        "event": "起算",
        "weekend": "周末",
        "holiday": square.name or "放假",
        "make_up": "调休",
        "excluded": square.name,
        "rolled": "顺延",
    }.get(square.kind, name)


def _legend(reckoning: "statutes.Reckoning") -> str:
    if reckoning.due_at is not None:
        return ""
    if reckoning.version.direction == "before":
        return _LEGENDS["before"]
    return _LEGENDS["working_days" if reckoning.version.unit == "working_days" else "calendar_days"]


def _day(day: date) -> str:
    return f"{chinese_date(day)}（{chinese_weekday(day)}）"


def _in_force(version: "statutes.Version") -> str:
    since = f"{chinese_date(version.in_force)}起"
    return f"{since}，至{chinese_date(version.until)}止" if version.until else f"{since}施行"


def _start(reckoning: "statutes.Reckoning") -> str:
    start, event = reckoning.start, reckoning.version.starts
    if reckoning.version.unit == "hours" and isinstance(start, datetime):
        return f"{chinese_moment(start)}，{event}".rstrip("，")
    return f"{_day(reckoning.start_on)}，{event + '，' if event else ''}当日不计"


def _due(reckoning: "statutes.Reckoning") -> str:
    day = _day(reckoning.due_on)
    if reckoning.due_at is not None:
        day = f"{chinese_moment(reckoning.due_at)}（{chinese_weekday(reckoning.due_on)}）"
    return day + (MARKED_PROVISIONAL if reckoning.provisional else "")


def _edges(reckoning: "statutes.Reckoning") -> list[str]:
    """The strict and the outermost day, each only where it is another day than the due day."""
    lines = []
    if reckoning.strict_on != reckoning.due_on:
        lines.append(f"从严（不顺延）：{_day(reckoning.strict_on)}")
    if reckoning.outer_on != reckoning.due_on:
        lines.append(f"最迟（如可顺延）：{_day(reckoning.outer_on)}")
    return lines


def _state(clock: Clock, reckoning: "statutes.Reckoning") -> list[str]:
    lines = []
    if clock.ended is not None and clock.ended_on is not None:
        ended = chinese_date(clock.ended_on)
        late = f"逾期{clock.missed_by}日" if clock.missed_by else "未逾期"
        void = clock.outcome == Clock.VOID
        gone = f"自{ended}起不再计算" + (f"，此前已{late}" if clock.missed_by else "")
        lines.append(gone if void else f"已于{ended}办理，{late}")
    else:
        for pause in clock.standing_pauses():
            if pause.end_on is None:
                began = chinese_date(pause.start_on)
                lines.append(f"自{began}起中止计算（{pause.ground}），届满日在恢复计算后重算")
        lines = lines or ["正在计算"]
    # The stored day is a cache; a paper must not hide that the lists show another one.
    if clock.due_on != reckoning.due_on:
        lines.append(f"登记的届满日为{chinese_date(clock.due_on)}，与本次计算不符，须核对")
    return lines


def _candidates(clock: Clock) -> list[str]:
    found = clock.prevailing()
    if not found.losers:
        return []
    lines = [f"适用：{_claim(found.version)}", *(f"让位：{_claim(version)}" for version in found.losers)]
    return [*lines, f"认定：{found.reading.told}"] if found.reading else lines


def _claim(version: "statutes.Version") -> str:
    return f"{version.source}，{version.period}（{RANKS[version.rank]}）"


# --- what moved the day ------------------------------------------------------------------------------------------


def _changes(clock: Clock, reckoning: "statutes.Reckoning") -> list[str]:
    """Restarts, extensions and moves of the calendar, in the order they were entered, old and new day with each."""
    told = [*_restarts(clock, reckoning), *_extensions(clock), *_moves(clock)]
    return [line for _entry, line in sorted(told)]


def _restarts(clock: Clock, reckoning: "statutes.Reckoning") -> Iterator[tuple[int, str]]:
    restarts, standing = list(clock.restarts.all()), {each.pk for each in clock.standing_restarts()}
    last = max((each.entry_id for each in restarts), default=0)
    for each in restarts:
        by = office_name(each.entry.office)
        did = "撤销重新起算：不再" if each.undoes_id else "重新起算："
        line = f"{did}自{chinese_date(each.at)}起（{by}登记），原届满日{chinese_date(each.old_due_on)}"
        if not each.undoes_id and each.pk not in standing:
            line += "，后被撤销"
        if each.entry_id == last:
            line += f"，现届满日{chinese_date(reckoning.due_on)}"
        yield each.entry_id, line


def _extensions(clock: Clock) -> Iterator[tuple[int, str]]:
    unit = statutes.UNITS[clock.version().unit or ""]
    standing = {each.pk for each in clock.granted()}
    rows = clock.extensions.select_related("asked", "approved", "refused", "withdrawn")
    for each in rows:
        length, between = f"延长{each.amount}{unit}", _between(each)
        if each.state == ClockExtension.WITHDRAWN:
            yield each.withdrawn_id, f"{length}：{_by(each.withdrawn)}撤回，不再计入"
        elif each.state == ClockExtension.REFUSED:
            yield each.refused_id, f"{length}：{_by(each.refused)}不批准，届满日不变"
        elif each.state == ClockExtension.ASKED:
            yield each.asked_id, f"{length}：{_by(each.asked)}申请，待批准；如获批准，{between}"
        else:
            lapsed = "" if each.pk in standing else "（其后重新起算，不再计入）"
            yield each.approved_id, f"{length}：{_by(each.approved)}批准，{between}{lapsed}"


def _by(entry: Any) -> str:
    return f"{office_name(entry.office)}{chinese_date(localtime(entry.at))}"


def _between(extension: ClockExtension) -> str:
    old, new = extension.old_due_on, extension.new_due_on
    return f"届满日由{chinese_date(old)}改为{chinese_date(new)}" if old and new else "届满日未登记"


def _moves(clock: Clock) -> Iterator[tuple[int, str]]:
    for move in clock.moves.all():
        why = _CHANGES.get(move.change.kind, move.change.number)
        number = f"（{move.change.number}）" if move.change.kind in _CHANGES else ""
        old, new = chinese_date(move.old_due_on), chinese_date(move.new_due_on)
        on = chinese_date(localdate(move.entry.at))
        yield move.entry_id, f"{why}{number}：{on}重新计算，届满日由{old}改为{new}"
