"""A lead: a suspected violation found on the way, verified as a report of its own, with nobody as its reporter."""

from datetime import datetime, time
from typing import Any

from django.apps import apps
from django.utils.timezone import get_current_timezone, localdate

from cases.procedures.hub import TARGET
from cases.states import ReportState
from jurisdiction.access import OWN_DEPARTMENT
from procedure.clock_acts import Opens
from procedure.corridor import begin
from procedure.journal import JournalEntry
from procedure.steps import Act


def open_lead_report(act: Act, complaint: Any, entry: JournalEntry) -> None:
    """Open the report a complaint gave rise to; its fifteen working days run from discovery.

    It goes to the complaint's own unit; that of a complaint withdrawn before any unit had it waits to be dispatched.

    The complaint stays what it is: no penalty comes out of it (令121 art. 27, 程序规定 art. 18).
    """
    report: Any = apps.get_model("cases", "Report")
    discovered = datetime.fromisoformat(entry.facts["discovered_on"]).date()
    same_day = discovered == localdate(act.at)
    found_at = act.at if same_day else datetime.combine(discovered, time(12), tzinfo=get_current_timezone())
    # Found on the very day of the complaint it was not found before it.
    found_at = max(found_at, complaint.received_at)
    begin(
        act,
        report,
        name="登记线索",
        basis="report.intake",
        by=(entry.office,) if entry.office else (),
        opens=(Opens("report.verification", since_receipt=True), *(() if complaint.unit else (TARGET,))),
        facts={"content": entry.facts["content"], "lead_source": "complaint"},
        state=ReportState.DISPATCHED if complaint.unit else ReportState.RECEIVED,
        received_at=found_at,
        title=entry.facts["content"].strip().splitlines()[0][:60],
        respondent=complaint.respondent,
        submission=complaint.submission,
        parent=complaint,
        pseudonym="投诉中发现的线索",
        source="complaint",
        department=OWN_DEPARTMENT if complaint.unit else "",
        unit=complaint.unit,
        duty_item=complaint.duty_item,
    )
