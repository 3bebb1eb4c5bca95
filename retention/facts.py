"""What is stated for each step of keeping and disposing, and of a person's request about himself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.facts.fields import Paragraph
from procedure.facts import FactsForm
from protection.facts_retaliation import choices_of


class Opinion(FactsForm):
    opinion = Paragraph(label=_("复核意见"))


class Why(FactsForm):
    reason = Paragraph(label=_("理由"))


class Identified(FactsForm):
    how = forms.CharField(
        label=_("怎样核对的本人"),
        max_length=120,
        help_text=_("凭编号，或者当面核对证件；不写姓名和证件号"),
    )


class Answered(FactsForm):
    answer = Paragraph(label=_("答复内容"), help_text=_("不写姓名、电话和证件号"))


class Declined(FactsForm):
    ground = forms.ChoiceField(label=_("不按请求办理的情形"), widget=forms.RadioSelect)
    answer = Paragraph(label=_("答复内容"), help_text=_("不写姓名、电话和证件号"))

    def set_choices(self) -> None:
        self.fields["ground"].choices = choices_of("rights.exceptions", self.matter)  # type: ignore[attr-defined]


class Delivered(FactsForm):
    how = forms.CharField(label=_("答复的方式和日期"), max_length=120)


def months_fields(codes: list[tuple[str, Any]]) -> dict[str, forms.Field]:
    """One number of years for each class; an empty one stays without a period, and is kept."""
    return {
        f"years_{code}": forms.IntegerField(label=words, required=False, min_value=1, max_value=100)
        for code, words in codes
    }
