"""The objections of a reward claim."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

import statutes
from identity.codes import check_code
from procedure.clock_acts import running_one
from procedure.steps import Act, needs_facts
from rewards import ledger
from statutes import rewards as schedule


@needs_facts
def is_eligible(claim: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    failed = [c for c in claim.checks(facts) if c.passed is not True]
    if not failed:
        return None
    return "；".join(
        (
            _("未满足：%(text)s（%(source)s）")
            if c.passed is False
            else _("须由人认定：%(text)s（%(source)s）")
        )
        % {"text": c.text, "source": c.source}
        for c in failed
    )


def did_not_handle_the_case(claim: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    return _("案件承办人不得办理本案奖励") if claim.reported.is_handled_by(act.by) else None


@needs_facts
def code_is_right(claim: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    """The informant is known by the code alone; a wrong one refuses and reveals nothing."""
    return None if check_code(claim.reported.person_ref, str(facts.get("code", ""))) else _("查询码不符")


@needs_facts
def sum_can_be_reckoned(claim: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    try:
        proposal = claim.reckon(facts)
    except schedule.BelowFloor as low:
        return str(low)
    if proposal.route != "BUREAU" and not facts.get("finance_paper"):
        source = statutes.rule("reward.finance_joint").on(claim.law_day()).source
        return _("须有同级财政部门的意见文号（%(source)s）") % {"source": source}
    return None


def fund_suffices(claim: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    left = ledger.free(localdate(act.at).year)
    if left is None:
        return _("本年度奖励经费尚未列入预算")
    if left >= (claim.amount or Decimal(0)):
        return None
    return _("奖励经费余额 %(left)s 元，不足 %(amount)s 元，须先申请追加") % {
        "left": left,
        "amount": claim.amount,
    }


def term_has_lapsed(claim: Any, facts: Mapping[str, Any], act: Act) -> str | None:
    running = running_one(claim, "reward.claim")
    if running is not None and localdate(act.at) <= running.due_on:
        return _("领取期限至 %(day)s，尚未届满") % {"day": running.due_on}
    return None
