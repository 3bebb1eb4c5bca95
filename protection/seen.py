"""Who saw this (谁看过): every look at an identity, in order, from the vault's Openings and from the journal; never the identity.

The two are written by different processes into different databases. What stands in one and not in the other shows.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from evidence.looks import VERB as ORIGINAL
from identity.models import Opening
from identity.requests import LIFETIME
from offices.roles import Office
from procedure.access import readable_numbers
from procedure.concerns import Concern
from procedure.journal import JournalEntry
from procedure.matter import Matter
from protection.facts import FIELD_NAMES
from protection.grants import VIEW
from protection.procedures.disclosure import Disclosure
from protection.states import DisclosureState as S

READERS = frozenset({Office.CUSTODIAN, Office.AUDITOR})
RECENT_VERBS = (
    VIEW, "confirm_release", "approve_afterwards", "refuse_afterwards", "acknowledge", "record_receipt", "take_relay",
    "give_for_mediation", "report_incident", ORIGINAL,
)  # fmt: skip
"""What the list of all recent looks shows; each is read from the index of verbs."""
SLACK = timedelta(seconds=2)


@dataclass(frozen=True)
class Line:
    """One line: when, who, in which office, what, for what, on which basis, which fields.

    `number` is empty where the reader may not open the matter; `opened` is True where the vault wrote an Opening of
    this look, False where it wrote none (the worker refused or was away), None where the line is no look.
    """

    at: datetime
    who: str
    office: str
    what: str
    purpose: str
    basis: str
    fields: str
    kind: str
    number: str
    opened: bool | None
    alone: bool = False


def may_see(officer: Any) -> bool:
    return bool(READERS & officer.offices_on(localdate()))


def recent(officer: Any, *, before: int | None = None, limit: int = 50) -> tuple[list[Line], int | None]:
    """The latest looks below a chain number, newest first, and the number to go on from; nothing for others.

    A fixed number of indexed reads, however long the journal is.
    """
    if not may_see(officer):
        return [], None
    mine = Concern.objects.filter(officer_id=officer.pk).values("matter_id")
    found: list[JournalEntry] = []
    for verb in RECENT_VERBS:
        rows = JournalEntry.objects.filter(verb=verb).exclude(matter_id__in=mine)
        if before is not None:
            rows = rows.filter(chain_no__lt=before)
        found += rows.select_related("matter").order_by("-chain_no")[: limit + 1]
    found.sort(key=lambda entry: -entry.chain_no)
    shown = found[:limit]
    more = shown[-1].chain_no if len(found) > limit else None
    return _lines(officer, shown), more


def of_matter(officer: Any, matter: Matter) -> list[Line]:
    """Everything about the person behind one matter, oldest first: looks, requests, releases, relays, evidence."""
    if not may_see(officer):
        return []
    concrete: Any = matter.concrete()
    ref = concrete.ref if isinstance(concrete, Disclosure) else getattr(concrete, "person_ref", "")
    requests = list(Disclosure.objects.filter(ref=ref)) if ref else []
    about = {
        matter.pk,
        *(each.pk for each in requests),
        *(each.parent_id for each in requests if each.parent_id),
    }
    mine = set(
        Concern.objects.filter(officer_id=officer.pk, matter_id__in=about).values_list("matter_id", flat=True)
    )
    whole = {each.pk for each in requests} - mine
    entries = (
        JournalEntry.objects.filter(matter_id__in=about - mine).select_related("matter").order_by("at", "pk")
    )
    told = [
        entry
        for entry in entries
        if entry.matter_id in whole
        or entry.verb in RECENT_VERBS
        or entry.verb.endswith(("_relay", "_mediation_data"))
    ]
    lines = _lines(officer, told)
    openings = Opening.objects.filter(ref=ref).order_by("at") if ref and not mine else []
    lines += [_alone(opening) for opening in unjournalled(openings)]
    return sorted(lines, key=lambda line: line.at)


def emergencies(officer: Any) -> list[Disclosure]:
    """Releases in danger to life that still wait for their approval, or were refused it: for whoever watches."""
    held = officer.offices_on(localdate())
    if not held & {Office.SUPERVISOR, Office.AUDITOR, Office.CUSTODIAN, Office.PRINCIPAL}:
        return []
    mine = Concern.objects.filter(officer_id=officer.pk).values("matter_id")
    rows = Disclosure.objects.filter(purpose="danger", state__in=[S.EMERGENCY, S.INCIDENT], closed_on=None)
    rows = rows.exclude(pk__in=mine)
    if not held & {Office.AUDITOR, Office.CUSTODIAN}:
        rows = rows.filter(past_line=False)
    return list(rows.order_by("pk")[:10])


def unjournalled(openings: Iterable[Opening]) -> list[Opening]:
    """The Openings of the vault to which no look in the journal belongs: same matter, same officer, just before."""
    asked = list(openings)
    looks: dict[tuple[str, int], list[datetime]] = defaultdict(list)
    numbers = sorted({opening.matter_number for opening in asked})
    for start in range(0, len(numbers), 500):
        rows = JournalEntry.objects.filter(matter__number__in=numbers[start : start + 500], verb=VIEW)
        for number, by_id, at in rows.order_by("at").values_list("matter__number", "by_id", "at"):
            looks[number, by_id].append(at)
    alone = []
    for opening in sorted(asked, key=lambda each: each.at):
        waiting = looks[opening.matter_number, opening.by_id]
        fits = next((at for at in waiting if at - SLACK <= opening.at <= at + LIFETIME + SLACK), None)
        if fits is None:
            alone.append(opening)
        else:
            waiting.remove(fits)  # one look is one Opening
    return alone


def _lines(officer: Any, entries: list[JournalEntry]) -> list[Line]:
    numbers = {entry.matter.number for entry in entries}
    readable = readable_numbers(officer, numbers) if numbers else set()
    opened = _opened([entry for entry in entries if entry.verb == VIEW])
    return [
        Line(
            at=entry.at,
            who=entry.by_name,
            office=entry.office,
            what=entry.name,
            purpose=str(entry.facts.get("purpose", "")),
            basis=entry.source,
            fields=fields_in_words(entry.facts.get("fields", ())),
            kind=entry.matter.kind,
            number=entry.matter.number if entry.matter.number in readable else "",
            opened=(entry.pk in opened) if entry.verb == VIEW else None,
        )
        for entry in entries
    ]


def _opened(looks: list[JournalEntry]) -> set[int]:
    """Which looks led to an Opening; two reads of the vault and none for each line."""
    openings: dict[tuple[str, int], list[datetime]] = defaultdict(list)
    if looks:
        rows = Opening.objects.filter(
            matter_number__in={entry.matter.number for entry in looks},
            at__gte=min(entry.at for entry in looks) - SLACK,
        )
        for number, by_id, at in rows.order_by("at").values_list("matter_number", "by_id", "at"):
            openings[number, by_id].append(at)
    found = set()
    for entry in sorted(looks, key=lambda each: each.at):
        waiting = openings[entry.matter.number, entry.by_id]
        fits = next((at for at in waiting if entry.at - SLACK <= at <= entry.at + LIFETIME + SLACK), None)
        if fits is not None:
            waiting.remove(fits)
            found.add(entry.pk)
    return found


def _alone(opening: Opening) -> Line:
    return Line(
        at=opening.at,
        who=opening.by_name,
        office=opening.office,
        what=_("启封记录没有对应的日志"),
        purpose=opening.purpose,
        basis=opening.basis,
        fields=fields_in_words(opening.fields),
        kind="",
        number="",
        opened=True,
        alone=True,
    )


def fields_in_words(fields: Any) -> str:
    """The names of fields, never their values."""
    known = fields if isinstance(fields, list | tuple) else ()
    return "、".join(str(FIELD_NAMES[name]) for name in known if name in FIELD_NAMES)
