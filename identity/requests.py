"""How a page that may show an identity asks the worker for it: with a one-time key that only the page holds."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from identity import cipher
from identity.models import OpeningRequest
from identity.people import PersonalData

LIFETIME = timedelta(seconds=60)


@dataclass(frozen=True)
class Question:
    """A question on its way: its number, and the key that alone can read the answer."""

    pk: int
    key: cipher.PrivateKey = field(repr=False)


def answer_place(pk: int) -> str:
    return f"mingcha/vault/1|answer|{pk}"


def packed(person: PersonalData) -> bytes:
    return json.dumps(person.given(), ensure_ascii=False).encode()


def ask(
    ref: str,
    fields: Sequence[str],
    *,
    by: Any,
    office: str,
    purpose: str,
    basis: str,
    matter_number: str,
    at: datetime,
) -> Question:
    """Put a question to the worker; the caller wakes it with the question's number."""
    key = cipher.new_private_key()
    row = OpeningRequest.objects.create(
        ref=ref,
        fields=list(fields),
        purpose=purpose,
        basis=basis,
        by_id=by.pk,
        by_name=str(by),
        office=office,
        matter_number=matter_number,
        one_time_key=cipher.public_to_bytes(key.public_key()),
        asked_at=at,
    )
    return Question(row.pk, key)


def collect(question: Question) -> PersonalData | None:
    """Read the answer and empty the mailbox; None while the worker has not answered."""
    row = OpeningRequest.objects.filter(pk=question.pk, answer__isnull=False).first()
    if row is None or row.answer is None:
        return None
    said = cipher.open_bytes(bytes(row.answer), question.key, info=answer_place(question.pk))
    row.delete()
    return PersonalData(**json.loads(said))
