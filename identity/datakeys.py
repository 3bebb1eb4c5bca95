"""A data key for each sealed thing: drawn when it is sealed, kept only wrapped to the vault key.

Whoever seals gets the key for immediate use and forgets it; from then on only a process with the vault's private
key can have it again (`identity.unseal` for persons, `identity.originals` for evidence and messages). Losing the
wraps destroys the thing (`identity.disposal`); re-wrapping them changes the vault key without touching what is sealed
(`identity.rotation`).
"""

import re

from django.db import transaction
from django.utils.timezone import localdate

from identity import cipher, keys
from identity.models import DataKey
from identity.wrapping import HpkeWrap, KeyWrap

EVIDENCE, MESSAGE = "E-", "M-"
_REF = re.compile(r"[PEM]-[0-9A-Za-z-]{1,38}")


class KeyTaken(ValueError):
    """Raised when a second data key is asked for one reference: a thing is sealed once."""


def fresh(ref: str) -> bytes:
    """Draw the data key of a reference ("P-…" person, "E-…" evidence, "M-…" message), keep it wrapped, hand it over.

    Needs the vault's public key only. The wrap joins the caller's transaction on the vault where there is one. Use
    the key with `identity.streams` for files or `cipher.seal_under` for small values, then let it go: never store
    it, log it or put it into a message. Raises ValueError for anything that is no reference, `KeyTaken` for a
    reference that has its key, `VaultClosed` without a public key, DatabaseError for a reference disposed of.
    """
    if not _REF.fullmatch(ref):
        raise ValueError("封存号须以 P-、E- 或 M- 开头")
    if DataKey.objects.filter(ref=ref).exists():
        raise KeyTaken("该封存号已有密钥")
    data_key = cipher.new_data_key()
    with transaction.atomic(using="vault"):
        wrapped(ref, data_key, HpkeWrap(keys.public_key())).save()
    return data_key


def wrapped(ref: str, data_key: bytes, wrap: KeyWrap) -> DataKey:
    """The row that keeps a data key wrapped to one vault key, not yet saved."""
    return DataKey(
        ref=ref,
        key_id=wrap.key_id,
        suite=wrap.suite,
        blob=wrap.wrap(data_key, place=place(ref, wrap.key_id)),
        commitment=commitment(ref, data_key),
        wrapped_on=localdate(),
    )


def place(ref: str, key_id: str) -> str:
    """What a wrap is bound to: this vault, this thing, this vault key."""
    return f"mingcha/vault/1|datakey|{ref}|{key_id}"


def commitment(ref: str, data_key: bytes) -> bytes:
    """By what an opened key is known to be the one that was drawn; tells nothing of the key."""
    return cipher.keyed_digest(data_key, "datakey", ref)
