"""The complaint under Order 121 and Order 20, step by step, each refusal beside the same act succeeding."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cases.models import Complaint
from demo.walk import Walk
from procedure.corridor import Overtaken, Refused, perform, steps_for
from procedure.steps import Act

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def a_complaint(walk, **more):
    return walk.call("电饭煲用了三天就坏，要求更换", name="钱途亮", phone="13909520102", **more).complaint


def clock(matter, rule):
    return matter.clocks.get(rule=rule)


def test_seven_working_days_to_accept_from_receipt_order_121_art_15(walk):
    complaint = a_complaint(walk)
    term = clock(complaint, "complaint.acceptance")
    assert (term.due_on, term.source) == (date(2026, 11, 11), "令121第十五条第一款")
    # what is due first is our own target: to have it with a unit within one working day
    assert (complaint.next_due_on, complaint.next_due_rule) == (date(2026, 11, 3), "intake.dispatch_target")
    walk.dispatch(complaint)
    assert complaint.next_due_on == date(2026, 11, 11)


def test_seven_working_days_to_accept_from_receipt_order_20_art_14(old_walk):
    assert clock(a_complaint(old_walk), "complaint.acceptance").source == "令20第十四条"


def test_acceptance_needs_the_unit_head_and_an_assigned_handler(walk):
    complaint = walk.dispatch(a_complaint(walk))
    with pytest.raises(Refused, match="待审查"):
        perform(walk.act("suozhang1"), complaint.accept)
    with pytest.raises(Refused, match="由本事项的承办人办理"):
        perform(walk.act("chengban1"), complaint.review_materials, present=["1", "2", "3"])
    walk.assign(complaint)
    walk.do("chengban1", complaint, "review_materials", present=["1", "2"])
    with pytest.raises(Refused, match="缺：具体的投诉请求"):
        perform(walk.act("suozhang1"), complaint.accept)
    walk.do("chengban1", complaint, "review_materials", present=["1", "2", "3"])
    with pytest.raises(Refused, match="由机构负责人办理"):
        perform(walk.act("dengji1"), complaint.accept)
    with pytest.raises(Refused, match="由机构负责人办理"):
        perform(walk.act("suozhang2"), complaint.accept)  # the head of another office
    perform(walk.act("suozhang1"), complaint.accept)
    assert Complaint.objects.get(pk=complaint.pk).state == "accepted"


def test_the_acceptance_term_stops_with_the_notice_not_with_the_decision(walk, fonts_ready):
    complaint = walk.accept(a_complaint(walk))
    assert clock(complaint, "complaint.acceptance").ended is None
    walk.told(complaint, "acceptance")
    term = clock(complaint, "complaint.acceptance")
    assert term.met is True
    assert term.ended_on == date(2026, 11, 2)


def test_sixty_calendar_days_of_mediation_and_forty_five_working_days_before_the_regulation(walk, cast):
    """令121第二十三条; 令20第二十一条 until the regulation of higher rank came in force on 2024-07-01."""
    old_walk = Walk(cast, datetime(2024, 3, 4, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai")))
    new = clock(walk.accept(a_complaint(walk)), "complaint.mediation")
    old = clock(old_walk.accept(a_complaint(old_walk)), "complaint.mediation")
    assert new.due_on == date(2027, 1, 2)  # the first is a holiday; a mere weekend moves nothing (art. 45)
    assert new.strict_on == date(2027, 1, 1)
    assert new.provisional  # 2027 has not been announced
    assert new.version().unit == "calendar_days"
    assert old.version().unit == "working_days"
    assert old.due_on == date(2024, 5, 9)


def test_the_seventh_ground_exists_only_under_order_121(walk, old_walk):
    for story, allowed in ((walk, True), (old_walk, False)):
        complaint = story.review(a_complaint(story))
        story.no_lead(complaint)
        act = story.act("suozhang1")
        if allowed:
            with pytest.raises(Refused, match="须写明所依据的法律"):
                perform(act, complaint.decline, ground="7", reason="法律另有规定")
            law = "消费者权益保护法第三十九条"
            perform(act, complaint.decline, ground="7", reason="法律另有规定", legal_basis=law)
            assert Complaint.objects.get(pk=complaint.pk).state == "not_accepted"
        else:
            with pytest.raises(Refused, match="没有列明"):
                perform(act, complaint.decline, ground="7", reason="法律另有规定")


def test_refusing_needs_an_answered_lead_check_and_a_reason(walk):
    complaint = walk.review(a_complaint(walk))
    with pytest.raises(Refused) as refused:
        perform(walk.act("suozhang1"), complaint.decline, ground="1", reason=" ")
    assert len(refused.value.objections) == 2  # all objections at once, not only the first
    walk.no_lead(complaint)
    perform(
        walk.act("suozhang1"), complaint.decline, ground="4", reason="已逾三年", known_on=date(2021, 3, 1)
    )


def test_mediation_needs_both_consents_art_18(walk):
    complaint = walk.consent(walk.accept(a_complaint(walk)), "complainant")
    with pytest.raises(Refused, match="双方同意"):
        perform(walk.act("chengban1"), complaint.mediate, way="on_site", mediators="张卫国")
    walk.consent(complaint, "respondent", "no")
    with pytest.raises(Refused, match="应当办理终止调解"):
        perform(walk.act("chengban1"), complaint.mediate, way="on_site", mediators="张卫国")
    walk.mediate(complaint)
    assert Complaint.objects.get(pk=complaint.pk).state == "mediating"


def test_termination_starts_seven_working_days_to_tell_both_and_closing_waits_for_it(walk, fonts_ready):
    complaint = walk.accept(a_complaint(walk))
    walk.told(complaint, "acceptance")
    walk.no_lead(complaint)
    walk.do("suozhang1", complaint, "terminate", ground="2", reason="被投诉人明确拒绝调解")
    assert clock(complaint, "complaint.mediation").met is True
    with pytest.raises(Refused, match="尚未送达"):
        perform(walk.act("chengban1"), complaint.close)
    walk.told(complaint, "termination")
    perform(walk.act("chengban1"), complaint.close)
    closed = Complaint.objects.get(pk=complaint.pk)
    assert (closed.state, closed.closed_on, closed.next_due_on) == ("closed", date(2026, 11, 2), None)


def test_closing_needs_the_lead_check(walk, fonts_ready):
    complaint = walk.mediate(walk.accept(a_complaint(walk)), way="remote")
    walk.told(complaint, "acceptance")
    walk.do("chengban1", complaint, "agree_on_record", terms="换新", why="performed", recovered=None)
    walk.made(complaint, "mediation_record")
    with pytest.raises(Refused, match="线索核查"):
        perform(walk.act("chengban1"), complaint.close)
    walk.no_lead(complaint)
    perform(walk.act("chengban1"), complaint.close)


def test_an_officer_with_a_stale_page_is_told_what_happened_meanwhile(walk):
    complaint = walk.review(a_complaint(walk))
    seen = Complaint.objects.get(pk=complaint.pk).last_seq
    walk.assign(complaint)
    late = Act(by=walk.cast["suozhang1"], at=walk.later(minutes=5).now, seen=seen)
    with pytest.raises(Overtaken) as overtaken:
        perform(late, complaint.accept)
    assert [entry.name for entry in overtaken.value.since] == ["指定承办人"]
    assert "陈志远" in " ".join(overtaken.value.objections)
    perform(walk.act("suozhang1"), complaint.accept)


def test_a_wrong_dispatch_comes_back_to_the_hub_with_its_reason_art_41(walk):
    complaint = walk.dispatch(a_complaint(walk))
    walk.do("suozhang1", complaint, "hand_back", reason="经营地在姚伏镇")
    back = Complaint.objects.get(pk=complaint.pk)
    assert (back.state, back.unit, back.department) == ("received", "", "")
    assert clock(complaint, "complaint.acceptance").ended is None  # the term goes on running


def test_every_step_of_the_page_says_its_article_and_why_it_is_barred(walk):
    complaint = walk.dispatch(a_complaint(walk))
    shown = {view.step.verb: view for view in steps_for(walk.act("suozhang1"), complaint)}
    assert set(shown) == {
        "hand_back", "dispute", "escalate", "correct_finding", "assign", "review_materials", "withdraw", "check_lead",
        "open_lead", "enter_platform_no",
    }  # fmt: skip
    assert shown["review_materials"].source == "令121第十条第一款"
    assert shown["review_materials"].objections == ("由承办人办理",)
    assert shown["assign"].allowed
