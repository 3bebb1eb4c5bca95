"""Who may read which matter: every kind says it once, office by office; doors ask here and never query.

A matter an officer may not read does not exist for them: not in lists, not in counts, not by its number.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from procedure.concerns import not_concerned
from procedure.journal import JournalEntry
from procedure.matter import Matter, MatterQuerySet, kinds

Reader = Callable[[Any, set[str]], Q]


def everything(officer: Any, units: set[str]) -> Q:
    return Q(pk__isnull=False)


def assigned(officer: Any, units: set[str]) -> Q:
    return Q(handler_id=officer.pk) | Q(co_handler_id=officer.pk)


def of_own_unit(officer: Any, units: set[str]) -> Q:
    return Q(unit__in=sorted(units))


def recorded_by_me(officer: Any, units: set[str]) -> Q:
    return Q(recorder_id=officer.pk)


def in_states(*states: str) -> Reader:
    def reader(officer: Any, units: set[str]) -> Q:
        return Q(state__in=states)

    return reader


def reach(officer: Any, day: date | None = None) -> Q:
    """Everything this officer may read on `day`, over all kinds and all offices held; nothing by default."""
    today = day or localdate()
    units_by_office: dict[str, set[str]] = {}
    for holding in officer.holdings_on(today):
        units_by_office.setdefault(holding.office, set()).add(holding.unit.code)
    found = Q(pk__in=())
    for name, kind in kinds().items():
        for office, reader in kind.readers.items():
            if office in units_by_office:
                found |= Q(kind=name) & reader(officer, units_by_office[office])
    # Whom a matter is about reads it in no office.
    return found & not_concerned(officer)


def closed_to(officer: Any, offices: Iterable[str], day: date | None = None) -> Q:
    """The matters that are closed to this officer in these offices, as a condition: for a list that shows more than reach.

    Closed is what is about himself, and of a kind one of these offices reads, what their readers leave out. A kind none
    of them reads is not closed by that: who asks here has a task in matters he may not read.
    """
    today = day or localdate()
    units = {holding.unit.code for holding in officer.holdings_on(today) if holding.office in set(offices)}
    closed = ~not_concerned(officer)
    for name, kind in kinds().items():
        readers = [reader for office, reader in kind.readers.items() if office in offices]
        if not readers or everything in readers:
            continue
        seen = Q(pk__in=())
        for reader in readers:
            seen |= reader(officer, units)
        closed |= Q(kind=name) & ~seen
    return closed


def counted_reach(officer: Any, day: date | None = None) -> Q:
    """Whose clocks a board may count for this officer, as a condition on `kind` and `unit` of clocks and tallies.

    Only offices that read a kind as a whole, or a unit's share of it as a whole, are counted: a figure must never
    tell of a matter its reader may not open. Everything that is counted at all is one condition, and cheap.
    """
    today = day or localdate()
    units_by_office: dict[str, set[str]] = {}
    for holding in officer.holdings_on(today):
        units_by_office.setdefault(holding.office, set()).add(holding.unit.code)
    whole, found = set(), Q(pk__in=())
    with_clocks = {name: kind for name, kind in kinds().items() if kind.HAS_CLOCKS}
    counted = {name: kind for name, kind in with_clocks.items() if kind.COUNTED}
    for name, kind in counted.items():
        for office, reader in kind.readers.items():
            if office not in units_by_office:
                continue
            if reader is everything:
                whole.add(name)
                found |= Q(kind=name)
            elif reader is of_own_unit:
                found |= Q(kind=name, unit__in=sorted(units_by_office[office]))
    if whole != set(counted):
        return found
    silent = sorted(set(with_clocks) - set(counted))
    return ~Q(kind__in=silent) if silent else Q()


def matters_for(officer: Any, day: date | None = None) -> MatterQuerySet:
    """The matters an officer may read, as a queryset of worklist rows."""
    return Matter.objects.filter(reach(officer, day))


def matter_for(officer: Any, number: str, day: date | None = None) -> Matter | None:
    """One matter by its number, as its own kind; None when there is none this officer may read."""
    row = matters_for(officer, day).filter(number=number).first()
    return row.concrete() if row is not None else None


def readable_numbers(officer: Any, numbers: Iterable[str]) -> set[str]:
    """Which of these numbers the officer may read: for links between matters, which must not leak a number."""
    return set(matters_for(officer).filter(number__in=list(numbers)).values_list("number", flat=True))


def timeline(officer: Any, matter: Matter, day: date | None = None) -> list[JournalEntry]:
    """The journal of a matter as this officer may read it, oldest first.

    An outsider (police, procuratorate) reads a referral from the transfer on: what was handed over, no more.
    """
    entries = list(matter.journal.order_by("seq"))
    outsiders: frozenset[str] = getattr(matter, "OUTSIDERS", frozenset())
    offices = officer.offices_on(day or localdate())
    if not outsiders or not offices <= outsiders:
        return entries
    first = next((e.seq for e in entries if e.verb == matter.OUTSIDERS_FROM), None)  # type: ignore[attr-defined]  # declared beside OUTSIDERS
    return [e for e in entries if first is not None and e.seq >= first]
