"""A later report of the same reporter with new facts begins the term anew; old day and new day stand side by side."""

from datetime import date

import pytest

from cases.models import Report
from procedure.access import matter_for
from procedure.clocks import Clock
from procedure.corridor import Refused, perform
from procedure.replay import replay

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SAME = {"name": "甄实在", "phone": "13909520101"}


def report_of(walk, text="卖过期食品", **more):
    return walk.call(text, as_complaint=False, **{**SAME, **more}).report


def verification(report):
    return Clock.objects.select_related("matter").get(matter=report, rule="report.verification")


def test_the_term_begins_anew_at_the_last_report_and_nothing_is_lost(walk):
    """令121第三十五条第二款."""
    host = walk.verify(report_of(walk))
    walk.do("chengban1", host, "entrust_test", institution="检验中心", paper="委1")
    walk.later(days=7)
    later = walk.dispatch(report_of(walk, "又发现库房还有过期食品"))
    walk.do("suozhang1", host, "merge", later=later, reason="库房是新的事实", restart_at=later.received_at)
    clock = verification(host)
    assert clock.paused, "a pause belongs to the matter and survives the restart (B-08)"
    walk.later(days=1)
    walk.do("chengban1", host, "receive_test", paper="报1", result="不合格")
    clock = verification(host)
    restart = clock.restarts.get()
    assert (restart.old_due_on, restart.reason) == (date(2026, 11, 23), "库房是新的事实")
    # received again on Monday 9 November; 9 and 10 November are left out with the test: fifteen working days on
    assert clock.due_on == date(2026, 12, 1)
    assert "原于2026年11月2日起算" in "".join(clock.reckoning().words)
    later = Report.objects.get(pk=later.pk)
    assert (later.state, later.closed_on) == ("merged", date(2026, 11, 9))
    assert not later.clocks.running().exists()


def test_an_extension_before_the_restart_is_spent_with_the_old_term(walk):
    host = walk.verify(report_of(walk))
    walk.do("chengban1", host, "ask_extension", amount=15, reason="须赴外县核实")
    walk.do("fuju1", host, "extend")
    walk.later(days=7)
    later = walk.dispatch(report_of(walk, "又发现库房还有过期食品"))
    walk.do("suozhang1", host, "merge", later=later, reason="库房是新的事实", restart_at=later.received_at)
    assert verification(host).due_on == date(2026, 11, 30)
    walk.do("chengban1", host, "ask_extension", amount=15, reason="新的事实须核实")
    walk.do("fuju1", host, "extend")
    assert verification(host).due_on == date(2026, 12, 21)


def test_a_second_merge_of_an_earlier_report_leaves_the_extension(walk):
    """N-05: the day is that of the restart the term runs from, in whatever order the merges were entered."""
    host = walk.verify(report_of(walk))
    walk.later(days=3)
    first = walk.dispatch(report_of(walk, "先发现的库房"))
    walk.later(days=4)
    second = walk.dispatch(report_of(walk, "后发现的门店"))
    walk.do("suozhang1", host, "merge", later=second, reason="门店", restart_at=second.received_at)
    walk.do("chengban1", host, "ask_extension", amount=15, reason="新的事实须核实")
    walk.do("fuju1", host, "extend")
    extended = verification(host).due_on
    walk.do("suozhang1", host, "merge", later=first, reason="库房", restart_at=first.received_at)
    assert verification(host).due_on == extended


def test_a_merge_does_not_make_a_late_term_punctual(walk):
    host = walk.verify(report_of(walk))
    walk.later(days=38)
    later = walk.dispatch(report_of(walk, "又发现库房还有过期食品"))
    walk.do("suozhang1", host, "merge", later=later, reason="库房是新的事实", restart_at=later.received_at)
    missed, running = Clock.objects.filter(matter=host, rule="report.verification").order_by("pk")
    assert (missed.missed_by, missed.due_on) == (17, date(2026, 11, 23))
    assert running.ended is None
    assert running.restarts.get().old_due_on == date(2026, 11, 23)
    assert running.due_on > date(2026, 12, 10)


def test_who_verifies_the_host_may_read_what_was_merged(walk):
    host = walk.verify(report_of(walk))
    walk.later(days=7)
    later = walk.dispatch(report_of(walk, "又发现库房还有过期食品"))
    assert matter_for(walk.cast["chengban1"], later.number) is None
    walk.do("suozhang1", host, "merge", later=later, reason="库房是新的事实", restart_at=later.received_at)
    assert matter_for(walk.cast["chengban1"], later.number) is not None


def test_only_the_same_reporter_and_target_and_only_what_came_later(walk):
    host = walk.verify(report_of(walk))
    walk.later(days=7)
    stranger = walk.dispatch(report_of(walk, name="钱途亮", phone="13909520102"))
    nobody = walk.dispatch(walk.call("卖过期食品", as_complaint=False).report)
    elsewhere = walk.dispatch(report_of(walk, business_name="平罗县另一家食品店"))
    for later, why in (
        (stranger, "同一举报人"),
        (nobody, "同一举报人"),
        (elsewhere, "被举报人不同"),
        (host, "之后收到"),
    ):
        with pytest.raises(Refused, match=why):
            perform(walk.act("suozhang1"), host.merge, later=later, reason="新", restart_at=later.received_at)


def test_under_order_20_there_is_no_such_rule(old_walk):
    host = old_walk.verify(report_of(old_walk))
    old_walk.later(days=7)
    later = old_walk.dispatch(report_of(old_walk, "又发现库房还有过期食品"))
    with pytest.raises(Refused, match="没有这一步骤"):
        perform(old_walk.act("suozhang1"), host.merge, later=later, reason="新", restart_at=later.received_at)


def test_replay_under_order_20_knows_no_new_beginning(walk):
    """令20 had no merge that begins a term anew: a day reckoned with one would be neither order's."""
    host = walk.verify(report_of(walk))
    walk.later(days=7)
    later = walk.dispatch(report_of(walk, "又发现库房还有过期食品"))
    walk.do("suozhang1", host, "merge", later=later, reason="库房是新的事实", restart_at=later.received_at)
    told = replay(verification(host), date(2026, 4, 14))
    assert told.reckoning is None
    assert "重新起算" in told.why_not
    assert replay(verification(host), date(2026, 4, 15)).reckoning is not None
