"""What of a complainant is said to the other side for mediation (art. 37): field by field, previewed, approved, given."""

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
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

import statutes
from desk.fresh import fresh_sign_in
from desk.gate import officers_only
from desk.identity_view import person_of
from desk.opening import act_of, opened
from desk.step_view import BAD_FORM, CONFLICT
from desk.watermark import watermark
from notices.relay import ask_contact
from procedure.corridor import Refused
from protection import mediation
from protection.facts import FIELD_NAMES


class Needs(forms.Form):
    """One box for each field that may be given at all: why mediation needs it; an empty box gives nothing."""

    def __init__(self, data: Any = None, *, allowed: tuple[str, ...]) -> None:
        super().__init__(data, label_suffix="")
        for name in allowed:
            self.fields[name] = forms.CharField(
                label=_("%(field)s：调解为什么必需") % {"field": FIELD_NAMES[name]},
                max_length=300,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def needs(self) -> dict[str, str]:
        return {name: why for name, why in self.cleaned_data.items() if why}


class Words(forms.Form):
    """One sentence: how the person was told, or how it was given."""

    words = forms.CharField(label=gettext_lazy("怎样告知投诉人"), max_length=200)


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, number: str) -> HttpResponse:
    """The page (GET), or one of its three acts (POST): propose, approve, give."""
    matter = opened(request, number)
    if matter.kind != "complaint":
        raise Http404
    needs = Needs(
        request.POST if request.POST.get("do") == "propose" else None, allowed=mediation.whitelist(matter)
    )
    words = Words(request.POST if request.POST.get("do") in {"approve", "give"} else None, label_suffix="")
    objections: list[str] = []
    status = 200
    if request.method == "POST":
        form = needs if needs.is_bound else words
        status = BAD_FORM
        if form.is_bound and form.is_valid():
            try:
                _do(request, matter, needs, words)
            except Refused as refused:
                objections, status = refused.objections, CONFLICT
            else:
                return redirect("desk:mediation-data", matter.number)
    return _page(request, matter, needs, words, objections=objections, status=status)


def _do(request: HttpRequest, matter: Any, needs: Needs, words: Words) -> None:
    act = act_of(request)
    if needs.is_bound:
        mediation.propose(act, matter, needs=needs.needs())
        messages.success(request, _("已提出，等待机构负责人批准"))
    elif request.POST["do"] == "approve":
        mediation.approve(act, matter, informed=words.cleaned_data["words"])
        messages.success(request, _("已批准，只限所列各项"))
    else:
        mediation.give(act, matter, how=words.cleaned_data["words"])
        messages.success(request, _("已登记提供情况"))


def _page(
    request: HttpRequest, matter: Any, needs: Needs, words: Words, *, objections: list[str], status: int
) -> HttpResponse:
    proposal = mediation.latest(matter)
    given = mediation.given_for_mediation(matter)
    context = {
        "matter": matter,
        "needs": needs,
        "words": words,
        "objections": objections,
        "proposal": proposal,
        "proposed": [(FIELD_NAMES[name], why) for name, why in proposal.needs.items()] if proposal else [],
        "given": [FIELD_NAMES[name] for name in sorted(given)],
        "mine": matter.is_handled_by(request.user),
        "heads": request.user.holds("unit_head", unit=matter.unit, day=localdate()),
        "version": statutes.rule("disclosure.mediation").on(matter.law_day())
        if mediation.whitelist(matter)
        else None,
    }
    return render(request, "desk/mediation_data.html", context, status=status)


@officers_only
@require_POST
@fresh_sign_in()
@sensitive_variables("person", "said")
def preview(request: HttpRequest, number: str) -> HttpResponse:
    """Show the handler exactly what would be said, with the values: a look like any other, journalled and marked."""
    matter = opened(request, number)
    proposal = mediation.latest(matter) if matter.kind == "complaint" else None
    if proposal is None:
        raise Http404
    try:
        question = ask_contact(
            act_of(request), matter, [f for f in mediation.whitelist(matter) if f in proposal.needs]
        )
    except Refused as refused:
        needs = Needs(allowed=mediation.whitelist(matter))
        words = Words(label_suffix="")
        return _page(request, matter, needs, words, objections=refused.objections, status=CONFLICT)
    person = person_of(question)
    given = person.given() if person is not None else {}
    said = [(FIELD_NAMES[name], value) for name, value in given.items()]
    context = {
        "matter": matter,
        "said": said,
        "away": person is None,
        "watermark": watermark(request.user, timezone.now(), matter.number),
    }
    response = render(
        request, "desk/mediation_preview.html", context, status=200 if person is not None else 503
    )
    add_never_cache_headers(response)
    return response
