"""Recorded readings: who answered an open question, when, why, and what it moved."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

import statutes
from demo.walk import Walk
from procedure import law, recompute
from procedure.clocks import as_receipt
from procedure.corridor import Refused
from procedure.readings import RecordedReading, answer
from procedure.replay import replay
from procedure.tasks import fulfil

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

BEIJING = ZoneInfo("Asia/Shanghai")


def recorded(walk, question, choice, reason="经本局法制会议研究"):
    reading = answer(walk.act("fazhi1"), question, choice, reason)
    fulfil.apply(args=[reading.orders.get(room="procedure").pk], throw=True)
    return reading


def accepted(walk):
    return walk.accept(walk.call("要求退款", name="钱途亮", phone="13909520102").complaint)


def mediation(complaint):
    return complaint.clocks.get(rule="complaint.mediation")


def test_a_weekend_rolls_only_once_the_legal_officer_says_so(cast):
    walk = Walk(cast, datetime(2026, 11, 11, 9, 0, tzinfo=BEIJING))
    clock = mediation(accepted(walk))
    assert (clock.due_on, clock.reckoning().outer_on) == (date(2027, 1, 10), date(2027, 1, 11))
    reading = recorded(walk, "roll.JB45", "rest")
    clock.refresh_from_db()
    assert (clock.due_on, clock.strict_on) == (date(2027, 1, 11), date(2027, 1, 10))
    told = "".join(clock.reckoning().words)
    assert reading.number in told
    assert "经本局法制会议研究" in told
    assert list(recompute.differing()) == []


def test_a_reading_names_its_author_day_and_reason_and_replaces_the_one_before(walk):
    first = recorded(walk, "roll.CG80", "rest")
    assert law.law().readings.of("roll.CG80") == statutes.Reading(
        "roll.CG80",
        "rest",
        str(walk.cast["fazhi1"]),
        date(2026, 11, 2),
        "经本局法制会议研究",
        first.number,
    )
    second = recorded(walk, "roll.CG80", "holiday", "改回从严")
    first = RecordedReading.objects.get(pk=first.pk)
    assert (first.state, second.state) == ("superseded", "in_force")
    assert [row.number for row in RecordedReading.objects.in_force()] == [second.number]
    assert law.law().readings.choice("roll.CG80") == "holiday"


def test_who_may_not_and_what_is_not_listed_is_refused(walk):
    with pytest.raises(Refused, match="法制审核员"):
        answer(walk.act("fuju1"), "roll.JB45", "rest", "理由")
    with pytest.raises(Refused, match="没有这一种读法"):
        answer(walk.act("fazhi1"), "roll.JB45", "maybe", "理由")
    with pytest.raises(Refused, match="须写明理由"):
        answer(walk.act("fazhi1"), "roll.JB45", "rest", " ")
    with pytest.raises(Refused, match="就是这一种"):
        answer(walk.act("fazhi1"), "roll.JB45", "holiday", "理由")
    with pytest.raises(statutes.UnknownQuestion):
        answer(walk.act("fazhi1"), "roll.NOWHERE", "rest", "理由")


def test_two_rules_for_one_act_both_shown_precedence_applied_and_the_bureau_may_read_otherwise(cast):
    """N-02: accepted on 2025-09-01, 消保条例第四十六条 against 令20第二十一条."""
    walk = Walk(cast, datetime(2025, 9, 1, 9, 0, tzinfo=BEIJING))
    clock = mediation(accepted(walk))
    assert (clock.due_on, clock.governing) == (date(2025, 10, 31), "complaint.mediation_regulation")
    receipt = as_receipt(clock)
    assert [(c["source"], c["governs"]) for c in receipt["candidates"]] == [
        ("消费者权益保护法实施条例第四十六条第三款", True),
        ("令20第二十一条第一款第五项", False),
    ]
    assert "效力较高" in receipt["conflict"]
    recorded(walk, "conflict.complaint.mediation", "own", "省局答复：仍按规章办理")
    clock.refresh_from_db()
    # 45 working days from 2025-09-01, over 国庆节 and 中秋节 with make-up days on 28 September and 11 October
    assert (clock.due_on, clock.governing) == (date(2025, 11, 7), "complaint.mediation")


def test_replay_shows_the_other_order_and_changes_nothing(cast):
    """N-03: received under Order 20; read-only under the rules of any day."""
    walk = Walk(cast, datetime(2026, 4, 10, 9, 0, tzinfo=BEIJING))
    report = walk.verify(walk.call("卖过期食品", name="甄实在", phone="13909520101").report)
    walk.later(days=5)
    walk.file(report)
    notice = report.clocks.get(rule="report.filing_notice")
    assert notice.source == "令20第三十一条第二款"
    before = (notice.due_on, notice.source)
    assert replay(notice, date(2026, 4, 15)).reckoning is None
    assert replay(notice, date(2026, 4, 14)).reckoning.due_on == notice.due_on
    notice.refresh_from_db()
    assert (notice.due_on, notice.source) == before


def test_the_law_day_itself_is_a_reading(cast):
    """Received under Order 20, filed under Order 121: the five working days are owed, unless read otherwise."""
    walk = Walk(cast, datetime(2026, 4, 10, 9, 0, tzinfo=BEIJING))
    report = walk.verify(walk.call("卖过期食品", name="甄实在", phone="13909520101").report)
    recorded(walk, "transition.law_day", "started")
    walk.later(days=5)
    walk.file(report)
    assert not report.clocks.filter(rule="report.filing_notice").exists()
    early = Walk(cast, datetime(2026, 4, 10, 9, 0, tzinfo=BEIJING))
    other = early.verify(early.call("另一家卖过期食品", name="钱途亮", phone="13909520102").report)
    early.file(other)
    assert other.clocks.filter(rule="report.filing_notice").exists()


def test_a_reading_that_a_running_clock_cannot_follow_leaves_it_its_rule(cast):
    """A term of Order 20 that Order 121 does not know goes on by Order 20, and the others are reckoned all the same."""
    walk = Walk(cast, datetime(2026, 4, 10, 9, 0, tzinfo=BEIJING))
    report = walk.verify(walk.call("卖过期食品", name="甄实在", phone="13909520101").report)
    walk.later(days=10)
    walk.file(report)
    recorded(walk, "transition.law_day", "started")
    notice = report.clocks.get(rule="report.filing_notice")
    assert (notice.version().source, notice.reckoning().due_on) == ("令20第三十一条第二款", notice.due_on)
    assert list(recompute.differing()) == []


def test_an_interval_the_governing_rule_does_not_know_counts_like_other_time(cast):
    """检验 is a ground of 令20 and not of 消保条例: the reading goes back and forth, and no clock is lost."""
    walk = Walk(cast, datetime(2025, 9, 1, 9, 0, tzinfo=BEIJING))
    complaint = walk.mediate(accepted(walk))
    recorded(walk, "conflict.complaint.mediation", "own")
    walk.test(complaint, date(2025, 9, 1), ground="检验")
    walk.later(days=9)
    walk.tested(complaint, date(2025, 9, 10))
    recorded(walk, "conflict.complaint.mediation", "rank", "改回")
    assert mediation(complaint).due_on == date(2025, 10, 31)


def test_what_has_ended_is_explained_by_the_rule_it_ended_by(cast):
    walk = Walk(cast, datetime(2025, 9, 1, 9, 0, tzinfo=BEIJING))
    complaint = walk.mediate(accepted(walk), way="remote")
    walk.do("chengban1", complaint, "agree_on_record", terms="退款", why="remote", recovered=None)
    recorded(walk, "conflict.complaint.mediation", "own")
    ended = mediation(complaint)
    assert (ended.version().rule, ended.reckoning().due_on) == (
        "complaint.mediation_regulation",
        ended.due_on,
    )


def test_a_receipt_does_not_name_the_officer_who_read_the_law(walk):
    reading = recorded(walk, "roll.JB45", "rest")
    told = law.law().readings.of("roll.JB45").told
    assert reading.number in told
    assert str(walk.cast["fazhi1"]) not in told


def test_what_has_ended_is_explained_by_the_calendar_and_the_reading_it_ended_by(cast, fonts_ready):
    """A Saturday that did not roll was missed on Monday: a reading recorded later does not make it kept."""
    walk = Walk(cast, datetime(2026, 6, 2, 9, 0, tzinfo=BEIJING))
    complaint = walk.called(walk.mediate(accepted(walk)))
    due = mediation(complaint).due_on
    assert due.weekday() == 5
    walk.now = datetime(2026, 8, 3, 9, 0, tzinfo=BEIJING)
    walk.do("chengban1", complaint, "agree", terms="退款", recovered=None)
    assert mediation(complaint).missed_by == 2
    recorded(walk, "roll.JB45", "rest")
    ended = mediation(complaint)
    assert ended.due_on == due == ended.reckoning().due_on
    told = as_receipt(ended)
    assert (told["due_on"], told["met"], told["missed_by"]) == (f"{due}", False, 2)
