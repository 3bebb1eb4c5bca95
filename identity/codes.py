"""The receipt code: shown once, known to nobody afterwards, and the only way an informant proves to be the one."""

import hmac
import re
import unicodedata

from identity import cipher, keys
from identity.models import Code, Person
from identity.people import UnknownPerson
from identity.seal import drawn

LENGTH = 16  # 16 characters of 32: 80 bits

# People read O for 0 and I for 1; the alphabet has neither letter, so the reading is unambiguous.
_MISREAD = str.maketrans("OIL", "011")


def new_code(ref: str) -> str:
    """Draw the code of a reference, e.g. "7Q4K-X2M9-TA3B-8D1F"; a reference has one code for ever.

    Raises `UnknownPerson` for an unknown reference and IntegrityError for one that has its code.
    """
    person = Person.objects.filter(ref=ref).first()
    if person is None:
        raise UnknownPerson("封存号不存在")
    code = drawn(LENGTH)
    Code.objects.create(person=person, digest=_digest(ref, code))
    return "-".join(code[i : i + 4] for i in range(0, LENGTH, 4))


def check_code(ref: str, code: str) -> bool:
    """Whether this is the reference's code, however it was typed; False for an unknown reference.

    Compared in constant time. Counting the attempts is the door's business.
    """
    kept = Code.objects.filter(person__ref=ref).values_list("digest", flat=True).first()
    return hmac.compare_digest(bytes(kept or b""), _digest(ref, code))


def _digest(ref: str, code: str) -> bytes:
    said = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", code)).upper().translate(_MISREAD)
    return cipher.keyed_digest(keys.index_key(), "code", ref, said)
