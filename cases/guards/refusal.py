"""The objection to closing a complaint whose demand was left unmet, before anybody asked whether that is a violation."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cases.refusal import last_day
from procedure.steps import Act, needs_facts


@needs_facts
def refusal_is_weighed(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """A demand unmet for more than fifteen days is a lead to be checked: a "none" from before they were over is no answer."""
    if matter.state != "terminated" or matter.lead_found == "yes":
        return None
    found = last_day(matter)
    if found is None or localdate(act.at) <= found[0]:
        return None
    checked = matter.journal.filter(verb="check_lead").order_by("-seq").first()
    if checked is not None and localdate(checked.at) > found[0]:
        return None
    return _("被投诉人逾 %(day)s 仍未答应合理要求，须就此再作线索核查（%(source)s）") % {
        "day": found[0],
        "source": found[1].source,
    }
