"""Where the vault's keys lie: the public and the index key for everyone who seals, the private key for the worker."""

import binascii
from functools import cache
from pathlib import Path

from django.conf import settings

from identity import cipher


class VaultClosed(RuntimeError):
    """This process cannot do what was asked of the vault, because it was not given the key for it."""


def _read(path: str | None, what: str) -> bytes:
    if not path:
        raise VaultClosed(f"本进程未持有{what}")
    return _read_once(path, what)


@cache
def _read_once(path: str, what: str) -> bytes:
    try:
        return binascii.unhexlify(Path(path).read_text(encoding="ascii").strip())
    except (OSError, ValueError) as unreadable:
        raise VaultClosed(f"{what}不可读；请先运行 manage.py vault_keys") from unreadable


def public_key() -> cipher.PublicKey:
    return cipher.public_from_bytes(_read(settings.VAULT_PUBLIC_KEY_FILE, "封存公钥"))


def index_key() -> bytes:
    return _read(settings.VAULT_INDEX_KEY_FILE, "索引密钥")


def private_key() -> cipher.PrivateKey:
    """The key that opens the vault; raises `VaultClosed` in every process but the worker."""
    return cipher.private_from_bytes(_read(settings.VAULT_PRIVATE_KEY_FILE, "启封私钥"))
