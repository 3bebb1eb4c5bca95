"""Filing by anyone: what the two ways are, one question a page, what was said, the code shown once and typed back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST, require_safe

from cases.naming import NamesInText
from portal import attachments, limits, once, puzzle, receipt, sealed
from portal.door import asked_language, public_page
from portal.paths import CHECK, INSIDE, PATHS, Step
from portal.questions import Question
from portal.sheet import Sheet
from portal.summary import rows
from portal.told import home_law, law_of
from procedure.corridor import Refused

BAD_FORM, CONFLICT, TOO_LARGE, TOO_OFTEN = 400, 409, 413, 429
FILING, EVIDENCE = "filing", "evidence"
EDIT = "edit:"


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    """What a complaint is and what a report is, what each can do, and where to go with anything else."""
    return render(request, "portal/home.html", home_law(localdate()))


@require_GET
@public_page
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Where to go with what is neither complaint nor report (Order 121 art. 44)."""
    return render(request, "portal/elsewhere.html", home_law(localdate()))


@public_page
def steps(request: HttpRequest) -> HttpResponse:
    """The pages of a sheet, all at one address: what was typed stands in no address and in no list."""
    if request.method != "POST":
        return redirect("portal:file")
    return _turn(request)


@sensitive_variables("sheet")
def _turn(request: HttpRequest) -> HttpResponse:
    """From one page of the sheet to the next, back, to one to be edited, or out."""
    go = request.POST.get("go", "next")
    if go == "clear":
        return _cleared(request)
    if "draft" not in request.POST:
        if request.POST.get("path") not in PATHS:
            return redirect("portal:file")
        sheet = Sheet(request.POST["path"])
        return _page(request, sheet, sheet.steps()[0])
    try:
        sheet = Sheet.opened(request.POST["draft"])
    except sealed.Broken:
        return render(request, "portal/old_sheet.html", status=BAD_FORM)
    return _led(request, sheet, go)


@sensitive_variables("sheet")
def _led(request: HttpRequest, sheet: Sheet, go: str) -> HttpResponse:
    """Keep what was typed, then go where the button says."""
    name = request.POST.get("step", "")
    here = sheet.step(name)
    if here is not None:
        sheet.keep(here, request.POST)
    if asked_language(request):
        return _page(request, sheet, here) if here else _check(request, sheet)
    if go.startswith(EDIT):
        wanted = sheet.step(go.removeprefix(EDIT))
        return _page(request, sheet, wanted, editing=True) if wanted else _check(request, sheet)
    if go == "back":
        return _page(request, sheet, sheet.before(name) or sheet.steps()[0])
    return _send(request, sheet) if go == "send" else _next(request, sheet, here)


@sensitive_variables("sheet", "form")
def _next(request: HttpRequest, sheet: Sheet, here: Step | None) -> HttpResponse:
    editing = request.POST.get("editing") == "1"
    if here is not None:
        form = sheet.asked(here)
        if not form.is_valid():
            form.tell_wrong()
            return _page(request, sheet, here, form=form, editing=editing)
        following = sheet.after(here.name)
        if following is not None and not (editing and sheet.first_wrong() is None):
            return _page(request, sheet, following, editing=editing)
    return _check(request, sheet)


@sensitive_variables("sheet", "form", "context")
def _page(
    request: HttpRequest, sheet: Sheet, step: Step, *, form: Question | None = None, editing: bool = False
) -> HttpResponse:
    """One question; a bound form says what is wrong with what was typed, and shows it."""
    steps = sheet.steps()
    try:
        token = sheet.token()
    except sealed.TooLarge:
        return render(request, "portal/too_long.html", status=TOO_LARGE)
    context = {
        "sheet": sheet,
        "token": token,
        "step": step,
        "form": form or sheet.shown(step),
        "number": [each.name for each in steps].index(step.name) + 1,
        "of": len(steps) + 1,
        "first": step is steps[0],
        "editing": editing,
        "inside": sheet.path == INSIDE,
        "danger": sheet.said.get("danger") == "yes" and step.name != "danger",
        **law_of(step.name, localdate()),
    }
    return render(request, "portal/step.html", context, status=BAD_FORM if form is not None else 200)


@sensitive_variables("sheet", "context", "form")
def _check(request: HttpRequest, sheet: Sheet, status: int = 200, **more: Any) -> HttpResponse:
    """Everything that was said, with what tells who somebody is marked in it; a page still wrong comes first."""
    if wrong := sheet.first_wrong():
        step, form = wrong
        return _page(request, sheet, step, form=form, editing=True)
    decide = sheet.to_decide()
    chosen = {name: request.POST.get(f"mark_{name}", "") for name in decide}
    context = {
        "sheet": sheet,
        "token": sheet.token(),
        "rows": rows(sheet, chosen),
        "decide": bool(decide),
        "number": len(sheet.steps()) + 1,
        "of": len(sheet.steps()) + 1,
        "step_name": CHECK,
        "puzzle": puzzle.challenge(FILING),
        "danger": sheet.said.get("danger") == "yes",
        **law_of(CHECK, localdate()),
        **more,
    }
    return render(request, "portal/check.html", context, status=status)


@sensitive_variables("sheet", "decided", "made")
def _send(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """File the sheet once; whatever stands in the way is told on the summary, and nothing is lost."""
    if (made := once.sent(sheet.key)) is not None:
        return _receipt(request, sheet, made)
    if sheet.first_wrong():
        return _check(request, sheet)
    decided = {name: request.POST.get(f"mark_{name}", "") for name in sheet.to_decide()}
    open_marks = [name for name, may in sheet.to_decide().items() if decided[name] not in may]
    if open_marks:
        return _check(request, sheet, BAD_FORM, undecided=open_marks)
    try:
        limits.spend(request, FILING)
        puzzle.solve(FILING, request.POST.dict())
        made = once.send(sheet.key, lambda: receipt.file(sheet, timezone.now(), decided))
    except limits.Limited as limited:
        status, barred = TOO_OFTEN, {"wait": limited.wait_minutes}
    except puzzle.Unsolved as unsolved:
        status, barred = BAD_FORM, {"puzzle_error": str(unsolved)}
    except NamesInText as named:
        status, barred = CONFLICT, {"names": named.found}
    except Refused as refused:
        status, barred = CONFLICT, {"objections": refused.objections}
    else:
        return _receipt(request, sheet, made)
    return _check(request, sheet, status, **barred)


@sensitive_variables("sheet", "made")
def _receipt(request: HttpRequest, sheet: Sheet, made: dict[str, Any]) -> HttpResponse:
    if not made:
        return render(request, "portal/sent_before.html", status=CONFLICT)
    return render(request, "portal/receipt.html", receipt.shown(made, sheet.key))


@require_POST
@public_page
def typed_back(request: HttpRequest) -> HttpResponse:
    """The code typed back: right leads to the last page and lets the code be forgotten; wrong may look again."""
    return _typed_back(request)


@sensitive_variables()
def _typed_back(request: HttpRequest) -> HttpResponse:
    try:
        made = receipt.brought(request.POST.get("receipt", ""))
    except sealed.Broken:
        return render(request, "portal/old_receipt.html", status=BAD_FORM)
    if asked_language(request) or request.POST.get("go") == "again":
        return render(request, "portal/receipt.html", receipt.shown(made, made["key"]))
    context = receipt.shown(made, made["key"])
    if request.POST.get("go") == "hide":
        return render(request, "portal/type_back.html", context)
    if not receipt.is_same_code(request.POST.get("code", ""), made["code"]):
        context["wrong"] = True
        return render(request, "portal/type_back.html", context, status=BAD_FORM)
    once.confirmed(made["key"])
    return _last(request, receipt.kept(made))


@require_POST
@public_page
def add_file(request: HttpRequest) -> HttpResponse:
    """A file put to what was just sent, from its last page."""
    return _add_file(request)


@sensitive_variables()
def _add_file(request: HttpRequest) -> HttpResponse:
    try:
        context = receipt.still_kept(request.POST.get("pass", ""))
    except sealed.Broken:
        return render(request, "portal/old_receipt.html", status=BAD_FORM)
    if asked_language(request):
        return _last(request, context)
    given = request.FILES.get("file")
    if given is None:
        return _last(request, context, BAD_FORM, file_error=_("请先选一个文件"))
    try:
        limits.spend(request, EVIDENCE)
        attachments.take(context["receipt"], given, given.name or "", timezone.now())
    except limits.Limited as limited:
        words = _("上传太频繁，请 %(n)d 分钟后再试") % {"n": limited.wait_minutes}
        return _last(request, context, TOO_OFTEN, file_error=words)
    except attachments.NotTaken as refused:
        words = str(refused) or _("这个文件收不下，请换一个，或者拿到受理窗口")
        return _last(request, context, BAD_FORM, file_error=words)
    return _last(request, context, file_taken=True)


def _last(request: HttpRequest, context: dict[str, Any], status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "portal/done.html", {**context, **more}, status=status)


def _cleared(request: HttpRequest) -> HttpResponse:
    """Leave nothing on a shared device that a page can remove; what only the browser can, is said."""
    response = render(request, "portal/cleared.html")
    for cookie in list(request.COOKIES):
        if cookie in {"csrftoken", "django_language"}:
            response.delete_cookie(cookie, samesite="Lax")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
