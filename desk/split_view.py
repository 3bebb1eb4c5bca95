"""Splitting a contact: the clerk who took it enters the second matter found in it, with its person sealed anew."""

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from cases.checks import paper_number, telephone
from cases.letter import Letter
from cases.naming import NamesInText
from cases.splitting import letter_of, may_split, split_off
from desk.gate import INTAKE, holders_of
from desk.intake_fields import Telephone, kind_of_paper, secret
from desk.intake_form import person_of
from desk.opening import act_of, opened
from desk.step_view import BAD_FORM, CONFLICT
from procedure.corridor import Refused


class SplitForm(forms.Form):
    """The second matter: of which kind, since when, in whose name, in which words. `sheet` names this form, once filed."""

    sheet = forms.UUIDField(widget=forms.HiddenInput)
    filed_as = forms.ChoiceField(
        label=gettext_lazy("拆分出"),
        choices=[("complaint", gettext_lazy("投诉")), ("report", gettext_lazy("举报"))],
        widget=forms.RadioSelect,
    )
    since = forms.ChoiceField(
        label=gettext_lazy("何时提出"),
        choices=[
            ("first", gettext_lazy("原来件中已提出，期限自原来件收到起算")),
            ("now", gettext_lazy("现在另行提出，期限自现在起算")),
        ],
        widget=forms.RadioSelect,
        initial="first",
    )
    anonymous = forms.BooleanField(label=gettext_lazy("匿名（只能登记举报）"), required=False)
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=40, required=False)
    phone = forms.CharField(
        label=gettext_lazy("电话"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    id_type = kind_of_paper(gettext_lazy("证件种类"))
    id_number = secret(gettext_lazy("证件号码"), 40)
    address = forms.CharField(label=gettext_lazy("住址"), max_length=200, required=False)
    agent_name = secret(gettext_lazy("代理人姓名"), 40)
    agent_phone = Telephone(label=gettext_lazy("代理人电话"))
    agent_id_type = kind_of_paper(gettext_lazy("代理人证件种类"))
    agent_id_number = secret(gettext_lazy("代理人证件号码"), 40)
    business_name = forms.CharField(label=gettext_lazy("商家名称"), max_length=120)
    business_address = forms.CharField(label=gettext_lazy("商家地址"), max_length=200, required=False)
    text = forms.CharField(
        label=gettext_lazy("发生了什么"),
        max_length=5000,
        help_text=gettext_lazy("只写拆分出的这一件；不写来电人的姓名、电话和住址"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    request = forms.CharField(
        label=gettext_lazy("有什么诉求"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    replace_names = forms.BooleanField(label=gettext_lazy("以代称替换并封存原文"), required=False)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        for name in ("name", "phone", "address"):
            # A shared machine must not offer the last caller's name to the next clerk.
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_phone(self) -> str:
        text: str = self.cleaned_data["phone"]
        return telephone(text) if text else ""

    def clean_id_number(self) -> str:
        return paper_number(self.cleaned_data.get("id_type", ""), self.cleaned_data["id_number"])

    def clean_agent_id_number(self) -> str:
        return paper_number(self.cleaned_data.get("agent_id_type", ""), self.cleaned_data["agent_id_number"])

    def letter(self, matter: Any, now: datetime) -> Letter:
        """What was typed, with what the first contact told of the business; call it on a valid form only."""
        said = self.cleaned_data
        more: dict[str, Any] = {"received_at": now} if said["since"] == "now" else {}
        agent = person_of(
            said["agent_name"], said["agent_phone"], said["agent_id_number"], kind=said["agent_id_type"]
        )
        if agent.given():
            more["agent"] = agent
        return letter_of(
            matter,
            **more,
            text=said["text"],
            request=said["request"],
            business_name=said["business_name"],
            business_address=said["business_address"],
            person=person_of(
                said["name"], said["phone"], said["id_number"], said["address"], said["id_type"]
            ),
            anonymous=said["anonymous"],
            as_complaint=said["filed_as"] == "complaint",
            as_report=said["filed_as"] == "report",
            replace_names=said["replace_names"],
        )


@never_cache
@holders_of(INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def show(request: HttpRequest, number: str) -> HttpResponse:
    """The sheet (GET), or entering it (POST): answered at once, because the code is shown this one time only."""
    matter = opened(request, number)
    if not may_split(request.user, matter, localdate()):
        raise Http404
    if request.method != "POST":
        first = matter.submission
        initial = {
            "sheet": uuid.uuid4(),
            "since": "first",
            "filed_as": "report" if matter.kind == "complaint" else "complaint",
            "business_name": first.business_name,
            "business_address": first.business_address,
        }
        return _sheet(request, matter, SplitForm(initial=initial))
    form = SplitForm(request.POST)
    if not form.is_valid():
        return _sheet(request, matter, form, BAD_FORM)
    return _enter(request, matter, form)


@sensitive_variables("form")
def _enter(request: HttpRequest, matter: Any, form: SplitForm) -> HttpResponse:
    try:
        letter = form.letter(matter, timezone.now())
        filed = split_off(act_of(request), matter, letter, form.cleaned_data["sheet"].hex)
    except NamesInText as named:
        return _sheet(request, matter, form, CONFLICT, names=named.found)
    except Refused as refused:
        return _sheet(request, matter, form, CONFLICT, objections=refused.objections)
    context = {
        "matter": matter,
        "again": filed.again,
        "entries": [
            {
                "matter": each,
                "code": filed.codes.get(each.number, ""),
                "clocks": list(each.clocks.order_by("due_on")),
            }
            for each in filed.matters
        ],
        # Nothing in the frame may lead away by accident while the code is on the screen.
        "hold": not filed.again,
    }
    return render(request, "desk/split_done.html", context, status=CONFLICT if filed.again else 200)


def _sheet(
    request: HttpRequest, matter: Any, form: SplitForm, status: int = 200, **more: Any
) -> HttpResponse:
    return render(request, "desk/split.html", {"matter": matter, "form": form, **more}, status=status)
