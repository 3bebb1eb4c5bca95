"""The grant: that this reader may see these fields of this person once, until then; complete only with two people.

The web process may write what it likes into the vault's mailbox; the worker answers only where it finds, itself, a
grant that is complete, unused, unstopped and running, for this reader and these fields, and the journal's word that
two different officers released it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from identity.requests import LIFETIME
from offices.access import same_person
from procedure.concerns import concerns
from procedure.journal import JournalEntry
from procedure.locks import AppendOnly
from procedure.matter import Matter
from protection.states import DisclosureState as S

VIEW = "view_identity"
"""The verb of every look at an identity in the journal."""


class GrantKind(models.TextChoices):
    """How a grant came about: by two people, in danger to life, or to pass on a call without showing the number."""

    TWO = "two", _("两人启封")
    EMERGENCY = "emergency", _("紧急先行披露")
    RELAY = "relay", _("转达电话")


RELEASES = {GrantKind.TWO: ("release", "confirm_release"), GrantKind.RELAY: ("ask_relay", "take_relay")}
"""The acts in the journal of a grant's matter that are its two keys."""


class Grant(AppendOnly):
    """Who may see what of whom, once; `entry` is the act that completed it."""

    kind = models.CharField(max_length=10, choices=GrantKind.choices)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="grants")
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="+")
    ref = models.CharField(max_length=40)
    fields = models.JSONField()
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    office = models.CharField(max_length=20)
    purpose = models.CharField(max_length=120)
    basis = models.CharField(max_length=120)
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        constraints = (
            models.CheckConstraint(
                name="two_people_or_danger",
                condition=Q(kind=GrantKind.EMERGENCY)
                | (Q(second_by__isnull=False) & ~Q(second_by=F("first_by"))),
            ),
        )


class GrantUse(AppendOnly):
    """That the grant was used; there is one use of a grant and there never is a second."""

    grant = models.OneToOneField(Grant, models.PROTECT, related_name="use")
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"


class GrantStop(AppendOnly):
    """That the grant was taken back before its end: withdrawn, or a leak is suspected."""

    grant = models.OneToOneField(Grant, models.PROTECT, related_name="stop")
    entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"


@dataclass(frozen=True)
class Asked:
    """A question in the vault's mailbox as the worker found it; `mark` names the page's one-time key."""

    by_id: int
    ref: str
    fields: tuple[str, ...]
    purpose: str
    basis: str
    matter_number: str
    mark: str


def stop(matter: Matter, entry: JournalEntry) -> None:
    """Take back every grant of a matter that was not taken back yet."""
    GrantStop.objects.bulk_create(
        GrantStop(grant=grant, entry=entry, at=entry.at)
        for grant in Grant.objects.filter(matter_id=matter.pk, stop__isnull=True)
    )


def latest(matter: Matter, reader: Any) -> Grant | None:
    """The last grant of this matter to this reader, used or not."""
    return Grant.objects.filter(matter_id=matter.pk, reader_id=reader.pk).order_by("-pk").first()


def missing(grant: Grant, reader: Any, now: datetime) -> str:
    """What stands against this reader's using the grant now, as a code; empty where nothing does."""
    matter = Matter.objects.get(pk=grant.matter_id)
    for code, holds in (
        ("reader", grant.reader_id == reader.pk and reader.is_active),
        ("concerned", not concerns(reader, matter)),
        ("used", not GrantUse.objects.filter(grant=grant).exists()),
        ("stopped", not GrantStop.objects.filter(grant=grant).exists()),
        ("expired", grant.from_at <= now < grant.until_at),
        ("state", _state_allows(grant, matter)),
        ("two", _by_two_people(grant)),
    ):
        if not holds:
            return code
    return ""


def take(asked: Asked, reader: Any, now: datetime) -> bool:
    """Use the grant that a question rests on; False, and nothing is used, where it rests on none.

    The look must stand in the journal, naming the key of the page that asks, not older than the mailbox keeps a
    question; what the question says must be what the grant says. A second question finds the grant used.
    """
    with transaction.atomic():
        entry = looked(asked, now)
        if entry is None or not isinstance(number := entry.facts.get("grant"), int):
            return False
        grant = Grant.objects.select_for_update().filter(pk=number, matter_id=entry.matter_id).first()
        if grant is None or not _says_the_same(grant, asked) or missing(grant, reader, now):
            return False
        GrantUse.objects.create(grant=grant, entry=entry, at=now)
    return True


def looked(asked: Asked, now: datetime) -> JournalEntry | None:
    """The journal's entry of the look a question comes from: same matter, same officer, same page; None if there is none."""
    rows = JournalEntry.objects.filter(
        matter__number=asked.matter_number, by_id=asked.by_id, verb=VIEW, at__gt=now - LIFETIME
    ).order_by("-pk")
    return next((row for row in rows if asked.mark and row.facts.get("page_key") == asked.mark), None)


def _says_the_same(grant: Grant, asked: Asked) -> bool:
    return (
        asked.by_id == grant.reader_id
        and asked.ref == grant.ref
        and bool(asked.fields)
        and set(asked.fields) <= set(grant.fields)
        and (asked.purpose, asked.basis) == (grant.purpose, grant.basis)
    )


def _state_allows(grant: Grant, matter: Matter) -> bool:
    if grant.kind == GrantKind.TWO:
        return str(matter.state) == S.RELEASED
    if grant.kind == GrantKind.EMERGENCY:
        return str(matter.state) == S.EMERGENCY
    return not _relay_ended(grant)


def _relay_ended(grant: Grant) -> bool:
    """Whether what was to be passed on was passed on: the answer stands in the journal after the grant."""
    return (
        JournalEntry.objects.filter(matter_id=grant.matter_id, verb="answer_relay", seq__gt=grant.entry.seq)
        .filter(facts__relay=grant.entry.facts.get("relay"))
        .exists()
    )


def _by_two_people(grant: Grant) -> bool:
    """Whether the journal says that the two whom the row names released it, each in an act of their own."""
    if grant.kind == GrantKind.EMERGENCY:
        return JournalEntry.objects.filter(
            pk=grant.entry_id, matter_id=grant.matter_id, verb="begin", by_id=grant.first_by_id
        ).exists()
    first, second = RELEASES[GrantKind(grant.kind)]
    return (
        grant.second_by is not None
        and not same_person(grant.first_by, grant.second_by)
        and _acted(grant, first, [grant.first_by_id])
        and JournalEntry.objects.filter(
            pk=grant.entry_id, matter_id=grant.matter_id, verb=second, by_id=grant.second_by_id
        ).exists()
    )


def _acted(grant: Grant, verb: str, officers: Iterable[int]) -> bool:
    rows = JournalEntry.objects.filter(
        matter_id=grant.matter_id, verb=verb, by_id__in=list(officers), seq__lt=grant.entry.seq
    )
    return rows.exists()
