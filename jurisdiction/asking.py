"""A question about competence as another program asks it: checked field by field, and answered in plain values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jurisdiction.competence import Facts, Finding, find
from jurisdiction.listing import NoListInForce, list_on

LONGEST_FACT = 2000
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Unanswerable(ValueError):
    """Why a question cannot be answered, in words."""


@dataclass(frozen=True)
class Question:
    """A text and what else is known of it, on the day whose list answers."""

    facts: Facts
    day: date


def read_question(sent: Mapping[str, Any]) -> Question:
    """Read `text` and the optional `facts` (the fields of Facts but text, and `day` as YYYY-MM-DD, today by default).

    Other fields are the asker's own notes and left alone; an unknown fact is refused, since it was meant to count.

    Raises Unanswerable where the text is missing or blank, a value is no text, a fact is unknown, the stage is not
    on the list, or the day is no day or before the first list.
    """
    text = sent.get("text")
    if not isinstance(text, str) or not text.strip():
        raise Unanswerable(_("须有 text，且为不空的字符串"))
    told = sent.get("facts")
    if told is None:
        told = {}
    if not isinstance(told, Mapping):
        raise Unanswerable(_("facts 须为 JSON 对象"))
    known = {field.name for field in fields(Facts)} - {"text"}
    if unknown := told.keys() - known - {"day"}:
        raise Unanswerable(_("不认识的事实：%(names)s") % {"names": "、".join(sorted(unknown))})
    values = {name: _text(name, told[name]) for name in sorted(known & told.keys())}
    day = _day(told.get("day"))
    try:
        duties = list_on(day)
    except NoListInForce as none:
        raise Unanswerable(str(none)) from None
    stage = values.get("stage", "")
    if stage and stage not in duties.stages and stage not in duties.stages.values():
        raise Unanswerable(
            _("没有环节“%(stage)s”；可用：%(stages)s") % {"stage": stage, "stages": "、".join(duties.stages)}
        )
    return Question(Facts(text=text, **values), day)


def answered(question: Question) -> list[dict[str, Any]]:
    """The findings as JSON-able values, the likeliest first; departments as the list writes them."""
    return [_plain(finding) for finding in find(question.facts, question.day)]


def _plain(finding: Finding) -> dict[str, Any]:
    return {
        "department": finding.department,
        "item": finding.item,
        "basis": finding.basis,
        "reasons": list(finding.reasons),
        "score": finding.score,
    }


def _text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unanswerable(_("%(name)s 须为字符串") % {"name": name})
    if len(value) > LONGEST_FACT:
        raise Unanswerable(_("%(name)s 过长") % {"name": name})
    return value.strip()


def _day(value: Any) -> date:
    if value is None:
        return localdate()
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise Unanswerable(_("day 须为日历上有的日期，写作 YYYY-MM-DD"))
