"""Putting a person into the vault: any room may, and none that only seals can read it back."""

import secrets
from collections.abc import Iterable

from django.db import transaction
from django.utils.timezone import localdate

from identity import cipher, datakeys, suites
from identity.blind import digests_of
from identity.disposal import disposed_of
from identity.models import BlindDigest, Person, SealedField
from identity.people import PersonalData, UnknownPerson

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: a clerk reads references aloud
REF_LENGTH = 16
LABEL_LENGTH = 6


def place(ref: str, field: str) -> str:
    """What a sealed value is bound to: this vault, this person, this field."""
    return f"mingcha/vault/1|sealedfield|{ref}|{field}"


def drawn(length: int) -> str:
    """Random characters that are easy to read aloud, five bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def seal(person: PersonalData, *, kind: str) -> str:
    """Seal a person and answer with the reference, such as "P-7Q4KX2M9TA3B8D1F"; a transaction of its own.

    An anonymous person is sealed as well, empty: the code and the pseudonym hang on the reference. Of the moment
    only the day is kept, so that a list of calls cannot be laid beside the vault. The values are sealed under a data
    key of this person's own. Raises `VaultClosed` when the public or the index key is missing: then nothing is
    taken in.
    """
    ref, given, suite = f"P-{drawn(REF_LENGTH)}", person.given(), suites.chosen().value
    with transaction.atomic(using="vault"):
        row = Person.objects.create(ref=ref, label=_free_label(), kind=kind, sealed_on=localdate())
        data_key = datakeys.fresh(ref)
        SealedField.objects.bulk_create(
            SealedField(
                person=row,
                field=field,
                blob=cipher.seal_under(data_key, value.encode(), suite=suite, place=place(ref, field)),
            )
            for field, value in given.items()
        )
        BlindDigest.objects.bulk_create(digests_of(row, given))
    return ref


def _free_label() -> str:
    while Person.objects.filter(label=(label := drawn(LABEL_LENGTH))).exists():
        continue  # a thousand million labels: the next one is free
    return label


def pseudonym(ref: str) -> str:
    """The short label a person is called by, drawn at random: nothing about them can be computed from it.

    Two filings of one person have two labels. Raises `UnknownPerson` for a reference nobody is sealed under.
    """
    label = Person.objects.filter(ref=ref).values_list("label", flat=True).first()
    if label is None:
        raise UnknownPerson("封存号不存在")
    return str(label)


def labelled(labels: Iterable[str]) -> list[str]:
    """The references of the persons called by these labels, oldest first; those disposed of are nobody any more."""
    rows = Person.objects.filter(label__in=list(labels)).order_by("id").values_list("ref", flat=True)
    gone = disposed_of(rows)
    return [ref for ref in rows if ref not in gone]
