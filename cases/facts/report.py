"""What is stated for each step of a report."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

import statutes
from cases.facts.fields import Day, OfficerChoice, Paragraph, items_of, today
from cases.telling import duties_now
from procedure.access import matters_for
from procedure.facts import FactsForm


class AssignTwo(FactsForm):
    handler = OfficerChoice(label=_("承办人"))
    co_handler = OfficerChoice(label=_("协办人"))

    def set_choices(self) -> None:
        for name in ("handler", "co_handler"):
            self.fields[name].offer(self.matter.unit, today(self))


class Entrustment(FactsForm):
    institution = forms.CharField(label=_("检测机构"), max_length=120)
    paper = forms.CharField(label=_("委托书编号"), max_length=60)
    start_on = Day(label=_("委托日期"), required=False, help_text=_("委托书上的日期，不填为今天"))

    def clean_start_on(self) -> date:
        return self.cleaned_data["start_on"] or today(self)


class TestReport(FactsForm):
    paper = forms.CharField(label=_("报告编号"), max_length=60)
    end_on = Day(label=_("报告日期"), required=False, help_text=_("报告上的日期，不填为今天"))
    result = Paragraph(label=_("结论"))

    def clean_end_on(self) -> date:
        return self.cleaned_data["end_on"] or today(self)


class CheckApproval(FactsForm):
    place = forms.CharField(label=_("检查地点"), max_length=120)
    reason = Paragraph(label=_("检查事项和理由"), help_text=_("写违法线索，不写由谁举报"))
    urgent = forms.BooleanField(label=_("情况紧急，事后补办"), required=False)


class Domains(FactsForm):
    domains = forms.MultipleChoiceField(label=_("涉及的法律领域"), widget=forms.CheckboxSelectMultiple)

    def set_choices(self) -> None:
        version = statutes.rule("report.duty_to_tell").on(self.matter.law_day())
        self.fields["domains"].choices = [
            (i.code, f"{i.text}（{i.source}）" if i.source else i.text) for i in version.items
        ]


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


class Told(FactsForm):
    """That the reporter was told, how, and what shows it (令20 art. 31(2))."""

    channel = forms.ChoiceField(
        label=_("告知方式"),
        choices=[
            ("counter", _("当面")),
            ("phone", _("电话")),
            ("sms", _("短信")),
            ("mail", _("邮寄")),
            ("online", _("互联网平台")),
        ],
        widget=forms.RadioSelect,
    )
    proof = forms.CharField(label=_("凭证"), max_length=200, help_text=_("录音、短信、回执等的编号"))
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class Telling(FactsForm):
    duty = forms.ChoiceField(label=_("要求告知的规定"), widget=forms.RadioSelect)
    result = Paragraph(label=_("告知的内容"), help_text=_("核查结束前告知的，写明至今的处理情况"))

    def set_choices(self) -> None:
        self.fields["duty"].choices = [(i.code, f"{i.text}（{i.source}）") for i in duties_now(self.matter)]


class Redirection(FactsForm):
    to = forms.CharField(label=_("有权处理的机关"), max_length=80)
    reason = Paragraph(label=_("理由"))


class OtherOrgan(FactsForm):
    to = forms.CharField(label=_("移送机关"), max_length=80)
    reason = Paragraph(label=_("移送理由"))


class _OtherReport(FactsForm):
    """Base of acts on two reports: the other is named by number and asked for through the gate."""

    def other(self, said: dict[str, Any], name: str, *, still_open: bool) -> Any:
        # Asked through the gate: a report this officer may not read does not exist for them.
        readable = matters_for(self.act.by).filter(kind="report")
        if still_open:
            readable = readable.filter(closed_on__isnull=True)
        row = readable.filter(number=said.get(name, "")).exclude(pk=self.matter.pk).first()
        if row is None:
            self.add_error(name, _("没有这一件举报"))
            return None
        return row.concrete()


class Merge(_OtherReport):
    """Which later report brings new facts; the term begins anew when that one was received (令121 art. 35(2))."""

    later = forms.CharField(label=_("后续举报编号"), max_length=24)
    reason = Paragraph(label=_("新的事实和合并理由"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("later") and self.matter is not None:
            found = self.other(said, "later", still_open=True)
            if found is not None:
                said["later"], said["restart_at"] = found, found.received_at
        return said


class Duplicate(_OtherReport):
    """Which earlier report it repeats: reporter, fact and target all the same (令121 art. 35(2))."""

    earlier = forms.CharField(label=_("在先的举报编号"), max_length=24)
    same_fact = forms.BooleanField(label=_("举报的是同一涉嫌违法事实"), required=False)
    reason = Paragraph(label=_("认定理由"))
    platform_done = forms.BooleanField(label=_("已在全国12315平台反馈"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("earlier") and self.matter is not None:
            said["earlier"] = self.other(said, "earlier", still_open=False)
        return said


class Unmerge(FactsForm):
    """The host is the report's own: nobody names another."""

    reason = Paragraph(label=_("撤销合并的理由"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.matter is not None:
            said["host"] = self.matter.went_with
        return said
