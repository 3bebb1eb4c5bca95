"""Days that are not the bureau's own terms: a 12345 work order's, and those after which a trader counts as refusing."""

from datetime import date, timedelta

import pytest

from cases.facts.complaint import LeadCheck
from procedure.clocks import Clock
from procedure.corridor import Refused, perform
from procedure.matter import Matter
from procedure.recompute import _next_due
from tests.cases.stories import again, complaint_of

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def ordered(walk, due_on):
    return complaint_of(walk, channel="hotline", hotline_no="1234501", hotline_due_on=due_on)


def test_the_day_of_a_work_order_stands_in_the_worklist_where_it_is_the_next(walk):
    complaint = walk.review(ordered(walk, date(2026, 11, 5)))
    assert (again(complaint).next_due_on, again(complaint).next_due_rule) == (
        date(2026, 11, 5),
        "intake.hotline_dispatch",
    )
    assert _next_due([complaint.pk])[complaint.pk] == (date(2026, 11, 5), "intake.hotline_dispatch")


def test_it_yields_to_an_earlier_term_and_ends_with_the_matter(walk):
    complaint = walk.review(ordered(walk, date(2026, 12, 31)))
    acceptance = Clock.objects.get(matter=complaint, rule="complaint.acceptance")
    assert again(complaint).next_due_on == acceptance.due_on
    walk.no_lead(complaint)
    walk.do("chengban1", complaint, "withdraw", how="来电")
    assert again(complaint).next_due_on == date(2026, 12, 31)
    walk.do("chengban1", complaint, "close")
    assert Matter.objects.get(pk=complaint.pk).next_due_on is None
    lead = _next_due([complaint.pk])
    assert lead[complaint.pk] == (None, "")


def test_a_demand_unmet_for_fifteen_days_is_asked_about_before_the_complaint_is_closed(walk, fonts_ready):
    complaint = walk.accept(complaint_of(walk))
    walk.told(complaint, "acceptance")
    walk.consent(complaint, "respondent", "no")
    walk.no_lead(complaint)
    told = walk.now.date()
    hint = str(LeadCheck(None, matter=complaint, act=walk.act("chengban1")).fields["lead_found"].help_text)
    assert f"{told + timedelta(days=15)}" in hint
    walk.do("suozhang1", complaint, "terminate", ground="2", reason="被投诉人明确拒绝调解")
    walk.told(complaint, "termination")
    walk.later(days=16)
    with pytest.raises(Refused, match="侵害消费者权益行为处罚办法"):
        perform(walk.act("chengban1"), complaint.close)
    walk.no_lead(complaint)
    perform(walk.act("chengban1"), complaint.close)
