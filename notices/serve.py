"""Recording that a paper was served: the act that stops the clocks only a notice answers."""

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _

from cases.exits import untold
from cases.facts.complaint import PARTIES
from documents.forms import form, goes_to_both
from documents.models import Document
from notices.models import Service
from procedure.corridor import Refused, record
from procedure.matter import Matter
from procedure.steps import Act


def serve(
    act: Act, document: Document, *, channel: str, served_on: date, proof: str, party: str = ""
) -> Service:
    """Record one service with its proof and stop the clocks this paper answers; raises `Refused` in words.

    A paper to both parties is served on each, `party` says on whom; its clocks stop when both are told, on the day
    the later of them was (Order 121 art. 23(2)).
    """
    matter = document.matter.concrete()
    if objections := _objections(act, document, matter, served_on, party):
        raise Refused(_("送达"), objections)
    with transaction.atomic():
        # Locked before it is asked who has been told: of two officers who tell one party each, the later tells both.
        matter = type(matter)._base_manager.select_for_update().get(pk=matter.pk)
        told_on = _told_on(document, matter, party, served_on)
        entry = record(
            Act(by=act.by, at=act.at, seen=act.seen),
            matter,
            "送达",
            basis="record.process",
            verb="serve",
            office="handler",
            answers=tuple(document.facts.get("answers") or form(document.form).answers) if told_on else (),
            # A notice given on an earlier day answers its clock on that day, not on the day it was typed in.
            answered_at=_noon(told_on) if told_on and told_on != localdate(act.at) else act.at,
            facts={
                "paper": document.number,
                "form": document.form,
                **({"party": party} if party else {}),
                "channel": channel,
                "served_on": served_on,
                "proof": proof,
            },
        )
        return Service.objects.create(
            document=document, party=party, channel=channel, served_on=served_on, proof=proof, entry=entry
        )


def may_serve(officer: Any, matter: Matter, day: date) -> bool:
    """Who tells the parties: the handler, the head of the unit, and the hub for what no unit holds."""
    if matter.is_handled_by(officer) or officer.holds("unit_head", unit=matter.unit, day=day):
        return True
    return not matter.unit and bool(officer.holds("dispatcher", unit=None, day=day))


def _objections(act: Act, document: Document, matter: Matter, served_on: date, party: str) -> list[str]:
    found = []
    if not may_serve(act.by, matter, localdate(act.at)):
        found.append(_("由本事项的承办人或机构负责人登记送达"))
    if served_on < localdate(document.issued_at):
        found.append(_("送达日期不能早于制发日期"))
    if served_on > localdate(act.at):
        found.append(_("送达日期不能在将来"))
    if not hasattr(document, "print"):
        found.append(_("文书尚未制成"))
    if goes_to_both(document.form) and party not in dict(PARTIES):
        found.append(_("此文书须分别送达投诉人和被投诉人，请写明本次送达给哪一方"))
    if party and not goes_to_both(document.form):
        found.append(_("此文书只送达一方，不必写明送达给谁"))
    return found


def _told_on(document: Document, matter: Matter, party: str, served_on: date) -> date | None:
    """The day on which everybody the paper speaks to was told, this service included; None while somebody is not."""
    if not party:
        return served_on
    first = {party: served_on}
    for earlier in Service.objects.filter(document=document).exclude(party=""):
        first[earlier.party] = min(earlier.served_on, first.get(earlier.party, earlier.served_on))
    return None if untold(matter, first) else max(first.values())


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=get_current_timezone())
