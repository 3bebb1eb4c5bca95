"""The sweep, run twice, late, by two workers, cut off and cut from its database: no warning lost, none doubled."""

import os
import subprocess
import sys
import threading
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.db import Error, connection, connections, transaction
from django.utils import timezone

from notices.models import Reminder
from procedure import heartbeat, orders
from procedure import tasks as procedure_tasks
from procedure.clocks import Clock
from procedure.matter import Matter
from procedure.orders import Order
from tests.notices.conftest import ROOT, beijing, deliver, standing_at, sweep

NEAR, LAST, OVERDUE = "2026-11-06 09:00", "2026-11-10 09:00", "2026-11-13 09:00"
MANY = 7

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
concurrent = pytest.mark.django_db(databases=["default", "vault"], transaction=True)


@pytest.fixture
def many(walk):
    """Seven complaints whose acceptance falls due on the same day."""
    caller = {"name": "钱途亮", "phone": "13909520102"}
    return [walk.accept(walk.call("电饭煲坏了要求更换", **caller).complaint) for _n in range(MANY)]


def warned() -> Counter:
    """How many orders there are by clock and level."""
    return Counter((o.facts["clock"], o.facts["level"]) for o in Order.objects.filter(room="notices"))


def complete(level: str) -> bool:
    """Each clock has one order of this level, and no other order was made."""
    wanted = Clock.objects.filter(rule="complaint.acceptance").values_list("pk", flat=True)
    return warned() == Counter((pk, level) for pk in wanted) and len(wanted) == MANY


def job() -> heartbeat.Heartbeat:
    return heartbeat.Heartbeat.objects.get(name="sweep")


def troubles(words: str) -> dict[str, str]:
    return {row.name: said for row, said in heartbeat.troubles(beijing(words))}


# --- again, and late ----------------------------------------------------------------------------------------


def test_run_twice_it_doubles_nothing(many):
    with standing_at(NEAR):
        assert sweep() == MANY
        assert sweep() == 0
    assert complete("near")
    assert job().did == 0


def test_three_days_late_each_clock_gets_the_warning_of_now_and_all_its_readers(many):
    with standing_at(OVERDUE):
        assert sweep() == MANY
        deliver()
    assert complete("overdue")
    told = Counter(Reminder.objects.values_list("officer__username", "level"))
    assert told == {(who, "overdue"): MANY for who in ("chengban1", "suozhang1", "fuju1")}


def test_every_level_in_its_turn_and_none_after_the_last(many):
    assert [_new(f"2026-11-{day:02d} 09:00") for day in range(4, 16)] == [
        0, 0, MANY, 0, 0, 0, MANY, 0, MANY, 0, 0, 0,
    ]  # fmt: skip


def _new(words):
    with standing_at(words):
        return sweep()


def test_a_batch_ends_and_the_next_begins(many, monkeypatch):
    monkeypatch.setattr(procedure_tasks, "BATCH", 3)
    with standing_at(NEAR):
        assert sweep() == MANY
    assert complete("near")


# --- two at once --------------------------------------------------------------------------------------------


@concurrent
def test_two_processes_at_once_leave_none_out_and_double_none(many):
    name = connection.settings_dict["NAME"]
    command = [sys.executable, str(Path(__file__).with_name("sweeper.py")), str(name)]
    workers = [
        subprocess.Popen(
            [*command, beijing(NEAR).isoformat()],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for _worker in range(2)
    ]
    told = [worker.communicate(timeout=120)[0] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0]
    assert sum(int(words) for words in told) == MANY
    assert complete("near")


@concurrent
def test_a_second_worker_takes_what_the_first_does_not_hold(many, monkeypatch):
    """PostgreSQL: while one stands in its first batch the other finishes the rest; SQLite lets one write at a time."""
    if connection.vendor == "sqlite":
        assert not connection.features.has_select_for_update_skip_locked
        return
    monkeypatch.setattr(procedure_tasks, "BATCH", 3)
    holding, go_on = threading.Event(), threading.Event()
    real, first = procedure_tasks._warn, []

    def slow(clock, now):
        if threading.current_thread() is worker:
            first.append(clock.pk)
            if len(first) == 1:
                holding.set()
                assert go_on.wait(30)
        return real(clock, now)

    monkeypatch.setattr(procedure_tasks, "_warn", slow)
    worker = _worker(sweep)
    with standing_at(NEAR):
        worker.start()
        assert holding.wait(30)
        assert sweep() == MANY - 3
        go_on.set()
        worker.join(30)
    assert worker.failure == []
    assert len(first) == 3
    assert complete("near")


@concurrent
def test_a_matter_in_hand_is_left_to_the_next_run(many):
    """PostgreSQL: neither waits for the other, or an officer's act could be the victim of a deadlock."""
    if connection.vendor == "sqlite":
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        return
    held, done = threading.Event(), threading.Event()

    def act():
        with transaction.atomic():
            Matter.objects.select_for_update().get(pk=many[0].pk)
            held.set()
            assert done.wait(30)

    officer = _worker(act)
    officer.start()
    assert held.wait(30)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '1s'")
    try:
        with standing_at(NEAR):
            assert sweep() == MANY - 1
            done.set()
            officer.join(30)
            assert sweep() == 1
    finally:
        done.set()
        officer.join(30)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 0")
    assert officer.failure == []
    assert complete("near")


def _worker(work):
    """A thread with a database connection of its own, which it closes; what went wrong in it is kept."""

    def run():
        try:
            work()
        except BaseException as failure:  # noqa: BLE001  # shown by the test
            thread.failure.append(failure)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.failure = []
    return thread


# --- cut off ------------------------------------------------------------------------------------------------


class Killed(Exception):
    pass


def _in_the_second_batch(monkeypatch, happens):
    """Batches of three, and something happens at the fifth clock."""
    monkeypatch.setattr(procedure_tasks, "BATCH", 3)
    real, seen = procedure_tasks._warn, []

    def warn(clock, now):
        seen.append(clock.pk)
        if len(seen) == 5:
            happens()
        return real(clock, now)

    monkeypatch.setattr(procedure_tasks, "_warn", warn)


def test_killed_in_its_second_batch_it_keeps_the_first_and_the_next_run_completes(many, monkeypatch):
    def kill():
        raise Killed

    with monkeypatch.context() as patched:
        _in_the_second_batch(patched, kill)
        with standing_at(NEAR), pytest.raises(Killed):
            sweep()
    assert sum(warned().values()) == 3
    assert Clock.objects.filter(warned="near").count() == 3
    assert troubles(NEAR)["sweep"] == "failed"
    assert job().failure == "Killed"

    with standing_at("2026-11-06 09:15"):
        assert sweep() == MANY - 3
    assert complete("near")
    assert "sweep" not in troubles("2026-11-06 09:16")


def _cut():
    """End this connection from outside: the server throws it out, or the file is closed under it."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.connection.close()
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
            assert cursor.fetchone()[0]
    finally:
        other.close()


@concurrent
def test_cut_from_its_database_it_fails_says_so_and_the_next_run_completes(many, monkeypatch):
    with monkeypatch.context() as patched:
        _in_the_second_batch(patched, _cut)
        with standing_at(NEAR), pytest.raises(Error):
            sweep()
    assert job().failed_at == beijing(NEAR)
    assert job().failure in {"OperationalError", "ProgrammingError", "InterfaceError"}
    assert troubles(NEAR)["sweep"] == "failed"
    assert sum(warned().values()) == 3

    with standing_at("2026-11-06 09:15"):
        assert sweep() == MANY - 3
    assert complete("near")
    assert "sweep" not in troubles("2026-11-06 09:16")


@concurrent
def test_cut_outside_a_transaction_the_failure_is_still_written_down(many, monkeypatch):
    real = orders.owed

    def cut_first(now):
        _cut()
        return real(now)

    with monkeypatch.context() as patched:
        patched.setattr(orders, "owed", cut_first)
        with standing_at(NEAR), pytest.raises(Error):
            procedure_tasks.wake_outbox.apply(throw=True)
    assert troubles(NEAR)["outbox"] == "failed"


# --- clocks that stand still, move, or run by the hour -------------------------------------------------------


def test_a_paused_clock_is_not_warned_and_is_after_it_resumes(walk, report):
    walk.now = beijing("2026-11-09 09:00")
    walk.do("chengban1", report, "entrust_test", institution="检测中心", paper="委托 1 号")
    assert [_new(f"2026-11-{day} 09:00") for day in (18, 20, 24, 30)] == [0, 0, 0, 0]

    walk.now = beijing("2026-12-01 09:00")
    walk.do("chengban1", report, "receive_test", paper="报告 1 号", result="合格")
    due_on = report.clocks.get(rule="report.verification").due_on

    assert due_on > date(2026, 12, 1)
    assert _new("2026-12-01 10:00") == 0
    assert _new(f"{due_on} 09:00") == 1
    assert Order.objects.get(room="notices").facts["due_on"] == str(due_on)


def test_a_moved_due_day_is_warned_anew(walk, report):
    assert _new("2026-11-20 09:00") == 1
    walk.now = beijing("2026-11-20 10:00")
    walk.do("chengban1", report, "ask_extension", amount=15, reason="需要检测")
    walk.do("fuju1", report, "extend")
    due_on = report.clocks.get(rule="report.verification").due_on

    assert _new("2026-11-20 11:00") == 0
    assert _new(f"{due_on} 09:00") == 1

    days = Order.objects.filter(room="notices").order_by("pk").values_list("facts__due_on", flat=True)
    assert list(days) == ["2026-11-23", str(due_on)]


def test_an_hour_clock_is_overdue_after_its_minute_and_not_after_its_day(walk, report):
    referral = walk.submit(walk.suspect(walk.facts(walk.file(report), sold="61000")))
    walk.now = beijing("2026-11-05 15:00")
    walk.do("juzhang1", referral, "approve")
    clock = referral.clocks.running().get(rule="referral.transfer")
    assert clock.due_at == beijing("2026-11-06 15:01")

    levels = []
    for moment in ("2026-11-05 15:02", "2026-11-06 09:00", "2026-11-06 15:01", "2026-11-06 15:02"):
        _new(moment)
        clock.refresh_from_db()
        levels.append(clock.warned)
    assert levels == ["near", "last", "last", "overdue"]


# --- the heartbeat ------------------------------------------------------------------------------------------


def test_silence_is_spoken_of_and_a_job_that_never_ran_is_silent():
    assert troubles(NEAR) == dict.fromkeys(heartbeat.SILENT_AFTER, "silent")
    with standing_at(NEAR):
        sweep()
    assert "sweep" not in troubles("2026-11-06 09:45")
    assert troubles("2026-11-06 09:46")["sweep"] == "silent"


def test_a_run_that_never_ended_is_silent_in_the_end(many, monkeypatch):
    def die(*_):
        raise SystemExit

    with standing_at(NEAR):
        sweep()
    with monkeypatch.context() as patched:
        patched.setattr(procedure_tasks, "_sweep_batch", die)
        with standing_at("2026-11-06 09:15"), pytest.raises(SystemExit):
            sweep()
    assert job().started_at > job().finished_at
    assert troubles("2026-11-06 10:01")["sweep"] == "silent"
    assert timezone.is_aware(job().started_at)
