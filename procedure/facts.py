"""The facts of an act as a form: one definition serves the officer's page and the machine's JSON alike."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _


class Malformed(ValueError):
    """Facts that cannot be read: errors in words, by field."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        self.errors = errors
        super().__init__("; ".join(f"{k}: {' '.join(v)}" for k, v in errors.items()))


class FactsForm(forms.Form):
    """Base of every step's facts; knows the matter and the act, so that choices follow the law of its day."""

    def __init__(self, data: Any = None, *, matter: Any = None, act: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(data, **kwargs)
        self.matter, self.act = matter, act
        if matter is not None:
            self.set_choices()

    def set_choices(self) -> None:
        """Fill choices that depend on the matter; called once the matter is known."""


def from_json(form_class: type[FactsForm] | None, sent: Any, *, matter: Any, act: Any) -> dict[str, Any]:
    """Read a step's facts from JSON; raises `Malformed` for wrong types, unknown names and failed rules."""
    if not isinstance(sent, Mapping):
        raise Malformed({"facts": [_("须为 JSON 对象")]})
    if form_class is None:
        if sent:
            raise Malformed({name: [_("此步骤没有这一项")] for name in sent})
        return {}
    form = form_class(None, matter=matter, act=act)
    errors = {name: [_("此步骤没有这一项")] for name in sent if name not in form.fields}
    for name, value in sent.items():
        if name in form.fields and value is not None and not _fits(form.fields[name], value):
            errors[name] = [_("类型不对：%(type)s") % {"type": type(value).__name__}]
    if errors:
        raise Malformed(errors)
    bound = form_class({k: v for k, v in sent.items() if v is not None}, matter=matter, act=act)
    if not bound.is_valid():
        raise Malformed({name: [str(e) for e in found] for name, found in bound.errors.items()})
    return bound.cleaned_data


def _fits(field: forms.Field, value: Any) -> bool:
    if isinstance(field, forms.BooleanField):
        return isinstance(value, bool)
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return isinstance(value, list) and all(isinstance(v, str) for v in value)
    if isinstance(field, forms.DecimalField):
        return isinstance(value, str | int | float | Decimal) and not isinstance(value, bool)
    if isinstance(field, forms.IntegerField):
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str)
