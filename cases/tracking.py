"""What whoever filed a matter is told of it: which matter a code opens, until when its story is told, and how far.

Of a complaint everything that concerns the complainant. Of a report what the law lets a reporter know and no more
(Order 121 arts. 34, 36, 37): that it was received, that it is being verified, where it went, and the decision where
the statute of its field says that he is told; and this only as it stood when the last working day was over, so that a
change of the page cannot be laid beside what somebody did at his desk.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.utils.timezone import localdate, make_aware

import statutes
from cases.doorstep import day_of
from cases.models import Complaint, OfficialClue, Report
from cases.states import ReportState as R
from cases.telling import RULE
from identity.codes import check_code, ref_of
from procedure.journal import JournalEntry
from procedure.law import law
from procedure.matter import Matter
from procedure.steps import FILER

# --- which matter a code opens -------------------------------------------------------------------------------------


def ref_behind(code: str, number: str = "") -> str | None:
    """The reference a typed code opens, alone or (issued before codes went alone) with its matter's number; else None.

    Both ways are gone whatever is found, so that an answer does not say by its time which of them failed.
    """
    alone, older = ref_of(code), _ref_of_number(number)
    with_number = check_code(older, code)
    return alone or (older if with_number else None)


def matter_of(ref: str) -> Matter | None:
    """The one matter that was filed under a reference; None for a person who filed none, as an agent.

    Complaint and report of one contact were sealed under two references, so the code of one never opens the other; an
    agent and representatives have no code of their own and use the complaint's.
    """
    if not ref:
        return None
    for kind in (Complaint, Report, OfficialClue):
        found: Matter | None = kind._base_manager.filter(person_ref=ref).first()
        if found is not None:
            return found
    return None


def _ref_of_number(number: str) -> str:
    wanted = number.strip().upper()
    if not wanted.isprintable() or not wanted or len(wanted) > 24:
        wanted = "-"
    for kind in (Complaint, Report, OfficialClue):
        ref = kind._base_manager.filter(number=wanted).values_list("person_ref", flat=True).first()
        if ref:
            return str(ref)
    return ""


def moment_of(matter: Any, now: datetime) -> datetime:
    """When an act of the filer is entered: of somebody who gave no name, only the day is kept."""
    return day_of(now) if getattr(matter, "anonymous", matter.kind == "clue") else now


# --- how far the story is told ---------------------------------------------------------------------------------------


def told_until(now: datetime) -> datetime:
    """The end of the last working day before today: what was done since is told another day."""
    last = law().calendar.working_before(localdate(now), 1)
    return _midnight(last + timedelta(days=1))


def told_entries(matter: Matter, until: datetime) -> list[JournalEntry]:
    """The journal as far as the filer is told of it, oldest first: what stood by then, and what he did himself."""
    return [
        entry
        for entry in matter.journal.order_by("seq")
        if (entry.at < until and entry.office != FILER) or _moved_by_filer(entry) or entry.seq == 1
    ]


def _moved_by_filer(entry: JournalEntry) -> bool:
    # A note he left changes no state; but the entry of it names the state of its moment, which he may not know yet.
    return entry.office == FILER and entry.before != entry.after


def _midnight(day: Any) -> datetime:
    return make_aware(datetime.combine(day, time.min))


# --- the report ------------------------------------------------------------------------------------------------------


class Stage(StrEnum):
    """What a reporter is told of where his report stands."""

    RECEIVED = "received"
    VERIFYING = "verifying"
    ELSEWHERE = "elsewhere"
    FILED = "filed"
    NOT_FILED = "not_filed"
    ENDED = "ended"


STAGES: Mapping[str, Stage] = {
    R.RECEIVED: Stage.RECEIVED,
    R.DISPATCHED: Stage.RECEIVED,
    R.DISPUTED: Stage.RECEIVED,
    R.ESCALATED: Stage.RECEIVED,
    R.VERIFYING: Stage.VERIFYING,
    R.MERGED: Stage.VERIFYING,
    # Whether a case was filed is told by the statute of the field alone; else it is still being handled.
    R.FILED: Stage.VERIFYING,
    R.NOT_FILED: Stage.VERIFYING,
    R.REDIRECTED: Stage.ELSEWHERE,
    R.TRANSFERRED: Stage.ELSEWHERE,
    R.DUPLICATE: Stage.ENDED,
    R.CLOSED: Stage.ENDED,
}
"""What is told in each state when no statute says more."""


@dataclass(frozen=True)
class ToldReport:
    """What a reporter is told: the stage, where it went, the statutes that let him know, what he was told in words."""

    stage: Stage
    went_to: str = ""
    duties: tuple["statutes.Item", ...] = ()
    terms: tuple[str, ...] = ()
    results: tuple[tuple[Any, str], ...] = ()


def told_report(report: Any, now: datetime) -> ToldReport:
    """What the reporter is told today; a lead that nobody reported has nobody to be told."""
    entries = told_entries(report, told_until(now))
    state, ended_as = entries[-1].after, entries[-1].after
    if state == R.CLOSED:
        ended_as = next((e.before for e in reversed(entries) if e.after == R.CLOSED != e.before), state)
    duties = duties_towards(report, _domains(entries))
    stage = STAGES[state]
    if ended_as in {R.REDIRECTED, R.TRANSFERRED}:
        stage = Stage.ELSEWHERE
    elif ended_as in {R.FILED, R.NOT_FILED} and (duties or _told_of_filing(report)):
        stage = Stage.FILED if ended_as == R.FILED else Stage.NOT_FILED
    if state == R.MERGED:
        stage = _of_the_host(report, now) or stage
    params = statutes.rule(RULE).on(report.law_day()).params
    return ToldReport(
        stage=stage,
        went_to=_went_to(entries) if stage == Stage.ELSEWHERE else "",
        duties=tuple(duties),
        terms=tuple(str(params[duty.code]) for duty in duties if duty.code in params),
        results=tuple(
            (localdate(entry.at), str(entry.facts.get("result", "")))
            for entry in entries
            if entry.verb == "tell_result"
        ),
    )


def duties_towards(report: Any, domains: Iterable[str]) -> list["statutes.Item"]:
    """The statutes of these fields by which this reporter is told the result.

    One who gave no name is told by his code, except where the statute binds towards a reporter by name alone.
    """
    if not report.person_ref:
        return []
    version = statutes.rule(RULE).on(report.law_day())
    by_name = set(version.params.get("real_name_only", ())) if report.anonymous else set()
    chosen = set(domains) - by_name
    return [item for item in version.items if item.code in chosen and item.source]


def _told_of_filing(report: Any) -> bool:
    """Whether whoever reported by name is told of the decision whatever the field (令20 art. 31(2); no more since 令121)."""
    return not report.anonymous and statutes.rule("report.filing_notice").in_force_on(report.law_day())


def _domains(entries: list[JournalEntry]) -> list[str]:
    said = next((entry.facts.get("domains") for entry in reversed(entries) if entry.verb == "classify"), None)
    return list(said or ())


def _went_to(entries: list[JournalEntry]) -> str:
    for entry in reversed(entries):
        if entry.after in {R.REDIRECTED, R.TRANSFERRED} and entry.before != entry.after:
            return str(entry.facts.get("to") or entry.facts.get("department") or "")
    return ""


def _of_the_host(report: Any, now: datetime) -> Stage | None:
    """Ended when the report it was merged into has ended; more of that one is told to who holds its own code."""
    host = Report._base_manager.filter(number=report.went_with).first()
    if host is None or host.went_with:
        return None
    return Stage.ENDED if told_entries(host, told_until(now))[-1].after in Report.FINAL else None


# --- the complaint -----------------------------------------------------------------------------------------------------


def ended_as(complaint: Any) -> str:
    """The state in which a closed complaint had ended, such as "not_accepted"; its own state while it is not closed."""
    if complaint.state != "closed":
        return str(complaint.state)
    entry = complaint.journal.filter(after="closed").exclude(before="closed").order_by("-seq").first()
    return str(entry.before) if entry else "closed"


def day_told(matter: Any, *verbs: str) -> Any:
    """The day of the last act of these kinds, for terms that run from it; None when there was none."""
    entry = matter.journal.filter(verb__in=verbs).order_by("-seq").first()
    return localdate(entry.at) if entry else None
