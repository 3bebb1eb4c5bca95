"""The receipt of a due date: the lines an officer reads when he asks why it is that day."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from statutes.instruments import instrument_of
from statutes.moments import BEIJING, beijing_day, chinese_day, chinese_weekday
from statutes.rules import UNITS, Version, countings

if TYPE_CHECKING:
    # Only the type: at run time the arithmetic imports this module to explain itself.
    from statutes.clocks import Exclusion, Reckoning

APPROVERS = {
    "unit_head": "办案机构负责人",
    "leader": "市场监督管理部门负责人",
    "principal": "正职负责人",
    "police": "公安机关",
    "requester": "",
}
"""How the law calls the office that grants an extension."""


def receipt(reckoning: Reckoning) -> list[str]:
    """Explain a reckoning in Chinese lines: basis, start, days skipped, extensions, end, doubts."""
    lines = [*_basis(reckoning), _start(reckoning), *_skipped(reckoning), *_excluded(reckoning)]
    lines += [*_extended(reckoning), *_rolled(reckoning), _end(reckoning), *_doubts(reckoning)]
    return lines


def _basis(reckoning: Reckoning) -> list[str]:
    version = reckoning.version
    # The text as it stood when the period began, but never one the version itself does not reach.
    day = max(version.in_force, reckoning.start_on)
    day = min(day, version.until) if version.until else day
    text = instrument_of(version.source).text_on(day)
    return [f"依据：{version.source}（{version.period}）", f"所据文本：{text}"]


def _start(reckoning: Reckoning) -> str:
    starts, start = reckoning.version.starts, reckoning.start
    if reckoning.version.direction == "before":
        return f"倒推：自{chinese_day(reckoning.start_on)}{starts}之日向前计算，当日不计"
    again = ""
    if reckoning.first_start != start:
        again = f"（原于{chinese_day(beijing_day(reckoning.first_start))}起算，此日起重新计算）"
    if reckoning.version.unit == "hours" and isinstance(start, datetime):
        return f"起算：{_minute(start)}{starts}，自此刻起连续计算{again}"
    counted = "当日计入" if countings()[reckoning.version.counting].same_day else "当日不计"
    return f"起算：{chinese_day(reckoning.start_on)}{starts}，{counted}{again}"


def _skipped(reckoning: Reckoning) -> list[str]:
    if reckoning.version.unit != "working_days":
        return []
    kinds = Counter(day.kind for day in reckoning.days)
    festivals = Counter(day.name for day in reckoning.days if day.kind == "holiday")
    parts = [f"周末{kinds['weekend']}天"] if kinds["weekend"] else []
    parts += [f"{name}放假{count}天" for name, count in festivals.items()]
    lines = [f"其中跳过：{'、'.join(parts)}"] if parts else []
    worked = [f"{day.on.month}月{day.on.day}日" for day in reckoning.days if day.kind == "make_up"]
    if worked:
        lines.append(f"调休上班，计入：{'、'.join(worked)}")
    return lines


def _excluded(reckoning: Reckoning) -> list[str]:
    lines = [
        f"不计入：{chinese_day(e.start_on)}至{chinese_day(e.end_on)}（{'，'.join([e.ground, *_papers(e)])}）"
        for e in reckoning.exclusions
    ]
    if lines and reckoning.version.unit != "hours":
        left_out = sum(day.kind == "excluded" for day in reckoning.days)
        lines.append(f"不计入的日子共{left_out}天，重叠的只扣一次")
    return lines


def _papers(exclusion: Exclusion) -> list[str]:
    papers = [("起", exclusion.start_paper), ("止", exclusion.end_paper)]
    return [f"{edge}以{paper}为凭" for edge, paper in papers if paper]


def _extended(reckoning: Reckoning) -> list[str]:
    version = reckoning.version
    if not reckoning.extensions or version.extension is None or version.unit is None:
        return []
    unit = UNITS[version.unit]
    allowed = version.extension
    approver = APPROVERS.get(allowed.by, allowed.by)
    # As they are judged: by length, for the same decisions are lawful in whatever order they are entered.
    told = [
        f"{amount}{unit}（{_granted(version, index, approver)}）"
        for index, amount in enumerate(sorted(reckoning.extensions))
    ]
    whole = (version.amount or 0) + sum(reckoning.extensions)
    return [f"延长：{'＋'.join(told)}，接续计算，共{whole}{unit}"]


def _granted(version: Version, index: int, approver: str) -> str:
    if version.extension is not None and version.extension.is_beyond(index):
        return f"再次延长，由{APPROVERS.get(version.further, version.further)}集体讨论决定"
    return f"经{approver}批准" if approver else "届满前告知提出协查请求的部门"


def _rolled(reckoning: Reckoning) -> list[str]:
    strict, due, outer = reckoning.strict_on, reckoning.due_on, reckoning.outer_on
    source = countings()[reckoning.version.counting].source
    lines = []
    if due > strict:
        name = reckoning.calendar.name(strict) or chinese_weekday(strict)
        lines.append(f"顺延：末日{chinese_day(strict)}为{name}，依{source}顺延")
    elif outer > strict:
        rest = reckoning.calendar.name(strict) or chinese_weekday(strict)
        lines.append(f"末日适逢{rest}，从严不顺延；如认为可以顺延，最迟为{chinese_day(outer)}")
    if reckoning.reading is not None and outer > strict:
        lines.append(f"读法：{reckoning.reading.told}")
    return lines


def _end(reckoning: Reckoning) -> str:
    if reckoning.version.direction == "before":
        return f"最迟：{chinese_day(reckoning.due_on)}（{chinese_weekday(reckoning.due_on)}）"
    if reckoning.due_at is not None:
        return f"届满：{_minute(reckoning.due_at)}（{chinese_weekday(reckoning.due_on)}）"
    return f"届满：{chinese_day(reckoning.due_on)}（{chinese_weekday(reckoning.due_on)}）"


def _doubts(reckoning: Reckoning) -> list[str]:
    lines = []
    if reckoning.provisional:
        year = reckoning.calendar.last_announced_year + 1
        lines.append(f"暂定：{year}年起的放假安排尚未公布，按周末和固定日期的节日推算，公布后重新计算")
    if reckoning.version.unverified:
        lines.append("待核：本条凭记忆录入，未见原文，使用前须核对")
    if reckoning.version.note:
        lines.append(f"说明：{reckoning.version.note}")
    return lines


def _minute(moment: datetime) -> str:
    here = moment.astimezone(BEIJING)
    return f"{chinese_day(here.date())}{here.hour}时{here.minute:02d}分"
