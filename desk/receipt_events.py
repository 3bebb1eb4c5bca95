"""What happened to a term, told for its receipt: extensions, time left out, beginnings anew, and moves by the law."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

import statutes
from desk.clock_words import length
from desk.words import rank
from offices.roles import office_name
from procedure.clocks import Clock, ClockExtension, Pause
from procedure.journal import JournalEntry

Entries = Mapping[int, JournalEntry]


@dataclass(frozen=True)
class Hand:
    """Who did something to a term and when, with the reason if one was given."""

    who: str
    office: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Extension:
    """One request and its answer, the day before and after side by side; `state` sets the shape, `words` say it."""

    state: str
    words: str
    amount: str
    reason: str
    paper: str
    old: date | None
    new: date | None
    asked: Hand | None
    answered: Hand | None
    withdrawn: bool


@dataclass(frozen=True)
class LeftOut:
    """One interval that does not count; a struck one stays to be seen with who struck it and why."""

    pause: Pause
    struck: Hand | None
    corrects: bool


@dataclass(frozen=True)
class Anew:
    """That the whole period began anew: from when, what day stood before, by whom, for which later report.

    `takes_back` marks the row that undoes such a beginning, `taken_back` the beginning that was undone: both stay.
    """

    at: datetime
    old: date
    reason: str
    by: Hand | None
    later: str
    takes_back: bool = False
    taken_back: bool = False


@dataclass(frozen=True)
class Events:
    """The whole story of one term; `numbers` are the other matters it names."""

    extensions: list[Extension]
    intervals: list[LeftOut]
    restarts: list[Anew]
    moves: list[Any]
    numbers: frozenset[str]

    @property
    def begun_anew(self) -> bool:
        """Whether the term now runs from another day than it first did."""
        return any(not each.takes_back and not each.taken_back for each in self.restarts)


@dataclass(frozen=True)
class Candidate:
    """One version that claims the act: where it stands, how long it gives, which day it would give, if any."""

    version: Any
    rank: str
    period: str
    due_on: date | None
    governs: bool


def of(clock: Clock, entries: Entries) -> Events:
    """The events of a term; `entries` are those of its matter's journal that the reader may read."""
    standing = {row.pk for row in clock.standing_restarts()}
    restarts = [_anew(row, entries, standing) for row in sorted(clock.restarts.all(), key=lambda r: r.pk)]
    moves = list(clock.moves.select_related("change").order_by("pk"))
    return Events(
        extensions=[_extension(clock, row, entries) for row in sorted(clock.extensions.all(), key=_pk)],
        intervals=[
            _left_out(row, entries) for row in sorted(clock.pauses.all(), key=lambda p: (p.start_on, p.pk))
        ],
        restarts=restarts,
        moves=moves,
        numbers=frozenset({m.change.number for m in moves} | {r.later for r in restarts if r.later}),
    )


def candidates(clock: Clock, found: "statutes.Prevailing") -> list[Candidate]:
    """The versions that claim the act, the governing one first; empty where only one does."""
    if not found.losers:
        return []
    return [
        Candidate(
            version,
            rank(version.rank),
            length(version.amount, version.unit) if version.amount is not None else "",
            _day_under(clock, version),
            governs=version is found.version,
        )
        for version in (found.version, *found.losers)
    ]


def _day_under(clock: Clock, version: "statutes.Version") -> date | None:
    try:
        return clock.reckoning(version=version).due_on
    except statutes.StatuteError:
        return None


def _pk(row: Any) -> int:
    return int(row.pk)


def _hand(entries: Entries, key: int | None) -> Hand | None:
    entry = entries.get(key) if key else None
    if entry is None:
        return None
    office = office_name(entry.office)
    return Hand(entry.by_name, office, entry.at, str(entry.facts.get("reason", "")))


def _extension(clock: Clock, row: ClockExtension, entries: Entries) -> Extension:
    version = clock.version()
    shape, words = {
        ClockExtension.ASKED: ("running", _("待批")),
        ClockExtension.GRANTED: ("met", _("已批准")),
        ClockExtension.REFUSED: ("missed", _("未批准")),
        ClockExtension.WITHDRAWN: ("void", _("已撤回")),
    }[row.state]
    if row.state == ClockExtension.GRANTED and row not in clock.granted():
        shape, words = "void", _("已批准；重新起算后不再计入")
    old, new = row.old_due_on, row.new_due_on
    if row.state == ClockExtension.ASKED and clock.ended_id is None:
        # What would move is told as of now: a pause or a change of the calendar may have moved both days since.
        old, new = clock.due_on, clock.reckoning(more=row.amount).due_on
    return Extension(
        state=shape,
        words=words,
        amount=length(row.amount, version.unit),
        reason=row.reason,
        paper=row.paper,
        old=old,
        new=new,
        asked=_hand(entries, row.asked_id),
        answered=_hand(entries, row.withdrawn_id or row.refused_id or row.approved_id),
        withdrawn=row.state == ClockExtension.WITHDRAWN,
    )


def _left_out(row: Pause, entries: Entries) -> LeftOut:
    return LeftOut(row, _hand(entries, row.struck_id), corrects=row.replaces_id is not None)


def _anew(row: Any, entries: Entries, standing: set[int]) -> Anew:
    entry = entries.get(row.entry_id)
    return Anew(
        at=row.at,
        old=row.old_due_on,
        reason=row.reason,
        by=_hand(entries, row.entry_id),
        later=str(entry.facts.get("later", "")) if entry else "",
        takes_back=row.undoes_id is not None,
        taken_back=row.undoes_id is None and row.pk not in standing,
    )
