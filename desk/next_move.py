"""What the officer can do now, what bars it, or whom the matter waits for: one banner and the steps in three groups."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from procedure.corridor import StepView
from procedure.matter import Matter


@dataclass(frozen=True)
class Moves:
    """The steps out of the present state: to do now, mine but barred, and those of other offices."""

    ready: list[StepView]
    barred: list[StepView]
    others: list[StepView]


def sort_out(steps: Iterable[StepView]) -> Moves:
    shown = list(steps)
    return Moves(
        ready=[s for s in shown if s.mine and s.allowed],
        barred=[s for s in shown if s.mine and not s.allowed],
        others=[s for s in shown if not s.mine],
    )


@dataclass(frozen=True)
class Banner:
    """One sentence and its tone: "ready", "barred", "waiting" or "closed"."""

    tone: str
    text: str


def banner(matter: Matter, moves: Moves, kin: Iterable[Matter], *, office_words: Any) -> Banner:
    """Say what comes next; `kin` are the related matters, `office_words` turns the offices of a step into words."""
    if matter.closed_on is not None and not moves.ready:
        return Banner("closed", _("已于 %(day)s 结束") % {"day": matter.closed_on.isoformat()})
    if moves.ready:
        names = _("、").join(_(s.step.name) for s in moves.ready)
        return Banner("ready", _("您现在可以办理：%(steps)s") % {"steps": names})
    if moves.barred:
        first = moves.barred[0]
        return Banner(
            "barred",
            _("暂不能%(step)s：%(why)s")
            % {"step": _(first.step.name), "why": _("；").join(first.objections)},
        )
    if moves.others:
        offices = dict.fromkeys(office for s in moves.others for office in s.step.by)
        return Banner("waiting", _("等待%(offices)s办理") % {"offices": office_words(offices)})
    ahead = [other.number for other in kin if other.parent_id == matter.pk and other.closed_on is None]
    if ahead:
        return Banner("waiting", _("随 %(number)s 办理，有结果后继续") % {"number": _("、").join(ahead)})
    return Banner("waiting", _("当前没有可办理的步骤，后续事项由系统自动建立"))
