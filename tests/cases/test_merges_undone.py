"""What a merge or a finding of repetition did is undone without a trace in the days: the old term stands as it stood."""

from datetime import datetime

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import Report
from procedure import journal
from procedure.clocks import Clock
from procedure.corridor import Refused, perform
from tests.conftest import BEIJING

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SAME = {"name": "甄实在", "phone": "13909520101"}


def report_of(walk, text="卖过期食品", **more):
    return walk.call(text, as_complaint=False, **{**SAME, **more}).report


def verification(report):
    running = Clock.objects.running().select_related("matter")
    return running.get(matter=report, rule="report.verification")


def merge(walk, host, text="又发现库房还有过期食品"):
    later = walk.dispatch(report_of(walk, text))
    walk.do("suozhang1", host, "merge", later=later, reason="库房是新的事实", restart_at=later.received_at)
    return Report.objects.get(pk=later.pk)


def unmerge(walk, later, host):
    walk.do("suozhang1", later, "unmerge", host=host.number, reason="经核实不是同一对象")


def everything_agrees():
    call_command("reckon", verbosity=0)
    assert journal.verify() == []


def test_an_undone_merge_leaves_the_host_its_day_and_the_later_report_its_own_term(walk):
    """令121第三十五条第二款."""
    host = walk.verify(report_of(walk))
    before = verification(host).due_on
    walk.later(days=7)
    later = merge(walk, host)
    assert verification(host).due_on > before
    assert not later.clocks.running().exists()
    walk.later(days=2)
    unmerge(walk, later, host)
    clock = verification(host)
    assert clock.due_on == before
    assert "原于" not in "".join(clock.reckoning().words)
    again = Report.objects.get(pk=later.pk)
    assert (again.state, again.went_with, again.handler, again.closed_on) == ("dispatched", "", None, None)
    own = verification(again)
    assert own.started_at == later.received_at, "its own term runs again from its receipt"
    assert own.due_on > before
    everything_agrees()


# Weekdays only move the numbers; what matters is which events stand between.
MOVES = st.lists(st.sampled_from(["test", "extend", "wait"]), max_size=4)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=MOVES, days=st.integers(0, 60), rest=st.integers(0, 5), paused=st.booleans())
def test_whatever_happened_before_the_day_comes_back(walk, before, days, rest, paused):
    """Pauses, extensions, even a term that had run out when the later report came."""
    walk.now = datetime(2026, 11, 2, 9, 0, tzinfo=BEIJING)
    host = walk.verify(report_of(walk))
    for move in before:
        _happen(walk, host, move)
    if paused:
        walk.do("chengban1", host, "entrust_test", institution="检验中心", paper="委9")
    walk.later(days=days)
    known = verification(host)
    stood = (known.pk, known.due_on, known.paused, known.started_at)
    later = merge(walk, host)
    walk.later(days=rest)
    unmerge(walk, later, host)
    now = verification(host)
    assert (now.pk, now.due_on, now.paused, now.started_at) == stood
    assert Report.objects.get(pk=host.pk).next_due_on == (None if paused and now.paused else now.due_on)
    assert verification(Report.objects.get(pk=later.pk)).started_at == later.received_at
    everything_agrees()


def _happen(walk, host, move):
    if move == "wait":
        walk.later(days=2)
    elif move == "test":
        walk.do("chengban1", host, "entrust_test", institution="检验中心", paper="委1")
        walk.later(days=3)
        walk.do("chengban1", host, "receive_test", paper="报1", result="不合格")
    elif not verification(host).granted():
        walk.do("chengban1", host, "ask_extension", amount=10, reason="须赴外县核实")
        walk.do("fuju1", host, "extend")


def test_a_late_term_is_as_late_as_it_was_and_counted_once(walk):
    host = walk.verify(report_of(walk))
    due = verification(host).due_on
    walk.later(days=38)
    later = merge(walk, host)
    assert Clock.objects.get(matter=host, rule="report.verification", missed_by__gt=0).due_on == due
    unmerge(walk, later, host)
    clock = verification(host)
    assert (clock.due_on, clock.missed_by, clock.outcome) == (due, None, "")
    assert Clock.objects.filter(matter=host, rule="report.verification", outcome="void").count() == 1
    everything_agrees()


def test_a_test_that_ended_while_merged_ends_for_the_late_term_too(walk):
    host = walk.verify(report_of(walk))
    walk.later(days=38)
    walk.do("chengban1", host, "entrust_test", institution="检验中心", paper="委1")
    later = merge(walk, host)
    walk.later(days=1)
    walk.do("chengban1", host, "receive_test", paper="报1", result="不合格")
    unmerge(walk, later, host)
    pause = verification(host).pauses.get()
    assert pause.end_on == walk.now.date()
    everything_agrees()


def test_of_two_merges_the_one_named_is_undone(walk):
    host = walk.verify(report_of(walk))
    walk.later(days=3)
    first = merge(walk, host, "先发现的库房")
    after_first = verification(host).due_on
    walk.later(days=4)
    second = merge(walk, host, "后发现的门店")
    after_second = verification(host).due_on
    unmerge(walk, first, host)
    assert verification(host).due_on == after_second, "the term runs from the report that is still merged"
    unmerge(walk, second, host)
    assert verification(host).due_on < after_first
    everything_agrees()


def test_an_extension_granted_for_the_new_beginning_goes_with_it(walk):
    host = walk.verify(report_of(walk))
    before = verification(host).due_on
    walk.later(days=7)
    later = merge(walk, host)
    walk.do("chengban1", host, "ask_extension", amount=15, reason="新的事实须核实")
    walk.do("fuju1", host, "extend")
    unmerge(walk, later, host)
    assert verification(host).due_on == before
    everything_agrees()


def test_a_merge_is_not_undone_twice_nor_after_the_decision(walk):
    host = walk.verify(report_of(walk))
    walk.later(days=7)
    later, other = merge(walk, host), merge(walk, host, "第三处库房")
    unmerge(walk, later, host)
    with pytest.raises(Refused, match="当前状态"):
        unmerge(walk, later, host)
    walk.do("fuju1", host, "decline_to_file", ground="1", reason="未发现违法")
    with pytest.raises(Refused, match="当前状态"):
        unmerge(walk, other, host)
    everything_agrees()


def test_a_repeated_report_put_back_runs_from_its_receipt(walk):
    earlier = walk.verify(report_of(walk))
    walk.later(days=5)
    repeated = walk.dispatch(report_of(walk))
    due = verification(repeated).due_on
    walk.do("suozhang1", repeated, "mark_duplicate", earlier=earlier, same_fact=True, reason="同一批过期食品")
    assert not repeated.clocks.running().exists()
    assert Report.objects.get(pk=repeated.pk).closed_on is not None
    walk.later(days=2)
    walk.do("suozhang1", repeated, "reinstate", reason="不是同一批")
    again = Report.objects.get(pk=repeated.pk)
    assert (again.state, again.went_with, again.closed_on) == ("dispatched", "", None)
    assert verification(again).due_on == due
    everything_agrees()


def test_never_across_different_reporters(walk):
    host = walk.verify(report_of(walk))
    walk.later(days=1)
    stranger = walk.dispatch(report_of(walk, name="钱途亮", phone="13909520102"))
    with pytest.raises(Refused, match="同一举报人"):
        perform(
            walk.act("suozhang1"), host.merge, later=stranger, reason="新", restart_at=stranger.received_at
        )
    with pytest.raises(Refused, match="不是重复举报"):
        perform(walk.act("suozhang1"), stranger.mark_duplicate, earlier=host, same_fact=True, reason="同")
