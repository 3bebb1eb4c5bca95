"""Writing to whoever filed a matter, in the bureau's name, and saying that what he wrote was read."""

from typing import Any

from django import forms
from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cases import messages
from desk import trail
from desk.gate import officers_only
from desk.opening import act_of, opened
from desk.step_view import BAD_FORM, CONFLICT
from documents.messages import to_filer
from identity.leak import LeakCheckFailed
from procedure.corridor import NamesSomebody, Refused

LONGEST = 1000
AWAY = 503


class ToFiler(forms.Form):
    """What the bureau says; it is read on a page that a code opens."""

    text = forms.CharField(
        label=gettext_lazy("给提交人留言"),
        help_text=gettext_lazy(
            "以机关名义显示，不署您的姓名。不写姓名、电话等身份信息，也不写只有办案人员知道的情况。"
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def panel(officer: Any, matter: Any) -> dict[str, Any]:
    """The messages of a matter for its page: the thread, whether an answer is awaited, and whether this officer writes."""
    if not messages.has_thread(matter):
        return {}
    rows = messages.thread(matter)
    return {
        "thread": rows,
        "awaited": bool(rows) and rows[-1].direction == "in",
        "may_write": messages.may_write(officer, matter, localdate()),
    }


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, number: str) -> HttpResponse:
    """The form (GET) or the message itself (POST); 400 and 409 keep what was written and say what stands in the way."""
    matter = opened(request, number)
    if request.method != "POST":
        barred = [] if messages.may_write(request.user, matter, localdate()) else [_not_yours()]
        return _answer(request, matter, ToFiler(label_suffix=""), barred)
    form = ToFiler(request.POST, label_suffix="")
    if not form.is_valid():
        return _answer(request, matter, form, [], BAD_FORM)
    try:
        to_filer(act_of(request, seen=request.POST.get("seen")), matter, form.cleaned_data["text"])
    except NamesSomebody as named:
        form.add_error("text", named.objections)
        return _answer(request, matter, form, [], BAD_FORM)
    except Refused as refused:
        return _answer(request, matter, form, refused.objections, CONFLICT)
    except LeakCheckFailed:
        return _answer(request, matter, form, [_("现在不能核对内容，没有发出，请过一会儿再试")], AWAY)
    notices.success(request, _("留言已发出，%(when)s") % {"when": _when(matter)})
    return _back(request, matter)


@officers_only
@require_POST
def read(request: HttpRequest, number: str) -> HttpResponse:
    """Say that what the filer wrote was read and asks for no answer."""
    matter = opened(request, number)
    try:
        messages.mark_read(act_of(request), matter)
    except Refused as refused:
        return _answer(request, matter, ToFiler(label_suffix=""), refused.objections, CONFLICT)
    return _back(request, matter)


def _not_yours() -> str:
    return _("由本事项的承办人、承办机构负责人办理；尚未分送的由分流员办理")


def _when(matter: Any) -> str:
    return _("提交人在下一个工作日之后看到") if matter.kind == "report" else _("提交人查询时即可看到")


def _back(request: HttpRequest, matter: Any) -> HttpResponse:
    response = redirect("desk:matter", matter.number)
    response["Location"] += f"{trail.of(request).query}#messages"
    return response


def _answer(
    request: HttpRequest, matter: Any, form: ToFiler, objections: list[str], status: int = 200
) -> HttpResponse:
    context = {"matter": matter, "form": form, "objections": objections, "trail": trail.of(request)}
    return render(request, "desk/message.html", {**context, **panel(request.user, matter)}, status=status)
