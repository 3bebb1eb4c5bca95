"""The call-back sample: drawn by a recorded seed out of what was closed, never chosen by whoever handled it (art. 26)."""

from django.conf import settings
from django.db import models

from procedure.locks import AppendOnly
from procedure.matter import Matter


class ReviewSample(AppendOnly):
    """One drawing: over which days, by which seed, out of how many; anybody can draw it again and get the same."""

    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    first_on = models.DateField()
    last_on = models.DateField()
    seed = models.CharField(max_length=64)
    population = models.PositiveIntegerField()
    # SHA-256 over the numbers drawn from, in order: shows later that none was left out.
    fingerprint = models.CharField(max_length=64)
    wanted = models.PositiveSmallIntegerField()

    class Meta:
        base_manager_name = "objects"


class SampledMatter(AppendOnly):
    """That a closed matter is in a sample, and as the how-manieth it was drawn."""

    sample = models.ForeignKey(ReviewSample, models.PROTECT, related_name="members")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="sampled")
    place = models.PositiveSmallIntegerField()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["sample", "matter"], name="once_in_a_sample")]
