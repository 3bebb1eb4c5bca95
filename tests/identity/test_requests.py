"""A page without the private key asks, the worker answers to the page's one-time key, and the page reads once."""

import pickle
from datetime import timedelta

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from identity import cipher, keys
from identity.models import Opening, OpeningRequest
from identity.people import UnknownPerson
from identity.requests import LIFETIME, Question, answer_place, ask, collect
from identity.unseal import NoGround, answer
from tests.identity.conftest import GROUND, Officer

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def asked(ref, *fields, **other):
    return ask(ref, fields or ("name", "phone"), **{**GROUND, "at": timezone.now(), **other})


def test_the_page_reads_what_the_worker_answered(ref, settings):
    worker_key, settings.VAULT_PRIVATE_KEY_FILE = settings.VAULT_PRIVATE_KEY_FILE, None
    question = asked(ref)
    assert collect(question) is None
    settings.VAULT_PRIVATE_KEY_FILE = worker_key
    assert answer(question.pk, by=Officer())
    settings.VAULT_PRIVATE_KEY_FILE = None
    person = collect(question)
    assert person.given() == {"name": "慕容致远", "phone": "138 9520 4417"}


def test_the_answer_is_read_once(ref):
    question = asked(ref)
    answer(question.pk, by=Officer())
    assert collect(question) is not None
    assert collect(question) is None
    assert not OpeningRequest.objects.exists()
    assert Opening.objects.count() == 1


def test_of_two_readers_one_reads(ref, monkeypatch):
    question = asked(ref)
    answer(question.pk, by=Officer())
    monkeypatch.setattr("django.db.models.QuerySet.delete", lambda _: (0, {}))  # the other was faster
    assert collect(question) is None


def test_the_opening_names_the_one_who_asked(ref):
    answer(asked(ref, "phone").pk, by=Officer())
    kept = Opening.objects.get()
    assert (kept.ref, kept.fields, kept.by_id, kept.by_name) == (ref, ["phone"], 7, "保管员甲")
    assert (kept.office, kept.purpose, kept.matter_number) == (
        "custodian",
        "电话核实举报线索",
        "JB-2026-000001",
    )


def test_a_message_delivered_twice_opens_once(ref):
    question = asked(ref)
    assert [answer(question.pk, by=Officer()), answer(question.pk, by=Officer())] == [True, False]
    assert Opening.objects.count() == 1
    assert collect(question) is not None


def test_an_old_question_opens_nothing(ref):
    question = asked(ref, at=timezone.now() - LIFETIME)
    assert not answer(question.pk, by=Officer())
    assert not Opening.objects.exists()
    assert collect(question) is None


def test_an_answer_does_not_outlive_its_minute(ref):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        question = asked(ref)
        answer(question.pk, by=Officer())
        clock.shift(LIFETIME)
        assert collect(question) is None
    assert not OpeningRequest.objects.exists()


@pytest.mark.parametrize("next_one", ["asks", "is answered"])
def test_a_mailbox_nobody_emptied_is_emptied(ref, next_one):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        left = asked(ref)
        answer(left.pk, by=Officer())
        clock.shift(LIFETIME - timedelta(seconds=1))
        waiting = asked(ref)
        assert OpeningRequest.objects.filter(pk=left.pk).exists()
        clock.shift(timedelta(seconds=2))
        asked(ref) if next_one == "asks" else answer(waiting.pk, by=Officer())
    assert not OpeningRequest.objects.filter(pk=left.pk).exists()


def test_nobody_else_can_read_the_answer(ref):
    question, other = asked(ref), asked(ref)
    answer(question.pk, by=Officer())
    answer(other.pk, by=Officer())
    sealed = bytes(OpeningRequest.objects.get(pk=question.pk).answer)
    with pytest.raises(cipher.SealBroken):
        cipher.open_bytes(sealed, keys.private_key(), info=answer_place(question.pk))
    with pytest.raises(cipher.SealBroken):
        cipher.open_bytes(sealed, other.key, info=answer_place(other.pk))
    with pytest.raises(cipher.SealBroken):
        collect(Question(question.pk, other.key))


def test_nothing_of_the_person_stands_in_the_mailbox(ref):
    question = asked(ref, "name", "phone", "address")
    answer(question.pk, by=Officer())
    with connections["vault"].cursor() as cursor:
        cursor.execute("SELECT * FROM identity_openingrequest")
        row = cursor.fetchone()
    said = b"".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row)
    assert ref.encode() in said
    for word in ("慕容致远", "138 9520 4417", "团结西路"):
        assert word.encode() not in said
        assert ascii(word)[1:-1].encode() not in said


def test_a_question_shows_no_key_and_travels_nowhere(ref):
    question = asked(ref)
    assert cipher.private_to_bytes(question.key).hex() not in repr(question)
    assert "key" not in repr(question)
    with pytest.raises(TypeError):
        pickle.dumps(question)


def test_a_worker_without_the_key_answers_nothing(ref, no_private_key):
    question = asked(ref)
    with pytest.raises(keys.VaultClosed):
        answer(question.pk, by=Officer())
    assert collect(question) is None
    assert not Opening.objects.exists()


@pytest.mark.parametrize("by", [None, Officer(pk=8)])
def test_a_question_is_answered_to_the_one_who_asked_only(ref, by):
    question = asked(ref)
    with pytest.raises(NoGround):
        answer(question.pk, by=by)
    assert not Opening.objects.exists()


def test_a_question_without_ground_or_person_is_not_answered(ref):
    with pytest.raises(NoGround):
        answer(asked(ref, purpose=" ").pk, by=Officer())
    with pytest.raises(UnknownPerson):
        answer(asked("P-0000000000000000").pk, by=Officer())
    assert not Opening.objects.exists()


def test_a_question_nobody_put_is_not_answered():
    assert not answer(4711, by=Officer())
