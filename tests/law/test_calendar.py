"""The working-day calendar against an independent table, and what it does past the announced years."""

import time
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from chinese_calendar import constants

from statutes import CALENDAR, BadShelf, Calendar, YearNotCovered, reckon, rule
from statutes.days import FixedHolidays, Year

DAY = timedelta(days=1)


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


@pytest.mark.parametrize("year", range(2004, 2027))
def test_every_day_agrees_with_an_independent_table(year: int) -> None:
    for day in days(date(year, 1, 1), date(year, 12, 31)):
        assert CALENDAR.is_working_day(day) == chinese_calendar.is_workday(day), day
        assert CALENDAR.is_holiday(day) == (day in constants.holidays), day
        assert (CALENDAR.kind(day) == "make_up") == (day in constants.workdays), day


def test_a_year_names_its_notice() -> None:
    assert "2026年" in CALENDAR.source_of(2026)
    assert "放假办法" in CALENDAR.source_of(2027)


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        (date(2026, 2, 14), "make_up", "春节"),
        (date(2026, 2, 17), "holiday", "春节"),
        (date(2026, 10, 4), "holiday", "国庆节"),
        (date(2026, 11, 7), "weekend", ""),
        (date(2026, 11, 9), "work", ""),
    ],
)
def test_kinds_of_days(day: date, kind: str, name: str) -> None:
    assert (CALENDAR.kind(day), CALENDAR.name(day)) == (kind, name)


def test_a_year_not_announced_is_projected_from_weekends_and_fixed_holidays() -> None:
    assert CALENDAR.is_holiday(date(2027, 1, 1))
    assert CALENDAR.is_holiday(date(2027, 10, 3))
    assert CALENDAR.is_working_day(date(2027, 2, 8)), "the Spring Festival has no fixed date"
    assert not CALENDAR.is_working_day(date(2027, 1, 9))
    assert not CALENDAR.announced(date(2027, 1, 4))


def test_the_last_days_of_the_last_announced_year_wait_for_the_next_notice() -> None:
    assert CALENDAR.announced(date(2026, 12, 28))
    assert not CALENDAR.announced(date(2026, 12, 29))
    moved = [day for day in (*constants.holidays, *constants.workdays) if day.month == 12]
    assert min(day.day for day in moved) == 29


def test_years_before_the_tables_are_refused() -> None:
    with pytest.raises(YearNotCovered):
        CALENDAR.is_working_day(date(2003, 12, 31))
    with pytest.raises(YearNotCovered):
        CALENDAR.working_after(date(2003, 12, 31), 1)
    with pytest.raises(YearNotCovered):
        CALENDAR.source_of(1999)
    with pytest.raises(YearNotCovered):
        CALENDAR.working_after(date(9999, 12, 30), 30)


def test_counting_forward_agrees_with_a_plain_walk() -> None:
    for start in days(date(2025, 12, 20), date(2026, 3, 10)):
        for count in (1, 7, 45):
            day, left = start, count
            while left:
                day += DAY
                left -= CALENDAR.is_working_day(day)
            assert CALENDAR.working_after(start, count) == day
            assert CALENDAR.working_between(start, day) == count
    with pytest.raises(ValueError, match="forward"):
        CALENDAR.working_after(date(2026, 11, 2), 0)


def test_the_first_working_day_from_a_day() -> None:
    assert CALENDAR.working_from(date(2026, 10, 1)) == date(2026, 10, 8)
    assert CALENDAR.working_from(date(2026, 10, 10)) == date(2026, 10, 10)
    assert CALENDAR.working_between(date(2026, 11, 9), date(2026, 11, 2)) == 0


def test_a_closure_day_moves_a_due_day_and_leaves_the_first_calendar_alone() -> None:
    version = rule("complaint.acceptance").on(date(2026, 11, 2))
    closed = CALENDAR.with_day(date(2026, 11, 5), "holiday", "停电停办")
    assert reckon(version, date(2026, 11, 2), calendar=closed).due_on == date(2026, 11, 12)
    assert reckon(version, date(2026, 11, 2)).due_on == date(2026, 11, 11)
    assert closed.name(date(2026, 11, 5)) == "停电停办"
    worked = closed.with_day(date(2026, 11, 7), "make_up", "补班")
    assert reckon(version, date(2026, 11, 2), calendar=worked).due_on == date(2026, 11, 11)
    with pytest.raises(BadShelf):
        CALENDAR.with_day(date(2026, 11, 5), "feast", "")


def test_an_announced_year_replaces_its_projection() -> None:
    version = rule("complaint.acceptance").on(date(2026, 12, 28))
    assert reckon(version, date(2026, 12, 28)).provisional
    arranged = Year(
        2027,
        "某通知",
        "design",
        {date(2027, 1, 1): "元旦", date(2027, 1, 4): "元旦"},
        {date(2027, 1, 9): "元旦"},
    )
    known = CALENDAR.with_year(arranged)
    settled = reckon(version, date(2026, 12, 28), calendar=known)
    assert (settled.due_on, settled.provisional) == (date(2027, 1, 8), False)


def test_a_gap_between_years_is_refused() -> None:
    fixed = FixedHolidays("某办法", "design", {}, (12, 29))
    gap = {year: Year(year, "某通知", "design", {}, {}) for year in (2020, 2022)}
    with pytest.raises(BadShelf):
        Calendar(gap, fixed)


def test_a_broken_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "2020.toml").write_text(
        'year = 2020\nsource = "某通知"\nconfidence = "design"\n[holidays]\n2021-01-01 = "元旦"\n[make_up]\n',
        encoding="utf-8",
    )
    with pytest.raises(BadShelf, match=r"2020\.toml"):
        Calendar.load(tmp_path)


def test_forty_five_working_days_are_found_without_walking() -> None:
    """A hundred thousand due days; a day-by-day walk would take seconds."""
    CALENDAR.working_after(date(2026, 1, 20), 45)
    began = time.perf_counter()
    for _ in range(100_000):
        CALENDAR.working_after(date(2026, 1, 20), 45)
    assert time.perf_counter() - began < 1
