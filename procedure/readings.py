"""The bureau's recorded answers to questions the law leaves open: author, day, reason, and what they moved."""

from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

import statutes
from procedure import law, orders
from procedure.access import everything, reach
from procedure.corridor import Refused, begin, following, perform
from procedure.matter import Matter, MatterQuerySet
from procedure.steps import IN_CONSEQUENCE, Act, step


class ReadingState(models.TextChoices):
    IN_FORCE = "in_force", gettext_lazy("有效")
    SUPERSEDED = "superseded", gettext_lazy("已被替代")


S = ReadingState


class RecordedReadingQuerySet(MatterQuerySet):
    def in_force(self) -> "RecordedReadingQuerySet":
        return self.filter(state=S.IN_FORCE).order_by("id")


class RecordedReading(Matter):
    """One answer to one open question, in force from the moment it is recorded until another replaces it."""

    question = models.CharField(gettext_lazy("问题"), max_length=60)
    choice = models.CharField(gettext_lazy("读法"), max_length=40)
    reason = models.TextField(gettext_lazy("理由"))

    objects: ClassVar[Any] = RecordedReadingQuerySet.as_manager()

    KIND = "reading"
    KIND_NAME = gettext_lazy("读法")
    PREFIX = "DF"
    States = ReadingState
    FINAL = frozenset({S.IN_FORCE, S.SUPERSEDED})
    readers: ClassVar[dict[str, Any]] = dict.fromkeys(
        ("legal", "leader", "principal", "supervisor", "auditor"), everything
    )

    class Meta:
        verbose_name = gettext_lazy("读法")
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["question"], condition=models.Q(standing=True), name="one_reading_in_force"
            )
        ]

    # The parent's state cannot stand in a constraint of this table; it is kept equal in `supersede`.
    standing = models.BooleanField(default=True)

    @step(
        gettext_noop("被新的读法替代"),
        basis="record.reading",
        source=S.IN_FORCE,
        target=S.SUPERSEDED,
        by=IN_CONSEQUENCE,
    )
    def supersede(self) -> None:
        self.standing = False

    def affects_from(self) -> None:
        """A reading may move any due day."""
        return

    def as_reading(self) -> statutes.Reading:
        """The answer as the shelf takes it, with its author and number."""
        return statutes.Reading(
            question=self.question,
            choice=self.choice,
            author=str(self.recorder),
            decided_on=localdate(self.received_at),
            reason=self.reason,
            number=self.number,
        )


def answer(act: Act, question: str, choice: str, reason: str) -> RecordedReading:
    """Record the bureau's answer to an open question; running clocks follow. Raises `Refused` in words.

    Raises statutes.UnknownQuestion for a question the shelf does not ask.
    """
    asked = statutes.question(question)
    objections = []
    if not act.by.holds("legal", unit=None, day=localdate(act.at)):
        objections.append(_("由法制审核员认定读法"))
    if choice not in asked.choices:
        objections.append(_("没有这一种读法"))
    if not reason.strip():
        objections.append(_("须写明理由"))
    if law.law().readings.of(question).choice == choice and not objections:
        objections.append(_("现行读法就是这一种"))
    if objections:
        raise Refused(_("认定读法"), objections)
    with transaction.atomic():
        before = RecordedReading.objects.in_force().filter(question=question).first()
        if before is not None:
            with following():
                perform(Act(by=act.by, at=act.at), before.supersede)
        reading = begin(
            act,
            RecordedReading,
            name=gettext_noop("认定读法"),
            basis="record.reading",
            by=("legal",),
            facts={"question": question, "choice": choice, "reason": reason},
            title=f"{asked.title}：{asked.choices[choice]}"[:200],
            received_at=act.at,
            closed_on=localdate(act.at),
            state=S.IN_FORCE,
            question=question,
            choice=choice,
            reason=reason,
        )
        law.changed()
        orders.place("procedure", "recompute", reading, reading.journal.get(seq=1))
    return reading


def recorded_for(officer: Any) -> list[RecordedReading]:
    """Every answer the bureau recorded that this officer may read, newest first, superseded ones with them."""
    rows = RecordedReading.objects.filter(reach(officer)).select_related("recorder")
    return list(rows.order_by("-received_at", "-id"))
