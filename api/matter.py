"""One matter as an answer: state, terms, steps, journal and papers, each as far as the officer may read it."""

from typing import Any

from django import forms
from django.utils.translation import gettext

from api.shown import ClockShown, EntryShown, RowShown
from documents.access import papers_of
from documents.forms import form as paper_form
from documents.outsiders import is_outside
from procedure.access import timeline
from procedure.clocks import clocks_of
from procedure.corridor import StepView, steps_for
from procedure.steps import Act


def matter_shown(act: Act, matter: Any) -> dict[str, Any]:
    """The whole answer for the officer of `act`, at its moment."""
    journal = timeline(act.by, matter)
    readable = {entry.pk for entry in journal}
    return {
        **RowShown(matter, context={"outside": is_outside(act.by)}).data,
        "last_seq": matter.last_seq,
        # The terms before the steps: the guards of those then find them read.
        "clocks": ClockShown([c for c in _clocks(matter) if c.opened_id in readable], many=True).data,
        "steps": [_step(view, matter, act) for view in steps_for(act, matter)],
        "journal": EntryShown(journal, many=True).data,
        "papers": [
            _paper(row) for row in papers_of(matter, act.by) if row["order"].ordered_by_id in readable
        ],
    }


def clock_of(officer: Any, matter: Any, rule: str) -> Any:
    """The running term of a rule, or the last that ran; None when there is none this officer may read of."""
    readable = {entry.pk for entry in timeline(officer, matter)}
    found = [c for c in _clocks(matter) if c.rule == rule and c.opened_id in readable]
    running = [c for c in found if c.ended_id is None]
    return (running or found or [None])[-1]


def _clocks(matter: Any) -> list[Any]:
    """The terms of a matter with their events, the earliest due first."""
    return sorted(clocks_of(matter), key=lambda clock: (clock.due_on, clock.pk))


def _step(view: StepView, matter: Any, act: Act) -> dict[str, Any]:
    return {
        "verb": view.step.verb,
        "name": gettext(view.step.name),
        "source": view.source,
        "unverified": view.unverified,
        "allowed": view.allowed,
        "objections": view.objections,
        # Only who may act is told what to state: filling the choices of every office's steps would cost a
        # dozen reads.
        "facts": _facts(view, matter, act) if view.mine else None,
    }


def _facts(view: StepView, matter: Any, act: Act) -> list[dict[str, Any]]:
    if view.step.facts is None:
        return []
    form = view.step.facts(None, matter=matter, act=act)
    return [_fact(name, field) for name, field in form.fields.items()]


# The narrower class first: Django's DecimalField is an IntegerField, its MultipleChoiceField a ChoiceField.
_TYPES = (
    (forms.BooleanField, "boolean"),
    (forms.DecimalField, "decimal"),
    (forms.IntegerField, "integer"),
    (forms.DateTimeField, "datetime"),
    (forms.DateField, "date"),
    (forms.MultipleChoiceField, "list"),
    (forms.ModelMultipleChoiceField, "list"),
    (forms.ChoiceField, "choice"),
)


def _fact(name: str, field: forms.Field) -> dict[str, Any]:
    choices = getattr(field, "choices", None)
    return {
        "name": name,
        "type": next((told for kind, told in _TYPES if isinstance(field, kind)), "text"),
        "label": str(field.label or name),
        "help": str(field.help_text),
        "required": field.required,
        "max_length": getattr(field, "max_length", None),
        "choices": None
        if choices is None
        else [{"value": str(value), "label": str(label)} for value, label in choices],
    }


def _paper(row: dict[str, Any]) -> dict[str, Any]:
    document, made = row["document"], row["print"]
    title = document.title if document else paper_form(row["order"].form).title
    return {
        "number": document.number if document else None,
        "title": gettext(title),
        "state": _paper_state(row),
        "sha256": made.sha256 if made else None,
    }


def _paper_state(row: dict[str, Any]) -> str:
    if row["failed"]:
        return "failed"
    if row["print"]:
        return "served" if row["served"] else "made"
    return "numbered" if row["document"] else "owed"
