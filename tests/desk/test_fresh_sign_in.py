"""A weighty act asks anew who sits there: nothing typed is lost, a wrong answer does nothing, a token never may."""

from datetime import timedelta

import pytest
from django.urls import reverse

from demo.county import Cast
from procedure.steps import steps_of
from protection.procedures.disclosure import Disclosure
from referrals.procedure import Referral
from retention.disposal import Batch
from rewards.procedure import RewardClaim
from tests.api.conftest import caller
from tests.cases.stories import again as as_stored

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
PASSWORD = "水清则无鱼-2026"


@pytest.fixture
def referral(in_november):
    walk = in_november
    taken = walk.call("买的熟食已经过期，吃完拉肚子", name="钱途亮", phone="13909520102", as_complaint=False)
    return walk.submit(walk.suspect(walk.facts(walk.file(walk.verify(taken.report)), sold="61000")))


@pytest.fixture
def principal(cast: Cast):
    someone = cast["juzhang1"]
    someone.set_password(PASSWORD)
    someone.save()
    return someone


def waited(client, minutes=6):
    """The session as it is some minutes later."""
    session = client.session
    session["account_fresh_at"] -= int(timedelta(minutes=minutes).total_seconds())
    session.save()
    return client


def approve(referral):
    return reverse("desk:step", args=[referral.number, "approve"])


def test_the_approvals_of_the_principal_head_and_no_others_yet():
    assert [s.verb for s in steps_of(Referral) if s.fresh] == ["approve"]
    assert [s.verb for s in steps_of(RewardClaim) if s.fresh] == ["approve"]


def test_what_opens_a_name_or_lets_something_go_asks_anew_who_it_is():
    """Every hand on the road to a name, and both hands of a disposal."""
    assert {s.verb for s in steps_of(Disclosure) if s.fresh} == {
        "legal_agree",
        "approve",
        "approve_by_rule",
        "release",
        "confirm_release",
        "approve_afterwards",
    }
    assert {s.verb for s in steps_of(Batch) if s.fresh} == {"review", "approve"}


def test_within_five_minutes_of_sign_in_nothing_is_asked(referral, desk):
    client = desk("juzhang1")
    assert "again_yes" not in client.get(approve(referral)).content.decode()
    assert client.post(approve(referral), {"seen": referral.last_seq}).status_code == 302


def test_later_in_a_demo_a_plain_confirmation(referral, desk):
    client = waited(desk("juzhang1"))
    assert 'name="again_yes"' in client.get(approve(referral)).content.decode()
    unasked = client.post(approve(referral), {"seen": referral.last_seq})
    assert unasked.status_code == 400
    assert as_stored(referral).state == "submitted"
    sent = {"seen": referral.last_seq, "again_asked": "send"}
    assert "请确认由本人办理" in client.post(approve(referral), sent).content.decode()
    assert client.post(approve(referral), {**sent, "again_yes": "on"}).status_code == 302
    assert as_stored(referral).state == "approved"


def test_in_earnest_the_password_and_a_wrong_one_does_nothing(referral, desk, principal, settings):
    settings.DEMO = False
    settings.REQUIRE_SECOND_FACTOR = False
    client = waited(desk("juzhang1"))
    sent = {"seen": referral.last_seq, "again_asked": "send"}
    for secret, said in (("", "请输入密码或动态验证码"), ("猜错的密码", "密码或验证码不对"), ("on", "不对")):
        answer = client.post(approve(referral), {**sent, "again_secret": secret, "again_yes": "on"})
        shown = answer.content.decode()
        assert answer.status_code == 400
        assert said in shown
        assert "猜错的密码" not in shown
    assert as_stored(referral).state == "submitted"
    assert client.post(approve(referral), {**sent, "again_secret": PASSWORD}).status_code == 302
    assert as_stored(referral).state == "approved"
    assert "again_secret" not in client.get(approve(referral)).content.decode()


def test_what_was_typed_is_kept_beside_a_wrong_answer(in_november, desk, principal, settings, monkeypatch):
    """A step with a form: the reason typed stands in the answer, and is entered as typed once the password is right."""
    walk = in_november
    taken = walk.call("买的熟食已经过期，吃完拉肚子", as_complaint=False)
    referral = walk.submit(walk.suspect(walk.facts(walk.file(walk.verify(taken.report)), sold="61000")))
    declared = next(s for s in steps_of(Referral) if s.verb == "refuse")
    monkeypatch.setitem(declared.__dict__, "fresh", True)
    settings.DEMO, settings.REQUIRE_SECOND_FACTOR = False, False
    client = waited(desk("juzhang1"))
    address = reverse("desk:step", args=[referral.number, "refuse"])
    sent = {"seen": referral.last_seq, "reason": "证据尚不充分，补查后再报", "again_asked": "send"}
    answer = client.post(address, {**sent, "again_secret": "猜错"})
    assert "证据尚不充分，补查后再报" in answer.content.decode()
    assert client.post(address, {**sent, "again_secret": PASSWORD}).status_code == 302
    assert as_stored(referral).journal.latest("seq").facts["reason"] == "证据尚不充分，补查后再报"


def test_a_view_that_shows_a_contact_waits_with_what_was_sent(in_november, desk, complaint):
    client = waited(desk("fenliu1"))
    address = reverse("desk:identity", args=[complaint.number])
    asked = client.post(address, {"seen": complaint.last_seq, "note": "<b>&\"'"})
    shown = asked.content.decode()
    assert asked.status_code == 409
    assert f'name="seen" value="{complaint.last_seq}"' in shown
    assert 'name="note" value="&lt;b&gt;&amp;&quot;&#x27;"' in shown
    assert "no-store" in asked["Cache-Control"]
    sent = {"seen": complaint.last_seq, "again_asked": "send", "again_yes": "on"}
    assert "再次确认身份" not in client.post(address, sent).content.decode()


def test_a_token_approves_nothing(referral, cast):
    answer = caller("juzhang1").post(
        f"/api/v1/matters/{referral.number}/steps/approve/", {"seen": referral.last_seq}, format="json"
    )
    assert answer.status_code == 403
    assert "本人" in answer.json()["detail"]
    assert as_stored(referral).state == "submitted"
