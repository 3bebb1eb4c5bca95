"""What an officer must state for each step of a complaint or a report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

import statutes
from jurisdiction.access import department_names
from offices.access import certified_officers, handling_units
from offices.models import Officer
from procedure.facts import FactsForm


class Paragraph(forms.CharField):
    """A text of a few sentences; over 2,000 characters is refused, so that nothing is cut in a paper."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 2000)
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


class OfficerChoice(forms.ModelChoiceField):
    """One certified officer of the matter's unit, named by account in JSON."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Officer.objects.none(), to_field_name="username", **kwargs)

    def offer(self, unit: str, day: Any) -> None:
        allowed = [o.pk for o in certified_officers(unit, day)]
        self.queryset = Officer.objects.filter(pk__in=allowed).order_by("username")

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name}（{obj.certificate_no}）"


def items_of(rule: str, matter: Any) -> list[tuple[str, str]]:
    """The listed grounds of a rule on the day whose law governs the matter: code and text."""
    version = statutes.rule(rule).on(matter.law_day())
    return [(item.code, item.text) for item in version.items]


class Dispatch(FactsForm):
    department = forms.ChoiceField(label=_("主管部门"))
    unit = forms.ChoiceField(
        label=_("承办机构"), required=False, help_text=_("市场监管局的事项须指明承办机构")
    )
    item = forms.CharField(label=_("事权清单条目"), max_length=8, required=False)

    def set_choices(self) -> None:
        self.fields["department"].choices = [(name, name) for name in department_names()]
        self.fields["unit"].choices = [("", _("（不适用）")), *((u.code, u.name) for u in handling_units())]


class HandBack(FactsForm):
    reason = Paragraph(label=_("退回理由"))


class AssignHandler(FactsForm):
    handler = OfficerChoice(label=_("承办人"))

    def set_choices(self) -> None:
        self.fields["handler"].offer(self.matter.unit, self.act.at.date())


class AssignTwo(FactsForm):
    handler = OfficerChoice(label=_("承办人"))
    co_handler = OfficerChoice(label=_("协办人"))

    def set_choices(self) -> None:
        for name in ("handler", "co_handler"):
            self.fields[name].offer(self.matter.unit, self.act.at.date())


class Decline(FactsForm):
    ground = forms.ChoiceField(label=_("不予受理情形"), widget=forms.RadioSelect)
    reason = Paragraph(label=_("事实与理由"))

    def set_choices(self) -> None:
        self.fields["ground"].choices = items_of("complaint.non_acceptance", self.matter)


class Consents(FactsForm):
    complainant_consents = forms.BooleanField(label=_("投诉人同意调解"), required=False)
    respondent_consents = forms.BooleanField(label=_("被投诉人同意调解"), required=False)
    how = forms.CharField(label=_("征询方式与时间"), max_length=200)


class LeadCheck(FactsForm):
    lead_found = forms.ChoiceField(
        label=_("是否发现涉嫌违法线索"),
        choices=[("no", _("未发现")), ("yes", _("发现，另行核查"))],
        widget=forms.RadioSelect,
    )
    note = Paragraph(label=_("说明"))


class Agreement(FactsForm):
    terms = Paragraph(label=_("调解协议内容"))
    paper = forms.ChoiceField(
        label=_("调解书"),
        choices=[
            ("made", _("制作调解书")),
            ("waived", _("双方同意不制作，留存调解记录")),
            ("performed", _("当场履行，留存调解记录")),
        ],
        widget=forms.RadioSelect,
    )
    recovered = forms.DecimalField(
        label=_("挽回损失（元）"), max_digits=14, decimal_places=2, min_value=0, required=False
    )


class Termination(FactsForm):
    ground = forms.ChoiceField(label=_("终止调解情形"), widget=forms.RadioSelect)
    reason = Paragraph(label=_("事实与理由"))

    def set_choices(self) -> None:
        self.fields["ground"].choices = items_of("complaint.termination", self.matter)


class Reason(FactsForm):
    reason = Paragraph(label=_("理由"))


class Entrustment(FactsForm):
    institution = forms.CharField(label=_("检测机构"), max_length=120)
    paper = forms.CharField(label=_("委托书编号"), max_length=60)


class TestReport(FactsForm):
    paper = forms.CharField(label=_("报告编号"), max_length=60)
    result = Paragraph(label=_("结论"))


class Filing(FactsForm):
    conditions = forms.MultipleChoiceField(label=_("立案条件"), widget=forms.CheckboxSelectMultiple)
    evidence = Paragraph(label=_("证据摘要"))

    def set_choices(self) -> None:
        self.fields["conditions"].choices = items_of("report.filing", self.matter)


class NonFiling(FactsForm):
    ground = forms.ChoiceField(label=_("不予立案情形"), widget=forms.RadioSelect)
    reason = Paragraph(label=_("事实与理由"))

    def set_choices(self) -> None:
        self.fields["ground"].choices = items_of("report.non_filing", self.matter)


class Closing(FactsForm):
    platform_done = forms.BooleanField(label=_("已在全国12315平台反馈"), required=False)
    note = forms.CharField(label=_("备注"), max_length=200, required=False)
