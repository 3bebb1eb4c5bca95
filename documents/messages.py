"""The one way a message passes between the bureau and whoever filed a matter: held against the sealed names first.

A message is read outside the house, on a page that a code opens; so no sealed value may stand in it, whoever wrote it.
"""

from typing import Any

from cases.messages import enter_from_filer, enter_to_filer
from cases.models.message import Message, Topic
from documents.guard import leaks_of
from procedure.matter import Matter
from procedure.steps import Act


class NamesSomebody(ValueError):
    """The text holds a sealed value; `found` names the kinds of it (`name`, `phone`), never the value."""

    def __init__(self, found: list[str]) -> None:
        self.found = found
        super().__init__("、".join(found))


def from_filer(act: Act, matter: Any, text: str, topic: str = Topic.NOTE) -> Message:
    """Take a message of the filer in; raises `NamesSomebody`, `Refused`, or what kept the text from being checked."""
    _checked(matter, text)
    return enter_from_filer(act, matter, text, topic)


def to_filer(act: Act, matter: Any, text: str) -> Message:
    """Write to the filer in the bureau's name; raises as `from_filer` does."""
    _checked(matter, text)
    return enter_to_filer(act, matter, text)


def _checked(matter: Matter, text: str) -> None:
    if found := leaks_of(matter, text):
        raise NamesSomebody(found)
