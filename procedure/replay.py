"""Read-only replay: what a clock's day would be under the rules in force on another day; nothing is stored."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

import statutes
from procedure.clocks import Clock
from procedure.law import law


@dataclass(frozen=True)
class Replay:
    """The reckoning under the rules of `on` with the versions that claim the act, or why there is none, in words."""

    on: date
    reckoning: "statutes.Reckoning | None"
    found: "statutes.Prevailing | None"
    why_not: str = ""


def replay(clock: Clock, on: date) -> Replay:
    """Reckon a clock's stored events under the rules in force on a day; calendar and readings are today's."""
    try:
        found = law().governing(clock.rule, on)
    except statutes.NotInForce:
        return Replay(on, None, None, _("该日没有施行中的这一规定"))
    for restart in clock.standing_restarts():
        if not statutes.rule(restart.entry.basis).in_force_on(on):
            return Replay(on, None, found, _("该日没有合并后重新起算的规定"))
    try:
        return Replay(on, clock.reckoning(version=found.version, strict=True), found)
    except (statutes.ExclusionNotAllowed, statutes.ExtensionNotAllowed):
        why = _("按该日的规定（%(source)s），已登记的不计入期间或者延长不被允许")
        return Replay(on, None, found, why % {"source": found.version.source})
    except statutes.NeedsMoment:
        return Replay(on, None, found, _("起算时刻不全，无法计算"))
