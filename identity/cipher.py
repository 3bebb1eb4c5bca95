"""The one module that touches ciphers: HPKE sealing (RFC 9180), sealing under a data key (AES-256-GCM or SM4-GCM),
and digests (SM3, HMAC-SM3, SHA-256).

The first byte of whatever is sealed names its suite. Which suite a new value gets is a setting; what was sealed
before opens whatever the setting says now.
"""

import base64
import os
from typing import Protocol, TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PrivateKey: TypeAlias = X25519PrivateKey
PublicKey: TypeAlias = X25519PublicKey
KEY_BYTES = 32
NONCE_BYTES, TAG_BYTES = 12, 16

# The first byte of everything sealed. 1 is sealed to a public key; 2 and 3 are values under a data key, 4 and 5 files
# under one (`identity.streams`). 16 to 31 are kept for key wraps made by a security module (`identity.wrapping`).
HPKE_X25519_AES256 = 1
AES256_VALUE, SM4_VALUE = 2, 3
AES256_STREAM, SM4_STREAM = 4, 5
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


BROKEN = (InvalidTag, ValueError)


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
    except BROKEN as broken:
        raise SealBroken("封存内容与其位置不符或已被改动") from broken


class Aead(Protocol):
    """An authenticated cipher under one key: 12 bytes of nonce, 16 bytes of tag behind the ciphertext.

    `decrypt` raises InvalidTag for anything changed (`BROKEN` names what may be raised for bad input).
    """

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes: ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes: ...


class Sm4Gcm:
    """SM4 (GB/T 32907) in Galois counter mode, as in RFC 8998; the library offers its parts, not the whole."""

    def __init__(self, key: bytes) -> None:
        self._cipher = algorithms.SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes:
        made = Cipher(self._cipher, modes.GCM(nonce)).encryptor()
        made.authenticate_additional_data(associated_data)
        return made.update(data) + made.finalize() + made.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes:
        """The plain data; raises InvalidTag for anything changed, and gives nothing out before it has looked."""
        if len(data) < TAG_BYTES:
            raise InvalidTag
        taken = Cipher(self._cipher, modes.GCM(nonce, data[-TAG_BYTES:])).decryptor()
        taken.authenticate_additional_data(associated_data)
        return taken.update(data[:-TAG_BYTES]) + taken.finalize()


def aead(suite: int, data_key: bytes, *, info: str, salt: bytes = b"") -> Aead:
    """The cipher of a suite for one use of a data key: two uses, or two suites, never work under the same key.

    The key is derived by HKDF (RFC 5869) with the suite's own hash. Raises `SealBroken` for an unknown suite.
    """
    purpose = bytes([suite]) + info.encode()
    if suite in (AES256_VALUE, AES256_STREAM):
        return AESGCM(HKDF(hashes.SHA256(), 32, salt, purpose).derive(data_key))
    if suite in (SM4_VALUE, SM4_STREAM):
        return Sm4Gcm(HKDF(hashes.SM3(), 16, salt, purpose).derive(data_key))
    raise SealBroken("未知的封存方式")


def new_data_key() -> bytes:
    """A fresh key for one sealed thing, whichever suite it will be sealed with."""
    return os.urandom(KEY_BYTES)


def seal_under(data_key: bytes, plain: bytes, *, suite: int, place: str) -> bytes:
    """Seal a value under a data key, bound to its place; small values only, files go through `identity.streams`."""
    nonce = os.urandom(NONCE_BYTES)
    return bytes([suite]) + nonce + aead(suite, data_key, info="value").encrypt(nonce, plain, place.encode())


def open_under(data_key: bytes, sealed: bytes, *, place: str) -> bytes:
    """Open what `seal_under` sealed; raises `SealBroken` for another key, another place, or anything changed."""
    if not sealed or sealed[0] not in (AES256_VALUE, SM4_VALUE):
        raise SealBroken("未知的封存方式")
    nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return aead(sealed[0], data_key, info="value").decrypt(nonce, rest, place.encode())
    except BROKEN as broken:
        raise SealBroken("封存内容与其位置不符或已被改动") from broken


def digest(name: str, data: bytes) -> bytes:
    """The digest of some bytes by its name, `sm3` or `sha256`; 32 bytes."""
    made = hashes.Hash({"sm3": hashes.SM3, "sha256": hashes.SHA256}[name]())
    made.update(data)
    return made.finalize()


def new_held_key() -> str:
    """A fresh key for somebody else to hold (a browser, in a cookie), as text; we keep no copy of it."""
    return base64.urlsafe_b64encode(AESGCM.generate_key(bit_length=256)).decode()


def is_held_key(text: str) -> bool:
    """Whether what somebody brings along can be such a key."""
    try:
        return len(base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)) == KEY_BYTES
    except ValueError:
        return False


def lock_bytes(plain: bytes, held_key: str, *, info: str) -> bytes:
    """Encrypt under a key that its holder brings along (AES-256-GCM); raises ValueError for what is no key."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _held(held_key).encrypt(nonce, plain, info.encode())


def unlock_bytes(locked: bytes, held_key: str, *, info: str) -> bytes:
    """Open what `lock_bytes` made; raises `SealBroken` for another key, another place, or anything changed."""
    try:
        return _held(held_key).decrypt(locked[:NONCE_BYTES], locked[NONCE_BYTES:], info.encode())
    except BROKEN as broken:
        raise SealBroken("钥匙不符或者内容已被改动") from broken


def _held(held_key: str) -> AESGCM:
    return AESGCM(base64.urlsafe_b64decode(held_key.encode()))


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
