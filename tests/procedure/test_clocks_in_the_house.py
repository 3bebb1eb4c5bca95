"""What must hold of every clock: its day is Beijing's, its unit goes along, its outcome is kept, its figures agree."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

import statutes
from demo.walk import Walk
from procedure import tallies
from procedure.clocks import Clock
from procedure.locks import Locked
from procedure.matter import kinds
from procedure.readings import answer
from procedure.steps import steps_of
from procedure.tallies import DueTally, OutcomeTally, RunningTally
from procedure.tasks import fulfil

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

BEIJING = ZoneInfo("Asia/Shanghai")


def term(matter, rule):
    return Clock.objects.select_related("matter").get(matter=matter, rule=rule)


@pytest.mark.parametrize(
    ("hour", "minute", "due"),
    [(23, 58, date(2026, 11, 11)), (0, 0, date(2026, 11, 11)), (7, 59, date(2026, 11, 11))],
)
def test_the_day_of_receipt_is_beijings_whatever_the_database_keeps(cast, hour, minute, due):
    """T-10: on 2 November in Beijing it may still be the first, or already the second, by the server's clock."""
    walk = Walk(cast, datetime(2026, 11, 2, hour, minute, tzinfo=BEIJING))
    complaint = walk.call("要求退款", name="钱途亮", phone="13909520102").complaint
    assert term(complaint, "complaint.acceptance").due_on == due


def test_a_minute_after_midnight_is_the_next_day(cast):
    walk = Walk(cast, datetime(2026, 11, 2, 23, 59, tzinfo=BEIJING))
    complaint = walk.call("要求退款", name="钱途亮", phone="13909520102").complaint
    assert term(complaint, "complaint.acceptance").due_on == date(2026, 11, 12)


def test_the_clocks_go_with_the_matter_to_its_unit_and_the_figures_with_them(walk):
    report = walk.call("卖过期食品").report
    key = {"kind": "report", "rule": "report.verification"}
    assert RunningTally.objects.get(unit="", **key).running == 1
    walk.dispatch(report)
    assert term(report, "report.verification").unit == "CG"
    assert RunningTally.objects.get(unit="", **key).running == 0
    assert RunningTally.objects.get(unit="CG", **key).running == 1
    assert DueTally.objects.get(kind="report", unit="CG", due_on=date(2026, 11, 23)).n == 1
    walk.do("suozhang1", report, "hand_back", reason="不属本所辖区")
    assert RunningTally.objects.get(unit="", **key).running == 1
    assert tallies.differing() == []


def test_the_outcome_of_a_term_is_kept_with_the_version_it_ran_by(walk):
    on_time = walk.verify(walk.call("卖过期食品").report)
    late = walk.verify(walk.call("另一家卖过期食品", business_name="平罗县别家店").report)
    walk.file(on_time)
    walk.later(days=24)
    walk.do("fuju1", late, "decline_to_file", ground="1", reason="轻微并已改正")
    kept, missed = term(on_time, "report.verification"), term(late, "report.verification")
    assert (kept.met, kept.missed_by) == (True, 0)
    assert (missed.met, missed.missed_by) == (False, 3)
    assert (missed.governing, missed.version_on) == ("report.verification", missed.version().in_force)
    found = {(o.month, o.met, o.missed) for o in OutcomeTally.objects.filter(rule="report.verification")}
    assert found == {("2026-11", 1, 1)}
    assert tallies.differing() == []


def test_an_hour_late_is_late_though_it_is_the_same_day(walk):
    """移送规定第五条第二款: twenty-four hours, not a day."""
    case = walk.facts(walk.file(walk.verify(walk.call("卖过期食品").report)), sold="61000")
    referral = walk.submit(walk.suspect(case))
    walk.do("juzhang1", referral, "approve")
    clock = term(referral, "referral.transfer")
    assert clock.due_at.astimezone(BEIJING).date() == clock.due_on
    walk.now = clock.due_at
    walk.do(
        "chengban1", referral, "transfer", police_unit="平罗县公安局", enclosures=["1", "2", "3", "5"],
        test_absent="标签可证", to_procuratorate=True,
    )  # fmt: skip
    missed = term(referral, "referral.transfer")
    assert (missed.met, missed.missed_by) == (False, 1)


def test_a_pause_outlives_a_change_of_the_governing_rule(cast):
    """T-06: the interval belongs to the matter, whichever rule governs."""
    walk = Walk(cast, datetime(2025, 9, 1, 9, 0, tzinfo=BEIJING))
    complaint = walk.mediate(walk.accept(walk.call("要求退款", name="钱途亮", phone="13909520102").complaint))
    walk.test(complaint, date(2025, 9, 1))
    reading = answer(walk.act("fazhi1"), "conflict.complaint.mediation", "own", "省局答复")
    fulfil.apply(args=[reading.orders.get(room="procedure").pk], throw=True)
    clock = term(complaint, "complaint.mediation")
    assert (clock.governing, clock.paused) == ("complaint.mediation", True)
    walk.later(days=9)
    walk.tested(complaint, date(2025, 9, 10))
    clock = term(complaint, "complaint.mediation")
    # the seven working days from 2 to 10 September are left out of the forty-five
    assert clock.due_on == statutes.CALENDAR.working_after(date(2025, 9, 10), 45)


def test_who_grants_an_extension_is_whom_the_rule_names():
    told = [
        (kind, step) for kind in kinds().values() for step in steps_of(kind) if step.extends or step.refuses
    ]
    assert told
    for kind, step in told:
        for version in statutes.rule(step.extends or step.refuses).versions:
            if version.extension is not None:
                assert step.by == (version.extension.by,), f"{kind.KIND}.{step.verb} under {version.source}"


def test_rows_of_the_clocks_history_are_only_added(walk):
    report = walk.verify(
        walk.call("卖过期食品", as_complaint=False, name="甄实在", phone="13909520101").report
    )
    walk.later(days=2)
    later = walk.dispatch(
        walk.call("库房也有", as_complaint=False, name="甄实在", phone="13909520101").report
    )
    walk.do("suozhang1", report, "merge", later=later, reason="新的事实", restart_at=later.received_at)
    restart = term(report, "report.verification").restarts.get()
    with pytest.raises(Locked):
        restart.delete()
    for statement in ("UPDATE procedure_clockrestart SET reason = ''", "DELETE FROM procedure_clockrestart"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_figures_that_were_tampered_with_are_found_and_counted_anew(walk):
    walk.call("卖过期食品")
    RunningTally.objects.filter(kind="report").update(running=7)
    assert any("7" in line for line in tallies.differing())
    tallies.rebuild()
    assert tallies.differing() == []
