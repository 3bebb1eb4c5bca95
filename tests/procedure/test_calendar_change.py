"""The calendar changes by two people's acts, and running clocks follow: moved, listed, journalled."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from procedure import journal, law, recompute, tallies
from procedure.calendar import BadImport, CalendarChange, differences, propose, read_lines
from procedure.clocks import Clock, ClockMove
from procedure.corridor import Refused, perform
from procedure.locks import Locked
from procedure.matter import Matter
from procedure.tasks import fulfil

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SPRING_2027 = """
# 国务院办公厅关于2027年部分节假日安排的通知（样例）
2027-01-01至2027-01-03 放假 元旦
2027-02-05至2027-02-11 放假 春节
2027-01-30 上班 春节
2027-02-20 上班 春节
"""


def of_2027(walk, account="fazhi1"):
    return propose(
        walk.act(account),
        scope=CalendarChange.YEAR,
        year=2027,
        announcement="国办发明电〔2026〕样1号",
        days=read_lines(SPRING_2027, year=2027),
    )


def closure(walk, day="2026-11-05", kind="停办", name="停电停办"):
    return propose(
        walk.act("fazhi1"),
        scope=CalendarChange.DAYS,
        year=2026,
        announcement="平市监办〔2026〕12号",
        days=read_lines(f"{day} {kind} {name}"),
        reason="全城停电检修",
    )


def in_force(walk, change, by="fuju1"):
    walk.do(by, change, "approve")
    order = change.orders.get(room="procedure")
    fulfil.apply(args=[order.pk], throw=True)
    return CalendarChange.objects.get(pk=change.pk)


def acceptance(matter):
    return matter.clocks.get(rule="complaint.acceptance")


def test_nothing_changes_until_another_person_approves(walk):
    complaint = walk.call("要求退款", name="钱途亮", phone="13909520102").complaint
    change = closure(walk)
    assert law.law().calendar.is_working_day(date(2026, 11, 5))
    with pytest.raises(Refused, match="另一人"):
        perform(walk.act("fazhi1"), change.approve)
    assert acceptance(complaint).due_on == date(2026, 11, 11)
    in_force(walk, change)
    assert not law.law().calendar.is_working_day(date(2026, 11, 5))
    assert acceptance(complaint).due_on == date(2026, 11, 12)


def test_a_moved_day_is_listed_and_journalled_with_old_and_new(walk):
    complaint = walk.call("要求退款", name="钱途亮", phone="13909520102").complaint
    change = in_force(walk, closure(walk))
    move = ClockMove.objects.get(change=change, clock=acceptance(complaint))
    assert (move.old_due_on, move.new_due_on) == (date(2026, 11, 11), date(2026, 11, 12))
    entry = complaint.journal.order_by("-seq").first()
    assert (entry.verb, entry.facts["change"], entry.by_name) == (
        "reckon",
        change.number,
        str(walk.cast["fuju1"]),
    )
    moved = {m["rule"]: (m["old"], m["new"]) for m in entry.facts["moved"]}
    assert moved["complaint.acceptance"] == ("2026-11-11", "2026-11-12")
    row = Matter.objects.get(pk=complaint.pk)
    assert (row.next_due_on, row.last_seq) == (complaint.clocks.order_by("due_on").first().due_on, entry.seq)
    assert journal.verify() == []
    assert list(recompute.differing()) == []
    assert tallies.differing() == []


def test_a_second_run_moves_nothing_twice(walk):
    walk.call("要求退款", name="钱途亮", phone="13909520102")
    change = in_force(walk, closure(walk))
    entries = journal.JournalEntry.objects.count()
    assert recompute.recompute(change, change.journal.last()) == 0
    assert journal.JournalEntry.objects.count() == entries


def test_an_announced_year_settles_provisional_days(walk):
    complaint = walk.accept(walk.call("要求退款", name="钱途亮", phone="13909520102").complaint)
    mediation = complaint.clocks.get(rule="complaint.mediation")
    # the sixtieth day is 元旦, a fixed holiday; that the weekend belongs to it is not announced yet
    assert (mediation.due_on, mediation.provisional) == (date(2027, 1, 2), True)
    change = of_2027(walk)
    told = {d.on: (d.before, d.after) for d in differences(change)}
    assert told[date(2027, 1, 2)] == ("weekend", "holiday")
    assert told[date(2027, 1, 30)] == ("weekend", "make_up")
    assert date(2027, 1, 1) not in told
    in_force(walk, change)
    mediation.refresh_from_db()
    assert (mediation.due_on, mediation.provisional) == (date(2027, 1, 4), False)
    assert law.law().calendar.last_announced_year == 2027
    assert law.law().calendar.kind(date(2027, 1, 30)) == "make_up"


def test_a_closure_is_lifted_again(walk):
    complaint = walk.call("要求退款", name="钱途亮", phone="13909520102").complaint
    in_force(walk, closure(walk))
    in_force(walk, closure(walk, kind="恢复", name=""))
    assert acceptance(complaint).due_on == date(2026, 11, 11)
    assert [d.after for d in differences(CalendarChange.objects.order_by("pk").first())] == ["closed"]


def test_what_was_proposed_on_an_older_calendar_is_proposed_anew(walk):
    stale, other = closure(walk), closure(walk, day="2026-11-06")
    in_force(walk, other)
    with pytest.raises(Refused, match="重新提出"):
        perform(walk.act("fuju1"), stale.approve)


def test_a_year_is_not_skipped_and_only_the_legal_officer_proposes(walk):
    days = read_lines("2028-01-01 放假 元旦")
    with pytest.raises(Refused, match="须先导入 2027"):
        propose(walk.act("fazhi1"), scope="year", year=2028, announcement="文", days=days)
    with pytest.raises(Refused, match="法制审核员"):
        of_2027(walk, account="ducha1")
    with pytest.raises(Refused, match="事由"):
        propose(
            walk.act("fazhi1"),
            scope="days",
            year=2026,
            announcement="文",
            days=read_lines("2026-11-05 停办 停电"),
        )


def test_an_import_reports_every_bad_line_and_applies_none():
    with pytest.raises(BadImport) as refused:
        read_lines(
            "2027-02-30 放假 春节\n2027-02-05 休息 春节\n2026-02-05 放假 春节\n2027-05-01 放假\n乱", year=2027
        )
    assert set(refused.value.errors) == {1, 2, 3, 4, 5}
    with pytest.raises(BadImport):
        read_lines("# 只有注释")
    with pytest.raises(BadImport):
        read_lines("2027-02-05 放假 春节\n2027-02-05 上班 春节")


def test_the_days_of_a_change_are_only_added(walk):
    change = closure(walk)
    day = change.days.get()
    with pytest.raises(Locked):
        day.delete()
    day.name = "别的"
    with pytest.raises(Locked):
        day.save()


def test_a_running_worker_sees_the_change_at_once(walk):
    """T-04: the calendar is not cached for the life of a process."""
    before = law.law()
    in_force(walk, closure(walk))
    after = law.law()
    assert before.calendar.is_working_day(date(2026, 11, 5))
    assert not after.calendar.is_working_day(date(2026, 11, 5))
    later = walk.call("另一件要求退款", name="甄实在", phone="13909520101").complaint
    assert acceptance(later).due_on == date(2026, 11, 12)


def test_nobody_works_on_a_closure_and_no_period_of_calendar_days_rolls_off_it(walk):
    """令121第四十五条: only 法定节假日 moves the end; what the county closes is none."""
    complaint = walk.accept(walk.call("要求退款", name="钱途亮", phone="13909520102").complaint)
    in_force(walk, closure(walk, day="2026-12-31"))
    calendar = law.law().calendar
    assert not calendar.is_working_day(date(2026, 12, 31))
    assert not calendar.is_holiday(date(2026, 12, 31))
    version = complaint.clocks.get(rule="complaint.mediation").version()
    ends = law.law().reckon(version, date(2026, 11, 1))
    assert (ends.strict_on, ends.due_on) == (date(2026, 12, 31), date(2026, 12, 31))
    assert ends.outer_on > ends.due_on
    in_force(walk, closure(walk, day="2026-12-09"))
    first, last = law.law().calendar.next_break(date(2026, 12, 1))
    assert first > date(2026, 12, 9), "a closure is not the next holiday"
    assert last >= date(2027, 1, 1)


def test_a_first_warning_moves_with_the_working_days_before_a_day_that_stands(walk):
    """A term of calendar days whose day stays is still warned of three working days before it."""
    complaint = walk.accept(walk.call("要求退款", name="钱途亮", phone="13909520102").complaint)
    mediation = complaint.clocks.get(rule="complaint.mediation")
    before = (mediation.due_on, mediation.warn_on)
    in_force(walk, closure(walk, day="2026-12-31"))
    mediation.refresh_from_db()
    assert mediation.due_on == before[0]
    assert mediation.warn_on < before[1]
    assert not complaint.journal.filter(verb="reckon").exists(), "no day moved, so nothing is told of one"


def test_a_repair_is_journalled_under_the_name_of_who_repairs(walk):
    complaint = walk.call("要求退款", name="钱途亮", phone="13909520102").complaint
    Clock.objects.filter(matter=complaint, rule="complaint.acceptance").update(due_on=date(2026, 11, 30))
    with pytest.raises(CommandError, match="1 个期限"):
        call_command("reckon", stdout=StringIO())
    with pytest.raises(CommandError, match="--by"):
        call_command("reckon", "--fix", stdout=StringIO())
    call_command("reckon", "--fix", "--by", "fazhi1", stdout=StringIO())
    assert acceptance(complaint).due_on == date(2026, 11, 11)
    entry = complaint.journal.order_by("-seq").first()
    assert (entry.verb, entry.by_name) == ("reckon", str(walk.cast["fazhi1"]))
    assert entry.facts["moved"] == [
        {"rule": "complaint.acceptance", "old": "2026-11-30", "new": "2026-11-11"}
    ]
    call_command("reckon", stdout=StringIO())
    assert journal.verify() == []


def test_a_year_that_closes_an_office_is_sent_back_to_single_days(walk):
    """A county's own closure is no day of the State Council's notice; dropped quietly, the date would be wrong."""
    with pytest.raises(Refused, match="另行提出"):
        propose(
            walk.act("fazhi1"),
            scope=CalendarChange.YEAR,
            year=2027,
            announcement="国办发明电〔2026〕样1号",
            days=[*read_lines(SPRING_2027, year=2027), (date(2027, 3, 15), "closed", "停电")],
        )


def test_a_years_notice_gives_days_of_the_december_before(walk):
    """元旦 of 2019 took 31 December 2018: the notice of a year may say so of the year before it."""
    text = f"2026-12-31 放假 元旦\n2026-12-27 上班 元旦\n{SPRING_2027}"
    change = propose(
        walk.act("fazhi1"),
        scope=CalendarChange.YEAR,
        year=2027,
        announcement="国办发明电〔2026〕样1号",
        days=read_lines(text, year=2027),
    )
    assert {d.on for d in differences(change)} >= {date(2026, 12, 31), date(2026, 12, 27)}
    in_force(walk, change)
    calendar = law.law().calendar
    assert (calendar.kind(date(2026, 12, 31)), calendar.kind(date(2026, 12, 27))) == ("holiday", "make_up")
    assert calendar.announced(date(2026, 12, 31))
    with pytest.raises(BadImport, match="不在 2027 年"):
        read_lines("2026-11-30 放假 元旦", year=2027)
