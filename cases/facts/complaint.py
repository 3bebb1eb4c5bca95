"""What is stated for each step of a complaint."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

import statutes
from cases import refusal, subject
from cases.facts.fields import Closing, Day, Moment, OfficerChoice, Paragraph, YesNo, items_of, today
from procedure.facts import FactsForm

PARTIES = [("complainant", _("投诉人")), ("respondent", _("被投诉人"))]


class Joint(FactsForm):
    """Base of acts that bind those a representative stands for: the question is only put where there are any."""

    def set_choices(self) -> None:
        if not self.matter.submission.joint:
            self.fields.pop("represented_consent", None)


class AssignHandler(FactsForm):
    handler = OfficerChoice(label=_("承办人"))

    def set_choices(self) -> None:
        self.fields["handler"].offer(self.matter.unit, today(self))


class Materials(FactsForm):
    present = forms.MultipleChoiceField(
        label=_("已具备的材料"), widget=forms.CheckboxSelectMultiple, required=False
    )
    mandate_present = forms.BooleanField(label=_("授权委托书原件和代理人身份证明"), required=False)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def set_choices(self) -> None:
        self.fields["present"].choices = items_of("complaint.materials", self.matter)
        if not self.matter.submission.by_agent:
            del self.fields["mandate_present"]


class IdentityRequest(FactsForm):
    papers = Paragraph(label=_("要求提供的证明材料"))
    until_on = Day(label=_("提供期限"))


class IdentityAnswer(FactsForm):
    verified = YesNo(label=_("身份是否核实"))
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class Subject(FactsForm):
    """What the dispute is about, as the other party's papers tell it; offered from what was ticked, never from the text."""

    subject = forms.CharField(
        label=_("投诉事项"),
        max_length=120,
        required=False,
        help_text=_("写入给被投诉人的文书：只写争议本身，不抄投诉人原话，不写姓名，不提举报"),
    )
    claim = forms.CharField(
        label=_("投诉请求"), max_length=200, required=False, help_text=_("同上；不填的，按登记的诉求类型写")
    )

    def set_choices(self) -> None:
        self.fields["subject"].initial = self.matter.subject or subject.offered(self.matter.submission)
        self.fields["claim"].initial = self.matter.claim or subject.claimed(self.matter.submission)


class LegalOpinion(FactsForm):
    agrees = YesNo(label=_("是否同意以“非为生活消费需要等”为由不予受理"))
    opinion = Paragraph(label=_("法制意见"))


class Decline(FactsForm):
    ground = forms.ChoiceField(label=_("不予受理情形"), widget=forms.RadioSelect)
    reason = Paragraph(label=_("事实与理由"))
    factors = forms.MultipleChoiceField(
        label=_("考虑的因素"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只供判断生活消费，须有证据，不能单独成为理由"),
    )
    evidence = Paragraph(label=_("因素的证据"), required=False)
    known_on = Day(
        label=_("知道或者应当知道权益受侵害的日期"),
        required=False,
        help_text=_("选“超过三年”时写明，不填则为来件所写的发生日期"),
    )
    false_material = Paragraph(
        label=_("虚假材料的核实情况"), required=False, help_text=_("材料齐全但有虚假的，写明如何核实")
    )
    impostor = Paragraph(
        label=_("冒用他人名义的核实情况"),
        required=False,
        help_text=_("被冒名的本人表示没有提出投诉的，写明何时、以何种方式核实；此时不必先发通知书"),
    )
    legal_basis = forms.CharField(
        label=_("其他情形的法律依据"),
        max_length=120,
        required=False,
        help_text=_("选“其他情形”时写明哪一部法、第几条"),
    )

    def set_choices(self) -> None:
        self.fields["ground"].choices = items_of("complaint.non_acceptance", self.matter)
        factors = items_of("complaint.consumption_factors", self.matter)
        if factors:
            self.fields["factors"].choices = factors
        else:
            del self.fields["factors"], self.fields["evidence"]
        if not statutes.rule("complaint.identity").in_force_on(self.matter.law_day()):
            del self.fields["false_material"], self.fields["impostor"]


class Withdrawal(Joint):
    how = forms.CharField(label=_("撤回方式和时间"), max_length=200)
    represented_consent = forms.BooleanField(label=_("被代表的投诉人均同意撤回"), required=False)


class LeadCheck(FactsForm):
    lead_found = forms.ChoiceField(
        label=_("是否发现涉嫌违法线索"),
        choices=[("no", _("未发现")), ("yes", _("发现，另行核查"))],
        widget=forms.RadioSelect,
    )
    note = Paragraph(label=_("说明"))

    def set_choices(self) -> None:
        if found := refusal.last_day(self.matter):
            self.fields["lead_found"].help_text = _(
                "被投诉人已被告知诉求：到 %(day)s 仍未答应合理要求的，视为拖延或者拒绝，应当核查（%(source)s）"
            ) % {"day": found[0], "source": found[1].source}


class Lead(FactsForm):
    discovered_on = Day(label=_("发现线索的日期"))
    content = Paragraph(label=_("线索内容"))


class Consent(FactsForm):
    party = forms.ChoiceField(label=_("征询对象"), choices=PARTIES, widget=forms.RadioSelect)
    answer = YesNo(label=_("是否同意调解"))
    how = forms.CharField(label=_("征询方式与时间"), max_length=200)


class Mediation(FactsForm):
    way = forms.ChoiceField(
        label=_("调解方式"),
        choices=[("on_site", _("现场调解")), ("remote", _("网络、电话、音频、视频调解"))],
        widget=forms.RadioSelect,
    )
    mediators = forms.CharField(label=_("调解人员"), max_length=120)


class Meeting(FactsForm):
    held_at = Moment(label=_("调解时间"))
    place = forms.CharField(label=_("调解地点"), max_length=120)
    mediators = forms.CharField(label=_("调解人员"), max_length=120)
    papers = forms.CharField(label=_("应当携带的材料"), max_length=200)
    recusal_days = forms.IntegerField(label=_("申请回避的期限（日）"), min_value=1, max_value=30, initial=3)


class Delegation(FactsForm):
    body = forms.CharField(
        label=_("受委托组织"), max_length=80, help_text=_("消费者协会或者依法成立的调解组织")
    )
    complainant_consents = forms.BooleanField(label=_("投诉人同意委托调解"), required=False)
    respondent_consents = forms.BooleanField(label=_("被投诉人同意委托调解"), required=False)
    how = forms.CharField(label=_("征询方式与时间"), max_length=200)


class Result(FactsForm):
    result = Paragraph(label=_("结果"))


class Test(FactsForm):
    ground = forms.ChoiceField(label=_("委托事项"), widget=forms.RadioSelect)
    institution = forms.CharField(label=_("检测、鉴定机构"), max_length=120)
    chosen_by = forms.ChoiceField(
        label=_("机构的确定"),
        choices=[("agreed", _("双方协商确定")), ("designated", _("协商不成，由本局指定"))],
        widget=forms.RadioSelect,
    )
    cost_agreed = forms.BooleanField(label=_("双方已就费用承担达成一致"), required=False)
    cost = forms.CharField(label=_("费用由谁承担"), max_length=120, required=False)
    paper = forms.CharField(label=_("委托书编号"), max_length=60)
    start_on = Day(label=_("委托日期"))

    def set_choices(self) -> None:
        clock = next((c for c in self.matter.clocks.running() if c.rule == "complaint.mediation"), None)
        excluded = clock.version().excludes if clock else ()
        self.fields["ground"].choices = [(ground, ground) for ground in excluded]


class TestReport(FactsForm):
    paper = forms.CharField(label=_("报告编号"), max_length=60)
    end_on = Day(label=_("报告日期"))
    result = Paragraph(label=_("结论"))


class RecusalRequest(FactsForm):
    asked_by = forms.ChoiceField(
        label=_("申请人"), choices=[*PARTIES, ("mediator", _("调解人员自行回避"))], widget=forms.RadioSelect
    )
    of_whom = forms.CharField(label=_("申请谁回避"), max_length=60)
    reason = Paragraph(label=_("理由"))


class RecusalDecision(FactsForm):
    granted = YesNo(label=_("是否回避"))
    reason = Paragraph(label=_("决定理由"))
    handler = OfficerChoice(label=_("改由谁承办"), required=False, help_text=_("申请回避的是承办人时填写"))
    mediators = forms.CharField(
        label=_("改由谁调解"), max_length=120, required=False, help_text=_("决定回避后的全部调解人员")
    )

    def set_choices(self) -> None:
        self.fields["handler"].offer(self.matter.unit, today(self))


class Agreement(Joint):
    terms = Paragraph(label=_("调解协议内容"))
    recovered = forms.DecimalField(
        label=_("挽回损失（元）"), max_digits=14, decimal_places=2, min_value=0, required=False
    )
    represented_consent = forms.BooleanField(label=_("被代表的投诉人均同意和解"), required=False)


class AgreementOnRecord(Agreement):
    why = forms.ChoiceField(
        label=_("不制作调解书的原因"),
        choices=[
            ("performed", _("当场履行")),
            ("waived", _("双方同意不制作")),
            ("remote", _("非现场调解")),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ("terms", "why", "recovered", "represented_consent")


class Signatures(FactsForm):
    signed_on = Day(label=_("双方签字日期"))
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class Termination(Joint):
    ground = forms.ChoiceField(label=_("终止调解情形"), widget=forms.RadioSelect)
    reason = Paragraph(label=_("事实与理由"))
    test_asked = Paragraph(
        label=_("鉴定、检测的提出和协商"),
        required=False,
        help_text=_("因鉴定、检测协商不成终止的，写明何时由谁提出、如何协商"),
    )
    gone = forms.ChoiceField(
        label=_("死亡或者主体资格灭失的一方"),
        choices=[("", _("（没有）")), *PARTIES],
        required=False,
        help_text=_("只告知另一方"),
    )
    represented_consent = forms.BooleanField(label=_("被代表的投诉人均同意撤回或者和解"), required=False)

    def set_choices(self) -> None:
        super().set_choices()
        self.fields["ground"].choices = items_of("complaint.termination", self.matter)
        version = statutes.rule("complaint.termination").on(self.matter.law_day())
        if "survivor_code" not in version.params:
            del self.fields["gone"]


class BadFaith(FactsForm):
    signs = forms.MultipleChoiceField(label=_("涉嫌情形"), widget=forms.CheckboxSelectMultiple)
    findings = Paragraph(label=_("发现的事实和证据"))
    to = forms.CharField(label=_("移送机关"), max_length=60, initial="平罗县公安局")

    def set_choices(self) -> None:
        self.fields["signs"].choices = items_of("intake.bad_faith", self.matter)


class ComplaintClosing(Closing):
    publicity = forms.ChoiceField(
        label=_("投诉信息公示"),
        choices=[("done", _("已公示")), ("not_due", _("不公示"))],
        widget=forms.RadioSelect,
        required=False,
    )
    field_order: Any = ("platform_done", "no_platform_no", "publicity", "note")


class Revisit(FactsForm):
    reached = YesNo(label=_("是否联系上"))
    satisfied = forms.ChoiceField(
        label=_("满意程度"),
        choices=[("", _("未评价")), ("yes", _("满意")), ("partly", _("基本满意")), ("no", _("不满意"))],
        required=False,
    )
    note = Paragraph(label=_("回访情况"))
