"""What the hub and the units state when a matter is handed on, handed back or fought over."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.facts.fields import Day, Paragraph
from jurisdiction.access import OWN_DEPARTMENT, department_names
from offices.access import handling_units
from procedure.facts import FactsForm


class Dispatch(FactsForm):
    unit = forms.ChoiceField(label=_("承办机构"))
    item = forms.CharField(label=_("事权清单条目"), max_length=8, required=False)
    answer_by_on = Day(label=_("要求报告结果的日期"), required=False)

    def set_choices(self) -> None:
        self.fields["unit"].choices = [("", _("（请选择）")), *((u.code, u.name) for u in handling_units())]


class Transfer(FactsForm):
    department = forms.ChoiceField(label=_("移交部门"))
    item = forms.CharField(label=_("事权清单条目"), max_length=8, required=False)
    reason = Paragraph(label=_("不属于本局职责的理由"))

    def set_choices(self) -> None:
        others = [name for name in department_names() if name != OWN_DEPARTMENT]
        self.fields["department"].choices = [("", _("（请选择）")), *((name, name) for name in others)]


class TransferReceipt(FactsForm):
    receiver = forms.CharField(label=_("接收人和回执编号"), max_length=80)
    received_on = Day(label=_("接收日期"))


class HandBack(FactsForm):
    reason = Paragraph(label=_("退回理由"))


class Dispute(FactsForm):
    other_bureau = forms.CharField(label=_("争议的另一方"), max_length=60)
    reason = Paragraph(label=_("双方理由"))


class Settlement(FactsForm):
    outcome = forms.ChoiceField(
        label=_("结果"),
        choices=[("ours", _("由本局处理")), ("theirs", _("由对方处理"))],
        widget=forms.RadioSelect,
    )
    paper = forms.CharField(label=_("协商或者指定文书"), max_length=120)


class CorrectFinding(FactsForm):
    department = forms.ChoiceField(label=_("主管部门"))
    item = forms.CharField(label=_("事权清单条目"), max_length=8, required=False)
    reason = Paragraph(label=_("更正理由"))

    def set_choices(self) -> None:
        self.fields["department"].choices = [(name, name) for name in department_names()]


class Designation(FactsForm):
    paper = forms.CharField(label=_("上级文书"), max_length=120)


class TakenOver(FactsForm):
    department = forms.CharField(label=_("由谁处理"), max_length=40)
    paper = forms.CharField(label=_("上级文书"), max_length=120)
    reason = Paragraph(label=_("理由"))
