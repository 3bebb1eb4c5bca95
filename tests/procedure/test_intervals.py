"""Time that does not count: grounds, documents, overlaps, corrections; whatever the order of entry."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procedure import recompute, tallies
from procedure.clock_acts import ask, correct, exclude, grant, include
from procedure.clocks import Clock
from procedure.corridor import Refused, perform
from procedure.due import due_state
from procedure.matter import Matter

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def a_case(walk):
    return walk.file(walk.verify(walk.call("卖过期食品").report))


def decision(case):
    return Clock.objects.select_related("matter").get(matter=case, rule="case.decision")


def left_out(walk, case, ground, first, days):
    """One interval as an officer enters it: begun on its first day, ended on its last."""
    walk.now = walk.now.replace(month=first.month, day=first.day)
    walk.do("chengban1", case, "exclude", ground=ground, start_on=first, paper="委1")
    walk.later(days=days - 1)
    walk.do("chengban1", case, "include", ground=ground, end_on=first + timedelta(days=days - 1), paper="报1")


def test_the_day_moves_when_counting_resumes_and_shows_its_documents(walk):
    case = a_case(walk)
    assert decision(case).due_on == date(2027, 1, 31)
    left_out(walk, case, "鉴定", date(2026, 11, 10), 10)
    clock = decision(case)
    assert (clock.due_on, clock.strict_on) == (date(2027, 2, 10), date(2027, 2, 10))
    assert "（鉴定，起以委1为凭，止以报1为凭）" in "".join(clock.reckoning().words)


def test_a_paused_clock_is_not_due_and_not_late(walk):
    """T-08: the flag has its effect, in both directions."""
    case = a_case(walk)
    walk.do("chengban1", case, "exclude", ground="鉴定", start_on=date(2026, 11, 2), paper="委1")
    clock = decision(case)
    assert clock.paused
    row = Matter.objects.get(pk=case.pk)
    assert (row.next_due_on, row.next_due_rule) == (None, "case.decision")
    assert due_state(row.next_due_on, date(2027, 6, 1)) == "none"
    assert not Clock.objects.counting().filter(pk=clock.pk).exists()
    assert clock.reckoning(until=date(2026, 11, 11)).due_on == date(2027, 2, 9)
    walk.later(days=9)
    walk.do("chengban1", case, "include", ground="鉴定", end_on=date(2026, 11, 11), paper="报1")
    clock, row = decision(case), Matter.objects.get(pk=case.pk)
    assert not clock.paused
    assert row.next_due_on == clock.due_on == date(2027, 2, 9)


def test_overlapping_intervals_count_once_and_each_ground_ends_on_its_own(walk):
    case = a_case(walk)
    walk.do("chengban1", case, "exclude", ground="鉴定", start_on=date(2026, 11, 2), paper="委1")
    with pytest.raises(Refused, match="已在不计入"):
        perform(walk.act("chengban1"), case.exclude, ground="鉴定", start_on=date(2026, 11, 2), paper="委2")
    walk.later(days=3)
    walk.do("chengban1", case, "exclude", ground="听证", start_on=date(2026, 11, 5), paper="听1")
    walk.later(days=5)
    walk.do("chengban1", case, "include", ground="鉴定", end_on=date(2026, 11, 10), paper="报1")
    assert decision(case).paused, "the hearing still runs"
    walk.later(days=5)
    walk.do("chengban1", case, "include", ground="听证", end_on=date(2026, 11, 15), paper="听2")
    # 2 to 15 November: the day of filing never counts, so thirteen days are left out
    assert decision(case).due_on == date(2027, 2, 13)


def test_coming_back_from_the_police_ends_the_suspension_and_not_the_appraisal(walk):
    """程序规定第四十六条, 第六十四条第二款: two grounds, each with its own end."""
    case = walk.facts(a_case(walk), sold="61000")
    walk.do("chengban1", case, "exclude", ground="鉴定", start_on=date(2026, 11, 2), paper="委1")
    referral = walk.submit(walk.suspect(case))
    walk.later(days=2)
    walk.do("juzhang1", referral, "refuse", reason="证据不足以移送")
    standing = {p.ground: p.end_on for p in decision(case).standing_pauses()}
    assert standing == {"鉴定": None, "移送公安机关": date(2026, 11, 4)}
    assert decision(case).paused


def test_what_begins_after_the_last_day_does_not_stop_the_lateness(walk):
    """A term that has run out is not made punctual by an interval entered afterwards."""
    report = walk.verify(walk.call("卖过期食品").report)
    walk.later(days=24)
    with pytest.raises(Refused, match="不再扣除"):
        perform(
            walk.act("chengban1"), report.exclude, ground="鉴定", start_on=date(2026, 11, 26), paper="委1"
        )
    walk.do("chengban1", report, "entrust_test", institution="检验中心", paper="委1")
    clock = Clock.objects.get(matter=report, rule="report.verification")
    assert not clock.paused, "it stays on the lists of what is overdue"
    with pytest.raises(Refused, match="届满前批准"):
        perform(walk.act("chengban1"), report.ask_extension, amount=15, reason="赶不及")
    walk.later(days=1)
    walk.do("chengban1", report, "receive_test", paper="报1", result="不合格")
    walk.file(report)
    ended = Clock.objects.get(matter=report, rule="report.verification")
    assert (ended.due_on, ended.missed_by) == (date(2026, 11, 23), 4)


def test_an_interval_entered_late_but_begun_in_time_still_counts(walk):
    report = walk.verify(walk.call("卖过期食品").report)
    walk.later(days=24)
    walk.do("chengban1", report, "exclude", ground="鉴定", start_on=date(2026, 11, 16), paper="委1")
    assert Clock.objects.get(matter=report, rule="report.verification").paused


def test_only_the_leader_suspends_and_lifts(walk):
    """程序规定第四十六条: 经负责人批准."""
    case = a_case(walk)
    with pytest.raises(Refused, match="没有列明"):
        perform(walk.act("chengban1"), case.exclude, ground="中止", start_on=date(2026, 11, 2), paper="批1")
    told = {"cause": "1", "reason": "须以法院裁判为依据", "paper": "批1"}
    with pytest.raises(Refused, match="由局负责人办理"):
        perform(walk.act("chengban1"), case.suspend, **told)
    walk.do("fuju1", case, "suspend", **told)
    assert decision(case).paused
    with pytest.raises(Refused, match="已经中止"):
        perform(walk.act("fuju1"), case.suspend, **told)
    walk.later(days=9)
    walk.do("fuju1", case, "lift_suspension", reason="裁判已生效", paper="判1")
    assert decision(case).due_on == date(2027, 2, 9)


def test_a_case_that_comes_back_after_closing_by_transfer_has_its_term_again(walk):
    case = walk.facts(a_case(walk), sold="61000")
    referral = walk.transfer(walk.submit(walk.suspect(case)))
    walk.do("fuju1", case, "close_by_transfer")
    assert decision(case).ended is None
    walk.do("gongan1", referral, "receipt", receiver="收件人", items="五件")
    walk.do("gongan1", referral, "police_decline", notice_no="不立1", reason="没有犯罪事实")
    walk.do("juzhang1", referral, "resume_administratively", reason="恢复行政办理")
    assert (decision(case).ended, decision(case).paused) == (None, False)
    assert Matter.objects.get(pk=case.pk).next_due_on == decision(case).due_on


def test_a_correction_strikes_the_wrong_row_and_keeps_it(walk):
    case = a_case(walk)
    left_out(walk, case, "鉴定", date(2026, 11, 10), 10)
    wrong = decision(case).pauses.get()
    facts = {
        "start_on": date(2026, 11, 10),
        "end_on": date(2026, 11, 14),
        "paper": "更正",
        "reason": "报告日期记错",
    }
    walk.do("suozhang1", case, "correct_exclusion", interval=str(wrong.pk), **facts)
    clock = decision(case)
    assert clock.due_on == date(2027, 2, 5)
    assert [(p.struck_id is not None, p.replaces_id) for p in clock.pauses.order_by("pk")] == [
        (True, None),
        (False, wrong.pk),
    ]
    standing = clock.standing_pauses()[0]
    walk.do(
        "suozhang1",
        case,
        "correct_exclusion",
        interval=str(standing.pk),
        strike=True,
        paper="更正",
        reason="没有鉴定",
    )
    assert decision(case).due_on == date(2027, 1, 31), "what was taken away is taken back"
    with pytest.raises(Refused, match="没有可更正"):
        perform(walk.act("suozhang1"), case.correct_exclusion, interval="1", strike=True, paper="", reason="")


def test_bad_days_and_grounds_are_refused(walk):
    case = a_case(walk)
    for facts, why in (
        ({"ground": "心情", "start_on": date(2026, 11, 2)}, "没有列明"),
        ({"ground": "鉴定", "start_on": date(2026, 12, 2)}, "将来"),
        ({"ground": "鉴定", "start_on": None}, "起始日"),
    ):
        with pytest.raises(Refused, match=why):
            perform(walk.act("chengban1"), case.exclude, paper="委1", **facts)
    walk.do("chengban1", case, "exclude", ground="鉴定", start_on=date(2026, 11, 2), paper="委1")
    walk.later(days=3)
    with pytest.raises(Refused, match="不能早于起始日"):
        perform(walk.act("chengban1"), case.include, ground="鉴定", end_on=date(2026, 11, 1), paper="报1")
    with pytest.raises(Refused, match="没有以此事由"):
        perform(walk.act("chengban1"), case.include, ground="听证", end_on=date(2026, 11, 4), paper="报1")


INTERVALS = st.lists(
    st.tuples(st.sampled_from(["鉴定", "听证", "检测"]), st.integers(1, 40), st.integers(0, 20)),
    min_size=1,
    max_size=4,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(intervals=INTERVALS, extended=st.booleans(), order=st.randoms(use_true_random=False))
def test_the_order_of_entry_makes_no_difference(walk, intervals, extended, order):
    """N-05, T-07: events entered in any order, corrected and struck, give the day of the events that stand."""
    with transaction.atomic():
        case = a_case(walk)
        entry = case.journal.last()
        events = [("out", ground, first, length) for ground, first, length in intervals]
        events += [("more",)] if extended else []
        start = date(2026, 11, 2)
        expected = None
        for shuffled in (events, order.sample(events, len(events))):
            with transaction.atomic():
                for event in shuffled:
                    _enter(case, entry, event, start)
                    assert decision(case).due_on >= date(2027, 1, 31), "an event never makes the day earlier"
                found = decision(case)
                assert expected in (None, found.due_on)
                expected = found.due_on
                assert not found.store(found.reckoning()), "reckoning again changes nothing"
                for pause in list(found.standing_pauses()):
                    correct(case, "case.decision", entry, {"interval": str(pause.pk), "strike": True})
                without = date(2027, 3, 2) if extended else date(2027, 1, 31)
                assert decision(case).due_on == without, "taking events away restores the day"
                assert list(recompute.differing()) == []
                assert tallies.differing() == []
                transaction.set_rollback(True)
        transaction.set_rollback(True)


def _enter(case, entry, event, start):
    if event[0] == "more":
        ask(case, "case.decision", entry, {"amount": 30, "reason": "案情复杂"})
        grant(case, "case.decision", entry, {})
        return
    _out, ground, first, length = event
    begins = start + timedelta(days=first)
    exclude(case, ("case.decision", ground), entry, {"start_on": begins, "paper": "委"})
    include(
        case,
        "case.decision",
        entry,
        {"ground": ground, "end_on": begins + timedelta(days=length), "paper": "报"},
    )


def test_every_order_of_three_events_gives_one_day(walk):
    case = a_case(walk)
    entry = case.journal.last()
    events = [("out", "鉴定", 5, 10), ("out", "听证", 12, 6), ("more",)]
    found = set()
    for order in permutations(events):
        with transaction.atomic():
            for event in order:
                _enter(case, entry, event, date(2026, 11, 2))
            found.add(decision(case).due_on)
            transaction.set_rollback(True)
    assert found == {date(2027, 3, 16)}


def test_the_events_of_a_clock_cannot_be_rewritten_below_django(walk):
    case = a_case(walk)
    left_out(walk, case, "鉴定", date(2026, 11, 10), 3)
    clock = decision(case)
    for statement in (
        f"UPDATE procedure_clock SET started_at = '2020-01-01 00:00:00' WHERE id = {clock.pk}",
        f"DELETE FROM procedure_clock WHERE id = {clock.pk}",
        f"DELETE FROM procedure_pause WHERE clock_id = {clock.pk}",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_second_ground_is_entered_while_the_first_is_open_however_late(walk):
    """The day is not known while an interval is open: what the stored day says bars nothing."""
    case = a_case(walk)
    walk.do("chengban1", case, "exclude", ground="鉴定", start_on=date(2026, 11, 2), paper="委1")
    walk.now = walk.now.replace(year=2027, month=2, day=10)
    walk.do("chengban1", case, "exclude", ground="听证", start_on=date(2027, 2, 10), paper="听1")
    assert decision(case).paused


@pytest.mark.parametrize(("food", "suffix"), [("yes", "_food"), ("no", "_seizure")])
def test_time_at_the_laboratory_is_left_out_of_a_seizure(walk, food, suffix):
    """程序规定第三十八条第三款: the party is told in writing, and the term runs on with what was left."""
    case = a_case(walk)
    walk.do("fuju1", case, "seize", power="食品安全法第一百一十条", food=food, goods="面粉 40 袋")
    rule = "case.food_seizure" if food == "yes" else "case.seizure"
    before = case.clocks.get(rule=rule).strict_on
    walk.later(days=2)
    walk.do("chengban1", case, f"exclude{suffix}", ground="检验", start_on=date(2026, 11, 4), paper="告知书1")
    walk.later(days=9)
    walk.do("chengban1", case, f"include{suffix}", ground="检验", end_on=date(2026, 11, 13), paper="报告1")
    assert (case.clocks.get(rule=rule).strict_on - before).days == 10
    wrong = case.clocks.get(rule=rule).pauses.get()
    walk.do(
        "suozhang1", case, f"correct_exclusion{suffix}", interval=str(wrong.pk), strike=True,
        start_on=None, end_on=None, paper="更正1", reason="未告知当事人",
    )  # fmt: skip
    assert case.clocks.get(rule=rule).strict_on == before


def test_a_review_is_extended_by_the_leader_without_a_limit(walk):
    """程序规定第五十五条: 经负责人批准 and no word of how long; 集体讨论 is of art. 64 only."""
    case = walk.facts(a_case(walk), sold="3000")
    walk.do("suozhang1", case, "submit_for_review")
    for amount in (20, 5):
        walk.do("fazhi1", case, "ask_extension_review", amount=amount, reason="疑难")
        walk.do("fuju1", case, "extend_review")
    clock = case.clocks.get(rule="case.review")
    assert sum(clock.reckoning().extensions) == 25
    assert "集体讨论" not in "".join(clock.reckoning().words)
    walk.later(days=1)
    walk.do("chengban1", case, "ask_extension", amount=30, reason="复杂")
    walk.do("fuju1", case, "extend")
    walk.do("chengban1", case, "ask_extension", amount=45, reason="复杂", paper="集体讨论记录1")
    walk.do("fuju1", case, "extend")
    told = "".join(decision(case).reckoning().words)
    assert (
        "30日（经市场监督管理部门负责人批准）＋45日（再次延长，由市场监督管理部门负责人集体讨论决定）" in told
    )
