"""A step asked for by a machine: which answer comes first when several are due.

Stale before barred, barred before malformed: a caller who may not act, or who looks at an old page, gains nothing
from mending the facts.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext

from procedure.access import timeline
from procedure.corridor import Overtaken, Refused, perform, steps_for
from procedure.facts import Malformed, from_json
from procedure.steps import Act, Step


def act_on(act: Act, matter: Any, step: Step, sent: Mapping[str, Any]) -> Any:
    """Perform one step with facts from JSON; the answer is the journal entry.

    Raises `Overtaken` or `Refused` with the objections in words, `Malformed` with the errors by field.
    """
    try:
        return _act_on(act, matter, step, sent)
    except Overtaken as late:
        # What happened meanwhile is told as far as this officer may read it.
        readable = {entry.seq for entry in timeline(act.by, matter)}
        raise Overtaken(late.name, [entry for entry in late.since if entry.seq in readable]) from None


def _act_on(act: Act, matter: Any, step: Step, sent: Mapping[str, Any]) -> Any:
    bound = getattr(matter, step.verb)
    if act.seen is not None and act.seen != matter.last_seq:
        raise Overtaken(step.name, [e for e in timeline(act.by, matter) if e.seq > act.seen])
    offered = next((view for view in steps_for(act, matter) if view.step.verb == step.verb), None)
    if offered is None:
        # Not a step of this state: its facts cannot even be read, so the corridor is asked for the words. It is
        # held to the state just looked at, or it might be allowed by now and would run without facts.
        return perform(replace(act, seen=matter.last_seq), bound)
    try:
        facts = from_json(step.facts, sent, matter=matter, act=act)
    except Malformed as wrong:
        if offered.objections:
            raise Refused(step.name, list(offered.objections)) from None
        raise Malformed(_without_echo(wrong.errors, sent)) from None
    return perform(act, bound, **facts)


def _without_echo(errors: Mapping[str, list[str]], sent: Mapping[str, Any]) -> dict[str, list[str]]:
    """The errors without the values they complain of: "张三 is not one of the choices" repeats a name."""
    return {name: [_blanked(told, sent.get(name)) for told in found] for name, found in errors.items()}


def _blanked(told: str, value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    for each in values:
        if isinstance(each, str) and each.strip() and each.strip() in told:
            return gettext("不是可选的值")
    return told
