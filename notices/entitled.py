"""The worker's own look: is whoever asks for an identity entitled to it? The mailbox's word counts for nothing.

A process that can only put a question into the mailbox gets no answer: the look must stand in the journal and name
the one key the question brings, and behind it must stand the handler's own open complaint, or a grant that is
complete, unused and running. A grant is used up here, before anything is opened.
"""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from cases.models import Complaint
from identity.models import Opening, OpeningRequest
from identity.requests import mark_of_key
from notices.relay import FIELDS, PURPOSE
from procedure.concerns import concerns
from procedure.matter import Matter
from protection import grants
from protection.grants import Asked

# The kind of a person's request about himself, whose room lies above this one, and its state, wish and purpose.
OWN_DATA, IDENTIFIED, COPY, OWN = "rights", "identified", "copy", "本人查阅"


def entitled(question: OpeningRequest, officer: Any, now: datetime) -> bool:
    """Whether this question may be answered, to this officer, now; uses up the grant it rests on."""
    asked = Asked(
        by_id=question.by_id,
        ref=question.ref,
        fields=tuple(question.fields) if isinstance(question.fields, list) else (),
        purpose=question.purpose,
        basis=question.basis,
        matter_number=question.matter_number,
        mark=mark_of_key(bytes(question.one_time_key)),
    )
    matter = Matter.objects.filter(number=asked.matter_number).first()
    if matter is None or not officer.is_active or officer.pk != asked.by_id:
        return False
    if matter.kind == Complaint.KIND:
        return _own_complaint(asked, matter, officer, now)
    if matter.kind == OWN_DATA:
        return _own_data(asked, matter, officer, now)
    return grants.take(asked, officer, now)


def _own_complaint(asked: Asked, matter: Matter, officer: Any, now: datetime) -> bool:
    """The handler of a complaint asks for its complainant while it is open; nobody else, and for nobody else."""
    complaint: Any = matter.concrete()
    entry = grants.looked(asked, now)
    return (
        entry is not None
        and entry.matter_id == matter.pk
        and complaint.is_handled_by(officer)
        and complaint.closed_on is None
        and not concerns(officer, matter)
        and asked.ref == complaint.person_ref
        and bool(asked.fields)
        and set(asked.fields) <= set(FIELDS)
        and asked.purpose == PURPOSE
        and list(entry.facts.get("fields", ())) == list(asked.fields)
    )


def _proved_by_code(request: Matter) -> bool:
    """Whether a right code stood behind the request, by the entry that began it: of a report nothing else proves a person."""
    begun = request.journal.filter(verb="begin").first()
    return begun is not None and begun.facts.get("proved") is True


def _opened_already(asked: Asked) -> bool:
    return Opening.objects.filter(ref=asked.ref, matter_number=asked.matter_number, purpose=OWN).exists()


def _own_data(asked: Asked, matter: Matter, officer: Any, now: datetime) -> bool:
    """The custodian opens a person's data for that person: identified, asked for a copy, not yet answered, once a look."""
    entry, request = grants.looked(asked, now), matter.concrete()
    parent = matter.parent
    return (
        entry is not None
        and entry.matter_id == matter.pk
        and entry.pk
        == matter.journal.filter(verb=grants.VIEW).order_by("-seq").values_list("pk", flat=True).first()
        and parent is not None
        and (parent.kind == Complaint.KIND or _proved_by_code(matter))
        and not _opened_already(asked)
        and officer.holds("custodian", unit=None, day=localdate(now))
        and not concerns(officer, matter)
        and (request.state, getattr(request, "wish", "")) == (IDENTIFIED, COPY)
        and bool(asked.ref)
        and asked.ref == getattr(request, "person_ref", "")
        and asked.purpose == OWN
        and list(entry.facts.get("fields", ())) == list(asked.fields)
    )
