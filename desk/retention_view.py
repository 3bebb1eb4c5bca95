"""Keeping and disposing: the periods in force, what fell due and why, holds, schedules, and a person's own data."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

import statutes
from cases.facts.fields import Day, Paragraph
from desk.fresh import fresh_sign_in
from desk.gate import HOLDERS, KEEPING, RIGHTS, SCHEDULE, holders_of
from desk.identity_view import person_of
from desk.opening import LONGEST_NUMBER, act_of, opened
from desk.step_view import BAD_FORM, CONFLICT
from desk.watermark import watermark
from procedure.access import readable_numbers
from procedure.corridor import Refused
from protection.retaliation import by_number
from protection.states_retaliation import Channel
from retention import access, disposal, holds, rights, schedule
from retention.facts import months_fields


class Batch(forms.Form):
    why = Paragraph(label=gettext_lazy("销毁理由"))


class HoldForm(forms.Form):
    number = forms.CharField(label=gettext_lazy("要留存的事项编号"), max_length=LONGEST_NUMBER)
    reason = forms.ChoiceField(label=gettext_lazy("留存事由"), widget=forms.RadioSelect)
    basis = forms.CharField(
        label=gettext_lazy("依据"), max_length=200, help_text=gettext_lazy("法律条文、来函或者案号")
    )

    def __init__(self, data: Any = None, *, officer: Any) -> None:
        super().__init__(data, label_suffix="")
        items = statutes.rule("retention.hold").on(localdate()).items
        self.fields["reason"].choices = [(i.code, i.text) for i in items]  # type: ignore[attr-defined]

    def clean_number(self) -> Any:
        found = by_number(self.cleaned_data["number"])
        if found is None:
            raise forms.ValidationError(_("没有这一件事项"))
        return found


class ScheduleForm(forms.Form):
    paper = forms.CharField(label=gettext_lazy("档案主管部门同意的文号"), max_length=80)
    valid_from_on = Day(label=gettext_lazy("施行日期"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.fields.update(
            months_fields([(c, f"{w}（{_('年')}）") for c, w in schedule.classes(localdate())])
        )

    def months(self) -> dict[str, int]:
        years = {name.removeprefix("years_"): n for name, n in self.cleaned_data.items() if "years_" in name}
        return {code: 12 * n for code, n in years.items() if n}


class RequestForm(forms.Form):
    wish = forms.ChoiceField(label=gettext_lazy("请求"), widget=forms.RadioSelect)
    number = forms.CharField(
        label=gettext_lazy("投诉或者举报的登记编号"), max_length=LONGEST_NUMBER, required=False
    )
    code = forms.CharField(
        label=gettext_lazy("查询码"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("报得出查询码的即为本人，只核对不保存；报不出的须当面核对证件"),
    )
    words = Paragraph(label=gettext_lazy("请求内容"), required=False)
    channel = forms.ChoiceField(
        label=gettext_lazy("来源渠道"),
        choices=[(c.value, c.label) for c in (Channel.COUNTER, Channel.PHONE, Channel.POST)],
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        items = statutes.rule("rights.request").on(localdate()).items
        self.fields["wish"].choices = [(i.code, i.text) for i in items]  # type: ignore[attr-defined]


@holders_of(KEEPING)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The periods and what fell due (GET); a list put together for review (POST, custodian)."""
    if request.method != "POST":
        return _keeping(request, Batch(label_suffix=""))
    form = Batch(request.POST, label_suffix="")
    if not form.is_valid():
        return _keeping(request, form, BAD_FORM)
    matters = access.chosen(request.user, request.POST.getlist("item"))
    try:
        batch = disposal.propose(act_of(request), matters, form.cleaned_data["why"])
    except Refused as refused:
        return _keeping(request, form, CONFLICT, objections=refused.objections)
    messages.success(request, _("已提出：%(number)s") % {"number": batch.number})
    return redirect("desk:matter", batch.number)


def _keeping(request: HttpRequest, form: Batch, status: int = 200, **more: Any) -> HttpResponse:
    today, offices = localdate(), request.user.offices_on(localdate())
    context = {
        "form": form,
        "rows": access.due_rows(request.user, today),
        "periods": access.periods(today),
        "version": statutes.rule("retention.schedule").on(today),
        "ticked": set(request.POST.getlist("item")),
        "may_propose": "custodian" in offices,
        "may_hold": bool(HOLDERS & offices),
        "may_schedule": bool(SCHEDULE & offices),
        "may_enter": bool(RIGHTS & offices),
        **more,
    }
    return render(request, "desk/keeping.html", context, status=status)


@holders_of(HOLDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest) -> HttpResponse:
    """Put a matter under hold, by its number."""
    form = HoldForm(request.POST if request.method == "POST" else None, officer=request.user)

    def do() -> Any:
        said = form.cleaned_data
        return holds.place(act_of(request), said["number"], reason=said["reason"], basis=said["basis"])

    return _done(request, form, _("发出留存令"), do)


@holders_of(SCHEDULE)
@require_http_methods(["GET", "HEAD", "POST"])
def propose_schedule(request: HttpRequest) -> HttpResponse:
    """Propose a schedule of periods; the principal head approves it."""
    form = ScheduleForm(request.POST if request.method == "POST" else None)

    def do() -> Any:
        said = form.cleaned_data
        return schedule.propose(
            act_of(request), paper=said["paper"], valid_from_on=said["valid_from_on"], months=form.months()
        )

    return _done(request, form, _("提出保管期限表"), do)


@holders_of(RIGHTS)
@require_http_methods(["GET", "HEAD", "POST"])
def enter_request(request: HttpRequest) -> HttpResponse:
    """Enter a person's request about data of his own."""
    form = RequestForm(request.POST if request.method == "POST" else None)
    return _done(
        request, form, _("登记个人信息请求"), lambda: rights.receive(act_of(request), **form.cleaned_data)
    )


def _done(request: HttpRequest, form: forms.Form, title: str, do: Any) -> HttpResponse:
    """The form, or what it does; 400 and 409 keep what was typed."""
    context: dict[str, Any] = {"form": form, "title": title}
    if request.method != "POST":
        return render(request, "desk/keeping_form.html", context)
    if not form.is_valid():
        return render(request, "desk/keeping_form.html", context, status=BAD_FORM)
    try:
        made = do()
    except Refused as refused:
        context["objections"] = refused.objections
        return render(request, "desk/keeping_form.html", context, status=CONFLICT)
    messages.success(request, _("已登记：%(number)s") % {"number": made.number})
    mine = readable_numbers(request.user, [made.number])
    return redirect("desk:matter", made.number) if mine else redirect("desk:worklist")


@holders_of(RIGHTS)
@require_POST
@fresh_sign_in()
def own_data(request: HttpRequest, number: str) -> HttpResponse:
    """A person's data, opened by the worker for that person: shown once, printed at the counter, kept nowhere."""
    matter: Any = opened(request, number)
    if matter.kind != "rights":
        raise Http404
    try:
        question = rights.ask_own(act_of(request, seen=request.POST.get("seen")), matter)
    except Refused as refused:
        context = {"matter": matter, "objections": refused.objections}
        return render(request, "desk/own_data.html", context, status=CONFLICT)
    person = person_of(question)
    response = render(
        request,
        "desk/own_data.html",
        {
            "matter": matter,
            "person": person,
            "seen_by": request.user,
            "watermark": watermark(request.user, timezone.now(), matter.number),
        },
        status=200 if person is not None else 503,
    )
    add_never_cache_headers(response)
    return response
