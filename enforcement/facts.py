"""What must be stated for each step of a penalty case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.facts.fields import Paragraph, items_of
from enforcement.states import Conduct, Outcome
from procedure.facts import FactsForm


class Money(forms.DecimalField):
    def __init__(self, label: str, *, required: bool = False) -> None:
        super().__init__(label=label, max_digits=14, decimal_places=2, min_value=0, required=required)


class CaseFacts(FactsForm):
    conduct = forms.MultipleChoiceField(
        label=_("违法行为"), choices=Conduct.choices, widget=forms.CheckboxSelectMultiple
    )
    sales_amount = Money(_("销售金额（元）"), required=True)
    unsold_value = Money(_("未销售货值（元）"), required=True)
    food_poisoning_cases = forms.IntegerField(label=_("发病人数"), min_value=0, max_value=100000, initial=0)
    goods = Paragraph(label=_("涉案物品"), help_text=_("名称、规格、数量、存放地点，每行一项"))
    persons = Paragraph(label=_("责任人员"), required=False)
    evidence = Paragraph(label=_("证据"), help_text=_("每项事实的来源文书"))


class HandingOut(FactsForm):
    """For what, and to whom, the main volume is given: the side volume is given to nobody outside."""

    purpose = forms.ChoiceField(label=_("提供情形"), widget=forms.RadioSelect)
    recipient = forms.CharField(
        label=_("提供对象"), max_length=60, help_text=_("例如：当事人委托的律师、县人民政府行政复议机构")
    )

    def set_choices(self) -> None:
        self.fields["purpose"].choices = items_of("case.volumes", self.matter)


class ReviewOpinion(FactsForm):
    opinion = Paragraph(label=_("审核意见"))


class PenaltyNotice(FactsForm):
    proposed = Paragraph(label=_("拟作决定的内容、事实、理由、依据"))
    served_how = forms.CharField(label=_("告知书送达方式与日期"), max_length=120)


class Defence(FactsForm):
    statement = Paragraph(label=_("陈述申辩意见（放弃的写“放弃”）"))
    answer = Paragraph(label=_("复核与采纳情况"))


class Decision(FactsForm):
    outcome = forms.ChoiceField(label=_("决定种类"), choices=Outcome.choices, widget=forms.RadioSelect)
    warned = forms.BooleanField(label=_("警告"), required=False)
    fine = Money(_("罚款（元）"))
    confiscated_gain = Money(_("没收违法所得（元）"))
    confiscated_goods_value = Money(_("没收物品货值（元）"))
    stop_production = forms.BooleanField(label=_("责令停产停业"), required=False)
    licence_revoked = forms.BooleanField(label=_("吊销许可证"), required=False)
    ordered_closed = forms.BooleanField(label=_("责令关闭"), required=False)
    reasons = Paragraph(label=_("事实、理由和依据"))


class Proof(FactsForm):
    proof = forms.CharField(label=_("方式、日期与凭证"), max_length=200)


class Suspension(FactsForm):
    """Which of the five grounds suspends the investigation, and the approval that says so (程序规定 art. 46)."""

    cause = forms.ChoiceField(label=_("中止情形"), widget=forms.RadioSelect)
    reason = Paragraph(label=_("事实与理由"))
    paper = forms.CharField(label=_("审批表编号"), max_length=60)

    def set_choices(self) -> None:
        self.fields["cause"].choices = items_of("case.suspension", self.matter)


class Resumption(FactsForm):
    reason = Paragraph(label=_("中止原因消除的情况"))
    paper = forms.CharField(label=_("凭证"), max_length=60)
