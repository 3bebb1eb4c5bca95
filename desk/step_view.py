"""Doing one step: a form with what it will bring about, one call of `perform`, and an answer that loses nothing typed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

import statutes
from cases.citing import remarks
from cases.factors import panel
from desk import fresh, telling, trail
from desk.consequences import consequences
from desk.gate import officers_only
from desk.opening import act_of, opened
from desk.paragraphs_view import offers
from jurisdiction.access import OWN_DEPARTMENT
from jurisdiction.places import station_for, township_of
from procedure.access import readable_numbers
from procedure.corridor import Overtaken, Refused, perform, steps_for
from procedure.matter import Matter
from procedure.steps import Step, step_of

WEIGHED = frozenset({("complaint", "decline"), ("complaint", "legal_opinion")})
"""The steps of a complaint beside which the factors of art. 17 stand, with what the records say to them."""

BAD_FORM, CONFLICT = 400, 409


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
        form = _empty(request, matter, step)
        again = fresh.asked(request) if step.fresh else None
        return _answer(request, matter, step, form, objections=list(found.objections), again=again)
    act = act_of(request, seen=request.POST.get("seen"))
    form = step.facts(request.POST, matter=matter, act=act) if step.facts else None
    again = fresh.asked(request) if step.fresh else None
    unsettled = again is not None and not again.settled()
    if (form is not None and not form.is_valid()) or unsettled:
        return _answer(
            request,
            matter,
            step,
            form,
            status=BAD_FORM,
            seen=request.POST.get("seen", ""),
            again=again if unsettled else None,
        )
    facts = form.cleaned_data if form is not None else {}
    try:
        perform(act, getattr(matter, verb), **facts)
    except Overtaken as overtaken:
        since = telling.since(matter, overtaken.since)
        return _answer(request, opened(request, number), step, form, since=since, status=CONFLICT)
    except Refused as refused:
        return _answer(request, matter, step, form, objections=refused.objections, status=CONFLICT)
    for remark in remarks(matter, facts):
        messages.warning(request, _("引用核对：%(remark)s") % {"remark": remark})
    messages.success(request, _("已办理：%(step)s") % {"step": _(step.name)})
    target = _after(request, number)
    return HttpResponseClientRedirect(target) if request.htmx else redirect(target)


def _empty(request: HttpRequest, matter: Matter, step: Step) -> Any:
    """The form of a step before anything is typed, with what is proposed for it; None for a step without facts."""
    if step.facts is None:
        return None
    form = step.facts(None, matter=matter, act=act_of(request))
    form.initial.update(proposed(matter, step, form))
    return form


def proposed(matter: Any, step: Step, form: Any) -> dict[str, str]:
    """What the automatic finding of competence proposes for where a matter goes; the officer sees it and decides.

    A transfer goes to the first department found that it can name; a dispatch within the bureau takes the item found
    for the bureau and the station of the township that the address names.
    """
    if "item" not in form.fields:
        return {}
    offered = [OWN_DEPARTMENT]
    if "department" in form.fields:
        offered = [code for code, _label in form.fields["department"].choices if code]
    finding = matter.findings.order_by("-id").first()
    found = finding.findings if finding is not None else []
    first = next((each for each in found if each["department"] in offered), None)
    told = {"department": first["department"], "item": first["item"]} if first else {}
    if "unit" in form.fields and (town := township_of(matter.submission.business_address)):
        told["unit"] = station_for(town).code
    return told


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
    again: fresh.Again | None = None,
) -> HttpResponse:
    rule = statutes.rule(step.basis)
    context = {
        "matter": matter,
        "step": step,
        "version": rule.on(matter.law_day()) if rule.in_force_on(matter.law_day()) else None,
        "form": form,
        "again": again,
        "objections": objections or [],
        "since": since or [],
        # After an overtaking the officer has read what happened: the form now speaks of the matter as it is.
        "seen": seen or matter.last_seq,
        "consequences": consequences(matter, step),
        "previews": bool(step.serves or step.serves_by),
        **(offers(matter, step) if form is not None else {}),
        "weighed": panel(matter) if (matter.KIND, step.verb) in WEIGHED else [],
        "trail": trail.of(request),
        "back": trail.of(request).back(matter.number),
    }
    name = "desk/_step.html" if request.htmx else "desk/step.html"
    return render(request, name, context, status=status)
