"""Doing one step: a form with what it will bring about, one call of `perform`, and an answer that loses nothing typed."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

import statutes
from desk import telling, trail
from desk.gate import officers_only
from desk.kinds import KINDS
from desk.opening import act_of, opened
from documents.forms import form as paper_form
from procedure.access import readable_numbers
from procedure.corridor import Overtaken, Refused, perform, steps_for
from procedure.matter import Matter
from procedure.steps import Step, step_of

BAD_FORM, CONFLICT = 400, 409


@dataclass(frozen=True)
class Consequences:
    """What a step brings about, in words: the next state, the terms it stops and starts, the papers it owes.

    `awaits` are terms the step decides but only the recorded notice will stop.
    """

    state: str
    stops: list[str]
    awaits: list[str]
    starts: list[str]
    papers: list[str]


def consequences(matter: Matter, step: Step) -> Consequences:
    """Read them off the declaration of the step, for the law of the matter's day."""
    day = matter.law_day()

    def titles(names: Any) -> list[str]:
        rules = [statutes.rule(name) for name in names]
        return [_(rule.title) for rule in rules if rule.in_force_on(day)]

    running = set(matter.clocks.running().values_list("rule", flat=True))
    told_later = {
        name
        for name in step.answers
        if name in running and not step.by_notice and statutes.rule(name).on(day).answered_by == "notice"
    }
    return Consequences(
        state=KINDS[matter.kind].state_name(step.target) if step.target else "",
        stops=titles(name for name in (*step.answers, *step.voids) if name in running - told_later),
        awaits=titles(sorted(told_later)),
        starts=titles(opens.rule for opens in step.opens),
        papers=[_(paper_form(code).title) for code in step.serves],
    )


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """The form of a step (GET), or the step itself (POST): 400 keeps the form, 409 says why not and keeps it too."""
    matter = opened(request, number)
    step = step_of(type(matter), verb)
    if step is None:
        raise Http404
    if request.method != "POST":
        found = next((s for s in steps_for(act_of(request), matter) if s.step.verb == verb), None)
        if found is None:
            why = _("当前状态是“%(state)s”，不能办理“%(step)s”") % {
                "state": matter.state_name,
                "step": _(step.name),
            }
            return _answer(request, matter, step, None, objections=[why], status=CONFLICT)
        form = (
            step.facts(None, matter=matter, act=act_of(request), initial=proposed(matter, step))
            if step.facts
            else None
        )
        return _answer(request, matter, step, form, objections=list(found.objections))
    act = act_of(request, seen=request.POST.get("seen"))
    form = step.facts(request.POST, matter=matter, act=act) if step.facts else None
    if form is not None and not form.is_valid():
        return _answer(request, matter, step, form, status=BAD_FORM, seen=request.POST.get("seen", ""))
    facts = form.cleaned_data if form is not None else {}
    try:
        perform(act, getattr(matter, verb), **facts)
    except Overtaken as overtaken:
        since = telling.since(matter, overtaken.since)
        return _answer(request, opened(request, number), step, form, since=since, status=CONFLICT)
    except Refused as refused:
        return _answer(request, matter, step, form, objections=refused.objections, status=CONFLICT)
    messages.success(request, _("已办理：%(step)s") % {"step": _(step.name)})
    target = _after(request, number)
    return HttpResponseClientRedirect(target) if request.htmx else redirect(target)


def proposed(matter: Any, step: Step) -> dict[str, str]:
    """What the automatic finding of competence proposes for a dispatch; the officer sees it chosen and decides."""
    if step.facts is None or "department" not in step.facts.base_fields:
        return {}
    finding = matter.findings.order_by("-id").first()
    if finding is None or not finding.findings:
        return {}
    return {"department": finding.findings[0]["department"], "item": finding.findings[0]["item"]}


def _after(request: HttpRequest, number: str) -> str:
    """Where to go once done: the matter, or the list when the step took it out of the officer's sight."""
    came = trail.of(request)
    if readable_numbers(request.user, [number]):
        return reverse("desk:matter", args=[number]) + came.query
    messages.info(request, _("%(number)s 已转出，不再由您查看") % {"number": number})
    return came.back(number)


def _answer(
    request: HttpRequest,
    matter: Matter,
    step: Step,
    form: Any,
    *,
    objections: list[str] | None = None,
    since: list[telling.Line] | None = None,
    status: int = 200,
    seen: str = "",
) -> HttpResponse:
    rule = statutes.rule(step.basis)
    context = {
        "matter": matter,
        "step": step,
        "version": rule.on(matter.law_day()) if rule.in_force_on(matter.law_day()) else None,
        "form": form,
        "objections": objections or [],
        "since": since or [],
        # After an overtaking the officer has read what happened: the form now speaks of the matter as it is.
        "seen": seen or matter.last_seq,
        "consequences": consequences(matter, step),
        "trail": trail.of(request),
        "back": trail.of(request).back(matter.number),
    }
    name = "desk/_step.html" if request.htmx else "desk/step.html"
    return render(request, name, context, status=status)
