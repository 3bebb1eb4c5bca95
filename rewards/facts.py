"""What must be stated for each step of a reward claim."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.facts.fields import Paragraph
from procedure.facts import FactsForm


class Screening(FactsForm):
    natural_person = forms.BooleanField(label=_("举报人是自然人"), required=False)
    clear_target = forms.BooleanField(label=_("举报对象明确、事实具体"), required=False)
    key_evidence = forms.BooleanField(label=_("提供了关键证据"), required=False)
    not_known_before = forms.BooleanField(label=_("举报内容事先未被掌握"), required=False)
    facts_match = forms.BooleanField(label=_("查证事实与举报内容一致或部分一致"), required=False)
    is_insider = forms.BooleanField(label=_("举报人是内部知情人"), required=False)
    is_regulator_staff = forms.BooleanField(label=_("举报人是监管工作人员或负有法定报告义务"), required=False)
    is_infringed_party = forms.BooleanField(label=_("举报人是被侵权方或其代理人、利害关系人"), required=False)
    is_offender = forms.BooleanField(label=_("举报人是违法行为人"), required=False)
    paid_by_market_entity = forms.BooleanField(label=_("举报人受其他市场主体资助或奖励"), required=False)
    large_amount_confirmed = forms.ChoiceField(
        label=_("是否属于重大违法行为（自治区较大数额标准未入库时由人认定）"),
        choices=[("", _("按规则判断")), ("yes", _("认定属于")), ("no", _("认定不属于"))],
        required=False,
    )


class Rejection(FactsForm):
    ground = forms.CharField(label=_("不符合的条款"), max_length=120)
    reason = Paragraph(label=_("理由"))


class Told(FactsForm):
    how = forms.CharField(
        label=_("告知方式与日期"), max_length=200, help_text=_("只用代称和查询码，不写姓名")
    )


class ByCode(FactsForm):
    code = forms.CharField(
        label=_("查询码"), max_length=40, help_text=_("由举报人当面或电话报出，系统只核对不保存")
    )
    how = forms.CharField(label=_("核验方式"), max_length=120)


class Proposal(FactsForm):
    grade = forms.ChoiceField(
        label=_("奖励等级"),
        choices=[("1", _("一级")), ("2", _("二级")), ("3", _("三级"))],
        widget=forms.RadioSelect,
    )
    grounds = Paragraph(label=_("等级认定理由"))
    human_amount = forms.DecimalField(
        label=_("另定金额（元，可不填）"),
        max_digits=12,
        decimal_places=2,
        min_value=Decimal("0.01"),
        required=False,
    )
    finance_paper = forms.CharField(label=_("财政部门意见文号"), max_length=60, required=False)


class Payment(FactsForm):
    voucher = forms.CharField(label=_("国库支付凭证号"), max_length=60)
