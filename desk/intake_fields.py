"""The parts of the clerk's sheet, in the order of the talk; few of their fields are compulsory at the first call."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cases import checks
from cases.states import BY_HAND, TRADERS, Channel, ContactHours, ContactWay, Request

MOMENT = "%Y-%m-%dT%H:%M"
UNSAID = ("", _("未说明"))


class Checked(forms.CharField):
    """A text that a check of `cases.checks` brings into its kept form."""

    check: ClassVar[Callable[[str], str]]

    def clean(self, value: Any) -> str:
        return type(self).check(super().clean(value))


class Telephone(Checked):
    check = staticmethod(checks.telephone)

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
        super().__init__(**{"max_length": 30, "required": False, "widget": widget, **kwargs})


def kind_of_paper(label: Any) -> forms.ChoiceField:
    """Which kind of identity paper; a citizen's unless said otherwise, and so nothing in an empty sheet."""
    others = [(kind, word) for kind, word in checks.ID_TYPES.items() if kind != checks.CITIZEN]
    return forms.ChoiceField(
        label=label, choices=[("", checks.ID_TYPES[checks.CITIZEN]), *others], required=False
    )


class CreditCode(Checked):
    check = staticmethod(checks.credit_code)


class Asked(forms.TypedChoiceField):
    """A question of three answers: yes, no, and nobody asked (None)."""

    def __init__(self, *, yes: Any, no: Any, **kwargs: Any) -> None:
        super().__init__(
            choices=[("", _("未询问")), ("yes", yes), ("no", no)],
            coerce=lambda said: said == "yes",
            empty_value=None,
            required=False,
            initial="",
            widget=forms.RadioSelect,
            **kwargs,
        )


def secret(label: Any, longest: int) -> forms.CharField:
    """A field of the person: a shared machine must not offer the last caller's words to the next clerk."""
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=longest, required=False, widget=widget)


def plain(label: Any, longest: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=False, **kwargs)


def day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class SourcePart(forms.Form):
    """Where it came from. `intake_key` names this sheet, so that sending it twice files it once."""

    intake_key = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=_("来源渠道"), choices=BY_HAND, initial=Channel.PHONE)
    received_at = forms.DateTimeField(
        label=_("收到时间"),
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}),
    )
    platform_no = plain(_("全国平台编号"), 40)
    hotline_no = plain(_("12345工单编号"), 40)
    hotline_due_on = day(_("12345工单期限"))
    source_paper = plain(
        _("来源文书"), 120, help_text=_("没有举报人的线索必填：移送函、检查记录、抽检报告、报道的名称和编号")
    )


class CallerPart(forms.Form):
    """Who calls: sealed on filing."""

    anonymous = forms.BooleanField(label=_("匿名（只能登记举报）"), required=False)
    name = forms.CharField(
        label=_("姓名"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"data-focus": "1", "autocomplete": "off"}),
    )
    phone = Telephone(label=_("电话"))
    id_type = kind_of_paper(_("证件种类"))
    id_number = secret(_("证件号码"), 40)
    address = secret(_("通讯地址"), 200)

    def clean_id_number(self) -> str:
        said = self.cleaned_data
        return checks.paper_number(said.get("id_type", ""), said["id_number"])


class ContactPart(forms.Form):
    """How the caller may safely be reached."""

    contact_way = forms.ChoiceField(
        label=_("用什么方式联系"), choices=[UNSAID, *ContactWay.choices], required=False
    )
    contact_hours = forms.ChoiceField(
        label=_("什么时间联系"), choices=[UNSAID, *ContactHours.choices], required=False
    )
    may_leave_word = forms.BooleanField(label=_("可以留言或者由他人转告"), required=False)
    contact_note = plain(_("联系时注意"), 100, help_text=_("例如“不提举报，只说快递”；不写姓名、电话"))


class AgentPart(forms.Form):
    """Who complains for another (Order 121 art. 11)."""

    agent_name = secret(_("代理人姓名"), 40)
    agent_phone = Telephone(label=_("代理人电话"))
    agent_id_type = kind_of_paper(_("代理人证件种类"))
    agent_id_number = secret(_("代理人证件号码"), 40)
    mandate = plain(_("委托事项和权限"), 200, help_text=_("照授权委托书写，不写姓名"))
    mandate_until_on = day(_("委托期限"))

    def clean_agent_id_number(self) -> str:
        said = self.cleaned_data
        return checks.paper_number(said.get("agent_id_type", ""), said["agent_id_number"])


class JointPart(forms.Form):
    """Several complainants of one dispute, who may choose two to speak for them (Order 121 art. 12)."""

    joint_count = forms.IntegerField(
        label=_("共同投诉人数"),
        min_value=2,
        max_value=9999,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    representative_1_name = secret(_("第一代表人姓名"), 40)
    representative_1_phone = Telephone(label=_("第一代表人电话"))
    representative_2_name = secret(_("第二代表人姓名"), 40)
    representative_2_phone = Telephone(label=_("第二代表人电话"))


class BusinessPart(forms.Form):
    """Whom it is about, and what was bought there."""

    business_name = forms.CharField(
        label=_("商家名称"),
        max_length=120,
        help_text=_("名称、拼音首字母或者信用代码；说不清的写招牌或位置"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    credit_code = CreditCode(
        label=_("统一社会信用代码"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    business_address = plain(_("商家地址"), 200)
    trader_kind = forms.ChoiceField(
        label=_("经营方式"),
        choices=[UNSAID, *((code.value, word) for code, word in TRADERS.items())],
        required=False,
    )
    platform_name = plain(_("所在平台"), 80)
    address_reachable = Asked(label=_("公示地址能否联系"), yes=_("能联系"), no=_("没有公示或者联系不上"))
    product = plain(_("商品或服务"), 80)
    stage = forms.ChoiceField(label=_("环节"), required=False)
    amount = forms.DecimalField(
        label=_("消费金额（元）"),
        max_digits=14,
        decimal_places=2,
        min_value=0,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    happened_on = day(_("发生日期"))

    def clean_happened_on(self) -> Any:
        return checks.happened_on(self.cleaned_data["happened_on"])


class StatementPart(forms.Form):
    """What happened and what is wanted (form 1 of April 2026)."""

    text = forms.CharField(
        label=_("发生了什么"),
        max_length=5000,
        help_text=_("按原话记录，不写来电人的姓名、电话和住址"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    requests = forms.MultipleChoiceField(
        label=_("要求"), choices=Request.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    request = forms.CharField(
        label=_("诉求的具体内容"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    subject = plain(
        _("投诉事项"),
        120,
        help_text=_("给被投诉人的文书用：只写争议，不抄原话，不写姓名，不提举报；可留待受理时写"),
    )
    proof = plain(_("现有证据"), 300, help_text=_("小票、付款记录、照片、就诊记录等"))
    publish_consent = Asked(label=_("是否同意公示投诉信息"), yes=_("同意"), no=_("不同意"))
    delegation_consent = Asked(label=_("是否同意委托调解"), yes=_("同意"), no=_("不同意"))


class FilingPart(forms.Form):
    """Read back, then filed."""

    read_back = forms.BooleanField(label=_("已复述并经来电人确认"), required=False)
    unread_reason = plain(_("未能复述的原因"), 100, help_text=_("例如：通话中断"))
    filed_as = forms.ChoiceField(
        label=_("登记为"),
        choices=[
            ("", _("按系统建议")),
            ("complaint", _("只登记投诉")),
            ("report", _("只登记举报")),
            ("both", _("投诉和举报都登记")),
        ],
        required=False,
        initial="",
        widget=forms.RadioSelect,
    )
    replace_names = forms.BooleanField(label=_("以代称替换并封存原文"), required=False)


PARTS: tuple[type[forms.Form], ...] = (
    SourcePart, CallerPart, ContactPart, AgentPart, JointPart, BusinessPart, StatementPart, FilingPart,
)  # fmt: skip
"""In the order of the talk, which is the order of the tab key and of what the form finds wrong."""
