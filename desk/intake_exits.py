"""The two ways out of the sheet: what no procedure covers is told where to go, a clue about an official goes past the hub."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from cases import checks, drafts
from cases.elsewhere import SUGGESTED, categories, take_clue, tell_where
from cases.letter import Letter
from cases.naming import NamesInText, replaced
from cases.states import BY_HAND, Channel
from desk import intake_fields as parts
from desk.gate import INTAKE, holders_of
from desk.intake_drafts import lend_key
from desk.intake_form import IntakeForm
from desk.opening import act_of
from desk.step_view import BAD_FORM, CONFLICT
from identity.people import PersonalData
from procedure.corridor import Refused

DONE = "exits_done"
MOST_KEPT = 50  # sheets of a session; an older one is sent again by nobody


class ExitForm(forms.Form):
    """What both ways out ask. `sheet` names the sheet they were reached from, whose draft falls away with the filing."""

    sheet = forms.UUIDField(widget=forms.HiddenInput)
    received_at = forms.DateTimeField(
        label=gettext_lazy("收到时间"),
        input_formats=[parts.MOMENT, "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(format=parts.MOMENT, attrs={"type": "datetime-local"}),
    )
    text = forms.CharField(
        label=gettext_lazy("来件内容"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)

    def clean_received_at(self) -> Any:
        return checks.received_at(self.cleaned_data["received_at"])


class ElsewhereForm(ExitForm):
    channel = forms.CharField(
        label=gettext_lazy("来源渠道"),
        max_length=40,
        help_text=gettext_lazy("未公布的渠道照实写，如微信、传真"),
    )
    category = forms.ChoiceField(label=gettext_lazy("是什么来件"), widget=forms.RadioSelect)
    told_to = forms.CharField(
        label=gettext_lazy("告知的去向"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("留空的，按所选类别的告知用语"),
    )
    field_order: Any = ("sheet", "category", "text", "told_to", "channel", "received_at")

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["text"].help_text = _("写事，不写人：此处不登记姓名、电话")
        self.fields["category"].choices = categories(localdate())


class ClueForm(ExitForm):
    channel = forms.ChoiceField(label=gettext_lazy("来源渠道"), choices=BY_HAND)
    name = parts.secret(gettext_lazy("姓名"), 40)
    phone = parts.Telephone(label=gettext_lazy("电话"))
    replace_names = forms.BooleanField(label=gettext_lazy("以代称替换并封存原文"), required=False)
    field_order: Any = ("sheet", "text", "name", "phone", "channel", "received_at")

    def letter(self) -> Letter:
        said = self.cleaned_data
        return Letter(
            channel=said["channel"],
            received_at=said["received_at"],
            text=said["text"],
            business_name="",
            person=PersonalData(name=said["name"], phone=said["phone"]),
            replace_names=said["replace_names"],
        )


@never_cache
@holders_of(INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def elsewhere(request: HttpRequest) -> HttpResponse:
    """A contact the rule does not cover (Order 121 art. 44) or from no published channel (art. 8): told where to go."""
    if not request.POST.get("exit"):
        return _carried(request, ElsewhereForm, "desk/elsewhere.html")
    form = ElsewhereForm(request.POST)
    if not form.is_valid():
        return _page(request, form, "desk/elsewhere.html", BAD_FORM)
    if _is_done(request, form):
        return render(request, "desk/exit_before.html", status=CONFLICT)
    said = form.cleaned_data
    try:
        matter = tell_where(
            act_of(request),
            category=said["category"],
            told_to=said["told_to"] or SUGGESTED.get(said["category"], ""),
            text=said["text"],
            channel=said["channel"],
            at=said["received_at"],
        )
    except Refused as refused:
        return _page(request, form, "desk/elsewhere.html", CONFLICT, objections=refused.objections)
    _done(request, form)
    return render(request, "desk/elsewhere_done.html", {"matter": matter})


@never_cache
@holders_of(INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables("form", "taken")
def clue(request: HttpRequest) -> HttpResponse:
    """A clue about an official: into the restricted inbox; number and code are shown once, and nobody here reads it again."""
    if not request.POST.get("exit"):
        return _carried(request, ClueForm, "desk/clue.html")
    form = ClueForm(request.POST)
    if not form.is_valid():
        return _page(request, form, "desk/clue.html", BAD_FORM)
    if _is_done(request, form):
        return render(request, "desk/exit_before.html", status=CONFLICT)
    try:
        taken = take_clue(act_of(request), form.letter())
    except NamesInText as named:
        return _page(request, form, "desk/clue.html", CONFLICT, names=named.found)
    _done(request, form)
    return render(request, "desk/clue_done.html", {"taken": taken, "hold": True})


@sensitive_variables()
def _carried(request: HttpRequest, kind: type[ExitForm], template: str) -> HttpResponse:
    """The form, blank or with what stood on the sheet it was reached from, whose draft is kept for the way back."""
    if request.method != "POST":
        return _page(request, kind(initial={"sheet": uuid4(), "received_at": localtime()}), template)
    typed = IntakeForm.typed(request.POST)
    sheet = IntakeForm.resumed(typed)
    said = "\n".join(part for part in (typed["text"], typed["request"]) if part)
    keeps_person = kind is ClueForm
    left: list[str] = []
    if not keeps_person:
        said, left = replaced(sheet.people(), said)
    initial = {
        "sheet": typed["intake_key"] or uuid4(),
        "received_at": typed["received_at"] or localtime(),
        "text": said,
        "channel": typed["channel"] if keeps_person else _channel_words(typed["channel"]),
        "name": typed["name"],
        "phone": typed["phone"],
    }
    response = _page(request, kind(initial=initial), template, names_left=left)
    _keep(request, response, typed)
    return response


def _keep(request: HttpRequest, response: HttpResponse, typed: dict[str, Any]) -> None:
    try:
        sheet = IntakeForm.base_fields["intake_key"].clean(typed["intake_key"])
        drafts.keep(request.user, sheet, typed, lend_key(request, response), timezone.now())
    except (forms.ValidationError, drafts.TooLarge):
        return  # nothing that could be found again under its key: the page itself holds what was typed


def _channel_words(code: Any) -> str:
    return str(Channel(code).label) if code in Channel.values else ""


def _is_done(request: HttpRequest, form: ExitForm) -> bool:
    """Whether this session has sent this sheet out before: a second click enters nothing twice."""
    return form.cleaned_data["sheet"].hex in request.session.get(DONE, [])


def _done(request: HttpRequest, form: ExitForm) -> None:
    """Remember the sheet (a random key, nothing of what it said) and let its draft go."""
    sheet = form.cleaned_data["sheet"]
    request.session[DONE] = [*request.session.get(DONE, [])[-MOST_KEPT:], sheet.hex]
    drafts.discard(request.user, sheet)


@sensitive_variables("form")
def _page(
    request: HttpRequest, form: ExitForm, template: str, status: int = 200, **more: Any
) -> HttpResponse:
    told = {code: SUGGESTED.get(code, "") for code, _words in categories(localdate())}
    listed = [(words, told[code]) for code, words in categories(localdate())]
    return render(request, template, {"form": form, "listed": listed, **more}, status=status)
