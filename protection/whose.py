"""Whose identity stands behind a matter: the report, complaint or clue at its root, and the reference kept there."""

from typing import Any

from procedure.matter import Matter

WITH_A_PERSON = frozenset({"report", "complaint", "clue"})


def root_of(matter: Matter) -> Matter:
    """The matter it all grew out of, as its own kind."""
    return matter.root().concrete()


def ref_of(root: Any) -> str:
    """The reference of the person who complained or reported; empty where nobody is sealed."""
    return str(root.person_ref) if root.kind in WITH_A_PERSON else ""
