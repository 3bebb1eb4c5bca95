"""Changing the vault key: nothing is lost however it is broken off, and the old key opens nothing at the end."""

import pytest
from django.core.management import CommandError
from django.db import DatabaseError, connections, transaction

from identity import cipher, datakeys, keys, originals, rotation, unwrap
from identity.models import Ceremony, DataKey, Opening
from identity.people import FIELDS, PersonalData
from identity.seal import place, seal
from identity.wrapping import HpkeUnwrap, HpkeWrap, fingerprint
from tests.identity.conftest import opened, said
from tests.identity.test_datakeys import direct

pytestmark = [pytest.mark.django_db(databases=["default", "vault"]), pytest.mark.usefixtures("own_keys")]


@pytest.fixture
def sealed(person):
    """Five persons and two pieces of evidence under the first key, with what they must open to afterwards."""
    refs = [seal(person, kind="report") for _ in range(5)]
    return refs, {ref: datakeys.fresh(ref) for ref in ("E-1", "E-2")}


def all_open(person, sealed) -> None:
    refs, evidence = sealed
    assert all(opened(ref, *FIELDS) == person for ref in refs)
    assert {ref: originals.opened(ref) for ref in evidence} == evidence


def only(folder, key_id):
    """The ring holds this key and no other, as if the others had been destroyed."""
    for file in folder.glob("vault_private*.key"):
        data = cipher.private_from_bytes(bytes.fromhex(file.read_text(encoding="ascii")))
        if fingerprint(data.public_key()) != key_id:
            file.unlink()


def test_everything_is_wrapped_to_the_new_key_and_opens_with_it_alone(person, sealed, own_keys):
    old = fingerprint(keys.public_key())
    words = said("vault_rotate", by="甲、乙")
    new = fingerprint(keys.public_key())
    assert new != old
    assert new in words
    assert DataKey.objects.filter(key_id=new).count() == DataKey.objects.filter(key_id=old).count() == 7
    assert not Opening.objects.exists()  # no identity was read for it
    only(own_keys, new)
    all_open(person, sealed)
    assert list(Ceremony.objects.order_by("id").values_list("kind", "key_id", "outcome", "by_name")) == [
        ("rotation", new, "begun", "甲、乙"),
        ("rotation", new, "finished", "甲、乙"),
    ]


def test_a_process_that_runs_on_seals_to_the_new_key_at_once(person):
    before = keys.public_key()
    said("vault_rotate")
    ref = seal(person, kind="report")
    assert DataKey.objects.get(ref=ref).key_id == fingerprint(keys.public_key()) != fingerprint(before)
    assert opened(ref, "name").name == person.name


def test_the_new_private_key_is_its_owners_alone_and_the_old_one_stays(own_keys):
    said("vault_rotate")
    files = {file.name for file in own_keys.iterdir()}
    new = fingerprint(keys.public_key())
    assert files == {"vault_public.key", "vault_index.key", "vault_private.key", f"vault_private.{new}.key"}
    assert {file.stat().st_mode & 0o777 for file in own_keys.iterdir()} == {0o600}


@pytest.mark.parametrize("batches", [0, 1, 2, 3])
def test_broken_off_midway_nothing_is_lost_and_it_is_taken_up_again(person, sealed, batches):
    class PowerCut(Exception):
        pass

    told = []

    def cut(done):
        told.append(done)
        if len(told) > batches - 1:
            raise PowerCut

    new = rotation.begin(by="甲")
    if batches:
        with pytest.raises(PowerCut):
            rotation.rewrap(batch=2, told=cut)
    assert rotation.pending().count() == 7 - 2 * batches
    all_open(person, sealed)
    late = seal(person, kind="report")  # taken in while it stood still
    words = said("vault_rotate", batch=2)
    assert f"续作未完成的轮换：{new}" in words
    assert fingerprint(keys.public_key()) == new
    assert not rotation.pending().exists()
    all_open(person, sealed)
    assert opened(late, "name").name == person.name


@pytest.mark.parametrize("at", ["write_new", "_record", "_replace_public"])
def test_broken_off_at_its_very_beginning_the_old_key_still_serves(person, sealed, monkeypatch, at):
    old = fingerprint(keys.public_key())

    def power_cut(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(keys if at == "write_new" else rotation, at, power_cut)
        with pytest.raises(KeyboardInterrupt):
            rotation.begin(by="甲")
    all_open(person, sealed)
    ref = seal(person, kind="report")
    assert DataKey.objects.get(ref=ref).key_id == old
    said("vault_rotate")
    assert fingerprint(keys.public_key()) != old
    assert rotation.unfinished() is None
    all_open(person, sealed)


def test_resume_alone_makes_no_new_key(person, sealed):
    before = fingerprint(keys.public_key())
    said("vault_rotate", resume=True)
    assert fingerprint(keys.public_key()) == before
    assert not Ceremony.objects.exists()


def test_what_another_machine_still_sealed_to_the_old_key_is_fetched(own_keys, person):
    old = HpkeWrap(keys.public_key())
    said("vault_rotate")
    datakeys.wrapped("E-7", key := cipher.new_data_key(), old).save()
    assert "其中唯一 1 个" in said("vault_rotate", status=True)
    with pytest.raises(CommandError, match="请先轮换"):
        said("vault_rotate", retire=old.key_id)
    said("vault_rotate", resume=True)
    said("vault_rotate", retire=old.key_id)
    assert originals.opened("E-7") == key


# --- the end of a key ---------------------------------------------------------------------------------------


def test_a_retired_key_no_longer_opens(person, sealed, own_keys, settings):
    old, stolen = fingerprint(keys.public_key()), (own_keys / "vault_private.key").read_text(encoding="ascii")
    said("vault_rotate")
    words = said("vault_rotate", retire=old, by="甲、乙")
    assert "删除封装 7 个" in words
    all_open(person, sealed)
    assert not DataKey.objects.filter(key_id=old).exists()
    assert Ceremony.objects.latest("id").detail == {"wraps": 7}
    only(own_keys, "none")
    (own_keys / "vault_private.key").touch(mode=0o600)
    (own_keys / "vault_private.key").write_text(stolen, encoding="ascii")
    with pytest.raises(unwrap.NoKeyForIt):
        opened(sealed[0][0], "name")
    with pytest.raises(unwrap.NoKeyForIt):
        originals.opened("E-1")


def test_the_key_in_use_and_an_unknown_one_are_not_retired(sealed):
    for key_id in (fingerprint(keys.public_key()), "0" * 16):
        with pytest.raises(CommandError):
            said("vault_rotate", retire=key_id)
    assert DataKey.objects.count() == 7


def test_an_old_key_is_not_retired_before_everything_left_it(person, sealed):
    old = fingerprint(keys.public_key())
    rotation.begin(by="甲")
    rotation.rewrap(batch=100)
    with pytest.raises(rotation.RotationRefused, match="续作"):
        rotation.retire(old, by="甲")
    rotation.finish(by="甲", done=7)
    assert rotation.retire(old, by="甲") == 7


def test_a_wrap_that_somebody_slipped_in_before_keeps_the_old_one_from_going(person, sealed):
    """The forger puts his own wrap in the new key's place, with the right commitment copied from the old row."""
    old = fingerprint(keys.public_key())
    new = rotation.begin(by="甲")
    genuine = DataKey.objects.get(ref="E-1")
    forged = datakeys.wrapped("E-1", cipher.new_data_key(), HpkeWrap(keys.public_key()))
    forged.commitment = genuine.commitment
    forged.save()
    with pytest.raises(CommandError, match="E-1"):
        said("vault_rotate", resume=True)
    assert rotation.unfinished() == new
    assert originals.opened("E-1") == sealed[1]["E-1"]  # the genuine wrap is still tried
    said("vault_rotate", anew=True)
    for key_id in (old, new):
        said("vault_rotate", retire=key_id)
    assert [row.key_id for row in DataKey.objects.filter(ref="E-1")] == [fingerprint(keys.public_key())]
    all_open(person, sealed)


def test_what_was_sealed_straight_to_the_first_key_keeps_that_key(person, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(datakeys, "fresh", str.encode)
        ref = seal(PersonalData(), kind="report")
    direct(ref, name="慕容致远")
    first = fingerprint(keys.public_key())
    assert "1 项" in said("vault_rotate")
    second = fingerprint(keys.public_key())
    said("vault_rotate")
    said("vault_rotate", retire=second)
    with pytest.raises(CommandError, match="最初"):
        said("vault_rotate", retire=first)
    assert opened(ref, "name").name == "慕容致远"


def test_sql_cannot_remove_the_only_wrap_nor_the_newest(sealed):
    old = fingerprint(keys.public_key())

    def delete(key_id):
        with transaction.atomic(using="vault"), connections["vault"].cursor() as cursor:
            cursor.execute("DELETE FROM identity_datakey WHERE key_id = %s", [key_id])

    with pytest.raises(DatabaseError, match="append-only"):
        delete(old)
    said("vault_rotate")
    with pytest.raises(DatabaseError, match="append-only"):
        delete(fingerprint(keys.public_key()))
    delete(old)  # there is a newer one
    assert DataKey.objects.count() == 7


def test_without_the_private_key_there_is_no_rotation(sealed, settings):
    settings.VAULT_PRIVATE_KEY_FILE = None
    with pytest.raises(CommandError, match="启封私钥"):
        said("vault_rotate")
    assert not Ceremony.objects.exists()


def test_a_key_of_the_ring_that_others_may_read_closes_the_whole_ring(sealed, own_keys):
    said("vault_rotate")
    next(own_keys.glob("vault_private.*.key")).chmod(0o644)
    with pytest.raises(keys.VaultClosed, match="chmod 600"):
        opened(sealed[0][0], "name")


def test_another_kind_of_vault_key_fits_into_the_interface(person):
    """What a security module must do, done here by a module that only counts and forwards."""

    class Module:
        suite, key_id = 16, "f" * 16
        inside = cipher.new_private_key()

        def wrap(self, data_key, *, place):
            return bytes([self.suite]) + cipher.seal_bytes(data_key, self.inside.public_key(), info=place)

        def unwrap(self, blob, *, place):
            return HpkeUnwrap(self.inside).unwrap(blob[1:], place=place)

    module, key = Module(), cipher.new_data_key()
    datakeys.wrapped("E-9", key, module).save()
    assert unwrap.data_key("E-9", {module.key_id: module}) == key
    assert place("P-1", "name") != datakeys.place("P-1", "name")
