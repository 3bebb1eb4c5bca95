"""A visit: its mark opens its own reference for a quarter of an hour, and nothing once it was left."""

import base64

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.db import connections

from identity import visits
from identity.models import LeftVisit
from identity.visits import IDLE, LONGEST, begin, leave, visit_of

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def opened(mark):
    visit = visit_of(mark)
    return visit.ref if visit else None


def test_a_mark_opens_its_own_reference_and_shows_nothing_of_it(ref):
    mark = begin(ref).mark()
    assert opened(mark) == ref
    assert ref not in mark
    assert ref.encode() not in base64.urlsafe_b64decode(mark)
    assert ref not in repr(visit_of(mark))


def test_every_mark_has_the_same_length(ref):
    assert {len(begin(each).mark()) for each in (ref, "P-0000000000000000", "P-ZZZZZZZZZZZZZZZZ")} == {
        len(begin(ref).mark())
    }


@pytest.mark.parametrize("forged", ["", "x", "密", "x" * 700, "gAAAAA" + "A" * 140])
def test_what_was_never_given_out_opens_nothing(forged):
    assert visit_of(forged) is None


def test_a_changed_mark_and_one_of_another_secret_open_nothing(ref, settings):
    mark = begin(ref).mark()
    for at in (0, 10, 40, len(mark) - 3):
        assert visit_of(mark[:at] + ("A" if mark[at] != "A" else "B") + mark[at + 1 :]) is None
    assert visit_of(Fernet(Fernet.generate_key()).encrypt(b'["P-0", "x", 1]').decode()) is None
    settings.SECRET_KEY = "another secret of more than thirty-two characters"
    assert visit_of(mark) is None


def test_an_older_secret_still_opens_what_it_made(ref, settings):
    mark, before = begin(ref).mark(), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = (
        "another secret of more than thirty-two characters",
        [before],
    )
    assert opened(mark) == ref


def test_a_mark_runs_out_when_idle_and_is_renewed_when_used(ref):
    with time_machine.travel("2026-11-02T09:00:00+08:00", tick=False) as clock:
        visit = begin(ref)
        mark = visit.mark()
        clock.shift(IDLE.total_seconds() - 1)
        renewed = visit_of(mark).mark()
        clock.shift(2)
        assert visit_of(mark) is None
        assert opened(renewed) == ref


def test_a_visit_ends_however_busy_it_is(ref):
    with time_machine.travel("2026-11-02T09:00:00+08:00", tick=False) as clock:
        visit = begin(ref)
        clock.shift(LONGEST.total_seconds() + 1)
        assert visit_of(visit.mark()) is None


def test_leaving_refuses_every_copy_of_the_mark_and_no_other_visit(ref):
    first, second = begin(ref), begin(ref)
    copy = first.mark()
    leave(first)
    leave(first)
    assert visit_of(copy) is None
    assert visit_of(first.mark()) is None
    assert opened(second.mark()) == ref


def test_what_is_kept_of_a_leaving_is_a_day_and_leads_to_nobody(ref):
    visit = begin(ref)
    leave(visit)
    row = LeftVisit.objects.get()
    assert [f.name for f in row._meta.fields] == ["id", "digest", "left_on"]
    assert visit.name.encode() not in bytes(row.digest)
    assert not any(
        name.startswith("identity_") for name in connections["default"].introspection.table_names()
    )


def test_rows_that_refuse_nothing_any_more_fall_away(ref):
    with time_machine.travel("2026-11-02T09:00:00+08:00") as clock:
        leave(begin(ref))
        clock.move_to("2026-11-03T09:00:00+08:00")
        leave(begin(ref))
        assert LeftVisit.objects.count() == 2
        clock.move_to("2026-11-05T09:00:00+08:00")
        leave(begin(ref))
        assert LeftVisit.objects.count() == 1
    assert visits.IDLE < visits.LONGEST
