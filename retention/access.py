"""The guarded door to what fell due: what a page may ask, and what it may name of what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from offices.roles import Office
from procedure.access import readable_numbers
from procedure.matter import Matter
from retention.disposal import OPEN, BatchItem, DueItem, objections_of
from retention.schedule import Due, RetentionClass, classes, due_of, period_of

READERS = frozenset({Office.CUSTODIAN, Office.AUDITOR, Office.PRINCIPAL})
SHOWN = 100


@dataclass(frozen=True)
class DueRow:
    """One matter whose sealed things fell due; its number only for those who may read it, else its row alone."""

    key: int
    number: str
    words: str
    due: Due | None
    barred: tuple[str, ...]


def due_rows(officer: Any, day: date) -> list[DueRow]:
    """What fell due and is neither disposed of nor in an open batch, oldest first; empty for anyone but its readers."""
    words, rows = dict(classes(day)), _listed(officer, day)
    may = readable_numbers(officer, [row.matter.number for row in rows])
    return [
        DueRow(
            row.matter_id,
            row.matter.number if row.matter.number in may else "",
            words.get(row.code, row.code),
            due_of(row.matter, day),
            tuple(objections_of(row.matter, day)),
        )
        for row in rows
    ]


def _listed(officer: Any, day: date) -> list[DueItem]:
    if not READERS & officer.offices_on(day):
        return []
    listed = BatchItem.objects.filter(batch__state__in=(*OPEN, "done")).values("matter_id")
    rows = DueItem.objects.exclude(matter_id__in=listed).select_related("matter")
    return list(rows.order_by("due_on", "id")[:SHOWN])


def chosen(officer: Any, keys: Sequence[str]) -> list[Matter]:
    """The matters of these rows, out of what the officer is shown; what is not there is left out."""
    shown = {str(row.matter_id) for row in _listed(officer, localdate())}
    wanted = [int(key) for key in dict.fromkeys(keys) if key in shown]
    found = Matter.objects.in_bulk(wanted)
    return [found[key] for key in wanted if key in found]


def periods(day: date) -> list[tuple[str, RetentionClass | None]]:
    """Every class in words with its period on a day; None where it is kept without end."""
    return [(words, period_of(code, day)) for code, words in classes(day)]
