"""Many matters in four steps: chosen on the list, the facts stated once, a preview that does nothing, then the doing."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from desk import bulk, trail, worklist
from desk.gate import officers_only
from desk.opening import act_of
from desk.step_view import BAD_FORM
from desk.units import UnitNames


@officers_only
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The chosen matters and the form of what is stated for all of them; facts in the address are filled in again."""
    work = _work(request, request.GET.get("do"))
    choice = bulk.chosen(request.user, work, request.GET.getlist("m"))
    if not choice.numbers:
        messages.info(request, _("请先在列表中勾选事项"))
        return redirect(_back(request))
    return _facts(request, choice, initial=request.GET.dict())


@officers_only
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What would become of each matter; nothing is done and nothing is locked."""
    work = _work(request, request.POST.get("do"))
    choice = bulk.chosen(request.user, work, request.POST.getlist("m"), request.POST)
    lead = choice.lead()
    if lead is None or len(choice.numbers) > bulk.MOST:
        return _facts(request, choice, status=BAD_FORM)
    act = act_of(request)
    choice.facts(lead, act)
    form = choice.forms[lead.kind, lead.unit]
    if form.errors:
        return _facts(request, choice, form=form, status=BAD_FORM)
    lines = bulk.preview(act, choice)
    facts = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    again = urlencode(
        [("do", work.verb), ("list", _list(request)), *(("m", n) for n in choice.numbers), *facts.items()]
    )
    told = [(form[name].label, _in_words(form, name)) for name in facts]
    context = {
        "lines": lines,
        "ready": [line for line in lines if not line.objections],
        "facts": facts,
        "told": told,
        "change": f"{reverse('desk:bulk')}?{again}",
    }
    return _render(request, "desk/bulk_preview.html", choice, context)


@officers_only
@require_POST
def do(request: HttpRequest) -> HttpResponse:
    """Do it to every matter of the preview, each on its own, and say what became of each; sending it twice does it once."""
    work = _work(request, request.POST.get("do"))
    seen = {}
    for said in request.POST.getlist("m"):
        number, _colon, seq = said.rpartition(":")
        seen[number] = int(seq) if seq.isascii() and seq.isdigit() and len(seq) < 10 else 0
    choice = bulk.chosen(request.user, work, seen, request.POST)
    if choice.lead() is None or len(choice.numbers) > bulk.MOST:
        return _facts(request, choice, status=BAD_FORM)
    lines = bulk.carry_out(act_of(request), choice, seen)
    context = {
        "lines": lines,
        "done": sum(line.done or line.before for line in lines),
        "failed": sum(bool(line.objections) for line in lines),
    }
    return _render(request, "desk/bulk_done.html", choice, context)


def _work(request: HttpRequest, code: str | None) -> bulk.Work:
    """The work asked for; one that is not this officer's is not found."""
    for work in bulk.offered(request.user, localdate()):
        if work.verb == code:
            return work
    raise Http404


def _facts(
    request: HttpRequest, choice: bulk.Choice, *, form: Any = None, initial: Any = None, status: int = 200
) -> HttpResponse:
    lead, objections = choice.lead(), []
    if len(choice.numbers) > bulk.MOST:
        objections.append(_("一次最多办理 %(most)d 件，请分几次办理") % {"most": bulk.MOST})
    elif lead is None:
        objections.append(_("所选事项中没有可以批量办理的"))
    step = choice.step(lead) if lead is not None and not objections else None
    if form is None and step is not None and step.facts is not None:
        form = step.facts(None, matter=lead, act=act_of(request), initial=initial or {})
    context = {"form": form if step else None, "objections": objections}
    return _render(request, "desk/bulk.html", choice, context, BAD_FORM if objections else status)


def _render(
    request: HttpRequest, template: str, choice: bulk.Choice, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    units = UnitNames(request.user.holdings_on(localdate()))
    for matter in choice.matters.values():
        matter.unit_name = units[matter.unit]
    known = {
        "work": choice.work,
        "chosen": list(choice.matters.values()),
        "missing": len(choice.numbers) - len(choice.matters) if len(choice.numbers) <= bulk.MOST else 0,
        "list": _list(request),
        "back": _back(request),
    }
    return render(request, template, {**known, **context}, status=status)


def _in_words(form: Any, name: str) -> str:
    """A stated fact as the preview tells it: an officer or a unit by name, not by code."""
    value = form.cleaned_data.get(name)
    choices = getattr(form.fields[name], "choices", None)
    if choices is None or hasattr(value, "pk"):
        return str(value)
    return str(dict(choices).get(value, value))


def _list(request: HttpRequest) -> str:
    """The list the officer came from, as its query; a broken one counts as the whole list."""
    said = request.POST.get("list", request.GET.get("list", ""))
    return worklist.read(dict(parse_qsl(said[: trail.LONGEST]))).here()


def _back(request: HttpRequest) -> str:
    query = _list(request)
    return f"{reverse('desk:worklist')}{'?' if query else ''}{query}"
