"""Whose keys open a sealed original: the custodian's, and for what a reporter handed in that of another office as well.

Name and content of what somebody hands in with a report routinely say who that is, so it opens as a name does: to two
people. The custodian asks, the head of the bureau confirms within a day, and one look is had within the hour.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from evidence.destroyed import destroyed
from evidence.models import Evidence, OriginalAsked, OriginalConfirmed, OriginalUsed
from offices.access import holding, same_person
from offices.roles import Office
from procedure.access import closed_to
from procedure.corridor import Refused, judge_text, record
from procedure.journal import JournalEntry
from procedure.matter import Matter
from procedure.steps import Act

ASK, CONFIRM = gettext_noop("申请查看封存原件"), gettext_noop("确认查看封存原件")
ASKED, CONFIRMED, BASIS = "ask_original", "confirm_original", "disclosure.two_people"
HOURS_TO_CONFIRM, HOURS_TO_LOOK = 24, 1
TO_CONFIRM, TO_LOOK = timedelta(hours=HOURS_TO_CONFIRM), timedelta(hours=HOURS_TO_LOOK)
"""How long a request waits for its second person, and how long the confirmation is good for."""

PURPOSES = (
    ("unclean", gettext_lazy("没有洁净副本，办案须查看内容")),
    ("forensic", gettext_lazy("鉴定、比对原始数据")),
    ("court", gettext_lazy("复议、诉讼须核对原件")),
    ("transfer", gettext_lazy("移送司法机关须随案提供原件")),
)
"""What an original may be looked at for."""


@dataclass(frozen=True)
class Waiting:
    """A request as whoever may confirm it sees it: what is asked for, why and by whom; nothing of what is in it."""

    pk: int
    evidence: Evidence
    purpose: str
    reason: str
    by_name: str
    at: datetime


def acts_as(officer: Any, matter: Matter, office: str, at: datetime) -> str:
    """In which office this officer does what is the task of `office` in a matter; empty where he may not.

    Whoever holds it, unless the matter is closed to him. The discipline liaison stands in where it is closed to
    everybody who holds it; where nobody holds it, nobody does.
    """
    day = localdate(at)
    if officer.holds(office, unit=None, day=day) and _is_open(officer, matter, office, at):
        return office
    holders = holding(office, day=day)
    stands_in = (
        officer.holds(Office.DISCIPLINE, unit=None, day=day)
        and _is_open(officer, matter, Office.DISCIPLINE, at)
        and bool(holders)
        and not any(_is_open(each, matter, office, at) for each in holders)
    )
    return Office.DISCIPLINE if stands_in else ""


def needs_second(evidence: Evidence) -> bool:
    """Whether a second person must confirm: whoever handed it in is to stay unknown. The parties of a complaint are not."""
    return evidence.given_by == Evidence.FILER and evidence.matter.kind != "complaint"


def objections(act: Act, evidence: Evidence, purpose: str, reason: str) -> list[str]:
    """Why this officer may not look, or ask to look, at an original, in words."""
    found = []
    if not acts_as(act.by, evidence.matter, Office.CUSTODIAN, act.at):
        found.append(_("封存原件由隐私保管员查看，并须避开与本人有关的事项"))
    if destroyed([evidence]):
        found.append(_("原件已按保管期限销毁"))
    if purpose not in dict(PURPOSES):
        found.append(_("请选择查看目的"))
    if not reason.strip():
        found.append(_("请写明依据和理由"))
    return found


def ask(act: Act, evidence: Evidence, *, purpose: str, reason: str) -> OriginalAsked:
    """Ask for the second key to an original; journalled. Raises `Refused` in words."""
    found = objections(act, evidence, purpose, reason)
    if running(act.by, evidence, act.at) is not None:
        found.append(_("已经申请，正等第二人确认或者已经确认"))
    if found:
        raise Refused(_(ASK), found)
    judge_text(act, evidence.matter, ASK, reason)
    with transaction.atomic():
        entry = record(
            act,
            evidence.matter,
            ASK,
            basis=BASIS,
            verb=ASKED,
            office=acts_as(act.by, evidence.matter, Office.CUSTODIAN, act.at),
            facts={"evidence": evidence.ref, "purpose": in_words(purpose), "reason": reason.strip()},
        )
        return OriginalAsked.objects.create(
            evidence=evidence, entry=entry, by=act.by, purpose=purpose, reason=reason.strip(), at=act.at
        )


def confirm(act: Act, asked_id: int) -> OriginalConfirmed:
    """Turn the second key: for this request, one look within the hour; journalled. Raises `Refused` in words."""
    asked = OriginalAsked.objects.select_related("evidence__matter", "by").filter(pk=asked_id).first()
    if asked is None or not (office := _may_confirm(act.by, asked, act.at)):
        raise Refused(_(CONFIRM), [_("没有等您确认的申请；两把钥匙须由两个不同的人持有")])
    try:
        with transaction.atomic():
            entry = record(
                act,
                asked.evidence.matter,
                CONFIRM,
                basis=BASIS,
                verb=CONFIRMED,
                office=office,
                facts={"evidence": asked.evidence.ref, "asked_key": asked.pk},
            )
            return OriginalConfirmed.objects.create(asked=asked, entry=entry, by=act.by, at=act.at)
    except IntegrityError:
        raise Refused(_(CONFIRM), [_("已有人办理，请刷新")]) from None


def waiting(officer: Any, now: datetime) -> list[Waiting]:
    """The requests that wait for this officer's key, oldest first; none for whoever may not confirm."""
    if not officer.offices_on(localdate(now)) & {Office.PRINCIPAL, Office.DISCIPLINE}:
        return []
    rows = OriginalAsked.objects.filter(confirmed__isnull=True, at__gt=now - TO_CONFIRM)
    return [
        Waiting(row.pk, row.evidence, in_words(row.purpose), row.reason, str(row.by), row.at)
        for row in rows.select_related("evidence__matter", "by").order_by("pk")
        if _may_confirm(officer, row, now)
    ]


def running(officer: Any, evidence: Evidence, now: datetime) -> OriginalAsked | None:
    """This officer's request for an original that waits for its second person, or was confirmed and not used yet."""
    rows = OriginalAsked.objects.filter(
        by_id=officer.pk, evidence=evidence, at__gt=now - TO_CONFIRM - TO_LOOK
    )
    row = rows.select_related("confirmed", "confirmed__used").order_by("-pk").first()
    if row is None:
        return None
    confirmed = confirmation_of(row)
    if confirmed is None:
        return row if row.at > now - TO_CONFIRM else None
    return row if getattr(confirmed, "used", None) is None and confirmed.at > now - TO_LOOK else None


def confirmation_of(asked: OriginalAsked | None) -> OriginalConfirmed | None:
    """The second key of a request; None while nobody turned it."""
    return getattr(asked, "confirmed", None)


def take(look: JournalEntry, evidence: Evidence, by: Any, now: datetime) -> bool:
    """In the worker: use up the two keys a look rests on; False, and nothing is used, where it rests on none.

    The rows are believed no more than the question: both keys must stand in the journal, turned by two people.
    """
    try:
        with transaction.atomic():
            found = OriginalConfirmed.objects.select_for_update().filter(asked_id=look.facts.get("asked_key"))
            confirmed = found.first() if isinstance(look.facts.get("asked_key"), int) else None
            if confirmed is None or not _holds(confirmed, evidence, by, now):
                return False
            OriginalUsed.objects.create(confirmed=confirmed, entry=look, at=now)
    except IntegrityError:
        return False  # the second of two questions finds the keys used
    return True


def in_words(purpose: str) -> str:
    return str(dict(PURPOSES)[purpose])


def _is_open(officer: Any, matter: Matter, office: str, at: datetime) -> bool:
    return not Matter.objects.filter(closed_to(officer, (office,), localdate(at)), pk=matter.pk).exists()


def _may_confirm(officer: Any, asked: OriginalAsked, at: datetime) -> str:
    """In which office this officer may turn the second key now; empty where he may not."""
    if asked.at <= at - TO_CONFIRM or same_person(officer, asked.by):
        return ""
    return acts_as(officer, asked.evidence.matter, Office.PRINCIPAL, at)


def _holds(confirmed: OriginalConfirmed, evidence: Evidence, by: Any, now: datetime) -> bool:
    asked = confirmed.asked
    return (
        asked.evidence_id == evidence.pk
        and asked.by_id == by.pk
        and asked.at <= confirmed.at < asked.at + TO_CONFIRM
        and confirmed.at > now - TO_LOOK
        and not OriginalUsed.objects.filter(confirmed=confirmed).exists()
        and not same_person(asked.by, confirmed.by)
        and bool(acts_as(confirmed.by, evidence.matter, Office.PRINCIPAL, now))
        and _stands(asked.entry, evidence, ASKED, asked.by)
        and _stands(confirmed.entry, evidence, CONFIRMED, confirmed.by)
        and confirmed.entry.facts.get("asked_key") == asked.pk
        and (asked.at, confirmed.at) == (asked.entry.at, confirmed.entry.at)
    )


def _stands(entry: JournalEntry, evidence: Evidence, verb: str, by: Any) -> bool:
    """Whether the journal says that this officer turned this key for this original."""
    return (
        entry.verb == verb
        and entry.matter_id == evidence.matter_id
        and entry.by_id == by.pk
        and entry.facts.get("evidence") == evidence.ref
    )
