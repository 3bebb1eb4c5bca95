"""What steps do to clocks: start, answer, void, exclude, extend; each is an entry and moves the stored day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

import statutes
from procedure.clocks import CACHE_FIELDS, UNANSWERED, Clock, ClockExtension, Pause, running_of, with_events
from procedure.journal import JournalEntry
from procedure.law import law, law_day_of
from procedure.matter import Matter


@dataclass(frozen=True)
class Opens:
    """That a step starts a clock, and from which moment: the act itself, or the receipt of the matter."""

    rule: str
    since_receipt: bool = False


def start(matter: Matter, opens: Opens | str, entry: JournalEntry) -> Clock | None:
    """Start a clock; a rule not in force on its law day starts none (it came or went with a reform)."""
    wanted = Opens(opens) if isinstance(opens, str) else opens
    began = matter.received_at if wanted.since_receipt else entry.at
    if not in_force_for(matter, wanted.rule, began):
        return None
    clock = Clock(
        matter=matter, kind=matter.kind, unit=matter.unit, rule=wanted.rule, started_at=began, opened=entry
    )
    clock.store(law().reckon(clock.version(), event_of(clock)))
    clock.save()
    return clock


def in_force_for(matter: Matter, rule: str, began: datetime) -> bool:
    """Whether a clock of this rule, begun at that moment, has a version to run by."""
    day = law_day_of(matter.law_day(), began, law().readings)
    return statutes.rule(rule).in_force_on(day)


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
            end(clock, entry, Clock.ANSWERED, at)


def void(matter: Matter, rules: Iterable[str], entry: JournalEntry) -> None:
    """Let clocks fall away that the act makes pointless (a matter handed on has no acceptance term here)."""
    for clock in _running(matter, rules):
        end(clock, entry, Clock.VOID)


def void_all(matter: Matter, entry: JournalEntry, *, but: Iterable[str] = ()) -> None:
    """Let every running clock of a matter fall away: its procedure is over; `but` names rules that outlast it."""
    void(matter, {clock.rule for clock in matter.clocks.running()} - set(but), entry)


def follow(matter: Matter) -> None:
    """Let the running clocks go with the matter to another unit, whose board then shows them."""
    matter.clocks.running().exclude(unit=matter.unit).update(unit=matter.unit)


def _running(matter: Matter, rules: Iterable[str]) -> list[Clock]:
    names = set(rules)
    # One read serves every rule of the step; the set of running clocks of a matter is a handful.
    return [c for c in matter.clocks.running().select_related("matter") if c.rule in names] if names else []


def end(
    clock: Clock, entry: JournalEntry, outcome: str, at: datetime | None = None, *, counted: bool = True
) -> None:
    """End a clock with an outcome, as of `at` or of the entry; one that was answered keeps by how many days it was late.

    One that falls away was neither kept nor missed, unless its day had passed before: that lateness stays in the figures
    (`counted=False`: not where another clock takes up the same term).
    """
    moment = at or entry.at
    clock.ended, clock.outcome, clock.ended_on = entry, outcome, localdate(moment)
    # A clock that ends while paused had time left: it is kept, whatever day the cache shows.
    late = 0 if clock.paused else days_late(clock, moment)
    clock.missed_by = late if outcome == Clock.ANSWERED else (late or None) if counted else None
    clock.paused_on = clock.warn_on = None
    clock.save(update_fields=["ended", "outcome", "ended_on", "missed_by", "paused_on", "warn_on"])


def days_late(clock: Clock, moment: datetime) -> int:
    """By how many days a clock is past due at a moment, 0 when it is not; a clock of hours is late by one at least."""
    days = (localdate(moment) - clock.due_on).days
    if clock.due_at is not None:
        return max(1, days) if moment > clock.due_at else 0
    return max(0, days)


# --- extensions: asked, granted or refused, withdrawn -----------------------------------------------------------


def extension_barred(matter: Matter, rule: str, today: date, *, granting: bool = False) -> str | None:
    """Why a running clock may not be extended, in words; None when it may (before expiry, times left, a request)."""
    clock = running_one(matter, rule)
    if clock is None:
        return _("没有正在计算的期限可延长")
    version, asked = clock.version(), clock.asked()
    if version.extension is None:
        return _("%(rule)s不得延长（%(source)s）") % {"rule": clock.title, "source": version.source}
    if granting != (asked is not None):
        return _("没有待批的延长申请") if granting else _("已有待批的延长申请")
    if version.extension.is_beyond(len(clock.granted())) and not version.further:
        return _("已延长 %(times)d 次，不得再延长（%(source)s）") % {
            "times": version.extension.times,
            "source": version.source,
        }
    return _too_late(clock, today, granting=granting)


def longer_than_allowed(clock: Clock, allowed: "statutes.Extension", amount: int) -> str | None:
    """Why one extension of this length is too long, in words; the length is in the rule's own unit."""
    if not allowed.is_too_long(amount):
        return None
    version = clock.version()
    return _("最多延长%(n)s（%(source)s）") % {
        "n": f"{allowed.amount}{statutes.UNITS[version.unit or '']}",
        "source": version.source,
    }


def _too_late(clock: Clock, today: date, *, granting: bool) -> str | None:
    if clock.paused or today <= clock.due_on:
        return None
    if granting and law().readings.choice("extension.approval") == "requested_before_expiry":
        return None
    return _("期限已于 %(day)s 届满，延长须在届满前批准") % {"day": clock.due_on}


def ask(matter: Matter, rule: str, entry: JournalEntry, facts: Mapping[str, Any]) -> None:
    """Enter a request for an extension, with the day it would move and the day it would move to."""
    clock = the_running(matter, rule)
    allowed = clock.version().extension
    amount = facts.get("amount") or (allowed.amount if allowed else None) or 0
    ClockExtension.objects.create(
        clock=clock,
        amount=amount,
        reason=str(facts.get("reason", "")),
        paper=str(facts.get("paper", "")),
        asked=entry,
        old_due_on=clock.due_on,
        new_due_on=clock.reckoning(more=amount).due_on,
    )
    touch(clock)


def grant(matter: Matter, rule: str, entry: JournalEntry, facts: Mapping[str, Any]) -> None:
    """Grant the waiting request; the due day moves."""
    clock = the_running(matter, rule)
    _asked(clock).update(approved=entry, old_due_on=clock.due_on)
    rebuild(clock)
    _newest(clock).update(new_due_on=Clock.objects.values_list("due_on", flat=True).get(pk=clock.pk))


def refuse(matter: Matter, rule: str, entry: JournalEntry, facts: Mapping[str, Any]) -> None:
    """Refuse the waiting request; the day stays."""
    _asked(the_running(matter, rule)).update(refused=entry)


def withdraw(matter: Matter, rule: str, entry: JournalEntry, facts: Mapping[str, Any]) -> None:
    """Take back the waiting request, or else the last extension granted; the day moves back."""
    clock = the_running(matter, rule)
    last = clock.asked() or max(clock.granted(), key=lambda e: e.pk)
    ClockExtension.objects.filter(pk=last.pk).update(withdrawn=entry)
    rebuild(clock)


def withdrawal_barred(matter: Matter, rule: str) -> str | None:
    """Why there is nothing to withdraw, in words."""
    clock = running_one(matter, rule)
    if clock is not None and (clock.asked() or clock.granted()):
        return None
    return _("没有可撤回的延长")


def _asked(clock: Clock) -> Any:
    return ClockExtension.objects.filter(UNANSWERED, clock=clock)


def _newest(clock: Clock) -> Any:
    newest = ClockExtension.objects.filter(clock=clock, approved__isnull=False).order_by("-approved_id")
    return ClockExtension.objects.filter(pk__in=list(newest.values_list("pk", flat=True)[:1]))


# --- time that does not count -----------------------------------------------------------------------------------


def exclude(matter: Matter, paused: tuple[str, str], entry: JournalEntry, facts: Mapping[str, Any]) -> None:
    """Begin an interval that does not count, on the day the paper shows, or today; `paused` is (rule, ground)."""
    rule, ground = paused
    for clock in _running(matter, [rule]):
        begins = facts.get("start_on") or localdate(entry.at)
        Pause.objects.create(
            clock=clock,
            ground=ground or str(facts["ground"]),
            start_on=begins,
            start_paper=str(facts.get("paper", "")),
            opened=entry,
        )
        # A term that had already run out is not suspended by what begins after it: it stays late.
        if begins <= clock.due_on or clock.paused:
            clock.paused_on = min(begins, clock.paused_on or begins)
        clock.touched = True
        clock.save(update_fields=["paused_on", "touched"])


def include(matter: Matter, rule: str, entry: JournalEntry, facts: Mapping[str, Any]) -> None:
    """End the open interval (of the ground told, where several are open); the due day moves by what it took."""
    for clock in _running(matter, [rule]):
        ends = facts.get("end_on") or localdate(entry.at)
        opened = clock.pauses.filter(end_on__isnull=True, struck__isnull=True)
        if facts.get("ground"):
            opened = opened.filter(ground=facts["ground"])
        opened.update(end_on=ends, end_paper=str(facts.get("paper", "")), closed=entry)
        rebuild(clock)


def correct(matter: Matter, rule: str, entry: JournalEntry, facts: Mapping[str, Any]) -> None:
    """Strike an interval and, unless it is only taken away, put the right one in its place."""
    clock = the_running(matter, rule)
    wrong = next(p for p in clock.standing_pauses() if p.pk == int(facts["interval"]))
    Pause.objects.filter(pk=wrong.pk).update(struck=entry)
    if not facts.get("strike"):
        Pause.objects.create(
            clock=clock,
            ground=wrong.ground,
            start_on=facts["start_on"],
            end_on=facts.get("end_on"),
            start_paper=str(facts.get("paper") or wrong.start_paper),
            end_paper=wrong.end_paper,
            opened=wrong.opened,
            closed=wrong.closed,
            replaces=wrong,
        )
    rebuild(clock)


def correction_barred(matter: Matter, rule: str) -> str | None:
    """Why there is no interval to correct, in words."""
    clock = running_one(matter, rule)
    return None if clock is not None and clock.standing_pauses() else _("没有可更正的不计入期间")


# --- one clock ----------------------------------------------------------------------------------------------------


def event_of(clock: Clock) -> date | datetime:
    """What a clock is reckoned from: the moment for one of hours, else the Beijing day."""
    return localtime(clock.started_at) if clock.version().unit == "hours" else localdate(clock.started_at)


def running_one(matter: Matter, rule: str) -> Clock | None:
    """The running clock of a rule with its events, as the matter holds them; None when none runs."""
    return next((clock for clock in running_of(matter) if clock.rule == rule), None)


def the_running(matter: Matter, rule: str) -> Clock:
    """The running clock of a rule, read anew; raises `Clock.DoesNotExist` when none runs."""
    clock = fresh(matter.clocks.running().get(rule=rule).pk)
    clock.matter = matter
    return clock


def fresh(pk: int) -> Clock:
    """A clock read anew with its events."""
    return with_events([Clock.objects.select_related("matter").get(pk=pk)])[0]


def touch(clock: Clock) -> None:
    """Mark a clock as one with events (intervals, extensions, new beginnings), which are then read with it."""
    Clock.objects.filter(pk=clock.pk).update(touched=True)


def rebuild(clock: Clock) -> bool:
    """Reckon a clock anew from its events and store what came out; says whether the day moved."""
    now = fresh(clock.pk)
    reckoning = now.reckoning()
    now.paused_on = now.suspended_since(reckoning.due_on)
    moved = now.store(reckoning)
    now.save(update_fields=[*CACHE_FIELDS, "paused_on"])
    return moved
