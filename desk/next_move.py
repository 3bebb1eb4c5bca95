"""What comes next on a matter: the step that leads on, what else can be done, what is barred, whom it waits for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.road import HANDING_ON, ROAD
from procedure.corridor import StepView
from procedure.journal import JournalEntry
from procedure.matter import Matter
from procedure.steps import Step


@dataclass(frozen=True)
class Group:
    """Steps that can be done now and belong together; a short list stands without a title."""

    title: Any
    steps: list[StepView]


@dataclass(frozen=True)
class Moves:
    """The steps out of the present state as one officer meets them.

    `leading` are mine and lead on (barred ones among them with their reasons), `beside` the other steps that can be
    done now, `barred` those of mine that cannot, `others` those of other offices; `awaited` are the names of the
    steps of others that lead on when none of mine does.
    """

    leading: list[StepView] = field(default_factory=list)
    beside: list[Group] = field(default_factory=list)
    barred: list[StepView] = field(default_factory=list)
    others: list[StepView] = field(default_factory=list)
    awaited: list[StepView] = field(default_factory=list)

    @property
    def ready(self) -> list[StepView]:
        """Everything this officer can do now, what leads on first."""
        return [
            *(s for s in self.leading if s.allowed),
            *(s for group in self.beside for s in group.steps),
        ]


FEW = 4
"""Up to so many steps beside the leading one need no titles to be taken in."""


def sort_out(matter: Matter, steps: Iterable[StepView], story: Sequence[JournalEntry]) -> Moves:
    """Order the steps for one officer; `story` is the journal, oldest first, and tells what was already done."""
    shown = list(steps)
    mine = [s for s in shown if s.mine]
    others = [s for s in shown if not s.mine]
    leading, awaited = _leading(matter, shown, story)
    beside = [s for s in mine if s.allowed and s not in leading]
    return Moves(
        leading=leading,
        beside=_grouped(beside),
        barred=[s for s in mine if not s.allowed and s not in leading],
        others=others,
        awaited=awaited,
    )


def _leading(
    matter: Matter, shown: list[StepView], story: Sequence[JournalEntry]
) -> tuple[list[StepView], list[StepView]]:
    """The steps of the first fork ahead: of mine, or else of those others hold."""
    by_verb = {s.step.verb: s for s in shown}
    done = _done(story)
    ahead = [
        [by_verb[verb] for verb in fork if verb in by_verb]
        for fork in ROAD.get(matter.kind, ())
        if fork[0] in by_verb and not (fork[0] in done and _stays(matter, by_verb[fork[0]]))
    ]
    mine = [fork for fork in ahead if fork[0].mine]
    # What can be done goes before what is barred. A barred step leads only if it moves the matter: then its reasons
    # say what is still missing; an act that changes nothing and cannot be done is simply not due.
    found = next((f for f in mine if f[0].allowed), None) or next(
        (f for f in mine if not _stays(matter, f[0])), None
    )
    if found:
        return [s for s in found if s.mine], []
    return [], next((f for f in ahead if not f[0].mine and not _stays(matter, f[0])), [])


def _stays(matter: Matter, view: StepView) -> bool:
    """Whether the step leaves the matter in its state."""
    return view.step.target in (None, matter.state)


def _done(story: Sequence[JournalEntry]) -> set[str]:
    """What was done since the matter last came into the present hands."""
    since = max((i for i, entry in enumerate(story) if entry.verb == "dispatch"), default=-1)
    return {entry.verb for entry in story[since + 1 :]}


def _of_a_term(step: Step) -> bool:
    """Whether a step only moves a term: asks, grants, pauses, corrects, and leaves the matter where it is."""
    moves = (
        step.asks, step.extends, step.refuses, step.withdraws, step.corrects, step.restarts, step.unrestarts,
        step.pauses, step.resumes,
    )  # fmt: skip
    return step.target is None and any(moves)


def _grouped(beside: list[StepView]) -> list[Group]:
    if len(beside) <= FEW:
        return [Group("", beside)] if beside else []
    terms = [s for s in beside if _of_a_term(s.step)]
    handing_on = [s for s in beside if s.step.verb in HANDING_ON]
    acts = [s for s in beside if s not in terms and s not in handing_on]
    titled = [
        Group(gettext_lazy("其他办理"), acts),
        Group(gettext_lazy("期限"), terms),
        Group(gettext_lazy("归口和移转"), handing_on),
    ]
    return [group for group in titled if group.steps]


def _names(steps: Iterable[StepView]) -> str:
    return _("、").join(_(s.step.name) for s in steps)


def _either(steps: Iterable[StepView]) -> str:
    """The steps of one fork: one or the other."""
    return _("或者").join(_(s.step.name) for s in steps)


@dataclass(frozen=True)
class Banner:
    """One sentence and its tone: "ready", "barred", "waiting" or "closed"."""

    tone: str
    text: str


def banner(matter: Matter, moves: Moves, kin: Iterable[Matter], *, office_words: Any) -> Banner:
    """Say what comes next; `kin` are the related matters, `office_words` turns the offices of a step into words."""
    if matter.closed_on is not None and not any(s.allowed for s in moves.leading):
        return Banner("closed", _("已于 %(day)s 结束") % {"day": matter.closed_on.isoformat()})
    if moves.leading:
        return _of_mine(moves.leading)
    if moves.awaited:
        return _of_others(moves.awaited, office_words)
    if moves.ready:
        return Banner("ready", _("您现在可以办理：%(steps)s") % {"steps": _names(moves.ready)})
    ahead = [other.number for other in kin if other.parent_id == matter.pk and other.closed_on is None]
    return Banner("waiting", _waiting(moves, ahead, office_words))


def _waiting(moves: Moves, ahead: list[str], office_words: Any) -> str:
    """What a matter waits for on which this officer has nothing to do."""
    if ahead:
        return _("随 %(number)s 办理，有结果后继续") % {"number": _("、").join(ahead)}
    if moves.others:
        return _("等待%(offices)s办理") % {"offices": office_words(_offices(moves.others))}
    return _("当前没有可办理的步骤，后续事项由系统自动建立")


def _of_mine(leading: list[StepView]) -> Banner:
    """What the officer does next, or why it cannot be done yet."""
    first = leading[0]
    if first.allowed:
        return Banner("ready", _("下一步：%(steps)s") % {"steps": _either(s for s in leading if s.allowed)})
    return _barred(first, first.objections)


def _of_others(awaited: list[StepView], office_words: Any) -> Banner:
    """Whom the matter waits for. The first objection says that the step is theirs; what stands beside it bars them."""
    if missing := awaited[0].objections[1:]:
        return _barred(awaited[0], missing)
    return Banner(
        "waiting",
        _("等待%(offices)s办理：%(steps)s")
        % {"offices": office_words(_offices(awaited)), "steps": _either(awaited)},
    )


def _barred(view: StepView, why: Sequence[str]) -> Banner:
    return Banner(
        "barred", _("暂不能%(step)s：%(why)s") % {"step": _(view.step.name), "why": _("；").join(why)}
    )


def _offices(steps: Iterable[StepView]) -> list[str]:
    return list(dict.fromkeys(office for s in steps for office in s.step.by))
