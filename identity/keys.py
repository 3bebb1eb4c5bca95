"""Where the vault's keys lie: the public and the index key for everyone who seals, the private keys for the worker.

The worker's ring is the file it was told of and, beside it, the keys that rotations made: `vault_private.key` and
`vault_private.<key id>.key`. Which of them is the one in use is told by the public key.
"""

import binascii
import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from identity import cipher
from identity.wrapping import HpkeUnwrap, fingerprint


class VaultClosed(RuntimeError):
    """This process cannot do what was asked of the vault, because it was not given the key for it."""


def public_key() -> cipher.PublicKey:
    """The key everything is sealed to; raises `VaultClosed` when it was not made yet."""
    return cipher.public_from_bytes(_read(settings.VAULT_PUBLIC_KEY_FILE, "封存公钥", secret=False))


def index_key() -> bytes:
    """The key of the digests; whoever holds it can test a guess, so its file is its owner's alone."""
    return _read(settings.VAULT_INDEX_KEY_FILE, "索引密钥", secret=True)


def private_key() -> cipher.PrivateKey:
    """The private half of the key in use; raises `VaultClosed` in every process but the worker."""
    found = keyring().get(fingerprint(public_key()))
    if found is None:
        raise VaultClosed("启封私钥与现用公钥不是一对")
    return found.private


def keyring() -> dict[str, HpkeUnwrap]:
    """Every private key this process was given, by key id; raises `VaultClosed` in every process but the worker."""
    return {key.key_id: key for key in (HpkeUnwrap(cipher.private_from_bytes(data)) for data in _ring())}


def private_file() -> Path:
    """Where the first private key lies or belongs; raises `VaultClosed` in a process that was told of none."""
    return _told(settings.VAULT_PRIVATE_KEY_FILE, "启封私钥")


def ring_file(key_id: str) -> Path:
    """Where the private key a rotation made lies or belongs; raises `VaultClosed` as `private_file` does."""
    told = private_file()
    return told.with_name(f"{told.stem}.{key_id}{told.suffix}")


def _ring() -> list[bytes]:
    told = private_file()
    made = sorted(told.parent.glob(f"{told.stem}.{'[0-9a-f]' * 16}{told.suffix}"))
    there = [told] if told.exists() or not made else []
    return [_read(str(path), "启封私钥", secret=True) for path in (*there, *made)]


def _told(path: str | None, what: str) -> Path:
    if not path:
        raise VaultClosed(f"本进程未持有{what}")
    return Path(path)


def _read(path: str | None, what: str, *, secret: bool) -> bytes:
    file = _told(path, what)
    try:
        state = file.stat()
    except OSError:
        raise _unreadable(file, what) from None
    if secret and state.st_mode & 0o077:
        raise VaultClosed(f"{what}的文件权限过宽，须为仅本用户可读：chmod 600 {file}")
    # A rotation changes the files under a process that runs on: what was read is kept only while they stay the same.
    return _read_once(file, what, (state.st_ino, state.st_mtime_ns, state.st_size))


@lru_cache(maxsize=64)
def _read_once(file: Path, what: str, state: tuple[int, ...]) -> bytes:
    try:
        key = binascii.unhexlify(file.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        # The cause is left out: a decoding error carries the bytes it stumbled over.
        raise _unreadable(file, what) from None
    if len(key) != cipher.KEY_BYTES:
        raise VaultClosed(f"{what}长度不对（{file}）")
    return key


def _unreadable(file: Path, what: str) -> VaultClosed:
    return VaultClosed(f"{what}不可读（{file}）；请先运行 manage.py vault_keys")


def write_new(file: Path, data: bytes) -> None:
    """Write a key into a file of its own, its owner's alone; raises FileExistsError rather than overwrite one."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write(data.hex())
        opened.flush()
        os.fsync(opened.fileno())
