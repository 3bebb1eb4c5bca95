"""Following a matter by its code: the code is sent once, in the body of a form, and then a mark in a cookie stands for it.

The cookie goes to these addresses alone, no script reads it and no other site's form brings it along. Neither code nor
reference stands in an address, a log, a session or a message of Django.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from cases import messages, tracking
from cases.naming import FIELDS_IN_WORDS
from documents.messages import NamesYou, from_filer
from identity.leak import LeakCheckFailed
from identity.marks import marks_in
from identity.visits import IDLE, Visit, begin, leave, visit_of
from portal import puzzle, track_files, track_forms, track_page
from portal.even import alike
from portal.limits import Limited, spend
from procedure.corridor import Refused, perform

COOKIE, PATH = "mingcha-track", "/track/"
BAD_FORM, GONE, CONFLICT, TOO_OFTEN, AWAY = 400, 403, 409, 429, 503
Page = Callable[[HttpRequest, Visit, Any], HttpResponse]


def _see_other(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = 303  # a page that was sent by a form is not sent again when it is looked at again
    return response


def _keep(response: HttpResponse, visit: Visit) -> HttpResponse:
    response.set_cookie(
        COOKIE,
        visit.mark(),
        max_age=int(IDLE.total_seconds()),
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def _forget(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")
    return response


def _visit(request: HttpRequest) -> tuple[Visit, Any] | None:
    """The open visit and its matter; None for no mark, a bad one, or a person who filed nothing."""
    visit = visit_of(request.COOKIES.get(COOKIE, ""))
    matter = tracking.matter_of(visit.ref) if visit is not None else None
    return (visit, matter) if visit is not None and matter is not None else None


def _entry(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    """The one field for the code. What was typed there is not shown again: somebody may look over a shoulder."""
    context = {"entry": track_forms.Entry(), "puzzle": puzzle.challenge("tracking"), **more}
    return _forget(render(request, "portal/track/entry.html", context, status=status))


def _page(request: HttpRequest, visit: Visit, matter: Any, status: int = 200, **forms: Any) -> HttpResponse:
    context = track_page.shown(request, visit, matter, forms)
    return _keep(render(request, "portal/track/page.html", context, status=status), visit)


def behind_the_code(page: Page) -> Callable[[HttpRequest], HttpResponse]:
    """An act on the visitor's own matter, by POST; without an open visit the code is asked for and the words are given
    back, so that nothing typed is lost."""

    @alike
    @require_POST
    @sensitive_post_parameters()
    @wraps(page)
    def view(request: HttpRequest) -> HttpResponse:
        found = _visit(request)
        if found is None:
            kept = request.POST.get("text", "")[: track_forms.LONGEST_MESSAGE]
            return _entry(request, GONE, ended=True, kept=kept)
        try:
            spend(request, "evidence")
        except Limited as limited:
            return _page(request, *found, TOO_OFTEN, trouble=_too_often(limited), **_typed(request))
        return page(request, *found)

    return view


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What was written, for an answer that did nothing with it."""
    return {"note": track_forms.Note({"text": request.POST["text"]})} if "text" in request.POST else {}


def _too_often(limited: Limited) -> str:
    return _("这一网络的操作太多了，请 %(n)d 分钟后再试") % {"n": limited.wait_minutes}


@alike
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables("code")
def follow(request: HttpRequest) -> HttpResponse:
    """The page of the visitor's matter, or the field for the code (GET); the code itself (POST).

    A wrong, an unknown and a malformed code are answered alike (400), and every try is counted (429).
    """
    if request.method != "POST":
        found = _visit(request)
        return _page(request, *found) if found else _entry(request, left=request.GET.get("left") == "1")
    try:
        spend(request, "tracking")
        puzzle.solve("tracking", request.POST)
    except Limited as limited:
        return _entry(request, TOO_OFTEN, trouble=_too_often(limited))
    except puzzle.Unsolved as unsolved:
        return _entry(request, BAD_FORM, puzzle_error=str(unsolved))
    code = request.POST.get("code", "")[: track_forms.LONGEST_CODE]
    ref = tracking.ref_behind(code, request.POST.get("number", ""))
    if ref is None or tracking.matter_of(ref) is None:
        return _entry(request, BAD_FORM, wrong=True)
    return _keep(_see_other(reverse("portal:track")), begin(ref))


@alike
@require_POST
def go(request: HttpRequest) -> HttpResponse:
    """Leave: the mark is refused from now on, whoever kept a copy of it."""
    visit = visit_of(request.COOKIES.get(COOKIE, ""))
    if visit is not None:
        leave(visit)
    return _forget(_see_other(f"{reverse('portal:track')}?left=1"))


@behind_the_code
def write(request: HttpRequest, visit: Visit, matter: Any) -> HttpResponse:
    """Leave a message: what tells who somebody is is pointed out once, and a sealed name is refused for good."""
    if not messages.has_thread(matter):
        return _see_other(reverse("portal:track"))
    form = track_forms.Note(request.POST)
    if not form.is_valid():
        return _page(request, visit, matter, BAD_FORM, note=form.marked())
    text = form.cleaned_data["text"]
    if _said_just_now(matter, text):
        return _done(visit, "sent")
    pointed = [] if form.cleaned_data["sure"] else _pointed_out(matter, text)
    if pointed:
        return _page(request, visit, matter, BAD_FORM, note=form, pointed=pointed)
    return _say(request, visit, matter, form, text, done="sent")


@behind_the_code
def withdraw(request: HttpRequest, visit: Visit, matter: Any) -> HttpResponse:
    """Take a complaint back: before acceptance by the step of the procedure, afterwards by asking the unit to end it."""
    if matter.kind != "complaint":
        return _see_other(reverse("portal:track"))
    form = track_forms.TakingBack(request.POST, joint=matter.submission.joint)
    if not form.is_valid():
        return _page(request, visit, matter, BAD_FORM, taking_back=form.marked())
    said = form.cleaned_data
    if track_page.may(visit, matter, "withdraw"):
        facts = {"how": _how(said["reason"]), "represented_consent": said.get("represented_consent", False)}
        return _perform(
            request, visit, matter, matter.withdraw, facts, done="withdrawn", form={"taking_back": form}
        )
    if matter.state not in track_page.ASKABLE:
        return _page(request, visit, matter, CONFLICT, trouble=_("现在的状态不能撤回"))
    joint = "represented_consent" in form.fields and not said["represented_consent"]
    text = _how(said["reason"]) + (_("（共同投诉，尚未写明被代表的投诉人是否同意）") if joint else "")
    return _say(request, visit, matter, form, text, done="asked", topic="withdrawal", name="taking_back")


@behind_the_code
@sensitive_variables("code")
def claim(request: HttpRequest, visit: Visit, matter: Any) -> HttpResponse:
    """Apply for the reward, or confirm that it is taken, with the code typed once more."""
    told = track_page.claim_of(matter, timezone.now())
    if told is None or not told.step:
        return _page(request, visit, matter, CONFLICT, trouble=_("现在没有可以申请或者领取的奖励"))
    code = request.POST.get("again", "")[: track_forms.LONGEST_CODE]
    facts = {"code": code, "how": _("本人在网上凭查询码办理")}
    form = track_forms.Claiming()
    return _perform(
        request, visit, matter, getattr(told.claim, told.step), facts, done=told.step, form={"claiming": form}
    )


@behind_the_code
def add_file(request: HttpRequest, visit: Visit, matter: Any) -> HttpResponse:
    """Put a photograph or a file to the matter; what is not taken is said with its reason (400)."""
    given = request.FILES.get("file")
    if given is None or not track_files.offered(matter):
        return _page(request, visit, matter, BAD_FORM, file_error=_("请先选一个文件"))
    try:
        track_files.take(track_page.act_of(visit, matter), matter, given, given.name or "")
    except track_files.NotTaken as refused:
        words = str(refused) or _("这个文件收不下，请换一个，或者拿到受理窗口")
        return _page(request, visit, matter, BAD_FORM, file_error=words)
    except Refused as refused:
        return _page(request, visit, matter, CONFLICT, trouble="；".join(refused.objections))
    return _done(visit, "added")


def _how(reason: str) -> str:
    said = _("本人在网上凭查询码撤回")
    return f"{said}：{reason}" if reason else said


def _done(visit: Visit, word: str) -> HttpResponse:
    return _keep(_see_other(f"{reverse('portal:track')}?done={word}"), visit)


def _perform(
    request: HttpRequest,
    visit: Visit,
    matter: Any,
    step: Any,
    facts: dict[str, Any],
    *,
    done: str,
    form: dict[str, Any],
) -> HttpResponse:
    try:
        perform(track_page.act_of(visit, matter), step, **facts)
    except Refused as refused:
        return _page(request, visit, matter, CONFLICT, trouble="；".join(refused.objections), **form)
    return _done(visit, done)


def _say(
    request: HttpRequest,
    visit: Visit,
    matter: Any,
    form: Any,
    text: str,
    *,
    done: str,
    topic: str = "note",
    name: str = "note",
) -> HttpResponse:
    try:
        from_filer(track_page.act_of(visit, matter), matter, text, topic)
    except NamesYou as named:
        fields = _("、").join(str(FIELDS_IN_WORDS[field]) for field in named.found)
        trouble = _("没有发送：里面写有已经封存的身份信息（%(fields)s），请去掉后再发") % {"fields": fields}
        return _page(request, visit, matter, BAD_FORM, trouble=trouble, **{name: form})
    except Refused as refused:
        return _page(request, visit, matter, CONFLICT, trouble="；".join(refused.objections), **{name: form})
    except LeakCheckFailed:
        trouble = _("现在不能核对内容，没有发送，请过一会儿再试")
        return _page(request, visit, matter, AWAY, trouble=trouble, **{name: form})
    return _done(visit, done)


def _said_just_now(matter: Any, text: str) -> bool:
    """Whether this is the last thing he said: a second click, or a page sent again."""
    rows = [row for row in messages.thread(matter) if row.direction != "read"]
    return bool(rows) and rows[-1].direction == "in" and rows[-1].text == text


MARKS = {
    "phone": gettext_lazy("电话号码"), "id": gettext_lazy("证件号"), "card": gettext_lazy("卡号"), "email": gettext_lazy("邮箱"), "plate": gettext_lazy("车牌"),
    "name": gettext_lazy("姓名"), "own": gettext_lazy("本人信息"), "few": gettext_lazy("只有少数人知道的细节"),
}  # fmt: skip


def _pointed_out(matter: Any, text: str) -> list[tuple[str, str]]:
    """What stands in the text that tells who somebody is: the kind in words, and the piece itself."""
    found = marks_in(text, inside=matter.kind == "report")
    return [(str(MARKS[mark.kind]), text[mark.start : mark.end]) for mark in found]
