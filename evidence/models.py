"""What was handed in and its sterile copy, the two keys of a look at an original, and the mailbox of such a look."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from procedure.journal import JournalEntry
from procedure.locks import AppendOnly
from procedure.matter import Matter


class Evidence(AppendOnly):
    """One file as it was handed in: whose matter, by whom, on which day, what kind, its digests, where it lies sealed.

    Nothing finer than the day is kept, and no name of the file: that is sealed with its bytes. `volume` is there from
    birth (程序规定 art. 78): what somebody reported belongs to the side volume, which never leaves the house.
    """

    FILER, OFFICER, RESPONDENT, OTHER = "filer", "officer", "respondent", "other"
    GIVERS = (
        (FILER, _("投诉人、举报人")),
        (OFFICER, _("办案人员调取")),
        (RESPONDENT, _("被投诉、被举报人")),
        (OTHER, _("其他单位或者个人")),
    )
    MAIN, SIDE = "正卷", "副卷"

    ref = models.CharField(max_length=20, unique=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="handed_in")
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="+")
    seq = models.PositiveSmallIntegerField()
    given_by = models.CharField(_("提供人"), max_length=12, choices=GIVERS)
    volume = models.CharField(_("卷别"), max_length=2, choices=[(MAIN, _("正卷")), (SIDE, _("副卷"))])
    received_on = models.DateField(_("收存日"))
    kind = models.CharField(max_length=8)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    place = models.CharField(max_length=64, unique=True)
    scanned = models.BooleanField(_("已查毒"))

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["matter", "seq"], name="one_evidence_per_seq")]
        indexes = [models.Index(fields=["received_on", "given_by"], name="evidence_of_a_day")]

    def __str__(self) -> str:
        return self.ref


class SterileCopy(AppendOnly):
    """The copy that serves ordinary work and what is no longer in it, or why there is none (`not_clean`)."""

    evidence = models.OneToOneField(Evidence, models.PROTECT, related_name="sterile")
    place = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    removed = models.JSONField(default=dict)
    flags = models.JSONField(default=dict)
    not_clean = models.CharField(max_length=20, blank=True)
    made_on = models.DateField()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                name="a_copy_or_a_reason",
                condition=(Q(not_clean="") & ~Q(place="")) | (~Q(not_clean="") & Q(place="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.not_clean or 'sterile'}"


class OriginalAsked(AppendOnly):
    """That the custodian asks for the second key to an original; what for and why."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+")
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    purpose = models.CharField(_("查看目的"), max_length=12)
    reason = models.TextField(_("依据和理由"))
    at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["at"], name="originals_asked_at")]


class OriginalConfirmed(AppendOnly):
    """That a second person confirmed one request: one look, within the hour."""

    asked = models.OneToOneField(OriginalAsked, models.PROTECT, related_name="confirmed")
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"


class OriginalUsed(AppendOnly):
    """That the two keys were used for the look that stands in `entry`; there never is a second."""

    confirmed = models.OneToOneField(OriginalConfirmed, models.PROTECT, related_name="used")
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"


class OriginalQuestion(models.Model):
    """A page's question for an original, answered by the worker sealed to the page's own one-time key.

    A mailbox, not a record: the records are the journal entry and the vault's Opening. The answer is the key of the
    file in the mailbox folder; row and file are gone when collected or after a minute.
    """

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+")
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=120)
    one_time_key = models.BinaryField(max_length=32)
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=64, blank=True)
    answer = models.BinaryField(null=True)

    def __str__(self) -> str:
        return str(self.pk)
