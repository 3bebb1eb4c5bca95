"""Destroying one sealed thing for good: its key goes, and whatever could still be used to test a guess goes with it.

Of a person there go the wraps of the data key, the sealed values (some are from before data keys), the blind digests
(who has the index key could try every telephone number against them) and the digests of the receipt code. There stay
the reference, the pseudonym, the day of sealing, every Opening, and the Disposal with the digest of what went. Of
evidence and messages only the wraps lie here; the sealed bytes, wherever they are, are noise from then on.

A copy in a backup goes when the backup goes, or with the vault key it was wrapped to (`identity.rotation`). After it
the leak guard has nothing to look for and refuses: dispose of a person only when the last paper has left.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from identity import suites
from identity.models import (
    BlindDigest,
    Code,
    CodeLookup,
    DataKey,
    Disposal,
    OpeningRequest,
    Person,
    SealedField,
)


class DisposalRefused(ValueError):
    """Raised when a disposal lacks its second person or its reason, or there is nothing (any more) to dispose of."""


def shred(ref: str, *, asked_by: Any, approved_by: Any, reason: str, on: date) -> Disposal:
    """Write down the disposal of a reference and destroy its key, in one transaction on the vault.

    `asked_by` and `approved_by` are two different people (`pk`, a name as their text, and where they have them
    certificate number and mailbox, because one person may hold two accounts); whether the period is over, no hold lies on it and they may do so is the caller's business. The digest covers every row that went, so
    that a copy that turns up later can be known as the one that was destroyed. Raises `DisposalRefused`.
    """
    if asked_by is None or approved_by is None or asked_by.pk is None or approved_by.pk is None:
        raise DisposalRefused("销毁须有申请人和批准人")
    if _same_person(asked_by, approved_by):
        raise DisposalRefused("销毁须由两人分别申请和批准")
    if not reason.strip():
        raise DisposalRefused("销毁须写明理由")
    with transaction.atomic(using="vault"):
        if Disposal.objects.filter(ref=ref).exists():
            raise DisposalRefused("该封存号已经销毁")
        going = {
            "datakey": DataKey.objects.filter(ref=ref),
            "sealedfield": SealedField.objects.filter(person__ref=ref),
            "blinddigest": BlindDigest.objects.filter(person__ref=ref),
            "code": Code.objects.filter(person__ref=ref),
            "codelookup": CodeLookup.objects.filter(person__ref=ref),
        }
        rows = {table: list(found.order_by("id")) for table, found in going.items()}
        if not rows["datakey"] and not Person.objects.filter(ref=ref).exists():
            raise DisposalRefused("该封存号下没有封存任何内容")
        kept = Disposal.objects.create(
            ref=ref,
            asked_by_id=asked_by.pk,
            asked_by_name=str(asked_by),
            approved_by_id=approved_by.pk,
            approved_by_name=str(approved_by),
            reason=reason.strip(),
            digest=digest_of(rows[table] for table in going),
            removed={table: len(found) for table, found in rows.items() if found},
            disposed_on=on,
        )
        for found in going.values():
            found.let_go()
        OpeningRequest.objects.filter(ref=ref).delete()
    return kept


def _same_person(one: Any, other: Any) -> bool:
    """Whether two officers are one: the account, and what an account may carry beside it, certificate and mailbox.

    This room knows no officers (`offices.access.same_person` compares them for the rooms above), only what it is given.
    """
    marks = (
        (str(getattr(one, name, "")).strip().casefold(), str(getattr(other, name, "")).strip().casefold())
        for name in ("certificate_no", "email")
    )
    return one.pk == other.pk or any(mine and mine == theirs for mine, theirs in marks)


def is_disposed(ref: str) -> bool:
    """Whether a reference was disposed of."""
    return Disposal.objects.filter(ref=ref).exists()


def disposed_of(refs: Iterable[str]) -> set[str]:
    """Which of these references were disposed of; one query."""
    return set(Disposal.objects.filter(ref__in=list(refs)).values_list("ref", flat=True))


def digest_of(tables: Iterable[Iterable[Any]]) -> str:
    """The digest of rows, every column of every row with its length before it."""
    said = bytearray()
    for rows in tables:
        for row in rows:
            for column in row._meta.local_fields:
                value = getattr(row, column.attname)
                data = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                said += len(data).to_bytes(4, "big") + data
    return suites.digest(bytes(said))
