"""Beginning a whole period anew, and taking that back (Order 121 art. 35(2)): of late terms nothing is made punctual."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from procedure.clock_acts import days_late, end, event_of, fresh, rebuild, running_one, the_running, touch
from procedure.clocks import Clock, ClockRestart, Pause
from procedure.journal import JournalEntry
from procedure.law import law
from procedure.matter import Matter


def restart(matter: Matter, rule: str, entry: JournalEntry, facts: Mapping[str, Any]) -> None:
    """Begin the whole period anew at the moment told; the old due day is kept beside the new (令121 art. 35(2)).

    A term that had already run out ends as missed first: a merge must not make a late term punctual.
    """
    clock = the_running(matter, rule)
    old_due_on = clock.due_on
    if not clock.paused and days_late(clock, entry.at):
        clock = _succeeded(clock, entry, facts["restart_at"])
    ClockRestart.objects.create(
        clock=clock,
        at=facts["restart_at"],
        reason=str(facts["reason"]),
        old_due_on=old_due_on,
        entry=entry,
    )
    touch(clock)
    rebuild(clock)


def unrestart(matter: Matter, rule: str, entry: JournalEntry, facts: Mapping[str, Any]) -> None:
    """Take back the new beginning that one later report brought; the count stands again as it was before.

    Where the term had run out when that report came, it was ended as missed and another took its place: that one
    falls away and the old one runs again, as late as it was.
    """
    gone = _restart_by(matter, rule, facts)
    if gone is None:
        return
    ClockRestart.objects.create(
        clock=gone.clock,
        at=gone.at,
        reason=str(facts["reason"]),
        old_due_on=gone.clock.due_on,
        entry=entry,
        undoes=gone,
    )
    clock = the_running(matter, rule)
    while (before := _unseated(clock)) is not None:
        clock = _revived(before, clock, entry)
    rebuild(clock)


def unrestart_barred(matter: Matter, rule: str, facts: Mapping[str, Any]) -> str | None:
    """Why there is no new beginning of this later report to take back, in words."""
    if running_one(matter, rule) is not None and _restart_by(matter, rule, facts) is not None:
        return None
    return _("没有可撤销的重新起算")


def _restart_by(matter: Matter, rule: str, facts: Mapping[str, Any]) -> ClockRestart | None:
    """The standing new beginning that the later report of the facts brought, on whichever clock of the rule."""
    rows = ClockRestart.objects.filter(clock__matter_id=matter.pk, clock__rule=rule, undoes=None, undone=None)
    for row in rows.select_related("entry", "clock").order_by("-pk"):
        if row.entry.facts.get("later") == str(facts["later"]):
            found: ClockRestart = row
            return found
    return None


def _unseated(clock: Clock) -> Clock | None:
    """The late clock in whose place this one came, if the new beginning behind that has been taken back."""
    if not clock.restarts.filter(entry_id=clock.opened_id, undone__isnull=False).exists():
        return None
    return Clock.objects.filter(matter_id=clock.matter_id, rule=clock.rule, ended_id=clock.opened_id).first()


def _revived(late: Clock, heir: Clock, entry: JournalEntry) -> Clock:
    """Let a late clock run again in its heir's place, with what happened to the intervals meanwhile."""
    for pause in heir.pauses.order_by("pk"):
        root = pause
        while root.replaces is not None and root.clock_id == heir.pk:
            root = root.replaces
        carried = late.pauses.filter(pk=root.pk, struck__isnull=True)
        if pause.struck_id is not None:
            carried.update(struck=pause.struck)
            continue
        said = {"end_on": pause.end_on, "end_paper": pause.end_paper, "closed": pause.closed}
        if not carried.update(**said):
            _carry(pause, late, **said)
    # The term it carried on runs again in its place and keeps the lateness: it is not counted twice.
    end(heir, entry, Clock.VOID, counted=False)
    Clock.objects.filter(pk=late.pk).update(
        ended=None,
        outcome="",
        ended_on=None,
        missed_by=None,
        touched=True,
        unit=heir.unit,
        # The sweep looks at it at once, and gives the warning it has come to.
        warn_on=localdate(late.started_at),
    )
    return fresh(late.pk)


def _succeeded(clock: Clock, entry: JournalEntry, at: datetime) -> Clock:
    """End a late clock with its outcome and let another run from a moment on, open intervals carried along."""
    opened = clock.open_pauses()
    end(clock, entry, Clock.ANSWERED)
    matter = clock.matter
    heir = Clock(
        matter=matter, kind=matter.kind, unit=matter.unit, rule=clock.rule, started_at=at, opened=entry
    )
    heir.store(law().reckon(heir.version(), event_of(heir)))
    heir.save()
    for pause in opened:
        _carry(pause, heir)
    return heir


def _carry(pause: Pause, clock: Clock, **said: Any) -> None:
    """Write an interval again on another clock of the same term, which from now on counts it; `said` is its end."""
    Pause.objects.create(
        clock=clock,
        ground=pause.ground,
        start_on=pause.start_on,
        start_paper=pause.start_paper,
        opened=pause.opened,
        replaces=pause,
        **said,
    )
