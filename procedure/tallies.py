"""Maintained figures of the board: how many clocks run, and how many were kept or missed, month by month.

Triggers on the table of clocks keep them (`migrations/0005`), so that no act can forget to; `reckon` checks them
against a count. They are sums, not records: the clocks are the truth.
"""

from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from procedure.clocks import Clock
from procedure.journal import ChainHead
from procedure.triggers import hangs


class RunningTally(models.Model):
    """How many clocks of a rule run at a unit, and how many of them are paused."""

    kind = models.CharField(max_length=12)
    rule = models.CharField(max_length=60)
    unit = models.CharField(max_length=20, blank=True)
    running = models.IntegerField(default=0)
    paused = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "rule", "unit"], name="one_running_tally")]


class DueTally(models.Model):
    """How many counting clocks (running, not paused) of a kind fall due at a unit on a day."""

    kind = models.CharField(max_length=12)
    unit = models.CharField(max_length=20, blank=True)
    due_on = models.DateField()
    n = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["due_on", "kind", "unit"], name="one_due_tally")]


class OutcomeTally(models.Model):
    """How many clocks of a rule ended at a unit in a month, kept or missed; those that fell away in time are not counted."""

    kind = models.CharField(max_length=12)
    rule = models.CharField(max_length=60)
    unit = models.CharField(max_length=20, blank=True)
    month = models.CharField(max_length=7)
    met = models.IntegerField(default=0)
    missed = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "rule", "unit", "month"], name="one_outcome_tally")
        ]
        indexes = [models.Index(fields=["month"], name="outcome_month")]


Counts = dict[tuple[str, ...], tuple[int, ...]]


def counted() -> tuple[Counts, Counts, Counts]:
    """The three tallies counted from the clocks themselves; reads every row."""
    running = (
        Clock.objects.running()
        .order_by()
        .values_list("kind", "rule", "unit")
        .annotate(n=Count("id"), paused=Count("id", filter=Q(paused_on__isnull=False)))
    )
    due = Clock.objects.counting().order_by().values_list("kind", "unit", "due_on").annotate(n=Count("id"))
    ended = (
        Clock.objects.filter(missed_by__isnull=False)
        .order_by()
        .annotate(in_month=TruncMonth("ended_on"))
        .values_list("kind", "rule", "unit", "in_month")
        .annotate(met=Count("id", filter=Q(missed_by=0)), missed=Count("id", filter=Q(missed_by__gt=0)))
    )
    return (
        {(k, r, u): (n, p) for k, r, u, n, p in running},
        {(k, u, f"{on}"): (n,) for k, u, on, n in due},
        {(k, r, u, f"{month:%Y-%m}"): (met, missed) for k, r, u, month, met, missed in ended},
    )


def kept() -> tuple[Counts, Counts, Counts]:
    """The three tallies as they stand, rows of nothing left out."""
    running = RunningTally.objects.values_list("kind", "rule", "unit", "running", "paused")
    due = DueTally.objects.exclude(n=0).values_list("kind", "unit", "due_on", "n")
    ended = OutcomeTally.objects.values_list("kind", "rule", "unit", "month", "met", "missed")
    return (
        {(k, r, u): (n, p) for k, r, u, n, p in running if n or p},
        {(k, u, f"{on}"): (n,) for k, u, on, n in due},
        {(k, r, u, m): (met, missed) for k, r, u, m, met, missed in ended if met or missed},
    )


def differing() -> list[str]:
    """Where the maintained figures are not what the clocks say, in words; empty when they agree."""
    found = []
    for name, truth, stored in zip(("running", "due", "outcome"), counted(), kept(), strict=True):
        for key in sorted(truth.keys() | stored.keys()):
            if truth.get(key) != stored.get(key):
                found.append(f"{name} {'/'.join(key)}: {stored.get(key)} ≠ {truth.get(key)}")
    return found


def rebuild() -> None:
    """Put the tallies right from the clocks; must run in a transaction, in which no act may end a clock meanwhile."""
    ChainHead.objects.select_for_update().get(pk=1)
    running, due, ended = counted()
    for tally in (RunningTally, DueTally, OutcomeTally):
        tally._base_manager.all().delete()
    RunningTally.objects.bulk_create(
        RunningTally(kind=k, rule=r, unit=u, running=n, paused=p) for (k, r, u), (n, p) in running.items()
    )
    DueTally.objects.bulk_create(DueTally(kind=k, unit=u, due_on=on, n=n) for (k, u, on), (n,) in due.items())
    OutcomeTally.objects.bulk_create(
        OutcomeTally(kind=k, rule=r, unit=u, month=m, met=met, missed=missed)
        for (k, r, u, m), (met, missed) in ended.items()
    )


# --- the triggers ------------------------------------------------------------------------------------------------

_PLUS = """INSERT INTO procedure_runningtally (kind, rule, unit, running, paused)
VALUES (NEW.kind, NEW.rule, NEW.unit, 1, {paused})
ON CONFLICT (kind, rule, unit) DO UPDATE SET running = procedure_runningtally.running + 1,
paused = procedure_runningtally.paused + excluded.paused"""
_MINUS = """UPDATE procedure_runningtally SET running = running - 1, paused = paused - {paused}
WHERE kind = OLD.kind AND rule = OLD.rule AND unit = OLD.unit"""
_ENDED = """INSERT INTO procedure_outcometally (kind, rule, unit, month, met, missed)
VALUES (NEW.kind, NEW.rule, NEW.unit, {month}, {met}, {missed})
ON CONFLICT (kind, rule, unit, month) DO UPDATE SET met = procedure_outcometally.met + excluded.met,
missed = procedure_outcometally.missed + excluded.missed"""
_ENDED_BACK = """UPDATE procedure_outcometally SET met = met - {met}, missed = missed - {missed}
WHERE kind = OLD.kind AND rule = OLD.rule AND unit = OLD.unit AND month = {month}"""
_DUE_PLUS = """INSERT INTO procedure_duetally (kind, unit, due_on, n) VALUES (NEW.kind, NEW.unit, NEW.due_on, 1)
ON CONFLICT (due_on, kind, unit) DO UPDATE SET n = procedure_duetally.n + 1"""
_DUE_MINUS = """UPDATE procedure_duetally SET n = n - 1
WHERE due_on = OLD.due_on AND kind = OLD.kind AND unit = OLD.unit"""


def _flag(vendor: str, condition: str) -> str:
    return f"({condition})::int" if vendor == "postgresql" else f"({condition})"


def _moved(vendor: str, columns: str) -> str:
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    return "(" + " OR ".join(f"NEW.{c} {differs} OLD.{c}" for c in columns.split()) + ")"


def _statements(vendor: str) -> list[tuple[str, str, str, str]]:
    """(name, event, condition, statement) of every trigger that keeps the tallies."""
    moved = _moved(vendor, "kind rule unit paused_on ended_id")
    due_moved = _moved(vendor, "kind unit due_on paused_on ended_id")
    month = "to_char(NEW.ended_on, 'YYYY-MM')" if vendor == "postgresql" else "substr(NEW.ended_on, 1, 7)"
    plus = _PLUS.format(paused=_flag(vendor, "NEW.paused_on IS NOT NULL"))
    minus = _MINUS.format(paused=_flag(vendor, "OLD.paused_on IS NOT NULL"))
    ended = _ENDED.format(
        month=month,
        met=_flag(vendor, "NEW.missed_by = 0"),
        missed=_flag(vendor, "NEW.missed_by > 0"),
    )
    ended_back = _ENDED_BACK.format(
        month=month.replace("NEW.", "OLD."),
        met=_flag(vendor, "OLD.missed_by = 0"),
        missed=_flag(vendor, "OLD.missed_by > 0"),
    )
    new_runs, old_ran = "NEW.ended_id IS NULL", "OLD.ended_id IS NULL"
    new_counts, old_counted = f"{new_runs} AND NEW.paused_on IS NULL", f"{old_ran} AND OLD.paused_on IS NULL"
    return [
        ("tally_running_new", "INSERT", new_runs, plus),
        ("tally_running_gone", "UPDATE", f"{old_ran} AND {moved}", minus),
        ("tally_running_here", "UPDATE", f"{new_runs} AND {moved}", plus),
        ("tally_due_new", "INSERT", new_counts, _DUE_PLUS),
        ("tally_due_gone", "UPDATE", f"{old_counted} AND {due_moved}", _DUE_MINUS),
        ("tally_due_here", "UPDATE", f"{new_counts} AND {due_moved}", _DUE_PLUS),
        (
            "tally_outcome",
            "UPDATE",
            f"{old_ran} AND NEW.ended_id IS NOT NULL AND NEW.missed_by IS NOT NULL",
            ended,
        ),
        (
            # A merge ended a late term and was undone: the term runs again and has no outcome yet.
            "tally_outcome_back",
            "UPDATE",
            f"OLD.ended_id IS NOT NULL AND OLD.missed_by IS NOT NULL AND {new_runs}",
            ended_back,
        ),
    ]


def hang_triggers(schema: Any) -> None:
    """Make the triggers that keep the tallies, those that are not there yet; on SQLite and PostgreSQL alike."""
    vendor = schema.connection.vendor
    for name, event, when, statement in _statements(vendor):
        if hangs(schema, name):
            continue
        if vendor == "postgresql":
            schema.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {statement}; RETURN NULL; END $$"
            )
            schema.execute(
                f"CREATE TRIGGER {name} AFTER {event} ON procedure_clock FOR EACH ROW "
                f"WHEN ({when}) EXECUTE FUNCTION {name}()"
            )
        else:
            schema.execute(
                f"CREATE TRIGGER {name} AFTER {event} ON procedure_clock FOR EACH ROW WHEN {when} "
                f"BEGIN {statement}; END"
            )
