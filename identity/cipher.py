"""The one module that touches ciphers: HPKE sealing (RFC 9180) and keyed digests (HMAC-SM3)."""

from typing import TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

PrivateKey: TypeAlias = X25519PrivateKey
PublicKey: TypeAlias = X25519PublicKey
KEY_BYTES = 32

# The first byte of every sealed value names its suite, so that another (a commercial-cipher one) can stand beside it.
HPKE_X25519_AES256 = 1
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class SealBroken(ValueError):
    """A sealed value that does not open: changed, moved to another row, or sealed to another key."""


def seal_bytes(plain: bytes, public_key: PublicKey, *, info: str) -> bytes:
    """Seal to a public key; `info` binds the value to its place, so that it opens nowhere else."""
    return bytes([HPKE_X25519_AES256]) + _SUITE.encrypt(plain, public_key, info=info.encode())


def open_bytes(sealed: bytes, private_key: PrivateKey, *, info: str) -> bytes:
    """Open a sealed value; raises `SealBroken` for anything but the value sealed for this place."""
    if not sealed or sealed[0] != HPKE_X25519_AES256:
        raise SealBroken("未知的封存方式")
    try:
        return bytes(_SUITE.decrypt(sealed[1:], private_key, info=info.encode()))
    except (InvalidTag, ValueError) as broken:
        raise SealBroken("封存内容与其位置不符或已被改动") from broken


class KeyedDigest:
    """HMAC-SM3 of many values under one key for one purpose; two purposes never share a digest.

    The parts that name the purpose, and the value, each go in with their length before them, so that no two
    different questions are the same bytes.
    """

    def __init__(self, key: bytes, *purpose: str) -> None:
        self._begun = hmac.HMAC(key, hashes.SM3())
        for part in purpose:
            self._begun.update(_measured(part))

    def __call__(self, value: str) -> bytes:
        """The digest of a value, 32 bytes."""
        mac = self._begun.copy()
        mac.update(_measured(value))
        return mac.finalize()


def keyed_digest(key: bytes, *parts: str) -> bytes:
    """One `KeyedDigest`: the last part is the value, those before it the purpose."""
    return KeyedDigest(key, *parts[:-1])(parts[-1])


def _measured(part: str) -> bytes:
    data = part.encode("utf-8", "surrogatepass")  # a typed code may be anything; it is only compared
    return len(data).to_bytes(4, "big") + data


def new_private_key() -> PrivateKey:
    return X25519PrivateKey.generate()


def private_to_bytes(key: PrivateKey) -> bytes:
    return key.private_bytes_raw()


def private_from_bytes(data: bytes) -> PrivateKey:
    return X25519PrivateKey.from_private_bytes(data)


def public_to_bytes(key: PublicKey) -> bytes:
    return key.public_bytes_raw()


def public_from_bytes(data: bytes) -> PublicKey:
    return X25519PublicKey.from_public_bytes(data)
