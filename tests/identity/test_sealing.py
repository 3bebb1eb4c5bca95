"""Sealing and unsealing: who opened what is on record before anything is read, and only the right key reads."""

import io
import logging

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from django.utils.timezone import localdate

from identity import cipher, keys
from identity.models import Opening, Person, SealedField
from identity.people import FIELDS, PersonalData, UnknownPerson
from identity.seal import ALPHABET, pseudonym, seal
from identity.unseal import NoGround, unseal
from tests.identity.conftest import AT, GROUND, Officer, opened

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SECRETS = (
    "慕容致远",
    "13895204417",
    "138 9520 4417",
    "64022119870314051X",
    "团结西路118号",
    "鸿盛食品",
    "murong",
)


def test_what_goes_in_comes_out(person, ref):
    assert opened(ref, *FIELDS) == person


def test_only_what_is_asked_for_comes_out(ref):
    assert opened(ref, "phone").given() == {"phone": "138 9520 4417"}


def test_what_was_never_given_comes_out_as_none():
    ref = seal(PersonalData(name="张三"), kind="report")
    assert opened(ref, "name", "phone") == PersonalData(name="张三")


def test_an_anonymous_person_has_a_reference_and_nothing_else():
    ref = seal(PersonalData(), kind="report")
    assert opened(ref, *FIELDS) == PersonalData()
    assert pseudonym(ref)
    assert not SealedField.objects.exists()


def test_the_opening_says_who_what_for_and_when(ref):
    opened(ref, "phone", "name", "phone")
    kept = Opening.objects.get()
    assert (kept.ref, kept.by_id, kept.by_name, kept.office) == (ref, 7, "保管员甲", "custodian")
    assert (kept.purpose, kept.basis) == ("电话核实举报线索", "令121第三十七条")
    assert (kept.fields, kept.matter_number, kept.at) == (["name", "phone"], "JB-2026-000001", AT)


def test_the_opening_is_written_before_anything_is_decrypted(ref, monkeypatch):
    seen = []

    def broken(*args, **kwargs):
        seen.append(Opening.objects.count())
        raise cipher.SealBroken

    monkeypatch.setattr(cipher, "open_bytes", broken)
    with pytest.raises(cipher.SealBroken):
        opened(ref, "name")
    assert seen == [1]
    assert Opening.objects.count() == 1


def test_the_opening_stays_when_the_callers_transaction_is_rolled_back(ref):
    with transaction.atomic():
        opened(ref, "name")
        transaction.set_rollback(True)
    assert Opening.objects.count() == 1


def test_inside_a_transaction_on_the_vault_nothing_opens(ref):
    with transaction.atomic(using="vault"), pytest.raises(RuntimeError, match="durable"):
        opened(ref, "name")
    assert not Opening.objects.exists()


@pytest.mark.parametrize(
    "lacking",
    [
        {"purpose": ""},
        {"purpose": " \n"},
        {"basis": ""},
        {"office": ""},
        {"by": None},
        {"by": Officer(pk=None)},
        {"by": Officer(full_name=" ")},
        {"at": AT.replace(tzinfo=None)},
    ],
)
def test_without_ground_nothing_opens_and_nothing_is_written(ref, lacking):
    with pytest.raises(NoGround):
        opened(ref, "name", **lacking)
    assert not Opening.objects.exists()


@pytest.mark.parametrize("fields", [[], "name", ["name", "salary"]])
def test_without_known_fields_nothing_opens(ref, fields):
    with pytest.raises(NoGround):
        unseal(ref, fields, **GROUND)
    assert not Opening.objects.exists()


def test_nobody_is_opened_under_an_unknown_reference():
    with pytest.raises(UnknownPerson):
        opened("P-0000000000000000", "name")
    assert not Opening.objects.exists()


# --- keys ---------------------------------------------------------------------------------------------------


def test_a_process_without_the_private_key_seals_and_cannot_open(person, no_private_key, caplog):
    caplog.set_level(logging.DEBUG)
    ref = seal(person, kind="report")
    with pytest.raises(keys.VaultClosed) as closed:
        opened(ref, *FIELDS)
    assert not Opening.objects.exists()
    assert not any(word in f"{closed.value!r}{caplog.text}" for word in SECRETS)


def test_a_key_file_that_is_not_there_closes_the_vault(ref, settings, tmp_path):
    settings.VAULT_PRIVATE_KEY_FILE = str(tmp_path / "gone")
    with pytest.raises(keys.VaultClosed):
        opened(ref, "name")


@pytest.mark.parametrize("content", ["", "not hex", "abcd", "密钥"])
def test_a_key_file_with_something_else_in_it_closes_the_vault(ref, settings, tmp_path, content):
    file = tmp_path / "key"
    file.touch(mode=0o600)
    file.write_text(content, encoding="utf-8")
    settings.VAULT_PRIVATE_KEY_FILE = str(file)
    with pytest.raises(keys.VaultClosed):
        opened(ref, "name")


def test_a_private_key_that_others_may_read_closes_the_vault(ref, settings, tmp_path):
    file = tmp_path / "key"
    file.write_text(cipher.private_to_bytes(cipher.new_private_key()).hex(), encoding="ascii")
    file.chmod(0o640)
    settings.VAULT_PRIVATE_KEY_FILE = str(file)
    with pytest.raises(keys.VaultClosed, match="chmod 600"):
        opened(ref, "name")


def test_another_vaults_key_does_not_open_this_one(ref, settings, tmp_path):
    settings.VAULT_PUBLIC_KEY_FILE = str(tmp_path / "public")
    settings.VAULT_INDEX_KEY_FILE = str(tmp_path / "index")
    settings.VAULT_PRIVATE_KEY_FILE = str(tmp_path / "private")
    call_command("vault_keys", stdout=io.StringIO())
    with pytest.raises(cipher.SealBroken) as broken:
        opened(ref, "name", "phone")
    assert not any(word in repr(broken.value) for word in SECRETS)
    assert Opening.objects.count() == 1


@pytest.mark.parametrize("setting", ["VAULT_PUBLIC_KEY_FILE", "VAULT_INDEX_KEY_FILE"])
def test_without_a_public_or_an_index_key_nobody_is_taken_in(person, settings, tmp_path, setting):
    setattr(settings, setting, str(tmp_path / "gone"))
    with pytest.raises(keys.VaultClosed):
        seal(person, kind="report")
    assert not Person.objects.exists()
    assert not SealedField.objects.exists()


# --- rows ---------------------------------------------------------------------------------------------------


def test_a_value_moved_to_another_person_does_not_open(ref):
    other = seal(PersonalData(name="张三"), kind="report")
    stolen = SealedField.objects.get(person__ref=ref, field="phone")
    SealedField.objects.create(person=Person.objects.get(ref=other), field="phone", blob=stolen.blob)
    with pytest.raises(cipher.SealBroken):
        opened(other, "phone")


def test_a_value_moved_to_another_field_does_not_open(ref):
    other = seal(PersonalData(name="张三"), kind="report")
    name = SealedField.objects.get(person__ref=other)
    SealedField.objects.create(person=name.person, field="workplace", blob=name.blob)
    with pytest.raises(cipher.SealBroken):
        opened(other, "workplace")
    assert opened(other, "name").name == "张三"


def test_a_reference_and_a_label_are_drawn_and_tell_nothing(person):
    refs = [seal(person, kind="report") for _ in range(30)]
    labels = [pseudonym(ref) for ref in refs]
    assert len(set(refs)) == len(set(labels)) == 30
    for ref, label in zip(refs, labels, strict=True):
        assert ref.startswith("P-")
        assert set(ref[2:]) | set(label) <= set(ALPHABET)
        assert len(label) == 6
        assert label not in ref
        assert pseudonym(ref) == label


def test_a_label_belongs_to_one_person(ref, monkeypatch):
    drawn = iter([pseudonym(ref), "ABCDEF"])
    monkeypatch.setattr("identity.seal.drawn", lambda length: next(drawn) if length == 6 else "0" * 16)
    assert pseudonym(seal(PersonalData(name="张三"), kind="report")) == "ABCDEF"


def test_nobody_has_no_pseudonym():
    with pytest.raises(UnknownPerson):
        pseudonym("P-0000000000000000")


def test_of_the_moment_only_the_day_is_kept(ref):
    assert Person.objects.get(ref=ref).sealed_on == localdate()
    with connections["vault"].cursor() as cursor:
        for table in ("person", "sealedfield", "blinddigest", "code"):
            described = connections["vault"].introspection.get_table_description(cursor, f"identity_{table}")
            kinds = {
                c.name: connections["vault"].introspection.get_field_type(c.type_code, c) for c in described
            }
            assert "DateTimeField" not in kinds.values()
            assert "TimeField" not in kinds.values()


def test_nothing_of_the_person_stands_in_the_database(person, ref):
    """Every table of the vault, as text and as the file SQLite would write; the reference proves the looking."""
    opened(ref, *FIELDS)
    connection, rows = connections["vault"], []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # our own tables
            rows += [bytes(v) if isinstance(v, memoryview) else v for row in cursor.fetchall() for v in row]
    dumped = b"\n".join(v if isinstance(v, bytes) else str(v).encode() for v in rows)
    if connection.vendor == "sqlite":
        dumped += connection.connection.serialize()
    assert ref.encode() in dumped
    for word in (*SECRETS, *person.given().values()):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
            assert word.encode(encoding) not in dumped
            assert word.encode(encoding).hex().encode() not in dumped
