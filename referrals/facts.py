"""What must be stated for each step of a referral."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.facts.fields import Paragraph, items_of, today
from procedure.facts import FactsForm


class ReferralReport(FactsForm):
    offence = forms.CharField(label=_("涉嫌罪名"), max_length=60)
    report = Paragraph(label=_("涉嫌犯罪案件情况的调查报告"))
    goods = Paragraph(label=_("涉案物品清单"))
    test = forms.CharField(
        label=_("检验报告或鉴定结论"), max_length=200, help_text=_("没有的，写明“无”及理由")
    )

    def set_choices(self) -> None:
        case = self.matter.case
        hits = [s.offence for s in case.screenings(today(self)) if s.outcome == "hit"]
        if hits:
            self.fields["offence"].initial = hits[0]
        self.fields["goods"].initial = case.goods


class Transfer(FactsForm):
    police_unit = forms.CharField(label=_("接收公安机关"), max_length=60, initial="平罗县公安局")
    enclosures = forms.MultipleChoiceField(label=_("移送材料"), widget=forms.CheckboxSelectMultiple)
    test_absent = forms.CharField(label=_("无检验报告或鉴定结论的理由"), max_length=200, required=False)
    to_procuratorate = forms.BooleanField(label=_("已抄送平罗县人民检察院"), required=False)

    def set_choices(self) -> None:
        enclosures: Any = self.fields["enclosures"]
        enclosures.choices = items_of("referral.enclosures", self.matter)


class Receipt(FactsForm):
    receiver = forms.CharField(label=_("签收人及警号"), max_length=60)
    items = Paragraph(label=_("签收材料及页数"))


class PoliceNotice(FactsForm):
    notice_no = forms.CharField(label=_("通知书文号"), max_length=60)


class PoliceRefusal(FactsForm):
    notice_no = forms.CharField(label=_("通知书文号"), max_length=60)
    reason = Paragraph(label=_("不予立案的理由"))


class HandOver(FactsForm):
    receiver = forms.CharField(label=_("公安接收人（两名）"), max_length=60)
    inventory = Paragraph(label=_("交接清单"))


class Judgment(FactsForm):
    judgment_no = forms.CharField(label=_("生效裁判文号"), max_length=60)
    result = Paragraph(label=_("裁判结果"))
