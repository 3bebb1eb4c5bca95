"""A sheet half filled in: what a clerk typed before the call broke, readable only with the browser's own key."""

from django.conf import settings
from django.db import models


class IntakeDraft(models.Model):
    """One unfinished sheet of one clerk. `blob` is encrypted under a key that only the clerk's browser keeps.

    So a copy of the database reveals no caller; and a draft whose key is gone is noise, which the sweep removes.
    """

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField()
    blob = models.BinaryField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "key"], name="one_draft_per_sheet")]
        indexes = [models.Index(fields=["saved_at"], name="drafts_by_age")]
