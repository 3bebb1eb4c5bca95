"""Facts of the papers of the way in and of the hub; see `documents.forms.intake`."""

from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import override

from cases.states import Channel
from cases.subject import for_others
from documents.date_facts import unit_name
from documents.facts.occasion import ORGAN, Occasion, about, cited, due_of, ground_of, routes, source_of
from documents.facts.told import ANONYMOUS, NOBODY, SEALED, requested, told
from documents.numerals import chinese_date
from offices.roles import Office

_KIND_WORDS = {"complaint": "投诉", "report": "举报"}
_NO_CHANNEL = "channel"
_MARKET = "市场监督管理"


def _complaint_registration(matter: Any, said: Occasion) -> dict[str, Any]:
    return {
        **about(matter),
        **told(matter.submission),
        "addressee": _registered_by(matter),
        "complainant": matter.pseudonym,
        "identity": SEALED,
        "recorder": str(matter.recorder),
        "basis": source_of("intake.receipt", matter.law_day()),
    }


def _report_registration(matter: Any, said: Occasion) -> dict[str, Any]:
    return {
        **about(matter),
        **told(matter.submission),
        "addressee": _registered_by(matter),
        "informant": matter.pseudonym,
        "identity": NOBODY if matter.source else ANONYMOUS if matter.anonymous else SEALED,
        "source": source_words(matter),
        "recorder": str(matter.recorder),
        "basis": source_of("intake.receipt", matter.law_day()),
    }


def _complaint_receipt(matter: Any, said: Occasion) -> dict[str, Any]:
    day = matter.law_day()
    term = f"{due_of(matter, 'complaint.acceptance')}前决定是否受理并告知您（{source_of('complaint.acceptance', day)}）"
    return {
        **about(matter),
        "addressee": matter.pseudonym,
        "request": requested(matter.submission),
        "clocks": [f"本局将于{term}"],
        "basis": source_of("intake.receipt", day),
    }


def _report_receipt(matter: Any, said: Occasion) -> dict[str, Any]:
    day = matter.law_day()
    term = f"{due_of(matter, 'report.verification')}前核查并决定是否立案（{source_of('report.verification', day)}）"
    return {
        **about(matter),
        "addressee": matter.pseudonym,
        "clocks": [f"本局将于{term}"],
        "basis": source_of("intake.confidentiality", day),
    }


def _dispatch_notice(matter: Any, said: Occasion) -> dict[str, Any]:
    unit = said.text("unit") or matter.unit
    return {
        **_came_in(matter),
        "addressee": unit_name(unit) if unit else "",
        "filer": matter.pseudonym,
        "item": said.text("item"),
        "answer_by_on": said.day("answer_by_on"),
        "basis": cited(said, "intake.dispatch", matter.law_day()),
    }


def _dispatch_told_2019(matter: Any, said: Occasion) -> dict[str, Any]:
    unit = said.text("unit") or matter.unit
    return {
        **about(matter),
        "addressee": matter.pseudonym,
        "unit": unit_name(unit) if unit else "",
        "basis": cited(said, "intake.dispatch", matter.law_day()),
    }


def _transfer_letter(matter: Any, said: Occasion) -> dict[str, Any]:
    """The letter that hands a matter over: of a report it says whom it concerns and why, never what was reported.

    What the informant wrote goes along under separate cover, as source material of the side volume does.
    """
    return {
        **_handed_over(matter, said),
        "addressee": _department(said),
        "subject": "涉嫌违法的线索" if matter.KIND == "report" else for_others(matter),
        "item": said.text("item"),
    }


def _transfer_notice(matter: Any, said: Occasion) -> dict[str, Any]:
    return {
        **_handed_over(matter, said),
        "addressee": matter.pseudonym,
        "subject": matter.title,
        "department": _department(said),
        # Whom the superior found a bureau for needs no other way; whose dispute leaves us is told what is left to him.
        **({} if matter.KIND == "report" or said.text("paper") else routes(matter.law_day())),
    }


def _other_notice(matter: Any, said: Occasion) -> dict[str, Any]:
    day = matter.law_day()
    category = said.text("category") or getattr(matter, "category", "")
    no_channel = category == _NO_CHANNEL
    words = "未通过公布的渠道提出的事项" if no_channel else ground_of("intake.not_applicable", category, day)
    return {
        "matter_number": matter.number,
        "received_on": chinese_date(matter.received_on),
        "addressee": getattr(matter, "pseudonym", "")
        or f"来件人{''.join(c for c in matter.number if c.isdigit())}",
        "category": words,
        "told_to": said.text("told_to") or getattr(matter, "told_to", ""),
        "basis": source_of("intake.channels" if no_channel else "intake.not_applicable", day),
    }


def source_words(report: Any) -> str:
    """Where a lead comes from, in the words of 程序规定 art. 18; nobody is named."""
    if not report.source:
        return "匿名举报" if report.anonymous else "举报"
    if report.source not in Channel.values:
        return "投诉中发现"
    with override("zh-hans"):
        return str(Channel(report.source).label)


def _came_in(matter: Any) -> dict[str, Any]:
    return {**about(matter), "kind_word": _KIND_WORDS[matter.KIND]}


def _handed_over(matter: Any, said: Occasion) -> dict[str, Any]:
    return {
        **_came_in(matter),
        "finding": _finding(said),
        "reason": said.text("reason"),
        "received_by": said.text("received_by"),
        "basis": cited(said, "intake.transfer", matter.law_day()),
    }


def _finding(said: Occasion) -> str:
    """Why it goes elsewhere: the superior decided so, another bureau of ours is competent, or no bureau of ours is."""
    if paper := said.text("paper"):
        return f"经报请上级市场监督管理部门决定（{paper}），该事项由{_department(said)}处理"
    if _MARKET in _department(said):
        return "经审查，该事项属于市场监督管理部门职责，但不属于本局处理权限"
    return "经审查，该事项不属于市场监督管理部门职责"


def _department(said: Occasion) -> str:
    return said.text("department") or said.text("to")


def _registered_by(matter: Any) -> str:
    """The unit where the recorder took the contact in; the bureau itself where that cannot be told."""
    day = localdate(matter.received_at)
    units = [each.unit.name for each in matter.recorder.holdings_on(day) if each.office == Office.CLERK]
    return units[0] if units else ORGAN


MAKERS = {
    "complaint_registration": _complaint_registration,
    "report_registration": _report_registration,
    "complaint_receipt": _complaint_receipt,
    "report_receipt": _report_receipt,
    "dispatch_notice": _dispatch_notice,
    "dispatch_told_2019": _dispatch_told_2019,
    "transfer_letter": _transfer_letter,
    "transfer_notice": _transfer_notice,
    "other_notice": _other_notice,
}
