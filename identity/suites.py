"""Which ciphers a new value is sealed with: the default suite, or the commercial (国密) one, by a setting.

What is sealed says its suite in its first byte and opens whatever the setting says now. Wrapping a data key to the
vault key is another matter (`identity.wrapping`).
"""

from dataclasses import dataclass

from django.conf import settings

from identity import cipher


@dataclass(frozen=True)
class Suite:
    """The suite bytes of values and of files, and the name of the digest that goes with them."""

    name: str
    value: int
    stream: int
    digest: str


DEFAULT = Suite("default", cipher.AES256_VALUE, cipher.AES256_STREAM, "sha256")
SM = Suite("sm", cipher.SM4_VALUE, cipher.SM4_STREAM, "sm3")
SUITES = {suite.name: suite for suite in (DEFAULT, SM)}


def chosen() -> Suite:
    """The suite of everything sealed from now on (MINGCHA_CIPHER_SUITE); settings refuse an unknown name."""
    return SUITES[settings.VAULT_CIPHER_SUITE]


def digest(data: bytes) -> str:
    """A digest in the chosen suite with its name before it, such as "sm3:66c7…"."""
    name = chosen().digest
    return f"{name}:{cipher.digest(name, data).hex()}"
