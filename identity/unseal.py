"""Taking a person out of the vault: who, in which office, what for and on which basis is written down first.

Imported by the rooms that must and by no others (a contract holds this). What is read here is never written to a
log, an exception or a message.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from identity import cipher, keys, unwrap
from identity.disposal import is_disposed
from identity.models import Opening, OpeningRequest, Person, SealedField
from identity.people import FIELDS, PersonalData, PersonDisposed, UnknownPerson
from identity.requests import LIFETIME, answer_place, empty_old_mailboxes, packed
from identity.seal import place
from identity.wrapping import HpkeUnwrap


class NoGround(ValueError):
    """Raised when an opening is asked for without purpose, basis, office or person asking."""


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

    `by` is an officer (`pk`, and a name as its text), `at` an aware moment. Fields that were never given come back
    as None. The Opening stays whatever the caller's own transaction does. Inside a transaction on the vault the
    call is refused with RuntimeError: there an Opening could be rolled back after the reading.

    Raises `NoGround` without purpose, basis, office or officer, `VaultClosed` in a process without the private
    key, `UnknownPerson` for a reference nobody is sealed under (`PersonDisposed` for one disposed of), `SealBroken` when a value was changed or moved.
    """
    if objections := _objections(fields, by, at, {"职务": office, "目的": purpose, "依据": basis}):
        raise NoGround("；".join(objections))
    keyring = keys.keyring()
    if not Person.objects.filter(ref=ref).exists():
        raise UnknownPerson("封存号不存在")
    if is_disposed(ref):
        raise PersonDisposed("该身份已依法销毁")
    with transaction.atomic(using="vault", durable=True):
        Opening.objects.create(
            ref=ref,
            by_id=by.pk,
            by_name=str(by),
            office=office,
            purpose=purpose,
            basis=basis,
            fields=sorted(set(fields)),
            matter_number=matter_number,
            at=at,
        )
    rows = {
        row.field: bytes(row.blob) for row in SealedField.objects.filter(person__ref=ref, field__in=fields)
    }
    return PersonalData(**_opened(ref, rows, keyring))


def _opened(ref: str, rows: Mapping[str, bytes], keyring: Mapping[str, HpkeUnwrap]) -> dict[str, str]:
    if not rows:
        return {}
    try:
        data_key = unwrap.data_key(ref, keyring)
    except unwrap.KeyGone:
        # From before data keys. Anybody can seal to a public key, so where there is a data key nothing else counts.
        found = {field: _opened_direct(blob, place(ref, field), keyring) for field, blob in rows.items()}
    else:
        found = {
            field: cipher.open_under(data_key, blob, place=place(ref, field)) for field, blob in rows.items()
        }
    return {field: value.decode() for field, value in found.items()}


def _opened_direct(blob: bytes, where: str, keyring: Mapping[str, HpkeUnwrap]) -> bytes:
    """A value from before data keys, sealed straight to a vault key; which one it was is not written on it."""
    for key in keyring.values():
        with suppress(cipher.SealBroken):
            return cipher.open_bytes(blob, key.private, info=where)
    raise cipher.SealBroken("封存内容与其位置不符或已被改动")


def _objections(fields: Sequence[str], by: Any, at: datetime, said: Mapping[str, str]) -> list[str]:
    found = [f"启封须写明{what}" for what, words in said.items() if not words.strip()]
    if by is None or by.pk is None or not str(by).strip():
        found.append("启封须有申请人")
    if isinstance(fields, str) or not fields:
        found.append("启封须写明所需项目")
    elif unknown := set(fields) - set(FIELDS):
        found.append(f"没有这些项目：{'、'.join(sorted(unknown))}")
    if timezone.is_naive(at):
        found.append("启封时间须带时区")
    return found


def answer(request_id: int, *, by: Any) -> bool:
    """Answer a page's question in the worker: open, seal to the page's one-time key, put into its mailbox.

    `by` is the officer the caller found behind the question's `by_id` and found entitled; a question somebody
    else put raises `NoGround`. Says whether it answered: a question older than 60 seconds, or delivered a second
    time, is left alone and opens nothing. Raises what `unseal` raises.
    """
    now = timezone.now()
    empty_old_mailboxes(now)
    # Taken by one UPDATE, so that a message delivered twice is answered, and written down, once.
    taken = OpeningRequest.objects.filter(pk=request_id, taken_at__isnull=True, asked_at__gt=now - LIFETIME)
    if not taken.update(taken_at=now):
        return False
    request = OpeningRequest.objects.get(pk=request_id)
    if by is None or by.pk != request.by_id:
        raise NoGround("启封人与申请人不符")
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
    return bool(OpeningRequest.objects.filter(pk=request.pk).update(answer=sealed))
