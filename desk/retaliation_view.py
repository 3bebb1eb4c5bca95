"""Entering what somebody tells of retaliation, on the telephone or at the counter: danger first, code shown once."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from cases import checks
from cases.facts.fields import Moment, Paragraph, YesNo
from cases.naming import NamesInText
from desk import intake_fields as parts
from desk.gate import RETALIATION, holders_of
from desk.opening import act_of
from desk.step_view import BAD_FORM, CONFLICT
from identity.people import PersonalData
from procedure.corridor import Refused
from protection.retaliation import Told, acts_on_offer, by_number, receive
from protection.states_retaliation import Channel

SAID_BY = [(c.value, c.label) for c in Channel if c != Channel.PORTAL]


class RetaliationForm(forms.Form):
    """What is asked of whoever calls: danger before anything else."""

    danger = YesNo(label=gettext_lazy("现在有人身危险吗"))
    acts = forms.MultipleChoiceField(
        label=gettext_lazy("打击报复的情形"), widget=forms.CheckboxSelectMultiple, required=False
    )
    text = Paragraph(label=gettext_lazy("发生了什么"), required=False)
    by_whom = forms.CharField(
        label=gettext_lazy("实施打击报复的单位或者个人"), max_length=120, required=False
    )
    about_bureau = YesNo(label=gettext_lazy("涉及本局人员"), initial="no")
    number = forms.CharField(
        label=gettext_lazy("原举报或者投诉的登记编号"),
        max_length=24,
        required=False,
        help_text=gettext_lazy("填了即对原事项发出留存令；不知道的留空"),
    )
    name = parts.secret(gettext_lazy("姓名"), 40)
    phone = parts.Telephone(label=gettext_lazy("电话"))
    channel = forms.ChoiceField(label=gettext_lazy("来源渠道"), choices=SAID_BY)
    received_at = Moment(label=gettext_lazy("收到时间"))
    seal_words = forms.BooleanField(label=gettext_lazy("以代称替换并封存原文"), required=False)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        self.fields["acts"].choices = acts_on_offer(localdate())  # type: ignore[attr-defined]

    def clean_received_at(self) -> Any:
        return checks.received_at(self.cleaned_data["received_at"])

    def clean_number(self) -> Any:
        """The matter of the number; that there is one is all that is told."""
        typed = self.cleaned_data["number"].strip()
        found = by_number(typed) if typed else None
        if typed and found is None:
            raise forms.ValidationError(_("没有这一编号"))
        return found

    def told(self) -> Told:
        said = self.cleaned_data
        return Told(
            text=said["text"],
            received_at=said["received_at"],
            channel=said["channel"],
            danger=said["danger"] == "yes",
            acts=tuple(said["acts"]),
            by_whom=said["by_whom"],
            about_bureau=said["about_bureau"] == "yes",
            person=PersonalData(name=said["name"], phone=said["phone"]),
            seal_words=said["seal_words"],
        )


@never_cache
@holders_of(RETALIATION)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables("form", "taken")
def enter(request: HttpRequest) -> HttpResponse:
    """The sheet (GET) or the entry (POST); number and code are shown once, and a clerk cannot open it again."""
    if request.method != "POST":
        initial = {"received_at": localtime(timezone.now()), "channel": Channel.PHONE}
        return _page(request, RetaliationForm(initial=initial))
    form = RetaliationForm(request.POST)
    if not form.is_valid():
        return _page(request, form, BAD_FORM)
    try:
        taken = receive(form.cleaned_data["number"], form.told(), act_of(request))
    except NamesInText as named:
        return _page(request, form, CONFLICT, names=named.found)
    except Refused as refused:
        return _page(request, form, CONFLICT, objections=refused.objections)
    danger = form.cleaned_data["danger"] == "yes"
    return render(request, "desk/retaliation_done.html", {"taken": taken, "danger": danger, "hold": True})


@sensitive_variables("form")
def _page(request: HttpRequest, form: RetaliationForm, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "desk/retaliation.html", {"form": form, **more}, status=status)
