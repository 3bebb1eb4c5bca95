"""What is typed on the pages behind a code. No form here ever shows a code again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_CODE = 60
LONGEST_MESSAGE = 1000


class Plain(forms.Form):
    """Labels without a colon, errors and hints tied to their fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Several of these stand on one page: each has ids of its own.
        super().__init__(*args, label_suffix="", auto_id=f"{type(self).__name__.lower()}_%s", **kwargs)
        for name, field in self.fields.items():
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"{self[name].auto_id}_hint"

    def marked(self) -> "Plain":
        """The same form with the fields that are wrong marked for a reading aid."""
        for name in self.errors:
            if name in self.fields:
                attrs = self.fields[name].widget.attrs
                attrs["aria-invalid"] = "true"
                attrs["aria-describedby"] = (
                    f"{attrs.get('aria-describedby', '')} {self[name].auto_id}_error".strip()
                )
        return self


def _code_input() -> forms.TextInput:
    return forms.TextInput(
        attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "code"}
    )


class Entry(Plain):
    """The code; a number beside it only for a code of before codes went alone. Neither is told apart when wrong."""

    code = forms.CharField(
        label=_("查询码"),
        help_text=_("回执上的十六位字母和数字，大小写、空格和短横都不要紧。"),
        required=False,
        widget=_code_input(),
    )
    number = forms.CharField(
        label=_("编号"),
        help_text=_("较早发出的查询码要和编号一起填，例如 JB-2025-123456；其他的不用填。"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class Note(Plain):
    """What the filer says; `sure` once personal data in it was pointed out, or a message was weighed otherwise."""

    text = forms.CharField(
        label=_("给承办机构留言"),
        help_text=_("最多 1000 字。请不要写姓名、电话、证件号等能认出您的内容。"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("请写下留言")},
    )
    sure = forms.BooleanField(required=False, label=_("我看过了，就这样发送"))


class TakingBack(Plain):
    """That a complaint is taken back, said once more."""

    reason = forms.CharField(
        label=_("撤回的原因（可以不写）"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sure = forms.BooleanField(
        label=_("我明白撤回以后不能恢复"),
        error_messages={"required": _("请勾选，表示您明白撤回以后不能恢复")},
    )
    represented_consent = forms.BooleanField(label=_("被代表的投诉人均同意撤回"), required=False)

    def __init__(self, *args: Any, joint: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not joint:
            del self.fields["represented_consent"]


class Claiming(Plain):
    """The code once more: whoever found the page open has not claimed a reward."""

    again = forms.CharField(
        label=_("再输入一次查询码"),
        required=False,
        widget=_code_input(),
    )
