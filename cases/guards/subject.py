"""The objections to a paper for the other party: its subject is stated, and names nobody who is sealed."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

import statutes
from identity.leak import LeakCheckFailed, leaks
from procedure.steps import Act, needs_facts


@needs_facts
def subject_is_stated(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """The other party's papers say what the dispute is about in the bureau's words, not the caller's (arts. 9, 37)."""
    if str(facts.get("subject") or "").strip() or matter.subject:
        return None
    source = statutes.rule("intake.confidentiality").on(matter.law_day()).source
    return _("须先写明投诉事项：给被投诉人的文书不用投诉人的原话（%(source)s）") % {"source": source}


@needs_facts
def subject_names_nobody(matter: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """No sealed value stands in it; what cannot be checked is not written."""
    said = "\n".join(str(facts.get(name) or "") for name in ("subject", "claim"))
    refs = [ref for ref in (matter.person_ref, *matter.submission.other_refs) if ref]
    if not said.strip():
        return None
    try:
        found = leaks(refs, said, public=[matter.respondent] if matter.respondent else [])
    except LeakCheckFailed:
        return _("无法核对文字中是否含有封存的身份，暂不能办理")
    return _("投诉事项中含有封存的身份信息，请删去后再办") if found else None


stated = (subject_is_stated, subject_names_nobody)
"""What the act that states the subject must pass."""
