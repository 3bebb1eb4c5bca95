"""How a step of a procedure is declared: name, rule, from → to, by whom, unless what, which clocks, which papers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast

import django_fsm

from procedure.clock_acts import Opens
from procedure.facts import FactsForm

if TYPE_CHECKING:
    from procedure.journal import JournalEntry
    from procedure.matter import Matter

Then = Callable[["Act", Any, "JournalEntry"], None]
# What the facts or the law of the matter's day decide: which papers an act owes, which clocks it starts.
Papers = Callable[[Any, Mapping[str, Any]], Sequence[str]]
Clocks = Callable[[Any, Mapping[str, Any]], Sequence[Opens]]
Rules = Callable[[Any, Mapping[str, Any]], Sequence[str]]
Guard = Callable[["Matter", Mapping[str, Any], "Act"], str | None]
Decides = TypeVar("Decides", bound=Callable[..., Any])
Body = TypeVar("Body", bound=Callable[..., None])


@dataclass(frozen=True)
class Act:
    """Who acts and when; `seen` is the journal number the officer had before their eyes, to notice a stale page.

    `filer` is the reference of whoever filed the matter, when he acts himself with his code; `by` is then the account
    of the public door. The reference is held against the matter and never written down.
    """

    by: Any
    at: datetime
    seen: int | None = None
    filer: str = field(default="", repr=False)


@dataclass(frozen=True)
class Step:
    """One step as the statute has it; printed into `docs/procedure/` and read by the corridor."""

    verb: str
    name: str
    basis: str
    sources: tuple[str, ...]
    target: str | None
    by: tuple[str, ...]
    facts: type[FactsForm] | None = None
    guards: tuple[Guard, ...] = ()
    answers: tuple[str, ...] = ()
    opens: tuple[Opens, ...] = ()
    voids: tuple[str, ...] = ()
    asks: str = ""
    extends: str = ""
    refuses: str = ""
    withdraws: str = ""
    corrects: str = ""
    restarts: str = ""
    unrestarts: str = ""
    pauses: tuple[str, str] | None = None
    resumes: str = ""
    # Which of several open intervals the step ends; empty: the one its facts name, or every one.
    resumes_ground: str = ""
    serves: tuple[str, ...] = ()
    serves_by: Papers | None = None
    opens_by: Clocks | None = None
    voids_by: Rules | None = None
    hands_to: tuple[tuple[str, str], ...] = ()
    by_notice: bool = False
    then: Then | None = None
    secret: frozenset[str] = frozenset()
    # A weighty act: the officer shows anew who he is before it (desk/fresh.py); no machine may do it (api/acts.py).
    fresh: bool = False

    def papers(self, matter: Any, facts: Mapping[str, Any]) -> tuple[str, ...]:
        """The forms this act owes, those the facts decide included."""
        return (*self.serves, *(self.serves_by(matter, facts) if self.serves_by else ()))


# `by` of a step nobody performs on its own: it follows from an act on another matter, in that act's transaction.
IN_CONSEQUENCE = "in_consequence"

# `by` of a step that whoever filed the matter may do himself, at the public door, known by his code. No officer holds
# this office, and a code does no step that does not name it.
FILER = "filer"


def needs_facts(asked: Decides) -> Decides:
    """Mark a guard, or what decides terms or papers, that can only be asked once the facts of the act are known."""
    cast("Any", asked).needs_facts = True
    return asked


def says(words: str) -> Callable[[Decides], Decides]:
    """Give a `serves_by`, `opens_by` or `voids_by` the words in which the printed tables tell what it decides."""

    def mark(decides: Decides) -> Decides:
        cast("Any", decides).says = words
        return decides

    return mark


def _tuple(value: Any) -> tuple[Any, ...]:
    return (value,) if isinstance(value, str | Opens) else tuple(value)


def step(
    name: str,
    *,
    basis: str,
    source: str | Sequence[str],
    by: str | Sequence[str],
    target: str | None = None,
    facts: type[FactsForm] | None = None,
    guards: Sequence[Guard] = (),
    answers: str | Sequence[str] = (),
    opens: str | Opens | Sequence[str | Opens] = (),
    voids: str | Sequence[str] = (),
    asks: str = "",
    extends: str = "",
    refuses: str = "",
    withdraws: str = "",
    corrects: str = "",
    restarts: str = "",
    unrestarts: str = "",
    pauses: tuple[str, str] | None = None,
    resumes: str | tuple[str, str] = "",
    serves: str | Sequence[str] = (),
    serves_by: Papers | None = None,
    opens_by: Clocks | None = None,
    voids_by: Rules | None = None,
    hands_to: Sequence[tuple[str, str]] = (),
    by_notice: bool = False,
    then: Then | None = None,
    secret: Sequence[str] = (),
    fresh: bool = False,
) -> Callable[[Body], Body]:
    """Declare a step on a kind of matter.

    `basis` and every clock are rule names of the shelf; `source` are states (several allowed), `target` the next
    state (None: the state stays). `by` are offices. `guards` answer an objection in words or None. `answers`,
    `opens`, `voids`, `pauses` and `resumes` (rule, ground; no ground: the facts name it) are clocks; `asks`,
    `extends`, `refuses`, `withdraws` the request to extend one; `corrects` an interval left out of one, `restarts`
    one that begins anew (the facts tell `restart_at` and `reason`), `unrestarts` one whose new beginning is taken back.
    `serves` are papers owed; `serves_by`, `opens_by` and `voids_by` are those that the facts or the law of the day decide (marked
    with `says` for the tables); `hands_to` are (room, form) orders for a room above. `by_notice` says that the act itself is the notice.
    `then` acts on a matter below, in the same transaction. Facts named in `secret` reach the guards and are
    never written down (a receipt code). `fresh` asks the officer at the desk for his password or code again, and bars
    the step to a token.
    """
    sources = _tuple(source)

    def declare(body: Body) -> Body:
        declared = Step(
            verb=body.__name__,
            name=str(name),
            basis=basis,
            sources=sources,
            target=target,
            by=_tuple(by),
            facts=facts,
            guards=tuple(guards),
            answers=_tuple(answers),
            opens=tuple(o if isinstance(o, Opens) else Opens(o) for o in _tuple(opens)),
            voids=_tuple(voids),
            asks=asks,
            extends=extends,
            refuses=refuses,
            withdraws=withdraws,
            corrects=corrects,
            restarts=restarts,
            unrestarts=unrestarts,
            pauses=pauses,
            resumes=resumes if isinstance(resumes, str) else resumes[0],
            resumes_ground="" if isinstance(resumes, str) else resumes[1],
            serves=_tuple(serves),
            serves_by=serves_by,
            opens_by=opens_by,
            voids_by=voids_by,
            hands_to=tuple(hands_to),
            by_notice=by_notice,
            then=then,
            secret=frozenset(secret),
            fresh=fresh,
        )
        body.step = declared  # type: ignore[attr-defined]  # the declaration travels with the method
        made: Body = django_fsm.transition(field="state", source=list(sources), target=target)(body)
        made.step = declared  # type: ignore[attr-defined]  # the wrapper is what the class carries
        return made

    return declare


def steps_of(kind: type["Matter"]) -> list[Step]:
    """The steps of a kind in the order they are written, which is the order of the articles."""
    found: dict[str, Step] = {}
    for base in reversed(kind.__mro__):
        for value in vars(base).values():
            if isinstance(declared := getattr(value, "step", None), Step):
                found[declared.verb] = declared
    return list(found.values())


def step_of(kind: type["Matter"], verb: str) -> Step | None:
    """The step a verb names on a kind, or None when there is no such step."""
    declared = getattr(getattr(kind, verb, None), "step", None)
    return declared if isinstance(declared, Step) else None
