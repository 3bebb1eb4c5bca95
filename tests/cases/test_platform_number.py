"""The number of the national platform: asked where it comes from there, entered when it comes late, answered at every end."""

import pytest

from cases.facts.complaint import ComplaintClosing
from procedure.corridor import Refused, perform
from procedure.facts import from_json
from tests.cases.stories import again, complaint_of, named_report

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

NUMBER = "1264022100012026110200001"


def withdrawn(walk, complaint):
    walk.no_lead(walk.review(complaint))
    walk.do("chengban1", complaint, "withdraw", how="来电")
    return complaint


def test_what_comes_by_the_platform_comes_with_its_number(walk):
    with pytest.raises(Refused, match="须填写平台编号"):
        complaint_of(walk, channel="platform")
    assert complaint_of(walk, channel="platform", platform_no=NUMBER).submission.platform_no == NUMBER


def test_a_number_that_comes_later_is_entered_by_a_step_and_then_answered(walk):
    complaint = withdrawn(walk, complaint_of(walk))
    walk.do("chengban1", complaint, "enter_platform_no", platform_no=NUMBER)
    assert NUMBER in again(complaint).search_text().numbers
    with pytest.raises(Refused, match="全国12315平台反馈"):
        perform(walk.act("chengban1"), complaint.close)
    perform(walk.act("chengban1"), complaint.close, platform_done=True)


def test_the_clerk_who_took_it_enters_it_and_what_came_with_one_keeps_it(walk):
    complaint = complaint_of(walk)
    walk.do("dengji1", complaint, "enter_platform_no", platform_no=NUMBER)
    assert again(complaint).platform_no == NUMBER
    numbered = complaint_of(walk, platform_no=NUMBER)
    with pytest.raises(Refused, match="来件已有全国平台编号"):
        perform(walk.act("dengji1"), numbered.enter_platform_no, platform_no="1264022100012026110200002")


def test_closing_without_a_number_says_why(walk):
    complaint = withdrawn(walk, complaint_of(walk))
    act = walk.act("chengban1")
    assert from_json(ComplaintClosing, {}, matter=complaint, act=act)["no_platform_no"] == "pending"
    said = from_json(ComplaintClosing, {"no_platform_no": "outside"}, matter=complaint, act=act)
    assert perform(act, complaint.close, **said).facts["no_platform_no"] == "outside"


def test_a_duplicate_is_answered_on_the_platform_before_it_is_one(walk):
    earlier = walk.verify(named_report(walk))
    walk.later(days=1)
    later = walk.dispatch(named_report(walk, platform_no=NUMBER))
    said = {"earlier": earlier, "same_fact": True, "reason": "三同"}
    with pytest.raises(Refused, match="全国12315平台反馈"):
        perform(walk.act("suozhang1"), later.mark_duplicate, **said)
    perform(walk.act("suozhang1"), later.mark_duplicate, **said, platform_done=True)
