"""Drawing the call-back sample (令121 art. 26): by a recorded seed over everything closed, so that nobody chooses.

Drawn again with the same seed and days it gives the same complaints; the fingerprint shows that none was left out.
"""

import hashlib
import random
import secrets
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

import statutes
from cases.models import Complaint, ReviewSample, SampledMatter
from offices.roles import Office
from procedure.corridor import Refused
from procedure.journal import JournalEntry
from procedure.steps import Act

MOST = 200


def draw(act: Act, *, first_on: date, last_on: date, wanted: int, seed: str = "") -> ReviewSample:
    """Draw `wanted` complaints closed from `first_on` to `last_on`; a seed is made when none is given.

    Raises `Refused`: only the hub or a supervisor draws, and never over days that are not over.
    """
    day = localdate(act.at)
    found = []
    if not any(act.by.holds(office, unit=None, day=day) for office in (Office.DISPATCHER, Office.SUPERVISOR)):
        found.append(_("由分流员或者督办人员抽取"))
    if first_on > last_on or last_on >= day:
        found.append(_("抽取范围须为已经过去的日期"))
    if not 1 <= wanted <= MOST:
        found.append(_("抽取件数须在 1 至 %(most)d 之间") % {"most": MOST})
    if found:
        raise Refused(_("抽取回访样本"), found)
    used = seed.strip() or secrets.token_hex(8)
    numbers = _closed(first_on, last_on)
    with transaction.atomic():
        sample = ReviewSample.objects.create(
            drawn_by=act.by,
            drawn_at=act.at,
            first_on=first_on,
            last_on=last_on,
            seed=used,
            population=len(numbers),
            fingerprint=fingerprint(numbers),
            wanted=wanted,
        )
        drawn = choose(numbers, used, wanted)
        ids = dict(Complaint.objects.filter(number__in=drawn).values_list("number", "pk"))
        SampledMatter.objects.bulk_create(
            SampledMatter(sample=sample, matter_id=ids[number], place=place)
            for place, number in enumerate(drawn, 1)
        )
    return sample


def choose(numbers: list[str], seed: str, wanted: int) -> list[str]:
    """The drawing itself: the same numbers and seed give the same ones, in the same order."""
    return random.Random(seed).sample(numbers, min(wanted, len(numbers)))  # noqa: S311 - to be drawn again, not guessed


def fingerprint(numbers: list[str]) -> str:
    """SHA-256 over the numbers drawn from."""
    return hashlib.sha256("\n".join(numbers).encode()).hexdigest()


def still_holds(sample: ReviewSample) -> bool:
    """Whether drawing again gives the same: the population is what it was, and the members are those of the seed."""
    numbers = _closed(sample.first_on, sample.last_on)
    members = list(sample.members.order_by("place").values_list("matter__number", flat=True))
    return fingerprint(numbers) == sample.fingerprint and members == choose(
        numbers, sample.seed, sample.wanted
    )


def samples(limit: int = 20, *, before: int | None = None) -> list[Any]:
    """The latest drawings, newest first, each with its members in the order drawn; `before` is the last one seen."""
    rows = ReviewSample.objects.order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    members = SampledMatter.objects.order_by("place").select_related("matter")
    return list(
        rows.select_related("drawn_by").prefetch_related(Prefetch("members", queryset=members))[:limit]
    )


def sample_of(pk: int) -> ReviewSample | None:
    """One drawing, or None."""
    return ReviewSample.objects.filter(pk=pk).first()


def called_back(drawn: Iterable[ReviewSample]) -> dict[int, JournalEntry]:
    """The last call-back of each member of these drawings, by the key of the matter; none where nobody called yet."""
    ids = [member.matter_id for sample in drawn for member in sample.members.all()]
    entries = JournalEntry.objects.filter(matter_id__in=ids, verb="revisit").order_by("id")
    return {entry.matter_id: entry for entry in entries}


def _closed(first_on: date, last_on: date) -> list[str]:
    """Every complaint closed in these days whose law knows the call-back: one of Order 20 could never be called."""
    since = statutes.rule("complaint.revisit").versions[0].in_force
    closed = Complaint.objects.filter(closed_on__gte=first_on, closed_on__lte=last_on)
    found = closed.filter(law_on__gte=since).order_by("number")
    return list(found.values_list("number", flat=True))
