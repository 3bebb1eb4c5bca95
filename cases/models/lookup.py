"""That an officer asked whose number this is: the question is kept, neither the number nor a name (令121 art. 37)."""

from django.conf import settings
from django.db import models

from procedure.locks import AppendOnly


class CallerLookup(AppendOnly):
    """One question at the blind index, by whom and when, and how many earlier matters were shown."""

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    shown = models.PositiveSmallIntegerField()

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["officer", "-asked_at"], name="lookups_of_officer")]
