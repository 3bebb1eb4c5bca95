"""Receiving a report of retaliation, at the public door or by an officer: sealed, numbered, its day begun, evidence held."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

import statutes
from cases.doorstep import day_of, next_morning
from cases.models import Complaint, Report
from cases.naming import FIELDS_IN_WORDS, NamesInText
from identity.codes import check_code, new_code, ref_of
from identity.leak import leaks, leaks_in
from identity.people import PersonalData
from identity.seal import pseudonym, seal
from offices.access import public_door
from procedure import orders
from procedure.clock_acts import Opens
from procedure.corridor import Refused, begin
from procedure.law import law_scope
from procedure.matter import Matter
from procedure.steps import Act
from protection.closed import outside_the_line
from protection.procedures.retaliation import DANGER, HANDS, TITLE, TITLE_OF_DANGER, TRIAGE, RetaliationReport
from protection.states_retaliation import Channel, RetaliationState

SEALED_WORDS = "【原文含有身份信息，已封存】"
LONGEST = 4000


@dataclass(frozen=True, repr=False)
class Told:
    """What somebody says was done to them. `acts` and `signs` are codes of the shelf; `person` may say nothing at all.

    `seal_words`: a text in which they name themselves is sealed with them instead of being refused.
    """

    text: str
    received_at: datetime
    channel: str = Channel.PORTAL
    danger: bool = False
    acts: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    by_whom: str = ""
    about_bureau: bool = False
    person: PersonalData = field(default_factory=PersonalData)
    seal_words: bool = False


@dataclass(frozen=True)
class Taken:
    """The number of the report and, once, the code by which whoever made it asks again."""

    number: str
    code: str = field(repr=False)


def followed(code: str, number: str = "") -> Matter | None:
    """The report or complaint a person proves to be theirs by its code; None alike for whatever is wrong.

    A code from before codes were found by themselves needs the number too. A number nobody has costs the same
    comparison as a wrong code.
    """
    if (ref := ref_of(code)) is not None:
        return (
            Report.objects.filter(person_ref=ref).first() or Complaint.objects.filter(person_ref=ref).first()
        )
    found = by_number(number)
    right = check_code(getattr(found, "person_ref", "") or "", code)
    return found if right else None


def told_by_code(code: str) -> RetaliationReport | None:
    """The report of retaliation whose own code this is; None alike for a wrong code and one of something else."""
    ref = ref_of(code)
    return RetaliationReport.objects.filter(person_ref=ref).first() if ref is not None else None


def by_number(number: str) -> Matter | None:
    """The report or complaint of a number, for an officer who enters what somebody told; he need not be its reader."""
    typed = number.strip().upper()
    if not typed.isprintable():
        return None
    return Report.objects.filter(number=typed).first() or Complaint.objects.filter(number=typed).first()


def receive(report: Matter | None, told: Told, act: Act) -> Taken:
    """Enter a report of retaliation that follows `report`, or none that is known; answers with number and code.

    The person is sealed under a reference of their own, so that nothing leads from here to the report they made.
    Raises `Refused` in words, and `NamesInText` where the words name their author and are not to be sealed; somebody
    in danger is never sent back: their words are then sealed unasked.
    """
    if objections := _objections(told):
        raise Refused(_("登记打击报复报告"), objections)
    named = _named(report, told)
    if named and not (told.seal_words or told.danger):
        raise NamesInText([str(FIELDS_IN_WORDS[name]) for name in named])
    words = f"{told.text}\n{told.by_whom}".strip()
    ref = seal(told.person.with_statement(words) if named else told.person, kind=RetaliationReport.KIND)
    code = new_code(ref)
    with transaction.atomic(), law_scope(act=True):
        matter = begin(
            act,
            RetaliationReport,
            name="登记打击报复报告",
            basis="retaliation.ban",
            opens=tuple(Opens(rule, since_receipt=True) for rule in _terms(told)),
            by=("clerk", *HANDS),
            facts={"channel": told.channel, "danger": told.danger, "acts": list(told.acts)},
            state=RetaliationState.RECEIVED,
            received_at=told.received_at,
            title=TITLE_OF_DANGER if told.danger else TITLE,
            unit=outside_the_line(localdate(act.at)) if told.about_bureau else "",
            parent=report,
            person_ref=ref,
            pseudonym=f"报告人{pseudonym(ref)}",
            channel=told.channel,
            text=SEALED_WORDS if named else told.text,
            words_sealed=bool(named),
            by_whom="" if named else told.by_whom,
            danger=told.danger,
            acts=list(told.acts),
            signs=list(told.signs),
        )
        if report is not None:
            orders.place("retention", "hold", matter, matter.journal.get(seq=1), reason="retaliation")
    return Taken(matter.number, code)


def receive_at_the_door(report: Matter | None, told: Told, now: datetime) -> Taken:
    """Enter what somebody sent at the public door, in that door's name.

    Of what carries no name the day is known and nothing finer, as with every anonymous report, and what it owes (the
    hold over the report it follows) is made the next morning; but where somebody is in danger the minute is kept,
    because the hour in which the police must know runs from it.
    """
    hidden = not told.danger and not told.person.given()
    moment = day_of(now) if hidden else now
    sent = replace(told, channel=Channel.PORTAL, received_at=moment)
    with transaction.atomic():
        taken = receive(report, sent, Act(by=public_door(), at=moment))
        if hidden:
            # What is owed would be fulfilled within the minute, and its own moment would tell the hour.
            orders.hold_back(RetaliationReport.objects.get(number=taken.number), next_morning(now))
    return taken


def acts_on_offer(day: Any) -> list[tuple[str, str]]:
    """The kinds of act a person may name, by code and words."""
    return [(item.code, item.text) for item in statutes.rule("retaliation.acts").on(day).items]


def _terms(told: Told) -> tuple[str, ...]:
    return (TRIAGE, DANGER) if told.danger else (TRIAGE,)


def _objections(told: Told) -> list[str]:
    day = localdate(told.received_at)
    found = []
    if not told.text.strip() and not told.danger:
        found.append(_("请写明发生了什么"))
    if len(told.text) > LONGEST:
        found.append(_("不超过 %(most)d 字") % {"most": LONGEST})
    if told.channel not in Channel.values:
        found.append(_("没有这一来源渠道"))
    for rule, codes in (("retaliation.acts", told.acts), ("retaliation.signs", told.signs)):
        version = statutes.rule(rule).on(day)
        found += [_("没有列明的情形：%(codes)s") % {"codes": c} for c in codes if not version.has_item(c)]
    return found


def _named(report: Matter | None, told: Told) -> list[str]:
    """The fields by which the words name whoever wrote them, or whoever made the report they follow."""
    words = f"{told.text}\n{told.by_whom}"
    found = leaks_in(told.person, words)
    if report is not None:
        ref: str = getattr(report, "person_ref", "")
        public = [report.respondent] if report.respondent else []
        found += leaks([ref], words, public=public) if ref else []
    return list(dict.fromkeys(found))
