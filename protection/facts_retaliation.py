"""What is stated for each step of a report of retaliation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

import statutes
from cases.facts.fields import Moment, Paragraph, YesNo
from offices.models import Officer
from procedure.facts import FactsForm
from protection.states_retaliation import Ending


def choices_of(rule: str, matter: Any) -> list[tuple[str, str]]:
    """The items of a rule on the day whose law governs, each with its own article where it has one."""
    version = statutes.rule(rule).on(matter.law_day())
    return [(i.code, f"{i.text}（{i.source}）" if i.source else i.text) for i in version.items]


class Several(forms.MultipleChoiceField):
    """Several items of a list, each a tick."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple, **kwargs)


class Officers(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Officers of the house, named by account in JSON."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Officer.objects.filter(is_active=True).order_by("username"),
            to_field_name="username",
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name}（{obj.username}）"


class Triage(FactsForm):
    danger = YesNo(label=_("现在有人身危险吗"))
    acts = Several(label=_("打击报复的情形"))
    signs = Several(label=_("继续打击报复的迹象"), required=False)
    official = YesNo(label=_("对方是公职人员，或者以公职身份打击报复"))
    about_bureau = YesNo(
        label=_("涉及本局人员"),
        help_text=_("选“是”的，此后只由纪检监察联络员查看，本局各职务都看不到"),
    )
    named = Officers(
        label=_("被反映的本局人员"),
        required=False,
        help_text=_("本事项对所选人员不可见，无论其担任何职"),
    )
    note = Paragraph(label=_("分诊意见"))

    def set_choices(self) -> None:
        self.fields["acts"].choices = choices_of("retaliation.acts", self.matter)  # type: ignore[attr-defined]
        self.fields["signs"].choices = choices_of("retaliation.signs", self.matter)  # type: ignore[attr-defined]
        yes = {True: "yes", False: "no"}
        self.initial = {
            "acts": self.matter.acts,
            "signs": self.matter.signs,
            "danger": yes[self.matter.danger],
            "about_bureau": yes[bool(self.matter.unit)],
            **self.initial,
        }


class Called(FactsForm):
    called_at = Moment(label=_("报公安机关的时间"))
    police = forms.CharField(label=_("接报单位和接报人"), max_length=80, help_text=_("110 或者派出所"))
    said = Paragraph(label=_("告知了什么、公安机关如何答复"))


class Emerging(FactsForm):
    what = Paragraph(label=_("出现了什么危险"))


class Secured(FactsForm):
    evidence = Paragraph(label=_("固定了哪些证据、存放何处"), help_text=_("通知、聊天记录、伤情、工资单等"))


class Roads(FactsForm):
    roads = Several(label=_("转哪些机关"))
    measures = Several(label=_("同时提请的保护措施"), required=False)
    organs = forms.CharField(label=_("接收单位"), max_length=120)
    paper = forms.CharField(label=_("转办文书编号"), max_length=60, required=False)
    note = Paragraph(label=_("提请事项"), help_text=_("不写报告人是谁，不写曾有举报"))

    def set_choices(self) -> None:
        self.fields["roads"].choices = choices_of("retaliation.routes", self.matter)  # type: ignore[attr-defined]
        self.fields["measures"].choices = choices_of("retaliation.measures", self.matter)  # type: ignore[attr-defined]
        self.initial = {"roads": self.matter.roads_proposed(), **self.initial}


class Informed(FactsForm):
    how = forms.CharField(
        label=_("告知方式与日期"), max_length=200, help_text=_("只用代称和查询码，不写姓名")
    )


class Ended(FactsForm):
    ending = forms.ChoiceField(label=_("结果"), choices=Ending.choices, widget=forms.RadioSelect)
    note = Paragraph(label=_("说明"))


class NoRetaliation(FactsForm):
    reason = Paragraph(label=_("理由"))
