"""Saying that a matter concerns one of our own people: from then on they neither see it nor act on it."""

from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from offices.roles import Office
from procedure import concerns
from procedure.access import matters_for
from procedure.corridor import Refused, judge_text, record
from procedure.journal import JournalEntry
from procedure.matter import Matter
from procedure.steps import Act

NAME = gettext_noop("登记涉及本局人员")
MAY_NAME = frozenset({Office.DISCIPLINE, Office.AUDITOR, Office.CUSTODIAN})


def name_concerned(act: Act, matter: Matter, officer: Any, *, reason: str) -> JournalEntry:
    """Say that a matter concerns an officer; of yourself everybody may, of another the liaison, auditor or custodian.

    The entry says that somebody was named and why, not who: the row alone does, and no page shows it. Raises
    `Refused`.
    """
    day = localdate(act.at)
    said = []
    if not matters_for(act.by, day).filter(pk=matter.pk).exists():
        said.append(_("没有这一事项"))
    if officer.pk != act.by.pk and not act.by.offices_on(day) & MAY_NAME:
        said.append(_("由纪检监察联络员、审计员或者保管员登记；本人可以自行申报"))
    if not reason.strip():
        said.append(_("须写明理由"))
    if said:
        raise Refused(_(NAME), said)
    judge_text(act, matter, NAME, reason)
    with transaction.atomic():
        entry = record(
            act, matter, NAME, basis="disclosure.recusal", verb="name_concerned", facts={"reason": reason}
        )
        concerns.write(matter, officer, entry)
    return entry
