"""A half-filled sheet is noise to everybody but the browser it was typed in, and to that only for a day."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from cases import drafts
from cases.models import IntakeDraft
from cases.tasks import sweep_drafts
from config.celery import app

pytestmark = pytest.mark.django_db
SAID = {"name": "钱途亮", "phone": "13909520102", "text": "买的熟食已经过期", "requests": ["refund"]}


@pytest.fixture
def clerk(cast):
    return cast["dengji1"]


def table():
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_intakedraft")
        return cursor.fetchall()


def test_what_was_typed_comes_back_with_the_key_and_with_nothing_else(clerk, cast):
    key, sheet, now = drafts.new_key(), uuid4(), timezone.now()
    drafts.keep(clerk, sheet, SAID, key, now)
    (found,) = drafts.opened(clerk, key, now)
    assert (found.sheet, found.said, found.saved_at) == (sheet, SAID, now)
    assert drafts.opened(clerk, drafts.new_key(), now) == []
    assert drafts.opened(cast["dengji2"], key, now) == []
    assert "钱途亮" not in repr(found)


def test_the_database_holds_no_word_of_it(clerk):
    drafts.keep(clerk, uuid4(), SAID, drafts.new_key(), timezone.now())
    (row,) = table()
    kept = b"".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in row
    )
    for word in ("钱途亮", "13909520102", "熟食", "refund", "name"):
        assert word.encode() not in kept


def test_a_draft_laid_under_another_sheet_or_officer_does_not_open(clerk, cast):
    key, now = drafts.new_key(), timezone.now()
    drafts.keep(clerk, uuid4(), SAID, key, now)
    IntakeDraft.objects.update(key=uuid4())
    assert drafts.opened(clerk, key, now) == []
    drafts.keep(clerk, uuid4(), SAID, key, now)
    IntakeDraft.objects.update(officer=cast["dengji2"])
    assert drafts.opened(cast["dengji2"], key, now) == []


def test_saving_again_replaces_and_two_sheets_are_two_drafts_newest_first(clerk):
    key, sheet, now = drafts.new_key(), uuid4(), timezone.now()
    drafts.keep(clerk, sheet, SAID, key, now)
    drafts.keep(clerk, sheet, {**SAID, "text": "后来"}, key, now)
    other = uuid4()
    drafts.keep(clerk, other, {"text": "第二份"}, key, now + timedelta(seconds=1))
    assert [(d.sheet, d.said["text"]) for d in drafts.opened(clerk, key, now)] == [
        (other, "第二份"),
        (sheet, "后来"),
    ]


def test_a_day_later_it_opens_no_more_and_the_sweep_takes_it_away(clerk):
    key, now = drafts.new_key(), timezone.now()
    drafts.keep(clerk, uuid4(), SAID, key, now - timedelta(hours=24, minutes=1))
    drafts.keep(clerk, uuid4(), SAID, key, now - timedelta(hours=23))
    assert len(drafts.opened(clerk, key, now)) == 1
    assert sweep_drafts() == 1
    assert IntakeDraft.objects.count() == 1


def test_beat_starts_the_sweep(settings):
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert "cases.sweep_drafts" in names
    app.loader.import_default_modules()
    assert "cases.sweep_drafts" in app.tasks


def test_more_than_any_sheet_is_refused(clerk):
    with pytest.raises(drafts.TooLarge):
        drafts.keep(clerk, uuid4(), {"text": "长" * 50_000}, drafts.new_key(), timezone.now())
    assert table() == []


@pytest.mark.parametrize("text", ["", "x", "中文", "A" * 43, "AAAA" * 11 + "=", "!" * 44])
def test_what_is_no_key_opens_nothing(clerk, text):
    assert not drafts.is_key(text)
    assert drafts.opened(clerk, text, timezone.now()) == []


def test_a_fresh_key_is_one():
    assert drafts.is_key(drafts.new_key())
