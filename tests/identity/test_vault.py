"""The vault: what goes in does not come out by itself, and every look is written down before it happens."""

import pickle
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, hmac
from django.conf import settings as conf
from django.db import DatabaseError, connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from identity import blind, cipher, keys, unwrap
from identity.codes import check_code, new_code
from identity.leak import LeakCheckFailed, leaks, leaks_in
from identity.models import BlindDigest, Opening, OpeningRequest, Sealed, SealedField
from identity.people import NotForTheRoad, PersonalData
from identity.requests import ask, collect
from identity.seal import place, pseudonym, seal
from identity.unseal import NoGround, answer, unseal

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

WHO = PersonalData(
    name="欧阳守信", phone="139-0952-0101", id_number="640221199001011234", address="平罗县城关镇太沙街8号"
)


@pytest.fixture
def officer(cast):
    return cast["baomi1"]


def look(officer, ref, fields=("name",), **more):
    ground = {"purpose": "联系举报人", "basis": "令121第三十七条", "matter_number": "JB-2026-000001"}
    return unseal(ref, fields, by=officer, office="custodian", at=timezone.now(), **{**ground, **more})


def test_what_is_sealed_is_opened_with_an_opening_written_first(officer):
    ref = seal(WHO, kind="report")
    assert look(officer, ref, ("name", "phone")).name == "欧阳守信"
    opening = Opening.objects.get()
    assert (opening.ref, opening.fields, opening.by_name) == (ref, ["name", "phone"], "田秀英")


@pytest.mark.parametrize("lacking", [{"purpose": " "}, {"basis": ""}, {"fields": ()}])
def test_no_look_without_purpose_basis_and_fields(officer, lacking):
    ref = seal(WHO, kind="report")
    fields = lacking.pop("fields", ("name",))
    with pytest.raises(NoGround):
        look(officer, ref, fields, **lacking)
    assert not Opening.objects.exists()
    assert look(officer, ref).name == "欧阳守信"


def test_a_process_without_the_private_key_cannot_read_what_it_wrote(officer, settings):
    ref = seal(WHO, kind="report")
    settings.VAULT_PRIVATE_KEY_FILE = None
    with pytest.raises(keys.VaultClosed):
        look(officer, ref)


def test_a_value_moved_to_another_person_does_not_open(officer):
    ref, other = seal(WHO, kind="report"), seal(PersonalData(name="别人"), kind="report")
    blob = bytes(SealedField.objects.get(person__ref=ref, field="name").blob)
    data_key, others = (unwrap.data_key(one, keys.keyring()) for one in (ref, other))
    assert cipher.open_under(data_key, blob, place=place(ref, "name")).decode() == "欧阳守信"
    for key, wrong in (
        (data_key, place(other, "name")),
        (data_key, place(ref, "phone")),
        (others, place(ref, "name")),
    ):
        with pytest.raises(cipher.SealBroken):
            cipher.open_under(key, blob, place=wrong)
    with pytest.raises(cipher.SealBroken):
        cipher.open_under(data_key, b"\x09" + blob[1:], place=place(ref, "name"))


def test_the_cipher_suite_gives_the_published_values():
    """GB/T 32905 example 1: SM3 of "abc"; HMAC-SM3 against the definition of HMAC."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(b"abc")
    assert digest.finalize().hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    mac = hmac.HMAC(b"k" * 32, hashes.SM3())
    mac.update((1).to_bytes(4, "big") + b"a")
    assert cipher.keyed_digest(b"k" * 32, "a") == mac.finalize()
    assert cipher.keyed_digest(b"k" * 32, "ab", "c") != cipher.keyed_digest(b"k" * 32, "a", "bc")


@pytest.mark.parametrize("table", ["person", "sealedfield", "blinddigest", "code", "opening"])
@pytest.mark.parametrize("verb", ["UPDATE {t} SET id = id + 1000", "DELETE FROM {t}"])
def test_the_vault_is_append_only_in_sql(officer, table, verb):
    ref = seal(WHO, kind="report")
    new_code(ref)
    look(officer, ref)
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(using="vault"),
        connections["vault"].cursor() as cursor,
    ):
        cursor.execute(verb.format(t=f"identity_{table}"))


def test_the_vault_is_append_only_in_python(officer):
    ref = seal(WHO, kind="report")
    look(officer, ref)
    with pytest.raises(Sealed):
        Opening.objects.all().delete()
    with pytest.raises(Sealed):
        Opening.objects.update(by_name="别人")
    with pytest.raises(Sealed):
        Opening.objects.get().save()


def test_a_person_shows_themselves_nowhere_by_accident():
    assert "欧阳" not in f"{WHO} {WHO!r} {[WHO]}"
    with pytest.raises(NotForTheRoad):
        pickle.dumps(WHO)


def test_the_same_person_is_found_again_without_a_name():
    ref = seal(WHO, kind="report")
    assert blind.same_person(phone="+86 139 0952 0101") == [ref]
    assert blind.same_person(phone="１３９０９５２０１０１") == [ref]
    assert blind.same_person(id_number="640221199001011234") == [ref]
    assert blind.same_person(phone="13909520102") == []
    assert blind.same_person() == []


def test_neither_database_file_holds_the_person_in_the_clear(officer):
    seal(WHO, kind="report")
    for model in (SealedField, BlindDigest):
        said = b"".join(
            bytes(getattr(row, name))
            for row in model.objects.all()
            for name in ("blob", "digest")
            if hasattr(row, name)
        )
        for value in WHO.given().values():
            assert value.encode() not in said


@pytest.mark.parametrize(
    "text",
    [
        "举报人欧阳守信反映",
        "欧 阳 守 信",
        "电话１３９０９５２０１０１",
        "139-0952-0101",
        "139 0952 0101",
        "身份证640221199001011234",
        "住平罗县城关镇太沙街8号",
        "文件名_欧阳守信.pdf",
    ],
)
def test_the_leak_guard_finds_a_sealed_value_however_it_is_spelt(text):
    ref = seal(WHO, kind="report")
    assert leaks([ref], text)
    assert leaks_in(WHO, text)
    assert leaks([ref], "举报人反映当事人销售过期食品") == []


def test_the_leak_guard_fails_closed_for_an_unknown_person():
    with pytest.raises(LeakCheckFailed):
        leaks(["P-0000000000000000"], "任何文字")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=st.text(max_size=30), after=st.text(max_size=30))
def test_a_planted_value_is_always_found(before, after):
    with transaction.atomic(using="vault"):
        ref = seal(PersonalData(name="欧阳守信", phone="13909520101"), kind="report")
        assert "name" in leaks([ref], f"{before} 欧阳守信 {after}")
        transaction.set_rollback(True, using="vault")


def test_a_code_is_known_to_nobody_but_its_holder():
    ref, other = seal(WHO, kind="report"), seal(WHO, kind="report")
    code = new_code(ref)
    assert check_code(ref, code)
    assert check_code(ref, code.lower().replace("-", " "))
    assert not check_code(other, code)
    assert not check_code("P-unknown", code)
    assert not check_code(ref, "")


def test_pseudonyms_are_drawn_not_computed():
    assert pseudonym(seal(WHO, kind="report")) != pseudonym(seal(WHO, kind="report"))


def test_a_page_is_answered_under_its_own_one_time_key(officer):
    ref = seal(WHO, kind="complaint")
    ground = {"purpose": "联系", "basis": "令121第三十七条", "matter_number": "TS-2026-000001"}
    question = ask(ref, ("name",), by=officer, office="handler", at=timezone.now(), **ground)
    assert collect(question) is None
    assert answer(question.pk, by=officer)
    kept = bytes(OpeningRequest.objects.get().answer)
    assert "欧阳守信".encode() not in kept
    with pytest.raises(cipher.SealBroken):
        cipher.open_bytes(kept, keys.private_key(), info=f"mingcha/vault/1|answer|{question.pk}")
    assert collect(question).name == "欧阳守信"
    assert not OpeningRequest.objects.exists()
    assert not answer(question.pk, by=officer)


def test_an_old_question_is_not_answered(officer):
    ref = seal(WHO, kind="complaint")
    long_ago = timezone.now() - timedelta(minutes=2)
    ground = {"purpose": "联系", "basis": "令121第三十七条", "matter_number": "TS-2026-000001"}
    question = ask(ref, ("name",), by=officer, office="handler", at=long_ago, **ground)
    assert not answer(question.pk, by=officer)
    assert not Opening.objects.exists()


def test_the_keys_are_readable_by_their_owner_only():
    for path in (conf.VAULT_PUBLIC_KEY_FILE, conf.VAULT_INDEX_KEY_FILE, conf.VAULT_PRIVATE_KEY_FILE):
        assert Path(path).stat().st_mode & 0o077 == 0
