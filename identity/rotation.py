"""Changing the vault key: a new pair, every data key wrapped to it again, and at the end the old wraps let go.

Runs where the private key is. Every step can be broken off and taken up again: the new private key is on disk before
anything uses it, from then on new seals go to it, wraps are added in batches, and nothing old goes before the new
wrap was opened and held against its commitment. No sealed value is read for it.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from identity import cipher, datakeys, keys, unwrap
from identity.models import Ceremony, DataKey, SealedField
from identity.wrapping import HpkeWrap, fingerprint

BATCH = 500
ROTATION, RETIREMENT = "rotation", "retirement"
BEGUN, FINISHED = "begun", "finished"


class RotationRefused(RuntimeError):
    """Raised when a step would lose something, or has nothing to do; says what stands in the way."""


@dataclass(frozen=True)
class Rewrapped:
    """How many data keys were wrapped anew, and the references whose key could not be opened."""

    done: int
    broken: tuple[str, ...]


@dataclass(frozen=True)
class KeyInUse:
    """One vault key: how many wraps it has, how many things open with it alone, whether this process holds it."""

    key_id: str
    current: bool
    held: bool
    wraps: int
    alone: int


def unfinished() -> str | None:
    """The id of the key a rotation was begun to and not finished, or None."""
    last = Ceremony.objects.filter(kind=ROTATION).order_by("-id").first()
    return last.key_id if last is not None and last.outcome == BEGUN else None


def begin(*, by: str, anew: bool = False) -> str:
    """Make a new pair and let everything sealed from now on go to it; answers with its key id.

    Raises `RotationRefused` while a rotation is unfinished, unless it is given up for this one (`anew`), and
    `VaultClosed` where the private key is not.
    """
    if unfinished() and not anew:
        raise RotationRefused("上一次轮换尚未完成，请先续作")
    keys.private_key()
    key = cipher.new_private_key()
    key_id = fingerprint(key.public_key())
    keys.write_new(keys.ring_file(key_id), cipher.private_to_bytes(key))
    _record(ROTATION, key_id, by, BEGUN, {"before": fingerprint(keys.public_key())})
    resume()
    return key_id


def resume() -> str:
    """Take a begun rotation up again: the public key is the new one, whether or not it was written before."""
    key_id = unfinished()
    if key_id is None:
        raise RotationRefused("没有未完成的轮换")
    if fingerprint(keys.public_key()) != key_id:
        ring = keys.keyring()
        if key_id not in ring:
            raise RotationRefused(f"新私钥不在本机（{keys.ring_file(key_id)}）")
        _replace_public(ring[key_id].private.public_key())
    return key_id


def _replace_public(public: cipher.PublicKey) -> None:
    """Put the new public key in the old one's place in one step: whoever seals meanwhile reads the one or the other."""
    file = Path(settings.VAULT_PUBLIC_KEY_FILE)
    beside = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    keys.write_new(beside, cipher.public_to_bytes(public))
    beside.chmod(file.stat().st_mode & 0o777)
    beside.replace(file)


def pending() -> QuerySet[DataKey]:
    """The wraps of things that are not wrapped to the key in use."""
    current = fingerprint(keys.public_key())
    there = DataKey.objects.filter(ref=OuterRef("ref"), key_id=current)
    return DataKey.objects.filter(~Exists(there)).order_by("id")


def rewrap(*, batch: int = BATCH, told: Callable[[int], object] = bool) -> Rewrapped:
    """Wrap to the key in use every data key that is not yet; each batch is committed, so a break loses one batch.

    `told` hears after each batch how many are done. What no held key opens is counted and left as it is.
    """
    wrap, ring = HpkeWrap(keys.public_key()), keys.keyring()
    done, after, broken = 0, 0, dict[str, None]()
    while rows := list(pending().filter(id__gt=after)[:batch]):
        after = rows[-1].pk
        opened: dict[str, bytes] = {}
        for row in rows:
            if row.ref in opened:
                continue
            try:
                if row.key_id not in ring:
                    raise unwrap.NoKeyForIt
                opened[row.ref] = unwrap.opened(row, ring[row.key_id])
            except cipher.SealBroken:
                broken[row.ref] = None
        with transaction.atomic(using="vault"):
            DataKey.objects.bulk_create(datakeys.wrapped(ref, key, wrap) for ref, key in opened.items())
        done += len(opened)
        told(done)
    left = set(pending().values_list("ref", flat=True))
    return Rewrapped(done, tuple(ref for ref in broken if ref in left))


def broken_wraps() -> list[str]:
    """The references whose wrap to the key in use does not open, or opens to another key than was drawn."""
    current = fingerprint(keys.public_key())
    return _broken(DataKey.objects.filter(key_id=current), current)


def _broken(rows: QuerySet[DataKey], key_id: str) -> list[str]:
    key, found = keys.keyring()[key_id], []
    for row in rows.order_by("id").iterator(chunk_size=BATCH):
        try:
            unwrap.opened(row, key)
        except cipher.SealBroken:
            found.append(str(row.ref))
    return found


def finish(*, by: str, done: int) -> None:
    """Write down that the rotation is finished; raises `RotationRefused` while anything is not on the new key."""
    key_id = resume()
    if pending().exists() or broken_wraps():
        raise RotationRefused("仍有封存密钥未换到新密钥")
    _record(ROTATION, key_id, by, FINISHED, {"rewrapped": done})


def in_use() -> list[KeyInUse]:
    """Every vault key that is held or that something is wrapped to, the one in use first."""
    current, ring = fingerprint(keys.public_key()), keys.keyring()
    known = set(DataKey.objects.values_list("key_id", flat=True).distinct()) | {current} | set(ring)
    other = DataKey.objects.filter(ref=OuterRef("ref")).exclude(key_id=OuterRef("key_id"))
    return [
        KeyInUse(
            key_id,
            current=key_id == current,
            held=key_id in ring,
            wraps=DataKey.objects.filter(key_id=key_id).count(),
            alone=DataKey.objects.filter(~Exists(other), key_id=key_id).count(),
        )
        for key_id in sorted(known, key=lambda key_id: (key_id != current, key_id))
    ]


def sealed_directly() -> int:
    """How many values were sealed straight to a vault key, before data keys: no rotation takes them along."""
    keyed = DataKey.objects.filter(ref=OuterRef("person__ref"))
    return SealedField.objects.filter(~Exists(keyed)).count()


def retire(key_id: str, *, by: str) -> int:
    """Let go every wrap of an old vault key; answers with their number. The key then opens nothing here.

    Raises `RotationRefused` for the key in use, for one that is not known, while anything wrapped to it does not
    open with the key in use, and for the first key while values from before data keys are there.
    """
    current = fingerprint(keys.public_key())
    if key_id == current:
        raise RotationRefused("现用密钥不能停用")
    if unfinished():
        raise RotationRefused("轮换尚未完成，请先续作")
    old = DataKey.objects.filter(key_id=key_id)
    if not old.exists() and key_id not in keys.keyring():
        raise RotationRefused("没有这把密钥")
    made_by_rotation = Ceremony.objects.filter(kind=ROTATION, key_id=key_id).exists()
    if not made_by_rotation and (left := sealed_directly()):
        raise RotationRefused(f"有 {left} 项早先直接封存的内容只能用最初的密钥启封，不能停用")
    with transaction.atomic(using="vault"):
        newer = DataKey.objects.filter(ref=OuterRef("ref"), key_id=current, id__gt=OuterRef("id"))
        if old.filter(~Exists(newer)).exists():
            raise RotationRefused("仍有内容未换到现用密钥，请先轮换")
        same = DataKey.objects.filter(ref=OuterRef("ref"), key_id=key_id)
        if _broken(DataKey.objects.filter(Exists(same), key_id=current), current):
            raise RotationRefused("有内容用现用密钥打不开，不能停用旧密钥")
        gone = int(old.let_go())
        _record(RETIREMENT, key_id, by, FINISHED, {"wraps": gone})
    return gone


def _record(kind: str, key_id: str, by: str, outcome: str, detail: dict[str, object]) -> None:
    Ceremony.objects.create(
        kind=kind, key_id=key_id, by_name=by, outcome=outcome, detail=detail, at=timezone.now()
    )
