"""What was said, read back line by line, with the pieces marked that tell who somebody is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from identity.marks import CARD, EMAIL, FEW, ID, NAME, OWN, PHONE, PLATE, Mark
from portal.sheet import Sheet

KINDS = {
    OWN: gettext_lazy("您本人的信息"),
    PHONE: gettext_lazy("电话号码"),
    ID: gettext_lazy("身份证号"),
    CARD: gettext_lazy("卡号或者长号码"),
    EMAIL: gettext_lazy("电子邮箱"),
    PLATE: gettext_lazy("车牌号"),
    NAME: gettext_lazy("像是姓名"),
    FEW: gettext_lazy("少数人才知道"),
}


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `kind` says in words why it is marked, empty where it is not."""

    text: str
    kind: str = ""
    warning: bool = False


@dataclass(frozen=True)
class Row:
    """One answer. `choices` are what may be done about its marks: (value, words, chosen)."""

    field: str
    label: str
    step: str
    value: str
    pieces: tuple[Piece, ...] = ()
    choices: tuple[tuple[str, str, bool], ...] = ()
    warned: bool = False


def rows(sheet: Sheet, chosen: Mapping[str, str]) -> list[Row]:
    """The lines of the summary in the order of the pages; unanswered fields say so."""
    marked, decide = sheet.marked(), sheet.to_decide()
    found = []
    for step in sheet.steps():
        form = sheet.shown(step)
        for name in form.fields:
            if name == "understood":
                continue
            value = _words(form, name, sheet.said.get(name))
            pieces = _pieces(str(sheet.said.get(name) or ""), marked[name]) if name in marked else ()
            found.append(
                Row(
                    field=name,
                    label=str(form.fields[name].label),
                    step=step.name,
                    value=value,
                    pieces=pieces,
                    choices=_choices(sheet, name, decide.get(name, ()), chosen.get(name, "")),
                    warned=any(piece.warning for piece in pieces),
                )
            )
    return found


def _words(form: Any, name: str, value: Any) -> str:
    field = form.fields[name]
    if isinstance(value, bool) or name == "may_leave_word":
        return _("可以") if value else _("不可以")
    if hasattr(field, "choices"):
        named = dict(field.choices)
        said = value if isinstance(value, list) else [value or ""]
        words = [str(named[each]) for each in said if each in named]
        return _("、").join(words) or _("没有填")
    return str(value or "").strip() or _("没有填")


def _choices(sheet: Sheet, name: str, may: tuple[str, ...], chosen: str) -> tuple[tuple[str, str, bool], ...]:
    words = {
        "out": _("以代称替换，原文封存") if may == ("out",) else _("去掉标出的内容"),
        "keep": _("保留，我知道看到的人可能认出是谁"),
    }
    return tuple((each, words[each], each == chosen) for each in may)


def _pieces(text: str, found: list[Mark]) -> tuple[Piece, ...]:
    pieces, at = [], 0
    for mark in found:
        if mark.start > at:
            pieces.append(Piece(text[at : mark.start]))
        pieces.append(Piece(text[mark.start : mark.end], str(KINDS[mark.kind]), mark.kind == FEW))
        at = mark.end
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return tuple(pieces)
