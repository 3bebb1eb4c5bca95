"""Many matters for measuring: put in past the corridor, by the database itself, a day's worth in one statement.

What is measured is reading among many, not making them; the triggers that keep the board's figures run as always.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import get_current_timezone, localdate

import statutes
from demo.county import Cast
from procedure.due import warnings_of
from procedure.matter import Series

UNITS = ["CG", "YF", "CGZ", "TL", "ZF"]
DAYS = 40

_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT %s UNION ALL SELECT i + 1 FROM n WHERE i < %s)"
_MATTER = (
    "INSERT INTO procedure_matter (id, number, kind, state, title, respondent, received_at, law_on, unit, handler_id,"
    " recorder_id, next_due_on, next_due_rule, last_seq) {numbers} SELECT i, %s || i, %s, %s, '消费争议 ' || i,"
    " '平罗县第' || (i %% 977) || '商店', %s, %s, {unit}, {handler}, %s, %s, %s, 0 FROM n"
)
_CLOCK = (
    "INSERT INTO procedure_clock (matter_id, kind, unit, rule, governing, version_on, source, started_at, opened_id,"
    " outcome, due_on, strict_on, provisional, touched, warned, warn_on) {numbers} SELECT i, %s, {unit}, %s, %s, %s, %s, %s, %s,"
    " '', %s, %s, {false}, {false}, '', %s FROM n"
)


def fill(
    size: int, cast: Cast, sample: Any, *, kind: str, rule: str, today: date, say: Callable[[str], Any]
) -> None:
    """Put in `size` open matters of a kind, each with one running clock of a rule, begun on the last forty days.

    Their due days are what the rule gives for the day each began; none has a warning due before tomorrow.
    """
    handlers = [cast["chengban1"].pk, cast["chengban3"].pk, cast["zhifa1"].pk]
    version = statutes.rule(rule).on(today)
    opened = sample.journal.first().pk
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(id) FROM procedure_matter")
        taken = cursor.fetchone()[0]
    each = -(-size // DAYS)
    for day in range(DAYS):
        first = taken + 1 + day * each
        last = min(first + each, taken + 1 + size) - 1
        if first > last:
            break
        start = today - timedelta(days=day)
        at = datetime.combine(start, time(10), tzinfo=get_current_timezone())
        due = statutes.reckon(version, start)
        steps = warnings_of(due.due_on, None, start)
        warn_on = max(steps.near_on, today + timedelta(days=1))
        with transaction.atomic(), connection.cursor() as cursor:
            _run(cursor, _MATTER, [
                first, last, "TS-9-", kind, "dispatched", at, start, cast["dengji1"].pk, due.due_on, rule,
            ], handlers)  # fmt: skip
            _run(cursor, _CLOCK, [
                first, last, kind, rule, rule, version.in_force, version.source, at, opened, due.due_on,
                due.strict_on, warn_on,
            ], handlers)  # fmt: skip
        say(f"  {last - taken:,} / {size:,}")
    _after(taken + size, localdate(sample.received_at).year)


def _run(cursor: Any, statement: str, values: list[Any], handlers: list[int]) -> None:
    unit = "CASE i %% 5 " + " ".join(f"WHEN {n} THEN '{u}'" for n, u in enumerate(UNITS)) + " END"
    handler = "CASE i %% 3 " + " ".join(f"WHEN {n} THEN {pk}" for n, pk in enumerate(handlers)) + " END"
    false = "0" if connection.vendor == "sqlite" else "false"
    text = statement.format(numbers=_NUMBERS, unit=unit, handler=handler, false=false)
    if connection.vendor == "postgresql":
        # PostgreSQL must be told what kind of value stands where no column says so.
        text = text.replace("SELECT %s UNION", "SELECT %s::bigint UNION").replace(
            "i, %s || i", "i, %s::text || i"
        )
    ops = connection.ops
    plain = [
        ops.adapt_datetimefield_value(v) if isinstance(v, datetime)
        else ops.adapt_datefield_value(v) if isinstance(v, date) else v
        for v in values
    ]  # fmt: skip
    cursor.execute(text, plain)


def _after(last: int, year: int) -> None:
    """Let the sequences and number series go on behind what was put in, and tell the planner of it."""
    Series.objects.filter(code="complaint", year=year).update(last=900_000)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(pg_get_serial_sequence('procedure_matter', 'id'), %s)", [last])
        cursor.execute("ANALYZE")
