"""What was served and what was reminded of; both are only ever added to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.models import Document
from procedure.clocks import Clock
from procedure.journal import JournalEntry
from procedure.locks import AppendOnly


class Service(AppendOnly):
    """One paper served once: channel, day, proof (forms of 2026, notes to forms 5-8)."""

    class Channel(models.TextChoices):
        COUNTER = "counter", _("当面")
        PHONE = "phone", _("电话")
        SMS = "sms", _("短信")
        MAIL = "mail", _("邮寄")
        ONLINE = "online", _("互联网平台")

    document = models.ForeignKey(Document, models.PROTECT, related_name="services")
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
