"""The forms of papers: for each its title, layout, number, volume, addressee, rule, and the facts it cannot lack."""

from collections.abc import Mapping
from types import MappingProxyType

from documents.forms import complaint, house, intake, protecting, report
from documents.forms.shape import (
    BY_CODE,
    COMPLAINANT,
    DEPARTMENT,
    FILER,
    INFORMANT,
    LETTER,
    MAIN,
    OFFICIAL,
    OUTSIDE,
    PARTIES,
    POLICE,
    SIDE,
    TABLE,
    UNIT,
    Form,
    MissingFacts,
    NotACode,
    UnknownForm,
    check,
    is_blank,
    missing,
    open_gaps,
    own_words,
)

__all__ = [
    "BY_CODE",
    "COMPLAINANT",
    "DEPARTMENT",
    "FILER",
    "FORMS",
    "INFORMANT",
    "LETTER",
    "MAIN",
    "OFFICIAL",
    "OUTSIDE",
    "PARTIES",
    "POLICE",
    "SIDE",
    "TABLE",
    "UNIT",
    "Form",
    "MissingFacts",
    "NotACode",
    "UnknownForm",
    "check",
    "form",
    "goes_to_both",
    "is_blank",
    "missing",
    "open_gaps",
    "own_words",
]  # fmt: skip

FORMS: Mapping[str, Form] = MappingProxyType(
    {each.code: each for group in (intake, complaint, report, house, protecting) for each in group.FORMS}
)
"""Every form by its code, which is also the code an order for a paper carries."""


def form(code: str) -> Form:
    """Take a form by its code; raises `UnknownForm` when there is none."""
    try:
        return FORMS[code]
    except KeyError:
        raise UnknownForm(code) from None


def goes_to_both(code: str) -> bool:
    """Whether a paper speaks to complainant and respondent alike and is served on each of them."""
    return form(code).addressee == PARTIES
