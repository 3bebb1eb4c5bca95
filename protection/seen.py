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

from evidence import keys
from evidence.looks import VERB as ORIGINAL
from evidence.models import Evidence
from identity.models import Opening
from identity.requests import LIFETIME
from offices.roles import Office
from procedure import texts
from procedure.access import closed_to, readable_numbers
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
    "give_for_mediation", "report_incident", keys.ASKED, keys.CONFIRMED, ORIGINAL,
    texts.VERB,
)  # fmt: skip
"""What the list of all recent looks shows, and of texts that named somebody; each is read from the index of verbs."""
LOOKS = (VIEW, ORIGINAL)
"""The verbs of a look: each leads to one Opening."""
SLACK = timedelta(seconds=2)

Key = tuple[str, int, str]
"""Of which matter, by which officer, and of an original its reference: by these a look and an Opening find each other."""


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
    closed = Matter.objects.filter(closed_to(officer, READERS)).values("pk")
    found: list[JournalEntry] = []
    for verb in RECENT_VERBS:
        rows = JournalEntry.objects.filter(verb=verb).exclude(matter_id__in=closed)
        if before is not None:
            rows = rows.filter(chain_no__lt=before)
        found += rows.select_related("matter").order_by("-chain_no")[: limit + 1]
    found.sort(key=lambda entry: -entry.chain_no)
    shown = found[:limit]
    more = shown[-1].chain_no if len(found) > limit else None
    return _lines(officer, shown), more


def of_matter(officer: Any, matter: Matter) -> list[Line]:
    """Everything about the person behind one matter, oldest first: looks, requests, releases, relays, evidence.

    Every Opening of what is sealed with the matter is among it, through whatever other matter it was opened (a
    request about one's own data): a look that is explained elsewhere is a look.
    """
    if not may_see(officer) or _closed(officer, [matter.pk]):
        return []
    concrete: Any = matter.concrete()
    ref = concrete.ref if isinstance(concrete, Disclosure) else getattr(concrete, "person_ref", "")
    requests = list(Disclosure.objects.filter(ref=ref)) if ref else []
    about = {
        matter.pk,
        *(each.pk for each in requests),
        *(each.parent_id for each in requests if each.parent_id),
    }
    openings = list(Opening.objects.filter(ref__in=_refs_of(concrete, ref, about)).order_by("at"))
    through = set(
        Matter.objects.filter(number__in={each.matter_number for each in openings}).values_list(
            "pk", flat=True
        )
    )
    closed = _closed(officer, about | through)
    whole = {each.pk for each in requests} - closed
    rows = JournalEntry.objects.filter(matter_id__in=about - closed).select_related("matter")
    told = [
        entry
        for entry in rows
        if entry.matter_id in whole
        or entry.verb in RECENT_VERBS
        or entry.verb.endswith(("_relay", "_mediation_data"))
    ]
    looks = JournalEntry.objects.filter(matter_id__in=through - about - closed, verb__in=LOOKS)
    told += _led_to(looks.select_related("matter"), openings)
    lines = _lines(officer, told) + [_alone(opening) for opening in unjournalled(openings)]
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
    """The Openings of the vault to which no look in the journal belongs: same matter, same officer, just before.

    Of an original the look must name the same piece of evidence, and be a look at an original.
    """
    asked = list(openings)
    looks: dict[Key, list[datetime]] = defaultdict(list)
    numbers = sorted({opening.matter_number for opening in asked})
    for start in range(0, len(numbers), 500):
        rows = JournalEntry.objects.filter(matter__number__in=numbers[start : start + 500], verb__in=LOOKS)
        said = rows.order_by("at").values_list("matter__number", "by_id", "verb", "facts__evidence", "at")
        for number, by_id, verb, piece, at in said:
            looks[number, by_id, str(piece) if verb == ORIGINAL else ""].append(at)
    alone = []
    for opening in sorted(asked, key=lambda each: each.at):
        waiting = looks[_key_of(opening)]
        fits = next((at for at in waiting if at - SLACK <= opening.at <= at + LIFETIME + SLACK), None)
        if fits is None:
            alone.append(opening)
        else:
            waiting.remove(fits)  # one look is one Opening
    return alone


def _key_of(opening: Opening) -> Key:
    return opening.matter_number, opening.by_id, opening.ref if opening.ref.startswith("E-") else ""


def _key_of_look(entry: JournalEntry) -> Key:
    piece = str(entry.facts.get("evidence")) if entry.verb == ORIGINAL else ""
    return entry.matter.number, entry.by_id, piece


def _refs_of(concrete: Any, ref: str, about: Iterable[int]) -> list[str]:
    """Everything sealed with a matter: its person, agents and representatives, and the originals that were handed in."""
    submission = getattr(concrete, "submission", None)
    others = submission.other_refs if submission is not None and concrete.kind == "complaint" else []
    evidence = Evidence.objects.filter(matter_id__in=list(about)).values_list("ref", flat=True)
    return [each for each in (ref, *others, *evidence) if each]


def _closed(officer: Any, numbers: Iterable[int]) -> set[int]:
    """Which of these matters are closed to whoever watches: about himself, closed by name, or past his line."""
    rows = Matter.objects.filter(closed_to(officer, READERS), pk__in=list(numbers))
    return set(rows.values_list("pk", flat=True))


def _lines(officer: Any, entries: list[JournalEntry]) -> list[Line]:
    numbers = {entry.matter.number for entry in entries}
    readable = readable_numbers(officer, numbers) if numbers else set()
    opened = _opened([entry for entry in entries if entry.verb in LOOKS])
    return [
        Line(
            at=entry.at,
            who=entry.by_name,
            office=entry.office,
            what=entry.name,
            purpose=str(entry.facts.get("purpose") or _named_in(entry)),
            basis=entry.source,
            fields=fields_in_words(entry.facts.get("fields", ())),
            kind=entry.matter.kind,
            number=entry.matter.number if entry.matter.number in readable else "",
            opened=(entry.pk in opened) if entry.verb in LOOKS else None,
        )
        for entry in entries
    ]


def _named_in(entry: JournalEntry) -> str:
    """The act in which a text named somebody, in the reader's language; empty for any other entry."""
    return _(str(entry.facts["act"])) if entry.verb == texts.VERB else ""


def _opened(looks: list[JournalEntry]) -> set[int]:
    """Which looks led to an Opening; two reads of the vault and none for each line."""
    if not looks:
        return set()
    rows = Opening.objects.filter(
        matter_number__in={entry.matter.number for entry in looks},
        at__gte=min(entry.at for entry in looks) - SLACK,
    )
    return {entry.pk for entry in _led_to(looks, rows)}


def _led_to(looks: Iterable[JournalEntry], openings: Iterable[Opening]) -> list[JournalEntry]:
    """The looks to which one of these Openings belongs, each Opening to one look."""
    waiting: dict[Key, list[datetime]] = defaultdict(list)
    for opening in sorted(openings, key=lambda each: each.at):
        waiting[_key_of(opening)].append(opening.at)
    found = []
    for entry in sorted(looks, key=lambda each: each.at):
        moments = waiting[_key_of_look(entry)]
        fits = next((at for at in moments if entry.at - SLACK <= at <= entry.at + LIFETIME + SLACK), None)
        if fits is not None:
            moments.remove(fits)
            found.append(entry)
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
