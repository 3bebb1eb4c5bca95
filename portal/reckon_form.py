"""The form by which anyone asks how a date is reckoned; what is right or wrong is said by `procedure.reckoning`."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

import statutes
from portal.words import period
from procedure.reckoning import Unreckonable, offered
from statutes.clocks import TRAVEL

ROWS = (1, 2, 3)
PARTS = ("from", "to", "ground")
APART = re.compile(r"[\s,，、;；+＋]+")
EXTENSION = re.compile(r"[0-9]{1,3}")

# The greatest day there is keeps the browser's year field to four digits.
DAY = {"type": "date", "max": "9999-12-31"}

# What the first half of a rule's name stands for, in the order of the list.
AREAS = {
    "intake": _("登记和分送"),
    "complaint": _("投诉"),
    "report": _("举报"),
    "case": _("行政处罚案件"),
    "hearing": _("听证"),
    "food": _("食品安全"),
    "referral": _("移送公安机关"),
    "police": _("公安机关"),
    "procuratorate": _("检察机关"),
    "reward": _("举报奖励"),
    "review": _("行政复议"),
    "suit": _("行政诉讼"),
    "publicity": _("处罚信息公示"),
    "listing": _("严重违法失信名单"),
    "repair": _("信用修复"),
    "record": _("记录保存"),
    "information": _("政府信息公开"),
    "identity": _("举报人身份保护"),
    "retaliation": _("打击报复"),
    "incident": _("个人信息泄露"),
    "rights": _("本人的个人信息"),
    "supervision": _("执法监督"),
    "oversight": _("督办"),
}


class ReckonForm(forms.Form):
    """Rule, start, and what else bears on the day. Every field is text: one reader judges for all doors."""

    rule = forms.CharField(label=_("哪一种期限"), required=False, widget=forms.Select)
    start = forms.CharField(
        label=_("起算日"),
        help_text=_("触发期限的那一天，例如收到投诉、立案。当日不计。"),
        required=False,
        widget=forms.TextInput(attrs=dict(DAY)),
    )
    at = forms.CharField(
        label=_("时刻"),
        help_text=_("只有按小时计算的期限须填，北京时间。"),
        required=False,
        widget=forms.TextInput(attrs={"type": "time"}),
    )
    law_day = forms.CharField(
        label=_("适用哪一天的规定"),
        help_text=_("一般是事项收到之日；不填就用起算日。"),
        required=False,
        widget=forms.TextInput(attrs=dict(DAY)),
    )
    as_of = forms.CharField(
        label=_("改看另一天有效的规定"),
        help_text=_("想知道按另一天有效的规定会怎样，就填那一天；填了以此为准。"),
        required=False,
        widget=forms.TextInput(attrs=dict(DAY)),
    )
    extensions = forms.CharField(
        label=_("批准延长"),
        help_text=_("与期限同一单位的数目；延长几次就写几个，用逗号分开。"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["rule"].widget.choices = _choices()
        for row in ROWS:
            for part, label in zip(PARTS, (_("首日"), _("末日"), _("扣除事由")), strict=True):
                kind = {"list": "grounds", "autocomplete": "off"} if part == "ground" else dict(DAY)
                self.fields[f"{part}_{row}"] = forms.CharField(
                    label=label, required=False, widget=forms.TextInput(attrs=kind)
                )
        for name, field in self.fields.items():
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"id_{name}_hint"
        # What is wrong with the rows as a whole, whichever of them it is.
        self.exclude_errors: list[str] = []

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """The rows of days left out: number and its three fields."""
        for row in ROWS:
            yield row, [self[f"{part}_{row}"] for part in PARTS]

    def says_more(self) -> bool:
        """Whether anything stands in the fields that are folded away at first, so that they are shown."""
        folded = ("extensions", "as_of", *(f"{part}_{row}" for row in ROWS for part in PARTS))
        return self.is_bound and any(self[name].value() for name in folded)

    def sent(self) -> dict[str, Any]:
        """The question as `procedure.reckoning.read` takes it, blanks left out."""
        said = self.cleaned_data
        start = f"{said['start']}T{said['at']}" if said.get("at") and said.get("start") else said.get("start")
        asked = {
            "rule": said.get("rule"),
            "start": start,
            "law_day": said.get("law_day"),
            "as_of": said.get("as_of"),
        }
        rows = [[said.get(f"{part}_{row}", "") for part in PARTS] for row in ROWS]
        numbers = [each for each in APART.split(said.get("extensions", "")) if each]
        return {
            **{name: value for name, value in asked.items() if value},
            "exclude": [
                [first, last, ground or None] for first, last, ground in rows if first or last or ground
            ],
            "extensions": [int(each) if EXTENSION.fullmatch(each) else each for each in numbers],
        }

    def refuse(self, refused: Unreckonable) -> None:
        """Put the reasons beside the fields they are about."""
        for name, reasons in refused.errors.items():
            if name == "exclude":
                self.exclude_errors = list(reasons)
                continue
            for reason in reasons:
                self.add_error(name if name in self.fields else None, reason)
        for name in self.errors:
            if name in self.fields:
                self.fields[name].widget.attrs["aria-invalid"] = "true"
                described = self.fields[name].widget.attrs.get("aria-describedby", "")
                self.fields[name].widget.attrs["aria-describedby"] = f"{described} id_{name}_error".strip()


def as_query(sent: dict[str, Any]) -> str:
    """The same question as the query of the machines' door."""
    pairs = [(name, sent[name]) for name in ("rule", "start", "law_day", "as_of") if name in sent]
    for first, last, ground in sent["exclude"]:
        pairs.append(("exclude", f"{first}..{last}" + (f";{ground}" if ground else "")))
    pairs += [("extension", str(each)) for each in sent["extensions"]]
    return urlencode(pairs)


@cache
def grounds() -> tuple[str, ...]:
    """Every ground that some rule leaves out of count, for the form to suggest."""
    found = {ground for rule in offered() for version in rule.versions for ground in version.excludes}
    return (*sorted(found), TRAVEL)


def _choices() -> list[tuple[Any, Any]]:
    """The rules by area; beside each title the period of its newest version."""
    order = list(AREAS)
    by_area = sorted(offered(), key=lambda rule: (_place(rule, order), rule.name))
    groups = groupby(by_area, key=_area)
    return [
        ("", gettext("请选择")),
        *((_area_name(area), [_choice(rule) for rule in rules]) for area, rules in groups),
    ]


def _area(rule: statutes.Rule) -> str:
    return rule.name.split(".")[0]


def _area_name(area: str) -> str:
    return str(AREAS.get(area, gettext_lazy("其他")))


def _place(rule: statutes.Rule, order: list[str]) -> tuple[int, str]:
    area = _area(rule)
    return (order.index(area) if area in AREAS else len(order)), area


def _choice(rule: statutes.Rule) -> tuple[str, str]:
    newest = next(version for version in reversed(rule.versions) if version.amount is not None)
    return rule.name, gettext("%(title)s（%(period)s）") % {
        "title": gettext(rule.title),
        "period": period(newest),
    }
