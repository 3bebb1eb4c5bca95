"""What reaches an informant without a number, and what of a complainant the other side may be told for mediation."""

import pytest

from documents.guard import leaks_of
from identity.models import Opening
from identity.requests import collect
from notices.relay import ask_granted
from offices.models import Officer
from procedure.access import matter_for
from procedure.corridor import Refused
from protection import mediation, relay
from protection.grants import Grant, missing
from protection.requesting import ask
from tests.protection.conftest import NAME, PHONE

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_a_message_goes_there_and_back_and_neither_side_sees_more(walk, report):
    asked = relay.ask_relay(
        walk.act("chengban1"), report, way="message", text="请问面粉堆在哪个库房，什么时候进的货？"
    )
    waiting = relay.open_relays(walk.cast["baomi1"])
    assert [(each.pk, each.text) for each in waiting] == [(asked.pk, asked.text)]
    assert matter_for(walk.cast["baomi1"], report.number) is None  # the custodian reads no report
    with pytest.raises(Refused, match="封存的身份"):
        relay.answer_relay(walk.act("baomi1"), asked.pk, text=f"{NAME}说在二号库")
    with pytest.raises(Refused, match="封存的身份"):
        relay.answer_relay(walk.act("baomi1"), asked.pk, text="让你打 139-0952-0177")
    relay.answer_relay(walk.act("baomi1"), asked.pk, text="在二号库，九月进的货")
    told = relay.relays_of(walk.cast["chengban1"], report)
    assert [(each.text, each.answer) for each in told] == [(asked.text, "在二号库，九月进的货")]
    assert [e.verb for e in report.journal.order_by("seq")][-4:] == [
        "ask_relay",
        "named_somebody",
        "named_somebody",
        "answer_relay",
    ]
    assert not Opening.objects.exists()
    with pytest.raises(Refused, match="没有待办"):
        relay.answer_relay(walk.act("baomi1"), asked.pk, text="再说一遍")


def test_a_call_shows_the_custodian_the_number_once_and_nothing_else(walk, report):
    asked = relay.ask_relay(walk.act("chengban1"), report, way="call", text="请他有空回个电话")
    grant = relay.take_relay(walk.act("baomi1"), asked.pk)
    assert collect(ask_granted(walk.act("baomi1"), report, grant)).given() == {"phone": PHONE}
    with pytest.raises(Refused, match="已经看过一次"):
        ask_granted(walk.act("baomi1"), report, grant)
    with pytest.raises(Refused, match="已经给过一次"):
        relay.take_relay(walk.act("baomi1"), asked.pk)
    with pytest.raises(Refused, match="不是给您的"):
        ask_granted(walk.act("chengban1"), report, grant)
    assert Opening.objects.count() == 1


def test_a_call_answered_is_over(walk, report):
    asked = relay.ask_relay(walk.act("chengban1"), report, way="call", text="请他有空回个电话")
    grant = relay.take_relay(walk.act("baomi1"), asked.pk)
    relay.answer_relay(walk.act("baomi1"), asked.pk, text="没有接")
    with pytest.raises(Refused, match="没有可以查看"):
        ask_granted(walk.act("baomi1"), report, grant)


def test_only_the_handler_asks_and_only_the_custodian_passes_on(walk, report):
    for account in ("chengban3", "suozhang1", "baomi1", "juzhang1"):
        with pytest.raises(Refused):
            relay.ask_relay(walk.act(account), report, way="message", text="在吗")
    asked = relay.ask_relay(walk.act("chengban1"), report, way="call", text="在吗")
    for account in ("chengban1", "juzhang1", "fazhi1", "shenji1"):
        with pytest.raises(Refused, match="由保管员"):
            relay.take_relay(walk.act(account), asked.pk)
        assert relay.open_relays(walk.cast[account]) == []
    message = relay.ask_relay(walk.act("chengban1"), report, way="message", text="在吗")
    with pytest.raises(Refused, match="不需要号码"):
        relay.take_relay(walk.act("baomi1"), message.pk)


@pytest.fixture
def complaint(walk):
    both = walk.call("买的熟食已经过期，吃完拉肚子，要求退款", name=NAME, phone=PHONE)
    return walk.accept(both.complaint)


def test_nothing_is_given_without_reason_approval_and_telling(walk, complaint):
    needs = {"name": "被投诉人须核对会员卡登记人"}
    assert mediation.given_for_mediation(complaint) == frozenset()
    with pytest.raises(Refused, match="尚未批准"):
        mediation.give(walk.act("chengban1"), complaint, how="电话")
    for said, why in (
        ({}, "至少选定"),
        ({"name": " "}, "每一项都须"),
        ({"address": "送货"}, "不在可提供"),
        ({"name": f"{NAME}要求"}, "封存的身份"),
    ):
        with pytest.raises(Refused, match=why):
            mediation.propose(walk.act("chengban1"), complaint, needs=said)
    mediation.propose(walk.act("chengban1"), complaint, needs=needs)
    assert mediation.given_for_mediation(complaint) == frozenset()
    with pytest.raises(Refused, match="由机构负责人"):
        mediation.approve(walk.act("chengban1"), complaint, informed="电话")
    with pytest.raises(Refused, match="由机构负责人"):
        mediation.approve(walk.act("suozhang2"), complaint, informed="电话")
    with pytest.raises(Refused, match="怎样告知"):
        mediation.approve(walk.act("suozhang1"), complaint, informed=" ")
    mediation.approve(walk.act("suozhang1"), complaint, informed="电话告知，录音 12315-004")
    assert mediation.given_for_mediation(complaint) == frozenset({"name"})
    entry = mediation.give(walk.act("chengban1"), complaint, how="调解现场口头")
    assert entry.facts["fields"] == ["name"]
    mediation.propose(walk.act("chengban1"), complaint, needs={"phone": "须当面回电"})
    assert mediation.given_for_mediation(complaint) == frozenset()  # a new proposal is a new decision


def test_the_guard_lets_out_what_was_approved_and_keeps_blocking_the_rest(walk, complaint):
    paper = f"投诉人{NAME}，电话{PHONE}"
    assert leaks_of(complaint, paper) == ["name", "phone"]
    mediation.propose(walk.act("chengban1"), complaint, needs={"name": "须核对会员卡登记人"})
    assert leaks_of(complaint, paper) == ["name", "phone"]
    mediation.approve(walk.act("suozhang1"), complaint, informed="电话告知")
    assert leaks_of(complaint, paper) == ["phone"]


def test_an_exception_for_a_complaint_is_none_for_the_report_of_the_same_contact(walk):
    both = walk.call("买的熟食已经过期，吃完拉肚子，要求退款", name=NAME, phone=PHONE)
    walk.accept(both.complaint)
    mediation.propose(walk.act("chengban1"), both.complaint, needs={"name": "须核对"})
    mediation.approve(walk.act("suozhang1"), both.complaint, informed="电话告知")
    assert leaks_of(both.report, NAME) == ["name"]
    with pytest.raises(Refused):
        mediation.propose(walk.act("chengban1"), walk.verify(both.report), needs={"name": "x"})


def test_asking_for_mediation_by_the_ordinary_road_is_denied(walk, complaint):
    denied = ask(
        walk.act("chengban1"),
        complaint,
        purpose="mediation",
        legal_basis="令121第三十七条",
        motive="调解需要",
        fields_wanted=["name"],
        until_on=walk.now.date(),
    )
    assert denied.state == "denied"


def test_a_handler_does_not_take_his_own_call_through_a_second_account(walk, report):
    """The number opens to the handler's request and another's hand; one person with two accounts has one hand."""
    asked = relay.ask_relay(walk.act("chengban1"), report, way="call", text="请他有空回个电话")
    custodian = walk.cast["baomi1"]
    Officer.objects.filter(pk=custodian.pk).update(certificate_no=walk.cast["chengban1"].certificate_no)
    walk.cast.by_account["baomi1"] = Officer.objects.get(pk=custodian.pk)
    with pytest.raises(Refused, match="不得自己接手"):
        relay.take_relay(walk.act("baomi1"), asked.pk)


def test_the_worker_gives_no_number_to_two_accounts_of_one_person(walk, report):
    asked = relay.ask_relay(walk.act("chengban1"), report, way="call", text="请他有空回个电话")
    grant = relay.take_relay(walk.act("baomi1"), asked.pk)
    both = [walk.cast["chengban1"].pk, walk.cast["baomi1"].pk]
    Officer.objects.filter(pk__in=both).update(email="one@pingluo.example")
    assert missing(Grant.objects.get(pk=grant.pk), walk.cast["baomi1"], walk.now) == "two"
