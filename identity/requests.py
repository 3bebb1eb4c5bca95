"""How a page that may show an identity asks the worker for it: with a one-time key that only the page holds.

The page's process has no private key. It puts a question into the vault with the public half of a key made for
this one question; the worker unseals, seals the answer to that key and puts it beside the question. The other
half never leaves the page's memory, so the answer is unreadable to everyone else and dies with the page.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from identity import cipher
from identity.models import OpeningRequest
from identity.people import PersonalData

LIFETIME = timedelta(seconds=60)


@dataclass(frozen=True)
class Question:
    """A question on its way: its number, and the key that alone can read the answer. Cannot be pickled."""

    pk: int
    key: cipher.PrivateKey = field(repr=False)


def draw_key() -> cipher.PrivateKey:
    """A key for one question, drawn before the look is journalled, so that the entry can name the page that asks."""
    return cipher.new_private_key()


def mark_of_key(public: bytes) -> str:
    """What the journal says of a page's key: a digest of its public half, which tells nothing and fits no other key."""
    return hashlib.sha256(public).hexdigest()


def mark_of(key: cipher.PrivateKey) -> str:
    """The mark of a key that this process drew."""
    return mark_of_key(cipher.public_to_bytes(key.public_key()))


def answer_place(pk: int) -> str:
    """What an answer is bound to: this vault, this question."""
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
    key: cipher.PrivateKey | None = None,
) -> Question:
    """Put a question to the worker; the caller wakes it with the question's number.

    Whether `by` may ask is the caller's business, and the worker looks again (`unseal.answer`). The question and
    its answer live 60 seconds from `at`. `key` is the one the look was journalled with (`draw_key`).
    """
    empty_old_mailboxes(at)
    key = key or draw_key()
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
    """Read the answer, once; None while the worker has not answered, and for ever when it did not in time."""
    with transaction.atomic(using="vault"):
        row = OpeningRequest.objects.filter(pk=question.pk, answer__isnull=False).first()
        # The second of two readers deletes nothing and reads nothing.
        if row is None or not OpeningRequest.objects.filter(pk=row.pk).delete()[0]:
            return None
    if row.answer is None or row.asked_at <= timezone.now() - LIFETIME:
        return None
    return PersonalData(
        **json.loads(cipher.open_bytes(bytes(row.answer), question.key, info=answer_place(row.pk)))
    )


def empty_old_mailboxes(now: datetime) -> None:
    """Remove every question older than its minute, with its answer; the Openings stay."""
    OpeningRequest.objects.filter(asked_at__lte=now - LIFETIME).delete()
