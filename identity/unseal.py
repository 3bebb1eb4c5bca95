"""Taking a person out of the vault: who, in which office, what for and on which basis is written down first."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from identity import cipher, keys
from identity.models import Opening, OpeningRequest, SealedField
from identity.people import FIELDS, PersonalData
from identity.requests import LIFETIME, answer_place, packed
from identity.seal import place


class NoGround(ValueError):
    """Raised when an opening is asked for without purpose, basis or person asking."""


def unseal(
    ref: str,
    fields: Sequence[str],
    *,
    by: Any,
    office: str,
    purpose: str,
    basis: str,
    matter_number: str,
    at: datetime,
) -> PersonalData:
    """Read the named fields of a sealed person; the Opening is committed before anything is decrypted.

    Raises `NoGround` without purpose, basis or officer, `VaultClosed` in a process without the private key, and
    `SealBroken` when a value was changed or moved.
    """
    if by is None or by.pk is None or not purpose.strip() or not basis.strip() or not fields:
        raise NoGround("启封须有申请人、目的、依据和所需项目")
    if unknown := set(fields) - set(FIELDS):
        raise NoGround(f"没有这些项目：{'、'.join(sorted(unknown))}")
    private = keys.private_key()
    with transaction.atomic(using="vault"):
        Opening.objects.create(
            ref=ref,
            by_id=by.pk,
            by_name=str(by),
            office=office,
            purpose=purpose,
            basis=basis,
            fields=sorted(fields),
            matter_number=matter_number,
            at=at,
        )
    rows = SealedField.objects.filter(person__ref=ref, field__in=fields)
    return PersonalData(
        **{row.field: cipher.open_bytes(bytes(row.blob), private, info=place(ref, row.field)).decode() for row in rows}
    )


def answer(request_id: int, *, by: Any) -> bool:
    """Answer a page's question in the worker: open, seal to the page's one-time key, put into its mailbox.

    Says whether it answered; a question older than a minute, or already answered, is left alone.
    """
    now = timezone.now()
    request = OpeningRequest.objects.filter(pk=request_id, answer__isnull=True, asked_at__gt=now - LIFETIME).first()
    if request is None:
        return False
    person = unseal(
        request.ref,
        request.fields,
        by=by,
        office=request.office,
        purpose=request.purpose,
        basis=request.basis,
        matter_number=request.matter_number,
        at=now,
    )
    sealed = cipher.seal_bytes(
        packed(person), cipher.public_from_bytes(bytes(request.one_time_key)), info=answer_place(request.pk)
    )
    OpeningRequest.objects.filter(pk=request.pk).update(answer=sealed)
    # Mailboxes nobody emptied are emptied here, so that no answer outlives its minute by long.
    OpeningRequest.objects.filter(asked_at__lt=now - timedelta(minutes=5)).delete()
    return True
