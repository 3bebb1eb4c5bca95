"""Facts of the papers of the rooms below: the transfer of a crime, the reward, and what the house explains to itself."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import statutes
from documents.date_facts import MARKED_UNVERIFIED, RANKS, unit_name
from documents.date_facts import clock_receipt as explained
from documents.facts.occasion import Occasion, source_of
from documents.numerals import chinese_date, money_in_words
from statutes.rewards import GRADES


def _crime_transfer(matter: Any, said: Occasion) -> dict[str, Any]:
    referral, day = matter, matter.law_day()
    chosen = said.texts("enclosures") or referral.enclosures
    why_not = said.text("test_absent") or referral.test_absent
    enclosures = statutes.rule("referral.enclosures").on(day)
    return {
        "addressee": said.text("police_unit") or referral.police_unit,
        "matter_number": referral.number,
        "case_number": referral.case.number,
        "case_name": f"{referral.respondent}涉嫌{referral.offence}案",
        "respondent": referral.respondent,
        "offence": referral.offence,
        "basis": [
            source_of("referral.duty", day),
            source_of("referral.transfer", day),
        ],
        "enclosures": [
            item.text if item.code in chosen else f"{item.text}（无，理由：{why_not}）"
            for item in enclosures.items
        ],
        "contact_person": "、".join(str(o) for o in (referral.handler, referral.co_handler) if o),
        "copy_to": "平罗县人民检察院",
    }


def _reward_notice(matter: Any, said: Occasion) -> dict[str, Any]:
    claim = matter
    days = statutes.rule("reward.claim").on(claim.law_day())
    return {
        "addressee": claim.pseudonym,
        "matter_number": claim.number,
        "amount": f"{claim.amount:,.2f}" if claim.amount is not None else "",
        "amount_in_words": money_in_words(claim.amount) if claim.amount is not None else "",
        "grade": GRADES.get(claim.grade, ""),
        "claim_days": str(days.amount),
        "claim_basis": days.source,
        "arithmetic": [f"{line['label']}：{line['formula']} = {line['value']}" for line in claim.arithmetic],
        "basis": source_of("reward.rates", claim.law_day()),
        "approved_on": said.on,
    }


def _supervision_order(matter: Any, said: Occasion) -> dict[str, Any]:
    """What the supervisor demanded, as frozen in the entry that opened the order."""
    if said.at is None:
        raise LookupError("督办单须由一次办理产生")
    facts, day, issued = said.facts, matter.law_day(), said.on
    order_rule, answer = statutes.rule("oversight.order").on(day), statutes.rule("oversight.answer").on(day)
    late = int(facts["missed_by"])
    return {
        "addressee": unit_name(matter.unit),
        "matter_number": matter.number,
        "about": facts["about"],
        "term": facts["title"],
        "term_basis": facts["source"],
        "due_on": chinese_date(date.fromisoformat(facts["due_on"])),
        "missed_by": f"{late}日（自然日，截至{issued}）" if late else f"尚未逾期（截至{issued}）",
        "demand": facts["demand"],
        "answer_due_on": chinese_date(date.fromisoformat(facts["answer_due_on"])),
        "answer_basis": f"{answer.words}（{RANKS[answer.rank]}）",
        "basis": order_rule.source + (MARKED_UNVERIFIED if order_rule.unverified else ""),
    }


def _clock_receipt(matter: Any, said: Occasion) -> dict[str, Any]:
    """The explanation of the date that the order names; made there, with every day counted."""
    return explained(SimpleNamespace(matter_id=matter.pk, facts=said.facts))


MAKERS = {
    "crime_transfer": _crime_transfer,
    "reward_notice": _reward_notice,
    "supervision_order": _supervision_order,
    "clock_receipt": _clock_receipt,
}
