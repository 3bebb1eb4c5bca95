"""What the hub and the units state when a matter is handed on, handed back or fought over."""

from typing import Any

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
    """To a department of the county, or by name to another market-regulation bureau; the act knows one addressee."""

    department = forms.ChoiceField(label=_("移交部门"), required=False)
    bureau = forms.CharField(
        label=_("或者另一市场监督管理局"), max_length=40, required=False, help_text=_("写全称")
    )
    item = forms.CharField(label=_("事权清单条目"), max_length=8, required=False)
    reason = Paragraph(label=_("不属于本局职责或者权限的理由"))

    def set_choices(self) -> None:
        others = [name for name in department_names() if name != OWN_DEPARTMENT]
        self.fields["department"].choices = [("", _("（请选择）")), *((name, name) for name in others)]
        self.fields["bureau"].initial = self.matter.owed_to

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        bureau = str(said.pop("bureau", "") or "").strip()
        if bool(bureau) is bool(said.get("department")):
            self.add_error("department", _("移交部门和另一市场监督管理局，填写一项"))
        elif bureau:
            if "市场监督管理" not in bureau and bureau != self.matter.owed_to:
                self.add_error("bureau", _("须写市场监督管理部门的全称"))
            said["department"] = bureau
        return said


class TransferReceipt(FactsForm):
    receiver = forms.CharField(label=_("接收人和回执编号"), max_length=80)
    received_on = Day(label=_("接收日期"))


class HandBack(FactsForm):
    reason = Paragraph(label=_("退回理由"))


class Dispute(FactsForm):
    other_bureau = forms.CharField(label=_("争议的另一方"), max_length=40)
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
