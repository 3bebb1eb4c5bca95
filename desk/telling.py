"""The journal read aloud: who did what, in which office, on which article, with which facts, in words.

No code and no row number reaches the page: a ground is shown by its text, a unit by its name, a choice by its label.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import statutes
from cases.elsewhere import categories
from cases.naming import FIELDS_IN_WORDS
from cases.states import Channel
from desk.clock_words import ClockWords
from desk.kinds import KINDS
from desk.words import moment, yes_no, yuan
from notices.facts import Served
from offices.roles import office_name
from procedure.journal import JournalEntry
from procedure.matter import Matter
from procedure.steps import Step, step_of
from protection.states_retaliation import Channel as SaidBy

# Facts that come from no step's form: of the opening of a matter, of service, of a look at what is sealed.
PLAIN_LABELS: Mapping[str, Any] = {
    "channel": _("来源渠道"),
    "anonymous": _("匿名"),
    "insider": _("内部知情人"),
    "danger": _("人身危险"),
    "unread_reason": _("未能复述的原因"),
    "category": _("类别"),
    "told_to": _("告知的去向"),
    "content": _("线索内容"),
    "lead_source": _("线索来源"),
    "paper": _("文书"),
    "served_on": _("送达日期"),
    "proof": _("凭证"),
    "fields": _("查看内容"),
    "found": _("发现"),
    "asked_by": _("申请放行"),
    "purpose": _("目的"),
    "legal_basis": _("法律依据"),
    "motive": _("为什么必需"),
    "recipient": _("接收人"),
    "outside": _("接收机关和经手人"),
    "until_on": _("用到哪一天为止"),
    "police": _("告知公安机关的单位和接警人"),
    "unreachable": _("保管员为何联系不上（由值班局领导办理的）"),
    "informed": _("怎样告知投诉人"),
    "basis": _("依据"),
    "reason": _("理由"),
    "ground": _("情形"),
    "announcement": _("通知文号"),
    "days": _("变更的日子"),
    "question": _("问题"),
    "choice": _("读法"),
    "change": _("因何重新计算"),
    "moved": _("届满日变动"),
    "restart_at": _("重新起算"),
    "host": _("并入的举报"),
    "about": _("督办的事项"),
    "title": _("期限"),
    "source": _("期限的依据"),
    "due_on": _("届满日"),
    "missed_by": _("已逾期"),
    "demand": _("督办要求"),
    "answer_due_on": _("答复期限"),
    "rule": _("期限"),
    "handler": _("承办人"),
    "co_handler": _("协办人"),
    "evidence": _("证据编号"),
    "sha256": _("原件校验值"),
    "acts": _("打击报复的情形"),
    "wish": _("请求"),
    "proved": _("凭查询码核对"),
    "count": _("件数"),
    "months": _("保管期限"),
    "valid_from_on": _("施行日期"),
    "destroyed": _("已销毁"),
    "kept": _("保留"),
}
# What only a program needs: the number or the digest of a row, and a code whose words stand beside it.
UNTOLD = frozenset(
    {
        "clock",
        "link",
        "digest",
        "form",
        "file_kind",
        "sm3",
        "exit",
        "page_key",
        "grant",
        "asked_key",
        "relay",
        "delivery",
    }
)
# Listed codes whose list stands under another rule than the step's own.
LISTED_UNDER = {
    "enclosures": "referral.enclosures",
    "ground": "",
    "conditions": "",
    "present": "complaint.materials",
    "factors": "complaint.consumption_factors",
    "signs": "intake.bad_faith",
    "domains": "report.duty_to_tell",
    "duty": "report.duty_to_tell",
}

OPENING_CODES = frozenset({"channel", "category", "lead_source"})
# Listed codes that the opening of a matter kept, which no step of it stores: by kind and name.
OPENING_LISTS = {
    ("retaliation", "acts"): "retaliation.acts",
    ("rights", "wish"): "rights.request",
    ("hold", "reason"): "retention.hold",
}


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


def tell(
    matter: Matter,
    entries: Iterable[JournalEntry],
    units: Mapping[str, str],
    clocks: Iterable[Any] | None = None,
) -> list[Line]:
    """The entries of one matter in words; `units` names the units by code, `clocks` are read when not handed in."""
    words = ClockWords(matter, clocks)
    return [_line(matter, entry, units, words) for entry in entries]


def since(matter: Matter, entries: Iterable[JournalEntry]) -> list[Line]:
    """What happened meanwhile, shortly: who, when, what."""
    return [_line(matter, entry, None, None) for entry in entries]


def _line(
    matter: Matter, entry: JournalEntry, units: Mapping[str, str] | None, clocks: ClockWords | None
) -> Line:
    kind = KINDS[matter.kind]
    moved = entry.before != entry.after
    return Line(
        seq=entry.seq,
        at=entry.at,
        who=entry.by_name,
        office=office_name(entry.office),
        name=gettext(entry.name),
        source=entry.source,
        unverified=entry.unverified,
        before=kind.state_name(entry.before) if moved and entry.before else "",
        after=kind.state_name(entry.after) if moved else "",
        facts=() if units is None or clocks is None else tuple(_facts(matter, entry, units, clocks)),
    )


def _facts(
    matter: Matter, entry: JournalEntry, units: Mapping[str, str], clocks: ClockWords
) -> Iterable[Told]:
    step = step_of(type(matter), entry.verb)
    fields: Mapping[str, forms.Field] = {}
    if step is not None and step.facts is not None:
        fields = step.facts.base_fields
    elif entry.verb == "serve":
        fields = Served.base_fields
    reader = _Reader(matter, step, units)
    for name, value in entry.facts.items():
        if name in UNTOLD or (name == "rule" and "title" in entry.facts):
            continue
        field = fields.get(name)
        lines = clocks.lines(name, value, entry.facts, step)
        if lines is None:
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
        if isinstance(field, forms.DateTimeField) and (at := parse_datetime(said)) is not None:
            return [moment(at)]
        return said.splitlines()

    def _coded(self, name: str, code: str, field: forms.Field | None) -> str:
        """The words of a code: a unit, a channel, a listed ground, a choice; empty for what is no code."""
        if name in OPENING_CODES and field is None:
            return self._of_the_opening(name, code)
        if field is None and (rule := OPENING_LISTS.get((self.matter.kind, name))):
            version = statutes.rule(rule).on(self.matter.law_day())
            return version.item(code).text if version.has_item(code) else ""
        if name == "unit":
            return self.units[code]
        if name in {"fields", "found"}:
            return str(FIELDS_IN_WORDS.get(code, code))
        if listed := self._listed(name, code):
            return listed
        return str(dict(field.choices).get(code, "")) if isinstance(field, forms.ChoiceField) else ""

    def _of_the_opening(self, name: str, code: str) -> str:
        """The words of a code that the opening of a matter kept, which has no form of its own."""
        if name == "lead_source":
            return gettext("投诉中发现")
        if name == "category":
            return dict(categories(self.matter.law_day())).get(code, "")
        known = Channel if code in Channel.values else SaidBy
        return str(known(code).label) if code in known.values else ""

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
