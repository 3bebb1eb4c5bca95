"""The journal read aloud: who did what, in which office, on which article, with which facts, in words.

No code and no row number reaches the page: a ground is shown by its text, a unit by its name, a choice by its label.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import statutes
from cases.intake import FIELDS_IN_WORDS
from cases.states import Channel
from desk.kinds import KINDS
from desk.words import yes_no, yuan
from notices.facts import Served
from offices.roles import Office
from procedure.journal import JournalEntry
from procedure.matter import Matter
from procedure.steps import Step, step_of

# Facts that come from no step's form: of the opening of a matter, of service, of a look at what is sealed.
PLAIN_LABELS: Mapping[str, Any] = {
    "channel": _("来源渠道"),
    "anonymous": _("匿名"),
    "paper": _("文书"),
    "served_on": _("送达日期"),
    "proof": _("凭证"),
    "fields": _("查看内容"),
    "purpose": _("目的"),
    "basis": _("依据"),
    "reason": _("理由"),
    "ground": _("情形"),
}
# Listed codes whose list stands under another rule than the step's own.
LISTED_UNDER = {"enclosures": "referral.enclosures", "ground": "", "conditions": ""}


@dataclass(frozen=True)
class Told:
    """One fact: its label and its lines."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One entry of the journal as the page tells it; `before` and `after` are words, empty where nothing changed."""

    seq: int
    at: datetime
    who: str
    office: str
    name: str
    source: str
    unverified: bool
    before: str
    after: str
    facts: tuple[Told, ...]


def tell(matter: Matter, entries: Iterable[JournalEntry], units: Mapping[str, str]) -> list[Line]:
    """The entries of one matter in words; `units` names the units by code."""
    return [_line(matter, entry, units) for entry in entries]


def since(matter: Matter, entries: Iterable[JournalEntry]) -> list[Line]:
    """What happened meanwhile, shortly: who, when, what."""
    return [_line(matter, entry, None) for entry in entries]


def _line(matter: Matter, entry: JournalEntry, units: Mapping[str, str] | None) -> Line:
    kind = KINDS[matter.kind]
    moved = entry.before != entry.after
    return Line(
        seq=entry.seq,
        at=entry.at,
        who=entry.by_name,
        office=str(Office(entry.office).label) if entry.office in Office.values else "",
        name=gettext(entry.name),
        source=entry.source,
        unverified=entry.unverified,
        before=kind.state_name(entry.before) if moved and entry.before else "",
        after=kind.state_name(entry.after) if moved else "",
        facts=() if units is None else tuple(_facts(matter, entry, units)),
    )


def _facts(matter: Matter, entry: JournalEntry, units: Mapping[str, str]) -> Iterable[Told]:
    step = step_of(type(matter), entry.verb)
    fields: Mapping[str, forms.Field] = {}
    if step is not None and step.facts is not None:
        fields = step.facts.base_fields
    elif entry.verb == "serve":
        fields = Served.base_fields
    reader = _Reader(matter, step, units)
    for name, value in entry.facts.items():
        field = fields.get(name)
        lines = tuple(
            line
            for part in _parts(value)
            if part not in (None, "")
            for line in reader.words(name, part, field)
        )
        if lines:
            yield Told(str(field.label if field else PLAIN_LABELS.get(name, name)), lines)


def _parts(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@dataclass(frozen=True)
class _Reader:
    """Reads one stored value aloud, knowing the matter it belongs to and the step that stored it."""

    matter: Matter
    step: Step | None
    units: Mapping[str, str]

    def words(self, name: str, value: Any, field: forms.Field | None) -> list[str]:
        said = str(value)
        if isinstance(value, bool):
            return [yes_no(value)]
        if coded := self._coded(name, said, field):
            return [coded]
        if isinstance(field, forms.DecimalField):
            return [_money(said)]
        return said.splitlines()

    def _coded(self, name: str, code: str, field: forms.Field | None) -> str:
        """The words of a code: a unit, a channel, a listed ground, a choice; empty for what is no code."""
        if name == "unit":
            return self.units[code]
        if name == "fields":
            return str(FIELDS_IN_WORDS.get(code, code))
        if field is None and name == "channel" and code in Channel.values:
            return str(Channel(code).label)
        if listed := self._listed(name, code):
            return listed
        return str(dict(field.choices).get(code, "")) if isinstance(field, forms.ChoiceField) else ""

    def _listed(self, name: str, code: str) -> str:
        """The text of a listed ground, condition or enclosure; empty where the code stands in no list."""
        if name not in LISTED_UNDER or self.step is None:
            return ""
        rule = statutes.rule(LISTED_UNDER[name] or self.step.basis)
        day = self.matter.law_day()
        if not rule.in_force_on(day):
            return ""
        version = rule.on(day)
        return version.item(code).text if version.has_item(code) else ""


def _money(said: str) -> str:
    try:
        return gettext("%(sum)s 元") % {"sum": yuan(Decimal(said))}
    except InvalidOperation:
        return said
