"""The schedule of periods (保管期限表): proposed, approved by another, resting on the archives authority's consent.

A class without a period in an approved schedule is kept for good: what the law notes could not find is not guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

import statutes
from cases.guards.both import reason_is_given
from offices.access import same_person
from offices.roles import Office
from procedure.access import everything
from procedure.corridor import Refused, begin
from procedure.journal import JournalEntry
from procedure.law import law, law_scope
from procedure.locks import AppendOnly
from procedure.matter import Matter
from procedure.steps import Act, step
from retention import facts as f
from retention.states import ScheduleState as S

PROPOSERS = (Office.CUSTODIAN, Office.LEGAL)


def another_decides(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return _("提出的人不得自己批准") if same_person(matter.recorder, act.by) else None


def _in_force(act: Act, schedule: "Schedule", entry: JournalEntry) -> None:
    RetentionClass.objects.bulk_create(
        RetentionClass(schedule=schedule, code=code, months=months, valid_from_on=schedule.valid_from_on)
        for code, months in sorted(schedule.months.items())
    )


class Schedule(Matter):
    """One schedule as proposed: months by class, from which day, on which paper of the archives authority."""

    paper = models.CharField(gettext_lazy("档案主管部门同意的文号"), max_length=80)
    valid_from_on = models.DateField(gettext_lazy("施行日期"))
    months = models.JSONField(gettext_lazy("保管期限（月）"), default=dict)

    KIND = "schedule"
    KIND_NAME = gettext_lazy("保管期限表")
    PREFIX = "BG"
    States = S
    FINAL = frozenset({S.IN_FORCE, S.REFUSED})
    HAS_CLOCKS = False
    readers: ClassVar[dict[str, Any]] = {
        Office.CUSTODIAN: everything,
        Office.LEGAL: everything,
        Office.PRINCIPAL: everything,
        Office.AUDITOR: everything,
    }

    class Meta:
        verbose_name = gettext_lazy("保管期限表")
        base_manager_name = "objects"

    @step(
        gettext_noop("批准施行"),
        basis="retention.schedule",
        source=S.PROPOSED,
        target=S.IN_FORCE,
        by=Office.PRINCIPAL,
        guards=[another_decides],
        fresh=True,
        then=_in_force,
    )
    def approve(self) -> None: ...

    @step(
        gettext_noop("不批准"),
        basis="retention.schedule",
        source=S.PROPOSED,
        target=S.REFUSED,
        by=Office.PRINCIPAL,
        facts=f.Why,
        guards=[reason_is_given],
    )
    def refuse(self, *, reason: str) -> None: ...


class RetentionClass(AppendOnly):
    """The period of one class from a day on, out of an approved schedule; a later row takes its place."""

    schedule = models.ForeignKey(Schedule, models.PROTECT, related_name="classes")
    code = models.CharField(max_length=16)
    months = models.PositiveSmallIntegerField()
    valid_from_on = models.DateField()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["schedule", "code"], name="one_period_per_class")]


def classes(day: date) -> list[tuple[str, str]]:
    """The classes of records by code and words."""
    return [(item.code, item.text) for item in statutes.rule("retention.classes").on(day).items]


def propose(act: Act, *, paper: str, valid_from_on: date, months: Mapping[str, int]) -> Schedule:
    """Propose a schedule; raises `Refused` in words. Classes left out are kept without end."""
    day = localdate(act.at)
    known = dict(classes(day))
    found = []
    if not any(act.by.holds(office, unit=None, day=day) for office in PROPOSERS):
        found.append(_("由隐私保管员或者法制审核员提出"))
    if not paper.strip():
        source = statutes.rule("retention.schedule").on(day).source
        found.append(_("须写明档案主管部门同意的文号（%(source)s）") % {"source": source})
    if not months:
        found.append(_("须至少写一类的期限"))
    if set(months) - set(known) or any(number < 1 for number in months.values()):
        found.append(_("没有这一类记录，或者期限不对"))
    if valid_from_on < day:
        found.append(_("施行日期不能早于今天"))
    if found:
        raise Refused(_("提出保管期限表"), found)
    with transaction.atomic(), law_scope(act=True):
        return begin(
            act,
            Schedule,
            name=gettext_noop("提出保管期限表"),
            basis="retention.schedule",
            by=PROPOSERS,
            facts={
                "paper": paper,
                "valid_from_on": valid_from_on,
                "months": [f"{known[code]}：{number}" for code, number in sorted(months.items())],
            },
            state=S.PROPOSED,
            received_at=act.at,
            title=str(Schedule.KIND_NAME),
            paper=paper,
            valid_from_on=valid_from_on,
            months=dict(months),
        )


@dataclass(frozen=True)
class Due:
    """When what belongs to a closed matter falls due for review, and every line of why."""

    code: str
    on: date
    paper: str
    words: tuple[str, ...]


def period_of(code: str, day: date) -> RetentionClass | None:
    """The period of a class on a day; None where none was approved."""
    rows = RetentionClass.objects.select_related("schedule").filter(code=code, valid_from_on__lte=day)
    return rows.order_by("-valid_from_on", "-id").first()


def due_of(matter: Matter, day: date) -> Due | None:
    """When a matter's sealed things fall due for review, by the schedule of a day; None while it is open or kept."""
    if matter.closed_on is None or (period := period_of(matter.kind, day)) is None:
        return None
    version = replace(
        statutes.rule("retention.classes").on(day),
        amount=period.months,
        unit="months",
        counting="LAW",
        starts=_("事项结束"),
    )
    reckoned = law().reckon(version, matter.closed_on)
    paper = period.schedule.paper
    return Due(
        matter.kind, reckoned.due_on, paper, (_("期限表：%(paper)s") % {"paper": paper}, *reckoned.words)
    )
