"""How many terms an officer has to keep, by rule: counts for a mail and a calendar, never a matter."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Case, CharField, Count, Q, Value, When
from django.utils.timezone import localdate

import statutes
from offices.models import UNIT_BOUND
from offices.roles import Office
from procedure.access import everything, of_own_unit
from procedure.clocks import WAITING, Clock, ClockExtension
from procedure.concerns import Concern
from procedure.due import is_overdue, near_horizon
from procedure.matter import Matter, kinds
from procedure.steps import steps_of

# They read matters and have no term of their own to keep.
LOOKING_ON = frozenset({Office.CLERK, Office.AUDITOR})

ByRule = dict[str, int]


def watched(officer: Any, today: date) -> Q:
    """The clocks an officer keeps or watches today, as a condition on clocks; never more than they may read."""
    units = _units_by_office(officer, today)
    found = Q(pk__in=())
    for name, kind in kinds().items():
        for office, reader in kind.readers.items():
            if office in LOOKING_ON or office not in units:
                continue
            if office == Office.DISPATCHER:
                found |= Q(kind=name, unit="")  # what is dispatched is watched where it went
            elif reader is everything:
                found |= Q(kind=name)
            elif reader is of_own_unit:
                found |= Q(kind=name, unit__in=sorted(units[office]))
            else:
                mine = Matter.objects.filter(reader(officer, units[office]), kind=name)
                found |= Q(kind=name, matter__in=mine.order_by().values("pk"))
    # Nobody is told of terms of what concerns themselves.
    return found & ~Q(matter_id__in=Concern.objects.filter(officer_id=officer.pk).values("matter_id"))


def standing(officer: Any, now: datetime) -> dict[str, ByRule]:
    """How many counting terms are overdue, due today and near, by rule; paused ones have no due day."""
    today = localdate(now)
    state = Case(
        When(is_overdue(now, today), then=Value("overdue")),
        When(due_on=today, then=Value("today")),
        default=Value("near"),
        output_field=CharField(),
    )
    clocks = Clock.objects.counting().filter(watched(officer, today), due_on__lte=near_horizon(today))
    rows = clocks.order_by().annotate(state=state).values_list("state", "rule").annotate(n=Count("id"))
    found: dict[str, ByRule] = {"overdue": {}, "today": {}, "near": {}}
    for name, rule, n in rows:
        found[name][rule] = n
    return found


def asked_of(officer: Any, today: date) -> ByRule:
    """How many requests to extend wait for this officer's answer, by rule: for whoever may grant them."""
    units = _units_by_office(officer, today)
    mine = Q()
    for name, kind in kinds().items():
        for step in steps_of(kind):
            for office in units.keys() & set(step.by) if step.extends else ():
                own = {"clock__unit__in": sorted(units[office])} if office in UNIT_BOUND else {}
                mine |= Q(clock__kind=name, clock__rule=step.extends, **own)
    if not mine:
        return {}
    theirs = Concern.objects.filter(officer_id=officer.pk).values("matter_id")
    waiting = ClockExtension.objects.filter(mine, WAITING).exclude(clock__matter_id__in=theirs)
    return dict(waiting.order_by().values_list("clock__rule").annotate(n=Count("id")))


def falling_due(officer: Any, first: date, last: date) -> dict[date, ByRule]:
    """How many counting terms fall due on each day from `first` to `last`, by rule."""
    clocks = Clock.objects.counting().filter(watched(officer, first), due_on__gte=first, due_on__lte=last)
    found: dict[date, ByRule] = {}
    for day, rule, n in clocks.order_by("due_on").values_list("due_on", "rule").annotate(n=Count("id")):
        found.setdefault(day, {})[rule] = n
    return found


def by_title(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Counts by the titles of the terms, most first: two rules of one title are one term to a reader."""
    found: dict[str, int] = {}
    for rule, n in counts.items():
        title = statutes.rule(rule).title
        found[title] = found.get(title, 0) + n
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def _units_by_office(officer: Any, today: date) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for holding in officer.holdings_on(today):
        found.setdefault(holding.office, set()).add(holding.unit.code)
    return found
