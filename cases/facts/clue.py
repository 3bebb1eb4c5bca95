"""What the discipline liaison states of a clue."""

from django import forms
from django.utils.translation import gettext_lazy as _

from procedure.facts import FactsForm


class HandOver(FactsForm):
    to = forms.CharField(label=_("移送机关"), max_length=80, initial="平罗县监察委员会")
    paper = forms.CharField(label=_("移送文书编号"), max_length=60)
