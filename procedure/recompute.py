"""After a change of the calendar or of a reading: every running clock is reckoned anew, what moved is journalled.

Works in batches, each a transaction of its own, so that the house goes on working meanwhile; running it twice, or
again after a break, does nothing that is already done. Rows are read and written without model instances here: a
change of the calendar may move a hundred thousand days.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop

import statutes
from procedure import journal
from procedure.clocks import CACHE_FIELDS, Clock, ClockMove, cached, sooner, with_events
from procedure.due import warnings_of
from procedure.journal import ChainHead, JournalEntry
from procedure.law import Law, governing_of, law, law_scope
from procedure.matter import Matter, kinds

BATCH = 2000
NAME = gettext_noop("期限重新计算")


class Row(NamedTuple):
    """A running clock as the recomputation reads it; `stored` is what `clocks.cached` had given."""

    pk: int
    matter_id: int
    rule: str
    started_at: datetime
    law_on: date
    warned: str
    warn_on: date | None
    stored: list[Any]


Moved = tuple[Row, "statutes.Reckoning"]
_READ = ("pk", "matter_id", "rule", "started_at", "matter__law_on", "warned", "warn_on")
_STORED = ("due_on", "due_at", "strict_on", "provisional", "governing", "version_on")


class Reckoner:
    """Reckons many clocks under one law; clocks with the same rule, law day and start share one answer."""

    def __init__(self, now: Law) -> None:
        """Take the law all clocks are reckoned under."""
        self.law = now
        self._governing: dict[tuple[str, date, date], statutes.Version] = {}
        self._plain: dict[tuple[str, date, date], statutes.Reckoning] = {}

    def version(self, rule: str, law_on: date, started_at: datetime) -> "statutes.Version":
        """The version that governs a clock."""
        key = (rule, law_on, localdate(started_at))
        found = self._governing.get(key)
        if found is None:
            found = self._governing[key] = governing_of(self.law, rule, law_on, started_at).version
        return found

    def plain(self, row: Row) -> "statutes.Reckoning":
        """The due day of a clock of days that nothing paused, extended or restarted."""
        version = self.version(row.rule, row.law_on, row.started_at)
        if version.unit == "hours":
            return self.law.reckon(version, timezone.localtime(row.started_at))
        key = (version.rule, version.in_force, localdate(row.started_at))
        found = self._plain.get(key)
        if found is None:
            found = self._plain[key] = self.law.reckon(version, key[2])
        return found


def differing(since: date | None = None, *, after: int = 0) -> Iterator[Moved]:
    """Running clocks whose stored day is not what their events give, by id; `since` leaves out earlier due days."""
    while True:
        rows = _rows(after, since)
        if not rows:
            return
        yield from _differing(rows, law())
        after = rows[-1].pk


def _rows(after: int, since: date | None) -> list[Row]:
    found = Clock.objects.running().filter(pk__gt=after).order_by("pk")
    if since is not None:
        found = found.filter(due_on__gte=since)
    read = found.values_list(*_READ, *_STORED)[:BATCH]
    return [Row._make((*row[: len(_READ)], list(row[len(_READ) :]))) for row in read]


def _differing(rows: list[Row], now: Law, *, warnings: bool = False) -> Iterator[Moved]:
    reckoner = Reckoner(now)
    with_events = _with_events(rows)
    for row in rows:
        clock = with_events.get(row.pk)
        if clock is None:
            reckoning = reckoner.plain(row)
        else:
            reckoning = clock.reckoning(version=reckoner.version(row.rule, row.law_on, row.started_at))
        if list(cached(reckoning)) != row.stored or (warnings and _warned_on_another_day(row, reckoning)):
            yield row, reckoning


def _warned_on_another_day(row: Row, reckoning: "statutes.Reckoning") -> bool:
    """Whether the first warning, not given yet, now falls on another day though the due day stands."""
    return not row.warned and row.warn_on is not None and row.warn_on != _first_warning(row, reckoning)


def _first_warning(row: Row, reckoning: "statutes.Reckoning") -> date | None:
    return warnings_of(reckoning.due_on, reckoning.due_at, localdate(row.started_at)).next_on("")


def _with_events(rows: list[Row]) -> dict[int, Clock]:
    """Those of the clocks that something happened to, in full."""
    touched = Clock.objects.running().filter(touched=True, pk__gte=rows[0].pk, pk__lte=rows[-1].pk)
    return {clock.pk: clock for clock in with_events(touched.select_related("matter"))}


def recompute(change: Matter, entry: JournalEntry, *, since: date | None = None) -> int:
    """Bring every running clock in line with the law in force, as a consequence of `entry`; how many days moved.

    A matter that somebody is just changing is left to the next round, which is taken until none is left over.
    """
    moved, left_over = 0, True
    while left_over:
        left_over, after = False, 0
        while True:
            with transaction.atomic(), law_scope():
                # The head first: an act that waits for it holds its own matter, which is left out below.
                head = ChainHead.objects.select_for_update().get(pk=1)
                rows = _rows(after, since)
                if not rows:
                    break
                done, skipped = _batch(change, entry, head, list(_differing(rows, law(), warnings=True)))
                moved, left_over, after = moved + done, left_over or skipped, rows[-1].pk
    return moved


def _batch(change: Matter, entry: JournalEntry, head: ChainHead, found: list[Moved]) -> tuple[int, bool]:
    """Store and journal what of a batch is free; how many days moved, and whether a matter was left out."""
    wanted = {row.matter_id for row, _reckoning in found}
    if not wanted:
        return 0, False
    # A plain queryset: the guarded one would refuse to name what only the corridor and this may move.
    free: models.QuerySet[Matter] = (
        models.QuerySet(Matter).select_for_update(skip_locked=True).filter(pk__in=wanted)
    )
    matters = {
        pk: (state, seq) for pk, state, seq in free.order_by("pk").values_list("pk", "state", "last_seq")
    }
    here = [(row, reckoning) for row, reckoning in found if row.matter_id in matters]
    entries = _journal(change, entry, head, matters, here)
    _store(change, matters, here, entries)
    return sum(row.stored[0] != r.due_on for row, r in here), len(matters) < len(wanted)


def _journal(
    change: Matter,
    entry: JournalEntry,
    head: ChainHead,
    matters: dict[int, tuple[str, int]],
    moved: list[Moved],
) -> dict[int, int]:
    """One entry for each matter whose day moved, at the end of both chains: matter to row number of the entry."""
    told: dict[int, list[dict[str, str]]] = {}
    for row, reckoning in moved:
        if row.stored[:2] != [reckoning.due_on, reckoning.due_at]:
            told.setdefault(row.matter_id, []).append(
                {"rule": row.rule, "old": f"{row.stored[0]}", "new": f"{reckoning.due_on}"}
            )
    tails = dict(
        JournalEntry.objects.filter(matter_id__in=told, seq=models.F("matter__last_seq"))
        .order_by()
        .values_list("matter_id", "hash")
    )
    source = statutes.rule(entry.basis).on(change.law_day())
    shared = {
        "at": max(timezone.now(), entry.at),
        "by": entry.by_id,
        "by_name": entry.by_name,
        "office": entry.office,
        "verb": "reckon",
        "name": NAME,
        "basis": entry.basis,
        "source": source.source,
        "unverified": source.unverified,
    }
    first, said = head.count + 1, []
    for pk in sorted(told):
        state, seq = matters[pk]
        one = {
            **shared,
            "chain_no": head.count + 1,
            "matter": pk,
            "seq": seq + 1,
            "before": state,
            "after": state,
            "facts": {"change": change.number, "moved": told[pk]},
            "matter_prev": tails.get(pk, journal.GENESIS),
            "prev": head.hash,
        }
        head.count, head.hash = head.count + 1, journal.digest_of(one)
        said.append((*(one[name] for name in journal.SAID), pk, entry.by_id, head.hash))
    _insert(JournalEntry, [*journal.SAID, "matter_id", "by_id", "hash"], said)
    head.save(update_fields=["count", "hash"])
    return (
        dict(JournalEntry.objects.filter(chain_no__gte=first).values_list("matter_id", "pk")) if said else {}
    )


def _store(
    change: Matter, matters: dict[int, tuple[str, int]], moved: list[Moved], entries: dict[int, int]
) -> None:
    """The new days beside clocks and matters: one prepared statement, one pass each."""
    clocks, moves, now = [], [], timezone.now()
    for row, reckoning in moved:
        new = cached(reckoning)
        # A day that moved is warned of anew, as `Clock.store` has it.
        first = _first_warning(row, reckoning)
        clocks.append((*new, reckoning.version.source, "", first, row.pk))
        if row.matter_id in entries and row.stored[0] != reckoning.due_on:
            moves.append((change.pk, row.pk, row.stored[0], reckoning.due_on, entries[row.matter_id], now))
    _execute(
        f"UPDATE procedure_clock SET {', '.join(f'{name} = %s' for name in CACHE_FIELDS)} WHERE id = %s",  # noqa: S608  # our own column names
        clocks,
    )
    due = _next_due(matters)
    _execute(
        "UPDATE procedure_matter SET next_due_on = %s, next_due_rule = %s, last_seq = last_seq + %s WHERE id = %s",
        [(*due[pk], int(pk in entries), pk) for pk in matters],
    )
    # A clock moved once under a change may move again under the next while the first run is still owed.
    columns = ["change_id", "clock_id", "old_due_on", "new_due_on", "entry_id", "at"]
    _insert(ClockMove, columns, moves, known="ON CONFLICT DO NOTHING")


def _insert(
    model: type[models.Model], columns: list[str], rows: list[tuple[Any, ...]], *, known: str = ""
) -> None:
    quoted = ", ".join(connection.ops.quote_name(name) for name in columns)
    places = ", ".join(["%s"] * len(columns))
    _execute(f"INSERT INTO {model._meta.db_table} ({quoted}) VALUES ({places}) {known}", rows)  # noqa: S608  # as above


def _execute(statement: str, rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    of_moment, of_day = connection.ops.adapt_datetimefield_value, connection.ops.adapt_datefield_value

    def plain(value: Any) -> Any:
        """A value as the driver takes it outside Django's own fields."""
        if isinstance(value, datetime):
            return of_moment(value)
        if isinstance(value, date):
            return of_day(value)
        return journal.canonical(value) if isinstance(value, dict) else value

    with connection.cursor() as cursor:
        cursor.executemany(statement, [tuple(map(plain, row)) for row in rows])


def _next_due(matters: Iterable[int]) -> dict[int, tuple[date | None, str]]:
    """The worklist's day and rule of many matters in one read, as `clocks.next_due` has it of one."""
    found: dict[int, tuple[date | None, str]] = dict.fromkeys(matters, (None, ""))
    rows = Clock.objects.running().filter(matter_id__in=found).order_by("due_on", "pk")
    for pk, due_on, rule, paused_on in rows.values_list("matter_id", "due_on", "rule", "paused_on"):
        known = found[pk]
        if paused_on is None and known[0] is None:
            found[pk] = (due_on, rule)
        elif known == (None, ""):
            found[pk] = (None, rule)
    for kind in kinds().values():
        for pk, soft in kind.soft_dues(found).items():
            found[pk] = sooner(found[pk], soft)
    return found
