"""The geometry of the board's charts: where each bar, line and label stands, in the units of its own viewBox.

Plain arithmetic without words or addresses, so that the template draws it with attributes of SVG and no style.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

DAY, LEFT, RIGHT, TOP, DEPTH, FOOT = 16, 46, 10, 30, 130, 44
"""The load chart: width of a day, margins left and right, head room, height of the plot, room for dates."""
SMALLEST = 3  # a bar that exists is seen
STEPS = 4  # no more lines across the plot than these

PANEL_LEFT, PANEL_RIGHT, PANEL_TOP, PANEL_DEPTH, PANEL_FOOT, MONTH = 38, 52, 14, 76, 36, 20
"""A panel of punctuality: margins, head room, height of the plot, room for months, width of a month."""

WIDEST, THINNEST = 100, 2


@dataclass(frozen=True)
class Part:
    """One part of a stacked bar: which figure, from where, how wide, in hundredths of the widest row."""

    name: str
    x: int
    width: int


def stack(parts: Iterable[tuple[str, int]], widest: int) -> list[Part]:
    """A row's figures side by side, `widest` being the sum of the widest row; what exists is never invisible."""
    found, x = [], 0
    for name, count in parts:
        width = max(THINNEST, round(WIDEST * count / widest)) if count and widest else 0
        if width:
            found.append(Part(name, x, width))
        x += width
    return found


@dataclass(frozen=True)
class Tick:
    """A line across the plot: its value and its height."""

    value: int
    y: int


@dataclass(frozen=True)
class Bar:
    """A day: where its column begins and its bar stands; nothing stands where nothing falls due."""

    on: date
    kind: str
    n: int
    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Rest:
    """Days off in a row, weekend or holiday, as one field behind the bars."""

    first: date
    last: date
    x: int
    width: int
    holiday: date | None

    @property
    def middle(self) -> int:
        """Where the name of a holiday stands."""
        return self.x + self.width // 2


@dataclass(frozen=True)
class Label:
    """A day under the axis, at the middle of its column."""

    on: date
    x: int


@dataclass(frozen=True)
class LoadChart:
    """What falls due day by day: bars over fields of rest, with lines of count and days under the axis."""

    width: int
    height: int
    left: int
    right: int
    top: int
    base: int
    day: int
    bars: list[Bar]
    rests: list[Rest]
    ticks: list[Tick]
    weeks: list[Label]
    months: list[Label]

    @property
    def depth(self) -> int:
        """The height of the plot."""
        return self.base - self.top

    @property
    def bar(self) -> int:
        """The width of a bar inside its column."""
        return self.day - 4

    @property
    def half(self) -> int:
        """Half a column: from its left edge to its middle."""
        return self.day // 2


OFF = frozenset({"weekend", "holiday", "closed"})


def load_chart(days: Sequence[tuple[date, str, int]]) -> LoadChart:
    """Lay out days in a row as (day, kind in the working calendar, how many fall due); the first is today."""
    base = TOP + DEPTH
    ticks = _ticks(max((n for _on, _kind, n in days), default=0), base, DEPTH)
    highest = ticks[-1].value
    bars = []
    for at, (on, kind, n) in enumerate(days):
        height = max(SMALLEST, round(DEPTH * n / highest)) if n else 0
        bars.append(Bar(on, kind, n, LEFT + at * DAY, base - height, height))
    # The place of the first days under the axis belongs to the word for today.
    mondays = [Label(bar.on, bar.x + DAY // 2) for bar in bars[3:] if bar.on.weekday() == 0]
    firsts = [Label(bar.on, bar.x) for at, bar in enumerate(bars) if at == 0 or bar.on.day == 1]
    return LoadChart(
        width=LEFT + len(days) * DAY + RIGHT,
        height=base + FOOT,
        left=LEFT,
        right=LEFT + len(days) * DAY,
        top=TOP,
        base=base,
        day=DAY,
        bars=bars,
        rests=_rests(bars),
        ticks=ticks,
        weeks=mondays,
        months=_apart(firsts, 3 * DAY),
    )


def _ticks(most: int, base: int, depth: int) -> list[Tick]:
    """Zero and round values up to one that is at least `most`: 1, 2, 5 times a power of ten apart.

    A single term is a low bar and not a full one: the axis never ends below `STEPS`.
    """
    most = max(most, STEPS)
    step = next(step for step in _round() if -(-most // step) <= STEPS)
    count = -(-most // step)
    return [Tick(n * step, base - round(depth * n / count)) for n in range(count + 1)]


def _round() -> Iterator[int]:
    tens = 1
    while True:
        yield from (tens, 2 * tens, 5 * tens)
        tens *= 10


def _rests(bars: Sequence[Bar]) -> list[Rest]:
    found: list[list[Bar]] = []
    for before, bar in zip([None, *bars], bars, strict=False):
        if bar.kind not in OFF:
            continue
        if before is not None and before.kind in OFF:
            found[-1].append(bar)
        else:
            found.append([bar])
    return [
        Rest(
            run[0].on,
            run[-1].on,
            run[0].x,
            len(run) * DAY,
            next((bar.on for bar in run if bar.kind == "holiday"), None),
        )
        for run in found
    ]


def _apart(labels: Sequence[Label], least: int) -> list[Label]:
    """Labels that do not run into the next one: the earlier one gives way."""
    return [
        label
        for label, after in zip(labels, [*labels[1:], None], strict=True)
        if after is None or after.x - label.x >= least
    ]


@dataclass(frozen=True)
class Point:
    """A month in which terms ended: how many were kept of how many, in percent, and where it stands."""

    month: str
    met: int
    missed: int
    x: int
    y: int

    @property
    def ended(self) -> int:
        """The denominator of the month."""
        return self.met + self.missed

    @property
    def percent(self) -> int:
        """Kept out of ended."""
        return share(self.met, self.ended)


@dataclass(frozen=True)
class MonthLabel:
    """A month under the axis by its number; the year stands with the first month and with January."""

    number: int
    year: str
    x: int


@dataclass(frozen=True)
class Panel:
    """The punctuality of one unit over months: points where terms ended, lines only between neighbouring months."""

    width: int
    height: int
    left: int
    right: int
    top: int
    base: int
    month: int
    points: list[Point]
    lines: list[str]
    ticks: list[Tick]
    months: list[MonthLabel]

    @property
    def last(self) -> Point | None:
        """The point that carries the label."""
        return self.points[-1] if self.points else None

    @property
    def depth(self) -> int:
        """The height of the plot."""
        return self.base - self.top


def punctuality_panel(months: Sequence[tuple[str, int, int]]) -> Panel:
    """Lay out months in a row as (month, met, missed); one without ended terms is a gap and not a zero."""
    base = PANEL_TOP + PANEL_DEPTH
    points: list[Point] = []
    runs: list[list[str]] = [[]]
    for at, (month, met, missed) in enumerate(months):
        if met + missed == 0:
            runs.append([])
            continue
        x = PANEL_LEFT + MONTH // 2 + at * MONTH
        y = base - round(PANEL_DEPTH * met / (met + missed))
        points.append(Point(month, met, missed, x, y))
        runs[-1].append(f"{x},{y}")
    return Panel(
        width=PANEL_LEFT + len(months) * MONTH + PANEL_RIGHT,
        height=base + PANEL_FOOT,
        left=PANEL_LEFT,
        right=PANEL_LEFT + len(months) * MONTH,
        top=PANEL_TOP,
        base=base,
        month=MONTH,
        points=points,
        lines=[" ".join(run) for run in runs if len(run) > 1],
        ticks=[Tick(value, base - round(PANEL_DEPTH * value / 100)) for value in (0, 50, 100)],
        months=_months([month for month, _met, _missed in months]),
    )


def _months(months: Sequence[str]) -> list[MonthLabel]:
    january = next((at for at, month in enumerate(months) if month.endswith("-01")), None)
    # The first month says its year too, unless the next January would run into it.
    years = {at for at in (0, january) if at is not None} if january is None or january > 1 else {january}
    return [
        MonthLabel(int(month[5:]), month[:4] if at in years else "", PANEL_LEFT + MONTH // 2 + at * MONTH)
        for at, month in enumerate(months)
    ]


def share(part: int, whole: int) -> int:
    """A part of a whole in percent, never 0 or 100 where that would hide that something is there or missing."""
    if not whole:
        return 0
    found = round(100 * part / whole)
    if 0 < part < whole:
        return min(99, max(1, found))
    return found
