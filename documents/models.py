"""A paper in two append-only rows: the number drawn with its frozen facts, and the print made of them."""

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
