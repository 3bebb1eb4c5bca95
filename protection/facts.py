"""What must be stated for a disclosure, step by step."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.facts.fields import Day, Paragraph, items_of
from offices.access import holding, officers_named
from procedure.facts import FactsForm
from statutes.disclosure import matrix

FIELD_NAMES = {
    "name": _("姓名"),
    "phone": _("电话"),
    "id_number": _("证件号"),
    "address": _("住址"),
    "email": _("电子邮箱"),
    "workplace": _("工作单位"),
}
OTHER = "other"
WAYS = [("view", _("在系统内查看一次")), ("annex", _("密封附件（纸质，装袋密封）"))]


class RecipientChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    """One officer who may receive an identity, named by account in JSON."""

    def label_from_instance(self, obj: Any) -> str:
        offices = "、".join(obj.office_names(sorted(obj.offices_on(localdate()))))
        return f"{obj.full_name}（{offices}）"


class Request(FactsForm):
    """The request as its form: the purposes offered are those of the officer's own offices, and one that is in no row."""

    purpose = forms.ChoiceField(label=_("启封目的"), widget=forms.RadioSelect)
    legal_basis = forms.CharField(
        label=_("法律依据"), max_length=120, help_text=_("写明法律名称和条款，例如刑事诉讼法第五十四条")
    )
    motive = Paragraph(
        label=_("为什么必需"), help_text=_("写给保管员和批准人看；不写举报内容，也不写姓名、电话")
    )
    fields_wanted = forms.MultipleChoiceField(
        label=_("需要哪几项"), widget=forms.CheckboxSelectMultiple, choices=list(FIELD_NAMES.items())
    )
    way = forms.ChoiceField(label=_("怎样提供"), widget=forms.RadioSelect, choices=WAYS, initial="view")
    recipient = RecipientChoice(
        label=_("接收人（在系统内查看的）"), queryset=None, to_field_name="username", required=False
    )
    outside = forms.CharField(label=_("接收机关和经手人（密封附件的）"), max_length=80, required=False)
    until_on = Day(label=_("用到哪一天为止"))

    def set_choices(self) -> None:
        purposes, recipients = [], set()
        held = self.act.by.offices_on(localdate(self.act.at))
        for row in matrix(localdate(self.act.at)).values():
            if held & set(row.asked_by) and row.code != "danger":
                purposes.append((row.code, f"{_now(row.title)}（{row.version.source}）"))
                recipients |= set(row.to)
        offers: dict[str, Any] = self.fields
        offers["purpose"].choices = [*purposes, (OTHER, _now("其他"))]
        day = localdate(self.act.at)
        offered = officers_named(o.pk for o in holding(*recipients, day=day)) if recipients else None
        offers["recipient"].queryset = offered if offered is not None else officers_named(())


class Checked(FactsForm):
    note = Paragraph(label=_("核对意见"), help_text=_("核对的是申请和依据，不看举报内容"))


class Denial(FactsForm):
    reason = Paragraph(label=_("不予启封的理由"), help_text=_("申请人看得到这一理由"))


class Asking(FactsForm):
    how = forms.CharField(label=_("怎样征求意见"), max_length=200, help_text=_("只用代称，不写姓名和号码"))


class Answered(FactsForm):
    how = forms.CharField(label=_("举报人怎样答复"), max_length=200, help_text=_("只用代称，不写姓名和号码"))


class NotAsked(FactsForm):
    ground = forms.ChoiceField(label=_("不征求意见的情形"), widget=forms.RadioSelect)
    reason = Paragraph(label=_("理由"))

    def set_choices(self) -> None:
        offers: dict[str, Any] = self.fields
        offers["ground"].choices = items_of("disclosure.consent", self.matter)


class Agreement(FactsForm):
    opinion = Paragraph(label=_("法制意见"))
    overriding = forms.CharField(label=_("举报人不同意时优先适用的条文"), max_length=120, required=False)


class Approval(FactsForm):
    opinion = Paragraph(label=_("批准意见"))


class Release(FactsForm):
    agreed = forms.BooleanField(label=_("我已核对目的、依据、项目和接收人，同意启封"))
    envelope = forms.CharField(label=_("密封袋编号（密封附件的）"), max_length=40, required=False)


class Confirmation(FactsForm):
    agreed = forms.BooleanField(label=_("我已核对目的、依据、项目和接收人，作为第二人确认启封"))


class Receipt(FactsForm):
    secrecy = forms.BooleanField(label=_("我已阅知：只用于所批准的目的，不得公开举报人姓名，不得复制、转告"))


class PaperReceipt(FactsForm):
    receiver = forms.CharField(label=_("签收人和单位"), max_length=80)
    paper = forms.CharField(label=_("回执编号或者交接单编号"), max_length=60)
    secrecy = forms.BooleanField(label=_("签收人已阅知保密义务"))


class Incident(FactsForm):
    what = Paragraph(label=_("发现了什么"), help_text=_("不写姓名、电话"))


class Emergency(FactsForm):
    """Break-glass: whose life is in danger, who at public security is told, and why nobody else could release it."""

    number = forms.CharField(label=_("举报编号"), max_length=24)
    danger = Paragraph(label=_("什么人身危险"), help_text=_("写明危险是什么、多紧急；不写姓名、电话"))
    police = forms.CharField(label=_("告知公安机关的单位和接警人"), max_length=80)
    fields_wanted = forms.MultipleChoiceField(
        label=_("需要哪几项"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, FIELD_NAMES[name]) for name in ("name", "phone", "address")],
    )
    unreachable = forms.CharField(
        label=_("保管员为何联系不上（由值班局领导办理的）"), max_length=200, required=False
    )
