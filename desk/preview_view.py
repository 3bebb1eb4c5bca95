"""The papers of a step before it is done: made of what has been typed so far, shown in a window of their own.

Nothing is saved: no number is drawn, no entry written, and what cannot be read in the form counts as not stated.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

import statutes
from desk import trail
from desk.gate import officers_only
from desk.opening import act_of, opened
from desk.step_view import CONFLICT
from documents.access import sees
from documents.facts.occasion import Occasion
from documents.forms import NotACode
from documents.forms import form as paper_form
from documents.guard import LeakFound
from documents.preview import Draft, draft
from identity.leak import LeakCheckFailed
from procedure.corridor import Refused, judge_text, steps_for
from procedure.journal import plain
from procedure.matter import Matter
from procedure.steps import Act, Step, step_of
from procedure.texts import words_of


@dataclass(frozen=True, slots=True)
class Shown:
    """One paper of the page: the draft, or in words why it is not shown."""

    title: str
    draft: Draft | None = None
    barred: str = ""


@officers_only
@require_POST
def show(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Every paper the step would order; 409 for a step the state of the matter does not allow."""
    matter = opened(request, number)
    step = step_of(type(matter), verb)
    if step is None:
        raise Http404
    act = act_of(request)
    context = {"matter": matter, "step": step, "trail": trail.of(request)}
    if all(view.step.verb != verb for view in steps_for(act, matter)):
        why = _("当前状态是“%(state)s”，不能办理“%(step)s”") % {
            "state": matter.state_name,
            "step": _(step.name),
        }
        return render(request, "desk/preview.html", {**context, "objections": [why]}, status=CONFLICT)
    facts = _typed(request, matter, step, act)
    try:
        judge_text(act, matter, step.name, words_of(facts))
    except Refused as refused:
        context["objections"] = refused.objections
        return render(request, "desk/preview.html", context, status=CONFLICT)
    papers = list(
        _papers(
            request.user,
            matter,
            step,
            Occasion(facts, act.at, _source(matter, step), step.target or matter.state),
        )
    )
    return render(request, "desk/preview.html", {**context, "papers": papers})


def _typed(request: HttpRequest, matter: Matter, step: Step, act: Act) -> dict[str, Any]:
    """What can be read of the form so far, as the journal would keep it; a field in error is as good as empty."""
    if step.facts is None:
        return {}
    form = step.facts(request.POST, matter=matter, act=act)
    form.is_valid()
    read = {name: value for name, value in form.cleaned_data.items() if name not in step.secret}
    told: dict[str, Any] = plain(read)
    return told


def _source(matter: Matter, step: Step) -> str:
    rule = statutes.rule(step.basis)
    return rule.on(matter.law_day()).source if rule.in_force_on(matter.law_day()) else ""


def _papers(officer: Any, matter: Matter, step: Step, said: Occasion) -> Iterator[Shown]:
    for code in dict.fromkeys(step.papers(matter, said.facts)):
        if sees(officer, matter, code):
            yield _shown(code, matter, said)


def _shown(code: str, matter: Matter, said: Occasion) -> Shown:
    title = paper_form(code).title
    try:
        return Shown(title, draft(code, matter, said))
    except LeakFound:
        return Shown(title, barred=_("文中出现已封存的身份信息，这样制发会被拦下；请改用代称"))
    except LeakCheckFailed:
        return Shown(title, barred=_("暂时无法核对文中是否含有已封存的身份信息，因此不显示"))
    except NotACode:
        return Shown(title, barred=_("这份文书只能以代号称呼收件人"))
