"""The names of units by code: those the officer sits in are known already, the others are read once a minute."""

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache

from offices.access import handling_units

KEY = "desk.units"
KEPT_SECONDS = 60  # a unit renamed shows its new name a minute later; no list waits for it


def _read() -> dict[str, str]:
    return {unit.code: unit.name for unit in handling_units()}


class UnitNames(dict[str, str]):
    """Unit names by code; an unknown code is its own name, an empty one has none."""

    def __init__(self, holdings: Iterable[Any]) -> None:
        super().__init__({held.unit.code: held.unit.name for held in holdings})
        self[""] = ""
        self.complete = False

    def __missing__(self, code: str) -> str:
        if not self.complete:
            self.complete = True
            self.update(cache.get_or_set(KEY, _read, KEPT_SECONDS) or {})
            return self[code]
        return code
