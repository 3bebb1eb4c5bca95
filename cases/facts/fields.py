"""The fields that several forms of the two procedures share, and the reasons nearly every act gives."""

from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

import statutes
from offices.access import certified_officers
from offices.models import Officer
from procedure.facts import FactsForm

YES_NO = [("yes", _("是")), ("no", _("否"))]


class Paragraph(forms.CharField):
    """A text of a few sentences; over 2,000 characters is refused, so that nothing is cut in a paper."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 2000)
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


class Day(forms.DateField):
    """A day, entered by the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


def today(form: FactsForm) -> date:
    """The day of the act: what a day of a paper is where nobody says another."""
    return localdate(form.act.at) if form.act else localdate()


class Moment(forms.DateTimeField):
    """A moment of Beijing time, to the minute."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S%z"])
        super().__init__(
            widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}), **kwargs
        )


class YesNo(forms.ChoiceField):
    """A question answered yes or no; unanswered is not no."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=YES_NO, widget=forms.RadioSelect, **kwargs)


class OfficerChoice(forms.ModelChoiceField):
    """One certified officer of the matter's unit, named by account in JSON."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", _("（请选择）"))
        super().__init__(queryset=Officer.objects.none(), to_field_name="username", **kwargs)

    def offer(self, unit: str, day: date) -> None:
        allowed = [o.pk for o in certified_officers(unit, day)]
        self.queryset = Officer.objects.filter(pk__in=allowed).order_by("username")

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name}（{obj.certificate_no}）"


def items_of(rule: str, matter: Any) -> list[tuple[str, str]]:
    """The listed grounds of a rule on the day whose law governs the matter: code and text; none where it is not law."""
    found = statutes.rule(rule)
    if not found.in_force_on(matter.law_day()):
        return []
    return [(item.code, item.text) for item in found.on(matter.law_day()).items]


class Reason(FactsForm):
    reason = Paragraph(label=_("理由"))


class PlatformNumber(FactsForm):
    platform_no = forms.RegexField(
        r"^[0-9A-Za-z-]{6,40}$",
        label=_("全国平台编号"),
        error_messages={"invalid": _("6 至 40 位数字、字母")},
    )

    def set_choices(self) -> None:
        self.fields["platform_no"].initial = self.matter.platform_no


class Closing(FactsForm):
    """Base of what ends a matter: answered on the national platform, or why it has no number there (令121 art. 40)."""

    platform_done = forms.BooleanField(label=_("已在全国12315平台反馈"), required=False)
    no_platform_no = forms.ChoiceField(
        label=_("没有全国平台编号的原因"),
        choices=[("pending", _("待补录到全国平台")), ("outside", _("不进入全国平台的来件"))],
        initial="pending",
        required=False,
        help_text=_("已有编号的，先用“登记全国平台编号”登记"),
    )
    note = forms.CharField(label=_("备注"), max_length=200, required=False)

    def set_choices(self) -> None:
        if self.matter.submission.platform_no or self.matter.platform_no:
            del self.fields["no_platform_no"]

    def clean_no_platform_no(self) -> str:
        return self.cleaned_data["no_platform_no"] or "pending"
