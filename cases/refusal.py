"""The trader who leaves a lawful demand unmet: from the sixteenth day he counts as refusing, and that is a lead.

No clock runs for it: the fifteen days are the trader's and not the bureau's, and would stand among its own missed
terms. The lead check, without which nothing is closed, is answered with the days in view (处罚办法 arts. 8 to 10).
"""

from datetime import date
from typing import Any

from django.utils.timezone import localdate

import statutes
from procedure.law import law

RULE = "complaint.trader_refusal"


def last_day(complaint: Any) -> tuple[date, "statutes.Version"] | None:
    """The day by which the trader should have met the demand, counted from when he was told of it; None where he was not.

    He is told when he is asked about mediation; that the consumer may have asked him before, only the file can say.
    """
    asked = next(
        (
            entry
            for entry in complaint.journal.filter(verb="ask_consent").order_by("seq")
            if entry.facts.get("party") == "respondent"
        ),
        None,
    )
    if asked is None:
        return None
    version = statutes.rule(RULE).on(localdate(asked.at))
    return law().reckon(version, localdate(asked.at)).due_on, version
