"""What was served, what was reminded of and what was mailed; all only ever added to, but for a feed's revocation."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.facts.complaint import PARTIES
from documents.models import Document
from procedure.clocks import Clock
from procedure.journal import JournalEntry
from procedure.locks import AppendOnly, GuardedQuerySet


class Service(AppendOnly):
    """One paper served once: channel, day, proof (forms of 2026, notes to forms 5-8)."""

    class Channel(models.TextChoices):
        COUNTER = "counter", _("当面")
        PHONE = "phone", _("电话")
        SMS = "sms", _("短信")
        MAIL = "mail", _("邮寄")
        ONLINE = "online", _("互联网平台")

    document = models.ForeignKey(Document, models.PROTECT, related_name="services")
    # Which of the two a paper to both parties was served on; empty for papers that go to one.
    party = models.CharField(_("送达给"), max_length=12, blank=True, choices=PARTIES)
    channel = models.CharField(_("方式"), max_length=10, choices=Channel.choices)
    served_on = models.DateField(_("送达日期"))
    proof = models.CharField(_("凭证"), max_length=200)
    entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="+")

    class Meta:
        base_manager_name = "objects"


class Reminder(AppendOnly):
    """One warning that a clock is near or past due, for one officer; once per clock, due day and level."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="reminders")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reminders")
    level = models.CharField(max_length=10)
    due_on = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "officer", "level", "due_on"], name="one_reminder_per_level_and_day"
            )
        ]


class Digest(AppendOnly):
    """What one officer's mail of one day says: counts by rule, and nothing of any matter; one per officer and day.

    `counts` holds {state: {rule: number}}; `total` is their sum, and a digest of nothing is written and not mailed.
    """

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="digests")
    on = models.DateField()
    counts = models.JSONField(default=dict)
    total = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["officer", "on"], name="one_digest_per_day")]


class DigestSent(AppendOnly):
    """That a digest was handed to the mail server; a digest without this row is still owed on its day."""

    digest = models.OneToOneField(Digest, models.PROTECT, related_name="sent")
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "objects"


class FeedToken(models.Model):
    """The secret address of one officer's calendar of due days; only its SHA-256 is kept, at most one is in force."""

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="feed_tokens")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    objects = GuardedQuerySet.as_manager()

    corridor_only: ClassVar[frozenset[str]] = frozenset({"officer", "officer_id", "digest", "made_at"})

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["officer"], condition=models.Q(revoked_at__isnull=True), name="one_feed_in_force"
            )
        ]
