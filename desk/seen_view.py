"""Who saw this (谁看过): every look at an identity, for the custodian and the auditor; the identity stands nowhere here."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

import statutes
from desk.gate import SEEN, holders_of, officers_only
from desk.opening import act_of, opened
from desk.step_view import BAD_FORM, CONFLICT
from offices.access import officer_of
from procedure.corridor import Refused
from protection import recusal, seen

PAGE = 50


@holders_of(SEEN)
@require_GET
def recent(request: HttpRequest) -> HttpResponse:
    """All recent looks, newest first, a page at a time."""
    said = request.GET.get("before", "")
    before = int(said) if said.isascii() and said.isdigit() and len(said) < 18 else None
    lines, older = seen.recent(request.user, before=before, limit=PAGE)
    context = {"lines": lines, "older": older, "emergencies": seen.emergencies(request.user)}
    return render(request, "desk/seen.html", context)


@holders_of(SEEN)
@require_GET
def of_matter(request: HttpRequest, number: str) -> HttpResponse:
    """Every look at the person behind one matter, oldest first."""
    matter = opened(request, number)
    context = {"matter": matter, "lines": seen.of_matter(request.user, matter)}
    return render(request, "desk/seen.html", context)


class Concerned(forms.Form):
    """Whom a matter concerns, by account, and why; the account of whoever declares himself stands there already."""

    officer = forms.CharField(label=gettext_lazy("涉及的人员（账号）"), max_length=40)
    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def concern(request: HttpRequest, number: str) -> HttpResponse:
    """Say that a matter concerns one of our people, oneself included: from then on it is hidden from them."""
    matter = opened(request, number)
    if matter.kind not in {"report", "complaint", "clue", "case", "referral", "disclosure"}:
        raise Http404
    form = Concerned(
        request.POST if request.method == "POST" else None,
        label_suffix="",
        initial={"officer": request.user.username},
    )
    objections: list[str] = []
    status = 200
    if request.method == "POST":
        status = BAD_FORM
        officer = officer_of(form.cleaned_data["officer"]) if form.is_valid() else None
        if form.is_valid() and officer is None:
            form.add_error("officer", _("没有这个账号"))
        if officer is not None:
            try:
                recusal.name_concerned(act_of(request), matter, officer, reason=form.cleaned_data["reason"])
            except Refused as refused:
                objections, status = refused.objections, CONFLICT
            else:
                messages.success(request, _("已登记；此人不再看到、也不能办理本事项"))
                gone = officer.pk == request.user.pk
                return redirect("desk:worklist") if gone else redirect("desk:matter", matter.number)
    context = {
        "matter": matter,
        "form": form,
        "objections": objections,
        "version": statutes.rule("disclosure.recusal").on(matter.law_day()),
    }
    return render(request, "desk/concern.html", context, status=status)
