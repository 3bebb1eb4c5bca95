"""What is stated for each step of a leak of personal data (个人信息保护法 art. 57)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.facts.fields import Paragraph, YesNo
from procedure.facts import FactsForm
from protection.facts_retaliation import Officers, Several, choices_of
from protection.states_incident import Stop


class Contained(FactsForm):
    stopped = Several(label=_("停止了哪些途径"), choices=Stop.choices)
    what = Paragraph(label=_("逐项写明停了什么、何时、由谁"))
    kept = Paragraph(label=_("保全了哪些记录"), help_text=_("日志、启封记录、文书，供追查"))
    suspected = Officers(
        label=_("有嫌疑的人员"), required=False, help_text=_("本事项对所选人员不可见，无论其担任何职")
    )


class Assessed(FactsForm):
    kinds = Several(label=_("泄露的信息种类"))
    persons = forms.IntegerField(label=_("涉及人数"), min_value=0, max_value=100_000_000)
    cause = Paragraph(label=_("原因"))
    harm = Paragraph(label=_("可能造成的危害"))
    remedies = Paragraph(label=_("已采取的补救措施"))
    own_steps = Paragraph(label=_("个人可以采取的减轻危害的措施"))
    harm_avoided = YesNo(label=_("所采取的措施能够有效避免造成危害"))

    def set_choices(self) -> None:
        self.fields["kinds"].choices = choices_of("incident.remedy", self.matter)  # type: ignore[attr-defined]


class Notified(FactsForm):
    authority = forms.CharField(label=_("通知的主管部门"), max_length=80)
    authority_how = forms.CharField(label=_("通知主管部门的方式和时间"), max_length=120)
    persons_told = YesNo(label=_("通知个人"))
    labels = forms.CharField(
        label=_("被通知人的代称"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行一个代称，如 举报人7Q4KX2；每人一份告知书，不写姓名"),
    )
    not_told_reason = Paragraph(label=_("不通知个人的理由"), required=False)


class Ordered(FactsForm):
    labels = forms.CharField(
        label=_("被通知人的代称"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    demand = forms.CharField(label=_("主管部门要求的文号或者方式"), max_length=120)


class Responsibility(FactsForm):
    responsibility = Paragraph(
        label=_("责任处理"), help_text=_("移送纪检监察、政务处分、刑事线索，或者写明无责任人及理由")
    )
    lessons = Paragraph(label=_("整改措施"))


class NoLeak(FactsForm):
    reason = Paragraph(label=_("理由"))
