"""How a step of a procedure is declared: name, rule, from → to, by whom, unless what, which clocks, which papers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast

import django_fsm

from procedure.clocks import Opens
from procedure.facts import FactsForm

if TYPE_CHECKING:
    from procedure.journal import JournalEntry
    from procedure.matter import Matter

Then = Callable[["Act", Any, "JournalEntry"], None]
Guard = Callable[["Matter", Mapping[str, Any], "Act"], str | None]
Body = TypeVar("Body", bound=Callable[..., None])


@dataclass(frozen=True)
class Act:
    """Who acts and when; `seen` is the journal number the officer had before their eyes, to notice a stale page."""

    by: Any
    at: datetime
    seen: int | None = None


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
    extends: str = ""
    pauses: tuple[str, str] | None = None
    resumes: str = ""
    serves: tuple[str, ...] = ()
    hands_to: tuple[tuple[str, str], ...] = ()
    by_notice: bool = False
    then: Then | None = None
    secret: frozenset[str] = frozenset()


# `by` of a step nobody performs on its own: it follows from an act on another matter, in that act's transaction.
IN_CONSEQUENCE = "in_consequence"


def needs_facts(guard: Guard) -> Guard:
    """Mark a guard that can only be asked once the facts of the act are known (not while the page is shown)."""
    cast("Any", guard).needs_facts = True
    return guard


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
    extends: str = "",
    pauses: tuple[str, str] | None = None,
    resumes: str = "",
    serves: str | Sequence[str] = (),
    hands_to: Sequence[tuple[str, str]] = (),
    by_notice: bool = False,
    then: Then | None = None,
    secret: Sequence[str] = (),
) -> Callable[[Body], Body]:
    """Declare a step on a kind of matter.

    `basis` and every clock are rule names of the shelf; `source` are states (several allowed), `target` the next
    state (None: the state stays). `by` are offices. `guards` answer an objection in words or None. `answers`,
    `opens`, `voids`, `extends`, `pauses` (rule, ground) and `resumes` are clocks; `serves` are papers owed;
    `hands_to` are (room, form) orders for a room above. `by_notice` says that the act itself is the notice.
    `then` acts on a matter below, in the same transaction. Facts named in `secret` reach the guards and are
    never written down (a receipt code).
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
            extends=extends,
            pauses=pauses,
            resumes=resumes,
            serves=_tuple(serves),
            hands_to=tuple(hands_to),
            by_notice=by_notice,
            then=then,
            secret=frozenset(secret),
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
