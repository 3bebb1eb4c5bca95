"""Made to pay for having reported (打击报复): danger first, then what happened in plain words; no name and no code needed."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import statutes
from cases.naming import NamesInText
from portal import limits, once, puzzle, sealed
from portal.door import asked_language, public_page
from portal.even import alike
from portal.questions import Question
from portal.receipt import SHOWN_FOR, is_same_code
from procedure.corridor import Refused
from protection.retaliation import (
    LONGEST,
    Told,
    acts_on_offer,
    followed,
    receive_at_the_door,
    told_by_code,
)

BAD_FORM, CONFLICT, TOO_OFTEN = 400, 409, 429
FILING, TRACKING = "filing", "tracking"
KEPT = "mingcha/portal/retaliation/1"

# The listed acts in the words of somebody to whom they happen; the code is the shelf's.
PLAIN = {
    "violence": gettext_lazy("打我、威胁我，不让我走"),
    "property": gettext_lazy("砸、抢、扣我的东西"),
    "framing": gettext_lazy("栽赃、诬陷我"),
    "insult": gettext_lazy("骂我、造谣、到处说我"),
    "dismissal": gettext_lazy("辞退、开除、逼我走"),
    "pay": gettext_lazy("扣工资、奖金、福利"),
    "discipline": gettext_lazy("无故处分，或者加重处分"),
    "career": gettext_lazy("调岗、不让晋升、考核刁难"),
    "requests": gettext_lazy("该批的不批，故意拖着"),
    "other": gettext_lazy("其他报复，或者扬言要报复"),
}


class Tell(Question):
    """What happened, on one page. Nothing is required but a few words; in danger not even those."""

    acts = forms.MultipleChoiceField(
        label=gettext_lazy("他们做了什么？可以选几项"), widget=forms.CheckboxSelectMultiple, required=False
    )
    text = forms.CharField(
        label=gettext_lazy("发生了什么"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        help_text=gettext_lazy("什么时候、谁、做了什么，有什么凭据。不要写您自己的姓名和电话。"),
    )
    by_whom = forms.CharField(label=gettext_lazy("是哪个单位、哪个人做的"), max_length=120, required=False)
    about_bureau = forms.ChoiceField(
        label=gettext_lazy("其中有没有市场监管局的人？"),
        choices=[("no", gettext_lazy("没有，或者不知道")), ("yes", gettext_lazy("有"))],
        initial="no",
        widget=forms.RadioSelect,
        help_text=gettext_lazy("选“有”的，只有派驻纪检监察的人看得到，局里任何人都看不到。"),
    )
    code = forms.CharField(
        label=gettext_lazy("原来举报或者投诉的编号"),
        max_length=40,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=gettext_lazy("16 个字母和数字。填了，原来的证据不会被销毁；忘了就空着，照样受理。"),
    )
    seal_words = forms.BooleanField(
        label=gettext_lazy("照原样送，把写了我是谁的原文封存起来"), required=False
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["acts"].choices = [  # type: ignore[attr-defined]
            (code, PLAIN.get(code, words)) for code, words in acts_on_offer(localdate())
        ]

    def shown(self) -> list[Any]:
        """The fields of the page in order; the tick that seals the words stands beside the warning that asks for it."""
        return [field for field in self if field.name != "seal_words"]


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Whether somebody is in danger now, what this is for, who reads it, and who never learns of it."""
    return render(request, "portal/retaliation/home.html", _law())


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def tell(request: HttpRequest) -> HttpResponse:
    """The one page of questions, sent to itself; what was typed stands in no address and comes back when refused."""
    if request.method != "POST":
        return redirect("portal:retaliation")
    return _told(request)


@sensitive_variables()
def _told(request: HttpRequest) -> HttpResponse:
    danger = request.POST.get("danger") == "yes"
    key = request.POST.get("key", "")
    if request.POST.get("go") != "send" or asked_language(request):
        typed = {"text", "by_whom", "code", "acts"} & set(request.POST)
        return _page(request, Tell(request.POST) if typed else Tell(), danger, key or once.new_key())
    form = Tell(request.POST)
    if not form.is_valid():
        form.tell_wrong()
        return _page(request, form, danger, key, BAD_FORM)
    if (made := once.sent(key)) is not None:
        return _receipt(request, made, key)
    return _sent(request, form, danger=danger, key=key)


@sensitive_variables()
def _sent(request: HttpRequest, form: Tell, *, danger: bool, key: str) -> HttpResponse:
    said = form.cleaned_data
    barred: dict[str, Any]
    try:
        limits.spend(request, FILING)
        if not danger:  # nobody in danger answers riddles; the limit above counts all the same
            puzzle.solve(FILING, request.POST.dict())
        report = None
        if said["code"].strip() and (report := followed(said["code"])) is None and not danger:
            form.add_error("code", _("编号不对；想不起来就空着，照样受理"))
            form.tell_wrong()
            return _page(request, form, danger, key, BAD_FORM)
        now = timezone.now()
        told = Told(
            text=said["text"],
            received_at=now,
            danger=danger,
            acts=tuple(said["acts"]),
            by_whom=said["by_whom"],
            about_bureau=said["about_bureau"] == "yes",
            seal_words=said["seal_words"],
        )

        def file() -> dict[str, Any]:
            taken = receive_at_the_door(report, told, now)
            return {
                "number": taken.number,
                "code": taken.code,
                "danger": danger,
                "day": localdate(now).isoformat(),
            }

        return _receipt(request, once.send(key, file), key)
    except limits.Limited as limited:
        status, barred = TOO_OFTEN, {"wait": limited.wait_minutes}
    except puzzle.Unsolved as unsolved:
        status, barred = BAD_FORM, {"puzzle_error": str(unsolved)}
    except NamesInText as named:
        status, barred = CONFLICT, {"names": named.found}
    except Refused as refused:
        status, barred = CONFLICT, {"objections": refused.objections}
    except ValueError:
        # The key of the page was tampered with or lost: a fresh one, and nothing typed is lost.
        return _page(request, form, danger, once.new_key(), BAD_FORM)
    return _page(request, form, danger, key, status, **barred)


@sensitive_variables()
def _page(
    request: HttpRequest, form: Tell, danger: bool, key: str, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "form": form,
        "danger": danger,
        "key": key,
        "puzzle": None if danger else puzzle.challenge(FILING),
        **_law(),
        **more,
    }
    return render(request, "portal/retaliation/tell.html", context, status=status)


@sensitive_variables()
def _receipt(request: HttpRequest, made: dict[str, Any], key: str) -> HttpResponse:
    if not made:
        return render(request, "portal/sent_before.html", status=CONFLICT)
    token = sealed.put(KEPT, {**made, "key": key})
    return render(request, "portal/retaliation/receipt.html", {"made": made, "token": token})


@require_POST
@public_page
def typed_back(request: HttpRequest) -> HttpResponse:
    """The code typed back: right lets it be forgotten here; wrong may look again."""
    return _typed_back(request)


@sensitive_variables()
def _typed_back(request: HttpRequest) -> HttpResponse:
    try:
        made = sealed.taken(KEPT, request.POST.get("receipt", ""), SHOWN_FOR)
    except sealed.Broken:
        return render(request, "portal/old_receipt.html", status=BAD_FORM)
    context = {"made": made, "token": request.POST["receipt"]}
    if asked_language(request) or request.POST.get("go") == "again":
        return render(request, "portal/retaliation/receipt.html", context)
    if request.POST.get("go") == "hide":
        return render(request, "portal/retaliation/type_back.html", context)
    if not is_same_code(request.POST.get("code", ""), made["code"]):
        return render(
            request, "portal/retaliation/type_back.html", {**context, "wrong": True}, status=BAD_FORM
        )
    once.confirmed(made["key"])
    return render(request, "portal/retaliation/done.html", {"danger": made["danger"], **_law()})


@alike
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def follow(request: HttpRequest) -> HttpResponse:
    """How far a report of retaliation has come, by its own code: one sentence, and no word of what was said."""
    return _followed(request)


@sensitive_variables()
def _followed(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {"puzzle": puzzle.challenge(TRACKING)}
    if request.method != "POST" or asked_language(request):
        return render(request, "portal/retaliation/follow.html", context)
    status = 200
    try:
        limits.spend(request, TRACKING)
        puzzle.solve(TRACKING, request.POST.dict())
        matter = told_by_code(request.POST.get("code", ""))
        if matter is None:
            status, context["wrong"] = BAD_FORM, True
        else:
            context["state"] = matter.state_name
    except limits.Limited as limited:
        status, context["wait"] = TOO_OFTEN, limited.wait_minutes
    except puzzle.Unsolved as unsolved:
        status, context["puzzle_error"] = BAD_FORM, str(unsolved)
    return render(request, "portal/retaliation/follow.html", context, status=status)


def _law() -> dict[str, Any]:
    today = localdate()
    return {
        "ban": statutes.rule("retaliation.ban").on(today),
        "labour": statutes.rule("retaliation.labour").on(today),
        "confidential": statutes.rule("intake.confidentiality").on(today),
    }
