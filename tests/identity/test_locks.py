"""What the vault keeps is only ever added to: in Python, and in SQL on whichever database the run uses."""

from datetime import date

import pytest
from django.db import DatabaseError, connections, models, transaction

from identity.codes import new_code
from identity.models import (
    BlindDigest,
    Ceremony,
    Code,
    CodeLookup,
    DataKey,
    Disposal,
    Opening,
    Person,
    Sealed,
    SealedField,
)
from tests.identity.conftest import AT, opened

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

KEPT = [Person, SealedField, BlindDigest, Code, CodeLookup, Opening, DataKey, Disposal, Ceremony]


@pytest.fixture(autouse=True)
def _rows(ref):
    new_code(ref)
    opened(ref, "name")
    two = {"asked_by_id": 7, "asked_by_name": "甲", "approved_by_id": 8, "approved_by_name": "乙"}
    Disposal.objects.create(
        ref="E-9", reason="期满", digest="sm3:00", removed={}, disposed_on=date(2026, 11, 24), **two
    )
    Ceremony.objects.create(kind="drilled", by_name="甲", outcome="ok", detail={}, at=AT)


def sql(statement):
    with transaction.atomic(using="vault"), connections["vault"].cursor() as cursor:
        if connections["vault"].vendor == "postgresql":
            # Foreign keys still to be checked would refuse a TRUNCATE before our trigger is asked.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


@pytest.mark.parametrize("kept", KEPT)
def test_a_row_cannot_be_changed_or_removed_in_python(kept):
    row = kept.objects.first()
    with pytest.raises(Sealed):
        row.save()
    with pytest.raises(Sealed):
        row.delete()
    for rows in (kept.objects.all(), kept._base_manager.all(), kept._default_manager.filter(pk=row.pk)):
        with pytest.raises(Sealed):
            rows.update(pk=row.pk)
        with pytest.raises(Sealed):
            rows.delete()
        with pytest.raises(Sealed):
            rows.bulk_update([row], ["id"])
        with pytest.raises(Sealed):
            rows.bulk_create([row], update_conflicts=True, update_fields=["id"], unique_fields=["id"])


def test_a_new_row_is_never_saved_over_an_old_one():
    old = Opening.objects.get()
    forged = Opening(**{f.attname: getattr(old, f.attname) for f in Opening._meta.fields})
    forged.by_name = "别人"
    with pytest.raises(DatabaseError), transaction.atomic(using="vault"):
        forged.save()
    assert Opening.objects.get().by_name == old.by_name


@pytest.mark.parametrize("kept", KEPT)
def test_a_row_cannot_be_changed_or_removed_past_the_managers(kept):
    plain = models.QuerySet(kept, using="vault")
    with pytest.raises(DatabaseError), transaction.atomic(using="vault"):
        plain.update(id=models.F("id") + 1000)
    with pytest.raises(DatabaseError), transaction.atomic(using="vault"):
        plain._raw_delete("vault")


@pytest.mark.parametrize("kept", KEPT)
@pytest.mark.parametrize("statement", ["UPDATE {t} SET id = id", "DELETE FROM {t}", "TRUNCATE {t} CASCADE"])
def test_sql_past_django_is_refused(kept, statement):
    if statement.startswith("TRUNCATE") and connections["vault"].vendor == "sqlite":
        statement = "DELETE FROM {t} WHERE id > 0"
    before = list(models.QuerySet(kept, using="vault").values_list("pk", flat=True))
    with pytest.raises(DatabaseError, match=r"append-only"):
        sql(statement.format(t=kept._meta.db_table))
    assert list(models.QuerySet(kept, using="vault").values_list("pk", flat=True)) == before


@pytest.mark.parametrize("kept", KEPT)
def test_a_row_cannot_be_replaced(kept):
    """SQLite's REPLACE removes the old row without asking the trigger on DELETE; ON CONFLICT is PostgreSQL's way."""
    table, columns = kept._meta.db_table, [f.column for f in kept._meta.local_fields]
    said = ", ".join(columns)
    if connections["vault"].vendor == "sqlite":
        statement = "INSERT OR REPLACE INTO {table} ({said}) SELECT {said} FROM {table}"
    else:
        statement = (
            "INSERT INTO {table} ({said}) SELECT {said} FROM {table} ON CONFLICT (id) DO UPDATE SET id = 0"
        )
    with pytest.raises(DatabaseError, match="append-only"):
        sql(statement.format(table=table, said=said))


@pytest.mark.parametrize(
    "forged",
    [
        "INTO identity_person (ref, label, kind, sealed_on) SELECT ref, 'ZZZZZZ', kind, sealed_on FROM identity_person",
        "INTO identity_person (ref, label, kind, sealed_on) SELECT 'P-9', label, kind, sealed_on FROM identity_person",
        "INTO identity_sealedfield (person_id, field, blob) SELECT person_id, field, blob FROM identity_sealedfield",
        "INTO identity_datakey (ref, key_id, suite, blob, commitment, wrapped_on) "
        "SELECT ref, key_id, suite, blob, commitment, wrapped_on FROM identity_datakey",
        "INTO identity_code (person_id, digest) SELECT person_id, digest FROM identity_code",
        "INTO identity_codelookup (person_id, digest) SELECT person_id, digest FROM identity_codelookup",
    ],
)
def test_a_row_cannot_be_replaced_under_a_new_number(forged):
    verb = "INSERT OR REPLACE " if connections["vault"].vendor == "sqlite" else "INSERT "
    with pytest.raises(DatabaseError):
        sql(verb + forged)


def test_the_vault_is_in_its_own_database():
    """Nothing of this room in the house's database, nothing of the house in the vault's."""
    in_house = set(connections["default"].introspection.table_names())
    in_vault = set(connections["vault"].introspection.table_names())
    assert not any(name.startswith("identity_") for name in in_house)
    assert {name for name in in_vault if not name.startswith("identity_")} <= {"django_migrations"}
    for kept in KEPT:
        assert not [
            f
            for f in kept._meta.get_fields()
            if f.is_relation and f.related_model._meta.app_label != "identity"
        ]
