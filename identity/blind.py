"""Finding the same person again without a name: keyed digests of normalised values.

A digest is HMAC-SM3 under the index key, cut to 16 of its 32 bytes: long enough that two values never meet by
chance, and no use to a thief of the database alone. It does not hold against somebody who also has the index
key: there are few enough telephone numbers to try them all. So that key is guarded like the private one.
"""

from collections.abc import Callable, Mapping

from identity import cipher, keys
from identity.forms import all_found_by, known_by
from identity.models import BlindDigest, Person
from identity.reading import LATIN, TEXT

KEPT_BYTES = 16
SAME = "same"
MARK = "mark"


def digester(*purpose: str) -> Callable[[str], bytes]:
    """A function from a value to its digest for one purpose, under this process's index key."""
    digest = cipher.KeyedDigest(keys.index_key(), *purpose)
    return lambda value: digest(value)[:KEPT_BYTES]


def same_person(*, phone: str = "", id_number: str = "") -> list[str]:
    """References of earlier filings with this telephone or identity number, newest first; none for nothing asked.

    Whoever asks is asking who somebody is: callers let only those ask who may know it.
    """
    digests = [
        digester(SAME, field)(form)
        for field, value in (("phone", phone), ("id_number", id_number))
        for form in known_by(field, value)
    ]
    rows = BlindDigest.objects.filter(purpose=SAME, digest__in=digests).order_by("-id")
    return list(dict.fromkeys(rows.values_list("person__ref", flat=True)))


def same_sealed(one: str, other: str) -> bool:
    """Whether two references are surely of one person, by what both filings gave; opens nothing.

    Identity numbers decide where both gave one. A telephone counts only where the names do not differ: a family
    shares one, and acts of one person must never fall on another (令121 art. 35(2)). False when neither was given
    twice: who cannot be compared is not the same.
    """
    if one == other:
        return False
    mine, theirs = _known_of(one), _known_of(other)
    if mine["id_number"] and theirs["id_number"]:
        return bool(mine["id_number"] & theirs["id_number"])
    differ = mine["name"] and theirs["name"] and mine["name"].isdisjoint(theirs["name"])
    return bool(mine["phone"] & theirs["phone"]) and not differ


def _known_of(ref: str) -> dict[str, set[bytes]]:
    """The digests by which a reference is compared, by field: numbers to know somebody again, and whole names.

    Names have no digest of their own to know somebody again by; the leak guard's of the whole name serve. A name in
    letters stands beside initials joined with digits, which are no names, so it counts only where nothing else does.
    """
    rows = BlindDigest.objects.filter(person__ref=ref)
    found: dict[str, set[bytes]] = {"phone": set(), "id_number": set(), "name": set()}
    for field, digest in rows.filter(purpose=SAME).values_list("field", "digest"):
        found.setdefault(field, set()).add(bytes(digest))
    for shape in (TEXT, LATIN):
        names = rows.filter(purpose=shape, field="name").values_list("digest", flat=True)
        found["name"] = found["name"] or {bytes(digest) for digest in names}
    return found


def shared_with(ref: str) -> dict[str, set[str]]:
    """References of other filings that gave the same telephone or identity number, by field; opens nothing."""
    rows = BlindDigest.objects.filter(purpose=SAME)
    own = list(rows.filter(person__ref=ref).values_list("field", "digest"))
    others = rows.filter(digest__in=[digest for _field, digest in own]).exclude(person__ref=ref)
    found: dict[str, set[str]] = {field: set() for field, _digest in own}
    for field, other in others.values_list("field", "person__ref"):
        found.setdefault(field, set()).add(other)
    return found


def digests_of(person: Person, given: Mapping[str, str]) -> list[BlindDigest]:
    """The rows to keep beside a person's sealed values, not yet saved.

    The last is the mark: how many rows there are for the leak guard, under the same key. By it the guard knows
    that it looks with the key they were made with, and that none is missing.
    """
    same = [
        BlindDigest(person=person, purpose=SAME, field=field, length=0, digest=digester(SAME, field)(form))
        for field, value in given.items()
        for form in known_by(field, value)
    ]
    found = [
        BlindDigest(
            person=person,
            purpose=form.shape,
            field=field,
            length=len(form.value),
            digest=digester(form.shape)(form.value),
        )
        for field, form in all_found_by(given)
    ]
    mark = BlindDigest(
        person=person, purpose=MARK, field="", length=len(found), digest=mark_of(person.ref, len(found))
    )
    return [*same, *found, mark]


def mark_of(ref: str, count: int) -> bytes:
    return digester(MARK, ref)(str(count))
