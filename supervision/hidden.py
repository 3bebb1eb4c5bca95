"""What a board must leave out of its figures: terms of matters that concern the officer who looks at it (监察法 art. 37).

The tallies know kinds and units, not persons. Such terms are few and nearly always none: they are read one by one and
taken out, so that no figure tells its reader of a matter about himself.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from procedure.clocks import Clock
from procedure.concerns import Concern

Pair = tuple[int, int]


def _pairs() -> dict[tuple[str, str], Pair]:
    return defaultdict(lambda: (0, 0))


@dataclass
class Hidden:
    """How many terms to take out: by rule and unit (running, paused), by due day, by unit and month (met, missed)."""

    not_theirs: Q = field(default_factory=Q)
    standing: dict[tuple[str, str], Pair] = field(default_factory=_pairs)
    due: Counter[date] = field(default_factory=Counter)
    ended: dict[tuple[str, str], Pair] = field(default_factory=_pairs)


def hidden_from(officer: Any, scope: Q) -> Hidden:
    """The terms this officer's board would count by `scope` though their matters concern the officer; one read, two if any do."""
    found = Hidden()
    # Asked by itself: joined to the scope, a planner may walk through every clock to find none.
    matters = list(Concern.objects.filter(officer_id=officer.pk).values_list("matter_id", flat=True))
    if not matters:
        return found
    clocks = list(Clock.objects.filter(scope, matter_id__in=matters))
    found.not_theirs = ~Q(matter_id__in=sorted({clock.matter_id for clock in clocks}))
    for clock in clocks:
        if clock.ended_id is None:
            running, paused = found.standing[clock.rule, clock.unit]
            is_paused = clock.paused_on is not None
            found.standing[clock.rule, clock.unit] = (running + 1, paused + is_paused)
            found.due[clock.due_on] += not is_paused
        elif clock.missed_by is not None and clock.ended_on is not None:
            month = f"{clock.ended_on:%Y-%m}"
            met, missed = found.ended[clock.unit, month]
            late = clock.missed_by > 0
            found.ended[clock.unit, month] = (met + (not late), missed + late)
    return found
