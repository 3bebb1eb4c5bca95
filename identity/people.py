"""A person as a form hands them over: plain values that show themselves nowhere by accident."""

from dataclasses import dataclass, fields, replace
from typing import Any, NoReturn


class NotForTheRoad(TypeError):
    """Raised when an identity is about to be pickled: it must never enter a message, a cache or a session."""


@dataclass(frozen=True, repr=False)
class PersonalData:
    """Who complained or reported. `statement` keeps original words that named them."""

    name: str | None = None
    phone: str | None = None
    id_type: str | None = None
    id_number: str | None = None
    address: str | None = None
    email: str | None = None
    workplace: str | None = None
    statement: str | None = None

    def __repr__(self) -> str:
        return "PersonalData(已封存)"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise NotForTheRoad("身份信息不得序列化")

    def given(self) -> dict[str, str]:
        """The fields that hold something, by name."""
        found: dict[str, str] = {}
        for field in fields(self):
            value: Any = getattr(self, field.name)
            if value:
                found[field.name] = str(value)
        return found

    def with_statement(self, statement: str) -> "PersonalData":
        return replace(self, statement=statement)


FIELDS = tuple(field.name for field in fields(PersonalData))

# What must never stand in anything that leaves: the values a reader could know the person by.
TELLING = ("name", "phone", "id_number", "address", "email", "workplace")
