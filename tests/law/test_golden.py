"""Golden dates by article: the shelf against a table, and the table against a plain walk over another calendar.

The table (``golden/*.toml``) is written down apart from the shelf: the period as the article has it, the days as
the walk below gives them. The walk counts day by day over the holidays of another package and calls nothing of
ours.
"""

import re
import tomllib
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from chinese_calendar import constants

from statutes import Exclusion, reckon, rule

DAY = timedelta(days=1)
BEIJING = timezone(timedelta(hours=8))
# From here on the arrangement of the year after is not announced, or may still move a day of this one.
NOT_SURE_FROM = date(2026, 12, 29)
FIXED_FEASTS = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}


def table() -> list[dict]:
    blocks = []
    for path in sorted((Path(__file__).parent / "golden").glob("*.toml")):
        with path.open("rb") as file:
            blocks += tomllib.load(file)["golden"]
    return blocks


BLOCKS = table()
ROWS = [(block, row) for block in BLOCKS for row in block["rows"]]
EVERY_BLOCK = [pytest.param(block, id=f"{block['rule']}@{block['law']}") for block in BLOCKS]
EVERY_ROW = [
    pytest.param(block, row, id=f"{block['rule']}@{row['start']}-{number}")
    for number, (block, row) in enumerate(ROWS)
]


# The plain walk -------------------------------------------------------------------------------------------


def feast(day: date) -> bool:
    return (day.month, day.day) in FIXED_FEASTS if day.year > 2026 else day in constants.holidays


def worked(day: date) -> bool:
    return day in constants.workdays or (day.weekday() < 5 and not feast(day))


def month_later(day: date, months: int) -> date:
    first = day.replace(day=1)
    for _ in range(months):
        first = (first + 31 * DAY).replace(day=1)
    last = (first + 31 * DAY).replace(day=1) - DAY
    return min(first + (day.day - 1) * DAY, last)


def walked(start: date, count: int, counts: Callable[[date], bool], step: timedelta = DAY) -> date:
    """Go day by day from the day after the start until ``count`` days counted."""
    day = start
    while count:
        day += step
        count -= counts(day)
    return day


def expected(block: dict, row: dict) -> dict:
    """What a row must say of its dates, by the walk alone."""
    amount, unit = block["period"].split()
    total = int(amount) + sum(row.get("extensions", ()))
    start = max([row["start"], *row.get("restarts", ())])
    if unit == "hours":
        return {"due_at": start.astimezone(BEIJING) + timedelta(hours=total)}
    day = start.astimezone(BEIJING).date() if isinstance(start, datetime) else start
    away = [(begins, ends) for begins, ends, _ in row.get("exclusions", ())]

    def out(on: date) -> bool:
        return any(begins <= on <= ends for begins, ends in away)

    def rolled(on: date, rests: Callable[[date], bool]) -> date:
        moved = rests(on)
        while moved and (rests(on) or out(on)):
            on += DAY
        return on

    back = block.get("direction") == "before"
    if unit == "working_days":
        strict = walked(day, total, lambda on: worked(on) and not out(on), -DAY if back else DAY)
        due = outer = strict
    elif back:
        due = outer = strict = day - total * DAY
    else:
        total = (month_later(day, total) - day).days if unit == "months" else total
        strict = walked(day, total, lambda on: not out(on))
        outer = rolled(strict, lambda on: not worked(on))
        due = strict if block.get("roll") == "none" else rolled(strict, feast)
    return {
        "due_on": due,
        "strict_on": strict,
        "outer_on": outer,
        "provisional": max(outer, day) >= NOT_SURE_FROM,
    }


def told(row: dict) -> dict:
    """What a row of the table says, the days left out because they are the due day filled in."""
    if "due_at" in row:
        return {"due_at": row["due_at"]}
    return {
        "due_on": row["due_on"],
        "strict_on": row.get("strict_on", row["due_on"]),
        "outer_on": row.get("outer_on", row["due_on"]),
        "provisional": row.get("provisional", False),
    }


# The tests ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("block", "row"), EVERY_ROW)
def test_the_table_says_what_a_plain_walk_finds(block: dict, row: dict) -> None:
    assert told(row) == expected(block, row)


@pytest.mark.parametrize(("block", "row"), EVERY_ROW)
def test_the_shelf_says_what_the_table_says(block: dict, row: dict) -> None:
    version = rule(block["rule"]).on(block["law"])
    reckoning = reckon(
        version,
        row["start"],
        exclusions=[Exclusion(*each) for each in row.get("exclusions", ())],
        extensions=row.get("extensions", ()),
        restarts=row.get("restarts", ()),
    )
    assert {key: getattr(reckoning, key) for key in told(row)} == told(row)


@pytest.mark.parametrize("block", EVERY_BLOCK)
def test_the_shelf_has_the_period_of_the_article(block: dict) -> None:
    version = rule(block["rule"]).on(block["law"])
    assert f"{version.amount} {version.unit}" == block["period"]
    assert version.direction == block.get("direction", "after")
    assert instrument(version.source) == instrument(block["article"])


def instrument(source: str) -> str:
    return re.split("[第（]", source, maxsplit=1)[0]


def test_the_table_is_long_and_looks_at_both_sides_of_the_reform() -> None:
    """2026-04-14 is the last day of 令20, 2026-04-15 the first of 令121."""
    assert len(ROWS) >= 200
    starts: dict[str, set[date]] = {}
    for block, row in ROWS:
        starts.setdefault(block["rule"], set()).add(row["start"])
    both = {date(2026, 4, 14), date(2026, 4, 15)}
    for name in ("acceptance", "mediation", "termination_notice", "lead_check", "trader_refusal"):
        assert both <= starts[f"complaint.{name}"], name
    for name in ("verification", "advertising_notice", "information_notice", "household_information_notice"):
        assert both <= starts[f"report.{name}"], name
    assert both <= starts["intake.jurisdiction_dispute"]


def test_what_the_table_covers_of_the_calendar() -> None:
    """Make-up days, feasts, leap days, year and month ends, hours, restarts, overlaps and unannounced years."""
    days = {row["start"] for _, row in ROWS} | {row.get("due_on") for _, row in ROWS}
    assert {date(2026, 2, 14), date(2026, 9, 20), date(2024, 2, 29), date(2026, 1, 31)} <= days
    for needed in ("restarts", "extensions", "exclusions", "due_at", "provisional"):
        assert any(needed in row for _, row in ROWS), needed
    assert any(isinstance(row["start"], datetime) and "due_on" in row for _, row in ROWS), "Beijing midnight"
