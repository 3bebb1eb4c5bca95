"""A data key for each sealed thing: drawn once, kept wrapped, opened by the worker alone and only where it may be."""

import pytest
from django.db import DatabaseError, connections, transaction

from identity import cipher, datakeys, keys, originals, unwrap
from identity.models import DataKey, Person, SealedField
from identity.people import FIELDS, PersonalData
from identity.seal import place, seal
from identity.wrapping import HpkeUnwrap, HpkeWrap, fingerprint
from tests.identity.conftest import opened

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_a_key_is_drawn_kept_wrapped_and_had_again_by_the_worker_only(settings):
    key = datakeys.fresh("E-1")
    row = DataKey.objects.get()
    assert (row.ref, row.key_id, row.suite) == ("E-1", fingerprint(keys.public_key()), 1)
    assert key not in bytes(row.blob)
    assert key not in bytes(row.commitment)
    assert originals.opened("E-1") == key
    settings.VAULT_PRIVATE_KEY_FILE = None
    assert len(datakeys.fresh("E-2")) == 32
    with pytest.raises(keys.VaultClosed):
        originals.opened("E-1")


def test_two_things_have_two_keys():
    assert len({datakeys.fresh(ref) for ref in ("E-1", "E-2", "M-1", "P-1")}) == 4


@pytest.mark.parametrize("ref", ["", "X-1", "E-", "e-1", "E-1\n", "E-" + "1" * 39, "E-一"])
def test_only_a_reference_gets_a_key(ref):
    with pytest.raises(ValueError, match="封存号"):
        datakeys.fresh(ref)


def test_a_thing_gets_one_key_for_ever():
    datakeys.fresh("M-1")
    with pytest.raises(datakeys.KeyTaken):
        datakeys.fresh("M-1")


def test_without_the_public_key_nothing_is_drawn(settings, tmp_path):
    settings.VAULT_PUBLIC_KEY_FILE = str(tmp_path / "gone")
    with pytest.raises(keys.VaultClosed):
        datakeys.fresh("E-1")
    assert not DataKey.objects.exists()


def test_the_wrap_goes_with_the_callers_transaction():
    with transaction.atomic(using="vault"):
        datakeys.fresh("E-1")
        transaction.set_rollback(True, using="vault")
    assert not DataKey.objects.exists()


def test_who_may_open_originals_cannot_open_a_person(ref):
    with pytest.raises(originals.NotAnOriginal):
        originals.opened(ref)
    with pytest.raises(unwrap.KeyGone):
        originals.opened("E-1")


def test_a_person_is_sealed_under_a_key_of_their_own(person, ref):
    other = seal(person, kind="report")
    one, two = (unwrap.data_key(r, keys.keyring()) for r in (ref, other))
    assert one != two
    blob = bytes(SealedField.objects.get(person__ref=ref, field="name").blob)
    assert cipher.open_under(one, blob, place=place(ref, "name")).decode() == person.name
    with pytest.raises(cipher.SealBroken):
        cipher.open_under(two, blob, place=place(ref, "name"))


def direct(ref: str, **values: str) -> None:
    """Values as they were sealed before data keys: straight to the vault's public key."""
    row = Person.objects.get(ref=ref)
    for field, value in values.items():
        blob = cipher.seal_bytes(value.encode(), keys.public_key(), info=place(ref, field))
        SealedField.objects.create(person=row, field=field, blob=blob)


def test_a_person_sealed_before_data_keys_stays_readable(monkeypatch):
    monkeypatch.setattr(datakeys, "fresh", str.encode)
    ref = seal(PersonalData(), kind="report")
    direct(ref, name="慕容致远", phone="138 9520 4417")
    assert opened(ref, *FIELDS) == PersonalData(name="慕容致远", phone="138 9520 4417")


def test_a_value_sealed_to_the_public_key_by_a_forger_does_not_count():
    """Anybody holds the public key; nobody but who sealed the person held the person's data key."""
    ref = seal(PersonalData(name="慕容致远"), kind="report")
    direct(ref, address="别处")
    with pytest.raises(cipher.SealBroken):
        opened(ref, "address")
    assert opened(ref, "name").name == "慕容致远"


def test_breaking_the_wrap_does_not_bring_the_old_way_back(monkeypatch):
    """Else a forger would spoil the wrap first and then seal his own value straight to the public key."""

    def spoilt(ref):
        row = datakeys.wrapped(ref, cipher.new_data_key(), HpkeWrap(keys.public_key()))
        row.blob = row.blob[:-1] + b"0"
        row.save()
        return cipher.new_data_key()

    monkeypatch.setattr(datakeys, "fresh", spoilt)
    ref = seal(PersonalData(), kind="report")
    direct(ref, name="别人")
    with pytest.raises(cipher.SealBroken):
        opened(ref, "name")


def test_a_wrap_moved_to_another_thing_does_not_open():
    datakeys.fresh("E-1")
    stolen = DataKey.objects.get(ref="E-1")
    DataKey.objects.create(**{**values(stolen), "ref": "E-2"})
    with pytest.raises(cipher.SealBroken):
        originals.opened("E-2")


def test_a_wrap_is_bound_to_its_thing_and_its_vault_key_by_the_cipher_itself():
    datakeys.fresh("E-1")
    row, key = DataKey.objects.get(), HpkeUnwrap(keys.private_key())
    assert key.unwrap(bytes(row.blob), place=datakeys.place("E-1", row.key_id)) == originals.opened("E-1")
    for elsewhere in (datakeys.place("E-2", row.key_id), datakeys.place("E-1", "0" * 16)):
        with pytest.raises(cipher.SealBroken):
            key.unwrap(bytes(row.blob), place=elsewhere)


def test_a_wrap_of_another_key_does_not_open_even_in_its_place():
    """The forger can wrap a key he knows and copy the commitment; it is not the commitment of his key."""
    wrap = HpkeWrap(keys.public_key())
    forged = datakeys.wrapped("E-1", cipher.new_data_key(), wrap)
    forged.commitment = datakeys.commitment("E-1", cipher.new_data_key())
    forged.save()
    with pytest.raises(cipher.SealBroken):
        originals.opened("E-1")


def test_no_second_key_can_be_put_beside_the_first():
    datakeys.fresh("E-1")
    other = HpkeWrap(cipher.new_private_key().public_key())
    with pytest.raises(DatabaseError, match="one data key"), transaction.atomic(using="vault"):
        datakeys.wrapped("E-1", cipher.new_data_key(), other).save()


def test_the_database_refuses_to_lose_a_wrap():
    datakeys.fresh("E-1")
    for statement in ("DELETE FROM identity_datakey", "UPDATE identity_datakey SET key_id = 'x'"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(using="vault"),
            connections["vault"].cursor() as cursor,
        ):
            cursor.execute(statement)
    assert originals.opened("E-1")


def values(row: DataKey) -> dict[str, object]:
    return {f.attname: getattr(row, f.attname) for f in DataKey._meta.fields if f.attname != "id"}
