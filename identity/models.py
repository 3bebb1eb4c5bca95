"""The vault's tables. Nothing here is readable without the private key, and what is written is never changed.

Rows go in two cases only, which the triggers know: a retired key's wraps, and what a disposal names.
"""

from typing import Any

from django.db import models


class Sealed(TypeError):
    """Raised when code tries to change or remove what the vault keeps."""


class VaultQuerySet(models.QuerySet[Any]):
    """Rows are added; nothing else. The triggers say the same to whoever comes past Django."""

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Any]:
        if kwargs.get("update_conflicts"):
            raise Sealed(f"{self.model.__name__} 只增不改")
        return super().bulk_create(objs, *args, **kwargs)

    def update(self, **values: Any) -> int:
        raise Sealed(f"{self.model.__name__} 只增不改")

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise Sealed(f"{self.model.__name__} 只增不改")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Sealed(f"{self.model.__name__} 只增不删")

    def let_go(self) -> int:
        """Delete what a retired key or a disposal lets go of; for anything else the triggers refuse. Counts the rows."""
        return super().delete()[0]


class VaultRow(models.Model):
    """Base of every row here: written once."""

    objects = VaultQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Sealed(f"{type(self).__name__} 只增不改")
        # Otherwise a new row that is given an old row's number would be saved over it.
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Sealed(f"{type(self).__name__} 只增不删")


class Person(VaultRow):
    """One sealed person; only the day of sealing is kept, nothing finer."""

    ref = models.CharField(max_length=40, unique=True)
    label = models.CharField(max_length=8)
    kind = models.CharField(max_length=12)
    sealed_on = models.DateField()

    class Meta:
        base_manager_name = "objects"
        constraints = (models.UniqueConstraint(fields=["label"], name="one_person_per_label"),)


class SealedField(VaultRow):
    """One value of a person, sealed under the person's data key and bound to its place.

    Values from before data keys were sealed straight to the vault's public key; the first byte tells.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="sealed")
    field = models.CharField(max_length=20)
    blob = models.BinaryField()

    class Meta:
        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(fields=["person", "field"], name="one_sealed_value_per_field"),
        )


class DataKey(VaultRow):
    """One wrap of the data key of a sealed thing ("P-…" a person, "E-…" evidence, "M-…" a message) to one vault key.

    `key_id` names the vault key, `suite` how it was wrapped (the first byte of the blob). `commitment` is a keyed
    digest by which an opened key is known to be the right one; every wrap of a reference has the same, so nobody
    can put a wrap of another key beside it. A wrap goes only when a newer one is there or the thing was disposed of.
    """

    ref = models.CharField(max_length=40)
    key_id = models.CharField(max_length=16)
    suite = models.PositiveSmallIntegerField()
    blob = models.BinaryField()
    commitment = models.BinaryField(max_length=32)
    wrapped_on = models.DateField()

    class Meta:
        base_manager_name = "objects"
        constraints = (models.UniqueConstraint(fields=["ref", "key_id"], name="one_wrap_per_vault_key"),)
        indexes = (models.Index(fields=["key_id"], name="wraps_of_a_key"),)


class Disposal(VaultRow):
    """That a sealed thing was destroyed by losing its key: by which two people, why, and the digest of what went.

    The row stands before anything is deleted, and allows the deletion of exactly that reference's rows.
    """

    ref = models.CharField(max_length=40, unique=True)
    asked_by_id = models.BigIntegerField()
    asked_by_name = models.CharField(max_length=40)
    approved_by_id = models.BigIntegerField()
    approved_by_name = models.CharField(max_length=40)
    reason = models.CharField(max_length=200)
    digest = models.CharField(max_length=80)
    removed = models.JSONField()
    disposed_on = models.DateField()

    class Meta:
        base_manager_name = "objects"
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(asked_by_id=models.F("approved_by_id")), name="disposed_by_two"
            ),
        )


class Ceremony(VaultRow):
    """What was done with a vault key: rotated, retired, split, restored, drilled; by whom, when, how it ended."""

    kind = models.CharField(max_length=20)
    key_id = models.CharField(max_length=16, blank=True)
    by_name = models.CharField(max_length=80)
    outcome = models.CharField(max_length=20)
    detail = models.JSONField()
    at = models.DateTimeField()


class BlindDigest(VaultRow):
    """A keyed digest of a value, or of a piece of one.

    `purpose` says what for: `same` to know a person again, one of the shapes of `identity.reading` for the leak guard
    with the piece's `length`, `mark` for how many rows the guard must find.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="digests")
    purpose = models.CharField(max_length=8)
    field = models.CharField(max_length=20)
    length = models.PositiveSmallIntegerField()
    digest = models.BinaryField(max_length=16)

    class Meta:
        base_manager_name = "objects"
        indexes = (models.Index(fields=["purpose", "digest"], name="blind_lookup"),)


class Code(VaultRow):
    """The digest of a receipt code; the code itself is shown once and kept nowhere."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="code")
    digest = models.BinaryField(max_length=32)


class CodeLookup(VaultRow):
    """By which digest a code alone is found, without its reference: the public door asks for nothing else.

    Beside `Code` and not in it, because rows there were written before and are never changed.
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="code_lookup")
    digest = models.BinaryField(max_length=32)

    class Meta:
        base_manager_name = "objects"
        constraints = (models.UniqueConstraint(fields=["digest"], name="one_person_per_code"),)


class LeftVisit(models.Model):
    """That somebody left the page of his matter: the visit's mark no longer opens it (`identity.visits`).

    No record: rows fall away when the marks they refuse have run out. Only the day stands here, and nothing that
    leads to a person.
    """

    digest = models.BinaryField(max_length=32)
    left_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["digest"], name="one_leaving_per_visit"),)
        indexes = (models.Index(fields=["left_on"], name="left_by_day"),)


class Opening(VaultRow):
    """That somebody opened something: who, in which office, what for, on which basis; written before the opening."""

    ref = models.CharField(max_length=40, db_index=True)
    by_id = models.BigIntegerField()
    by_name = models.CharField(max_length=40)
    office = models.CharField(max_length=20)
    purpose = models.CharField(max_length=120)
    basis = models.CharField(max_length=120)
    fields = models.JSONField()
    matter_number = models.CharField(max_length=24)
    at = models.DateTimeField()


class OpeningRequest(models.Model):
    """A page's question for an identity, answered by the worker sealed to the page's own one-time key.

    This row is a mailbox, not a record: the record is the Opening. It is emptied when read or after a minute.
    """

    ref = models.CharField(max_length=40)
    fields = models.JSONField()
    purpose = models.CharField(max_length=120)
    basis = models.CharField(max_length=120)
    by_id = models.BigIntegerField()
    by_name = models.CharField(max_length=40)
    office = models.CharField(max_length=20)
    matter_number = models.CharField(max_length=24)
    one_time_key = models.BinaryField(max_length=32)
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    answer = models.BinaryField(null=True)
