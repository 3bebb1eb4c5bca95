"""The matrix of disclosure: for which purpose, on which basis, an informant's name may be asked for; nothing by default.

Each row is a rule of the shelf (`disclosure.<code>` with `params.name`), dated and cited like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from statutes.errors import BadShelf
from statutes.rules import Version, shelf

PREFIX = "disclosure."
CONTENTS = ("none", "redacted", "full")
_KEYS = {
    "name", "content", "asked_by", "to", "fields", "approvals", "annex", "outside", "ask_first", "past_line",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One purpose: may the name be told at all, to whom, which fields at most, who approves, how it leaves.

    `asked_by`, `to` and `approvals` are offices; the last of `approvals` decides. `annex`: it may leave on paper,
    sealed; `outside`: the recipient may be somebody without an account; `ask_first`: the informant is asked before,
    or the reason is recorded why not; `past_line`: a matter about our own people goes past those concerned.
    """

    code: str
    version: Version
    name: bool
    content: str
    asked_by: tuple[str, ...]
    to: tuple[str, ...]
    fields: tuple[str, ...]
    approvals: tuple[str, ...]
    annex: bool
    outside: bool
    ask_first: bool
    past_line: bool

    @property
    def title(self) -> str:
        """The purpose in words, without the heading that all rows share."""
        return self.version.title.partition("：")[2] or self.version.title


def matrix(day: date) -> dict[str, Row]:
    """Every row in force on a Beijing day, by code, in the order of the file; raises BadShelf for a row that is none."""
    found = {}
    for name, rule in shelf().items():
        if name.startswith(PREFIX) and rule.in_force_on(day):
            version = rule.on(day)
            if "name" in version.params:
                code = name.removeprefix(PREFIX)
                found[code] = _row(code, version)
    return found


def row(code: str, day: date) -> Row | None:
    """The row of a purpose on a day; None where there is none, which means: denied."""
    return matrix(day).get(code)


def _row(code: str, version: Version) -> Row:
    said = version.params
    if strange := set(said) - _KEYS:
        raise BadShelf(f"{version.rule}: unknown params {sorted(strange)}")
    made = Row(
        code=code,
        version=version,
        name=_flag(version, "name"),
        content=str(said.get("content", "none")),
        asked_by=_words(version, "asked_by"),
        to=_words(version, "to"),
        fields=_words(version, "fields"),
        approvals=_words(version, "approvals"),
        annex=_flag(version, "annex"),
        outside=_flag(version, "outside"),
        ask_first=_flag(version, "ask_first"),
        past_line=_flag(version, "past_line"),
    )
    if made.content not in CONTENTS or not made.asked_by:
        raise BadShelf(f"{version.rule}: a row says who asks and what of the content may be told")
    if made.name and not (made.fields and made.approvals and (made.to or made.outside)):
        raise BadShelf(f"{version.rule}: a row that opens a name says which fields, who approves and to whom")
    if not made.name and (made.approvals or made.to):
        raise BadShelf(f"{version.rule}: a row that opens nothing names nobody who approves or receives")
    return made


def _flag(version: Version, key: str) -> bool:
    value: Any = version.params.get(key, False)
    if not isinstance(value, bool):
        raise BadShelf(f"{version.rule}: {key} is true or false")
    return value


def _words(version: Version, key: str) -> tuple[str, ...]:
    value: Any = version.params.get(key, ())
    if isinstance(value, str) or not all(isinstance(each, str) for each in value):
        raise BadShelf(f"{version.rule}: {key} is a list of words")
    return tuple(value)
