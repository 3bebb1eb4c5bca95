"""Handing a file to the store of evidence, after the filing: nothing half-filed lies in the house."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from cases.doorstep import day_of, next_morning, sent_matter
from evidence import intake
from offices.access import public_door
from procedure import orders
from procedure.corridor import Refused
from procedure.steps import Act

GIVEN_BY = "filer"
SENT_NAME = "attachment"
"""What a file is called that a nameless reporter sends: its own name may say whose it is."""
LONGEST_SUFFIX = 5


class NotTaken(Exception):
    """A file the store refuses; the text says why, without the file's name."""


def take(receipt: Mapping[str, Any], stream: Any, declared_name: str, now: datetime) -> None:
    """Put one file to the matter of a receipt; raises `NotTaken`.

    To an anonymous report it is entered at the beginning of its day, like the report itself.
    """
    matter = sent_matter(receipt["number"])
    if matter is None:
        raise NotTaken
    act = Act(by=public_door(), at=day_of(now) if receipt["anonymous"] else now)
    put(matter.concrete(), stream, declared_name, act, anonymous=bool(receipt["anonymous"]), now=now)


def put(matter: Any, stream: Any, declared_name: str, act: Act, *, anonymous: bool, now: datetime) -> None:
    """Put one file to a matter in an act of whoever filed it, with the filing or later; raises `NotTaken`.

    What a nameless reporter's file is called may say whose it is: of its name only the kind is kept, and its sterile
    copy is made on the next morning, at no hour that tells when it came.
    """
    name = _plain_name(declared_name) if anonymous else declared_name
    try:
        with transaction.atomic():
            intake.take_in(matter, stream=stream, declared_name=name, given_by=GIVEN_BY, act=act)
            if anonymous:
                orders.hold_back(matter, next_morning(now))
    except intake.NotTaken as refused:
        raise NotTaken(str(refused)) from None
    except Refused as refused:
        raise NotTaken(" ".join(refused.objections)) from None


def _plain_name(declared_name: str) -> str:
    """A name that tells the kind of file and nothing else."""
    suffix = declared_name.rpartition(".")[2].lower() if "." in declared_name else ""
    tells = suffix.isascii() and suffix.isalnum() and len(suffix) <= LONGEST_SUFFIX
    return f"{SENT_NAME}.{suffix}" if tells else SENT_NAME
