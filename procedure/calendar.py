"""Changes of the working-day calendar as official acts: one person proposes, another approves, and dates follow.

A change is a year's arrangement as the State Council announced it, or single days the county closes or works
instead. Nothing takes effect without the second person; what moved is listed and journalled (`procedure.recompute`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

import statutes
from procedure import law
from procedure.access import everything, reach
from procedure.clock_facts import Reason
from procedure.corridor import Refused, begin
from procedure.journal import JournalEntry
from procedure.locks import AppendOnly
from procedure.matter import Matter, MatterQuerySet
from procedure.steps import Act, needs_facts, step


class ChangeState(models.TextChoices):
    PROPOSED = "proposed", gettext_lazy("待批准")
    IN_FORCE = "in_force", gettext_lazy("已生效")
    REFUSED = "refused", gettext_lazy("未批准")


class CalendarChangeQuerySet(MatterQuerySet):
    def in_force(self) -> "CalendarChangeQuerySet":
        """The approved changes, oldest approval first."""
        return self.filter(state=ChangeState.IN_FORCE).order_by("effective_no", "id")


S = ChangeState


@needs_facts
def reason_is_given(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return None if str(facts.get("reason", "")).strip() else _("须写明理由")


def another_person(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """Import and approval are two people's acts."""
    return _("须由提出人以外的另一人批准") if matter.recorder_id == act.by.pk else None


def nothing_newer(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """A year proposed against an older calendar must be proposed anew: its differences were read on the old one."""
    newest = CalendarChange.objects.aggregate(n=models.Max("effective_no"))["n"] or 0
    return _("提出以后日历已有变更，请重新提出以核对差异") if newest != matter.based_on_no else None


def _takes_effect(act: Act, change: "CalendarChange", entry: JournalEntry) -> None:
    law.changed()


class CalendarChange(Matter):
    """One change of the calendar with its announcement; `days` says what each day becomes."""

    YEAR, DAYS = "year", "days"

    scope = models.CharField(
        max_length=5, choices=[(YEAR, gettext_lazy("全年安排")), (DAYS, gettext_lazy("个别日子"))]
    )
    year = models.PositiveSmallIntegerField(gettext_lazy("年份"))
    announcement = models.CharField(gettext_lazy("通知文号"), max_length=120)
    reason = models.CharField(gettext_lazy("事由"), max_length=200, blank=True)
    # Place in the order of approval; 0 while it is not in force. `based_on_no` is the newest place when proposed.
    effective_no = models.PositiveIntegerField(default=0)
    based_on_no = models.PositiveIntegerField(default=0)

    objects: ClassVar[Any] = CalendarChangeQuerySet.as_manager()

    KIND = "calendar"
    KIND_NAME = gettext_lazy("日历")
    PREFIX = "RL"
    States = ChangeState
    FINAL = frozenset({ChangeState.IN_FORCE, ChangeState.REFUSED})
    readers: ClassVar[dict[str, Any]] = dict.fromkeys(
        ("legal", "leader", "principal", "supervisor", "auditor"), everything
    )

    class Meta:
        verbose_name = gettext_lazy("日历变更")
        base_manager_name = "objects"
        constraints = [
            # Two approvals at the same moment cannot take the same place: the second is rolled back.
            models.UniqueConstraint(
                fields=["effective_no"], condition=models.Q(effective_no__gt=0), name="one_change_per_place"
            )
        ]

    @step(
        gettext_noop("批准日历变更"),
        basis="record.calendar",
        source=S.PROPOSED,
        target=S.IN_FORCE,
        by=["legal", "leader", "principal"],
        guards=[another_person, nothing_newer],
        then=_takes_effect,
        hands_to=[("procedure", "recompute")],
    )
    def approve(self) -> None:
        self.effective_no = self.based_on_no + 1

    def affects_from(self) -> date:
        """The earliest day on which a due day can move because of this change."""
        first: date = min(day.on for day in self.days.all())
        if self.scope == self.DAYS:
            return first
        # An announced year also settles the last days of the year before (元旦), which were provisional.
        return date(self.year - 1, 12, 1)

    @step(
        gettext_noop("不批准日历变更"),
        basis="record.calendar",
        source=S.PROPOSED,
        target=S.REFUSED,
        by=["legal", "leader", "principal"],
        facts=Reason,
        guards=[reason_is_given],
    )
    def refuse(self, *, reason: str) -> None: ...


class CalendarDay(AppendOnly):
    """One day of a change: what it becomes and why; the change says on which announcement and by whose hand."""

    change = models.ForeignKey(CalendarChange, models.PROTECT, related_name="days")
    on = models.DateField(gettext_lazy("日期"))
    kind = models.CharField(gettext_lazy("性质"), max_length=8)
    name = models.CharField(gettext_lazy("名称"), max_length=60, blank=True)

    class Meta:
        base_manager_name = "objects"
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["change", "on"], name="one_row_per_day_of_a_change")]

    def __str__(self) -> str:
        return f"{self.on} {self.kind}"


@dataclass(frozen=True)
class Difference:
    """One day that a change would alter: kind and name before and after."""

    on: date
    before: str
    before_name: str
    after: str
    after_name: str


class BadImport(ValueError):
    """Lines of an import that cannot be read: `errors` maps the line number to the reason, in words."""

    def __init__(self, errors: dict[int, str]) -> None:
        self.errors = errors
        super().__init__("; ".join(f"{line}: {why}" for line, why in errors.items()))


KINDS = {"放假": "holiday", "停办": "closed", "上班": "make_up", "补班": "make_up", "恢复": "plain"}
LINE = re.compile(
    r"(?P<first>\d{4}-\d{2}-\d{2})(?:(?:至|~|到)(?P<last>\d{4}-\d{2}-\d{2}))?[\s,，]+(?P<kind>\S+?)(?:[\s,，]+(?P<name>.+))?$"
)
LONGEST_RANGE = 31
LONGEST_NAME = 60


def read_lines(text: str, *, year: int | None = None) -> list[tuple[date, str, str]]:
    """Read an arrangement, one line a day or range: `2027-02-05至2027-02-11 放假 春节`; blank lines and # are skipped.

    Kinds are 放假/停办, 上班/补班 and 恢复 (a plain day again). Raises `BadImport` with every bad line, none applied.
    """
    errors: dict[int, str] = {}
    found: dict[date, tuple[str, str]] = {}
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        try:
            first, last, kind, name = _read_line(line, year)
        except ValueError as wrong:
            errors[number] = str(wrong)
            continue
        for on in _days(first, last):
            if on in found:
                errors[number] = _("%(day)s 重复出现") % {"day": on}
            found[on] = (kind, name)
    if errors:
        raise BadImport(errors)
    if not found:
        raise BadImport({1: _("没有任何日子")})
    return [(on, *said) for on, said in sorted(found.items())]


def _read_line(line: str, year: int | None) -> tuple[date, date, str, str]:
    match = LINE.match(line)
    if match is None:
        raise ValueError(_("看不懂：应为“日期 性质 名称”"))
    try:
        first = date.fromisoformat(match["first"])
        last = date.fromisoformat(match["last"]) if match["last"] else first
    except ValueError:
        raise ValueError(_("没有这个日期")) from None
    if not 0 <= (last - first).days < LONGEST_RANGE:
        raise ValueError(_("日期区间颠倒或者过长"))
    if year is not None and not (of_year(first, year) and of_year(last, year)):
        raise ValueError(_("不在 %(year)d 年") % {"year": year})
    if match["kind"] not in KINDS:
        raise ValueError(_("性质应为%(kinds)s之一") % {"kinds": "、".join(KINDS)})
    name = (match["name"] or "").strip()
    kind = KINDS[match["kind"]]
    if kind != "plain" and not name:
        raise ValueError(_("须写明节日或事由"))
    if len(name) > LONGEST_NAME:
        raise ValueError(_("名称过长"))
    return first, last, kind, name


def of_year(on: date, year: int) -> bool:
    """Whether a day may stand in a year's notice: the year itself, and the December before it, which 元旦 may move."""
    return on.year == year or (on.year == year - 1 and on.month == 12)  # December


def objections_to(
    act: Act, *, scope: str, year: int, announcement: str, days: list[tuple[date, str, str]], reason: str = ""
) -> list[str]:
    """Why a change may not be proposed, in words; empty when it may. A preview asks this, and so does `propose`."""
    now = law.law().calendar
    objections = []
    if not announcement.strip():
        objections.append(_("须写明通知文号"))
    if scope == CalendarChange.DAYS and not reason.strip():
        objections.append(_("临时停办或补班须写明事由"))
    if any(on.year < now.first_year for on, _kind, _name in days):
        objections.append(_("日历自 %(year)d 年起") % {"year": now.first_year})
    if scope == CalendarChange.YEAR and not now.first_year <= year <= now.last_announced_year + 1:
        objections.append(_("须先导入 %(year)d 年的安排") % {"year": now.last_announced_year + 1})
    if scope == CalendarChange.YEAR and any(
        not of_year(on, year) or kind not in ("holiday", "make_up") for on, kind, _name in days
    ):
        objections.append(
            _("全年安排只列该年（含上年十二月）的放假和上班日；停办、恢复请按“个别日子”另行提出")
        )
    if not act.by.holds("legal", unit=None, day=localdate(act.at)):
        objections.append(_("由法制审核员提出日历变更"))
    return objections


def propose(
    act: Act, *, scope: str, year: int, announcement: str, days: list[tuple[date, str, str]], reason: str = ""
) -> CalendarChange:
    """Propose a change; it is in force once another person approves. Raises `Refused` in words."""
    objections = objections_to(
        act, scope=scope, year=year, announcement=announcement, days=days, reason=reason
    )
    if objections:
        raise Refused(_("提出日历变更"), objections)
    title = (
        f"{year}年放假安排"
        if scope == CalendarChange.YEAR
        else f"{days[0][0]}{'等' if len(days) > 1 else ''}{reason}"
    )
    with transaction.atomic():
        change = begin(
            act,
            CalendarChange,
            name=gettext_noop("提出日历变更"),
            basis="record.calendar",
            by=("legal",),
            facts={"announcement": announcement, "reason": reason, "days": [list(day) for day in days]},
            title=title[:200],
            received_at=act.at,
            state=S.PROPOSED,
            scope=scope,
            year=year,
            announcement=announcement,
            reason=reason,
            based_on_no=CalendarChange.objects.aggregate(n=models.Max("effective_no"))["n"] or 0,
        )
        for on, kind, name in days:
            CalendarDay.objects.create(change=change, on=on, kind=kind, name=name)
    return change


def differences(change: CalendarChange) -> list[Difference]:
    """What a change alters, day by day, against the calendar as it was without it."""
    if not change.effective_no:
        return differing(law.law().calendar, change.scope, change.year, _told(change))
    rows = CalendarChange.objects.in_force().filter(effective_no__lte=change.effective_no)
    *earlier, told = rows.prefetch_related("days")
    return differing(law.calendar_of(earlier), change.scope, change.year, _told(told))


def _told(change: CalendarChange) -> list[tuple[date, str, str]]:
    return [(day.on, day.kind, day.name) for day in change.days.all()]


def differing(
    base: statutes.Calendar, scope: str, year: int, days: list[tuple[date, str, str]]
) -> list[Difference]:
    """What a change, made or only meant, alters on a calendar; days on which nothing changes are left out."""
    after = law.laid_over(base, scope, year, "", days)
    on_days = [on for on, _kind, _name in sorted(days)]
    if scope == CalendarChange.YEAR:
        on_days = _days(date(year - 1, 12, 1), date(year, 12, 31))
    found = []
    for on in on_days:
        one, other = (base.kind(on), base.name(on)), (after.kind(on), after.name(on))
        if one != other:
            found.append(Difference(on, *one, *other))
    return found


def changes_for(officer: Any, *, year: int) -> list[CalendarChange]:
    """The changes this officer may read, newest first, each with its `answers` (approval or refusal).

    `shown` are the days of it that lie in the one year asked for.
    """
    days = CalendarDay.objects.filter(on__year=year)
    answers = JournalEntry.objects.filter(verb__in=("approve", "refuse"))
    rows = CalendarChange.objects.filter(reach(officer)).select_related("recorder")
    rows = rows.prefetch_related(
        models.Prefetch("days", days, to_attr="shown"), models.Prefetch("journal", answers, to_attr="answers")
    )
    return list(rows.order_by("-received_at", "-id"))


def _days(first: date, last: date) -> list[date]:
    return [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
