"""What will become of the sheet, said while the clerk types: which files are opened, until when, and whose matter it is.

The days are reckoned here as they will be on filing; what decides is filed, never this preview.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

import statutes
from cases import checks
from cases.competence import place_of
from cases.intake import TERMS, chosen
from cases.procedures.hub import HOTLINE
from cases.split import Suggestion, suggest
from cases.states import NO_FILER, Channel
from desk.clock_words import length
from desk.intake_form import AS
from jurisdiction import Facts, Finding, find
from procedure.law import law, law_scope

FINDINGS_SHOWN = 2


@dataclass(frozen=True)
class FileToOpen:
    """One matter that filing will open: its kind, what it asks for, its term and the day on which that ends.

    `barred` says in words why it cannot be opened as the sheet stands.
    """

    kind: str
    needs: str
    term: str
    title: str
    due_on: date
    source: str
    provisional: bool
    barred: str = ""


@dataclass(frozen=True)
class Beside:
    """A further term that starts with the filing: the hotline's own."""

    title: str
    due_on: date
    source: str


@dataclass(frozen=True)
class Venue:
    """Whether the kind of trader makes it ours: the article, the reasons, and the answer where the address gives one."""

    kind: str
    source: str
    reasons: tuple[str, ...]
    ours: bool | None


@dataclass(frozen=True)
class Preview:
    """Everything the live line shows."""

    suggestion: Suggestion
    decided: bool
    files: list[FileToOpen]
    beside: list[Beside]
    findings: list[Finding]
    venues: list[Venue]


def preview(said: Mapping[str, Any]) -> Preview:
    """The preview of a sheet whose fields are these; a moment of receipt that cannot be counted from is taken as now."""
    moment = _moment(said.get("received_at"))
    suggestion = suggest(said["text"], said["request"])
    wanted = _wanted(said, suggestion)
    facts = Facts(
        text=f"{said['text']}\n{said['request']}",
        product=said["product"],
        stage=said["stage"],
        place=said["business_address"],
    )
    with law_scope():
        files = [_file(kind, moment, said) for kind in wanted]
        beside = [_beside(HOTLINE, moment)] if said["channel"] == Channel.HOTLINE and wanted else []
    return Preview(
        suggestion=suggestion,
        decided=bool(said["filed_as"]),
        files=files,
        beside=beside,
        findings=find(facts, localdate(moment))[:FINDINGS_SHOWN],
        venues=[venue for kind in wanted or ["complaint"] for venue in _venue(kind, said, localdate(moment))],
    )


def _moment(said: Any) -> datetime:
    try:
        return checks.received_at(said) if said else timezone.now()
    except ValidationError:
        return timezone.now()


def _wanted(said: Mapping[str, Any], suggestion: Suggestion) -> list[str]:
    as_complaint, as_report = AS.get(said["filed_as"], (None, None))
    # Who typed a name on a lead's sheet all the same says so by choosing.
    opened = chosen(suggestion, as_complaint, as_report, has_filer=said["channel"] not in NO_FILER)
    return [kind for kind, asked in zip(TERMS, opened, strict=True) if asked]


def _file(kind: str, moment: datetime, said: Mapping[str, Any]) -> FileToOpen:
    rule = TERMS[kind]
    version = law().governing(rule, localdate(moment)).version
    reckoned = law().reckon(version, localdate(moment))
    needs = {
        "complaint": _("须实名：姓名、电话；决定是否受理并告知"),
        "report": _("可以匿名，身份封存；核查并决定是否立案"),
    }
    if said["channel"] in NO_FILER:
        needs["report"] = _("线索，没有举报人；核查并决定是否立案")
    barred = _("已选匿名：投诉须实名") if kind == "complaint" and said["anonymous"] else ""
    return FileToOpen(
        kind=kind,
        needs=needs[kind],
        term=length(version.amount, version.unit),
        title=_(statutes.rule(rule).title),
        due_on=reckoned.due_on,
        source=version.source,
        provisional=reckoned.provisional,
        barred=barred,
    )


def _beside(rule: str, moment: datetime) -> Beside:
    version = law().governing(rule, localdate(moment)).version
    reckoned = law().reckon(version, localdate(moment))
    return Beside(_(statutes.rule(rule).title), reckoned.due_on, version.source)


def _venue(kind: str, said: Mapping[str, Any], day: date) -> list[Venue]:
    """Whether place and trader make it ours; nothing where nobody said what kind of trader it is."""
    reachable = {"yes": True, "no": False}.get(said["address_reachable"])
    found = place_of(kind, said["trader_kind"], said["business_address"], day, address_reachable=reachable)
    return [] if found is None else [Venue(kind, found.source, found.reasons, found.ours)]
