"""Sealed originals at the desk: the custodian's page for one look at one, and the page of whoever turns the second key."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from desk.evidence_view import LONGEST_REF
from desk.fresh import fresh_sign_in
from desk.gate import ORIGINAL_KEYS, ORIGINALS, holders_of
from desk.opening import act_of
from desk.waiting import waited_for
from documents import leaving
from evidence import access, keys, looks
from procedure.corridor import Refused

BAD_FORM, CONFLICT, AWAY = 400, 409, 503
WAIT_SECONDS = 15.0
FILE, NAME = "file", "name"


class Take(forms.Form):
    """Which original, and what of it is taken out: all that is asked where a second person confirmed the rest."""

    ref = forms.CharField(label=gettext_lazy("证据编号"), max_length=LONGEST_REF)
    what = forms.ChoiceField(
        label=gettext_lazy("取出什么"),
        choices=[(FILE, gettext_lazy("原件（下载一次）")), (NAME, gettext_lazy("只看原来的文件名"))],
        widget=forms.RadioSelect,
        initial=FILE,
    )


class AskFor(forms.Form):
    """What an original is asked for: all that is sent to the second person."""

    ref = forms.CharField(label=gettext_lazy("证据编号"), max_length=LONGEST_REF)
    purpose = forms.ChoiceField(
        label=gettext_lazy("查看目的"), choices=keys.PURPOSES, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("依据和理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class Look(Take, AskFor):
    """What an original is looked at for, and what of it is taken out, where one person looks."""

    field_order = ("ref", "purpose", "reason", "what")


@holders_of(ORIGINALS)
@fresh_sign_in()
@require_http_methods(["GET", "HEAD", "POST"])
def original(request: HttpRequest) -> HttpResponseBase:
    """The custodian's page: what a sealed original is (GET); one look at it, or the request for its second key (POST)."""
    sent = request.POST if request.method == "POST" else request.GET
    ref = sent.get("ref", "").strip()
    piece = access.sealed(request.user, ref) if len(ref) <= LONGEST_REF and ref.isprintable() else None
    two = piece is not None and keys.needs_second(piece.evidence)
    asked = keys.running(request.user, piece.evidence, timezone.now()) if piece is not None and two else None
    form_class = (Take if keys.confirmation_of(asked) is not None else AskFor) if two else Look
    told = {"two": two, "asked": asked, "confirmed": keys.confirmation_of(asked)}
    if request.method != "POST":
        return _page(request, form_class(initial={"ref": ref, "what": FILE}), piece, **told)
    form = form_class(request.POST)
    if form.is_valid() and piece is None:
        form.add_error("ref", _("没有这个编号的证据"))
    if piece is None or not form.is_valid():
        return _page(request, form, piece, status=BAD_FORM, **told)
    said = form.cleaned_data
    why = {name: said[name] for name in ("purpose", "reason") if name in said}
    try:
        if form_class is AskFor:
            keys.ask(act_of(request), piece.evidence, **why)
            messages.success(request, _("已申请，请第二人在“原件确认”页确认后再来查看"))
            return redirect(f"{reverse('desk:originals')}?ref={piece.evidence.ref}")
        question = looks.ask(act_of(request), piece.evidence, **why)
    except Refused as refused:
        return _page(request, form, piece, status=CONFLICT, objections=refused.objections, **told)
    return _taken_out(request, form, piece, question, told)


@holders_of(ORIGINAL_KEYS)
@fresh_sign_in()
@require_http_methods(["GET", "HEAD", "POST"])
def second_key(request: HttpRequest) -> HttpResponse:
    """The page of the second person: what waits for his key (GET), and turning it for one request (POST)."""
    objections: list[str] = []
    if request.method == "POST":
        said = request.POST.get("asked", "")
        number = int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0
        try:
            keys.confirm(act_of(request), number)
        except Refused as refused:
            objections = refused.objections
        else:
            messages.success(
                request, _("已确认，申请人 %(n)d 小时内可以查看一次") % {"n": keys.HOURS_TO_LOOK}
            )
            return redirect("desk:original-keys")
    rows = [(each, access.title_of(each.evidence)) for each in keys.waiting(request.user, timezone.now())]
    context = {"rows": rows, "objections": objections, "hours": keys.HOURS_TO_LOOK}
    response = render(request, "desk/original_keys.html", context, status=CONFLICT if objections else 200)
    add_never_cache_headers(response)
    return response


def _taken_out(
    request: HttpRequest,
    form: forms.Form,
    piece: access.Shown,
    question: looks.Question,
    told: dict[str, Any],
) -> HttpResponseBase:
    """What the worker answered: the file, or only the name it came with; 503 where it did not answer."""
    found = waited_for(lambda: looks.collect(question), seconds=WAIT_SECONDS)
    if found is None:
        return _page(request, form, piece, status=AWAY, away=True, **told)
    if form.cleaned_data["what"] == NAME:
        for _piece in found.pieces:
            pass  # read to its end, so that what is told is known to be whole
        return _page(request, form, piece, told_name=found.name, **told)
    return _delivered(found, piece)


def _delivered(found: looks.Original, piece: access.Shown) -> HttpResponseBase:
    """The original as it was handed in, once, under a neutral name, never shown in the window."""
    name = _("原件-%(title)s") % {"title": piece.title}
    response = leaving.sealed_original(found.pieces, size=found.size, file_name=name)
    add_never_cache_headers(response)
    return response


def _page(
    request: HttpRequest, form: forms.Form, piece: access.Shown | None, *, status: int = 200, **told: Any
) -> HttpResponse:
    context = {"form": form, "piece": piece, "hours": keys.HOURS_TO_CONFIRM, **told}
    response = render(request, "desk/original.html", context, status=status)
    add_never_cache_headers(response)
    return response
