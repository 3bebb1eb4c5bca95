"""A caller's earlier matters, found again by number through the blind index, without a name on the screen.

Whoever types a number asks who somebody is. So the question itself is kept, is limited, and shows a report only to
the clerk who took it: a neighbour's number must not tell anyone that the neighbour reported.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from cases.models import CallerLookup, Complaint, Report
from identity.blind import same_person
from procedure.corridor import Refused
from procedure.steps import Act

MOST_AN_HOUR = 60
MOST_SHOWN = 8


@dataclass(frozen=True)
class Earlier:
    """One earlier matter as the call-centre may see it; `readable` says whether its page opens to this officer."""

    number: str
    kind: str
    state: Any
    respondent: str
    received_on: date
    readable: bool


def earlier_matters(act: Act, *, phone: str = "", id_number: str = "") -> list[Earlier]:
    """The caller's complaints, and those reports this officer took himself, newest first, eight at most.

    Raises `Refused` after sixty questions within the hour.
    """
    asked = CallerLookup.objects.filter(officer=act.by, asked_at__gt=act.at - timedelta(hours=1)).count()
    if asked >= MOST_AN_HOUR:
        raise Refused(_("查询来电人的历史来件"), [_("一小时内查询次数过多，请稍后再查")])
    refs = same_person(phone=phone, id_number=id_number)[: 4 * MOST_SHOWN]
    found = _found(act.by, refs) if refs else []
    CallerLookup.objects.create(officer=act.by, asked_at=act.at, shown=len(found))
    return [_shown(matter, act.by) for matter in found]


def _found(officer: Any, refs: list[str]) -> list[Any]:
    """The complaints of these references and the reports this officer took, newest first."""
    complaints = Complaint.objects.filter(person_ref__in=refs)
    own_reports = Report.objects.filter(person_ref__in=refs, recorder_id=officer.pk)
    newest = sorted((*complaints, *own_reports), key=lambda each: (each.received_at, each.pk), reverse=True)
    return newest[:MOST_SHOWN]


def _shown(matter: Any, officer: Any) -> Earlier:
    return Earlier(
        number=matter.number,
        kind=matter.kind,
        state=matter.state_name,
        respondent=matter.respondent,
        received_on=matter.received_on,
        readable=matter.recorder_id == officer.pk,
    )
