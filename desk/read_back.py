"""The sheet as sentences to be read to the caller: what was understood, in the order of the talk, nothing made up."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _


def lines(form: forms.Form) -> list[str]:
    """The sentences, from fields as typed (checked or not); none for what was left empty."""
    return [line for line in _lines(_Said(form)) if line]


class _Said:
    """The fields of a sheet as a person would say them: choices by their words, blanks as nothing."""

    def __init__(self, form: forms.Form) -> None:
        self.form = form

    def __getitem__(self, name: str) -> str:
        bound = self.form[name]
        value: Any = bound.value()
        if value in (None, "", False, []):
            return ""
        if isinstance(bound.field, forms.ChoiceField):
            words = {str(code): str(word) for code, word in bound.field.choices}
            codes = value if isinstance(value, list | tuple) else [value]
            return _("、").join(words[str(code)] for code in codes if str(code) in words)
        return str(value).strip()


def _lines(said: _Said) -> Iterator[str]:
    if said["anonymous"]:
        yield _("您选择匿名反映，我们不登记您的姓名和电话。")
    elif said["name"] or said["phone"]:
        yield _("您是%(name)s，电话%(phone)s。") % {
            "name": said["name"] or _("（未留姓名）"),
            "phone": _aloud(said["phone"]) or _("（未留）"),
        }
    if said["agent_name"]:
        yield _("由%(name)s代您投诉，委托事项和权限：%(mandate)s。") % {
            "name": said["agent_name"],
            "mandate": said["mandate"] or _("（未说明）"),
        }
    if said["joint_count"]:
        yield _("这是%(n)s人的共同投诉。") % {"n": said["joint_count"]}
    yield from _business(said)
    if said["text"]:
        yield _("您反映：%(text)s") % {"text": said["text"]}
    if said["requests"] or said["request"]:
        wants = _("；").join(part for part in (said["requests"], said["request"]) if part)
        yield _("您要求：%(wants)s。") % {"wants": wants}
    if said["proof"]:
        yield _("您手里有：%(proof)s。") % {"proof": said["proof"]}
    yield from _contact(said)


def _business(said: _Said) -> Iterator[str]:
    if said["business_name"]:
        where = _("，地址%(place)s") % {"place": said["business_address"]} if said["business_address"] else ""
        yield _("您反映的商家是%(name)s%(where)s。") % {"name": said["business_name"], "where": where}
    bought = [
        said["happened_on"],
        said["product"],
        _("%(sum)s 元") % {"sum": said["amount"]} if said["amount"] else "",
    ]
    if any(bought):
        yield _("涉及：%(what)s。") % {"what": _("，").join(part for part in bought if part)}


def _contact(said: _Said) -> Iterator[str]:
    way = [said["contact_way"], said["contact_hours"]]
    if any(way):
        yield _("我们联系您：%(way)s。") % {"way": _("，").join(part for part in way if part)}
    if said["contact_way"] or said["contact_hours"]:
        yield _("可以留言或者由他人转告。") if said["may_leave_word"] else _("不给他人留话。")


def _aloud(phone: str) -> str:
    """A mobile number in the groups in which it is said: 139 0952 0102."""
    plain = phone.replace(" ", "").replace("-", "")
    return f"{plain[:3]} {plain[3:7]} {plain[7:]}" if len(plain) == 11 and plain.isdigit() else phone
