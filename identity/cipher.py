"""The one module that touches ciphers: HPKE sealing (RFC 9180) and keyed digests (HMAC-SM3)."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac, serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

PrivateKey, PublicKey = X25519PrivateKey, X25519PublicKey

# The first byte of every sealed value names its suite, so that another (a commercial-cipher one) can stand beside it.
HPKE_X25519_AES256 = 1
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class SealBroken(ValueError):
    """A sealed value that does not open: changed, moved to another row, or sealed to another key."""


def seal_bytes(plain: bytes, public_key: X25519PublicKey, *, info: str) -> bytes:
    """Seal to a public key; `info` binds the value to its place, so that it opens nowhere else."""
    return bytes([HPKE_X25519_AES256]) + _SUITE.encrypt(plain, public_key, info=info.encode())


def open_bytes(sealed: bytes, private_key: X25519PrivateKey, *, info: str) -> bytes:
    """Open a sealed value; raises `SealBroken` for anything but the value sealed for this place."""
    if not sealed or sealed[0] != HPKE_X25519_AES256:
        raise SealBroken("未知的封存方式")
    try:
        return bytes(_SUITE.decrypt(sealed[1:], private_key, info=info.encode()))
    except InvalidTag as broken:
        raise SealBroken("封存内容与其位置不符或已被改动") from broken


def keyed_digest(key: bytes, *parts: str) -> bytes:
    """HMAC-SM3 over the parts, unambiguously joined; 32 bytes."""
    mac = hmac.HMAC(key, hashes.SM3())
    for part in parts:
        data = part.encode()
        mac.update(len(data).to_bytes(4, "big") + data)
    return mac.finalize()


def new_private_key() -> X25519PrivateKey:
    return X25519PrivateKey.generate()


def private_to_bytes(key: X25519PrivateKey) -> bytes:
    return key.private_bytes_raw()


def private_from_bytes(data: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(data)


def public_to_bytes(key: X25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def public_from_bytes(data: bytes) -> X25519PublicKey:
    return X25519PublicKey.from_public_bytes(data)
