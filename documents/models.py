"""A paper in two append-only rows: the number drawn with its frozen facts, and the print made of them."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from procedure.locks import AppendOnly
from procedure.matter import Matter
from procedure.orders import Order


class Document(AppendOnly):
    """A numbered paper; its facts are frozen here, and one order never makes two."""

    MAIN, SIDE = "正卷", "副卷"

    order = models.OneToOneField(Order, models.PROTECT, related_name="document")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="documents")
    form = models.CharField(max_length=40)
    title = models.CharField(_("文书"), max_length=60)
    number = models.CharField(_("文号"), max_length=60, unique=True)
    volume = models.CharField(_("卷别"), max_length=2, choices=[(MAIN, _("正卷")), (SIDE, _("副卷"))])
    facts = models.JSONField(encoder=DjangoJSONEncoder)
    issued_at = models.DateTimeField(_("制发时间"))

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return self.number


class Print(AppendOnly):
    """The one rendering of a paper: where its file lies and the SHA-256 of its bytes."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="print")
    path = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "objects"


class HeldBack(AppendOnly):
    """That something was held back at the exit: where, what kinds were found in it, and the SHA-256 of the content.

    Neither the content nor a value is kept. `matter` is null for what tells of no matter.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="held_back")
    exit = models.CharField(max_length=12)
    label = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, db_index=True)
    found = models.JSONField(default=list)
    warned = models.JSONField(default=list)
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="held_back")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        base_manager_name = "objects"


class OverrideAsked(AppendOnly):
    """That an officer asks for a held content to be let out all the same, and why."""

    held = models.ForeignKey(HeldBack, models.PROTECT, related_name="asked")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    entry = models.OneToOneField("procedure.JournalEntry", models.PROTECT, related_name="+")

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["held"], name="one_asking_per_held")]


class Override(AppendOnly):
    """That a second person answers for letting exactly this content out."""

    asked = models.OneToOneField(OverrideAsked, models.PROTECT, related_name="given")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    entry = models.OneToOneField("procedure.JournalEntry", models.PROTECT, related_name="+")

    class Meta:
        base_manager_name = "objects"
