"""The geometry of the board's charts: nothing that exists vanishes, gaps stay gaps, days off are fields."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desk.charts import SMALLEST, STEPS, load_chart, punctuality_panel, share, stack

THURSDAY = date(2026, 12, 31)


def days(*counts, kinds=None):
    """Days from a Thursday on with so many terms each; New Year's Day is the Friday."""
    known = {0: "work", 1: "holiday", 2: "weekend", 3: "weekend"}
    return [
        (THURSDAY + timedelta(days=n), (kinds or known).get(n, "work"), count)
        for n, count in enumerate(counts)
    ]


@given(st.lists(st.integers(0, 10**6), min_size=4, max_size=4), st.integers(0, 10**6))
def test_every_part_of_a_row_is_seen_and_none_covers_another(counts, more):
    names = ("overdue", "near", "running", "paused")
    parts = stack(zip(names, counts, strict=True), sum(counts) + more)
    assert [part.name for part in parts] == [name for name, count in zip(names, counts, strict=True) if count]
    assert all(part.width >= 2 for part in parts)
    assert all(part.x + part.width == after.x for part, after in pairwise(parts))
    assert sum(part.width for part in parts) <= 108  # the viewBox of the template


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=61))
def test_bars_stand_inside_the_plot_in_proportion_to_their_count(counts):
    chart = load_chart(days(*counts))
    highest = chart.ticks[-1].value
    assert chart.ticks[0].y == chart.base
    assert chart.ticks[-1].y == chart.top
    assert highest >= max(counts)
    assert 2 <= len(chart.ticks) <= STEPS + 1
    for bar, n in zip(chart.bars, counts, strict=True):
        assert bar.y + bar.height == chart.base
        assert chart.top <= bar.y
        assert (bar.height >= SMALLEST) == (n > 0)
        assert bar.height == 0 or abs(bar.height - chart.depth * n / highest) <= SMALLEST
    assert chart.bars[-1].x + chart.day == chart.right <= chart.width


def test_one_term_is_a_low_bar_and_not_a_full_one():
    assert [tick.value for tick in load_chart(days(1)).ticks] == [0, 1, 2, 3, 4]
    assert [tick.value for tick in load_chart(days(17)).ticks] == [0, 5, 10, 15, 20]
    assert [tick.value for tick in load_chart(days(0, 401)).ticks] == [0, 200, 400, 600]


def test_days_off_in_a_row_are_one_field_with_the_day_that_names_it():
    chart = load_chart(days(0, 0, 0, 0, 0, 0))
    (rest,) = chart.rests
    assert (rest.first, rest.last) == (date(2027, 1, 1), date(2027, 1, 3))
    assert rest.holiday == date(2027, 1, 1)
    assert rest.width == 3 * chart.day
    assert rest.x == chart.bars[1].x
    plain = load_chart(days(0, 0, 0, kinds={1: "weekend", 2: "make_up"}))
    assert [(r.first, r.last, r.holiday) for r in plain.rests] == [(date(2027, 1, 1),) * 2 + (None,)]


def test_labels_do_not_run_into_each_other():
    chart = load_chart(days(*[0] * 40))
    assert [label.on for label in chart.months] == [date(2027, 1, 1), date(2027, 2, 1)]
    assert all(label.on.weekday() == 0 for label in chart.weeks)
    assert all(b.x - a.x == 7 * chart.day for a, b in pairwise(chart.weeks))


def test_a_month_without_ended_terms_is_a_gap_and_not_a_zero():
    panel = punctuality_panel([("2026-09", 3, 1), ("2026-10", 0, 0), ("2026-11", 0, 2), ("2026-12", 1, 0)])
    assert [(p.month, p.percent) for p in panel.points] == [("2026-09", 75), ("2026-11", 0), ("2026-12", 100)]
    assert len(panel.lines) == 1  # only between neighbours: September stands alone
    assert panel.lines[0] == " ".join(f"{p.x},{p.y}" for p in panel.points[1:])
    assert panel.points[1].y == panel.base
    assert panel.points[2].y == panel.top
    assert panel.last.month == "2026-12"
    assert punctuality_panel([("2026-09", 0, 0)]).last is None


def test_the_year_stands_under_the_first_month_and_under_january():
    def years(first):
        months = [f"{2025 + (first + n - 1) // 12}-{(first + n - 1) % 12 + 1:02d}" for n in range(12)]
        panel = punctuality_panel([(month, 1, 0) for month in months])
        return [(label.number, label.year) for label in panel.months if label.year]

    assert years(6) == [(6, "2025"), (1, "2026")]
    assert years(12) == [(1, "2026")]
    assert years(1) == [(1, "2025")]


def test_a_share_is_never_rounded_to_nothing_or_to_all():
    assert [share(1, 1000), share(999, 1000), share(0, 7), share(7, 7), share(0, 0)] == [1, 99, 0, 100, 0]
