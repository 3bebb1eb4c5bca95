"""The exit seen from the desk: what was held back and why, and the two hands that may let exactly that out."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.naming import FIELDS_IN_WORDS
from desk.fresh import fresh_sign_in
from desk.gate import EXITS, holders_of
from desk.kinds import KINDS
from desk.opening import act_of
from documents import overrides
from documents.forms import FORMS
from documents.guard import INTERNAL, NUMBERS
from documents.hints import WORDS
from procedure.access import readable_numbers
from procedure.corridor import Refused
from procedure.steps import Act

BAD_FORM, CONFLICT = 400, 409
LARGEST = 2**63 - 1
WAYS = {
    "paper": gettext_lazy("文书"),
    "mail": gettext_lazy("邮件"),
    "answer": gettext_lazy("对外应答"),
    "feed": gettext_lazy("日历"),
    "file": gettext_lazy("文件"),
}
FOUND = {
    **FIELDS_IN_WORDS,
    INTERNAL: gettext_lazy("内部编号或者账号"),
    NUMBERS: gettext_lazy("个人号码"),
    overrides.UNREAD: gettext_lazy("未能完整检查"),
}


class Reason(forms.Form):
    """Why this content is to be let out all the same."""

    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One held content as the page tells it; `may` is the act this officer can do, `why_not` what stands in the way."""

    row: Any
    way: Any
    label: str
    kind: str
    found: list[Any]
    warned: list[Any]
    readable: bool
    asked: Any
    given: Any
    may: str
    why_not: tuple[str, ...]
    form: Reason
    objections: tuple[str, ...] = ()


@holders_of(EXITS)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Everything held back that concerns this officer, newest first."""
    return _page(request)


@holders_of(EXITS)
@require_POST
def ask(request: HttpRequest, held_id: int) -> HttpResponse:
    """Ask that one held content be let out; 400 and 409 keep the reason."""
    row = _held(request, held_id)
    form = Reason(request.POST)
    if not form.is_valid():
        return _page(request, row.pk, form, status=BAD_FORM)
    try:
        overrides.ask(act_of(request), row, form.cleaned_data["reason"])
    except Refused as refused:
        return _page(request, row.pk, form, refused.objections, status=CONFLICT)
    messages.success(request, _("已申请放行，待第二人办理"))
    return redirect("desk:exits")


@holders_of(EXITS)
@fresh_sign_in()
@require_POST
def give(request: HttpRequest, held_id: int) -> HttpResponse:
    """Let one held content out; 400 and 409 keep the reason."""
    row = _held(request, held_id)
    asked = next(iter(row.asked.all()), None)
    if asked is None:
        raise Http404
    form = Reason(request.POST)
    if not form.is_valid():
        return _page(request, row.pk, form, status=BAD_FORM)
    try:
        overrides.give(act_of(request), asked, form.cleaned_data["reason"])
    except Refused as refused:
        return _page(request, row.pk, form, refused.objections, status=CONFLICT)
    messages.success(request, _("已准予放行，只对原样内容有效"))
    return redirect("desk:exits")


def _held(request: HttpRequest, held_id: int) -> Any:
    row = overrides.held(request.user, held_id) if held_id <= LARGEST else None
    if row is None:
        raise Http404
    return row


def _page(
    request: HttpRequest,
    at: int = 0,
    form: Reason | None = None,
    objections: list[str] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    act, rows = act_of(request), overrides.held_for(request.user)
    readable = readable_numbers(request.user, [row.matter.number for row in rows if row.matter])
    lines = [
        _line(act, row, readable, form if row.pk == at else None, objections if row.pk == at else None)
        for row in rows
    ]
    return render(request, "desk/exits.html", {"lines": lines}, status=status)


def _line(act: Act, row: Any, readable: set[str], form: Reason | None, objections: list[str] | None) -> Line:
    asked = next(iter(row.asked.all()), None)
    given = getattr(asked, "given", None) if asked is not None else None
    why_not: list[str] = []
    if given is None:
        why_not = (
            overrides.objections_to_asking(act, row)
            if asked is None
            else overrides.objections_to_giving(act, asked)
        )
    may = "" if given is not None or why_not else ("give" if asked is not None else "ask")
    return Line(
        row=row,
        way=WAYS.get(row.exit, row.exit),
        label=FORMS[row.label].title if row.label in FORMS else "",
        kind=row.matter.kind if row.matter is not None and row.matter.kind in KINDS else "",
        found=[FOUND.get(code, code) for code in row.found],
        warned=[WORDS[code] for code in row.warned if code in WORDS],
        readable=row.matter is not None and row.matter.number in readable,
        asked=asked,
        given=given,
        may=may,
        why_not=tuple(why_not),
        form=form or Reason(auto_id=f"id_%s_{row.pk}"),
        objections=tuple(objections or ()),
    )
