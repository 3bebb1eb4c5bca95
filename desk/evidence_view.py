"""Evidence at the desk: the panel of a matter, handing a file in, the sterile copy, and the custodian's page."""

import time
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from desk import trail
from desk.fresh import fresh_sign_in
from desk.gate import ORIGINALS, holders_of, officers_only
from desk.opening import act_of, opened
from documents import leaving
from evidence import access, looks
from evidence.intake import NotTaken, take_in
from procedure.corridor import Refused
from procedure.matter import Matter

BAD_FORM, CONFLICT, AWAY = 400, 409, 503
WAIT_SECONDS, LOOK_EVERY = 15.0, 0.1
MOST_POLLS = 100
LONGEST_REF = 20
# A file from outside is shown where it can do nothing: no script, no form, no address of ours, not even our cookies.


class HandIn(forms.Form):
    """What is handed in, and by whom."""

    file = forms.FileField(
        label=gettext_lazy("文件"),
        allow_empty_file=True,
        help_text=gettext_lazy(
            "照片、PDF、docx、xlsx、pptx、文本、录音、录像。原件连同文件名封存，办理时使用洁净副本。"
        ),
    )
    given_by = forms.ChoiceField(
        label=gettext_lazy("由谁提供"),
        choices=access.GIVERS,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("举报人提供的归入副卷，不随案卷对外提供。"),
    )


class Look(forms.Form):
    """What an original is looked at for."""

    FILE, NAME = "file", "name"

    ref = forms.CharField(label=gettext_lazy("证据编号"), max_length=LONGEST_REF)
    purpose = forms.ChoiceField(
        label=gettext_lazy("查看目的"), choices=looks.PURPOSES, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("依据和理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    what = forms.ChoiceField(
        label=gettext_lazy("取出什么"),
        choices=[(FILE, gettext_lazy("原件（下载一次）")), (NAME, gettext_lazy("只看原来的文件名"))],
        widget=forms.RadioSelect,
        initial=FILE,
    )


def shelf(request: HttpRequest, matter: Matter) -> dict[str, Any]:
    """The evidence of a matter as its panel shows it, and whether the panel should ask again; one query."""
    pieces = access.of_matter(request.user, matter)
    said = request.GET.get("polls", "0")
    polls = int(said) + 1 if said.isascii() and said.isdigit() and len(said) < 6 else MOST_POLLS
    waiting = any(piece.waiting for piece in pieces)
    return {
        "pieces": pieces,
        "may_add": access.may_add(request.user, matter),
        "waiting": waiting,
        "polling": waiting and polls < MOST_POLLS,
        "polls": polls,
    }


@officers_only
@require_GET
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """The panel alone: what the page asks for every three seconds while a sterile copy is on the way."""
    matter = opened(request, number)
    return render(request, "desk/_evidence.html", {"matter": matter, "evidence": shelf(request, matter)})


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, number: str) -> HttpResponse:
    """The form (GET), or taking a file in (POST): 400 keeps what was chosen and says why the file is not taken."""
    matter = opened(request, number)
    if not access.may_add(request.user, matter):
        raise PermissionDenied
    initial = {"given_by": "officer" if matter.is_handled_by(request.user) else "filer"}
    if request.method != "POST":
        return _form(request, matter, HandIn(initial=initial))
    form = HandIn(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, matter, form, status=BAD_FORM)
    file = form.cleaned_data["file"]
    try:
        taken = take_in(
            matter,
            stream=file,
            declared_name=file.name,
            given_by=form.cleaned_data["given_by"],
            act=act_of(request),
        )
    except NotTaken as refused:
        form.add_error("file", str(refused))
        return _form(request, matter, form, status=BAD_FORM)
    messages.success(
        request, _("已收存：%(name)s（%(ref)s）") % {"name": access.title_of(taken), "ref": taken.ref}
    )
    return redirect(f"{reverse('desk:matter', args=[matter.number])}{trail.of(request).query}#evidence")


@officers_only
@require_GET
def sterile(request: HttpRequest, ref: str) -> HttpResponse:
    """The sterile copy under its neutral name; pictures and texts in the window, everything else as a download.

    A copy of a report's evidence that names who reported is not shown (409): it is for the custodian alone.
    """
    found = access.sterile_copy(request.user, ref) if len(ref) <= LONGEST_REF and ref.isprintable() else None
    if found is None:
        raise Http404
    try:
        body = found.path.read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    try:
        return leaving.sterile_copy(
            found.matter,
            body,
            file_name=found.name,
            content_type=found.mime,
            inline=found.inline,
            knows_filer=found.matter.is_handled_by(request.user),
        )
    except (leaving.LeakFound, leaving.NotChecked) as kept_in:
        context = {
            "name": found.name,
            "named": isinstance(kept_in, leaving.LeakFound),
            "matter": found.matter,
        }
        return render(request, "desk/evidence_held.html", context, status=CONFLICT)


@holders_of(ORIGINALS)
@fresh_sign_in()
@require_http_methods(["GET", "HEAD", "POST"])
def original(request: HttpRequest) -> HttpResponseBase:
    """The custodian's page: what a sealed original is (GET), or one look at it (POST), journalled before it opens."""
    if request.method != "POST":
        ref = request.GET.get("ref", "")
        form = Look(initial={"ref": ref, "what": Look.FILE})
        return _look(request, form, access.sealed(request.user, ref) if ref else None)
    form, piece = Look(request.POST), None
    if form.is_valid() and (piece := access.sealed(request.user, form.cleaned_data["ref"].strip())) is None:
        form.add_error("ref", _("没有这个编号的证据"))
    if piece is None:
        return _look(request, form, None, status=BAD_FORM)
    said = form.cleaned_data
    try:
        question = looks.ask(act_of(request), piece.evidence, purpose=said["purpose"], reason=said["reason"])
    except Refused as refused:
        return _look(request, form, piece, objections=refused.objections, status=CONFLICT)
    found = _collected(question)
    if found is None:
        return _look(request, form, piece, away=True, status=AWAY)
    if said["what"] == Look.NAME:
        for _piece in found.pieces:
            pass  # read to its end, so that what is told is known to be whole
        return _look(request, form, piece, told_name=found.name)
    return _delivered(found, piece)


def _collected(question: looks.Question) -> looks.Original | None:
    """The worker's answer, waited for a few seconds; None when there is none."""
    found, waited = looks.collect(question), 0.0
    while found is None and waited < WAIT_SECONDS:
        time.sleep(LOOK_EVERY)
        waited += LOOK_EVERY
        found = looks.collect(question)
    return found


def _delivered(found: looks.Original, piece: access.Shown) -> HttpResponseBase:
    """The original as it was handed in, once, under a neutral name, never shown in the window."""
    name = _("原件-%(title)s") % {"title": piece.title}
    response = leaving.sealed_original(found.pieces, size=found.size, file_name=name)
    add_never_cache_headers(response)
    return response


def _form(request: HttpRequest, matter: Matter, form: HandIn, *, status: int = 200) -> HttpResponse:
    context = {"matter": matter, "form": form, "trail": trail.of(request)}
    return render(request, "desk/evidence_add.html", context, status=status)


def _look(
    request: HttpRequest, form: Look, piece: access.Shown | None, *, status: int = 200, **told: Any
) -> HttpResponse:
    response = render(request, "desk/original.html", {"form": form, "piece": piece, **told}, status=status)
    add_never_cache_headers(response)
    return response
