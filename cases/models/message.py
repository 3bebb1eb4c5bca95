"""What the bureau and whoever filed a matter say to each other, kept word by word and never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from procedure.locks import AppendOnly
from procedure.matter import Matter


class Direction(models.TextChoices):
    """Who speaks to whom; `READ` marks that the office has read what stood there and owes no answer."""

    IN = "in", _("提交人留言")
    OUT = "out", _("给提交人留言")
    READ = "read", _("已阅")


class Topic(models.TextChoices):
    """What a message of the filer is for."""

    NOTE = "note", _("留言")
    WITHDRAWAL = "withdrawal", _("请求撤回投诉")


class Message(AppendOnly):
    """One message of a matter; `entry` is its act in the journal, which keeps its digest and not its words.

    Of its time only the day stands here: an anonymous filer must not be found by the hour he was at a computer.
    """

    MOST = 1000

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="messages")
    direction = models.CharField(max_length=4, choices=Direction.choices)
    topic = models.CharField(max_length=10, choices=Topic.choices, default=Topic.NOTE)
    text = models.TextField(_("留言"), max_length=MOST, blank=True)
    sent_on = models.DateField(_("日期"))
    entry = models.OneToOneField("procedure.JournalEntry", models.PROTECT, related_name="message")

    class Meta:
        verbose_name = _("留言")
        base_manager_name = "objects"
        # All that the worklist asks for stands in the index: whose turn it is in each of fifty matters.
        indexes = [models.Index(fields=["matter", "id", "direction"], name="messages_of_matter")]

    def __str__(self) -> str:
        return f"{self.matter_id}/{self.pk} {self.direction}"
