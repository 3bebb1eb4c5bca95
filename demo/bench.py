"""What the house costs at a given number of matters: times and queries of each page, one act, one intake, one paper.

Runs in test databases that it makes and destroys, so it never touches real ones. Matters are put in past the
corridor, in bulk: what is measured is reading among many, not making them.
"""

import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases
from django.utils import timezone

import statutes
from cases.models import Complaint, Submission
from demo.county import Cast, settle_county
from demo.walk import FULFIL, Walk
from procedure.clocks import Clock
from procedure.journal import GENESIS, ChainHead, JournalEntry
from procedure.matter import Series
from procedure.orders import Order

BATCH = 2000
TIMES = 15


@dataclass(frozen=True)
class Figure:
    """One line of the table: median and 95th percentile in milliseconds, and queries where they are fixed."""

    what: str
    median: float
    p95: float
    queries: int | None = None


def measure(size: int, say: Callable[[str], Any]) -> tuple[int, list[Figure]]:
    """All figures at this number of matters; about two minutes for a hundred thousand."""
    before = setup_databases(verbosity=0, interactive=False)
    try:
        cast = settle_county(date(2019, 1, 1), fund_year=timezone.localdate().year)
        walk = Walk(cast, timezone.now() - timedelta(days=3))
        sample = walk.accept(walk.call("电饭煲坏了要求更换", name="钱途亮", phone="13909520102").complaint)
        say(f"{size} 件：填充")
        _fill(size, cast, sample)
        say(f"{size} 件：测量")
        return size, [*_pages(cast, sample), *_acts(walk)]
    finally:
        for alias in connections:
            connections[alias].close()
        teardown_databases(before, verbosity=0)


def _fill(size: int, cast: Cast, sample: Any) -> None:
    """Complaints with submission, entry and running clock, spread over units, handlers and due days."""
    submission: Submission = sample.submission
    start = sample.received_at
    units = ["CG", "YF", "CGZ", "TL", "ZF"]
    handlers = [cast["chengban1"], cast["chengban3"], cast["zhifa1"]]
    head = ChainHead.objects.get(pk=1)
    chain, year = head.count, timezone.localdate(start).year
    for first in range(0, size, BATCH):
        with transaction.atomic():
            for i in range(first, min(first + BATCH, size)):
                due = timezone.localdate(start) + timedelta(days=i % 90)
                matter = Complaint(
                    number=f"TS-{year}-{100000 + i:07d}", kind="complaint", state="dispatched", title=f"消费争议 {i}",
                    respondent=f"平罗县第{i % 977}商店", received_at=start, law_on=sample.law_on, unit=units[i % 5],
                    handler=handlers[i % 3], recorder=cast["dengji1"], next_due_on=due,
                    next_due_rule="complaint.acceptance", last_seq=1, submission=submission, person_ref=sample.person_ref,
                    pseudonym="投诉人000000", department="市场监管局",
                )  # fmt: skip
                matter.save()
                chain += 1
                entry = JournalEntry(
                    chain_no=chain, matter=matter, seq=1, at=start, by=cast["dengji1"], by_name="马晓兰", office="clerk",
                    verb="begin", name="登记投诉", basis="intake.receipt", source="令121", after="dispatched",
                    matter_prev=GENESIS, prev=GENESIS, hash=GENESIS,
                )  # fmt: skip
                entry.save()
                Clock(
                    matter=matter, rule="complaint.acceptance", source="令121第十五条第一款", started_at=start, opened=entry,
                    due_on=due, strict_on=due,
                ).save()  # fmt: skip
    ChainHead.objects.filter(pk=1).update(count=chain)
    Series.objects.filter(code="complaint").update(last=size + 200000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


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


def page_of(results: list[tuple[int, list[Figure]]]) -> None:
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
    lines += [f"Rules on the shelf while measuring: {len(statutes.shelf())}.", ""]
    Path(settings.BASE_DIR, "docs", "benchmarks.md").write_text("\n".join(lines), encoding="utf-8")
