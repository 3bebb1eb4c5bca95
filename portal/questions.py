"""The questions of the public form, one page each: few fields, plain words, checked as every other door checks them."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import checks
from cases.states import ContactHours, ContactWay, Request

UNSAID = ("", gettext_lazy("都可以"))


class Question(forms.Form):
    """One page. What a sheet holds for it may be anything a browser sent; `is_valid` says whether it is an answer."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        for name, field in self.fields.items():
            if not field.error_messages.get("asked"):
                field.error_messages["required"] = _("请填写")
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"id_{name}_hint"

    @classmethod
    def typed(cls, data: Any) -> dict[str, Any]:
        """What stands in the fields, unchecked: what the sheet carries on, and shows again."""
        return {
            name: field.widget.value_from_datadict(data, {}, name) for name, field in cls.base_fields.items()
        }

    def tell_wrong(self) -> None:
        """Tie what is wrong to its field, for whoever hears the page instead of seeing it."""
        for name in self.errors:
            if name in self.fields:
                attrs = self.fields[name].widget.attrs
                attrs["aria-invalid"] = "true"
                attrs["aria-describedby"] = f"{attrs.get('aria-describedby', '')} id_{name}_error".strip()


def _line(label: Any, longest: int, **more: Any) -> forms.CharField:
    attrs = {"autocomplete": "off", **more.pop("attrs", {})}
    return forms.CharField(label=label, max_length=longest, widget=forms.TextInput(attrs=attrs), **more)


def _choice(label: Any, choices: list[tuple[str, Any]], **more: Any) -> forms.ChoiceField:
    wrong = {"required": gettext_lazy("请选一项"), "asked": "1"}
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages=wrong, **more
    )


class Danger(Question):
    danger = _choice(
        gettext_lazy("现在有没有人正受到伤害，或者有生命危险？"),
        [("no", gettext_lazy("没有")), ("yes", gettext_lazy("有"))],
    )


class Shield(Question):
    understood = forms.BooleanField(
        label=gettext_lazy("我看过了，现在用的不是单位的电脑、手机和网络"),
        error_messages={
            "required": gettext_lazy("请先看一遍；正在用单位设备的，请换一台设备再来"),
            "asked": "1",
        },
    )


class ByName(Question):
    by_name = _choice(
        gettext_lazy("要不要留下您的姓名？"),
        [("no", gettext_lazy("匿名举报")), ("yes", gettext_lazy("实名举报"))],
    )


class Whose(Question):
    whose = _choice(
        gettext_lazy("您为谁投诉？"),
        [("self", gettext_lazy("为我自己")), ("other", gettext_lazy("受别人委托，或者几个人一起"))],
    )

    def clean_whose(self) -> str:
        if self.cleaned_data["whose"] == "other":
            raise forms.ValidationError(
                _(
                    "委托投诉要交授权委托书，共同投诉要推选代表人，网上办不了。请拨打 12315，或者到受理窗口办理。"
                )
            )
        return str(self.cleaned_data["whose"])


class Business(Question):
    business_name = _line(
        gettext_lazy("商家叫什么？"),
        120,
        help_text=gettext_lazy("照小票、营业执照或者招牌写；说不清的，写招牌和位置"),
    )
    business_address = _line(
        gettext_lazy("商家在哪里？"),
        200,
        required=False,
        help_text=gettext_lazy("乡镇、街道和门牌；网店写平台名称和店铺名"),
    )
    credit_code = _line(
        gettext_lazy("统一社会信用代码"),
        30,
        required=False,
        help_text=gettext_lazy("营业执照上的 18 位代码，知道就填"),
        attrs={"spellcheck": "false"},
    )

    def clean_credit_code(self) -> str:
        return checks.credit_code(self.cleaned_data["credit_code"])


class What(Question):
    text = forms.CharField(
        label=gettext_lazy("发生了什么？"),
        max_length=5000,
        help_text=gettext_lazy(
            "按先后写：什么时候、在哪里、怎么回事。这里只写事，不写您自己的姓名、电话和住址。"
        ),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
    )


class When(Question):
    product = _line(gettext_lazy("什么商品或者服务？"), 80, required=False)
    happened_on = forms.DateField(
        label=gettext_lazy("哪一天？"),
        required=False,
        help_text=gettext_lazy("记不清就空着"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "max": "9999-12-31"}),
    )

    def clean_happened_on(self) -> Any:
        return checks.happened_on(self.cleaned_data["happened_on"])


class Bought(When):
    amount = forms.DecimalField(
        label=gettext_lazy("花了多少钱？（元）"),
        max_digits=14,
        decimal_places=2,
        min_value=0,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


class Wish(Question):
    requests = forms.MultipleChoiceField(
        label=gettext_lazy("您要求商家怎样解决？"),
        choices=Request.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请至少选一项"), "asked": "1"},
    )
    request = forms.CharField(
        label=gettext_lazy("具体要求"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("例如：退还货款 120 元"),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


class Proof(Question):
    proof = _line(
        gettext_lazy("您手里有什么证据？"),
        300,
        required=False,
        help_text=gettext_lazy("例如小票、付款记录、照片。现在只写有什么；照片和文件在提交之后上传。"),
    )


class Person(Question):
    name = _line(gettext_lazy("您的姓名"), 40)
    phone = _line(gettext_lazy("电话"), 30, attrs={"inputmode": "tel"})
    address = _line(gettext_lazy("通讯地址"), 200, required=False)

    def clean_phone(self) -> str:
        return checks.telephone(self.cleaned_data["phone"])


class Contact(Question):
    contact_way = forms.ChoiceField(
        label=gettext_lazy("用什么方式联系您？"),
        choices=[UNSAID, *ContactWay.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    contact_hours = forms.ChoiceField(
        label=gettext_lazy("什么时间联系方便？"),
        choices=[("", gettext_lazy("未说明")), *ContactHours.choices],
        required=False,
    )
    may_leave_word = forms.BooleanField(label=gettext_lazy("可以留言或者由他人转告"), required=False)
    contact_note = _line(
        gettext_lazy("联系时注意什么？"),
        100,
        required=False,
        help_text=gettext_lazy("例如“不提举报，只说快递”；不写姓名、电话"),
    )


YES_NO = [("yes", gettext_lazy("同意")), ("no", gettext_lazy("不同意"))]


class Consent(Question):
    publish_consent = _choice(gettext_lazy("是否同意公示投诉信息？"), YES_NO)
    delegation_consent = _choice(gettext_lazy("是否同意委托其他组织调解？"), YES_NO)


def today() -> Any:
    """The Beijing day whose law the pages cite."""
    return localdate()
