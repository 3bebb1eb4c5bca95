"""Finding the same person again without a name: keyed digests of normalised values."""

import re
import unicodedata

from identity import cipher, keys
from identity.models import BlindDigest

INDEXED = ("phone", "id_number")
_JOINTS = re.compile(r"[\s\-‐-―·•.,，。、()（）]+")


def normal(value: str) -> str:
    """A value as it is compared: half-width, small letters, no spaces, dashes or brackets between characters."""
    return _JOINTS.sub("", unicodedata.normalize("NFKC", value)).lower()


def normal_phone(value: str) -> str:
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", value))
    return re.sub(r"^(0086|86)(?=1\d{10}$)", "", digits)


def compared(field: str, value: str) -> str:
    return normal_phone(value) if field == "phone" else normal(value)


def digest(purpose: str, field: str, value: str) -> bytes:
    """The keyed digest of a value for one purpose; two purposes never share a digest. 16 of 32 bytes are kept."""
    return cipher.keyed_digest(keys.index_key(), purpose, field, value)[:16]


def same_person(*, phone: str = "", id_number: str = "") -> list[str]:
    """References of earlier filings with this phone or ID number, newest first; nothing for an empty question."""
    asked = {"phone": phone, "id_number": id_number}
    digests = [digest("same", f, compared(f, v)) for f, v in asked.items() if compared(f, v)]
    if not digests:
        return []
    rows = BlindDigest.objects.filter(purpose="same", digest__in=digests).select_related("person").order_by("-id")
    return list(dict.fromkeys(row.person.ref for row in rows))
