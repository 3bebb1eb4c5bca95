"""The objection to a paper for the other party: that nobody stated its subject. That it names nobody the corridor asks."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

import statutes
from procedure.steps import Act, needs_facts


@needs_facts
def subject_is_stated(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """The other party's papers say what the dispute is about in the bureau's words, not the caller's (arts. 9, 37)."""
    if str(facts.get("subject") or "").strip() or matter.subject:
        return None
    source = statutes.rule("intake.confidentiality").on(matter.law_day()).source
    return _("须先写明投诉事项：给被投诉人的文书不用投诉人的原话（%(source)s）") % {"source": source}
