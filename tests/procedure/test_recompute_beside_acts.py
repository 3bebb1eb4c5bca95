"""The recomputation works while officers do: nobody waits for the other for ever, nothing is lost or doubled."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from procedure import journal, recompute, tallies
from procedure.calendar import CalendarChange, propose, read_lines
from procedure.clocks import ClockMove
from procedure.corridor import perform
from procedure.journal import JournalEntry
from procedure.steps import Act

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)


def test_acts_and_recomputation_at_the_same_time(walk, monkeypatch):
    monkeypatch.setattr(recompute, "BATCH", 3)
    reports = [walk.call(f"卖过期食品，第{n}家", business_name=f"平罗县第{n}店").report for n in range(12)]
    change = propose(
        walk.act("fazhi1"),
        scope=CalendarChange.DAYS,
        year=2026,
        announcement="平市监办〔2026〕12号",
        days=read_lines("2026-11-05 停办 停电"),
        reason="停电检修",
    )
    entry = perform(walk.act("fuju1"), change.approve)

    def dispatching() -> None:
        try:
            for report in reports:
                act = Act(by=walk.cast["fenliu1"], at=walk.now)
                perform(act, report.dispatch, unit="CG", item="20.5")
        finally:
            for alias in connections:
                connections[alias].close()

    with ThreadPoolExecutor(1) as officer:
        acts = officer.submit(dispatching)
        recompute.recompute(change, entry, since=change.affects_from())
        acts.result(timeout=60)
    # What an act held during the last round, or opened after it, was reckoned under the new calendar by the act.
    assert list(recompute.differing()) == []
    moved = set(ClockMove.objects.filter(change=change).values_list("clock__matter__number", flat=True))
    assert moved == {report.number for report in reports}
    assert JournalEntry.objects.filter(verb="reckon").count() == len(reports)
    assert journal.verify() == []
    assert tallies.differing() == []
