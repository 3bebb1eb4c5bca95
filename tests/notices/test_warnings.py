"""A warning reaches those who keep the term, in office hours, once, and nobody when it is no longer true."""

from datetime import date

import pytest
from django.utils import timezone

from notices import tasks as notices_tasks
from notices.access import reminders_for
from notices.models import Reminder
from offices.models import Holding, Officer, Unit
from procedure import orders
from procedure.orders import Order
from supervision.board import failed_orders
from tests.notices.conftest import beijing, deliver, standing_at, sweep

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

CLERKS = {"chengban1", "chengban2"}


def told(level):
    return set(Reminder.objects.filter(level=level).values_list("officer__username", flat=True))


def owed():
    return Order.objects.get(room="notices", state=Order.OWED)


def run(words):
    with standing_at(words):
        sweep()
        deliver()


# --- who is told --------------------------------------------------------------------------------------------


def test_the_circle_grows_with_each_level(report):
    run("2026-11-18 09:00")
    run("2026-11-20 09:00")
    run("2026-11-24 09:00")

    assert told("near") == CLERKS
    assert told("last") == CLERKS | {"suozhang1"}
    assert told("overdue") == CLERKS | {"suozhang1", "fuju1"}


def test_a_referral_past_due_goes_to_the_head_of_the_bureau_too(walk, report):
    walk.submit(walk.suspect(walk.facts(walk.file(report), sold="61000")))

    run("2026-11-06 09:00")

    due = Reminder.objects.filter(clock__rule="referral.approval", level="overdue")
    names = set(due.values_list("officer__username", flat=True))
    assert names == CLERKS | {"suozhang1", "fuju1", "juzhang1"}


def test_with_nobody_assigned_the_unit_head_is_told_and_before_a_unit_the_dispatcher(walk):
    walk.call("要求退款", name="钱途亮", phone="13909520102", as_report=False)
    walk.dispatch(walk.call("锅坏了", name="苗小诚", phone="13909520103", as_report=False).complaint)

    run("2026-11-06 09:00")

    assert told("near") == {"fenliu1", "suozhang1"}


def test_a_reward_reaches_those_whose_step_answers_it_and_nobody_who_may_not_read_it(walk, cast):
    received = walk.call("厂里用过期面粉", name="苗小诚", phone="13909520112", as_complaint=False)
    case = walk.facts(walk.file(walk.verify(received.report)), sold="40000", conduct=["expired_raw_material"])
    walk.fine(case, fine="200000", gain="40000")
    claim = walk.close_case(case)

    run("2026-11-18 09:00")
    run("2026-11-24 09:00")

    about = Reminder.objects.filter(clock__matter=claim.pk)
    by_level = {level: set() for level in ("near", "overdue")}
    for row in about.select_related("officer"):
        by_level[row.level].add(row.officer.username)
    assert by_level == {"near": {"baomi1", "jiangli1"}, "overdue": {"baomi1", "jiangli1", "juzhang1"}}


def test_only_who_holds_the_office_today(complaint, cast):
    Holding.objects.filter(officer=cast["suozhang1"]).update(until_on=date(2026, 11, 9))
    newcomer = Officer.objects.create_officer("suozhang9", full_name="新所长")
    Holding.objects.create(
        officer=newcomer, office="unit_head", unit=Unit.objects.get(code="CG"), from_on=date(2026, 11, 10)
    )
    # The one before went on to an office that reads every matter, and heads no unit.
    Holding.objects.create(
        officer=cast["suozhang1"],
        office="supervisor",
        unit=Unit.objects.get(code="DC"),
        from_on=date(2026, 11, 10),
    )
    later = Officer.objects.create_officer("suozhang8", full_name="后所长")
    Holding.objects.create(
        officer=later, office="unit_head", unit=Unit.objects.get(code="CG"), from_on=date(2026, 11, 11)
    )

    run("2026-11-10 09:00")

    assert told("last") == {"chengban1", "suozhang9"}


def test_a_handler_who_left_counts_as_nobody(complaint, cast):
    Officer.objects.filter(pk=cast["chengban1"].pk).update(is_active=False)

    run("2026-11-06 09:00")

    assert told("near") == {"suozhang1"}


def test_a_warning_nobody_may_be_told_is_tried_at_each_opening_and_stands_on_the_board(complaint, walk):
    Officer.objects.update(is_active=False)
    with standing_at("2026-11-06 09:00"):
        sweep()
        order = owed()
        notices_tasks.fulfil.apply(args=[order.pk], throw=True)
        order.refresh_from_db()
        assert (order.state, order.last_failure, order.attempts) == (Order.OWED, "NobodyToTell", 0)
        assert order.leased_until_at == beijing("2026-11-09 08:30")
        Officer.objects.filter(username="ducha1").update(is_active=True)
        supervisor = Officer.objects.get(username="ducha1")
        assert order in failed_orders(supervisor, timezone.localdate())
    Officer.objects.update(is_active=True)
    with standing_at("2026-11-09 08:31"):
        deliver()
    order.refresh_from_db()
    assert (order.state, order.last_failure) == (Order.FULFILLED, "")
    assert Reminder.objects.filter(clock_id=order.facts["clock"]).exists()


# --- when ---------------------------------------------------------------------------------------------------


def test_at_night_nothing_is_delivered_and_at_the_next_opening_it_is(complaint):
    with standing_at("2026-11-06 23:00"):  # a Friday
        sweep()
        deliver()
        assert told("near") == set()
        assert "notices" not in {room for _pk, room in orders.owed(timezone.now())}
    order = owed()
    assert order.attempts == 0
    assert order.last_failure == ""
    assert order.leased_until_at == beijing("2026-11-09 08:30")

    for too_early in ("2026-11-07 10:00", "2026-11-09 08:29"):
        with standing_at(too_early):
            deliver()
        assert told("near") == set()
    with standing_at("2026-11-09 08:31"):
        deliver()
    assert told("near") == {"chengban1"}
    assert Order.objects.get(pk=order.pk).attempts == 1


def test_a_hundred_nights_do_not_use_up_the_attempts(complaint):
    with standing_at("2026-11-06 23:00"):
        sweep()
        order = owed()
        for _night in range(100):
            Order.objects.filter(pk=order.pk).update(leased_until_at=None)
            notices_tasks.fulfil.apply(args=[order.pk], throw=True)
    assert owed().attempts == 0


def test_a_clock_of_hours_is_warned_on_a_day_of_rest_but_not_by_night(walk, report):
    referral = walk.submit(walk.suspect(walk.facts(walk.file(report), sold="61000")))
    walk.now = beijing("2026-11-05 15:00")
    walk.do("juzhang1", referral, "approve")
    walk.now = beijing("2026-11-06 20:00")
    due = Reminder.objects.filter(clock__rule="referral.transfer", level="overdue")

    with standing_at("2026-11-06 20:00"):
        sweep()
        deliver()
    assert not due.exists()

    with standing_at("2026-11-07 08:31"):  # a Saturday
        deliver()
    assert due.count() == 5


# --- once, or not at all ------------------------------------------------------------------------------------


def test_delivered_twice_it_is_written_once(complaint):
    with standing_at("2026-11-06 09:00"):
        sweep()
        order = owed()
        for _again in range(2):
            Order.objects.filter(pk=order.pk).update(state=Order.OWED, leased_until_at=None)
            notices_tasks.fulfil.apply(args=[order.pk], throw=True)
    assert Reminder.objects.count() == 1


def test_a_failure_gives_the_order_back_and_the_next_try_delivers(complaint, monkeypatch):
    with standing_at("2026-11-06 09:00"):
        sweep()
        order = owed()
        with monkeypatch.context() as patched:
            patched.setattr("notices.tasks.told", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                notices_tasks.fulfil.apply(args=[order.pk], throw=True)
        order.refresh_from_db()
        assert (order.state, order.last_failure) == (Order.OWED, "ZeroDivisionError")
    with standing_at("2026-11-06 09:10"):
        deliver()
    assert told("near") == {"chengban1"}
    assert Order.objects.get(pk=order.pk).state == Order.FULFILLED


def nobody_told(order):
    order.refresh_from_db()
    return order.state == Order.FULFILLED and not Reminder.objects.exists()


def swept_at_night(words="2026-11-17 23:00"):
    with standing_at(words):
        sweep()
    return owed()


def test_an_answered_term_is_dropped(walk, report):
    order = swept_at_night("2026-11-18 23:00")
    walk.now = beijing("2026-11-19 08:20")
    walk.file(report)
    with standing_at("2026-11-19 09:00"):
        deliver()
    assert nobody_told(order)


def test_a_paused_term_is_dropped_and_warned_anew_on_its_new_day(walk, report):
    order = swept_at_night("2026-11-18 23:00")
    walk.now = beijing("2026-11-19 08:20")
    walk.do("chengban1", report, "entrust_test", institution="检测中心", paper="委托 1 号")
    with standing_at("2026-11-19 09:00"):
        deliver()
    assert nobody_told(order)

    walk.now = beijing("2026-11-24 09:00")
    walk.do("chengban1", report, "receive_test", paper="报告 1 号", result="合格")
    run("2026-11-26 09:00")
    assert set(Reminder.objects.values_list("due_on", flat=True)) == {date(2026, 11, 27)}
    assert told("last") == CLERKS | {"suozhang1"}


def test_a_pause_entered_by_mistake_loses_no_warning(walk, report):
    order = swept_at_night("2026-11-18 23:00")
    walk.now = beijing("2026-11-19 08:20")
    walk.do("chengban1", report, "entrust_test", institution="检测中心", paper="委托 1 号")
    with standing_at("2026-11-19 09:00"):
        deliver()
    assert nobody_told(order)
    clock = report.clocks.get(rule="report.verification")
    walk.now = beijing("2026-11-19 10:00")
    struck = {"interval": str(clock.pauses.get().pk), "strike": True, "paper": "更正", "reason": "误登"}
    walk.do("suozhang1", report, "correct_exclusion", **struck)
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 11, 23)

    run("2026-11-19 11:00")

    assert told("near") == CLERKS


def test_a_moved_due_day_drops_the_old_warning(walk, report):
    order = swept_at_night("2026-11-18 23:00")
    walk.now = beijing("2026-11-19 08:00")
    walk.do("chengban1", report, "ask_extension", amount=15, reason="需要检测")
    walk.do("fuju1", report, "extend")
    with standing_at("2026-11-19 09:00"):
        deliver()
    assert nobody_told(order)


# --- what the officer sees ----------------------------------------------------------------------------------


def test_the_desk_shows_one_reminder_per_term_while_it_holds(walk, report, cast):
    for moment in ("2026-11-18 09:00", "2026-11-20 09:00"):
        run(moment)
    with standing_at("2026-11-20 10:00"):
        shown = reminders_for(cast["chengban1"])
        assert [row.level for row in shown] == ["last"]
        walk.now = beijing("2026-11-20 10:00")
        walk.do("chengban1", report, "ask_extension", amount=15, reason="需要检测")
        walk.do("fuju1", report, "extend")
        assert reminders_for(cast["chengban1"]) == []


def test_who_may_no_longer_read_the_matter_is_no_longer_reminded_of_it(report, cast):
    run("2026-11-18 09:00")
    Holding.objects.filter(officer=cast["chengban2"]).update(until_on=date(2026, 11, 18))
    with standing_at("2026-11-19 09:00"):
        fresh = Officer.objects.get(username="chengban2")
        assert reminders_for(fresh) == []
        assert len(reminders_for(cast["chengban1"])) == 1
