"""What the door remembers: which letter a caller has already filed under a key of its own."""

from django.conf import settings
from django.db import models

from procedure.locks import AppendOnly


class Filing(AppendOnly):
    """That an officer's key stands for a submission: a repeated call finds it instead of filing twice.

    Neither key nor letter is kept: of the key a keyed digest, of the letter its number.
    """

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key_digest = models.CharField(max_length=64)
    submission = models.ForeignKey("cases.Submission", models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["officer", "key_digest"], name="one_filing_per_key")]

    def __str__(self) -> str:
        return f"{self.officer_id}/{self.submission_id}"
