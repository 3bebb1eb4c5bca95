"""The receipt code: shown once, known to nobody afterwards, and the only way an informant proves to be the one."""

import hmac
import re
import unicodedata

from django.db import transaction

from identity import cipher, keys
from identity.models import Code, CodeLookup, Person
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
    with transaction.atomic(using="vault"):
        Code.objects.create(person=person, digest=_digest(ref, code))
        CodeLookup.objects.create(person=person, digest=_alone(code))
    return "-".join(code[i : i + 4] for i in range(0, LENGTH, 4))


def check_code(ref: str, code: str) -> bool:
    """Whether this is the reference's code, however it was typed; False for an unknown reference.

    Compared in constant time. Counting the attempts is the door's business.
    """
    kept = Code.objects.filter(person__ref=ref).values_list("digest", flat=True).first()
    return hmac.compare_digest(bytes(kept or b""), _digest(ref, code))


def ref_of(code: str) -> str | None:
    """The reference this code stands for, however it was typed; None for a wrong, unknown or malformed one alike.

    A code issued before codes were kept by themselves is not found here: it goes with its number (`check_code`). Every
    answer costs the same: two digests, one indexed read and one comparison. The read is by a keyed digest, so how
    long it takes says nothing of how near a guess came.
    """
    found = CodeLookup.objects.filter(digest=_alone(code)).values_list("person__ref", "person__code__digest")
    ref, kept = found.first() or ("", b"")
    right = hmac.compare_digest(bytes(kept or b""), _digest(ref, code))
    return ref if right and ref else None


def _said(code: str) -> str:
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", code)).upper().translate(_MISREAD)


def _digest(ref: str, code: str) -> bytes:
    return cipher.keyed_digest(keys.index_key(), "code", ref, _said(code))


def _alone(code: str) -> bytes:
    return cipher.keyed_digest(keys.index_key(), "code alone", _said(code))
