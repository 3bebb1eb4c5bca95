"""The vault's keys in shares on paper: any k of n holders together have the key, k-1 of them have nothing.

The shares are SLIP-39 words, each with a checksum of its own, so that a slip of the pen is found in the share it is
in. They are printed once, written down by their holders, and kept by no program. Every splitting, restoring and
drill leaves a row (`Ceremony`): who, when, how it ended, never a word of a share.
"""

import hmac
import secrets
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.share import Share

from identity import blind, cipher, keys, unwrap
from identity.models import BlindDigest, Ceremony, DataKey
from identity.wrapping import HpkeUnwrap, fingerprint

PRIVATE, INDEX = "private", "index"
SPLIT, RESTORED, DRILLED = "split", "restored", "drilled"
BEGUN, DONE, FAILED = "begun", "done", "failed"
TRIED = 20  # wraps that a drill opens
FEWEST, MOST = 2, 16  # SLIP-39 knows at most sixteen; one share alone is no sharing


class EscrowRefused(ValueError):
    """Raised when shares cannot be made, do not fit together, or are not of this vault's key; holds no share."""


def split(what: str, *, threshold: int, holders: Sequence[str], by: str) -> list[str]:
    """Shares of the private key in use or of the index key, one for each holder; the row is written first.

    Raises `EscrowRefused` for a threshold or number that is no sharing, `VaultClosed` where the key is not.
    """
    if not FEWEST <= threshold <= len(holders) <= MOST:
        raise EscrowRefused(f"份数须为 {FEWEST} 至 {MOST}，启用份数须在 {FEWEST} 与份数之间")
    if len(set(holders)) != len(holders):
        raise EscrowRefused("持有人不得重复：一人不得持有两份")
    secret = cipher.private_to_bytes(keys.private_key()) if what == PRIVATE else keys.index_key()
    shares = generate_mnemonics(1, [(threshold, len(holders))], secret)[0]
    # What was made is tried before anybody walks away with it.
    if join(shares[:threshold]) != secret or join(shares[-threshold:]) != secret:
        raise EscrowRefused("份额试合不符，未予输出")
    detail = {"key": what, "threshold": threshold, "holders": list(holders)}
    record(SPLIT, DONE, by, detail, key_id=_id(what, secret))
    return list(shares)


def join(lines: Sequence[str]) -> bytes:
    """The key that shares make together; more than are needed may be given. Raises `EscrowRefused`."""
    shares: dict[int, Share] = {}
    for number, line in enumerate(lines, start=1):
        try:
            share = Share.from_mnemonic(" ".join(line.lower().split()))
        except (MnemonicError, ValueError):
            # The library's own words may hold the words of the share.
            raise EscrowRefused(f"第 {number} 份有错字或缺字（校验不符）") from None
        if shares and share.common_parameters() != next(iter(shares.values())).common_parameters():
            raise EscrowRefused(f"第 {number} 份不是同一次分存的份额")
        shares[share.index] = share
    if not shares:
        raise EscrowRefused("没有份额")
    needed = next(iter(shares.values())).member_threshold
    if len(shares) < needed:
        raise EscrowRefused(f"需要 {needed} 份不同的份额，只有 {len(shares)} 份")
    try:
        secret = bytes(combine_mnemonics([share.mnemonic() for share in list(shares.values())[:needed]]))
    except (MnemonicError, ValueError):
        raise EscrowRefused("份额合不出密钥") from None
    if len(secret) != cipher.KEY_BYTES:
        raise EscrowRefused("合出的不是本系统的密钥")
    return secret


def tried(what: str, secret: bytes) -> dict[str, object]:
    """What a joined key was seen to open, for the record; raises `EscrowRefused` when it is not this vault's key.

    The private key opens a test value sealed to the public key, and data keys of the vault; nothing that is sealed
    under them is read. The index key is held against the marks it made.
    """
    if what == INDEX:
        return {"marks": _marks_that_fit(secret)}
    private = cipher.private_from_bytes(secret)
    key = HpkeUnwrap(private)
    wraps = list(DataKey.objects.filter(key_id=key.key_id).order_by("-id")[:TRIED])
    in_use = Path(settings.VAULT_PUBLIC_KEY_FILE).exists() and fingerprint(keys.public_key()) == key.key_id
    if not in_use and not wraps:
        raise EscrowRefused("份额合出的密钥与封存公钥不是一对，本库也没有用它封存的内容")
    value = secrets.token_bytes(cipher.KEY_BYTES)
    public = keys.public_key() if in_use else private.public_key()
    try:
        if cipher.open_bytes(cipher.seal_bytes(value, public, info="drill"), private, info="drill") != value:
            raise EscrowRefused("测试值启封不符")
        for row in wraps:
            unwrap.opened(row, key)
    except cipher.SealBroken:
        raise EscrowRefused("份额合出的密钥打不开本库的封存") from None
    return {"wraps": len(wraps), "in_use": in_use}


def _marks_that_fit(secret: bytes) -> int:
    marks = list(
        BlindDigest.objects.filter(purpose=blind.MARK).order_by("-id")[:TRIED].select_related("person")
    )
    for row in marks:
        made = cipher.keyed_digest(secret, blind.MARK, row.person.ref, str(row.length))[: blind.KEPT_BYTES]
        if not hmac.compare_digest(made, bytes(row.digest)):
            raise EscrowRefused("份额合出的不是本库的索引密钥")
    if not marks:
        raise EscrowRefused("库中尚无封存内容，无从核对索引密钥")
    return len(marks)


def restore(what: str, lines: Sequence[str], *, by: str) -> Path:
    """Write the key that the shares make into its file, its owner's alone; answers with the file.

    The key is tried first. Raises `EscrowRefused` when the shares do not fit or the file is there,
    `VaultClosed` when this process was not told where the private key belongs.
    """
    try:
        secret = join(lines)
        found = tried(what, secret)
        key_id = _id(what, secret)
        file = Path(settings.VAULT_INDEX_KEY_FILE) if what == INDEX else _private_file(key_id)
        if file.exists():
            raise EscrowRefused(f"文件已存在，不覆盖：{file}")
        record(RESTORED, BEGUN, by, {"key": what, **found, "file": file.name}, key_id=key_id)
        keys.write_new(file, secret)
    except EscrowRefused as refused:
        record(RESTORED, FAILED, by, {"key": what, "why": str(refused)})
        raise
    record(RESTORED, DONE, by, {"key": what, "file": file.name}, key_id=key_id)
    return file


def _private_file(key_id: str) -> Path:
    """The file the worker is told of when it is not there, else the one for a key that a rotation made."""
    told = keys.private_file()
    return told if not told.exists() or key_id in keys.keyring() else keys.ring_file(key_id)


def drill(what: str, lines: Sequence[str], *, by: str) -> dict[str, object]:
    """Prove that the shares still make the key, and write no key; answers with what it opened.

    Raises `EscrowRefused` when they do not; either way a row says so.
    """
    try:
        secret = join(lines)
        found = tried(what, secret)
    except EscrowRefused as refused:
        record(DRILLED, FAILED, by, {"key": what, "why": str(refused)})
        raise
    record(DRILLED, DONE, by, {"key": what, **found, "shares": len(lines)}, key_id=_id(what, secret))
    return found


def _id(what: str, secret: bytes) -> str:
    return HpkeUnwrap(cipher.private_from_bytes(secret)).key_id if what == PRIVATE else ""


def record(kind: str, outcome: str, by: str, detail: dict[str, object], *, key_id: str = "") -> None:
    """Write down a run; without a database it raises DatabaseError, and the run stops there."""
    Ceremony.objects.create(
        kind=kind, key_id=key_id, by_name=by, outcome=outcome, detail=detail, at=timezone.now()
    )
