"""Facts of the papers of the report; see `documents.forms.report`."""

from datetime import date
from typing import Any

import statutes
from cases.states import ReportState
from documents.date_facts import unit_name
from documents.facts.intake import source_words
from documents.facts.occasion import Occasion, about, cited, due_of, ground_of, said_before, source_of
from documents.facts.told import ANONYMOUS, NOBODY, SEALED, told

_DUTIES = "report.duty_to_tell"


def _case_source(matter: Any, said: Occasion) -> dict[str, Any]:
    """Form 1 of the penalty set: what came in, from whom by pseudonym, and which two officers verify it."""
    day = matter.law_day()
    words = told(matter.submission)
    officers = [said.text("handler") or str(matter.handler or "")]
    officers.append(said.text("co_handler") or str(matter.co_handler or ""))
    return {
        **about(matter),
        "addressee": unit_name(matter.unit),
        "source": source_words(matter),
        "provider": matter.pseudonym,
        "identity": NOBODY if matter.source else ANONYMOUS if matter.anonymous else SEALED,
        # What an officer found in a complaint was said when the lead was opened; the caller said something else.
        "subject": (said_before(matter, said, "content") if matter.source else "") or words["subject"],
        "respondent_address": words["respondent_address"],
        "proof": words["proof"],
        "source_paper": words["source_paper"],
        "handler": "、".join(officer for officer in officers if officer),
        "due_on": due_of(matter, "report.verification", "complaint.lead_check"),
        "basis": source_of("report.verification", day),
    }


def _redirect_notice(matter: Any, said: Occasion) -> dict[str, Any]:
    return {
        **_to_informant(matter),
        "to": said.text("to"),
        "reason": said.text("reason"),
        "basis": source_of("report.redirect", matter.law_day()),
    }


def _result_notice(matter: Any, said: Occasion) -> dict[str, Any]:
    """Form 10: only where a law asks for it, and then with that very law and article (令121 art. 36)."""
    return {
        **_to_informant(matter),
        "duty_basis": said.text("duty_source") or _duty_source(said.text("duty"), matter.law_day()),
        "result": said.text("result"),
        # A statute's own term may end while the report is still being verified: then what was done so far is told.
        "so_far": "核查中" if said.state == ReportState.VERIFYING else "",
        "basis": source_of("report.result_notice", matter.law_day()),
        # Kept with the paper and not printed: its service stops the term of this very duty and of no other.
        "answers": _term_of(said.text("duty"), matter.law_day()),
    }


def _term_of(duty: str, day: date) -> list[str]:
    """The clock a notice of this duty answers: the statute's own, or our target where it names no number."""
    return [str(statutes.rule("report.duty_to_tell").on(day).params.get(duty, "report.result_target"))]


def _filing_notice_2019(matter: Any, said: Occasion) -> dict[str, Any]:
    return {
        **_to_informant(matter),
        "decided_on": said.on,
        "decision_basis": cited(said, "report.filing", matter.law_day()),
        "basis": source_of("report.filing_notice", matter.law_day()),
    }


def _non_filing_notice_2019(matter: Any, said: Occasion) -> dict[str, Any]:
    """The decision and its ground; what the verification found stays in the file (令20 art. 33)."""
    day = matter.law_day()
    ground = said.text("ground") or matter.not_filed_on_ground
    return {
        **_to_informant(matter),
        "decided_on": said.on,
        "decision_basis": cited(said, "report.non_filing", day),
        "ground": ground_of("report.non_filing", ground, day),
        "ground_no": ground,
        "basis": source_of("report.filing_notice", day),
    }


def _duty_source(code: str, day: Any) -> str:
    """The law and article that ask for the notice; empty for a code without one, so that no notice goes out on none."""
    version = statutes.rule(_DUTIES).on(day)
    return version.item(code).source if version.has_item(code) else ""


def _to_informant(matter: Any) -> dict[str, Any]:
    return {**about(matter), "addressee": matter.pseudonym}


MAKERS = {
    "case_source": _case_source,
    "redirect_notice": _redirect_notice,
    "result_notice": _result_notice,
    "filing_notice_2019": _filing_notice_2019,
    "non_filing_notice_2019": _non_filing_notice_2019,
}
