"""Splitting a contact that turns out to hold a second matter: the clerk who took it enters that one with its own person.

The vault cannot be read back and one sealed person never stands for two matters, so the identity is entered again and
gets a label of its own. That both came from one contact is kept in a link which only the recorder sees.
"""

from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

import statutes
from cases.filings import Filed, file
from cases.letter import Letter
from offices.roles import Office
from procedure.corridor import Refused
from procedure.law import law_scope
from procedure.links import keep_split
from procedure.steps import Act

NAME = gettext_noop("拆分来件")
SPLITTABLE = frozenset({"complaint", "report"})


def split_off(act: Act, matter: Any, letter: Letter, key: str | None = None) -> Filed:
    """Enter the second matter of a contact and keep, for the recorder alone, what it was split from.

    The letter says which one kind it is; it was received when the first matter was, or when the caller said it later.
    The same `key` of the same officer files it once. Raises `Refused`, and `NamesInText` as intake does.
    """
    if found := _objections(act, matter, letter):
        raise Refused(NAME, found)
    with transaction.atomic(), law_scope(act=True):
        filed = file(letter, act, key)
        if not filed.again:
            for split in filed.matters:
                keep_split(act, matter, split)
    return filed


def may_split(officer: Any, matter: Any, day: Any) -> bool:
    """Whether this officer may split the matter: the clerk who recorded it, while he is a clerk."""
    return (
        matter.kind in SPLITTABLE
        and matter.recorder_id == officer.pk
        and officer.holds(Office.CLERK, unit=None, day=day)
    )


def letter_of(matter: Any, **said: Any) -> Letter:
    """The letter of a second matter: what the first contact told of the business, and what is said anew.

    The number of the national platform stays with the first matter, which is answered there.
    """
    first = matter.submission
    names = [
        *ALIKE,
        *(OF_A_DISPUTE if said.get("as_complaint") else ()),
        *(OF_AN_AGENT if said.get("agent") else ()),
    ]
    known = {name: getattr(first, name) for name in names}
    if "requests" in known:
        known["requests"] = tuple(known["requests"])
    # What is split off was said in the first contact: it was read back then, or the reason stands there.
    unread = "" if first.read_back else "随原来件登记时未复述"
    told = {**known, "received_at": first.received_at, "unread_reason": unread, "split_off": True, **said}
    if told["hotline_due_on"] and told["hotline_due_on"] < localdate(told["received_at"]):
        told["hotline_due_on"] = None  # what is said after the work order's day is no part of that order
    return Letter(**told)


ALIKE = (
    "channel", "business_name", "business_address", "trader_kind", "platform_name", "product", "stage", "happened_on",
    "hotline_no", "hotline_due_on", "source_paper", "read_back", "amount", "proof", "contact_way", "contact_hours",
    "may_leave_word", "contact_note",
)  # fmt: skip
"""What both matters of one contact share unless the clerk says otherwise; how somebody may safely be reached above all."""
OF_A_DISPUTE = ("requests", "publish_consent", "delegation_consent")
"""What the first contact said that only a complaint has a use for."""
OF_AN_AGENT = ("mandate", "mandate_until_on")
"""What goes with the agent, who is named and sealed anew as everybody is."""


def _objections(act: Act, matter: Any, letter: Letter) -> list[str]:
    found = []
    if not may_split(act.by, matter, localdate(act.at)):
        found.append(_("由登记本来件的登记员拆分"))
    if (letter.as_complaint, letter.as_report) not in {(True, False), (False, True)}:
        source = statutes.rule("intake.receipt").on(matter.law_day()).source
        found.append(_("须选定拆分出投诉还是举报（%(source)s）") % {"source": source})
    if letter.as_complaint and matter.submission.by_agent and letter.agent is None:
        source = statutes.rule("complaint.agent").on(matter.law_day()).source
        found.append(_("原来件由代理人提出，须重新登记代理人（%(source)s）") % {"source": source})
    if not matter.received_at <= letter.received_at <= act.at:
        found.append(_("收到时间须在原来件收到之后、现在之前"))
    return found
