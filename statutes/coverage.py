"""Whether the shelf is whole: every provision that names a time has a rule, or a written reason why not.

The provisions stand in ``data/provisions.toml``; which rule carries one out stands on the rule (``rows`` of a
version), which tests speak of a rule is read from the tests. Nothing is written twice, so nothing can disagree.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from statutes.errors import BadShelf
from statutes.rules import Rule, Version

TABLE = Path(__file__).parent / "data" / "provisions.toml"

_SHOWN_TESTS = 4


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision (条款行) that names a time: its id in the law notes, where it stands, what it says of time.

    ``reason`` says why no rule carries it out; empty where one does.
    """

    code: str
    article: str
    period: str
    reason: str = ""


@cache
def provisions() -> Mapping[str, Provision]:
    """Load every provision by its id, in the order of the file; raises BadShelf when an entry is incomplete."""
    with TABLE.open("rb") as file:
        table = tomllib.load(file)["row"]
    for code, body in table.items():
        if set(body) - {"reason"} != {"article", "period"} or not all(body.values()):
            raise BadShelf(f"provision {code} needs an article and a period, and a reason or none")
    return MappingProxyType({code: Provision(code, **body) for code, body in table.items()})


def carried_out(rules: Iterable[Rule]) -> dict[str, list[str]]:
    """Give for each provision id the names of the rules whose versions say they carry it out, sorted."""
    found: dict[str, set[str]] = {}
    for rule in rules:
        for version in rule.versions:
            for code in version.rows:
                found.setdefault(code, set()).add(rule.name)
    return {code: sorted(names) for code, names in found.items()}


def mentions(folder: Path, names: Iterable[str]) -> dict[str, list[str]]:
    """Give for each rule name the tests under a folder that speak of it.

    Those are the test functions whose source, decorators included, says the name, and the tables (golden/*.toml)
    with a block for it.
    """
    wanted = set(names)
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("golden/*.toml")):
        blocks = re.findall(r'^rule = "([^"]+)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
        for name in sorted(set(blocks) & wanted):
            found.setdefault(name, []).append(f"golden/{path.name}")
    # The tests of the law come first: they are what a reader looks for, and change least.
    for path in sorted(folder.rglob("test_*.py"), key=lambda each: (each.parent.name != "law", each)):
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines()
        for function in _tests(ast.parse(text)):
            first = min([function.lineno, *(each.lineno for each in function.decorator_list)])
            source = "\n".join(lines[first - 1 : function.end_lineno])
            for name in set(re.findall(r"[a-z]+\.[a-z0-9_-]+", source)) & wanted:
                found.setdefault(name, []).append(function.name)
    return found


def faults(
    listed: Mapping[str, Provision], rules: Mapping[str, Rule], tests: Mapping[str, Sequence[str]]
) -> list[str]:
    """Say in English what is missing or said twice; an empty list means the shelf is whole.

    A period of rank "design" is the bureau's own and need not carry out a provision.
    """
    done = carried_out(rules.values())
    found = [
        f"{name}: row {code} is no listed provision" for code in done.keys() - listed for name in done[code]
    ]
    for provision in listed.values():
        names = done.get(provision.code, [])
        if not names and not provision.reason:
            found.append(f"{provision.code} ({provision.article}) has neither a rule nor a reason")
        if names and provision.reason:
            found.append(f"{provision.code} has a reason, yet {', '.join(names)} carries it out")
    for rule in rules.values():
        for version in rule.versions:
            if version.amount is None:
                continue
            if not version.rows and rule.rank != "design":
                found.append(f"{rule.name} ({version.source}) carries out no provision")
            if not version.examples and not tests.get(rule.name):
                found.append(f"{rule.name} ({version.source}) has neither an example nor a test")
    return sorted(found)


def document(
    listed: Mapping[str, Provision], rules: Mapping[str, Rule], tests: Mapping[str, Sequence[str]]
) -> str:
    """Write the whole of it as Markdown: provisions with their rules, provisions without, every rule."""
    done = carried_out(rules.values())
    with_rule = [each for each in listed.values() if each.code in done]
    without = [each for each in listed.values() if each.code not in done]
    versions = [version for rule in rules.values() for version in rule.versions]
    clocks = [version for version in versions if version.amount is not None]
    recalled = sorted({version.rule for version in versions if version.unverified})
    lines = [
        "# Law coverage",
        "",
        "Generated by `scripts/law_coverage.py`; do not edit. Every provision (条款行) of the law notes that names a",
        "time, with the rule that carries it out or the reason why none does, and every rule of the shelf. Ids are",
        "those of the notes. Examples stand on the rule and the suite runs them; the last table names the tests that",
        "speak of a rule.",
        "",
        f"- {len(listed)} provisions: {len(with_rule)} carried out, {len(without)} with a reason",
        f"- {len(rules)} rules with {len(versions)} versions, {len(clocks)} of them with a period",
        f"- 待核 (recalled, not read): {'、'.join(recalled)}",
        "",
        "## Provisions carried out",
        "",
        "| Provision | Article | Time | Rules | Examples | Tests |",
        "|---|---|---|---|---|---|",
    ]
    for each in with_rule:
        names = done[each.code]
        examples = sum(len(version.examples) for name in names for version in rules[name].versions)
        spoken = {test for name in names for test in tests.get(name, ())}
        rule_names = "、".join(f"`{name}`" for name in names)
        lines.append(_line(each.code, each.article, each.period, rule_names, str(examples), _counted(spoken)))
    lines += [
        "",
        "## Provisions without a rule",
        "",
        "| Provision | Article | Time | Why |",
        "|---|---|---|---|",
    ]
    lines += [_line(each.code, each.article, each.period, each.reason) for each in without]
    lines += [
        "",
        "## Rules",
        "",
        "| Rule | Title | Source | In force | Period | Confidence | Examples | Tests |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name in sorted(rules):
        for version in rules[name].versions:
            until = version.until.isoformat() if version.until else ""
            days = f"{version.in_force.isoformat()} – {until}".rstrip()
            told = f"待核 {version.confidence}" if version.unverified else version.confidence
            cells = [f"`{name}`", version.title, version.source, days, _period(version), told]
            lines.append(
                _line(*cells, str(len(version.examples)), _shown(list(dict.fromkeys(tests.get(name, ())))))
            )
    return "\n".join(lines) + "\n"


def _tests(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node


def _period(version: Version) -> str:
    if version.amount is None:
        return "–"
    return f"前{version.period}" if version.direction == "before" else version.period


def _shown(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_SHOWN_TESTS])
    return f"{shown} and more" if len(names) > _SHOWN_TESTS else shown


def _counted(names: Collection[str]) -> str:
    return str(len(names)) if len(names) <= _SHOWN_TESTS else f"over {_SHOWN_TESTS}"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
