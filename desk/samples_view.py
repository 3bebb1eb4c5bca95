"""The call-back samples: drawn by a seed that stands beside them, each to be drawn again by whoever doubts it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.sampling import MOST, called_back, draw, sample_of, samples, still_holds
from desk.gate import DRAWERS, SAMPLES, holders_of
from desk.opening import act_of
from desk.step_view import BAD_FORM, CONFLICT
from procedure.access import readable_numbers
from procedure.corridor import Refused

SHOWN = 10
USUAL = 10


class Drawing(forms.Form):
    """Over which days, how many, and by which seed; days and number have their usual values filled in."""

    first_on = forms.DateField(
        label=gettext_lazy("办结日期起"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    last_on = forms.DateField(
        label=gettext_lazy("办结日期止"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    wanted = forms.IntegerField(label=gettext_lazy("抽取件数"), min_value=1, max_value=MOST, initial=USUAL)
    seed = forms.CharField(
        label=gettext_lazy("随机种子"),
        max_length=64,
        required=False,
        help_text=gettext_lazy("可填公开产生的号码；不填由系统随机产生。种子随样本公开，任何人可据以重抽"),
    )


@holders_of(SAMPLES)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The drawings so far and the form of the next (GET), one of them drawn again (`check`), or a new one (POST)."""
    if request.method != "POST":
        return _page(request, _fresh())
    form = Drawing(request.POST, label_suffix="")
    if not form.is_valid():
        return _page(request, form, status=BAD_FORM)
    try:
        drawn = draw(act_of(request), **form.cleaned_data)
    except Refused as refused:
        return _page(request, form, objections=refused.objections, status=CONFLICT)
    messages.success(
        request, _("已从 %(all)d 件中抽取，种子 %(seed)s") % {"all": drawn.population, "seed": drawn.seed}
    )
    return redirect("desk:samples")


def _fresh() -> Drawing:
    """The form as it is mostly used: over the month before this one."""
    last = localdate().replace(day=1) - timedelta(days=1)
    return Drawing(label_suffix="", initial={"first_on": last.replace(day=1), "last_on": last})


def _page(request: HttpRequest, form: Drawing, *, status: int = 200, **more: Any) -> HttpResponse:
    found = samples(SHOWN + 1, before=_number(request.GET.get("before")))
    shown = found[:SHOWN]
    calls = called_back(shown)
    numbers = {member.matter.number for sample in shown for member in sample.members.all()}
    readable = readable_numbers(request.user, numbers) if numbers else set()
    for sample in shown:
        sample.rows = [(member, calls.get(member.matter_id)) for member in sample.members.all()]
        sample.left = sum(call is None for _member, call in sample.rows)
    asked = _number(request.GET.get("check"))
    checked = sample_of(asked) if asked is not None else None
    context = {
        "form": form,
        "samples": shown,
        "readable": readable,
        "older": shown[-1].pk if len(found) > SHOWN else None,
        "checked": checked,
        "holds": still_holds(checked) if checked is not None else None,
        "draws": bool(DRAWERS & request.user.offices_on(localdate())),
        **more,
    }
    return render(request, "desk/samples.html", context, status=status)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else None
