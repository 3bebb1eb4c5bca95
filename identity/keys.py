"""Where the vault's keys lie: the public and the index key for everyone who seals, the private key for the worker."""

import binascii
from functools import cache
from pathlib import Path

from django.conf import settings

from identity import cipher


class VaultClosed(RuntimeError):
    """This process cannot do what was asked of the vault, because it was not given the key for it."""


def public_key() -> cipher.PublicKey:
    """The key everything is sealed to; raises `VaultClosed` when it was not made yet."""
    return cipher.public_from_bytes(_read(settings.VAULT_PUBLIC_KEY_FILE, "封存公钥", secret=False))


def index_key() -> bytes:
    """The key of the digests; whoever holds it can test a guess, so its file is its owner's alone."""
    return _read(settings.VAULT_INDEX_KEY_FILE, "索引密钥", secret=True)


def private_key() -> cipher.PrivateKey:
    """The key that opens the vault; raises `VaultClosed` in every process but the worker."""
    return cipher.private_from_bytes(_read(settings.VAULT_PRIVATE_KEY_FILE, "启封私钥", secret=True))


def _read(path: str | None, what: str, *, secret: bool) -> bytes:
    if not path:
        raise VaultClosed(f"本进程未持有{what}")
    return _read_once(path, what, secret)


@cache
def _read_once(path: str, what: str, secret: bool) -> bytes:
    try:
        open_to_others = Path(path).stat().st_mode & 0o077
        key = binascii.unhexlify(Path(path).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        # The cause is left out: a decoding error carries the bytes it stumbled over.
        raise VaultClosed(f"{what}不可读（{path}）；请先运行 manage.py vault_keys") from None
    if len(key) != cipher.KEY_BYTES:
        raise VaultClosed(f"{what}长度不对（{path}）")
    if secret and open_to_others:
        raise VaultClosed(f"{what}的文件权限过宽，须为仅本用户可读：chmod 600 {path}")
    return key
