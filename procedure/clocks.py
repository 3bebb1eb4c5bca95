"""Running terms: rows that remember their events; the due day stored beside them is a cache `reckon` can rebuild.

What steps do to clocks stands in `procedure.clock_acts`.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q, prefetch_related_objects
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy

import statutes
from procedure.due import warnings_of
from procedure.journal import JournalEntry
from procedure.law import Law, governing_of, law, law_at
from procedure.locks import AppendOnly, GuardedQuerySet
from procedure.matter import Matter

RUNNING = Q(ended__isnull=True)
COUNTING = RUNNING & Q(paused_on__isnull=True)
UNANSWERED = Q(approved__isnull=True, refused__isnull=True, withdrawn__isnull=True)
WAITING = UNANSWERED & Q(clock__ended__isnull=True)
"""The condition of a request to extend that waits for its answer."""


class ClockQuerySet(GuardedQuerySet):
    def running(self) -> "ClockQuerySet":
        return self.filter(RUNNING)

    def counting(self) -> "ClockQuerySet":
        """Running and not paused: the clocks that have a due day."""
        return self.filter(COUNTING)


class Clock(models.Model):
    """One statutory term of one matter: which rule, from when, until when, and what ended it.

    `unit` and `kind` are the matter's, kept here so that a board reads one table. `governing` and `version_on` name
    the version that governs (a rival of higher rank may); at the end they say under which rule it was kept or missed.
    """

    ANSWERED, VOID = "answered", "void"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=12, default="")
    unit = models.CharField(max_length=20, blank=True, default="")
    rule = models.CharField(gettext_lazy("规则"), max_length=60)
    governing = models.CharField(max_length=60, default="")
    version_on = models.DateField(null=True)
    source = models.CharField(gettext_lazy("依据"), max_length=120)
    started_at = models.DateTimeField(gettext_lazy("起算"))
    opened = models.ForeignKey(JournalEntry, models.PROTECT, related_name="opened_clocks")
    decided = models.ForeignKey(JournalEntry, models.PROTECT, null=True, related_name="+")
    ended = models.ForeignKey(JournalEntry, models.PROTECT, null=True, related_name="ended_clocks")
    outcome = models.CharField(max_length=10, blank=True)
    ended_on = models.DateField(null=True)
    # How late it was answered, in calendar days (an hour late is one); 0 when kept. Null while running, and of one
    # that fell away unless its day had passed before.
    missed_by = models.PositiveIntegerField(null=True)
    due_on = models.DateField(gettext_lazy("届满日"))
    due_at = models.DateTimeField(null=True)
    strict_on = models.DateField()
    provisional = models.BooleanField(gettext_lazy("暂定"), default=False)
    paused_on = models.DateField(gettext_lazy("中止起"), null=True)
    # Whether anything happened to it (an interval, a request, a restart): most clocks spare the question.
    touched = models.BooleanField(default=False)
    # The last warning given for this due day, and the first day the next one can fall due: what the sweep reads.
    warned = models.CharField(max_length=8, blank=True, default="")
    warn_on = models.DateField(null=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "rule"], condition=RUNNING, name="one_running_clock_per_rule"
            )
        ]
        indexes = [
            # What a board counts and lists, earliest due first; every column it groups by is in the index.
            models.Index(
                fields=["due_on", "kind", "rule", "unit", "due_at", "id"],
                condition=COUNTING,
                name="counting_due",
            ),
            models.Index(fields=["rule", "due_on", "id"], condition=COUNTING, name="counting_rule"),
            models.Index(fields=["unit", "due_on", "id"], condition=COUNTING, name="counting_unit"),
            models.Index(fields=["warn_on", "id"], condition=COUNTING, name="to_warn"),
            models.Index(
                fields=["paused_on", "id"], condition=RUNNING & Q(paused_on__isnull=False), name="paused"
            ),
            models.Index(
                fields=["unit", "ended_on", "id"], condition=Q(missed_by__isnull=False), name="ended_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.rule} {self.due_on}"

    def prevailing(self) -> "statutes.Prevailing":
        """The version that governs, and those of other instruments that give way to it.

        A clock that has ended keeps the version it ended by, whatever is read otherwise later; a running one whose
        law day was moved by a reading to a day without the rule keeps the rule of its matter.
        """
        if self.ended_id is not None and self.version_on is not None:
            return statutes.Prevailing(statutes.rule(self.governing).on(self.version_on), ())
        return governing_of(law(), self.rule, self.matter.law_day(), self.started_at)

    def version(self) -> "statutes.Version":
        return self.prevailing().version

    @property
    def title(self) -> str:
        return statutes.rule(self.rule).title

    @property
    def paused(self) -> bool:
        return self.paused_on is not None

    @property
    def met(self) -> bool | None:
        """Whether the term was kept; None while it runs or when it fell away."""
        return None if self.missed_by is None else self.missed_by == 0

    def standing_pauses(self) -> list["Pause"]:
        """The intervals that count as they now stand: corrected and struck ones left out."""
        return [pause for pause in self.pauses.all() if pause.struck_id is None]

    def standing_restarts(self) -> list["ClockRestart"]:
        """The new beginnings that were not taken back."""
        rows = list(self.restarts.all())
        undone = {row.undoes_id for row in rows if row.undoes_id}
        return [row for row in rows if row.undoes_id is None and row.pk not in undone]

    def open_pauses(self) -> list["Pause"]:
        """The standing intervals that have not ended; one begun after the due day no longer suspends the clock."""
        return [pause for pause in self.standing_pauses() if pause.end_on is None]

    def suspended_since(self, due_on: date) -> date | None:
        """Since when a clock that is due on that day is suspended; an interval begun after it suspends nothing."""
        return min((p.start_on for p in self.open_pauses() if p.start_on <= due_on), default=None)

    def granted(self) -> list["ClockExtension"]:
        """The extensions in force: approved since the restart the term now runs from, and not withdrawn.

        One approved for a new beginning that was taken back went with it.
        """
        last = max(self.standing_restarts(), key=lambda r: (r.at, r.pk), default=None)
        since = last.entry_id if last is not None else 0
        began = {row.pk: row.entry_id for row in self.restarts.all()}
        gone = [
            range(began[row.undoes_id], row.entry_id) for row in self.restarts.all() if row.undoes_id in began
        ]
        return [
            e
            for e in self.extensions.all()
            if e.state == ClockExtension.GRANTED
            and (e.approved_id or 0) > since
            and not any(e.approved_id in spell for spell in gone)
        ]

    def asked(self) -> "ClockExtension | None":
        """The request for an extension that still waits for its answer."""
        return next((e for e in self.extensions.all() if e.state == ClockExtension.ASKED), None)

    def reckoning(
        self,
        *,
        version: "statutes.Version | None" = None,
        more: int | None = None,
        until: date | None = None,
        strict: bool = False,
    ) -> "statutes.Reckoning":
        """The due day from its events alone (never from the stored cache).

        `version` reckons under another version; `more` adds an extension asked for; `until` takes an open pause as
        ended on that day. Without `until` an open pause leaves the day as it was when the pause began. An interval
        the version does not leave out counts like other time; `strict` refuses it instead. A clock that has ended is
        reckoned by the calendar and the readings it ended by, whatever was changed since.
        """
        reckoned = self._reckoned(law(), version, more, until, strict=strict)
        if self.ended is not None and version is None and reckoned.due_on != self.due_on:
            return self._reckoned(law_at(self.ended.at), version, more, until, strict=strict)
        return reckoned

    def _reckoned(
        self,
        under: Law,
        version: "statutes.Version | None",
        more: int | None,
        until: date | None,
        *,
        strict: bool,
    ) -> "statutes.Reckoning":
        chosen = version or self.version()
        exclusions, allowed = [], statutes.grounds_of(chosen)
        for pause in self.standing_pauses():
            ends = pause.end_on or until
            if ends is not None and ends >= pause.start_on and (strict or pause.ground in allowed):
                papers = (pause.start_paper, pause.end_paper)
                exclusions.append(statutes.Exclusion(pause.start_on, ends, pause.ground, *papers))
        extensions = [e.amount for e in self.granted()]
        return under.reckon(
            chosen,
            _event(self.started_at, chosen),
            exclusions=exclusions,
            extensions=[*extensions, more] if more is not None else extensions,
            restarts=[_event(r.at, chosen) for r in self.standing_restarts()],
        )

    def store(self, reckoning: "statutes.Reckoning") -> bool:
        """Put a reckoning into the cache fields; says whether anything moved. A moved day is warned of anew."""
        new = cached(reckoning)
        moved = new != self.cache()
        self.due_on, self.due_at, self.strict_on, self.provisional, self.governing, self.version_on = new
        self.source = reckoning.version.source
        if moved:
            self.warned = ""
            first = warnings_of(self.due_on, self.due_at, localdate(self.started_at))
            self.warn_on = first.next_on("")
        return moved

    def cache(self) -> tuple[Any, ...]:
        """What is stored of the reckoning, in the order of `cached`."""
        return (self.due_on, self.due_at, self.strict_on, self.provisional, self.governing, self.version_on)


def cached(reckoning: "statutes.Reckoning") -> tuple[Any, ...]:
    """What of a reckoning is stored beside a clock."""
    version = reckoning.version
    return (
        reckoning.due_on,
        reckoning.due_at,
        reckoning.strict_on,
        reckoning.provisional,
        version.rule,
        version.in_force,
    )


CACHE_FIELDS = [
    "due_on", "due_at", "strict_on", "provisional", "governing", "version_on", "source", "warned", "warn_on",
]  # fmt: skip


def _event(moment: datetime, version: "statutes.Version") -> date | datetime:
    return localtime(moment) if version.unit == "hours" else localdate(moment)


class Pause(models.Model):
    """Time that does not count: testing, appraisal and the like; both end days are excluded.

    A correction strikes the row and puts another in its place (`replaces`), so that what stood before is kept.
    """

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="pauses")
    ground = models.CharField(gettext_lazy("事由"), max_length=40)
    start_on = models.DateField(gettext_lazy("起"))
    end_on = models.DateField(gettext_lazy("止"), null=True)
    start_paper = models.CharField(gettext_lazy("起始凭证"), max_length=120, blank=True, default="")
    end_paper = models.CharField(gettext_lazy("终止凭证"), max_length=120, blank=True, default="")
    opened = models.ForeignKey(JournalEntry, models.PROTECT, related_name="+")
    closed = models.ForeignKey(JournalEntry, models.PROTECT, null=True, related_name="+")
    struck = models.ForeignKey(JournalEntry, models.PROTECT, null=True, related_name="+")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["start_on", "ground"],
                condition=Q(end_on__isnull=True, struck__isnull=True),
                name="open_pauses",
            )
        ]


class ClockExtension(models.Model):
    """A request to extend, from asking to answer; `amount` is in the rule's own unit, both days stay visible."""

    ASKED, GRANTED, REFUSED, WITHDRAWN = "asked", "granted", "refused", "withdrawn"

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="extensions")
    amount = models.PositiveSmallIntegerField()
    reason = models.CharField(gettext_lazy("理由"), max_length=2000, blank=True, default="")
    paper = models.CharField(gettext_lazy("凭证"), max_length=120, blank=True, default="")
    asked = models.ForeignKey(JournalEntry, models.PROTECT, null=True, related_name="+")
    approved = models.ForeignKey(JournalEntry, models.PROTECT, null=True, related_name="+")
    refused = models.ForeignKey(JournalEntry, models.PROTECT, null=True, related_name="+")
    withdrawn = models.ForeignKey(JournalEntry, models.PROTECT, null=True, related_name="+")
    old_due_on = models.DateField(null=True)
    new_due_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                condition=UNANSWERED,
                name="asked_extensions",
            )
        ]

    @property
    def state(self) -> str:
        if self.withdrawn_id:
            return self.WITHDRAWN
        if self.refused_id:
            return self.REFUSED
        return self.GRANTED if self.approved_id else self.ASKED


class ClockRestart(AppendOnly):
    """That the whole period began anew (令121 art. 35(2): merged with a later report); the old due day is kept."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="restarts")
    at = models.DateTimeField(gettext_lazy("重新起算"))
    reason = models.CharField(gettext_lazy("事由"), max_length=2000)
    old_due_on = models.DateField(gettext_lazy("原届满日"))
    entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="+")
    # A row that takes an earlier one back: nothing is removed, and both stay readable.
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone")

    class Meta:
        base_manager_name = "objects"


class ClockMove(AppendOnly):
    """That a due day moved because the calendar or a reading changed: which change, from which day to which."""

    change = models.ForeignKey(Matter, models.PROTECT, related_name="moves")
    clock = models.ForeignKey(Clock, models.PROTECT, related_name="moves")
    old_due_on = models.DateField()
    new_due_on = models.DateField()
    entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["change", "clock"], name="one_move_per_change_and_clock")
        ]


WITH_EVENTS = ("pauses", "extensions", "restarts")
"""What a reckoning reads beside the clock itself."""


def with_events(clocks: Iterable[Clock]) -> list[Clock]:
    """The clocks with their events at hand; only those that something happened to are asked for."""
    found = list(clocks)
    prefetch_related_objects([clock for clock in found if clock.touched], *WITH_EVENTS)
    for clock in found:
        if not clock.touched:
            for name in WITH_EVENTS:
                nothing = getattr(clock, name).none()
                clock.__dict__.setdefault("_prefetched_objects_cache", {})[name] = nothing
    return found


def running_of(matter: Matter) -> list[Clock]:
    """The running clocks of a matter with their events, read once for all guards of a page or act.

    Kept on the instance under its journal number, so that the next act reads anew.
    """
    kept: tuple[int, list[Clock]] | None = matter.__dict__.get("_running_clocks")
    if kept is None or kept[0] != matter.last_seq:
        kept = (matter.last_seq, with_events(matter.clocks.running()))
        for clock in kept[1]:
            clock.matter = matter
        matter.__dict__["_running_clocks"] = kept
    return kept[1]


def clocks_of(matter: Matter) -> list[Clock]:
    """Every clock of a matter with its events; the guards of the same page find the running ones read."""
    found = with_events(matter.clocks.all())
    for clock in found:
        clock.matter = matter
    matter.__dict__["_running_clocks"] = (matter.last_seq, [c for c in found if c.ended_id is None])
    return found


def next_due(matter: Matter) -> tuple[date | None, str]:
    """The earliest counting due day of a matter and its rule; no day but the rule when every clock is paused.

    A day that others set for an open matter counts as well.
    """
    soft = matter.soft_due() if matter.closed_on is None else None
    return sooner(_next_of_clocks(matter), soft)


def sooner(term: tuple[date | None, str], soft: tuple[date, str] | None) -> tuple[date | None, str]:
    """The earlier of what the clocks say and of a day that others set."""
    return soft if soft is not None and (term[0] is None or soft[0] < term[0]) else term


def _next_of_clocks(matter: Matter) -> tuple[date | None, str]:
    first = matter.clocks.running().order_by("paused_on", "due_on", "id")
    rows = list(first.values_list("due_on", "rule", "paused_on"))
    counting = [row for row in rows if row[2] is None]
    if counting:
        due_on, rule, _paused = min(counting, key=lambda row: row[0])
        return due_on, rule
    return None, rows[0][1] if rows else ""


def as_receipt(clock: Clock) -> dict[str, Any]:
    """The receipt of a due day: the reckoning in full, the versions that gave way, and what ended the clock."""
    receipt = clock.reckoning().as_dict()
    found = clock.prevailing()
    receipt["candidates"] = [
        {
            "rule": v.rule,
            "source": v.source,
            "rank": v.rank,
            "period": v.period,
            "governs": v is found.version,
        }
        for v in (found.version, *found.losers)
    ]
    receipt["conflict"] = found.reading.told if found.reading else ""
    receipt["paused"] = clock.paused
    receipt["ended_on"] = clock.ended_on.isoformat() if clock.ended_on else None
    receipt["met"] = clock.met
    receipt["missed_by"] = clock.missed_by
    return receipt
