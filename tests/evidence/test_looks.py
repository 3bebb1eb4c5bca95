"""A sealed original under the sealed rule: journalled before, opened by the worker on its own look, delivered once.

What a reporter handed in opens to two people (`test_second_key`); what the parties of a complaint gave, to the custodian.
"""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as conf
from django.db import connection
from django.utils import timezone

from evidence import keys, looks, store, tasks
from evidence.models import OriginalQuestion
from identity import cipher
from identity.models import Opening
from procedure.corridor import Refused
from procedure.journal import JournalEntry, verify
from procedure.steps import Act
from tests.evidence.handing import hand_in
from tests.files import making

# Opening writes its Opening in a transaction of its own, so nothing may lie around it.
pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)


@pytest.fixture
def evidence(walk, report):
    return hand_in(walk, report, making.film(b"qt  ", b"meta"), "慕容致远 在冷库.mov")


@pytest.fixture
def silent(monkeypatch):
    """The worker is away: nobody is woken."""
    monkeypatch.setattr(looks, "wake", lambda _pk: None)


WHY = {"purpose": "unclean", "reason": "令121第三十七条，承办人须看录像"}


def act(walk, account):
    return Act(by=walk.cast[account], at=timezone.now())


def asked(walk, evidence, account="baomi1", **more):
    """Both keys turned by the book, and the look asked for."""
    request = keys.ask(act(walk, account), evidence, **{**WHY, **more})
    keys.confirm(act(walk, "juzhang1"), request.pk)
    return looks.ask(act(walk, account), evidence)


def mailbox():
    place = Path(conf.EVIDENCE_DIR) / "mailbox"
    return list(place.iterdir()) if place.is_dir() else []


def test_the_original_comes_once_bit_for_bit_and_both_records_stand(walk, evidence, silent):
    question = asked(walk, evidence)
    entry = JournalEntry.objects.get(verb="view_original")
    assert (entry.name, entry.office, entry.by_name) == ("查看封存原件", "custodian", "田秀英")
    assert entry.facts["evidence"] == evidence.ref
    assert not Opening.objects.exists(), "nothing was opened yet"
    assert looks.collect(question) is None
    assert tasks.answer_original(question.pk) is True
    opening = Opening.objects.get()
    assert (opening.ref, opening.fields, opening.by_id) == (
        evidence.ref,
        ["original"],
        walk.cast["baomi1"].pk,
    )
    (waiting,) = mailbox()
    assert making.LATIN.encode() not in waiting.read_bytes()
    found = looks.collect(question)
    assert (found.name, b"".join(found.pieces)) == ("慕容致远 在冷库.mov", making.film(b"qt  ", b"meta"))
    assert mailbox() == []
    assert looks.collect(question) is None
    assert tasks.answer_original(question.pk) is False
    assert verify() == []
    assert "慕容" not in json.dumps(
        [e.facts for e in JournalEntry.objects.filter(verb="view_original")], ensure_ascii=False
    )


@pytest.mark.parametrize(
    "account", ["chengban1", "dengji1", "suozhang1", "fuju1", "juzhang1", "shenji1", "ducha1", "gongan1"]
)
def test_no_other_office_may_ask(walk, evidence, account):
    with pytest.raises(Refused):
        asked(walk, evidence, account)
    with pytest.raises(Refused):
        looks.ask(act(walk, account), evidence, **WHY)
    assert not JournalEntry.objects.filter(verb="view_original").exists()
    assert not OriginalQuestion.objects.exists()


@pytest.mark.parametrize("lacking", [{"purpose": "curiosity"}, {"purpose": ""}, {"reason": "  "}])
def test_no_look_without_purpose_and_reason(walk, evidence, lacking):
    with pytest.raises(Refused):
        asked(walk, evidence, **lacking)


def test_an_answer_nobody_collects_is_gone_after_a_minute(walk, evidence, silent):
    question = asked(walk, evidence)
    tasks.answer_original(question.pk)
    OriginalQuestion.objects.update(asked_at=timezone.now() - timedelta(seconds=61))
    assert looks.collect(question) is None
    assert mailbox() == []
    late = asked(walk, evidence)
    OriginalQuestion.objects.update(asked_at=timezone.now() - timedelta(seconds=61))
    assert tasks.answer_original(late.pk) is False
    tasks.sweep()
    assert not OriginalQuestion.objects.exists()


def test_a_file_left_in_the_mailbox_by_a_worker_that_died_is_swept(walk, evidence):
    name, file = store.new_file(store.MAILBOX)
    file.close()
    tasks.sweep()
    assert [f.name for f in mailbox()] == [name], "it may be on its way"
    looks.empty_old_mailboxes(timezone.now() + timedelta(minutes=3))
    assert mailbox() == []


def test_who_lost_the_office_meanwhile_gets_nothing(walk, evidence, silent):
    question = asked(walk, evidence)
    walk.cast["baomi1"].holdings.update(until_on=timezone.localdate() - timedelta(days=1))
    assert tasks.answer_original(question.pk) is False
    assert not Opening.objects.exists()


def test_the_answer_is_of_no_use_to_whoever_steals_row_and_file(walk, evidence, silent):
    question = asked(walk, evidence)
    tasks.answer_original(question.pk)
    (waiting,) = mailbox()
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer, place FROM evidence_originalquestion")
        ((answer, place),) = cursor.fetchall()
    assert waiting.name == place
    with pytest.raises(cipher.SealBroken):
        cipher.open_bytes(bytes(answer), cipher.new_private_key(), info=looks._place(question.pk))
    assert b"key" not in bytes(answer)
