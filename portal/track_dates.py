"""The days a filer waits for: which rule sets them, in its words, what moved them, and where anyone may reckon them anew."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

import statutes
from cases.tracking import Stage, ToldReport
from portal.words import period
from procedure.clocks import Clock, clocks_of
from procedure.law import law
from procedure.reckoning import offered

OF_A_COMPLAINT = ("complaint.acceptance", "complaint.mediation", "complaint.termination_notice")
"""The terms a complainant waits for; the house's own targets are not his."""

ROWS = 3  # how many intervals the public page of dates takes
VERIFICATION = "report.verification"


@dataclass(frozen=True)
class Awaited:
    """One day: what it is for, the rule's article and words, what moved it in plain sentences, and its explanation."""

    title: str
    due_on: date | None
    source: str
    words: str
    length: str
    unverified: bool
    moved: tuple[str, ...] = ()
    address: str = ""
    note: str = ""
    provisional: bool = False


def of_complaint(complaint: Any) -> list[Awaited]:
    """The running terms a complainant waits for, the earliest first; a paused one has no day."""
    running = [c for c in clocks_of(complaint) if c.ended_id is None and c.rule in OF_A_COMPLAINT]
    return [of_clock(clock) for clock in sorted(running, key=lambda c: (c.due_on, c.pk))]


def of_clock(clock: Clock) -> Awaited:
    """A running term with everything that moved it."""
    reckoning = clock.reckoning()
    version = reckoning.version
    pauses = [p for p in clock.standing_pauses() if p.ground in statutes.grounds_of(version)]
    moved = [_paused(pause, version) for pause in pauses]
    moved += [
        _("经批准延长%(n)s%(unit)s（%(source)s）")
        % {"n": each.amount, "unit": _unit(version), "source": version.source}
        for each in clock.granted()
    ]
    return Awaited(
        title=_(clock.title),
        due_on=None if clock.paused else reckoning.due_on,
        source=version.source,
        words=version.words,
        length=period(version),
        unverified=version.unverified,
        moved=tuple(moved),
        provisional=reckoning.provisional,
        address=""
        if clock.standing_restarts() or len(pauses) > ROWS or any(p.end_on is None for p in pauses)
        else _address(
            version.rule,
            localdate(clock.started_at),
            clock.matter.law_day(),
            [(p.start_on, p.end_on, p.ground) for p in pauses],
            [each.amount for each in clock.granted()],
        ),
        note=_("期限现在停着，恢复以后才有届满日") if clock.paused else "",
    )


def of_report(report: Any, told: ToldReport) -> list[Awaited]:
    """What a reporter may know: the term the rule gives from receipt, and those by which he must be told.

    Reckoned from the day of receipt alone: whether it was extended or stood still is how the report is handled.
    """
    rules = [VERIFICATION] if told.stage in {Stage.RECEIVED, Stage.VERIFYING} else []
    if not told.results:
        rules += [rule for rule in told.terms if told.stage != Stage.ELSEWHERE]
    return [found for rule in rules if (found := _from_receipt(report, rule)) is not None]


def _from_receipt(report: Any, rule: str) -> Awaited | None:
    if not statutes.rule(rule).in_force_on(report.law_day()):
        return None
    version = law().governing(rule, report.law_day()).version
    reckoning = law().reckon(version, report.received_on)
    may_extend = version.extension is not None
    return Awaited(
        title=_(statutes.rule(rule).title),
        due_on=reckoning.due_on,
        provisional=reckoning.provisional,
        source=version.source,
        words=version.words,
        length=period(version),
        unverified=version.unverified,
        address=_address(rule, report.received_on, report.law_day(), [], []),
        note=_("从收到之日算起；依法可以延长，检测、鉴定等时间不计入，是否延长不在这里说明")
        if may_extend
        else "",
    )


def link(rule: str, start: date, law_day: date) -> str:
    """The public page that explains a day, empty for a rule it does not offer."""
    return _address(rule, start, law_day, [], [])


def _address(
    rule: str,
    start: date,
    law_day: date,
    intervals: Iterable[tuple[date, date | None, str]],
    extensions: Iterable[int],
) -> str:
    if rule not in {each.name for each in offered()}:
        return ""
    asked = {"rule": rule, "start": start.isoformat(), "law_day": law_day.isoformat()}
    for n, (first, last, ground) in enumerate(intervals, start=1):
        asked |= {f"from_{n}": first.isoformat(), f"to_{n}": str(last or ""), f"ground_{n}": ground}
    if said := ",".join(str(n) for n in extensions):
        asked["extensions"] = said
    return f"{reverse('portal:reckon')}?{urlencode(asked)}"


def _paused(pause: Any, version: Any) -> str:
    facts = {
        "from": pause.start_on.isoformat(),
        "to": pause.end_on.isoformat() if pause.end_on else _("至今"),
        "ground": _(pause.ground),
        "source": version.source,
    }
    return _("%(from)s 至 %(to)s %(ground)s，不计入期限（%(source)s）") % facts


def _unit(version: Any) -> str:
    return _(statutes.UNITS[version.unit or ""])
