"""The receipt code: shown once, known to nobody afterwards, and the only way an informant proves to be the one."""

import hmac
import re
import secrets

from identity import cipher, keys
from identity.models import Code, Person
from identity.seal import ALPHABET

LENGTH = 16  # 16 characters of 32: 80 bits


def _said(code: str) -> str:
    # People read O for 0 and I for 1; the alphabet has neither letter, so the reading is unambiguous.
    return re.sub(r"[\s-]", "", code).upper().translate(str.maketrans("OIL", "011"))


def _digest(ref: str, code: str) -> bytes:
    return cipher.keyed_digest(keys.index_key(), "code", ref, _said(code))


def new_code(ref: str) -> str:
    """Draw the code of a reference, e.g. "7Q4K-X2M9-TA3B-8D1F"; a reference has one code for ever."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    Code.objects.create(person=Person.objects.get(ref=ref), digest=_digest(ref, code))
    return "-".join(code[i : i + 4] for i in range(0, LENGTH, 4))


def check_code(ref: str, code: str) -> bool:
    """Whether this is the reference's code; compared in constant time, and False for an unknown reference."""
    kept = Code.objects.filter(person__ref=ref).values_list("digest", flat=True).first()
    return hmac.compare_digest(bytes(kept) if kept else b"\0" * 32, _digest(ref, code)) and kept is not None
