"""What a letter may be: agents, joint complaints, leads without a reporter, and what was spoken; refused in words."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cases.checks import credit_code, identity_number
from cases.intake import receive
from cases.letter import NOBODY, Letter
from cases.models import Report, Submission
from cases.naming import NamesInText
from identity.models import Person
from identity.people import PersonalData
from procedure.access import matters_for
from procedure.corridor import Refused

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
CALLER = PersonalData(name="钱途亮", phone="13909520102")


def letter(walk, **more):
    return Letter(
        **{
            "channel": "phone",
            "received_at": walk.now,
            "text": "电饭煲用了三天就坏，要求更换",
            "business_name": "喜洋洋食品店",
            "person": CALLER,
            "read_back": True,
            **more,
        }
    )


def refusal(walk, **more):
    with pytest.raises(Refused) as refused:
        receive(letter(walk, **more), walk.act("dengji1"))
    assert not Submission.objects.exists()
    return "；".join(refused.value.objections)


def test_what_was_spoken_is_read_back_or_says_why_not_order_121_art_10(walk):
    assert "须复述记录并经来电人确认" in refusal(walk, read_back=False)
    assert "令121第十条第二款" in refusal(walk, read_back=False, unread_reason="  ")
    taken = receive(letter(walk, read_back=False, unread_reason="通话中断"), walk.act("dengji1"))
    assert taken.complaint.journal.get().facts["unread_reason"] == "通话中断"
    written = receive(letter(walk, read_back=False, channel="post"), walk.act("dengji1"))
    assert written.submission.read_back is False


def test_an_agent_needs_a_name_a_mandate_and_time_left_order_121_art_11(walk):
    agent = PersonalData(name="代办明", phone="13909520188")
    assert "代理人姓名和委托事项" in refusal(walk, agent=agent)
    assert "代理人姓名和委托事项" in refusal(walk, agent=NOBODY, mandate="代为投诉")
    assert "委托期限已过" in refusal(
        walk, agent=agent, mandate="代为投诉", mandate_until_on=date(2026, 11, 1)
    )
    taken = receive(
        letter(walk, agent=agent, mandate="代为投诉", mandate_until_on=date(2026, 11, 2)), walk.act("dengji1")
    )
    assert taken.submission.by_agent
    assert Person.objects.get(ref=taken.submission.agent_ref).kind == "agent"
    assert "代办明" not in str(vars(taken.submission))


def test_a_joint_complaint_has_two_complainants_and_at_most_two_representatives_art_12(walk):
    one, two, three = (PersonalData(name=f"代表{n}", phone=f"1390952018{n}") for n in "123")
    assert "两名以上投诉人" in refusal(walk, joint_count=1)
    assert "两名以上投诉人" in refusal(walk, representatives=(one,))
    assert "代表人最多 2 名" in refusal(walk, joint_count=5, representatives=(one, two, three))
    assert "只适用于投诉" in refusal(walk, joint_count=5, as_complaint=False, as_report=True)
    taken = receive(letter(walk, joint_count=5, representatives=(one, two)), walk.act("dengji1"))
    assert (taken.submission.joint, taken.submission.joint_count) == (True, 5)
    assert len(taken.submission.representative_refs) == 2
    assert taken.submission.other_refs == taken.submission.representative_refs


def test_the_words_may_name_neither_agent_nor_representative(walk):
    agent = PersonalData(name="代办明", phone="13909520188")
    with pytest.raises(NamesInText):
        receive(
            letter(walk, agent=agent, mandate="代为投诉", text="我是代办明，替人投诉，要求退款"),
            walk.act("dengji1"),
        )
    with pytest.raises(NamesInText):
        receive(letter(walk, contact_note="找钱途亮本人", replace_names=True), walk.act("dengji1"))
    assert not Submission.objects.exists()


@pytest.mark.parametrize("channel", ["transfer", "inspection", "media", "coordinator"])
def test_a_lead_has_no_reporter_no_code_and_no_receipt_but_a_paper_it_came_from(walk, channel):
    assert "须填写来源文书" in refusal(walk, channel=channel, person=NOBODY, text="卖过期奶粉")
    lead = letter(walk, channel=channel, person=NOBODY, text="卖过期奶粉", source_paper="抽检报告 3 号")
    taken = receive(lead, walk.act("dengji1"))
    assert taken.complaint is None
    assert taken.codes == {}
    report = Report.objects.get()
    assert (report.person_ref, report.source, report.anonymous) == ("", channel, False)
    assert set(report.orders.filter(room="documents").values_list("form", flat=True)) == {
        "report_registration"
    }
    assert report.clocks.filter(rule="report.verification").exists()


def test_a_hotline_order_needs_its_number_and_gets_its_own_term(walk):
    assert "须填写工单编号" in refusal(walk, channel="hotline")
    taken = receive(
        letter(walk, channel="hotline", hotline_no="GD-1", hotline_due_on=date(2026, 11, 9)),
        walk.act("dengji1"),
    )
    assert taken.complaint.clocks.filter(rule="intake.hotline_dispatch").exists()
    assert taken.submission.hotline_due_on == date(2026, 11, 9)


def test_nobody_can_file_a_complaint_without_a_name(walk):
    assert "须有投诉人姓名和电话" in refusal(walk, person=PersonalData(name="钱途亮"))
    assert "匿名的只能登记举报" in refusal(walk, person=NOBODY, anonymous=True)


def test_the_business_is_the_same_by_its_code(walk):
    one = receive(letter(walk, credit_code="91110000600037341L"), walk.act("dengji1"))
    two = receive(letter(walk, business_name="喜洋洋", credit_code="91110000600037341L"), walk.act("dengji1"))
    assert one.submission.enterprise_id == two.submission.enterprise_id
    assert [m.kind for m in matters_for(walk.cast["dengji1"])] == ["complaint", "complaint"]


@pytest.mark.parametrize(
    "typed", ["91110000600037341l", " 9111 0000 6000 37341L ", "９１１１００００６０００３７３４１Ｌ"]
)
def test_a_credit_code_however_typed(typed):
    assert credit_code(typed) == "91110000600037341L"


def test_an_identity_number_with_a_wrong_check_digit_is_none():
    assert identity_number("11010519491231002x") == "11010519491231002X"
    for wrong in ("110105194912310021", "1101051949"):
        with pytest.raises(ValidationError, match="身份证号不对"):
            identity_number(wrong)
