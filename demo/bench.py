"""What the house costs at a given number of matters: times and queries of each page, one act, one intake, one paper.

Runs in test databases that it makes and destroys, so it never touches real ones; see `demo.fill` for how they are
filled.
"""

import platform
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases
from django.utils import timezone

import statutes
from demo.bench_clocks import recomputation, sweeps, table
from demo.county import Cast, settle_county
from demo.fill import fill
from demo.walk import FULFIL, Walk
from procedure.orders import Order

TIMES = 15


@dataclass(frozen=True)
class Figure:
    """One line of the table: median and 95th percentile in milliseconds, and queries where they are fixed."""

    what: str
    median: float
    p95: float
    queries: int | None = None


def measure(size: int, say: Callable[[str], Any]) -> tuple[int, list[Figure]]:
    """All page and act figures at this number of matters, in scratch databases."""
    with _scratch() as (cast, walk, sample):
        say(f"{size:,} 件：填充")
        fill(
            size,
            cast,
            sample,
            kind="complaint",
            rule="complaint.mediation",
            today=timezone.localdate(),
            say=say,
        )
        say(f"{size:,} 件：测量")
        return size, [*_pages(cast, sample), *_swept(), *_acts(walk)]


def measure_recomputation(size: int, say: Callable[[str], Any]) -> list[tuple[str, float, str]]:
    """What a change of the calendar costs with this many running clocks of working days."""
    with _scratch() as (cast, walk, sample):
        today = timezone.localdate()
        fill(size, cast, sample, kind="report", rule="report.verification", today=today, say=say)
        return recomputation(cast, walk)


@contextmanager
def _scratch() -> Iterator[tuple[Cast, Walk, Any]]:
    """The county with one accepted complaint in test databases made for it and destroyed after it."""
    before = setup_databases(verbosity=0, interactive=False)
    try:
        cast = settle_county(date(2019, 1, 1), fund_year=timezone.localdate().year)
        walk = Walk(cast, timezone.now() - timedelta(days=3))
        sample = walk.accept(walk.call("电饭煲坏了要求更换", name="钱途亮", phone="13909520102").complaint)
        yield cast, walk, sample
    finally:
        for alias in connections:
            connections[alias].close()
        teardown_databases(before, verbosity=0)


def _swept() -> list[Figure]:
    return [Figure(what, ms, ms) for what, ms, _more in sweeps()]


def _timed(what: str, act: Callable[[], Any], *, count: bool = True, times: int = TIMES) -> Figure:
    act()
    queries = None
    if count:
        with CaptureQueriesContext(connection) as caught:
            act()
        queries = len(caught)
    spent = []
    for _turn in range(times):
        began = time.perf_counter()
        act()
        spent.append((time.perf_counter() - began) * 1000)
    ordered = sorted(spent)
    return Figure(what, statistics.median(ordered), ordered[int(len(ordered) * 0.95) - 1], queries)


def _pages(cast: Cast, sample: Any) -> list[Figure]:
    def as_officer(account: str) -> Client:
        client = Client(SERVER_NAME="localhost")
        client.force_login(cast[account])
        return client

    handler, supervisor = as_officer("chengban1"), as_officer("ducha1")
    return [
        _timed("worklist of a handler, 50 rows", lambda: handler.get("/")),
        _timed("worklist of the supervisor, 50 rows", lambda: supervisor.get("/")),
        _timed("matter page, with steps and objections", lambda: handler.get(f"/m/{sample.number}/")),
        _timed("deadline board", lambda: supervisor.get("/board/")),
    ]


def _acts(walk: Walk) -> list[Figure]:
    def intake() -> Any:
        return walk.call("过期熟食吃坏肚子要求退款", name="甄实在", phone="13909520101")

    waiting = [
        walk.call("电饭煲坏了要求更换", name="钱途亮", phone="13909520102").complaint
        for _n in range(TIMES + 2)
    ]
    figures = [
        _timed("intake: two matters, two sealed persons", intake),
        _timed("one step: dispatch", lambda: walk.dispatch(waiting.pop())),
    ]
    papers = list(Order.objects.filter(room="documents", state=Order.OWED).order_by("id")[: TIMES + 2])
    paper = _timed(
        "one paper (2 pages) in the worker",
        lambda: FULFIL["documents"].apply(args=[papers.pop().pk]),
        count=False,
    )
    return [*figures, paper]


def page_of(
    results: list[tuple[int, list[Figure]]], recomputed: list[tuple[str, float, str]], size: int
) -> None:
    """Write docs/benchmarks.md from measured results."""
    database = "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"
    lines = [
        "# Benchmarks",
        "",
        f"`make bench`, {timezone.localdate()}, {database}, Python {platform.python_version()}, one client, warm;",
        "milliseconds as median (95th percentile). Absolute figures depend on the machine and on what else it does;",
        "the growth from one column to the next is what counts.",
        "",
        "| What | Queries | " + " | ".join(f"{size:,} matters" for size, _figures in results) + " |",
        "|---|---|" + "---|" * len(results),
    ]
    for row, figure in enumerate(results[0][1]):
        cells = [f"{figures[row].median:.1f} ({figures[row].p95:.1f})" for _size, figures in results]
        queries = "" if figure.queries is None else str(figure.queries)
        lines.append(f"| {figure.what} | {queries} | " + " | ".join(cells) + " |")
    paper = results[-1][1][-1].median
    lines += ["", f"Papers per minute and worker process at that pace: {60000 / paper:.0f}.", ""]
    lines += ["## A change of the calendar", "", *table(recomputed), ""]
    lines += [
        f"{size:,} running clocks of working days, a closure day next week; stored and journalled where moved.",
        "",
    ]
    lines += [f"Rules on the shelf while measuring: {len(statutes.shelf())}.", ""]
    Path(settings.BASE_DIR, "docs", "benchmarks.md").write_text("\n".join(lines), encoding="utf-8")
