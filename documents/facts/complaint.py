"""Facts of the papers of the complaint; see `documents.forms.complaint`.

What the act itself stated goes before what the matter remembers: of several notices each says its own.
"""

from decimal import Decimal, InvalidOperation
from typing import Any

from cases.subject import claimed, for_others
from documents.date_facts import unit_name
from documents.facts.occasion import (
    Occasion,
    about,
    cited,
    clock_source,
    due_of,
    ground_of,
    one_enumeration,
    routes,
    source_of,
)
from documents.facts.told import NOT_LISTED
from documents.numerals import NotMoney, money_in_figures

_OWN_PAPERS = "本人身份证明材料"
_WHY = {
    "waived": "双方当事人同意不制作调解书",
    "performed": "调解协议已经即时履行",
    "remote": "采用互联网、电话等非现场方式调解",
}
_WAYS = {"on_site": "现场调解", "remote": "非现场调解"}
HUB = "HUB"


def _identity_request(matter: Any, said: Occasion) -> dict[str, Any]:
    day = matter.law_day()
    return {
        **_to_complainant(matter),
        "papers": said.texts("papers"),
        "until_on": said.day("until_on"),
        "warning_basis": one_enumeration(
            source_of("complaint.materials", day), source_of("complaint.non_acceptance", day)
        ),
        "basis": cited(said, "complaint.identity", day),
    }


def _acceptance(matter: Any, said: Occasion) -> dict[str, Any]:
    return {
        **_to_complainant(matter),
        **_for_the_other_party(matter, said),
        "handler": str(matter.handler or ""),
        "handler_phone": matter.handler.phone if matter.handler else "",
        "mediation_due": due_of(matter, "complaint.mediation"),
        "mediation_basis": clock_source(matter, "complaint.mediation"),
        "basis": source_of("complaint.acceptance", matter.law_day()),
    }


def _non_acceptance(matter: Any, said: Occasion) -> dict[str, Any]:
    day = matter.law_day()
    ground = said.text("ground") or matter.declined_on_ground
    weighed = [ground_of("complaint.consumption_factors", code, day) for code in said.texts("factors")]
    return {
        **_to_complainant(matter),
        **routes(day),
        "ground": ground_of("complaint.non_acceptance", ground, day),
        "ground_no": ground,
        "reason": said.text("reason") or matter.decline_reason,
        "legal_basis": said.text("legal_basis"),
        "factors": [words for words in weighed if words],
        "factors_basis": source_of("complaint.consumption_factors", day),
        "basis": source_of("complaint.non_acceptance", day),
    }


def _mediation_notice(matter: Any, said: Occasion) -> dict[str, Any]:
    day = matter.law_day()
    return {
        **about(matter),
        **_for_the_other_party(matter, said),
        "addressee": _parties(matter),
        "held_at": said.moment("held_at"),
        "place": said.text("place"),
        "papers": [_OWN_PAPERS, *(each for each in said.texts("papers") if each != _OWN_PAPERS)],
        "mediators": said.text("mediators") or matter.mediators,
        "recusal_days": said.text("recusal_days"),
        "recusal_basis": source_of("complaint.recusal", day),
        "basis": cited(said, "complaint.mediation_notice", day),
    }


def _mediation_agreement(matter: Any, said: Occasion) -> dict[str, Any]:
    return {
        **_mediated(matter, said),
        "addressee": _parties(matter),
        "request": _claim(matter) or NOT_LISTED,
        "respondent_address": matter.submission.business_address,
        "routes_basis": routes(matter.law_day())["routes_basis"],
    }


def _mediation_record(matter: Any, said: Occasion) -> dict[str, Any]:
    why = said.text("why")
    way = said.text("way") or matter.mediation_way
    return {
        **_mediated(matter, said),
        "addressee": unit_name(matter.unit),
        "agreed_on": said.on,
        "why": _WHY.get(why, why),
        "way": _WAYS.get(way, way),
        "request": _claim(matter),
        "recovered": _sum(said.text("recovered")),
    }


def _termination(matter: Any, said: Occasion) -> dict[str, Any]:
    day = matter.law_day()
    ground = said.text("ground") or matter.terminated_on_ground
    return {
        **about(matter),
        **_for_the_other_party(matter, said),
        **routes(day),
        "addressee": _parties(matter),
        "ground": ground_of("complaint.termination", ground, day),
        "ground_no": ground,
        "reason": said.text("reason") or matter.termination_reason,
        "remedy_basis": source_of("complaint.remedy", day),
        "basis": source_of("complaint.termination", day),
    }


def _bad_faith_letter(matter: Any, said: Occasion) -> dict[str, Any]:
    day = matter.law_day()
    return {
        **about(matter),
        "subject": for_others(matter),
        "addressee": said.text("to"),
        "complainant": matter.pseudonym,
        "signs": [ground_of("intake.bad_faith", code, day) or code for code in said.texts("signs")],
        "findings": said.texts("findings"),
        "basis": source_of("intake.bad_faith", day),
    }


def _result_report_2019(matter: Any, said: Occasion) -> dict[str, Any]:
    return {
        **about(matter),
        "addressee": unit_name(HUB),
        "result": _result(matter),
        "note": said.text("note"),
        "basis": source_of("intake.dispatch", matter.law_day()),
    }


def _result(matter: Any) -> str:
    day = matter.law_day()
    if matter.declined_on_ground:
        return f"不予受理：{ground_of('complaint.non_acceptance', matter.declined_on_ground, day)}"
    if matter.terminated_on_ground:
        return f"受理后终止调解：{ground_of('complaint.termination', matter.terminated_on_ground, day)}"
    if matter.agreement_terms:
        return f"经调解达成协议：{matter.agreement_terms}"
    # It is closed by now: of the four ends, a withdrawal is the one that leaves no ground and no terms behind.
    return "投诉人在受理前撤回投诉"


def _to_complainant(matter: Any) -> dict[str, Any]:
    return {**about(matter), "addressee": matter.pseudonym}


def _parties(matter: Any) -> str:
    return f"{matter.pseudonym}、{matter.respondent}"


def _for_the_other_party(matter: Any, said: Occasion) -> dict[str, Any]:
    """The subject as it was stated for the other party; there is no other to fall back on (令121 arts. 9, 37)."""
    return {"subject": said.text("subject") or matter.subject}


def _claim(matter: Any) -> str:
    """What is asked for, as stated for the other party, or else as ticked; never what the caller wrote beside it."""
    return matter.claim or claimed(matter.submission)


def _mediated(matter: Any, said: Occasion) -> dict[str, Any]:
    """What was mediated and agreed; the content is the subject stated for the parties and nothing the caller said.

    A call that also reported a violation is one submission (令121 art. 37: the respondent learns only what the
    mediation needs).
    """
    return {
        "matter_number": matter.number,
        "complainant": matter.pseudonym,
        "respondent": matter.respondent,
        **_for_the_other_party(matter, said),
        "terms": said.text("terms") or matter.agreement_terms,
        "mediators": said.text("mediators") or matter.mediators or str(matter.handler or ""),
        "basis": source_of("complaint.agreement", matter.law_day()),
    }


def _sum(said: str) -> str:
    try:
        return money_in_figures(Decimal(said))
    except (InvalidOperation, NotMoney):
        return ""


MAKERS = {
    "identity_request": _identity_request,
    "acceptance": _acceptance,
    "non_acceptance": _non_acceptance,
    "mediation_notice": _mediation_notice,
    "mediation_agreement": _mediation_agreement,
    "mediation_record": _mediation_record,
    "termination": _termination,
    "bad_faith_letter": _bad_faith_letter,
    "result_report_2019": _result_report_2019,
}
