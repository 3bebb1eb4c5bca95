"""The county's list of duties as it stood on a day: departments, their lines, and the tags a machine needs."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parent / "list" / "departments.toml"


class NoListInForce(LookupError):
    """No list was in force on that day, so nobody's competence can be read from it."""


@dataclass(frozen=True)
class Duty:
    """One line of the list. `words` are the list's own; the rest are our tags (see list/departments.toml)."""

    item: str
    words: str
    stages: tuple[str, ...]
    products: tuple[str, ...]
    cues: tuple[str, ...]
    weights: Mapping[str, float]
    needs: tuple[str, ...]
    and_needs: tuple[str, ...]
    unless: tuple[str, ...]
    prior: float


@dataclass(frozen=True)
class Department:
    """A department as the list writes it, with its lines in the list's order."""

    number: int
    name: str
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class Remainder:
    """What the market regulator answers for although no line of the list names it; cited from the order of the day."""

    department: str
    source: str
    words: str
    weights: Mapping[str, float]
    unless: tuple[str, ...]
    prior: float


@dataclass(frozen=True)
class DutyList:
    """The whole list in one version. `dated` is False where the paper itself bears no date.

    `stages` and `products` name the tags in Chinese; `stage_means` gives the lexicon's concepts of each stage.
    """

    name: str
    source: str
    version: str
    in_force: date
    dated: bool
    departments: tuple[Department, ...]
    stages: Mapping[str, str]
    stage_means: Mapping[str, tuple[str, ...]]
    products: Mapping[str, str]
    remainder: Remainder

    def duties(self) -> Iterator[tuple[Department, Duty]]:
        for department in self.departments:
            for duty in department.duties:
                yield department, duty

    def duty(self, item: str) -> tuple[Department, Duty]:
        """The line with that number, e.g. "17.1". Raises KeyError."""
        for department, duty in self.duties():
            if duty.item == item:
                return department, duty
        raise KeyError(item)


@cache
def list_on(day: date) -> DutyList:
    """The list in force on `day`. Raises NoListInForce before the first one; there is one version so far."""
    table = _table()
    head = table["list"]
    remainders = [v for v in table["general"]["version"] if v["in_force"] <= day <= v.get("until", date.max)]
    if day < head["in_force"] or not remainders:
        raise NoListInForce(f"{head['name']}自 {head['in_force']} 起使用，{day} 无清单可依")
    general = table["general"]
    return DutyList(
        name=head["name"],
        source=head["source"],
        version=head["version"],
        in_force=head["in_force"],
        dated=head["dated"],
        departments=tuple(_department(entry) for entry in table["department"]),
        stages=table["stages"],
        stage_means={code: tuple(table["stage_means"].get(code, [code])) for code in table["stages"]},
        products=table["products"],
        remainder=Remainder(
            department=general["department"],
            source=remainders[-1]["source"],
            words=remainders[-1]["words"],
            weights=general["weights"],
            unless=tuple(general["unless"]),
            prior=general["prior"],
        ),
    )


@cache
def _table() -> dict[str, Any]:
    with SOURCE.open("rb") as file:
        return tomllib.load(file)


def _department(entry: dict[str, Any]) -> Department:
    return Department(entry["number"], entry["name"], tuple(_duty(line) for line in entry["duty"]))


def _duty(line: dict[str, Any]) -> Duty:
    return Duty(
        item=line["item"],
        words=line["words"],
        stages=tuple(line["stages"]),
        products=tuple(line.get("products", ())),
        cues=tuple(line.get("cues", ())),
        weights=line.get("weights", {}),
        needs=tuple(line.get("needs", ())),
        and_needs=tuple(line.get("and_needs", ())),
        unless=tuple(line.get("unless", ())),
        prior=line.get("prior", 0.0),
    )
