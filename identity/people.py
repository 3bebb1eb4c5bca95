"""A person as a form hands them over: plain values that show themselves nowhere by accident."""

from dataclasses import dataclass, fields, replace
from typing import NoReturn


class NotForTheRoad(TypeError):
    """Raised when an identity is about to be pickled: it must never enter a message, a cache or a session."""


class UnknownPerson(LookupError):
    """Raised for a reference under which nobody is sealed."""


class PersonDisposed(UnknownPerson):
    """Raised for a reference whose person was disposed of: it was somebody, and nobody can say who any more."""


@dataclass(frozen=True, repr=False)
class PersonalData:
    """Who complained or reported. `statement` keeps original words that named them.

    Values are trimmed, and an empty one is None. Shown, formatted or logged, it says only that it is sealed; it
    cannot be copied or pickled.
    """

    name: str | None = None
    phone: str | None = None
    id_type: str | None = None
    id_number: str | None = None
    address: str | None = None
    email: str | None = None
    workplace: str | None = None
    account: str | None = None
    statement: str | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if value is not None:
                # Frozen for everyone else; here a value is only brought into its one form. Half a character, which
                # JSON can carry and no text can, is dropped: it could not be sealed.
                whole = str(value).encode("utf-8", "ignore").decode()
                object.__setattr__(self, field.name, whole.strip() or None)

    def __repr__(self) -> str:
        return "PersonalData(已封存)"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise NotForTheRoad("身份信息不得序列化")

    def given(self) -> dict[str, str]:
        """The fields that hold something, by name, in the order of the form."""
        return {field: value for field in FIELDS if (value := getattr(self, field))}

    def with_statement(self, statement: str) -> "PersonalData":
        """The same person with the original words that named them."""
        return replace(self, statement=statement)


FIELDS = tuple(field.name for field in fields(PersonalData))

# What must never stand in anything that leaves: the values a reader could know the person by.
TELLING = ("name", "phone", "id_number", "address", "email", "workplace", "account")
