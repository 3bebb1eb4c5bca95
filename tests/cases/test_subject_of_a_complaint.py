"""What the other party's papers say a complaint is about: stated for them, never taken from the caller's words."""

import pytest

from cases.facts.complaint import Subject
from cases.models import Complaint
from documents.hints import REPORTED, RESPONDENT, warnings_of
from procedure.corridor import Refused, perform
from tests.cases.stories import again, complaint_of

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

MIXED = "我举报，我在他后厨上过班，馒头用的是过期面粉；买的馒头要求退款"


def test_a_complaint_is_accepted_with_a_subject_of_its_own(walk):
    complaint = walk.review(complaint_of(walk, MIXED, subject=""))
    with pytest.raises(Refused, match="须先写明投诉事项"):
        perform(walk.act("suozhang1"), complaint.accept)
    perform(walk.act("suozhang1"), complaint.accept, subject="馒头有质量问题，要求退款")
    assert again(complaint).subject == "馒头有质量问题，要求退款"


def test_what_was_entered_at_intake_stands_unless_the_head_states_another(walk):
    complaint = walk.accept(complaint_of(walk, subject="电饭煲不能使用"))
    assert again(complaint).subject == "电饭煲不能使用"
    walk.do("chengban1", complaint, "state_subject", subject="电饭煲三天后不能加热")
    assert again(complaint).subject == "电饭煲三天后不能加热"


def test_it_is_offered_from_product_and_requests_and_never_from_the_text(walk):
    complaint = walk.review(
        complaint_of(walk, MIXED, subject="", product="馒头", requests=("refund", "compensate"))
    )
    offered = Subject(None, matter=complaint, act=walk.act("suozhang1")).fields["subject"].initial
    assert offered == "馒头，要求退还货款和服务费用、赔偿损失"


@pytest.mark.parametrize("field", ["subject", "claim"])
def test_the_sealed_person_does_not_stand_in_it(walk, field):
    complaint = walk.review(complaint_of(walk, subject="电饭煲不能使用"))
    with pytest.raises(Refused, match="封存的身份"):
        perform(walk.act("suozhang1"), complaint.accept, **{field: "钱途亮购买的电饭煲不能使用"})


def test_a_complaint_accepted_before_there_was_a_subject_owes_it_before_the_next_paper(walk):
    complaint = walk.mediate(walk.accept(complaint_of(walk)))
    Complaint.objects.filter(pk=complaint.pk).update(subject="")
    for step, facts in (
        ("call_meeting", {"held_at": walk.now.replace(year=2030)}),
        ("agree", {"terms": "更换"}),
        ("agree_on_record", {"terms": "更换", "why": "performed"}),
    ):
        with pytest.raises(Refused, match="须先写明投诉事项"):
            perform(walk.act("chengban1"), getattr(again(complaint), step), **facts)
    with pytest.raises(Refused, match="须先写明投诉事项"):
        perform(walk.act("suozhang1"), again(complaint).terminate, ground="2", reason="一方拒绝")


def test_the_word_report_is_pointed_out_in_every_complaint_alike(walk):
    alone, mixed = complaint_of(walk), walk.call(MIXED, name="苗小诚", phone="13909520112").complaint
    for complaint in (alone, mixed):
        assert warnings_of([complaint], "关于举报后厨用过期面粉的投诉", RESPONDENT) == (REPORTED,)
        assert warnings_of([complaint], "依据《市场监督管理投诉举报处理办法》调解", RESPONDENT) == ()
