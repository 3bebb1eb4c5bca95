"""Destroying one thing by losing its key: two people, a reason, a digest; and nothing testable stays behind."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connections, models, transaction

from identity import blind, datakeys, keys, originals, unwrap
from identity.codes import check_code, new_code
from identity.disposal import DisposalRefused, digest_of, is_disposed, shred
from identity.leak import LeakCheckFailed, leaks
from identity.models import BlindDigest, Code, CodeLookup, DataKey, Disposal, Opening, Person, SealedField
from identity.people import FIELDS, PersonDisposed, UnknownPerson
from identity.seal import pseudonym, seal
from identity.wrapping import HpkeWrap
from tests.identity.conftest import Officer, opened
from tests.identity.test_datakeys import values

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

TWO = {"asked_by": Officer(7, "档案员甲"), "approved_by": Officer(8, "负责人乙")}
GROUND = {**TWO, "reason": "保管期限届满", "on": date(2036, 11, 24)}


def test_a_person_is_gone_with_everything_a_guess_could_be_tested_on(person, ref):
    code, other = new_code(ref), seal(person, kind="report")
    label = pseudonym(ref)
    opened(ref, "name")
    shred(ref, **GROUND)
    assert is_disposed(ref)
    for model in (SealedField, BlindDigest, Code, CodeLookup):
        assert not model.objects.filter(person__ref=ref).exists()
    assert not DataKey.objects.filter(ref=ref).exists()
    with pytest.raises(PersonDisposed):
        opened(ref, "name")
    assert issubclass(PersonDisposed, UnknownPerson)
    assert not check_code(ref, code)
    assert blind.same_person(phone=person.phone) == [other]
    with pytest.raises(LeakCheckFailed):
        leaks([ref], "任何文字")
    # What happened stays: the reference, the pseudonym, who looked.
    assert pseudonym(ref) == label
    assert Opening.objects.filter(ref=ref).count() == 1
    # And nobody else is touched.
    assert opened(other, *FIELDS) == person


def test_the_row_says_by_whom_why_and_what_went(ref):
    rows = [
        list(model.objects.filter(**{by: ref}).order_by("id"))
        for model, by in ((DataKey, "ref"), (SealedField, "person__ref"), (BlindDigest, "person__ref"))
    ]
    kept = shred(ref, **GROUND)
    assert (kept.asked_by_name, kept.approved_by_name, kept.reason) == (
        "档案员甲",
        "负责人乙",
        "保管期限届满",
    )
    assert kept.removed == {"datakey": 1, "sealedfield": len(rows[1]), "blinddigest": len(rows[2])}
    assert kept.digest == digest_of([*rows, []])
    assert kept.digest.startswith("sha256:")


def test_in_the_commercial_suite_the_digest_is_sm3(ref, settings):
    settings.VAULT_CIPHER_SUITE = "sm"
    assert shred(ref, **GROUND).digest.startswith("sm3:")


@pytest.mark.parametrize(
    "lacking",
    [
        {"asked_by": None},
        {"approved_by": None},
        {"approved_by": Officer(7, "同一人换名")},
        {"asked_by": Officer(None)},
        {"reason": " "},
    ],
)
def test_without_two_people_and_a_reason_nothing_goes(ref, lacking):
    with pytest.raises(DisposalRefused):
        shred(ref, **{**GROUND, **lacking})
    assert opened(ref, "name").name
    assert not Disposal.objects.exists()


def test_nothing_is_destroyed_twice_or_when_it_was_never_there(ref):
    shred(ref, **GROUND)
    for gone in (ref, "P-0000000000000000", "E-1"):
        with pytest.raises(DisposalRefused):
            shred(gone, **GROUND)


def test_evidence_is_destroyed_by_its_key_and_gets_none_again():
    datakeys.fresh("E-1")
    stolen = DataKey.objects.get()
    shred("E-1", **GROUND)
    with pytest.raises(unwrap.KeyGone):
        originals.opened("E-1")
    for again in (lambda: datakeys.fresh("E-1"), lambda: DataKey.objects.create(**values(stolen))):
        with pytest.raises(DatabaseError, match="disposed"), transaction.atomic(using="vault"):
            again()


def test_a_break_in_the_middle_leaves_all_or_nothing(ref, monkeypatch):
    def broken(self):
        raise RuntimeError

    monkeypatch.setattr(Code.objects.all().__class__, "let_go", broken)
    with pytest.raises(RuntimeError):
        shred(ref, **GROUND)
    assert not Disposal.objects.exists()
    assert opened(ref, "name").name


def test_the_database_knows_two_people_apart(ref):
    with pytest.raises(IntegrityError), transaction.atomic(using="vault"):
        Disposal.objects.create(
            ref=ref,
            asked_by_id=7,
            asked_by_name="甲",
            approved_by_id=7,
            approved_by_name="乙",
            reason="x",
            digest="x",
            removed={},
            disposed_on=date(2036, 1, 1),
        )


@pytest.mark.parametrize("model", [SealedField, BlindDigest, Code, DataKey, Person, Opening])
def test_a_disposal_opens_the_door_for_its_own_rows_only(person, ref, model):
    other = seal(person, kind="report")
    for one in (ref, other):
        new_code(one)
        opened(one, "name")
    shred(ref, **GROUND)
    before = models.QuerySet(model, using="vault").count()
    assert before
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(using="vault"),
        connections["vault"].cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {model._meta.db_table}")
    assert models.QuerySet(model, using="vault").count() == before
    assert opened(other, *FIELDS) == person


def test_a_wrap_from_a_backup_cannot_be_put_back(ref):
    stolen = DataKey.objects.get(ref=ref)
    again = datakeys.wrapped(ref, unwrap.data_key(ref, keys.keyring()), HpkeWrap(keys.public_key()))
    shred(ref, **GROUND)
    for row in (DataKey(**values(stolen)), again):
        with pytest.raises(DatabaseError, match="disposed"), transaction.atomic(using="vault"):
            row.save()


@pytest.mark.parametrize("mark", ["email", "certificate_no"])
def test_two_accounts_of_one_person_are_no_two_people(ref, mark):
    """What an account carries of its owner counts, not how many accounts there are."""
    one, other = Officer(7, "档案员甲"), Officer(8, "档案员甲（二）")
    for officer, said in ((one, "640221-0001"), (other, " 640221-0001")):
        object.__setattr__(officer, mark, said)
    with pytest.raises(DisposalRefused, match="两人"):
        shred(ref, asked_by=one, approved_by=other, reason="保管期限届满", on=date(2036, 11, 24))
    assert not is_disposed(ref)
