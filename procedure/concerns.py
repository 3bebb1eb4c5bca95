"""Whom a matter is about among our own people: they cannot see it, cannot act on it, and nothing of it passes them.

监察法 art. 37 and 执法责任制规定 art. 16 send such a matter past the line of those concerned. A concern is written once;
what grows out of the matter inherits it, so that neither the case nor the unsealing reaches them.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from procedure.locks import AppendOnly
from procedure.matter import Matter

if TYPE_CHECKING:
    from procedure.journal import JournalEntry


class Concern(AppendOnly):
    """That a matter concerns an officer; who said so, and why, stands in the entry."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="concerns")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entry = models.ForeignKey("procedure.JournalEntry", models.PROTECT, related_name="+")

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["officer", "matter"], name="one_concern_per_officer")]

    def __str__(self) -> str:
        return f"{self.matter_id}/{self.officer_id}"


def not_concerned(officer: Any) -> Q:
    """The matters that do not concern this officer, as a condition on matters."""
    # Asked of the index of officer and matter once for the whole query: nearly always of no row at all.
    return ~Q(pk__in=Concern.objects.filter(officer_id=officer.pk).values("matter_id"))


def concerns(officer: Any, matter: Matter) -> bool:
    """Whether the matter concerns this officer: asked once of a matter as it was read, however many steps ask.

    An act reads its matter anew under the lock, and so asks anew.
    """
    known: dict[int, bool] = matter.__dict__.setdefault("_concerns", {})
    if officer.pk not in known:
        known[officer.pk] = Concern.objects.filter(officer_id=officer.pk, matter_id=matter.pk).exists()
    return known[officer.pk]


def came_through_the_gate(officer: Any, matters: Iterable[Matter]) -> None:
    """Note of matters just read through the gate (`access.matters_for`), which leaves out what concerns the officer."""
    for matter in matters:
        matter.__dict__.setdefault("_concerns", {})[officer.pk] = False


def concerned_with(matter: Matter) -> set[int]:
    """The account numbers of everybody the matter concerns."""
    return set(Concern.objects.filter(matter_id=matter.pk).values_list("officer_id", flat=True))


def write(matter: Matter, officer: Any, entry: "JournalEntry") -> None:
    """Write a concern on the root of the matter and on everything that grew out of it; the same one twice is one."""
    root = matter.root()
    generation, everything = [root.pk], [root.pk]
    while generation:
        generation = list(Matter.objects.filter(parent_id__in=generation).values_list("pk", flat=True))
        everything += generation
    known = set(
        Concern.objects.filter(officer_id=officer.pk, matter_id__in=everything).values_list(
            "matter_id", flat=True
        )
    )
    Concern.objects.bulk_create(
        Concern(matter_id=pk, officer_id=officer.pk, entry=entry) for pk in everything if pk not in known
    )


def inherit(matter: Matter) -> None:
    """Give a matter that was just opened the concerns of what it grew out of."""
    if matter.parent_id is None:
        return
    Concern.objects.bulk_create(
        Concern(matter_id=matter.pk, officer_id=kept.officer_id, entry_id=kept.entry_id)
        for kept in Concern.objects.filter(matter_id=matter.parent_id)
    )
