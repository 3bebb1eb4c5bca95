"""Reporting that personal data got out, or may have: any officer, at once, in one field."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.facts.fields import Paragraph
from desk.gate import INSIDE, holders_of
from desk.opening import LONGEST_NUMBER, act_of
from desk.step_view import BAD_FORM, CONFLICT
from procedure.access import matter_for, readable_numbers
from procedure.corridor import Refused
from protection.facts_retaliation import Officers
from protection.incidents import report_suspicion


class Suspicion(forms.Form):
    """What was noticed, about which matter if one is known, and who must not learn of it."""

    suspicion = Paragraph(
        label=gettext_lazy("发现了什么"), help_text=gettext_lazy("写事实，不写当事人的姓名、电话")
    )
    number = forms.CharField(label=gettext_lazy("涉及的事项编号"), max_length=LONGEST_NUMBER, required=False)
    suspected = Officers(
        label=gettext_lazy("有嫌疑的人员"),
        required=False,
        help_text=gettext_lazy("本事项对所选人员不可见，无论其担任何职"),
    )

    def __init__(self, data: Any = None, *, officer: Any) -> None:
        super().__init__(data, label_suffix="")
        self.officer = officer

    def clean_number(self) -> Any:
        """The matter; one this officer may not read does not exist for him."""
        typed = self.cleaned_data["number"].strip().upper()
        found = matter_for(self.officer, typed) if typed and typed.isprintable() else None
        if typed and found is None:
            raise forms.ValidationError(_("没有这一件事项"))
        return found


@holders_of(INSIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form (GET) or the report (POST): 400 and 409 keep what was typed."""
    if request.method != "POST":
        return _page(request, Suspicion(officer=request.user))
    form = Suspicion(request.POST, officer=request.user)
    if not form.is_valid():
        return _page(request, form, BAD_FORM)
    said = form.cleaned_data
    try:
        made = report_suspicion(
            act_of(request), said["suspicion"], about=said["number"], suspected=list(said["suspected"])
        )
    except Refused as refused:
        return _page(request, form, CONFLICT, objections=refused.objections)
    messages.success(request, _("已报隐私保管员和审计员：%(number)s") % {"number": made.number})
    mine = readable_numbers(request.user, [made.number])
    return redirect("desk:matter", made.number) if mine else redirect("desk:worklist")


def _page(request: HttpRequest, form: Suspicion, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "desk/incident.html", {"form": form, **more}, status=status)
