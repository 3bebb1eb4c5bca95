"""The one way a message passes between the bureau and whoever filed a matter: held against the sealed names first.

A message is read outside the house, on a page that a code opens; so no sealed value may stand in it, whoever wrote it.
"""

from typing import Any

from cases.messages import NAMES, enter_from_filer, enter_to_filer, writes_as
from cases.models.message import Direction, Message, Topic
from documents.guard import leaks_of
from procedure.corridor import judge_text
from procedure.matter import Matter
from procedure.steps import Act


class NamesYou(ValueError):
    """What the filer wrote holds a value sealed for him; `found` names the kinds of it (`name`, `phone`) to himself."""

    def __init__(self, found: list[str]) -> None:
        self.found = found
        super().__init__("、".join(found))


def from_filer(act: Act, matter: Any, text: str, topic: str = Topic.NOTE) -> Message:
    """Take a message of the filer in; raises `NamesYou`, `Refused`, or what kept the text from being checked."""
    _checked(matter, text)
    return enter_from_filer(act, matter, text, topic)


def to_filer(act: Act, matter: Any, text: str) -> Message:
    """Write to the filer in the bureau's name; raises `Refused`, `corridor.NamesSomebody` among it.

    Who may not write is told so first: the answer to a text is for those alone who may send it.
    """
    writes_as(act, matter)
    judge_text(act, matter, NAMES[Direction.OUT], text)
    return enter_to_filer(act, matter, text)


def _checked(matter: Matter, text: str) -> None:
    if found := leaks_of(matter, text):
        raise NamesYou(found)
