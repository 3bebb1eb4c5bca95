"""An attacker's notebook: what each thief has in hand, what he tries, and that it opens nothing.

The thief of the whole backup holds both databases and no key; a shell on the web host holds the public and the index
key; a thief of the index key alone can test guesses and read nothing; somebody with SQL can move rows about.
"""

import os
import re
import shutil
import sqlite3
import subprocess
import sys

import pytest
from django.core.management import CommandError
from django.db import DatabaseError, connections, models, transaction

from config.serve import PRIVATE_KEY_VARIABLE, children
from identity import blind, cipher, datakeys, keys, originals, unwrap
from identity.codes import new_code
from identity.models import BlindDigest, DataKey, Opening, Person, SealedField
from identity.people import FIELDS, PersonalData
from identity.seal import place, seal
from identity.wrapping import HpkeUnwrap, fingerprint
from tests.environment import ROOT
from tests.identity.conftest import opened, said
from tests.identity.test_datakeys import values

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def everything() -> list[bytes]:
    """Every value of every column of both databases, as a thief of a dump has it."""
    found = []
    for alias in ("default", "vault"):
        connection = connections[alias]
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                for row in cursor.fetchall():
                    found += [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row]
    return found


# --- a stolen backup: both databases, no key -------------------------------------------------------------------


def test_a_stolen_backup_opens_nothing(person, ref, settings):
    opened(ref, "name")
    new_code(ref)
    datakeys.fresh("E-1")
    stolen = everything()
    settings.VAULT_PRIVATE_KEY_FILE = settings.VAULT_INDEX_KEY_FILE = None
    with pytest.raises(keys.VaultClosed):
        opened(ref, *FIELDS)
    with pytest.raises(keys.VaultClosed):
        originals.opened("E-1")
    with pytest.raises(keys.VaultClosed):
        blind.same_person(phone=person.phone)
    for value in person.given().values():
        assert not any(value.encode() in said_there for said_there in stolen)
    # Every 32 bytes of the dump, tried as a data key and as a private key: no key lies beside its lock.
    field, wrap = SealedField.objects.get(person__ref=ref, field="name"), DataKey.objects.get(ref=ref)
    guesses = {there[start : start + 32] for there in stolen for start in range(len(there) - 31)}
    assert len(guesses) > 100
    for guess in guesses:
        with pytest.raises(cipher.SealBroken):
            cipher.open_under(guess, bytes(field.blob), place=place(ref, "name"))
        with pytest.raises(cipher.SealBroken):
            unwrap.opened(wrap, HpkeUnwrap(cipher.private_from_bytes(guess)))


@pytest.mark.skipif(connections["vault"].vendor != "sqlite", reason="copies a SQLite file")
def test_a_copied_file_opens_nothing_even_when_its_triggers_are_dropped(person, ref, tmp_path):
    stolen = bytearray(connections["vault"].connection.serialize())
    stolen[18] = stolen[19] = 1  # a copy has no write-ahead log beside it
    (tmp_path / "copy.sqlite3").write_bytes(stolen)
    copy = sqlite3.connect(tmp_path / "copy.sqlite3")
    for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        copy.execute(f"DROP TRIGGER {name}")
    copy.execute("UPDATE identity_datakey SET key_id = ?", ["0" * 16])
    copy.commit()
    copy.close()
    data = (tmp_path / "copy.sqlite3").read_bytes()
    for value in person.given().values():
        for encoding in ("utf-8", "utf-16-le", "gb18030"):
            assert value.encode(encoding) not in data


def test_a_backup_with_the_key_of_before_the_rotation_does_not_open_what_came_after(person, own_keys):
    old_key = (own_keys / "vault_private.key").read_text(encoding="ascii")
    said("vault_rotate")
    ref = seal(person, kind="report")
    for file in own_keys.glob("vault_private*.key"):
        file.unlink()
    keys.write_new(own_keys / "vault_private.key", bytes.fromhex(old_key))
    with pytest.raises(unwrap.NoKeyForIt):
        opened(ref, "name")


# --- a shell on the web host: everything the web process has, and not the vault key ------------------------------


@pytest.fixture
def web(settings):
    """What the web process was told."""
    settings.VAULT_PRIVATE_KEY_FILE = None


def test_a_shell_without_the_vault_key_seals_and_opens_nothing(person, ref, web):
    datakeys.fresh("E-1")
    mine = seal(PersonalData(name="入侵者"), kind="report")
    for tried in (
        lambda: opened(ref, *FIELDS),
        lambda: opened(mine, "name"),
        lambda: originals.opened("E-1"),
        lambda: unwrap.data_key(ref, keys.keyring()),
        keys.private_key,
        keys.keyring,
        lambda: keys.ring_file("0" * 16),
    ):
        with pytest.raises(keys.VaultClosed):
            tried()
    assert not Opening.objects.exists()


@pytest.mark.parametrize(
    "command",
    [
        ("vault_rotate",),
        ("vault_rotate", "--status"),
        ("vault_rotate", "--retire=0000"),
        ("vault_escrow", "split", "--threshold=2", "--shares=3"),
    ],
)
def test_no_command_makes_up_for_the_key(ref, web, command):
    with pytest.raises(CommandError):
        said(*command)
    assert DataKey.objects.count() == 1


def test_no_process_but_the_worker_is_given_the_key(tmp_path):
    """Whatever the operator's own environment holds: beside the variable, no other says the place either."""
    environ = {**os.environ, "MINGCHA_DATA_DIR": str(tmp_path), PRIVATE_KEY_VARIABLE: "/secret/place.key"}
    for child in children(environ, "127.0.0.1", 8000):
        holds = [name for name, value in child.env.items() if "/secret/place" in value]
        assert holds == ([PRIVATE_KEY_VARIABLE] if child.name == "worker" else [])
        assert not any("/secret/place" in word for word in child.command)


def test_settings_of_the_web_process_know_no_private_key(tmp_path):
    web = next(
        c
        for c in children(
            {**os.environ, "MINGCHA_DATA_DIR": str(tmp_path), PRIVATE_KEY_VARIABLE: "/secret/place.key"},
            "127.0.0.1",
            8000,
        )
        if c.name == "web"
    )
    asked = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        "from identity import keys\n"
        "assert settings.VAULT_PRIVATE_KEY_FILE is None\n"
        "try:\n    keys.keyring()\n"
        "except keys.VaultClosed:\n    print('closed')\n"
    )
    env = {**web.env, "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", asked], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "closed"), done.stderr


@pytest.mark.parametrize(("told", "starts"), [(None, True), ("/secret/place.key", False)])
def test_a_web_process_that_was_given_the_key_does_not_start(tmp_path, told, starts):
    env = {**os.environ, "MINGCHA_DATA_DIR": str(tmp_path)}
    env.pop(PRIVATE_KEY_VARIABLE, None)
    if told:
        env[PRIVATE_KEY_VARIABLE] = told
    done = subprocess.run(
        [sys.executable, "-c", "import config.wsgi"],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode == 0) is starts, done.stderr
    assert starts or PRIVATE_KEY_VARIABLE in done.stderr


def test_the_room_that_opens_is_reached_by_named_rooms_only():
    """The contract in pyproject.toml, looked at as text: no door, and not the demo, stands among the importers."""
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for module in ("identity.unseal", "identity.originals", "identity.unwrap", "identity.rotation"):
        block = next(b for b in contract.split("[[tool.importlinter.contracts]]") if f'["{module}"' in b)
        allowed = set(re.findall(r'"([a-z.]+)"', block.split("allowed_importers")[1]))
        assert allowed
        assert not allowed & {"desk", "api", "portal", "demo", "config", "supervision"}


# --- the index key alone -------------------------------------------------------------------------------------


def test_the_index_key_tests_a_guess_and_opens_nothing(person, ref):
    """What it gives is stated in docs/threat-model.md: a list of numbers can be tried, nothing can be read."""
    index = keys.index_key()
    guess = cipher.KeyedDigest(index, blind.SAME, "phone")("13895204417")[: blind.KEPT_BYTES]
    assert BlindDigest.objects.filter(digest=guess, person__ref=ref).exists()
    blob = bytes(SealedField.objects.get(person__ref=ref, field="name").blob)
    with pytest.raises(cipher.SealBroken):
        cipher.open_under(index, blob, place=place(ref, "name"))
    with pytest.raises(cipher.SealBroken):
        unwrap.opened(DataKey.objects.get(ref=ref), HpkeUnwrap(cipher.private_from_bytes(index)))


# --- somebody with SQL: swapped rows, replayed wraps, deleted wraps ----------------------------------------------


def past_the_locks(model, pk, **changed):
    """What a database administrator can do: the triggers off, a row changed, the triggers on again."""
    connection = connections["vault"]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            models.QuerySet(model, using="vault").filter(pk=pk).update(**changed)
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        name = f"{table}_no_update"
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [name])
        (made,) = cursor.fetchone()
        cursor.execute(f"DROP TRIGGER {name}")
        models.QuerySet(model, using="vault").filter(pk=pk).update(**changed)
        cursor.execute(made)


def test_swapped_values_do_not_open(person, ref):
    other = seal(PersonalData(name="张三", phone="13909520101"), kind="report")
    mine, theirs = (SealedField.objects.get(person__ref=r, field="phone") for r in (ref, other))
    past_the_locks(SealedField, mine.pk, blob=bytes(theirs.blob))
    with pytest.raises(cipher.SealBroken):
        opened(ref, "phone")
    name = SealedField.objects.get(person__ref=other, field="name")
    past_the_locks(SealedField, theirs.pk, blob=bytes(name.blob))
    with pytest.raises(cipher.SealBroken):
        opened(other, "phone")


def test_swapping_a_person_and_their_wrap_together_does_not_open_under_another_reference(person, ref):
    """The value and the wrap are both moved to another person: both are bound to the reference they were sealed for."""
    other = seal(PersonalData(name="张三"), kind="report")
    mine, theirs = (SealedField.objects.get(person__ref=r, field="name") for r in (ref, other))
    my_wrap, their_wrap = (DataKey.objects.get(ref=r) for r in (ref, other))
    past_the_locks(SealedField, theirs.pk, blob=bytes(mine.blob))
    past_the_locks(DataKey, their_wrap.pk, blob=bytes(my_wrap.blob), commitment=bytes(my_wrap.commitment))
    with pytest.raises(cipher.SealBroken):
        opened(other, "name")


def test_a_replayed_wrap_does_not_open_under_another_key_id(own_keys, ref):
    old = DataKey.objects.get(ref=ref)
    said("vault_rotate")
    new = DataKey.objects.exclude(pk=old.pk).get(ref=ref)
    past_the_locks(DataKey, new.pk, blob=bytes(old.blob))
    with pytest.raises(cipher.SealBroken):
        unwrap.opened(DataKey.objects.get(pk=new.pk), keys.keyring()[new.key_id])
    # The genuine wrap is still there, and the rotation says that it is still needed.
    assert opened(ref, "name").name
    with pytest.raises(CommandError, match=ref):
        said("vault_rotate", "--resume")
    with pytest.raises(CommandError, match="打不开"):
        said("vault_rotate", f"--retire={old.key_id}")
    assert opened(ref, "name").name


def test_a_wrap_deleted_by_sql_is_refused(ref):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(using="vault"),
        connections["vault"].cursor() as cursor,
    ):
        cursor.execute("DELETE FROM identity_datakey WHERE ref = %s", [ref])
    assert opened(ref, "name").name


def test_a_wrap_of_another_commitment_does_not_let_the_genuine_one_go(ref):
    genuine = DataKey.objects.get(ref=ref)
    forged = {**values(genuine), "key_id": "0" * 16, "commitment": b"0" * 32}
    with pytest.raises(DatabaseError, match="one data key"), transaction.atomic(using="vault"):
        DataKey.objects.create(**forged)


def test_who_seals_a_person_of_his_own_reads_nobody_else(person, ref):
    """A forger with the public key can add an invented person; he cannot read one, nor add to one."""
    row = Person.objects.get(ref=ref)
    key = cipher.new_data_key()
    blob = cipher.seal_under(key, "另一处".encode(), suite=cipher.AES256_VALUE, place=place(ref, "id_type"))
    without = seal(PersonalData(name="张三"), kind="report")
    SealedField.objects.create(person=Person.objects.get(ref=without), field="address", blob=blob)
    with pytest.raises(cipher.SealBroken):
        opened(without, "address")
    assert opened(row.ref, *FIELDS) == person


# --- the key files themselves ----------------------------------------------------------------------------------


def test_a_copied_key_folder_that_others_may_read_serves_nobody(own_keys, ref, settings, tmp_path):
    copied = tmp_path / "copied"
    shutil.copytree(own_keys, copied)
    (copied / "vault_private.key").chmod(0o640)
    settings.VAULT_PRIVATE_KEY_FILE = str(copied / "vault_private.key")
    with pytest.raises(keys.VaultClosed):
        opened(ref, "name")


def test_a_key_id_tells_nothing_of_the_key():
    key = cipher.new_private_key()
    assert re.fullmatch(r"[0-9a-f]{16}", fingerprint(key.public_key()))
    assert fingerprint(key.public_key()) not in cipher.private_to_bytes(key).hex()
