"""Opening a data key: behind the same contract as unsealing itself, for `unseal`, `originals`, `rotation` and `escrow` alone."""

import hmac
from collections.abc import Mapping

from identity import cipher
from identity.datakeys import commitment, place
from identity.models import DataKey
from identity.wrapping import KeyUnwrap


class KeyGone(LookupError):
    """Raised when there is no wrap of a reference's data key: never sealed, or disposed of."""


class NoKeyForIt(cipher.SealBroken):
    """Raised when a data key is wrapped only to vault keys this process was not given."""


def data_key(ref: str, keyring: Mapping[str, KeyUnwrap]) -> bytes:
    """The data key of a reference, from the newest wrap that opens with a key of the ring.

    Raises `KeyGone` without any wrap, `NoKeyForIt` when the ring lacks the vault key, `SealBroken` when a wrap was
    changed, moved, or is not of the key that was drawn.
    """
    rows = list(DataKey.objects.filter(ref=ref).order_by("-id"))
    if not rows:
        raise KeyGone("该封存号没有密钥")
    failed: cipher.SealBroken = NoKeyForIt("本进程的钥匙串中没有封存所用的密钥")
    for row in rows:
        if row.key_id not in keyring:
            continue
        try:
            return opened(row, keyring[row.key_id])
        except cipher.SealBroken as broken:
            failed = broken  # a wrap that somebody slipped in does not shut out the genuine one beside it
    raise failed


def opened(row: DataKey, unwrap: KeyUnwrap) -> bytes:
    """The data key in one wrap, held against its commitment; raises `SealBroken`."""
    found = unwrap.unwrap(bytes(row.blob), place=place(row.ref, row.key_id))
    if not hmac.compare_digest(commitment(row.ref, found), bytes(row.commitment)):
        raise cipher.SealBroken("封存密钥与其登记不符")
    return found
