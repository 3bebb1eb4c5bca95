"""What an officer states when a paper was served."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.facts.complaint import PARTIES
from notices.models import Service
from procedure.facts import FactsForm


class Served(FactsForm):
    """One service. `left` are the parties a paper to both has still to reach; None for a paper that goes to one."""

    party = forms.ChoiceField(label=gettext_lazy("送达给"), choices=PARTIES, widget=forms.RadioSelect)
    channel = forms.ChoiceField(label=gettext_lazy("送达方式"), choices=Service.Channel.choices)
    served_on = forms.DateField(
        label=gettext_lazy("送达日期"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        initial=localdate,
    )
    proof = forms.CharField(
        label=gettext_lazy("凭证"),
        max_length=200,
        help_text=gettext_lazy("录音编号、回执编号等，不写姓名和电话"),
    )

    def __init__(self, data: Any = None, *, left: Sequence[str] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if left is None:
            del self.fields["party"]
        elif left:
            self.fields["party"].initial = left[0]

    def clean_served_on(self) -> date:
        day: Any = self.cleaned_data["served_on"]
        if day > localdate():
            raise forms.ValidationError(_("送达日期不能在将来"))
        return day
