"""The form a clerk fills while the caller speaks: fields in the order of the talk, few of them compulsory."""

import re
import unicodedata
import uuid
from datetime import date, datetime, timedelta
from typing import Any

import phonenumbers
from django import forms
from django.utils import timezone
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumbers import shortnumberinfo
from stdnum.cn import ric

import statutes
from cases.intake import Letter
from cases.states import Channel
from identity.people import PersonalData
from jurisdiction import NoListInForce, list_on

AREA_CODE = "0952"  # the county's own, for a landline given without one
MOMENT = "%Y-%m-%dT%H:%M"
CLOCK_DRIFT = timedelta(minutes=5)
# Rules without which a contact of that day cannot be entered: what came before them is not ours to count.
NEEDED = ("intake.receipt", "complaint.acceptance", "report.verification")

AS = {
    "": (None, None),
    "complaint": (True, False),
    "report": (False, True),
    "both": (True, True),
}


def telephone(text: str) -> str:
    """A number as it will be kept: digits, a landline with its area code; raises ValidationError with what is allowed.

    Mobile numbers, landlines with or without the county's area code, service numbers such as 12315.
    """
    plain = re.sub(r"[\s()\-－—]", "", unicodedata.normalize("NFKC", text))
    if plain.startswith("+86"):
        plain = plain[3:]
    for candidate in (plain, AREA_CODE + plain):
        try:
            number = phonenumbers.parse(candidate, "CN")
        except phonenumbers.NumberParseException:
            continue
        if candidate == plain and shortnumberinfo.is_valid_short_number_for_region(number, "CN"):
            return plain
        if phonenumbers.is_valid_number(number):
            return candidate
    raise forms.ValidationError(
        _("电话号码不对。可填：11 位手机号；固定电话（外地的加区号，如 0951-6012345）；12315 一类的短号。"),
        code="phone",
    )


class IntakeForm(forms.Form):
    """One contact. `intake_key` names this sheet, so that sending it twice files it once."""

    intake_key = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=gettext_lazy("来源渠道"), choices=Channel.choices, initial=Channel.PHONE
    )
    platform_no = forms.CharField(label=gettext_lazy("全国平台编号"), max_length=40, required=False)
    received_at = forms.DateTimeField(
        label=gettext_lazy("收到时间"),
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}),
    )
    anonymous = forms.BooleanField(label=gettext_lazy("匿名（只能登记举报）"), required=False)
    name = forms.CharField(
        label=gettext_lazy("姓名"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"data-focus": "1"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("电话"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    id_number = forms.CharField(label=gettext_lazy("身份证号"), max_length=18, required=False)
    address = forms.CharField(label=gettext_lazy("住址"), max_length=200, required=False)
    business_name = forms.CharField(
        label=gettext_lazy("商家名称"),
        max_length=120,
        help_text=gettext_lazy("说不清名称的，写招牌或位置"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    business_address = forms.CharField(label=gettext_lazy("商家地址"), max_length=200, required=False)
    product = forms.CharField(label=gettext_lazy("商品或服务"), max_length=80, required=False)
    stage = forms.ChoiceField(label=gettext_lazy("环节"), required=False)
    amount = forms.DecimalField(
        label=gettext_lazy("消费金额（元）"), max_digits=14, decimal_places=2, min_value=0, required=False
    )
    happened_on = forms.DateField(
        label=gettext_lazy("发生日期"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    text = forms.CharField(
        label=gettext_lazy("发生了什么"),
        max_length=5000,
        help_text=gettext_lazy("按原话记录，不写来电人的姓名、电话和住址"),
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    request = forms.CharField(
        label=gettext_lazy("有什么诉求"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    filed_as = forms.ChoiceField(
        label=gettext_lazy("登记为"),
        choices=[
            ("", gettext_lazy("按系统建议")),
            ("complaint", gettext_lazy("只登记投诉")),
            ("report", gettext_lazy("只登记举报")),
            ("both", gettext_lazy("投诉和举报都登记")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    read_back = forms.BooleanField(label=gettext_lazy("已向来电人复述，来电人确认"), required=False)
    replace_names = forms.BooleanField(label=gettext_lazy("以代称替换并封存原文"), required=False)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        stages = list_on(localdate()).stages
        self.fields["stage"].choices = [("", _("（不清楚）")), *stages.items()]
        for name in ("name", "phone", "id_number", "address"):
            # A shared machine must not offer the last caller's name to the next clerk.
            self.fields[name].widget.attrs["autocomplete"] = "off"

    @classmethod
    def fresh(cls) -> "IntakeForm":
        """An empty sheet, now, under a new key."""
        return cls(initial={"intake_key": uuid.uuid4(), "received_at": localtime()})

    def clean_received_at(self) -> datetime:
        moment: datetime = self.cleaned_data["received_at"]
        if moment > timezone.now() + CLOCK_DRIFT:
            raise forms.ValidationError(_("收到时间不能在将来"))
        day = localdate(moment)
        if not all(statutes.rule(name).in_force_on(day) for name in NEEDED):
            raise forms.ValidationError(_("收到时间早于现行规定施行之日，无法计算期限"))
        try:
            list_on(day)
        except NoListInForce:
            raise forms.ValidationError(_("当日尚无事权清单，无法登记")) from None
        return moment

    def clean_phone(self) -> str:
        text: str = self.cleaned_data["phone"]
        return telephone(text) if text else ""

    def clean_id_number(self) -> str:
        text = unicodedata.normalize("NFKC", self.cleaned_data["id_number"]).upper()
        if text and not ric.is_valid(text):
            raise forms.ValidationError(_("身份证号不对：应为 18 位，末位校验不符"))
        return text

    def clean_happened_on(self) -> date | None:
        day: date | None = self.cleaned_data["happened_on"]
        if day is not None and day > localdate():
            raise forms.ValidationError(_("发生日期不能在将来"))
        return day

    def letter(self) -> Letter:
        """What was typed, as the room of cases takes it in; call it on a valid form only."""
        said = self.cleaned_data
        as_complaint, as_report = AS[said["filed_as"]]
        return Letter(
            channel=said["channel"],
            received_at=said["received_at"],
            text=said["text"],
            business_name=said["business_name"],
            person=PersonalData(
                name=said["name"],
                phone=said["phone"],
                id_type="居民身份证" if said["id_number"] else "",  # Chinese as it is: a value of the vault
                id_number=said["id_number"],
                address=said["address"],
            ),
            request=said["request"],
            business_address=said["business_address"],
            product=said["product"],
            stage=said["stage"],
            amount=said["amount"],
            happened_on=said["happened_on"],
            platform_no=said["platform_no"],
            anonymous=said["anonymous"],
            read_back=said["read_back"],
            as_complaint=as_complaint,
            as_report=as_report,
            replace_names=said["replace_names"],
        )


class HintForm(forms.Form):
    """The part of the sheet a hint may read: what is complained of, never who complains."""

    text = forms.CharField(max_length=5000, required=False)
    request = forms.CharField(max_length=1000, required=False)
    product = forms.CharField(max_length=80, required=False)
    stage = forms.CharField(max_length=40, required=False)
    business_address = forms.CharField(max_length=200, required=False)
