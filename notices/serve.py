"""Recording that a paper was served: the act that stops the clocks only a notice answers."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _

from documents.forms import form
from documents.models import Document
from notices.models import Service
from procedure.corridor import Refused, record
from procedure.steps import Act


def serve(act: Act, document: Document, *, channel: str, served_on: date, proof: str) -> Service:
    """Record one service with its proof and stop the clocks this paper answers; raises `Refused` in words."""
    matter = document.matter.concrete()
    objections = []
    if not (
        matter.is_handled_by(act.by) or act.by.holds("unit_head", unit=matter.unit, day=localdate(act.at))
    ):
        objections.append(_("由本事项的承办人或机构负责人登记送达"))
    if served_on < localdate(document.issued_at):
        objections.append(_("送达日期不能早于制发日期"))
    if served_on > localdate(act.at):
        objections.append(_("送达日期不能在将来"))
    if not hasattr(document, "print"):
        objections.append(_("文书尚未制成"))
    if objections:
        raise Refused(_("送达"), objections)
    with transaction.atomic():
        # A notice given on an earlier day answers its clock on that day, not on the day it was typed in.
        moment = act.at if served_on == localdate(act.at) else _noon(served_on)
        entry = record(
            Act(by=act.by, at=act.at, seen=act.seen),
            matter,
            "送达",
            basis="record.process",
            verb="serve",
            office="handler",
            answers=form(document.form).answers,
            answered_at=moment,
            facts={"paper": document.number, "channel": channel, "served_on": served_on, "proof": proof},
        )
        return Service.objects.create(
            document=document, channel=channel, served_on=served_on, proof=proof, entry=entry
        )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=get_current_timezone())
