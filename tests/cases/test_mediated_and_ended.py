"""How mediation is called, by whom it is held and how it ends (令121 arts. 20 to 24)."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from documents.models import Document
from notices.serve import serve
from procedure.corridor import Refused, perform
from tests.cases.stories import again, clock, complaint_of

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def mediated(walk, way="on_site", **more):
    return walk.mediate(walk.accept(complaint_of(walk, **more)), way=way)


def told(walk, paper, *parties):
    for party in parties:
        said = {"channel": "phone", "served_on": localdate(walk.now), "proof": "录音 1", "party": party}
        serve(walk.act("chengban1"), paper, **said)


# --- art. 20: both are told in advance --------------------------------------------------------------------------------


def agree(walk, complaint):
    return perform(walk.act("chengban1"), complaint.agree, terms="退款 199 元")


def test_an_agreement_on_site_follows_a_notice_served_on_both_art_20(walk, fonts_ready):
    complaint = mediated(walk)
    with pytest.raises(Refused, match="调解通知书"):
        agree(walk, complaint)
    with pytest.raises(Refused, match="调解通知书"):
        perform(walk.act("chengban1"), complaint.agree_on_record, terms="退款", why="performed")
    walk.call_meeting(complaint)
    with pytest.raises(Refused, match="调解通知书"):  # called, and nobody knows
        agree(walk, complaint)
    paper = Document.objects.get(pk=walk.made(complaint, "mediation_notice").document.pk)
    told(walk, paper, "complainant")
    with pytest.raises(Refused, match="调解通知书"):
        agree(walk, complaint)
    told(walk, paper, "respondent")
    walk.later(hours=2)
    agree(walk, complaint)


def test_a_notice_that_comes_after_the_meeting_told_nobody_in_advance(walk, fonts_ready):
    complaint = mediated(walk)
    walk.call_meeting(complaint)
    paper = walk.made(complaint, "mediation_notice").document
    walk.later(days=2)
    told(walk, paper, "complainant", "respondent")
    with pytest.raises(Refused, match="调解通知书"):
        agree(walk, complaint)


def test_mediation_by_telephone_needs_no_notice_and_says_that_it_was_none_on_site(walk, fonts_ready):
    remote = mediated(walk, way="remote")
    walk.do("chengban1", remote, "agree_on_record", terms="退款", why="remote")
    on_site = walk.called(mediated(walk))
    with pytest.raises(Refused, match="现场调解"):
        perform(walk.act("chengban1"), on_site.agree_on_record, terms="退款", why="remote")
    walk.do("chengban1", on_site, "agree_on_record", terms="退款", why="waived")


def test_a_body_that_mediates_for_us_calls_its_meeting_in_our_name_art_19(walk, fonts_ready):
    complaint = mediated(walk)
    consents = {"complainant_consents": True, "respondent_consents": True}
    walk.do("suozhang1", complaint, "delegate", body="平罗县消费者协会", how="书面", **consents)
    agree(walk, walk.called(complaint))


# --- art. 21(2): who was challenged mediates no more ------------------------------------------------------------------


def challenged(walk, complaint, of_whom):
    said = {"asked_by": "respondent", "of_whom": of_whom, "reason": "与投诉人是亲戚"}
    perform(walk.act("chengban1"), complaint.ask_recusal, **said)


def granted(walk, complaint, **more):
    return perform(walk.act("suozhang1"), complaint.decide_recusal, granted="yes", reason="属实", **more)


def test_the_name_of_who_withdrew_leaves_the_papers_art_21_2(walk, fonts_ready):
    complaint = mediated(walk)
    challenged(walk, complaint, "张卫国")
    other = walk.cast["chengban2"]
    for more in ({"handler": other}, {"handler": other, "mediators": "张卫国、李敏"}):
        with pytest.raises(Refused, match="改由谁调解"):
            granted(walk, complaint, **more)
    with pytest.raises(Refused, match="另一名承办人"):
        granted(walk, complaint, mediators="李敏")
    granted(walk, complaint, handler=other, mediators="李敏")
    assert (again(complaint).handler, again(complaint).mediators) == (other, "李敏")
    held_at = walk.now + timedelta(hours=1)
    meeting = {"held_at": held_at, "place": "城关所", "papers": "发票", "recusal_days": 3}
    with pytest.raises(Refused, match="已决定回避"):
        perform(walk.act("chengban2"), complaint.call_meeting, mediators="李敏、张卫国", **meeting)
    with pytest.raises(Refused, match="已决定回避"):
        perform(walk.act("suozhang1"), complaint.assign, handler=walk.cast["chengban1"])
    perform(walk.act("chengban2"), complaint.call_meeting, mediators="李敏", **meeting)


def test_a_challenge_of_a_helper_changes_the_helper_and_not_the_handler(walk):
    complaint = walk.consent(walk.consent(walk.accept(complaint_of(walk)), "complainant"), "respondent")
    walk.do("chengban1", complaint, "mediate", way="on_site", mediators="张卫国、王帮办")
    with pytest.raises(Refused, match="调解人员或者承办人"):
        challenged(walk, complaint, "赵外人")
    challenged(walk, complaint, "王帮办")
    with pytest.raises(Refused, match="不是承办人"):
        granted(walk, complaint, handler=walk.cast["chengban2"], mediators="张卫国")
    with pytest.raises(Refused, match="改由谁调解"):
        granted(walk, complaint)
    granted(walk, complaint, mediators="张卫国、李敏")
    assert again(complaint).mediators == "张卫国、李敏"
    assert again(complaint).handler == walk.cast["chengban1"]


def test_a_challenge_that_is_not_granted_changes_nobody(walk):
    complaint = mediated(walk)
    challenged(walk, complaint, "张卫国")
    walk.do("suozhang1", complaint, "decide_recusal", granted="no", reason="不属实")
    assert again(complaint).mediators == "张卫国"


# --- art. 23(1): what each ground rests on ------------------------------------------------------------------------------


def end(walk, complaint, ground, **more):
    return perform(walk.act("suozhang1"), complaint.terminate, ground=ground, reason="见记录", **more)


@pytest.mark.parametrize(("story", "ground"), [("walk", "3"), ("old_walk", "4")])
def test_no_agreement_is_possible_only_after_mediation_was_held_art_23_1_3(
    request, story, ground, fonts_ready
):
    walk = request.getfixturevalue(story)
    unheard = walk.accept(complaint_of(walk))
    with pytest.raises(Refused, match="经组织调解"):
        end(walk, unheard, ground)
    on_site = mediated(walk)
    with pytest.raises(Refused, match="调解通知书"):
        end(walk, on_site, ground)
    end(walk, mediated(walk, way="remote"), ground)
    end(walk, walk.called(on_site), ground)


@pytest.mark.parametrize(("story", "ground"), [("walk", "4"), ("old_walk", "2")])
def test_no_cost_is_disputed_of_a_test_nobody_asked_for_art_23_1_4(request, story, ground):
    walk = request.getfixturevalue(story)
    complaint = mediated(walk)
    with pytest.raises(Refused, match="提出鉴定、检测"):
        end(walk, complaint, ground)
    end(walk, complaint, ground, test_asked="11月2日投诉人提出鉴定，双方均不愿垫付费用")


def test_what_never_came_to_a_meeting_is_ended_without_its_notice(walk):
    end(walk, mediated(walk), "2")


# --- art. 23(1)(7), 23(2): who is left is told ---------------------------------------------------------------------------


@pytest.mark.parametrize(("gone", "left"), [("respondent", "complainant"), ("complainant", "respondent")])
def test_of_two_parties_the_one_that_is_left_is_told_and_not_the_one_that_is_gone(
    walk, fonts_ready, gone, left
):
    complaint = walk.accept(complaint_of(walk))
    with pytest.raises(Refused, match="哪一方"):
        end(walk, complaint, "7")
    end(walk, complaint, "7", gone=gone)
    paper = walk.made(complaint, "termination").document
    told(walk, paper, gone)
    assert clock(complaint, "complaint.termination_notice").ended is None
    told(walk, paper, left)
    assert clock(complaint, "complaint.termination_notice").met is True
