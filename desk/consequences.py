"""What a step brings about, in words, before it is done: the next state, the terms it touches, the papers it owes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

import statutes
from desk.clock_words import length
from desk.kinds import KINDS
from documents.forms import form as paper_form
from procedure.clocks import Clock, running_of
from procedure.matter import Matter
from procedure.steps import Step


@dataclass(frozen=True)
class Change:
    """What a step does to one running term: in words, and the day before and after where both are known now."""

    title: str
    words: str
    old: date | None = None
    new: date | None = None


@dataclass(frozen=True)
class Consequences:
    """What a step brings about, in words: the next state, the terms it stops, starts and changes, the papers it owes.

    `awaits` are terms the step decides but only the recorded notice will stop; `recomputes` says that every running
    term is reckoned anew afterwards.
    """

    state: str
    stops: list[str]
    awaits: list[str]
    starts: list[str]
    changes: list[Change]
    papers: list[str]
    recomputes: bool


def consequences(matter: Matter, step: Step) -> Consequences:
    """Read them off the declaration of the step, for the law of the matter's day and its terms as they run."""
    day = matter.law_day()

    def titles(names: Any) -> list[str]:
        rules = [statutes.rule(name) for name in names]
        return [_(rule.title) for rule in rules if rule.in_force_on(day)]

    running = {clock.rule: clock for clock in running_of(matter)}
    told_later = {
        name
        for name in step.answers
        if name in running and not step.by_notice and statutes.rule(name).on(day).answered_by == "notice"
    }
    return Consequences(
        state=KINDS[matter.kind].state_name(step.target) if step.target else "",
        stops=titles(
            name for name in (*step.answers, *step.voids) if name in running and name not in told_later
        ),
        awaits=titles(sorted(told_later)),
        starts=[
            *titles(opens.rule for opens in (*step.opens, *_decided(step.opens_by, matter))),
            *([_("依所填内容确定的期限")] if _waits_for_facts(step.opens_by) else []),
        ],
        changes=list(_changes(running, step, localdate())),
        papers=[_(paper_form(code).title) for code in (*step.serves, *_decided(step.serves_by, matter))],
        recomputes=("procedure", "recompute") in step.hands_to,
    )


def _decided(decides: Any, matter: Matter) -> Any:
    """What the matter itself decides of terms or papers; what waits for the facts of the act is not foretold."""
    return () if decides is None or _waits_for_facts(decides) else decides(matter, {})


def _waits_for_facts(decides: Any) -> bool:
    return bool(getattr(decides, "needs_facts", False))


def _changes(running: dict[str, Clock], step: Step, today: date) -> Iterator[Change]:
    if (clock := running.get(step.asks)) is not None:
        yield _asked(clock)
    if (clock := running.get(step.extends)) is not None and (request := clock.asked()) is not None:
        words = _("延长 %(amount)s") % {"amount": length(request.amount, clock.version().unit)}
        yield Change(_title(clock), words, clock.due_on, clock.reckoning(more=request.amount).due_on)
    if (clock := running.get(step.refuses)) is not None:
        yield Change(_title(clock), _("届满日不变：%(day)s") % {"day": clock.due_on})
    if (clock := running.get(step.withdraws)) is not None:
        yield _withdrawn(clock)
    if (clock := running.get(step.pauses[0] if step.pauses else "")) is not None:
        words = _("自起始日起不计入，恢复计算后届满日随之顺延；现届满日 %(day)s")
        yield Change(_title(clock), words % {"day": clock.due_on})
    if (clock := running.get(step.resumes)) is not None:
        new = clock.reckoning(until=today).due_on
        yield Change(_title(clock), _("恢复计算；如终止日为今天"), clock.due_on, new)
    if (clock := running.get(step.corrects)) is not None:
        words = _("按更正后的期间重新计算，原来的登记划去但保留；现届满日 %(day)s")
        yield Change(_title(clock), words % {"day": clock.due_on})
    if (clock := running.get(step.restarts)) is not None:
        words = _("自后续举报收到之日整个重新起算；现届满日 %(day)s 保留在说明中")
        yield Change(_title(clock), words % {"day": clock.due_on})

    if (clock := running.get(step.unrestarts)) is not None:
        words = _("撤销重新起算，按原来的起算日重新计算；现届满日 %(day)s")
        yield Change(_title(clock), words % {"day": clock.due_on})


def _asked(clock: Clock) -> Change:
    allowed = clock.version().extension
    if allowed is None or allowed.amount is None or allowed.is_beyond(len(clock.granted())):
        return Change(_title(clock), _("批准以前届满日不变：%(day)s") % {"day": clock.due_on})
    words = _("批准以前不变；按最长 %(amount)s批准后")
    amount = length(allowed.amount, clock.version().unit)
    return Change(
        _title(clock), words % {"amount": amount}, clock.due_on, clock.reckoning(more=allowed.amount).due_on
    )


def _withdrawn(clock: Clock) -> Change:
    if clock.asked() is not None or not clock.granted():
        return Change(_title(clock), _("撤回待批的申请，届满日不变：%(day)s") % {"day": clock.due_on})
    last = max(clock.granted(), key=lambda e: e.pk)
    words = _("撤回已批准的 %(amount)s，届满日随之提前；现届满日 %(day)s")
    amount = length(last.amount, clock.version().unit)
    return Change(_title(clock), words % {"amount": amount, "day": clock.due_on})


def _title(clock: Clock) -> str:
    return _(clock.title)
