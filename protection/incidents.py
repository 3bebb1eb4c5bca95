"""Reporting a leak, or the fear of one: any officer may, at once; from then on the custodian and the auditor act."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from offices.models import Officer
from offices.roles import Office
from procedure.access import matters_for
from procedure.corridor import Refused, begin
from procedure.law import law_scope
from procedure.matter import Matter
from procedure.steps import Act
from protection.closed import close_to
from protection.procedures.incident import CONTAINMENT, Incident
from protection.states_incident import IncidentState

LONGEST = 4000
TITLE = gettext_noop("泄露事件")


def report_suspicion(
    act: Act, suspicion: str, *, about: Matter | None = None, suspected: Sequence[Officer] = ()
) -> Incident:
    """Enter that personal data got out, or may have; the day for stopping it begins. Raises `Refused` in words.

    `about` must be a matter the reporting officer may read. `suspected` never read the incident.
    """
    objections = [] if suspicion.strip() else [_("请写明发现了什么")]
    if len(suspicion) > LONGEST:
        objections.append(_("不超过 %(most)d 字") % {"most": LONGEST})
    if about is not None and not matters_for(act.by).filter(pk=about.pk).exists():
        objections.append(_("没有这一件事项"))
    if objections:
        raise Refused(_("报告泄露事件"), objections)
    with transaction.atomic(), law_scope(act=True):
        incident = begin(
            act,
            Incident,
            name=gettext_noop("报告泄露事件"),
            basis="incident.remedy",
            opens=(CONTAINMENT,),
            by=tuple(Office.values),
            facts={},
            state=IncidentState.SUSPECTED,
            received_at=act.at,
            title=TITLE,
            parent=about,
            suspicion=suspicion,
        )
        close_to(incident, suspected, by=act.by, at=act.at)
    return incident
