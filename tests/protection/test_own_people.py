"""A matter about the bureau's own people passes none of them: they neither see it, nor act on it, nor are told of it."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.timezone import localdate

from cases.elsewhere import take_clue
from cases.letter import Letter
from identity.models import Opening
from identity.people import PersonalData
from identity.unseal import unseal
from procedure.access import matter_for, matters_for
from procedure.corridor import Refused, perform
from protection import relay
from protection.recusal import name_concerned
from protection.requesting import ask, break_glass
from protection.seen import of_matter, recent
from protection.states import DisclosureState as S
from tests.protection.conftest import NAME, PHONE, Road, now

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_the_head_concerned_sees_and_does_nothing_and_the_liaison_takes_the_second_key(road, walk):
    assert matter_for(walk.cast["juzhang1"], road.report.number) is not None
    name_concerned(walk.act("shenji1"), road.report, walk.cast["juzhang1"], reason="举报内容涉及其亲属经营")
    assert matter_for(walk.cast["juzhang1"], road.report.number) is None
    asked = road.ask()
    assert asked.past_line
    for account in ("juzhang1", "fazhi1", "ducha1"):
        assert matter_for(walk.cast[account], asked.number) is None, account
        assert not matters_for(walk.cast[account]).filter(pk=asked.pk).exists()
    assert matter_for(walk.cast["jijian1"], asked.number) is not None
    consented = road.consented(asked)
    with pytest.raises(Refused, match="涉及本局人员"):
        road.do("fazhi1", consented, "legal_agree", opinion="x", overriding="")
    with pytest.raises(Refused, match="涉及您本人"):
        road.do("juzhang1", consented, "approve", opinion="x")
    approved = road.do("baomi1", consented, "approve_by_rule", opinion="按规则直接办理")
    releasing = road.do("baomi1", approved, "release", agreed=True, envelope="")
    with pytest.raises(Refused, match="涉及您本人"):
        road.do("juzhang1", releasing, "confirm_release", agreed=True)
    released = road.do("jijian1", releasing, "confirm_release", agreed=True)
    assert road.look("gongan1", released).given()["name"] == NAME


def test_a_concern_said_later_hides_the_request_that_was_already_there(road, walk):
    asked = road.ask()
    assert matter_for(walk.cast["juzhang1"], asked.number) is not None
    name_concerned(walk.act("baomi1"), asked, walk.cast["juzhang1"], reason="来函写明")
    assert matter_for(walk.cast["juzhang1"], asked.number) is None
    assert matter_for(walk.cast["juzhang1"], road.report.number) is None  # the root as well
    assert matter_for(walk.cast["jijian1"], asked.number) is not None


def test_the_custodian_concerned_does_nothing_and_the_liaison_stands_in(road, walk):
    asked = road.ask()
    with pytest.raises(Refused, match="均被回避"):
        road.do("jijian1", asked, "check_basis", note="x")
    name_concerned(walk.act("shenji1"), asked, walk.cast["baomi1"], reason="举报对象是其配偶")
    with pytest.raises(Refused, match="涉及您本人"):
        road.do("baomi1", asked, "check_basis", note="x")
    assert road.do("jijian1", asked, "check_basis", note="代行").state == S.CHECKED
    with pytest.raises(Refused, match="没有这一编号"):
        break_glass(
            walk.act("baomi1"),
            number=road.report.number,
            danger="x",
            police="110",
            fields_wanted=["name"],
        )
    sent = relay.ask_relay(walk.act("chengban1"), road.report, way="call", text="在吗")
    assert relay.open_relays(walk.cast["baomi1"]) == []
    with pytest.raises(Refused, match="没有待办"):
        relay.take_relay(walk.act("baomi1"), sent.pk)
    assert of_matter(walk.cast["baomi1"], now(asked)) == []


def test_a_handler_who_declares_himself_is_out(road, walk):
    name_concerned(walk.act("chengban2"), road.report, walk.cast["chengban2"], reason="与被举报人是亲戚")
    assert matter_for(walk.cast["chengban2"], road.report.number) is None
    with pytest.raises(Refused, match="涉及您本人"):
        perform(walk.act("chengban2"), road.report.classify, domains=["other"])
    with pytest.raises(Refused, match="没有这一事项"):
        road.ask("chengban2")
    case = walk.file(road.report)  # what grows out of it is hidden as well
    assert matter_for(walk.cast["chengban2"], case.number) is None
    assert matter_for(walk.cast["chengban1"], case.number) is not None


def test_who_may_name_another(road, walk):
    for account in ("chengban1", "suozhang1", "fuju1", "ducha1"):
        with pytest.raises(Refused, match="本人可以自行申报"):
            name_concerned(walk.act(account), road.report, walk.cast["juzhang1"], reason="x")
    with pytest.raises(Refused, match="没有这一事项"):
        name_concerned(walk.act("jijian1"), road.report, walk.cast["juzhang1"], reason="x")
    entry = name_concerned(walk.act("shenji1"), road.report, walk.cast["fuju1"], reason="涉及分管人员")
    assert "赵明德" not in str(entry.facts)  # the journal is read by the line


def test_a_clue_goes_from_the_custodian_to_the_liaison_and_past_everybody(walk):
    act = walk.act("dengji1")
    letter = Letter(
        channel="phone",
        received_at=act.at,
        text="有人收了厂里的钱",
        business_name="",
        person=PersonalData(name=NAME, phone=PHONE),
        read_back=True,
    )
    matter = matter_for(walk.cast["jijian1"], take_clue(act, letter).number)
    asked = ask(
        walk.act("jijian1"),
        matter,
        purpose="supervisory",
        legal_basis="监察法第三十七条",
        motive="监察委员会须向举报人核实",
        fields_wanted=["name", "phone"],
        way="annex",
        outside="平罗县监察委员会案管室",
        until_on=localdate(walk.now) + timedelta(days=5),
    )
    for account in ("juzhang1", "fazhi1", "fuju1", "ducha1", "dengji1"):
        assert matter_for(walk.cast[account], asked.number) is None, account
    road = Road(walk, matter)
    checked = road.checked(asked)
    unasked = road.do("baomi1", checked, "skip_consent", ground="obstructs", reason="会惊动被反映人")
    approved = road.do("baomi1", unasked, "approve_by_rule", opinion="直接送监察机关")
    releasing = road.do("baomi1", approved, "release", agreed=True, envelope="密封 7 号")
    released = road.do("jijian1", releasing, "confirm_release", agreed=True)
    assert road.look("baomi1", released).given() == {"name": NAME, "phone": PHONE}


# --- who saw this ----------------------------------------------------------------------------------------------


def test_every_look_is_in_the_journal_and_in_the_vault_and_one_without_the_other_shows(road, walk):
    released = road.released()
    road.look("gongan1", released)
    lines, older = recent(walk.cast["shenji1"])
    look = next(line for line in lines if line.what == "查看已启封的身份")
    assert (look.who, look.fields, look.number, look.opened) == (
        "纳建军",
        "姓名、电话",
        released.number,
        True,
    )
    assert older is None
    call_command("check_openings")
    unseal(
        released.ref,
        ["address"],
        by=walk.cast["baomi1"],
        office="custodian",
        purpose="绕过",
        basis="无",
        matter_number=released.number,
        at=timezone.now(),
    )
    with pytest.raises(CommandError, match="1 条"):
        call_command("check_openings")
    alone = [line for line in of_matter(walk.cast["shenji1"], now(released)) if line.alone]
    assert [(line.who, line.purpose) for line in alone] == [("田秀英", "绕过")]
    assert Opening.objects.count() == 2


def test_a_look_the_worker_refused_shows_as_not_opened(road, walk):
    from procedure.corridor import record  # noqa: PLC0415 (only this test writes an entry by hand)
    from protection.grants import VIEW  # noqa: PLC0415

    released = road.released()
    record(walk.act("gongan1"), released, "x", basis="disclosure.two_people", verb=VIEW, facts={})
    lines, _older = recent(walk.cast["baomi1"])
    assert lines[0].opened is False


def test_the_list_of_looks_costs_the_same_however_many_there_are(road, walk, django_assert_max_num_queries):
    complaint = walk.accept(walk.call("电饭煲坏了", name=NAME, phone=PHONE, as_report=False).complaint)
    from notices.relay import ask_contact  # noqa: PLC0415

    for _n in range(7):
        ask_contact(walk.act("chengban1"), complaint)
    officer = walk.cast["shenji1"]
    with django_assert_max_num_queries(15):
        lines, older = recent(officer, limit=5)
    assert len(lines) == 5
    assert older is not None
    more, _older = recent(officer, before=older, limit=5)
    assert len(more) == 2
