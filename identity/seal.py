"""Putting a person into the vault: any room may, and none that only seals can read it back."""

import secrets

from django.db import transaction
from django.utils.timezone import localdate

from identity import cipher, keys
from identity.blind import INDEXED, compared, digest
from identity.models import BlindDigest, Person, SealedField
from identity.people import TELLING, PersonalData

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: a clerk reads references aloud


def place(ref: str, field: str) -> str:
    """What a sealed value is bound to: this vault, this person, this field."""
    return f"mingcha/vault/1|sealedfield|{ref}|{field}"


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def seal(person: PersonalData, *, kind: str) -> str:
    """Seal a person and answer with the reference; in its own transaction on the vault.

    An anonymous person is sealed as well, empty: the code and the pseudonym hang on the reference. Raises
    `VaultClosed` when the public or the index key is missing: then nothing is taken in.
    """
    public, ref = keys.public_key(), f"P-{_random(16)}"
    given = person.given()
    with transaction.atomic(using="vault"):
        row = Person.objects.create(ref=ref, label=_random(6), kind=kind, sealed_on=localdate())
        SealedField.objects.bulk_create(
            SealedField(person=row, field=f, blob=cipher.seal_bytes(v.encode(), public, info=place(ref, f)))
            for f, v in given.items()
        )
        BlindDigest.objects.bulk_create(_digests(row, given))
    return ref


def _digests(row: Person, given: dict[str, str]) -> list[BlindDigest]:
    found = []
    for field, value in given.items():
        said = compared(field, value)
        if field in INDEXED and said:
            found.append(BlindDigest(person=row, purpose="same", field=field, length=0, digest=digest("same", field, said)))
        if field in TELLING:
            found += [
                BlindDigest(person=row, purpose="leak", field=field, length=len(v), digest=digest("leak", field, v))
                for v in telling_forms(field, value)
            ]
    return found


SHORTEST = 2  # one character stands in every text


def telling_forms(field: str, value: str) -> list[str]:
    """The normalised forms of a value the leak guard looks for; too short ones tell nothing."""
    said = compared(field, value)
    return [said] if len(said) >= SHORTEST else []


def pseudonym(ref: str) -> str:
    """The short label a person is called by, drawn at random: nothing about them can be computed from it."""
    return str(Person.objects.values_list("label", flat=True).get(ref=ref))
