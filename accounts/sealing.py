"""What is secret of a second factor, as it lies in the database: sealed, or as a keyed digest.

The key comes from SECRET_KEY, which no database and no backup of one holds; SECRET_KEY_FALLBACKS open what an older
key sealed. Whoever takes the database alone gets nothing he could compute a code from; whoever takes the web host's
environment as well can (docs/adr/0022).
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Iterator
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12
SEALING, DIGESTING = b"mingcha second factor: seal v1", b"mingcha second factor: digest v1"
DIGEST_BYTES = 10  # sixteen base32 letters: as many as the column of the library takes
MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B"})
CODE_LETTERS = 12  # 60 bits, and guesses are slowed


class Unopenable(ValueError):
    """A sealed secret that no present key opens: SECRET_KEY was changed without SECRET_KEY_FALLBACKS, or the row was."""


@cache
def _derived(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())


def _keys(purpose: bytes) -> Iterator[bytes]:
    """The present key first, then those it replaced."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield _derived(str(secret), purpose)


def sealed(secret: bytes, place: str) -> str:
    """Seal a secret of at most 32 bytes for a place; the answer fits the library's eighty characters."""
    nonce = os.urandom(NONCE)
    return base64.b64encode(
        nonce + AESGCM(next(_keys(SEALING))).encrypt(nonce, secret, place.encode())
    ).decode()


def opened(text: str, place: str) -> tuple[bytes, bool]:
    """The secret, and whether it was sealed under the present key. Raises `Unopenable`."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raise Unopenable from None
    for turn, key in enumerate(_keys(SEALING)):
        try:
            return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], place.encode()), turn == 0
        except (InvalidTag, ValueError):
            continue
    raise Unopenable


def digests(code: str, place: str) -> list[str]:
    """The keyed digests a recovery code may stand under, the present key's first."""
    return [
        base64.b32encode(
            hmac.digest(key, f"{place}\0{code}".encode(), hashlib.sha256)[:DIGEST_BYTES]
        ).decode()
        for key in _keys(DIGESTING)
    ]


def new_code() -> str:
    """A recovery code to be shown: three groups of four letters and digits that are not mistaken for one another."""
    drawn = base64.b32encode(os.urandom(8)).decode()[:CODE_LETTERS]
    return "-".join(drawn[i : i + 4] for i in range(0, CODE_LETTERS, 4))


def typed(code: str) -> str:
    """A recovery code as a person types it: small letters, blanks and dashes make no difference, nor do the digits
    that no code holds and that are misread for letters."""
    return "".join(c for c in code.upper() if c.isalnum()).translate(MISREAD)
