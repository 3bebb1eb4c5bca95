"""Passing something on to an informant: the handler's page of one report, and the custodian's list of what waits."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from desk.fresh import fresh_sign_in
from desk.gate import RELAYS, holders_of, officers_only
from desk.identity_view import person_of
from desk.opening import act_of, opened
from desk.step_view import BAD_FORM, CONFLICT
from desk.unsealing_view import shown
from notices.relay import ask_granted
from procedure.corridor import Refused
from protection import relay
from protection.seen import emergencies

LARGEST = 2**63 - 1


class AskForm(forms.Form):
    """What the handler wants passed on, and how."""

    way = forms.ChoiceField(
        label=gettext_lazy("怎样转达"), choices=relay.Way.choices, widget=forms.RadioSelect, initial="message"
    )
    text = forms.CharField(
        label=gettext_lazy("请转达的话"),
        max_length=relay.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("写给举报人听的话；保管员只看得到这段话，看不到举报内容"),
    )


class AnswerForm(forms.Form):
    """What came back, in words the handler may read."""

    text = forms.CharField(
        label=gettext_lazy("转达结果"),
        max_length=relay.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("承办人看得到；不写姓名、号码、住址和单位"),
    )


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def of_report(request: HttpRequest, number: str) -> HttpResponse:
    """What was passed on in a report (GET), or one more thing to pass on (POST)."""
    matter = opened(request, number)
    if matter.kind != "report":
        raise Http404
    form = AskForm(request.POST if request.method == "POST" else None, label_suffix="")
    objections: list[str] = []
    status = 200
    if request.method == "POST":
        status = BAD_FORM
        if form.is_valid():
            try:
                relay.ask_relay(act_of(request), matter, **form.cleaned_data)
            except Refused as refused:
                objections, status = refused.objections, CONFLICT
            else:
                messages.success(request, _("已请保管员转达"))
                return redirect("desk:relay", matter.number)
    context = {
        "matter": matter,
        "form": form if relay.may_ask_relay(request.user, matter) else None,
        "objections": objections,
        "relays": relay.relays_of(request.user, matter),
    }
    return render(request, "desk/relay.html", context, status=status)


@holders_of(RELAYS)
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for the custodian to pass on."""
    return _list(request)


@holders_of(RELAYS)
@require_POST
def answer(request: HttpRequest, relay_id: int) -> HttpResponse:
    """Write what came back; what was typed stays where it is refused."""
    form = AnswerForm(request.POST, label_suffix="", prefix=f"r{relay_id}")
    if not form.is_valid():
        return _list(request, relay_id, form, status=BAD_FORM)
    try:
        relay.answer_relay(act_of(request), _known(relay_id), text=form.cleaned_data["text"])
    except Refused as refused:
        return _list(request, relay_id, form, objections=refused.objections, status=CONFLICT)
    messages.success(request, _("已登记转达结果"))
    return redirect("desk:relays")


@holders_of(RELAYS)
@require_POST
@fresh_sign_in()
def call(request: HttpRequest, relay_id: int) -> HttpResponse:
    """Take a call in hand and show its telephone number once."""
    try:
        grant = relay.take_relay(act_of(request), _known(relay_id))
        question = ask_granted(act_of(request), grant.matter, grant)
    except Refused as refused:
        return _list(request, relay_id, objections=refused.objections, status=CONFLICT)
    # Of the report the custodian is shown nothing but what is to be passed on: not even its number.
    return shown(request, _Relayed(relay_id), person_of(question), back="desk:relays")


class _Relayed:
    """A relay where a page speaks of a matter."""

    kind = "relay"
    way = ""

    def __init__(self, relay_id: int) -> None:
        self.number = _("转达第 %(n)d 号") % {"n": relay_id}


def _known(relay_id: int) -> int:
    if relay_id > LARGEST:
        raise Http404
    return relay_id


def _list(
    request: HttpRequest,
    relay_id: int = 0,
    form: Any = None,
    *,
    objections: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = [
        (each, form if each.pk == relay_id and form else AnswerForm(prefix=f"r{each.pk}", label_suffix=""))
        for each in relay.open_relays(request.user)
    ]
    context = {"rows": rows, "objections": objections or [], "emergencies": emergencies(request.user)}
    return render(request, "desk/relays.html", context, status=status)
