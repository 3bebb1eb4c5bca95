"""Who is told that a term is near or past due: the handlers, then also the head of their unit, then also the leader."""

from collections.abc import Iterable
from datetime import date

from offices.models import Holding, Officer
from offices.roles import Office
from procedure.access import everything, of_own_unit, reach
from procedure.clocks import Clock
from procedure.due import LAST, OVERDUE
from procedure.matter import Matter, kind_of
from procedure.steps import IN_CONSEQUENCE, steps_of


class NobodyToTell(Exception):
    """No active officer may be told of this term: the warning stays owed and shows on the board."""


def told(clock: Clock, level: str, today: date) -> list[Officer]:
    """The officers a warning of this level goes to, by account number; each may read the matter today.

    Raises `NobodyToTell` when every office concerned is vacant.
    """
    matter = clock.matter
    found = _readers(matter, [matter.handler, matter.co_handler], today)
    if level in {LAST, OVERDUE} or not found:
        found |= _readers(matter, _heads(clock, today), today)
    if level == OVERDUE or not found:
        found |= _readers(matter, _leaders(clock, today), today)
    if not found:
        raise NobodyToTell
    return sorted(found, key=lambda officer: officer.pk)


def _heads(clock: Clock, today: date) -> list[Officer]:
    """The head of the matter's unit; the dispatcher before it has one; else whose step answers the term."""
    matter = clock.matter
    readers = kind_of(matter.kind).readers
    if matter.unit and readers.get(Office.UNIT_HEAD) is of_own_unit:
        return _holders([Office.UNIT_HEAD], today, unit=matter.unit)
    if readers.get(Office.DISPATCHER) is everything:
        return _holders([Office.DISPATCHER], today)
    # A reward belongs to no unit: its terms are kept by the offices whose step answers them.
    steps = steps_of(kind_of(matter.kind))
    answering = [step for step in steps if clock.rule in step.answers] or [
        step for step in steps if clock.rule in step.voids
    ]
    offices = {office for step in answering for office in step.by if office in readers}
    return _holders(offices - {IN_CONSEQUENCE, Office.HANDLER, Office.UNIT_HEAD}, today)


def _leaders(clock: Clock, today: date) -> list[Officer]:
    """The leaders; of a referral, and of a kind no deputy leader reads, the head of the bureau as well."""
    offices = {Office.LEADER}
    if clock.rule.startswith("referral.") or Office.LEADER not in kind_of(clock.matter.kind).readers:
        offices.add(Office.PRINCIPAL)
    return _holders(offices, today)


def _holders(offices: Iterable[str], today: date, *, unit: str = "") -> list[Officer]:
    held = Holding.objects.filter(office__in=list(offices), officer__is_active=True)
    if unit:
        held = held.filter(unit__code=unit)
    return [holding.officer for holding in held.select_related("officer") if holding.covers(today)]


def _readers(matter: Matter, officers: Iterable[Officer | None], today: date) -> set[Officer]:
    """Those of them who may read the matter today: a reminder shows its number."""
    return {
        officer
        for officer in officers
        if officer is not None and Matter.objects.filter(reach(officer, today), pk=matter.pk).exists()
    }
