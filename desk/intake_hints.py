"""What helps while the caller still speaks: ours or not, the caller's earlier matters, the business, the words to read back.

Each answers a part of the page, or without script the whole sheet with that part filled in. Nothing typed stands in an
address, and nothing here decides or files anything.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from cases import checks, similar
from cases.callers import earlier_matters
from desk.gate import INTAKE, holders_of
from desk.intake_form import HintForm, IntakeForm
from desk.intake_preview import preview
from desk.intake_view import sheet
from desk.opening import act_of
from desk.read_back import lines
from enterprises.access import find_enterprises, same_business
from procedure.corridor import Refused

BUSINESSES_SHOWN = 8
SHORTEST_HINT = 4  # characters; less text says nothing yet


@holders_of(INTAKE)
@require_POST
def hint(request: HttpRequest) -> HttpResponse:
    """While the clerk types: complaint, report or both, until when, and whose matter it is, with the words that say so."""
    form = HintForm(request.POST)
    if not form.is_valid() or len(form.cleaned_data["text"]) < SHORTEST_HINT:
        return render(request, "desk/intake/_hint.html", {})
    return render(request, "desk/intake/_hint.html", {"preview": preview(form.cleaned_data)})


@holders_of(INTAKE)
@require_POST
def businesses(request: HttpRequest) -> HttpResponse:
    """Known businesses that fit what was typed, for the list under the field."""
    text = _printable(request, "business_name", 60)
    found = find_enterprises(text)[:BUSINESSES_SHOWN] if len(text) > 1 else []
    return render(request, "desk/_businesses.html", {"businesses": found})


@holders_of(INTAKE)
@require_POST
def credit_code(request: HttpRequest) -> HttpResponse:
    """Whether the check digit of a credit code fits; silent until it has its eighteen characters."""
    try:
        code = checks.credit_code(_printable(request, "credit_code", 40))
    except ValidationError as wrong:
        return render(request, "desk/intake/_credit_code.html", {"wrong": wrong.messages[0]})
    return render(request, "desk/intake/_credit_code.html", {"code": code})


@never_cache
@holders_of(INTAKE)
@require_POST
@sensitive_post_parameters()
def same(request: HttpRequest) -> HttpResponse:
    """The matters of the same business within ninety days, as far as this clerk may know of them."""
    name = _printable(request, "business_name", 120)
    code = _printable(request, "credit_code", 40)
    today = localdate()
    found = similar.of_business(request.user, same_business(name, code), today) if name or code else []
    return render(request, "desk/intake/_similar.html", {"similar": found, "asked": bool(name or code)})


@never_cache
@holders_of(INTAKE)
@require_POST
@sensitive_post_parameters()
def caller(request: HttpRequest) -> HttpResponse:
    """The caller's earlier matters by number; the question is kept, limited, and shows no other clerk's report."""
    context = _asked(request)
    if request.headers.get("HX-Request"):
        return render(request, "desk/intake/_caller.html", context)
    return sheet(request, IntakeForm.resumed(IntakeForm.typed(request.POST)), **context)


@sensitive_variables()
def _asked(request: HttpRequest) -> dict[str, Any]:
    try:
        phone = checks.telephone(request.POST.get("phone", "")[:40])
        id_number = checks.paper_number(
            request.POST.get("id_type", "")[:20], request.POST.get("id_number", "")[:40]
        )
    except ValidationError:
        return {"lookup": True, "lookup_barred": [_("号码不完整，未查询")]}
    if not phone and not id_number:
        return {"lookup": True, "lookup_barred": [_("先填电话或者身份证号")]}
    try:
        return {"lookup": True, "earlier": earlier_matters(act_of(request), phone=phone, id_number=id_number)}
    except Refused as refused:
        return {"lookup": True, "lookup_barred": refused.objections}


@never_cache
@holders_of(INTAKE)
@require_POST
@sensitive_post_parameters()
@sensitive_variables()
def read_back(request: HttpRequest) -> HttpResponse:
    """What was typed, in the words in which the clerk reads it back (Order 121 art. 10(2))."""
    form = IntakeForm.resumed(IntakeForm.typed(request.POST))
    context = {"read": lines(form)}
    if request.headers.get("HX-Request"):
        return render(request, "desk/intake/_read_back.html", context)
    return sheet(request, form, **context)


def _printable(request: HttpRequest, name: str, longest: int) -> str:
    return "".join(c for c in request.POST.get(name, "") if c.isprintable()).strip()[:longest]
