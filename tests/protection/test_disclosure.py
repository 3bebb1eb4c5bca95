"""The road of a request, 7.3 of the law notes: denied by default, two people each time, one look, then it is over."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from identity.models import Opening
from procedure.access import matter_for
from procedure.corridor import Refused
from procedure.orders import Order
from protection.grants import Grant, GrantUse
from protection.states import DisclosureState as S
from protection.tasks import fulfil
from statutes.disclosure import matrix
from tests.protection.conftest import ADDRESS, NAME, PHONE, now

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

NEVER = ["handler", "contact", "mediation", "party", "information", "superior", "media", "self"]


def test_the_matrix_opens_a_name_to_six_purposes_and_to_nobody_else():
    rows = matrix(date(2026, 11, 2))
    assert {code for code, row in rows.items() if not row.name} == set(NEVER)
    assert {code for code, row in rows.items() if row.name} == {
        "court", "police", "procuratorate", "supervisory", "finance", "audit", "danger",
    }  # fmt: skip
    for row in rows.values():
        assert row.version.source, row.code
        assert row.name == bool(row.approvals), row.code


ASKERS = {"information": "fuju1", "superior": "fuju1", "self": "dengji1"}


@pytest.mark.parametrize("purpose", [*NEVER, "other"])
def test_what_stands_in_no_row_is_denied_in_the_same_act_and_the_denial_stays(road, purpose):
    denied = road.ask(ASKERS.get(purpose, "chengban1"), purpose=purpose)
    assert denied.state == S.DENIED
    assert denied.closed_on is not None
    assert denied.denied_for
    assert [e.verb for e in denied.journal.order_by("seq")] == ["begin", "deny_by_rule"]
    # The one who asked reads why; nothing was granted.
    asked_by = road.walk.cast[ASKERS.get(purpose, "chengban1")]
    assert matter_for(asked_by, denied.number).denied_for == denied.denied_for
    assert not Grant.objects.exists()


def test_a_purpose_of_another_office_is_refused(road):
    with pytest.raises(Refused, match="您的职务不能"):
        road.ask("chengban1", purpose="supervisory")
    with pytest.raises(Refused, match="没有这一启封目的"):
        road.ask("chengban1", purpose="danger")
    with pytest.raises(Refused, match="没有这一启封目的"):
        road.ask("chengban1", purpose="curiosity")


def test_no_more_fields_no_longer_and_to_nobody_else_than_the_row_has(road):
    for said, why in (
        ({"fields_wanted": ["name", "email"]}, "最多可申请"),
        ({"fields_wanted": []}, "最多可申请"),
        ({"until_on": road.walk.now.date() + timedelta(days=31)}, "期限须在"),
        ({"until_on": road.walk.now.date() - timedelta(days=1)}, "期限须在"),
        ({"recipient": road.walk.cast["chengban1"]}, "接收人"),
        ({"recipient": None}, "接收人"),
        ({"way": "annex", "recipient": None}, "接收机关和经手人"),
    ):
        with pytest.raises(Refused, match=why):
            road.ask(**said)


def test_who_cannot_read_the_matter_cannot_ask_about_it(road):
    with pytest.raises(Refused, match="没有这一事项"):
        road.ask("chengban3")


@pytest.mark.parametrize("field", ["motive", "legal_basis"])
def test_a_request_that_names_the_informant_is_refused(road, field):
    with pytest.raises(Refused, match="封存的身份") as refused:
        road.ask(**{field: f"请提供{NAME}的电话"})
    assert NAME not in str(refused.value)


def test_the_whole_road_to_one_look_and_the_receipt(road):
    walk = road.walk
    released = road.released()
    assert released.state == S.RELEASED
    person = road.look("gongan1", released)
    assert person.given() == {"name": NAME, "phone": PHONE}
    opened = Opening.objects.get()
    assert (opened.by_id, opened.matter_number) == (walk.cast["gongan1"].pk, released.number)
    assert opened.fields == ["name", "phone"]
    assert GrantUse.objects.count() == 1
    got = road.do("gongan1", released, "acknowledge", secrecy=True)
    assert got.state == S.ACKNOWLEDGED
    assert [(c.rule, c.met) for c in got.clocks.order_by("id")] == [
        ("identity.basis_target", True),
        ("identity.consent_target", True),
        ("identity.approval_target", True),
        ("identity.receipt_target", True),
    ]


def test_the_second_look_is_refused(road):
    released = road.released()
    assert road.look("gongan1", released) is not None
    with pytest.raises(Refused, match="已经看过一次"):
        road.look("gongan1", released)
    assert Opening.objects.count() == 1


def test_after_the_last_day_nothing_opens_and_the_order_says_so(road):
    released = road.released()
    order = Order.objects.get(room="protection")
    fulfil.apply(args=[order.pk], throw=True)
    assert now(released).state == S.RELEASED
    order.refresh_from_db()
    assert order.leased_until_at == released.window_ends_at()
    road.walk.later(days=11)
    with pytest.raises(Refused, match="期限已过"):
        road.look("gongan1", released)
    road.walk.clock.move_to(road.walk.now)
    fulfil.apply(args=[order.pk], throw=True)
    assert now(released).state == S.EXPIRED
    assert now(released).closed_on is not None
    assert not Opening.objects.exists()


def test_a_refusal_needs_a_statute_that_overrides_it(road):
    asked = road.do("baomi1", road.checked(), "ask_consent", how="电话，凭代称")
    refused = road.do("baomi1", asked, "record_refusal", how="不同意，怕单位知道")
    with pytest.raises(Refused, match="应当不予启封"):
        road.do("fazhi1", refused, "legal_agree", opinion="有必要", overriding="")
    agreed = road.do("fazhi1", refused, "legal_agree", opinion="有必要", overriding="刑事诉讼法第五十四条")
    assert road.do("juzhang1", agreed, "approve", opinion="同意").state == S.APPROVED


def test_not_asking_needs_a_listed_ground_and_a_reason(road):
    checked = road.checked()
    with pytest.raises(Refused, match="没有列明"):
        road.do("baomi1", checked, "skip_consent", ground="busy", reason="没有时间")
    skipped = road.do("baomi1", checked, "skip_consent", ground="obstructs", reason="打草惊蛇")
    assert skipped.state == S.UNASKED


def test_the_head_does_not_approve_without_legal(road):
    with pytest.raises(Refused, match="须先由法制审核员同意"):
        road.do("juzhang1", road.consented(), "approve", opinion="同意")


def test_a_denial_says_why_to_the_one_who_asked(road):
    denied = road.do("baomi1", road.ask(), "deny", reason="来函没有写明为什么必需")
    seen = matter_for(road.walk.cast["chengban1"], denied.number)
    assert (seen.state, seen.denied_for) == (S.DENIED, "来函没有写明为什么必需")


def test_on_paper_the_custodian_prints_once_and_enters_the_receipt(road):
    asked = road.ask(
        "chengban1",
        way="annex",
        recipient=None,
        outside="平罗县公安局食药环侦大队 纳建军",
    )
    released = road.released(asked)
    assert road.look("baomi1", released).given() == {"name": NAME, "phone": PHONE}
    with pytest.raises(Refused, match="保管员登记签收"):
        road.do("gongan1", released, "acknowledge", secrecy=True)
    done = road.do("baomi1", released, "record_receipt", receiver="纳建军", paper="回执1号", secrecy=True)
    assert done.state == S.ACKNOWLEDGED


def test_danger_to_life_one_person_at_once_and_a_day_for_the_approval(road):
    from protection.requesting import break_glass  # noqa: PLC0415 (the one test of it here)

    walk = road.walk
    act = walk.act("baomi1")
    told = {
        "number": road.report.number,
        "danger": "举报人来电称被人堵在厂里，扬言要打",
        "police": "城关派出所 110 接警员",
        "fields_wanted": ["name", "phone", "address"],
    }
    made = break_glass(act, **told)
    clock = made.clocks.get()
    assert (clock.rule, clock.due_at) == ("identity.emergency_approval", act.at + timedelta(hours=24))
    assert road.look("baomi1", made).given()["address"] == ADDRESS
    with pytest.raises(Refused, match="已经看过一次"):
        road.look("baomi1", made)
    approved = road.do("juzhang1", made, "approve_afterwards", opinion="情况属实")
    assert approved.state == S.RELEASED
    done = road.do("baomi1", approved, "record_receipt", receiver="接警员", paper="接警单1", secrecy=True)
    assert done.state == S.ACKNOWLEDGED
    with pytest.raises(Refused, match="联系不上"):
        break_glass(walk.act("fuju1"), **told)
    by_leader = break_glass(walk.act("fuju1"), **told, unreachable="手机关机，打了三次")
    assert road.do("juzhang1", by_leader, "refuse_afterwards", reason="没有危险").state == S.INCIDENT
    with pytest.raises(Refused, match=r"已被收回|没有可以查看"):
        road.look("fuju1", by_leader)
    for account in ("chengban1", "juzhang1", "ducha1", "dengji1"):
        with pytest.raises(Refused, match="由保管员办理"):
            break_glass(walk.act(account), **told)


def test_danger_released_is_over_after_an_hour(road):
    from protection.requesting import break_glass  # noqa: PLC0415

    made = break_glass(
        road.walk.act("baomi1"),
        number=road.report.number,
        danger="被人跟踪",
        police="110",
        fields_wanted=["phone"],
    )
    road.walk.later(minutes=61)
    with pytest.raises(Refused, match="期限已过"):
        road.look("baomi1", made)


def test_what_was_suspected_to_leak_opens_nothing_more(road):
    released = road.released()
    hurt = road.do("baomi1", released, "report_incident", what="对方说出了举报人所在车间")
    assert hurt.state == S.INCIDENT
    with pytest.raises(Refused, match=r"收回|没有可以查看"):
        road.look("gongan1", released)
    assert road.do("juzhang1", hurt, "settle_incident", reason="已通知本人并加强保护").state == S.SETTLED
    assert timezone.is_aware(released.window_ends_at())
