"""The facts of each paper, frozen as plain text at issue; no name of a reporter or complainant is among them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.timezone import localdate

import statutes
from cases.models import Complaint, Report
from documents.numerals import chinese_date, money_in_words
from procedure.clocks import Clock
from procedure.orders import Order
from referrals.models import Referral
from rewards.models import RewardClaim
from statutes.rewards import GRADES

ORGAN = "平罗县市场监督管理局"
CONTACT = {"organ": ORGAN, "contact_phone": "0952-12315", "contact_address": "宁夏回族自治区石嘴山市平罗县"}


def facts_for(order: Order) -> dict[str, Any]:
    """The facts of the paper an order asks for; raises KeyError for a form without a maker."""
    return {**CONTACT, **MAKERS[order.form](order)}


def _source(rule: str, day: date) -> str:
    return statutes.rule(rule).on(day).source


def _due(matter: Any, rule: str) -> str:
    clock: Clock | None = matter.clocks.filter(rule=rule).order_by("-id").first()
    return chinese_date(clock.due_on) if clock else ""


def _complaint_receipt(order: Order) -> dict[str, Any]:
    complaint = Complaint.objects.select_related("submission").get(pk=order.matter_id)
    return {
        "addressee": complaint.pseudonym,
        "matter_number": complaint.number,
        "received_on": chinese_date(complaint.received_on),
        "respondent": complaint.respondent,
        "subject": complaint.title,
        "request": complaint.submission.request,
        "clocks": [
            f"本局将于{_due(complaint, 'complaint.acceptance')}前决定是否受理并告知您"
            f"（{_source('complaint.acceptance', complaint.law_day())}）"
        ],
        "basis": _source("intake.receipt", complaint.law_day()),
    }


def _report_receipt(order: Order) -> dict[str, Any]:
    report = Report.objects.select_related("submission").get(pk=order.matter_id)
    return {
        "addressee": report.pseudonym,
        "matter_number": report.number,
        "received_on": chinese_date(report.received_on),
        "respondent": report.respondent,
        "subject": report.title,
        "request": "",
        "clocks": [
            f"本局将于{_due(report, 'report.verification')}前核查并决定是否立案"
            f"（{_source('report.verification', report.law_day())}）"
        ],
        "basis": _source("intake.confidentiality", report.law_day()),
    }


def _acceptance(order: Order) -> dict[str, Any]:
    complaint = Complaint.objects.select_related("handler", "submission").get(pk=order.matter_id)
    return {
        "addressee": complaint.pseudonym,
        "matter_number": complaint.number,
        "received_on": chinese_date(complaint.received_on),
        "respondent": complaint.respondent,
        "subject": complaint.title,
        "handler": str(complaint.handler or ""),
        "handler_phone": complaint.handler.phone if complaint.handler else "",
        "mediation_due": _due(complaint, "complaint.mediation"),
        "mediation_basis": _source("complaint.mediation", complaint.law_day()),
        "basis": _source("complaint.acceptance", complaint.law_day()),
    }


def _non_acceptance(order: Order) -> dict[str, Any]:
    complaint = Complaint.objects.get(pk=order.matter_id)
    version = statutes.rule("complaint.non_acceptance").on(complaint.law_day())
    ground = next(item.text for item in version.items if item.code == complaint.declined_on_ground)
    routes = statutes.rule("complaint.acceptance_routes").on(complaint.law_day())
    return {
        "addressee": complaint.pseudonym,
        "matter_number": complaint.number,
        "received_on": chinese_date(complaint.received_on),
        "respondent": complaint.respondent,
        "subject": complaint.title,
        "ground": ground,
        "ground_no": complaint.declined_on_ground,
        "reason": complaint.decline_reason,
        "routes": [item.text for item in routes.items],
        "routes_basis": routes.source,
        "basis": version.source,
    }


def _termination(order: Order) -> dict[str, Any]:
    complaint = Complaint.objects.get(pk=order.matter_id)
    version = statutes.rule("complaint.termination").on(complaint.law_day())
    ground = next(item.text for item in version.items if item.code == complaint.terminated_on_ground)
    routes = statutes.rule("complaint.acceptance_routes").on(complaint.law_day())
    return {
        "addressee": f"{complaint.pseudonym}、{complaint.respondent}",
        "matter_number": complaint.number,
        "respondent": complaint.respondent,
        "subject": complaint.title,
        "ground": ground,
        "reason": complaint.termination_reason,
        "routes": [item.text for item in routes.items],
        "routes_basis": routes.source,
        "basis": version.source,
    }


def _crime_transfer(order: Order) -> dict[str, Any]:
    referral = Referral.objects.select_related("handler", "co_handler").get(pk=order.matter_id)
    enclosures = statutes.rule("referral.enclosures").on(referral.law_day())
    return {
        "addressee": referral.police_unit,
        "matter_number": referral.number,
        "case_number": referral.case.number,
        "case_name": f"{referral.respondent}涉嫌{referral.offence}案",
        "respondent": referral.respondent,
        "offence": referral.offence,
        "basis": [
            _source("referral.duty", referral.law_day()),
            _source("referral.transfer", referral.law_day()),
        ],
        "enclosures": [
            item.text
            if item.code in referral.enclosures
            else f"{item.text}（无，理由：{referral.test_absent}）"
            for item in enclosures.items
        ],
        "contact_person": "、".join(str(o) for o in (referral.handler, referral.co_handler) if o),
        "copy_to": "平罗县人民检察院",
    }


def _reward_notice(order: Order) -> dict[str, Any]:
    claim = RewardClaim.objects.get(pk=order.matter_id)
    days = statutes.rule("reward.claim").on(claim.law_day())
    return {
        "addressee": claim.pseudonym,
        "matter_number": claim.number,
        "amount": f"{claim.owed:,.2f}",
        "amount_in_words": money_in_words(claim.owed),
        "grade": GRADES[claim.grade or 0],
        "claim_days": str(days.amount),
        "claim_basis": days.source,
        "arithmetic": [f"{line['label']}：{line['formula']} = {line['value']}" for line in claim.arithmetic],
        "basis": _source("reward.rates", claim.law_day()),
        "approved_on": chinese_date(localdate(order.ordered_by.at)) if order.ordered_by else "",
    }


MAKERS: dict[str, Callable[[Order], dict[str, Any]]] = {
    "complaint_receipt": _complaint_receipt,
    "report_receipt": _report_receipt,
    "acceptance": _acceptance,
    "non_acceptance": _non_acceptance,
    "termination": _termination,
    "crime_transfer": _crime_transfer,
    "reward_notice": _reward_notice,
}
