"""The sheet somebody fills in: carried from page to page in the page itself, read back before sending, made a letter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cases.letter import Letter
from cases.naming import CALLER
from cases.states import Channel
from identity import marks
from identity.marks import FEW, OWN, Mark, marks_in
from identity.people import PersonalData
from portal import once, sealed
from portal.paths import COMPLAINT, INSIDE, PATHS, Step, is_anonymous, steps_of
from portal.questions import Question

PLACE, KEPT = "mingcha/portal/sheet/1", timedelta(hours=12)
FREE_TEXT = ("text", "request", "product", "proof", "contact_note")
"""The fields in which somebody may name himself or others without being asked."""
OUT, KEEP = "out", "keep"


@dataclass
class Sheet:
    """What was said so far, unchecked. `key` names the sheet, so that it is sent once; nobody else knows it."""

    path: str
    said: dict[str, Any] = field(default_factory=dict, repr=False)
    key: str = field(default_factory=once.new_key, repr=False)

    @classmethod
    def opened(cls, token: str) -> "Sheet":
        """The sheet a page brought along; raises `sealed.Broken`."""
        told = sealed.taken(PLACE, token, KEPT)
        if told["path"] not in PATHS:
            raise sealed.Broken
        return cls(told["path"], told["said"], told["key"])

    def token(self) -> str:
        """The sheet as the next page carries it; raises `sealed.TooLarge`."""
        return sealed.put(PLACE, {"path": self.path, "said": self.said, "key": self.key})

    @property
    def anonymous(self) -> bool:
        return is_anonymous(self.path, self.said)

    def steps(self) -> list[Step]:
        return steps_of(self.path, self.said)

    def step(self, name: str) -> Step | None:
        return next((step for step in self.steps() if step.name == name), None)

    def after(self, name: str) -> Step | None:
        """The page after this one; None when the next is the summary."""
        steps = self.steps()
        place = next((n for n, step in enumerate(steps) if step.name == name), -1)
        return steps[place + 1] if place + 1 < len(steps) else None

    def before(self, name: str) -> Step | None:
        """The page before this one, or before the summary; None at the first."""
        steps = self.steps()
        place = next((n for n, step in enumerate(steps) if step.name == name), len(steps))
        return steps[place - 1] if place else None

    def keep(self, step: Step, data: Any) -> None:
        """Take over what stands in the fields of a page, right or wrong."""
        self.said |= step.question.typed(data)

    def shown(self, step: Step) -> Question:
        return step.question(initial=self.said)

    def asked(self, step: Step) -> Question:
        return step.question(self.said)

    def first_wrong(self) -> tuple[Step, Question] | None:
        """The first page that holds no answer yet, with what is wrong about it."""
        for step in self.steps():
            form = self.asked(step)
            if not form.is_valid():
                form.tell_wrong()
                return step, form
        return None

    def answers(self) -> dict[str, Any]:
        """Everything said on the pages of this way, checked; call it when no page is wrong."""
        said: dict[str, Any] = {}
        for step in self.steps():
            form = self.asked(step)
            form.full_clean()
            said |= form.cleaned_data
        return said

    def person(self) -> PersonalData:
        """Whoever files, as typed; nobody when it is anonymous, whatever was typed before the name was withdrawn."""
        if self.anonymous:
            return PersonalData()
        return PersonalData(**{name: self.said.get(name) or None for name in ("name", "phone", "address")})

    def marked(self) -> dict[str, list[Mark]]:
        """By field, the pieces of free text that tell who somebody is."""
        asked = {name for step in self.steps() for name in step.question.base_fields}
        found = {
            name: marks_in(str(self.said.get(name) or ""), own=[self.person()], inside=self.path == INSIDE)
            for name in FREE_TEXT
            if name in asked
        }
        return {name: pieces for name, pieces in found.items() if pieces}

    def to_decide(self) -> dict[str, tuple[str, ...]]:
        """By marked field, what may be done about it: one's own name is never left standing, a warning asks nothing."""
        decide: dict[str, tuple[str, ...]] = {}
        for name, pieces in self.marked().items():
            kinds = {piece.kind for piece in pieces} - {FEW}
            if kinds:
                decide[name] = (OUT,) if OWN in kinds else (OUT, KEEP)
        return decide

    def letter(self, now: datetime, decided: Mapping[str, str]) -> Letter:
        """The letter to file, with what was decided to be taken out gone; `decided` by field (`OUT`, `KEEP`)."""
        said, person = self.answers(), self.person()
        for name, pieces in self.marked().items():
            if decided.get(name) == OUT:
                said[name] = self._cleared(name, str(said.get(name) or ""), pieces)
        complaint = self.path == COMPLAINT
        return Letter(
            channel=Channel.WEB,
            received_at=now,
            text=said["text"],
            business_name=said["business_name"],
            business_address=said["business_address"],
            credit_code=said["credit_code"],
            person=person,
            product=said["product"],
            happened_on=said["happened_on"],
            proof=said["proof"],
            amount=said.get("amount"),
            request=said.get("request", ""),
            requests=tuple(said.get("requests", ())),
            anonymous=self.anonymous,
            insider=self.path == INSIDE,
            danger=said.get("danger") == "yes",
            publish_consent=_consent(said.get("publish_consent")),
            delegation_consent=_consent(said.get("delegation_consent")),
            contact_way=said.get("contact_way", ""),
            contact_hours=said.get("contact_hours", ""),
            may_leave_word=said.get("may_leave_word", False),
            contact_note=said.get("contact_note", ""),
            as_complaint=complaint,
            as_report=not complaint,
            # The words that name the sender are replaced and the original sealed, where he asked for it.
            replace_names=any(choice == OUT for choice in decided.values()),
        )

    @staticmethod
    def _cleared(name: str, text: str, pieces: list[Mark]) -> str:
        own = [piece for piece in pieces if piece.kind == OWN]
        others = [piece for piece in pieces if piece.kind != OWN]
        if name in {"text", "request"}:
            return marks.without(
                text, others
            )  # one's own name in them is replaced, and sealed, by the intake
        for piece in sorted(pieces, key=lambda mark: mark.start, reverse=True):
            instead = CALLER if piece in own else marks.HIDDEN
            text = marks.without(text, [piece], instead=instead)
        return text


def _consent(said: str | None) -> bool | None:
    return None if said is None else said == "yes"
