"""What an officer states for the steps that extend a term or leave time out of it."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import statutes
from procedure.clock_acts import running_one
from procedure.clocks import Clock
from procedure.facts import FactsForm


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs
    )


class Reason(FactsForm):
    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class OnClock(FactsForm):
    """Facts about one rule's running clock; each step makes its own kind through `about`."""

    rule = ""
    without: tuple[str, ...] = ()

    @classmethod
    def about(cls, rule: str, without: tuple[str, ...] = ()) -> "type[OnClock]":
        return type(cls.__name__, (cls,), {"rule": rule, "without": without})

    @property
    def clock(self) -> Clock | None:
        return running_one(self.matter, self.rule) if self.matter else None

    def version(self) -> "statutes.Version | None":
        clock = self.clock
        return clock.version() if clock else None


class AskExtension(OnClock):
    amount = forms.IntegerField(label=gettext_lazy("延长"), min_value=1, max_value=999)
    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    paper = forms.CharField(
        label=gettext_lazy("集体讨论记录"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("只在再次延长须经集体讨论时填写"),
    )

    def set_choices(self) -> None:
        version, clock = self.version(), self.clock
        if version is None or version.extension is None or clock is None:
            return
        beyond = version.extension.is_beyond(len(clock.granted()))
        if beyond:
            limit = _("期限由集体讨论决定")
        elif version.extension.amount is None:
            limit = _("条文没有规定上限")
        else:
            limit = _("最多 %(n)d") % {"n": version.extension.amount}
        self.fields["amount"].help_text = _("单位：%(unit)s；%(limit)s") % {
            "unit": statutes.UNITS[version.unit or ""],
            "limit": limit,
        }
        self.fields["amount"].initial = version.extension.amount
        if not version.further:
            del self.fields["paper"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        version, clock = self.version(), self.clock
        if version is None or version.extension is None or clock is None:
            return said
        beyond = version.extension.is_beyond(len(clock.granted()))
        if not beyond and version.extension.is_too_long(said.get("amount") or 0):
            self.add_error("amount", _("最多 %(n)d") % {"n": version.extension.amount})
        if beyond and version.further and not said.get("paper"):
            self.add_error("paper", _("再次延长须经集体讨论，写明讨论记录"))
        return said


class Excluded(OnClock):
    """The beginning of time that does not count: its ground where the rule lists several, its day, its proof."""

    ground = forms.ChoiceField(label=gettext_lazy("不计入的事由"))
    start_on = day_field(gettext_lazy("起始日"), initial=localdate)
    paper = forms.CharField(label=gettext_lazy("起始凭证"), max_length=120)

    def set_choices(self) -> None:
        version = self.version()
        grounds = statutes.grounds_of(version) if version else ()
        _choices(self, "ground", [(g, g) for g in grounds if g not in self.without])

    def clean_start_on(self) -> date:
        return _not_later(self.cleaned_data["start_on"], self.clock)


class Included(OnClock):
    """The end of time that does not count: which interval, its last day, its proof."""

    ground = forms.ChoiceField(label=gettext_lazy("不计入的事由"))
    end_on = day_field(gettext_lazy("终止日"), initial=localdate)
    paper = forms.CharField(label=gettext_lazy("终止凭证"), max_length=120)

    def _open(self) -> dict[str, date]:
        clock = self.clock
        pauses = clock.open_pauses() if clock else []
        return {p.ground: p.start_on for p in pauses if p.ground not in self.without}

    def set_choices(self) -> None:
        _choices(self, "ground", [(g, g) for g in self._open()])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        begun, ends = self._open().get(said.get("ground", "")), said.get("end_on")
        if begun and ends and ends < begun:
            self.add_error("end_on", _("不能早于起始日 %(day)s") % {"day": begun})
        if ends and ends > localdate():
            self.add_error("end_on", _("不能在将来"))
        return said


class Corrected(OnClock):
    """The correction of an interval: other days, or none at all; the old row stays to be seen."""

    interval = forms.ChoiceField(label=gettext_lazy("更正哪一段"), widget=forms.RadioSelect)
    strike = forms.BooleanField(label=gettext_lazy("这一段不应扣除，删去"), required=False)
    start_on = day_field(gettext_lazy("起始日"), required=False)
    end_on = day_field(gettext_lazy("终止日"), required=False)
    paper = forms.CharField(label=gettext_lazy("凭证"), max_length=120)
    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def set_choices(self) -> None:
        clock = self.clock
        intervals = clock.standing_pauses() if clock else []
        told = [(str(p.pk), f"{p.start_on} — {p.end_on or '…'} {p.ground}") for p in intervals]
        _choices(self, "interval", told)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("strike"):
            return said
        begins, ends = said.get("start_on"), said.get("end_on")
        if begins is None:
            self.add_error("start_on", _("须填写，或者勾选删去"))
        elif ends is not None and ends < begins:
            self.add_error("end_on", _("不能早于起始日"))
        elif max(begins, ends or begins) > localdate():
            self.add_error("end_on" if ends else "start_on", _("不能在将来"))
        return said


def _choices(form: forms.Form, name: str, offered: list[tuple[str, str]]) -> None:
    cast("forms.ChoiceField", form.fields[name]).choices = offered


def _not_later(day: date, clock: Clock | None) -> date:
    if day > localdate():
        raise forms.ValidationError(_("不能在将来"))
    if clock is not None and day < localdate(clock.started_at):
        raise forms.ValidationError(_("不能早于期限起算日"))
    return day
