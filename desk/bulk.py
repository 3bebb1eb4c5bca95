"""One act on many matters: which are chosen, what stands against each, and doing them one by one, each on its own.

Nothing here is one big transaction: a matter that changed since the preview is refused by name and the others are done.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.kinds import KINDS
from desk.opening import AT_ONCE, LONGEST_NUMBER
from offices.roles import Office
from procedure.access import matters_for
from procedure.concerns import came_through_the_gate
from procedure.corridor import Overtaken, Refused, barred, perform
from procedure.matter import Matter
from procedure.steps import Act, Step, step_of

MOST = 50
KINDS_IN_BULK = frozenset({"complaint", "report"})


@dataclass(frozen=True)
class Work:
    """What may be done to many at once: the verb of the step, what it is called, and whose it is."""

    verb: str
    name: Any
    office: Office


WORKS = {
    work.verb: work
    for work in (
        Work("dispatch", gettext_lazy("批量分送"), Office.DISPATCHER),
        Work("assign", gettext_lazy("批量指派"), Office.UNIT_HEAD),
    )
}


@dataclass(frozen=True)
class Line:
    """One chosen matter and what became of it; `seen` is its journal number at the preview.

    `objections` stand against it; `done` says that it was done, `before` that this officer had done it already.
    """

    number: str
    matter: Matter | None
    seen: int
    objections: tuple[str, ...] = ()
    done: bool = False
    before: bool = False


@dataclass
class Choice:
    """The matters chosen for a work, by number, as this officer may read them; unreadable numbers are only numbers."""

    work: Work
    numbers: list[str]
    matters: dict[str, Matter]
    data: Any = None
    forms: dict[tuple[str, str], Any] = field(default_factory=dict)

    def lead(self) -> Matter | None:
        """The matter whose form asks for most: a report needs two officers, a complaint one."""
        of_bulk = [m for m in self.matters.values() if m.kind in KINDS_IN_BULK]
        return next((m for m in of_bulk if m.kind == "report"), of_bulk[0] if of_bulk else None)

    def step(self, matter: Matter) -> Step | None:
        """The step on this matter; None where it cannot be done to many: a weighty act is confirmed one by one."""
        step = step_of(type(matter), self.work.verb) if matter.kind in KINDS_IN_BULK else None
        return None if step is None or step.fresh else step

    def facts(self, matter: Matter, act: Act) -> tuple[Mapping[str, Any], list[str]]:
        """What is stated for a matter, read by its own step's form, once for a kind and unit; and what is wrong with it."""
        step = self.step(matter)
        if step is None or step.facts is None:
            return {}, [_("不能批量办理这一类事项")]
        key = (matter.kind, matter.unit)
        if key not in self.forms:
            self.forms[key] = step.facts(self.data, matter=matter, act=act)
            self.forms[key].is_valid()
        form = self.forms[key]
        wrong = [f"{form.fields[name].label}：{' '.join(found)}" for name, found in form.errors.items()]
        return form.cleaned_data if not wrong else {}, wrong


def offered(officer: Any, day: date) -> list[Work]:
    """The works this officer may do to many at once."""
    held = officer.offices_on(day)
    return [work for work in WORKS.values() if work.office in held]


def chosen(officer: Any, work: Work, numbers: Iterable[str], data: Any = None) -> Choice:
    """Read the chosen matters at once, in the order they were ticked; numbers beyond the limit are the caller's to refuse."""
    wanted = list(dict.fromkeys(n for n in numbers if n.isprintable() and 0 < len(n) <= LONGEST_NUMBER))
    rows = matters_for(officer).select_related(*AT_ONCE).filter(number__in=wanted[: MOST + 1])
    found = {}
    for row in rows:
        matter: Matter = getattr(row, KINDS[row.kind].row)
        matter.handler, matter.co_handler, matter.recorder = row.handler, row.co_handler, row.recorder
        found[row.number] = matter
    came_through_the_gate(officer, found.values())
    return Choice(work, wanted, {n: found[n] for n in wanted if n in found}, data)


def preview(act: Act, choice: Choice) -> list[Line]:
    """What would happen to each, without doing or locking anything."""
    lines = []
    for number in choice.numbers:
        matter = choice.matters.get(number)
        if matter is None:
            lines.append(Line(number, None, 0, (_("没有这一件事项"),)))
            continue
        facts, wrong = choice.facts(matter, act)
        against = wrong or barred(act, getattr(matter, choice.work.verb), **facts)
        lines.append(Line(number, matter, matter.last_seq, tuple(against)))
    return lines


def carry_out(act: Act, choice: Choice, seen: Mapping[str, int]) -> list[Line]:
    """Do it to each in a transaction of its own; what changed since it was seen is refused and says what happened.

    Sent twice, the second sending does nothing and says which were done by the first.
    """
    return [_one(act, choice, number, seen.get(number, 0)) for number in choice.numbers]


def _one(act: Act, choice: Choice, number: str, seen: int) -> Line:
    matter = choice.matters.get(number)
    if matter is None:
        return Line(number, None, seen, (_("没有这一件事项"),))
    facts, wrong = choice.facts(matter, act)
    if wrong:
        return Line(number, matter, seen, tuple(wrong))
    try:
        perform(Act(act.by, act.at, seen), getattr(matter, choice.work.verb), **facts)
    except Overtaken as overtaken:
        mine = any(e.by_id == act.by.pk and e.verb == choice.work.verb for e in overtaken.since)
        return Line(number, matter, seen, () if mine else tuple(overtaken.objections), before=mine)
    except Refused as refused:
        return Line(number, matter, seen, tuple(refused.objections))
    return Line(number, matter, seen, done=True)
