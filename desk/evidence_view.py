"""Evidence at the desk: the panel of a matter, handing a file in, the sterile copy."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from desk import trail
from desk.gate import officers_only
from desk.opening import act_of, opened
from documents import leaving
from evidence import access
from evidence.intake import NotTaken, take_in
from procedure.matter import Matter

BAD_FORM, CONFLICT = 400, 409
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


def _form(request: HttpRequest, matter: Matter, form: HandIn, *, status: int = 200) -> HttpResponse:
    context = {"matter": matter, "form": form, "trail": trail.of(request)}
    return render(request, "desk/evidence_add.html", context, status=status)
