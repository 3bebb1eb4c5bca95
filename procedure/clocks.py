"""Running terms: rows that remember their events; the due day stored beside them is a cache `reckon` can rebuild."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import statutes
from procedure.journal import JournalEntry
from procedure.locks import GuardedQuerySet
from procedure.matter import Matter


class ClockQuerySet(GuardedQuerySet):
    def running(self) -> "ClockQuerySet":
        return self.filter(ended__isnull=True)


class Clock(models.Model):
    """One statutory term of one matter: which rule, from when, until when, and what ended it."""

    ANSWERED, VOID = "answered", "void"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="clocks")
    rule = models.CharField(gettext_lazy("规则"), max_length=60)
    source = models.CharField(gettext_lazy("依据"), max_length=120)
    started_at = models.DateTimeField(gettext_lazy("起算"))
    opened = models.ForeignKey(JournalEntry, models.PROTECT, related_name="opened_clocks")
    decided = models.ForeignKey(JournalEntry, models.PROTECT, null=True, related_name="+")
    ended = models.ForeignKey(JournalEntry, models.PROTECT, null=True, related_name="ended_clocks")
    outcome = models.CharField(max_length=10, blank=True)
    ended_on = models.DateField(null=True)
    due_on = models.DateField(gettext_lazy("届满日"))
    due_at = models.DateTimeField(null=True)
    strict_on = models.DateField()
    provisional = models.BooleanField(gettext_lazy("暂定"), default=False)

    objects = ClockQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "rule"], condition=Q(ended__isnull=True), name="one_running_clock_per_rule"
            )
        ]
        indexes = [
            models.Index(fields=["due_on", "rule"], condition=Q(ended__isnull=True), name="running_due")
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.rule} {self.due_on}"

    def version(self) -> "statutes.Version":
        return statutes.rule(self.rule).on(self.matter.law_day())

    @property
    def title(self) -> str:
        return statutes.rule(self.rule).title

    @property
    def paused(self) -> bool:
        return any(pause.end_on is None for pause in self.pauses.all())

    @property
    def met(self) -> bool | None:
        """Whether the term was kept; None while it runs or when it fell away."""
        if self.outcome != self.ANSWERED or self.ended_on is None:
            return None
        if self.due_at is not None and self.ended is not None:
            return self.ended.at <= self.due_at
        return self.ended_on <= self.due_on

    def reckoning(self) -> "statutes.Reckoning":
        """The due day from its events alone: start, closed pauses, extensions (never from the stored cache)."""
        version = self.version()
        start: date | datetime = localtime(self.started_at)
        if version.unit != "hours":
            start = localdate(self.started_at)
        return statutes.reckon(
            version,
            start,
            exclusions=[
                statutes.Exclusion(p.start_on, p.end_on, p.ground)
                for p in self.pauses.all()
                if p.end_on is not None
            ],
            extensions=[e.amount for e in self.extensions.all()],
        )

    def store(self, reckoning: "statutes.Reckoning") -> bool:
        """Put a reckoning into the cache fields; says whether anything moved."""
        new = (reckoning.due_on, reckoning.due_at, reckoning.strict_on, reckoning.provisional)
        moved = new != (self.due_on, self.due_at, self.strict_on, self.provisional)
        self.due_on, self.due_at, self.strict_on, self.provisional = new
        return moved


class Pause(models.Model):
    """Time that does not count: testing, appraisal and the like; both end days are excluded."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="pauses")
    ground = models.CharField(gettext_lazy("事由"), max_length=40)
    start_on = models.DateField(gettext_lazy("起"))
    end_on = models.DateField(gettext_lazy("止"), null=True)
    opened = models.ForeignKey(JournalEntry, models.PROTECT, related_name="+")


class ClockExtension(models.Model):
    """An extension approved before expiry by the officer the rule names; `amount` is in the rule's own unit."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="extensions")
    amount = models.PositiveSmallIntegerField()
    approved = models.ForeignKey(JournalEntry, models.PROTECT, related_name="+")


@dataclass(frozen=True)
class Opens:
    """That a step starts a clock, and from which moment: the act itself, or the receipt of the matter."""

    rule: str
    since_receipt: bool = False


def start(matter: Matter, opens: Opens | str, entry: JournalEntry) -> Clock | None:
    """Start a clock; a rule not in force on the matter's law day starts none (it came or went with a reform)."""
    wanted = Opens(opens) if isinstance(opens, str) else opens
    found = statutes.rule(wanted.rule)
    if not found.in_force_on(matter.law_day()):
        return None
    clock = Clock(
        matter=matter,
        rule=wanted.rule,
        source=found.on(matter.law_day()).source,
        started_at=matter.received_at if wanted.since_receipt else entry.at,
        opened=entry,
    )
    version = clock.version()
    begin: date | datetime = localtime(clock.started_at)
    reckoning = statutes.reckon(version, begin if version.unit == "hours" else localdate(clock.started_at))
    clock.store(reckoning)
    clock.save()
    return clock


def answer(
    matter: Matter,
    rules: Iterable[str],
    entry: JournalEntry,
    *,
    by_notice: bool = False,
    at: datetime | None = None,
) -> None:
    """Stop the running clocks of these rules, if what happened is what the rule says answers it.

    A rule answered by notice is only marked as decided by the decision; the recorded notice stops it.
    """
    for clock in _running(matter, rules):
        if clock.version().answered_by == "notice" and not by_notice:
            clock.decided = entry
            clock.save(update_fields=["decided"])
        else:
            _end(clock, entry, Clock.ANSWERED, at)


def void(matter: Matter, rules: Iterable[str], entry: JournalEntry) -> None:
    """Let clocks fall away that the act makes pointless (a matter handed on has no acceptance term here)."""
    for clock in _running(matter, rules):
        _end(clock, entry, Clock.VOID)


def running_of(matter: Matter) -> list[Clock]:
    """The running clocks of a matter with their pauses and extensions, read once for all guards of a page or act.

    Kept on the instance under its journal number, so that the next act reads anew.
    """
    kept: tuple[int, list[Clock]] | None = matter.__dict__.get("_running_clocks")
    if kept is None or kept[0] != matter.last_seq:
        rows = matter.clocks.running().prefetch_related("pauses", "extensions")
        kept = (matter.last_seq, list(rows))
        for clock in kept[1]:
            clock.matter = matter
        matter.__dict__["_running_clocks"] = kept
    return kept[1]


def _running(matter: Matter, rules: Iterable[str]) -> list[Clock]:
    names = set(rules)
    # One read serves every rule of the step; the set of running clocks of a matter is a handful.
    return [c for c in matter.clocks.running().select_related("matter") if c.rule in names] if names else []


def _end(clock: Clock, entry: JournalEntry, outcome: str, at: datetime | None = None) -> None:
    clock.ended, clock.outcome, clock.ended_on = entry, outcome, localdate(at or entry.at)
    clock.save(update_fields=["ended", "outcome", "ended_on"])


def extension_barred(matter: Matter, rule: str, today: date) -> str | None:
    """Why a running clock may not be extended, in words; None when it may (asked before expiry, times left)."""
    running = [clock for clock in running_of(matter) if clock.rule == rule]
    if not running:
        return _("没有正在计算的期限可延长")
    clock = running[0]
    extension = clock.version().extension
    if extension is None:
        return _("%(rule)s不得延长（%(source)s）") % {"rule": clock.title, "source": clock.source}
    if len(clock.extensions.all()) >= extension.times:
        return _("已延长 %(times)d 次，不得再延长（%(source)s）") % {
            "times": extension.times,
            "source": clock.source,
        }
    if today > clock.due_on:
        return _("期限已于 %(day)s 届满，延长须在届满前批准") % {"day": clock.due_on}
    return None


def extend(matter: Matter, rule: str, entry: JournalEntry) -> None:
    for clock in _running(matter, [rule]):
        extension = clock.version().extension
        if extension is None:
            raise ValueError(f"{rule} has no extension")
        ClockExtension.objects.create(clock=clock, amount=extension.amount, approved=entry)
        _rebuild(clock)


def pause(matter: Matter, rule: str, ground: str, entry: JournalEntry) -> None:
    for clock in _running(matter, [rule]):
        Pause.objects.create(clock=clock, ground=ground, start_on=localdate(entry.at), opened=entry)


def resume(matter: Matter, rule: str, entry: JournalEntry) -> None:
    for clock in _running(matter, [rule]):
        clock.pauses.filter(end_on__isnull=True).update(end_on=localdate(entry.at))
        _rebuild(clock)


def _rebuild(clock: Clock) -> None:
    fresh = Clock.objects.select_related("matter").prefetch_related("pauses", "extensions").get(pk=clock.pk)
    if fresh.store(fresh.reckoning()):
        fresh.save(update_fields=["due_on", "due_at", "strict_on", "provisional"])


def next_due(matter: Matter) -> tuple[date | None, str]:
    """The earliest running due day of a matter and its rule, for the worklist row."""
    first = matter.clocks.running().order_by("due_on", "id").values_list("due_on", "rule").first()
    return first or (None, "")


def differing(now: datetime | None = None) -> list[tuple[Clock, "statutes.Reckoning"]]:
    """Every running clock whose stored due day is not what its events give."""
    found = []
    rows = Clock.objects.running().select_related("matter").prefetch_related("pauses", "extensions")
    for clock in rows.iterator(chunk_size=2000):
        stored = (clock.due_on, clock.due_at, clock.strict_on, clock.provisional)
        reckoning = clock.reckoning()
        if stored != (reckoning.due_on, reckoning.due_at, reckoning.strict_on, reckoning.provisional):
            found.append((clock, reckoning))
    return found


NEAR_WORKING_DAYS = 3  # the house's promise to warn, not a statutory term


def near_horizon(today: date) -> date:
    """The last day that counts as near: three working days from today."""
    return statutes.CALENDAR.working_after(today, NEAR_WORKING_DAYS)


def due_state(due_on: date | None, today: date) -> str:
    """`overdue`, `today`, `near`, `running` or `none`: the word that stands beside a due day, with its colour."""
    if due_on is None:
        return "none"
    if due_on < today:
        return "overdue"
    if due_on == today:
        return "today"
    return "near" if due_on <= near_horizon(today) else "running"


def as_receipt(clock: Clock) -> dict[str, Any]:
    """The receipt of a due day: the reckoning in full, with what ended the clock."""
    receipt = clock.reckoning().as_dict()
    receipt["paused"] = clock.paused
    receipt["ended_on"] = clock.ended_on.isoformat() if clock.ended_on else None
    receipt["met"] = clock.met
    return receipt
