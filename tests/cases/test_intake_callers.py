"""Asking whose number it is: kept, limited, and never a way to learn that somebody reported."""

from datetime import timedelta

import pytest

from cases.callers import MOST_AN_HOUR, earlier_matters
from cases.models import CallerLookup
from cases.similar import of_business
from procedure.corridor import Refused
from procedure.steps import Act

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
BOTH = "买的熟食已经过期，吃完拉肚子，要求退款"
PHONE = "13909520102"


@pytest.fixture
def taken(walk):
    """Entered by the first clerk."""
    return walk.call(BOTH, name="钱途亮", phone=PHONE)


def shown(walk, account, **asked):
    return [(m.kind, m.number, m.readable) for m in earlier_matters(walk.act(account), **asked)]


def test_the_clerk_who_took_it_sees_both(walk, taken):
    assert sorted(shown(walk, "dengji1", phone=PHONE)) == [
        ("complaint", taken.complaint.number, True),
        ("report", taken.report.number, True),
    ]


def test_another_clerk_sees_the_complaint_and_nothing_of_the_report(walk, taken):
    assert shown(walk, "dengji2", phone=PHONE) == [("complaint", taken.complaint.number, False)]


def test_who_only_reported_is_unknown_to_every_other_clerk(walk):
    walk.call("卖过期面粉", name="孙守正", phone="13909520103", as_complaint=False)
    assert shown(walk, "dengji2", phone="13909520103") == []
    assert len(shown(walk, "dengji1", phone="13909520103")) == 1


def test_found_however_the_number_is_written_and_by_nothing_else(walk, taken):
    assert len(shown(walk, "dengji1", phone="+86 139-0952-0102")) == 2
    assert shown(walk, "dengji1", phone="13909520109") == []
    assert shown(walk, "dengji1") == []


def test_every_question_is_kept_without_the_number(walk, taken):
    earlier_matters(walk.act("dengji1"), phone=PHONE)
    earlier_matters(walk.act("dengji1"), phone="13909520109")
    kept = list(CallerLookup.objects.order_by("id").values_list("officer__username", "shown"))
    assert kept == [("dengji1", 2), ("dengji1", 0)]
    assert PHONE not in str(list(CallerLookup.objects.values_list()))


def test_sixty_questions_an_hour_and_no_more(walk, cast):
    act = walk.act("dengji1")
    CallerLookup.objects.bulk_create(
        CallerLookup(officer=act.by, asked_at=act.at - timedelta(minutes=n % 59), shown=0)
        for n in range(MOST_AN_HOUR)
    )
    with pytest.raises(Refused, match="查询次数过多"):
        earlier_matters(act, phone=PHONE)
    assert CallerLookup.objects.count() == MOST_AN_HOUR
    assert earlier_matters(walk.act("dengji2"), phone=PHONE) == []
    later = Act(by=cast["dengji1"], at=act.at + timedelta(hours=1, minutes=1))
    assert earlier_matters(later, phone=PHONE) == []


def similar(walk, account, taken, days=0):
    today = (walk.now + timedelta(days=days)).date()
    found = of_business(walk.cast[account], [taken.submission.enterprise_id], today)
    return [(m.kind, m.number, m.readable, m.title) for m in found]


def test_of_the_same_business_a_clerk_sees_others_complaints_in_brief_and_their_reports_not_at_all(
    walk, taken
):
    assert similar(walk, "dengji2", taken) == [("complaint", taken.complaint.number, False, "")]
    mine = similar(walk, "dengji1", taken)
    assert {(kind, readable) for kind, _number, readable, _title in mine} == {
        ("complaint", True),
        ("report", True),
    }
    assert all("熟食" in title for *_rest, title in mine)


def test_after_ninety_days_it_is_similar_no_more(walk, taken):
    assert similar(walk, "dengji2", taken, days=90)
    assert similar(walk, "dengji2", taken, days=91) == []
    assert of_business(walk.cast["dengji2"], [], walk.now.date()) == []
