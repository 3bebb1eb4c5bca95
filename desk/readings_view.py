"""The questions the texts leave open: which answer is in force, who gave it and why, and a form to answer anew."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

import statutes
from desk.gate import LAW, PROPOSERS, holders_of
from procedure.corridor import Refused
from procedure.law import law
from procedure.readings import answer, recorded_for
from procedure.steps import Act
from statutes.readings import Question, Reading, questions

BAD_FORM, CONFLICT = 400, 409


class Answer(forms.Form):
    """The choice among a question's answers, and why."""

    choice = forms.ChoiceField(label=gettext_lazy("读法"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("写明条文、解释方法和请示答复；这段话随每一个受影响的日期显示"),
    )

    def __init__(self, asked: Question, *args: Any, **kwargs: Any) -> None:
        """Offer the answers the shelf lists for this question."""
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["choice"].choices = list(asked.choices.items())


@dataclass(frozen=True)
class Open:
    """One question with the answer in force and the earlier ones; a recorded answer carries its matter's number."""

    asked: Question
    now: Reading
    earlier: list[Reading]

    @property
    def unverified(self) -> bool:
        """True when the text it asks about was only recalled."""
        return self.asked.confidence == "recalled"


def _open(officer: Any) -> list[Open]:
    held, rows = law().readings, recorded_for(officer)
    found = []
    for code, asked in questions().items():
        recorded = [row.as_reading() for row in rows if row.question == code]
        now = held.of(code)
        earlier = [each for each in recorded if each.number != now.number]
        if now.number:
            earlier.append(statutes.SHIPPED.of(code))
        found.append(Open(asked, now, earlier))
    return found


@holders_of(LAW)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Every open question of the shelf with its answers."""
    answers = bool(PROPOSERS & request.user.offices_on(localdate()))
    return render(request, "desk/readings.html", {"questions": _open(request.user), "answers": answers})


@holders_of(PROPOSERS)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_anew(request: HttpRequest, code: str) -> HttpResponse:
    """Answer one question anew; refused with the reasons (409), and nothing typed is lost."""
    found = next((each for each in _open(request.user) if each.asked.code == code), None)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _form(request, found, Answer(found.asked))
    form = Answer(found.asked, request.POST)
    if not form.is_valid():
        return _form(request, found, form, status=BAD_FORM)
    try:
        said = form.cleaned_data
        reading = answer(
            Act(by=request.user, at=timezone.now()), found.asked.code, said["choice"], said["reason"]
        )
    except Refused as refused:
        return _form(request, found, form, objections=refused.objections, status=CONFLICT)
    messages.success(request, _("已认定读法，正在计算的期限随后逐件重新计算"))
    return redirect("desk:matter", reading.number)


def _form(
    request: HttpRequest, found: Open, form: Answer, *, objections: Any = (), status: int = 200
) -> HttpResponse:
    context = {"question": found, "form": form, "objections": objections}
    return render(request, "desk/readings_answer.html", context, status=status)
