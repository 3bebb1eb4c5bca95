"""Saying that two matters belong together, and taking it back: by number, with a reason, one page each."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from desk import trail
from desk.gate import officers_only
from desk.opening import LONGEST_NUMBER, act_of, opened
from desk.step_view import BAD_FORM, CONFLICT
from procedure.access import matter_for
from procedure.corridor import Refused
from procedure.links import OFFERED, MatterLink, acts_on, link, link_of, unlink
from procedure.matter import Matter


class Reason(forms.Form):
    """Why a link is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("撤销的理由"),
        max_length=MatterLink.MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3, "data-focus": "1"}),
    )


class NewLink(forms.Form):
    """Which other matter, by its number as it is read out, and why."""

    number = forms.CharField(
        label=gettext_lazy("另一件事项的编号"),
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(attrs={"data-focus": "1", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("关联类别"),
        choices=[(kind.value, kind.label) for kind in OFFERED],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("关联理由"),
        max_length=MatterLink.MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, officer: Any) -> None:
        super().__init__(data, label_suffix="")
        self.officer = officer

    def clean_number(self) -> Matter:
        """The other matter; one this officer may not read does not exist for him."""
        typed = self.cleaned_data["number"].strip().upper()
        found = matter_for(self.officer, typed) if typed.isprintable() else None
        if found is None:
            raise forms.ValidationError(_("没有这一件事项"))
        return found


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: str) -> HttpResponse:
    """The form (GET) or the link itself (POST): 400 and 409 keep what was typed and say what stands in the way."""
    matter = opened(request, number)
    if request.method != "POST":
        objections = [] if acts_on(request.user, matter, localdate()) else [_not_mine()]
        return _answer(request, matter, NewLink(officer=request.user), objections)
    form = NewLink(request.POST, officer=request.user)
    if not form.is_valid():
        return _answer(request, matter, form, [], BAD_FORM)
    said = form.cleaned_data
    try:
        link(act_of(request), matter, said["number"], said["kind"], said["reason"])
    except Refused as refused:
        return _answer(request, matter, form, refused.objections, CONFLICT)
    messages.success(request, _("已与 %(number)s 关联") % {"number": said["number"].number})
    return _back(request, matter)


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, number: str, link_id: int) -> HttpResponse:
    """The reason (GET) or the taking back (POST); a link one does not see is not found."""
    matter = opened(request, number)
    standing = link_of(request.user, matter, link_id)
    if standing is None:
        raise Http404
    form = Reason(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method != "POST":
        return _answer(request, matter, form, [], linked=standing)
    if not form.is_valid():
        return _answer(request, matter, form, [], BAD_FORM, linked=standing)
    try:
        unlink(act_of(request), standing.link, form.cleaned_data["reason"])
    except Refused as refused:
        return _answer(request, matter, form, refused.objections, CONFLICT, linked=standing)
    messages.success(request, _("已撤销与 %(number)s 的关联") % {"number": standing.matter.number})
    return _back(request, matter)


def _not_mine() -> str:
    return _("关联由承办人、承办机构负责人或者分流员办理；您只能关联到自己承办的事项")


def _back(request: HttpRequest, matter: Matter) -> HttpResponse:
    response = redirect("desk:matter", matter.number)
    response["Location"] += f"{trail.of(request).query}#related-title"
    return response


def _answer(
    request: HttpRequest,
    matter: Matter,
    form: forms.Form,
    objections: list[str],
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"matter": matter, "form": form, "objections": objections, "trail": trail.of(request), **more}
    return render(request, "desk/link.html", context, status=status)
