"""The matter: the number a case carries, its state, who handles it and when it is next due.

Complaint, report, penalty case, referral and reward are kinds of matter (one table each, joined to this one).
This table alone answers a worklist: state, handler, unit and next due day stand in one indexed row.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from procedure.cutting import Searched
from procedure.locks import GuardedQuerySet, Locked


class MatterQuerySet(GuardedQuerySet):
    def open(self) -> "MatterQuerySet":
        return self.filter(closed_on__isnull=True)

    def overdue(self, today: date) -> "MatterQuerySet":
        return self.open().filter(next_due_on__lt=today)

    def due_between(self, first: date, last: date) -> "MatterQuerySet":
        return self.open().filter(next_due_on__gte=first, next_due_on__lte=last)


class Matter(models.Model):
    """One matter under one procedure; everything official hangs on it."""

    number = models.CharField(_("编号"), max_length=24, unique=True)
    kind = models.CharField(_("类别"), max_length=12)
    state = FSMField(_("状态"), max_length=24, protected=True)
    title = models.CharField(_("事由"), max_length=200)
    respondent = models.CharField(_("当事人"), max_length=120, blank=True)
    received_at = models.DateTimeField(_("收到时间"))
    law_on = models.DateField(_("适用法律日"), help_text=_("按该日有效的规定办理"))
    unit = models.CharField(_("承办机构"), max_length=20, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("承办人"),
    )
    co_handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("协办人"),
    )
    recorder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="offspring")
    next_due_on = models.DateField(_("最近期限"), null=True, blank=True)
    next_due_rule = models.CharField(max_length=60, blank=True)
    last_seq = models.PositiveIntegerField(default=0)
    closed_on = models.DateField(_("结束日"), null=True, blank=True)

    objects = MatterQuerySet.as_manager()

    corridor_only: ClassVar[frozenset[str]] = frozenset(
        {"state", "last_seq", "closed_on", "law_on", "number", "kind"}
    )
    # Filled by each kind: its short name, its states, and who may read it in which office.
    KIND: ClassVar[str] = ""
    KIND_NAME: ClassVar[Any] = ""
    PREFIX: ClassVar[str] = ""
    States: ClassVar[type[models.TextChoices]]
    FINAL: ClassVar[frozenset[str]] = frozenset()
    # Rules whose clocks do not fall away with a final state, because the matter may come back from it.
    OUTLASTS: ClassVar[dict[str, tuple[str, ...]]] = {}
    readers: ClassVar[dict[str, Any]] = {}
    # A kind on which no clock ever runs: boards and counts of clocks need not ask for it.
    HAS_CLOCKS: ClassVar[bool] = True
    # A kind whose clocks no board counts: a figure would tell of a matter that some who read the board must not know.
    COUNTED: ClassVar[bool] = True
    # Own columns that `search_text` reads and a step may write: after a step that did, the index is written anew.
    SEARCHED: ClassVar[tuple[str, ...]] = ("title", "respondent")
    # Relations that `search_text` follows, for `select_related` when the whole index is written.
    SEARCHED_ALONG: ClassVar[tuple[str, ...]] = ()

    class Meta:
        verbose_name = _("事项")
        base_manager_name = "objects"
        indexes = [
            models.Index(
                fields=["unit", "next_due_on", "id"], condition=Q(closed_on__isnull=True), name="open_unit"
            ),
            models.Index(
                fields=["handler", "next_due_on", "id"],
                condition=Q(closed_on__isnull=True),
                name="open_handler",
            ),
            models.Index(
                fields=["co_handler", "next_due_on", "id"],
                condition=Q(closed_on__isnull=True),
                name="open_co_handler",
            ),
            models.Index(fields=["next_due_on", "id"], condition=Q(closed_on__isnull=True), name="open_due"),
            models.Index(
                fields=["kind", "state", "next_due_on", "id"],
                condition=Q(closed_on__isnull=True),
                name="open_kind",
            ),
            models.Index(fields=["recorder", "-id"], name="by_recorder"),
            models.Index(fields=["-received_at", "-id"], name="by_receipt"),
            # Most matters have no parent: the index over all of them tells the planner that it is of no use.
            models.Index(fields=["parent", "id"], condition=Q(parent__isnull=False), name="offspring"),
        ]

    def __str__(self) -> str:
        return self.number

    def law_day(self) -> date:
        """The day whose law governs this matter: the Beijing day of receipt.

        Order 121 art. 46 only repeals and has no transition clause; this reading is ADR 0007.
        """
        return self.law_on

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Locked("事项不得删除")

    @property
    def received_on(self) -> date:
        return localdate(self.received_at)

    @property
    def state_name(self) -> Any:
        return kind_of(self.kind).States(self.state).label

    @property
    def kind_name(self) -> Any:
        return kind_of(self.kind).KIND_NAME

    def search_text(self) -> Searched:
        """What an officer may find this matter by; a kind that says more overrides it and never names what is sealed."""
        return Searched(numbers=(self.number,), business=(self.respondent,), words=(self.title,))

    def is_handled_by(self, officer: Any) -> bool:
        return officer.pk is not None and officer.pk in {self.handler_id, self.co_handler_id}

    def is_filed_by(self, ref: str) -> bool:
        """Whether whoever is sealed under this reference filed it; a kind that somebody files says so."""
        return False

    def link_barred(self, other: "Matter") -> str | None:
        """Why this matter must not be linked with another, in words; a kind that keeps a secret says so."""
        return None

    def soft_due(self) -> tuple[date, str] | None:
        """A day set by others, with its rule, that stands in the worklist beside the statutory terms and yields to none."""
        return None

    @classmethod
    def soft_dues(cls, pks: Iterable[int]) -> dict[int, tuple[date, str]]:  # noqa: ARG003
        """The same of many matters at once, closed ones left out."""
        return {}

    def root(self) -> "Matter":
        """The matter it all grew out of: itself, where it grew out of nothing."""
        found = self
        while found.parent is not None:
            found = found.parent
        return found

    def concrete(self) -> "Matter":
        """This matter as its own kind (a Complaint, a Report …); one query."""
        kind = kind_of(self.kind)
        if type(self) is kind:
            return self
        found: Matter = kind._base_manager.select_related("handler", "co_handler").get(pk=self.pk)
        return found


def kinds() -> dict[str, type[Matter]]:
    """Every kind of matter by its short name, in the order the rooms declare them."""
    return {kind.KIND: kind for kind in Matter.__subclasses__()}


def kind_of(name: str) -> type[Matter]:
    """The class of a kind; raises KeyError for a kind no room declares."""
    return kinds()[name]


class Series(models.Model):
    """The last number drawn in a series for a year; numbers have no gaps because drawing locks this row."""

    code = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "year"], name="one_series_per_year")]


def draw(code: str, year: int) -> int:
    """The next number of a series, from 1, without gaps; must run inside the transaction that uses it."""
    locked = Series.objects.select_for_update().filter(code=code, year=year)
    series = locked.first()
    if series is None:
        Series.objects.get_or_create(code=code, year=year)
        series = locked.get()
    series.last += 1
    series.save(update_fields=["last"])
    return series.last
