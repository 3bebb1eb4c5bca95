"""What the doors remember: which sheet or call has already been filed under a key of its own."""

from django.conf import settings
from django.db import models

from cases.models.submission import Submission
from procedure.locks import AppendOnly


class Filing(AppendOnly):
    """That an officer's key stands for a submission: sending the same sheet again finds it instead of filing twice.

    Neither key nor letter is kept: of the key a keyed digest, of the letter its submission.
    """

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key_digest = models.CharField(max_length=64)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="filings")
    filed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["officer", "key_digest"], name="one_filing_per_key")]

    def __str__(self) -> str:
        return f"{self.officer_id}/{self.submission_id}"
