"""Properties of the clock arithmetic over random events: exclusions, extensions and restarts in any order.

What holds for exclusions alone stands in test_clocks.py; here the events come together, over every rule of the
shelf that knows them, and periods are counted back as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes import (
    CALENDAR,
    Exclusion,
    ExtensionNotAllowed,
    Reckoning,
    UnknownUnit,
    Version,
    reckon,
    rule,
    shelf,
)
from statutes.moments import BEIJING

DAY = timedelta(days=1)
STARTS = st.dates(date(2021, 8, 1), date(2026, 12, 31))
CLOCKS = [v for each in shelf().values() for v in each.versions if v.amount and v.unit != "hours"]
AHEAD = [v for v in CLOCKS if v.direction == "after"]
PAUSABLE = [v for v in AHEAD if v.excludes]
EXTENDABLE = [v for v in AHEAD if v.extension]


@dataclass(frozen=True)
class Term:
    """A period and everything that happened to it."""

    version: Version
    start: date
    exclusions: tuple[Exclusion, ...] = ()
    extensions: tuple[int, ...] = ()
    restarts: tuple[date | datetime, ...] = ()

    def reckoned(self) -> Reckoning:
        return reckon(
            self.version,
            self.start,
            exclusions=self.exclusions,
            extensions=self.extensions,
            restarts=self.restarts,
        )

    def dates(self) -> tuple[date, date, date]:
        found = self.reckoned()
        return found.strict_on, found.due_on, found.outer_on


def exclusion(draw: st.DrawFn, version: Version, start: date) -> Exclusion:
    begins = start + timedelta(draw(st.integers(-15, 150)))
    return Exclusion(
        begins, begins + timedelta(draw(st.integers(0, 45))), draw(st.sampled_from(version.excludes))
    )


@st.composite
def terms(draw: st.DrawFn, versions: Sequence[Version] = PAUSABLE) -> Term:
    version, start = draw(st.sampled_from(versions)), draw(STARTS)
    count = draw(st.integers(0, 5)) if version.excludes else 0
    exclusions = tuple(exclusion(draw, version, start) for _ in range(count))
    extensions: tuple[int, ...] = ()
    if version.extension is not None and draw(st.booleans()):
        extensions = (draw(st.integers(1, version.extension.amount or 60)),)
        if version.further and draw(st.booleans()):
            extensions += (draw(st.integers(1, 60)),)
    restarts: list[date | datetime] = []
    for after in draw(st.lists(st.integers(-5, 120), max_size=3)):
        day = start + timedelta(after)
        at = draw(st.none() | st.times())
        restarts.append(datetime.combine(day, at, BEIJING) if isinstance(at, time) else day)
    return Term(version, start, exclusions, extensions, tuple(restarts))


def begun_on(term: Term) -> date:
    """The day the whole period last began."""
    days = [at.date() if isinstance(at, datetime) else at for at in term.restarts]
    return max([term.start, *days])


# Exclusions ------------------------------------------------------------------------------------------------


@given(terms(), st.data())
def test_one_more_exclusion_never_makes_a_date_earlier(term: Term, data: st.DataObject) -> None:
    """With extensions granted and restarts recorded, as without them."""
    more = data.draw(st.composite(exclusion)(term.version, begun_on(term)))
    before, after = term.dates(), replace(term, exclusions=(*term.exclusions, more)).dates()
    assert all(later >= earlier for later, earlier in zip(after, before, strict=True))


@given(terms(), st.randoms(use_true_random=False))
def test_events_in_any_order_give_the_same_reckoning(term: Term, random) -> None:
    shuffled = replace(
        term,
        exclusions=tuple(random.sample(term.exclusions, len(term.exclusions))),
        extensions=tuple(random.sample(term.extensions, len(term.extensions))),
        restarts=tuple(random.sample(term.restarts, len(term.restarts))),
    )
    assert shuffled.reckoned() == term.reckoned()
    assert shuffled.reckoned().words == term.reckoned().words


@given(terms(), st.data())
def test_an_event_taken_back_leaves_no_trace(term: Term, data: st.DataObject) -> None:
    more = data.draw(st.composite(exclusion)(term.version, term.start))
    anew = term.start + timedelta(data.draw(st.integers(0, 90)))
    changed = replace(term, exclusions=(*term.exclusions, more), restarts=(*term.restarts, anew))
    changed.reckoned()
    restored = replace(changed, exclusions=term.exclusions, restarts=term.restarts)
    assert restored.reckoned() == term.reckoned()


@given(terms())
def test_the_same_events_twice_are_the_events_once(term: Term) -> None:
    twice = replace(term, exclusions=term.exclusions * 2, restarts=term.restarts * 2)
    assert twice.dates() == term.dates()
    assert term.reckoned() == term.reckoned()


@given(terms())
def test_intervals_are_one_however_they_are_cut(term: Term) -> None:
    """An interval and its two halves leave out the same days."""
    halves = [
        part
        for each in term.exclusions
        for part in (
            replace(each, end_on=each.start_on + (each.end_on - each.start_on) // 2),
            replace(each, start_on=each.start_on + (each.end_on - each.start_on) // 2),
        )
    ]
    assert replace(term, exclusions=tuple(halves)).dates() == term.dates()


@given(terms())
def test_the_arithmetic_is_a_plain_walk(term: Term) -> None:
    """Day by day from the last start: worked or not, left out or not, until the whole length is counted."""
    version = term.version
    total, day = (version.amount or 0) + sum(term.extensions), begun_on(term)
    if version.unit == "months":
        return
    while total:
        day += DAY
        out = any(each.start_on <= day <= each.end_on for each in term.exclusions)
        counts = CALENDAR.is_working_day(day) if version.unit == "working_days" else True
        total -= counts and not out
    assert term.reckoned().strict_on == day


# Restarts --------------------------------------------------------------------------------------------------


@given(terms(AHEAD))
def test_a_restart_is_a_fresh_start(term: Term) -> None:
    """令121第三十五条第二款: the whole period runs again from the latest of them."""
    fresh = replace(term, start=begun_on(term), restarts=())
    assert term.dates() == fresh.dates()
    found = term.reckoned()
    assert found.first_start == term.start
    assert found.start_on == begun_on(term)
    assert [day.on for day in found.days] == [day.on for day in fresh.reckoned().days]


@given(terms(AHEAD), st.integers(0, 400))
def test_a_restart_before_the_start_changes_nothing(term: Term, earlier: int) -> None:
    old = replace(term, restarts=(*term.restarts, term.start - timedelta(earlier)))
    assert old.dates() == term.dates()


@given(terms(AHEAD), st.integers(0, 200))
def test_one_more_restart_never_makes_a_period_of_days_earlier(term: Term, after: int) -> None:
    """What was left out before the restart no longer counts for it, so only a period without exclusions grows."""
    plain = replace(term, exclusions=())
    again = replace(plain, restarts=(*plain.restarts, plain.start + timedelta(after)))
    assert again.dates()[0] >= plain.dates()[0]


@given(terms(AHEAD))
def test_the_receipt_names_the_first_start_only_when_there_was_another(term: Term) -> None:
    found = term.reckoned()
    told = any("重新计算" in line and "原于" in line for line in found.words)
    assert told == (found.start != found.first_start)


# Extensions ------------------------------------------------------------------------------------------------


@given(terms(EXTENDABLE))
def test_an_extension_never_makes_a_date_earlier(term: Term) -> None:
    plain = replace(term, extensions=())
    assert all(later >= earlier for later, earlier in zip(term.dates(), plain.dates(), strict=True))
    assert (term.dates()[0] > plain.dates()[0]) == bool(term.extensions)


@given(terms(EXTENDABLE))
def test_extensions_run_on_as_one_longer_period(term: Term) -> None:
    """程序规定第十八条、第六十四条: they are added to the length, they do not begin anew."""
    longer = replace(term.version, amount=(term.version.amount or 0) + sum(term.extensions))
    assert term.dates() == replace(term, version=longer, extensions=()).dates()


@given(st.sampled_from(EXTENDABLE), STARTS)
def test_no_extension_is_longer_or_more_frequent_than_the_rule_gives(version: Version, start: date) -> None:
    assert version.extension is not None
    longest, times = version.extension.amount, version.extension.times
    with pytest.raises(ExtensionNotAllowed):
        reckon(version, start, extensions=[0])
    if longest is None or times is None:  # 由负责人批准, without a limit (程序规定第五十五条)
        assert reckon(version, start, extensions=[40, 40, 1]).extensions
        return
    if version.further:
        reckon(version, start, extensions=[longest, longest + 1])
        return
    for too_much in ([longest + 1], [1] * (times + 1)):
        with pytest.raises(ExtensionNotAllowed):
            reckon(version, start, extensions=too_much)


# Counted back ----------------------------------------------------------------------------------------------

BACK = [v for v in CLOCKS if v.direction == "before"]


@given(st.sampled_from(BACK), STARTS)
def test_counting_back_is_a_plain_walk_backwards(version: Version, event: date) -> None:
    """听证办法第二十条、第二十二条: the act is done that many days before; the day of the hearing is not one."""
    found = reckon(version, event)
    left, day = version.amount or 0, event
    while left:
        day -= DAY
        left -= CALENDAR.is_working_day(day) if version.unit == "working_days" else 1
    assert found.due_on == found.strict_on == found.outer_on == day
    if version.unit == "working_days":
        assert day == CALENDAR.working_before(event, version.amount or 0)
        assert CALENDAR.is_working_day(day)


@given(st.sampled_from(BACK), STARTS)
def test_the_strip_of_a_period_counted_back_ends_on_the_event(version: Version, event: date) -> None:
    found = reckon(version, event)
    assert [day.on for day in found.days] == [
        found.due_on + timedelta(n) for n in range((event - found.due_on).days + 1)
    ]
    assert found.days[-1].kind == "event"
    numbers = [day.number for day in found.days if day.number is not None]
    assert numbers == list(range(version.amount or 0, 0, -1))


@given(st.sampled_from(BACK), STARTS, st.integers(1, 30))
def test_a_later_hearing_is_never_announced_earlier(version: Version, event: date, later: int) -> None:
    assert reckon(version, event).due_on <= reckon(version, event + timedelta(later)).due_on


@given(STARTS, st.integers(1, 60))
def test_back_and_forward_meet(day: date, count: int) -> None:
    """Between a working day and the one ``count`` before it lie ``count`` working days, the later one included."""
    worked = CALENDAR.working_from(day)
    back = CALENDAR.working_before(worked, count)
    assert CALENDAR.working_after(back, count) == worked
    assert CALENDAR.working_between(back, worked) == count


def test_months_and_hours_are_not_counted_back() -> None:
    for unit in ("months", "hours"):
        version = replace(rule("hearing.notice").on(date(2026, 11, 2)), unit=unit)
        with pytest.raises(UnknownUnit):
            reckon(version, date(2026, 11, 2))
