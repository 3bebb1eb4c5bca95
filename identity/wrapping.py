"""Wrapping a data key to the vault key: the one place where another kind of vault key would come in.

Here it is HPKE (RFC 9180: X25519, HKDF-SHA256, AES-256-GCM), in both cipher suites: no maintained library offers
SM2. A security module that holds an SM2 key takes the place of the two classes below: it needs a suite byte of its
own (16 to 31 are kept for it), a key id, and must bind the wrap to its place, which SM2 encryption alone does not:
put the SM3 digest of the place before the key and compare it when unwrapping.
"""

from dataclasses import dataclass
from typing import Protocol

from identity import cipher


class KeyWrap(Protocol):
    """Wraps data keys to one vault key; held by every process that seals."""

    @property
    def suite(self) -> int: ...

    @property
    def key_id(self) -> str: ...

    def wrap(self, data_key: bytes, *, place: str) -> bytes:
        """The wrapped key, its suite byte first, opening at this place only."""
        ...


class KeyUnwrap(Protocol):
    """Opens what the matching `KeyWrap` wrapped; held by the worker alone."""

    @property
    def key_id(self) -> str: ...

    def unwrap(self, blob: bytes, *, place: str) -> bytes:
        """The data key; raises `SealBroken` for another place, another vault key, or anything changed."""
        ...


@dataclass(frozen=True)
class HpkeWrap:
    """Wraps to an X25519 public key."""

    public: cipher.PublicKey

    @property
    def suite(self) -> int:
        return cipher.HPKE_X25519_AES256

    @property
    def key_id(self) -> str:
        return fingerprint(self.public)

    def wrap(self, data_key: bytes, *, place: str) -> bytes:
        return cipher.seal_bytes(data_key, self.public, info=place)


@dataclass(frozen=True, repr=False)
class HpkeUnwrap:
    """Opens with an X25519 private key; shows itself nowhere."""

    private: cipher.PrivateKey

    @property
    def key_id(self) -> str:
        return fingerprint(self.private.public_key())

    def unwrap(self, blob: bytes, *, place: str) -> bytes:
        return cipher.open_bytes(blob, self.private, info=place)


def fingerprint(public: cipher.PublicKey) -> str:
    """The id of a vault key: sixteen hexadecimal digits of the SM3 of its public half, the same in every suite."""
    return cipher.digest("sm3", b"mingcha/vault/1|key|" + cipher.public_to_bytes(public))[:8].hex()
