"""The corridor: `perform()` is the only way a state changes, `record()` enters an act that changes none.

Lock, ask the office, ask the guards, change, journal, move the clocks, order the papers: one transaction, so an
act either happened with all its consequences or did not happen.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

import statutes
from procedure import clock_acts, clock_restarts, clocks, concerns, journal, orders, search, texts
from procedure.access import timeline
from procedure.clock_acts import Opens
from procedure.journal import JournalEntry
from procedure.law import law_scope, seal
from procedure.matter import Matter, draw
from procedure.steps import FILER, IN_CONSEQUENCE, Act, Step, steps_of

M = TypeVar("M", bound=Matter)

HANDLER = "handler"

MOVES: Mapping[str, Callable[..., None]] = {
    "asks": clock_acts.ask,
    "extends": clock_acts.grant,
    "refuses": clock_acts.refuse,
    "withdraws": clock_acts.withdraw,
    "pauses": clock_acts.exclude,
    "resumes": clock_acts.include,
    "corrects": clock_acts.correct,
    "restarts": clock_restarts.restart,
    "unrestarts": clock_restarts.unrestart,
}
"""What a step may declare of its own clocks, and what then happens; the order is that of the acts."""

_open_door: ContextVar[bool] = ContextVar("procedure_corridor", default=False)
_following: ContextVar[bool] = ContextVar("procedure_consequence", default=False)


class OutsideCorridor(RuntimeError):
    """Raised when a step is called as a plain method; steps run through `perform` only."""


class Refused(Exception):
    """An act that may not be done now: an answer with its objections in words, not an error (409, never 403)."""

    def __init__(self, name: str, objections: list[str]) -> None:
        self.name, self.objections = name, objections
        super().__init__("；".join(objections))


class Overtaken(Refused):
    """Someone acted meanwhile: carries what happened since the officer's page was drawn."""

    def __init__(self, name: str, since: list[JournalEntry]) -> None:
        self.since = since
        told = [
            _("%(who)s已于%(when)s办理“%(what)s”")
            % {
                "who": e.by_name,
                "when": localtime(e.at).strftime("%m-%d %H:%M"),
                "what": e.name,
            }
            for e in since
        ]
        super().__init__(name, [_("此事项已有新的办理，请刷新后再办"), *told])


class NamesSomebody(Refused):
    """What was written names somebody sealed behind the matter; says so and no more, and stands in the journal."""


@dataclass(frozen=True)
class StepView:
    """One step as a page or an answer shows it: may it be done now, and if not, why, in words."""

    step: Step
    source: str
    unverified: bool
    objections: tuple[str, ...]
    mine: bool

    @property
    def allowed(self) -> bool:
        return not self.objections


def refuse_outside(sender: Any, instance: Any, **signal: Any) -> None:
    """Receiver of the engine's `pre_transition`: a step called outside the corridor stops here."""
    if isinstance(instance, Matter) and not _open_door.get():
        raise OutsideCorridor(f"{type(instance).__name__}.{signal.get('name')} 只能经由 perform() 办理")


@contextmanager
def following() -> Iterator[None]:
    """Within: steps that follow from another act may be performed (those declared IN_CONSEQUENCE)."""
    with _set(_following):
        yield


@contextmanager
def _set(flag: ContextVar[bool]) -> Iterator[None]:
    token = flag.set(True)
    try:
        yield
    finally:
        flag.reset(token)


def perform(act: Act, bound_step: Any, /, **facts: Any) -> JournalEntry:
    """Carry out one step: `perform(act, complaint.decline, ground="4", reason="…")`.

    Raises `Refused` with every objection in words, `Overtaken` when `act.seen` is older than the matter, and
    `NamesSomebody` when a text of the facts holds a sealed identity.
    """
    with _noting(act, bound_step.__self__):
        return _performed(act, bound_step, facts)


def _performed(act: Act, bound_step: Any, facts: Mapping[str, Any]) -> JournalEntry:
    stale: Matter = bound_step.__self__
    declared: Step = bound_step.step
    with transaction.atomic(), law_scope(act=True):
        matter = _locked(stale)
        not_overtaken(act, matter, declared.name)
        objections = _objections(act, matter, declared, facts)
        if objections:
            raise Refused(declared.name, objections)
        before, unit, found_by = matter.state, matter.unit, search.own_words(matter)
        told = {name: value for name, value in facts.items() if name not in declared.secret}
        if declared.by != (IN_CONSEQUENCE,):
            names_nobody(act, matter, declared.name, texts.words_of(told))
        with _set(_open_door):
            getattr(matter, declared.verb)(**told)
        entry = _enter(
            act,
            matter,
            verb=declared.verb,
            name=declared.name,
            basis=declared.basis,
            before=before,
            facts=told,
            offices=declared.by,
        )
        _move_clocks(matter, declared, entry, facts)
        if matter.unit != unit:
            clock_acts.follow(matter)
        _settle(matter)
        if search.own_words(matter) != found_by:
            search.write(matter)
        orders.place_papers(declared.papers(matter, facts), matter, entry)
        for room, form in declared.hands_to:
            orders.place(room, form, matter, entry)
        if declared.then:
            with following():
                declared.then(replace(act, seen=None), matter, entry)
    _bring_up_to_date(stale, matter)
    return entry


def record(
    act: Act,
    matter: Matter,
    name: str,
    *,
    basis: str,
    verb: str = "record",
    office: str = "",
    answers: tuple[str, ...] = (),
    answered_at: datetime | None = None,
    facts: Mapping[str, Any] | None = None,
) -> JournalEntry:
    """Enter an act that changes no state: a notice served, a sealed thing looked at.

    Stops the clocks in `answers`, as of `answered_at` where the notice was given before it was entered. Raises
    `NamesSomebody` as `perform` does.
    """
    with _noting(act, matter), transaction.atomic(), law_scope(act=True):
        fresh = _locked(matter)
        not_overtaken(act, fresh, name)
        names_nobody(act, fresh, name, texts.words_of(facts or {}))
        entry = _enter(
            act,
            fresh,
            verb=verb,
            name=name,
            basis=basis,
            before=fresh.state,
            facts=dict(facts or {}),
            offices=(office,) if office else (),
        )
        clock_acts.answer(fresh, answers, entry, by_notice=True, at=answered_at)
        _settle(fresh)
    _bring_up_to_date(matter, fresh)
    return entry


def names_nobody(act: Act, matter: Matter, name: str, text: str) -> None:
    """Refuse a text that names somebody sealed behind a matter; the last thing asked, for the answer tells something."""
    said = None if act.filer else texts.objection(act, matter, text)
    if said is not None:
        raise (NamesSomebody if said == texts.names_somebody() else Refused)(name, [said])


def not_overtaken(act: Act, matter: Matter, name: str) -> None:
    """Refuse an act whose page is older than the matter."""
    if act.seen is not None and act.seen != matter.last_seq:
        raise Overtaken(name, _since(act, matter))


@contextmanager
def _noting(act: Act, matter: Matter) -> Iterator[None]:
    """Within: a text that was refused because it names somebody is entered, when all else was rolled back."""
    try:
        yield
    except NamesSomebody as named:
        note_named(act, matter, named.name)
        raise


def judge_text(act: Act, matter: Matter, name: str, text: str) -> None:
    """Refuse a text as `perform` would, for one that no entry will hold: a message, the words of a draft."""
    with _noting(act, matter):
        not_overtaken(act, matter, name)
        names_nobody(act, matter, name, text)


def note_named(act: Act, matter: Matter, name: str) -> None:
    """Enter that an officer's text named somebody: who, when, in which act; never the text."""
    record(
        replace(act, seen=None), matter, texts.NAME, basis=texts.BASIS, verb=texts.VERB, facts={"act": name}
    )


def begin(
    act: Act,
    kind: type[M],
    *,
    name: str,
    basis: str,
    opens: tuple[Opens | str, ...] = (),
    serves: tuple[str, ...] = (),
    by: tuple[str, ...] = (),
    facts: Mapping[str, Any] | None = None,
    **fields: Any,
) -> M:
    """Open a matter of a kind in its first state, with number, first journal entry, first clocks and papers owed.

    Must run inside the caller's transaction together with whatever gave rise to the matter.
    """
    if act.by is None or act.by.pk is None:
        raise Refused(name, [_("没有经办人")])
    year = localdate(act.at).year
    matter = kind(
        kind=kind.KIND,
        number=f"{kind.PREFIX}-{year}-{draw(kind.KIND, year):06d}",
        recorder=act.by,
        **{"law_on": localdate(fields["received_at"]), **fields},
    )
    matter.save()
    concerns.inherit(matter)
    entry = _enter(
        act, matter, verb="begin", name=name, basis=basis, before="", facts=dict(facts or {}), offices=by
    )
    with law_scope(act=True):
        for wanted in opens:
            clock_acts.start(matter, wanted, entry)
    # The kind's own columns stand since a moment ago: only the common row has something new.
    _settle(matter, only=("last_seq", "next_due_on", "next_due_rule"))
    search.write(matter, new=True)
    orders.place_papers(serves, matter, entry)
    return matter


def steps_for(act: Act, matter: Matter) -> list[StepView]:
    """Every step that leads out of the matter's state, with its article and, if barred, the objections in words."""
    shown = []
    for declared in steps_of(type(matter)):
        if matter.state not in declared.sources or declared.by == (IN_CONSEQUENCE,):
            continue
        if (term := declared.extends or declared.refuses or declared.withdraws or declared.asks) and not any(
            clock.rule == term for clock in clocks.running_of(matter)
        ):
            continue  # a term that does not run has nothing to ask, grant or refuse
        found = statutes.rule(declared.basis)
        if not found.in_force_on(matter.law_day()):
            continue
        version = found.on(matter.law_day())
        office = _office_objection(act, matter, declared)
        objections = [*([office] if office else []), *_standing_objections(act, matter, declared)]
        shown.append(
            StepView(declared, version.source, version.unverified, tuple(objections), mine=office is None)
        )
    return shown


def barred(act: Act, bound_step: Any, /, **facts: Any) -> list[str]:
    """What would stand against a step now, in words, without doing anything: for a preview of many at once."""
    return _objections(act, bound_step.__self__, bound_step.step, facts)


def _locked(stale: M) -> M:
    fresh: M = type(stale)._base_manager.select_for_update().get(pk=stale.pk)
    return fresh


def _since(act: Act, matter: Matter) -> list[JournalEntry]:
    """What happened after the page was drawn, as far as this officer may read it."""
    return [entry for entry in timeline(act.by, matter) if act.seen is None or entry.seq > act.seen]


def _move_clocks(matter: Matter, declared: Step, entry: JournalEntry, facts: Mapping[str, Any]) -> None:
    """What the step says of clocks; a final state closes the matter and lets every clock fall away."""
    clock_acts.answer(matter, declared.answers, entry, by_notice=declared.by_notice)
    clock_acts.void(matter, declared.voids, entry)
    if declared.voids_by:
        clock_acts.void(matter, declared.voids_by(matter, facts), entry)
    if declared.resumes_ground:
        facts = {**facts, "ground": declared.resumes_ground}
    for field, move in MOVES.items():
        if rule := getattr(declared, field):
            move(matter, rule, entry, facts)
    for opens in (*declared.opens, *(declared.opens_by(matter, facts) if declared.opens_by else ())):
        clock_acts.start(matter, opens, entry)
    if matter.state not in matter.FINAL:
        matter.closed_on = None
    elif matter.closed_on is None:
        matter.closed_on = localdate(entry.at)
        clock_acts.void_all(matter, entry, but=matter.OUTLASTS.get(matter.state, ()))


def _bring_up_to_date(stale: Matter, fresh: Matter) -> None:
    """The caller keeps working with what it holds: give it every value of the row as it now stands."""
    stale.__dict__.update(
        {k: v for k, v in fresh.__dict__.items() if k in {f.attname for f in stale._meta.fields}}
    )
    stale._state.fields_cache = dict(fresh._state.fields_cache)


def _objections(act: Act, matter: Matter, declared: Step, facts: Mapping[str, Any]) -> list[str]:
    if act.by is None or act.by.pk is None:
        return [_("没有经办人")]
    if declared.by != (IN_CONSEQUENCE,) and concerns.concerns(act.by, matter):
        return [_("本事项涉及您本人，不得经办")]
    if matter.state not in declared.sources:
        return [
            _("当前状态是“%(state)s”，不能办理“%(step)s”")
            % {"state": matter.state_name, "step": _(declared.name)}
        ]
    if not statutes.rule(declared.basis).in_force_on(matter.law_day()):
        return [_("此事项适用的规定中没有这一步骤")]
    office = _office_objection(act, matter, declared)
    found = [*([office] if office else []), *_standing_objections(act, matter, declared)]
    if office:
        return found  # what is said by whoever may not act is not judged: the answer would be for others
    for guard in declared.guards:
        if getattr(guard, "needs_facts", False) and (objection := guard(matter, facts, act)):
            found.append(objection)
    return found


def _standing_objections(act: Act, matter: Matter, declared: Step) -> list[str]:
    found = []
    for guard in declared.guards:
        if not getattr(guard, "needs_facts", False) and (objection := guard(matter, {}, act)):
            found.append(objection)
    return found


def _office_objection(act: Act, matter: Matter, declared: Step) -> str | None:
    """Why this officer's offices do not allow the step, in words; a handler must be the one assigned."""
    if declared.by == (IN_CONSEQUENCE,):
        return None if _following.get() else _("此步骤随另一事项的办理自动发生，不能单独办理")
    if act.filer:
        return _filer_objection(act, matter, declared)
    day = localdate(act.at)
    held = [office for office in declared.by if act.by.holds(office, unit=matter.unit, day=day)]
    if not held:
        return _("由%(office)s办理") % {"office": "、".join(act.by.office_names(declared.by))}
    if held == [HANDLER] and not matter.is_handled_by(act.by):
        return _("由本事项的承办人办理")
    return None


def _filer_objection(act: Act, matter: Matter, declared: Step) -> str | None:
    """Why whoever filed it may not do the step himself: it is an officer's, or the matter is not his."""
    if FILER in declared.by and matter.is_filed_by(act.filer):
        return None
    return _("此步骤不由提交人本人办理")


def _enter(
    act: Act,
    matter: Matter,
    *,
    verb: str,
    name: str,
    basis: str,
    before: str,
    facts: Mapping[str, Any],
    offices: tuple[str, ...],
) -> JournalEntry:
    version = statutes.rule(basis).on(matter.law_day())
    day = localdate(act.at)
    if act.filer:
        # Held against the matter once more, for an act that is only recorded has no step to say who may do it.
        if not matter.is_filed_by(act.filer):
            raise Refused(name, [_("此步骤不由提交人本人办理")])
        held = [FILER]
    else:
        held = [o for o in offices if act.by.holds(o, unit=matter.unit or None, day=day)]
    matter.last_seq += 1
    entry = journal.write(
        matter,
        at=act.at,
        by=act.by,
        by_name=str(act.by),
        office=held[0] if held else "",
        verb=verb,
        name=name,
        basis=basis,
        source=version.source,
        unverified=version.unverified,
        before=before,
        after=matter.state,
        facts=facts,
    )
    seal()
    return entry


def _settle(matter: Matter, only: tuple[str, ...] | None = None) -> None:
    """Write the worklist row: state, handler, unit and next due day in one indexed place."""
    matter.next_due_on, matter.next_due_rule = clocks.next_due(matter)
    matter.save(update_fields=only)
