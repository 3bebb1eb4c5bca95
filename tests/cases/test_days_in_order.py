"""No act is dated before what it answers: an earlier day would put what follows under other law (invariant 17)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cases import checks
from procedure.corridor import Refused, perform
from tests.cases.stories import complaint_of

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

BEFORE_121 = date(2026, 4, 14)


def test_a_lead_is_not_found_before_its_complaint_came_in(walk):
    complaint = walk.accept(complaint_of(walk))
    with pytest.raises(Refused, match="日期不能早于"):
        perform(walk.act("chengban1"), complaint.open_lead, discovered_on=BEFORE_121, content="价签不实")
    walk.later(days=1)
    walk.do("chengban1", complaint, "open_lead", discovered_on=complaint.received_on, content="价签不实")
    lead = complaint.offspring.get().concrete()
    assert lead.received_at >= complaint.received_at
    assert lead.law_day() == complaint.law_day()


def test_a_signature_follows_the_agreement(walk):
    complaint = walk.mediate(walk.accept(complaint_of(walk)))
    walk.later(days=3)
    walk.called(complaint)
    walk.do("chengban1", complaint, "agree", terms="更换")
    with pytest.raises(Refused, match="日期不能早于"):
        perform(walk.act("chengban1"), complaint.sign_agreement, signed_on=complaint.received_on)
    perform(walk.act("chengban1"), complaint.sign_agreement, signed_on=walk.now.date())


def test_a_receipt_follows_the_transfer_and_a_test_the_complaint(walk):
    complaint = complaint_of(walk)
    walk.later(days=1)
    walk.transfer_to(complaint, "教育体育局")
    with pytest.raises(Refused, match="日期不能早于"):
        perform(
            walk.act("fenliu1"), complaint.record_receipt, receiver="12号", received_on=complaint.received_on
        )
    perform(walk.act("fenliu1"), complaint.record_receipt, receiver="12号", received_on=walk.now.date())
    tested = walk.mediate(walk.accept(complaint_of(walk)))
    with pytest.raises(Refused, match="日期不能早于"):
        walk.test(tested, BEFORE_121)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"happened_on": date(2026, 11, 3)}, "发生日期不能晚于收到之日"),
        (
            {"channel": "hotline", "hotline_no": "1234501", "hotline_due_on": date(2026, 11, 1)},
            "12345工单期限不能早于收到之日",
        ),
    ],
)
def test_a_sheet_whose_days_cannot_be_is_sent_back(walk, said, why):
    at = datetime(2026, 11, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    with pytest.raises(Refused, match=why):
        complaint_of(walk, received_at=at, **said)


def test_what_happened_before_1990_is_a_slip_of_the_year():
    assert checks.happened_on(date(1990, 1, 1)) == date(1990, 1, 1)
    with pytest.raises(checks.ValidationError, match="1990"):
        checks.happened_on(date(1926, 11, 1) - timedelta(days=1))
