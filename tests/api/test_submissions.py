"""Filing a letter: what comes of it, what is refused, and that one key files once."""

from datetime import timedelta

import pytest
from django.db import connection, connections

from cases.models import Submission
from identity.codes import check_code
from procedure.access import matter_for

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

WHERE = "/api/v1/submissions/"
PERSON = {"name": "甄实在", "phone": "13909520101"}
LETTER = {
    "channel": "phone",
    "text": "昨天买的熟食已经过期，吃完全家拉肚子，要求退款",
    "business_name": "平罗县城关镇喜洋洋食品店",
    "person": PERSON,
    "product": "熟食",
    "stage": "sale",
    "amount": "86.50",
    "happened_on": "2026-11-01",
    "read_back": True,
}


@pytest.fixture
def post(story, door):
    def send(body=None, account="dengji1", **headers):
        said = LETTER if body is None else body
        return door(account).post(WHERE, said, format="json", headers=headers)

    return send


def test_one_contact_becomes_two_matters_each_with_its_term_and_code(post, cast):
    answer = post()
    assert answer.status_code == 201, answer.content
    said = answer.json()
    complaint, report = said["matters"]
    assert (complaint["kind"], complaint["state"], report["kind"]) == ("complaint", "received", "report")
    # The term the law gives, although our own target for the dispatch ends sooner.
    assert (complaint["due_on"], complaint["source"]) == ("2026-11-11", "令121第十五条第一款")
    ends = {}
    for matter in (complaint, report):
        kept = matter_for(cast["dengji1"], matter["number"])
        ends |= {clock.rule: (clock.due_on.isoformat(), clock.source) for clock in kept.clocks.all()}
        assert check_code(kept.person_ref, said["codes"][matter["number"]])
    assert ends["complaint.acceptance"] == ("2026-11-11", "令121第十五条第一款")
    assert ends["report.verification"][0] > "2026-11-11"
    assert Submission.objects.get(pk=said["submission"]).amount.as_tuple().digits == (8, 6, 5, 0)


def test_the_caller_is_sealed_and_never_answered_with(post):
    answer = post()
    assert "甄实在" not in answer.content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, request, business_name FROM cases_submission")
        assert "甄实在" not in str(cursor.fetchall())
    with connections["vault"].cursor() as cursor:
        cursor.execute("SELECT * FROM identity_person")
        assert "甄实在" not in str(cursor.fetchall())


def test_received_when_it_says(post, story, cast):
    said = post(
        {**LETTER, "received_at": (story.now - timedelta(days=4)).isoformat(), "happened_on": "2026-10-20"}
    ).json()
    complaint = matter_for(cast["dengji1"], said["matters"][0]["number"])
    assert complaint.clocks.get(rule="complaint.acceptance").due_on.isoformat() == "2026-11-09"


def test_an_anonymous_report(post):
    said = post({**LETTER, "person": {}, "anonymous": True, "as_complaint": False}).json()
    assert [m["kind"] for m in said["matters"]] == ["report"]


def test_everything_form_one_asks_for(post):
    said = post(
        {
            **LETTER,
            "requests": ["refund", "compensate"],
            "trader_kind": "platform_shop",
            "platform_name": "某平台",
            "address_reachable": False,
            "proof": "小票",
            "publish_consent": True,
            "delegation_consent": False,
            "contact_way": "sms",
            "contact_hours": "evening",
            "contact_note": "只发短信",
            "agent": {"name": "代办明", "phone": "0952-6012345"},
            "mandate": "代为投诉、代收文书",
            "mandate_until_on": "2026-12-31",
            "joint_count": 3,
            "representatives": [{"name": "甲代表", "phone": "13909520188"}],
        }
    )
    assert said.status_code == 201, said.content
    kept = Submission.objects.get()
    assert (kept.requests, kept.address_reachable) == (["refund", "compensate"], False)
    assert (kept.publish_consent, kept.delegation_consent) == (True, False)
    assert (kept.by_agent, kept.joint_count, len(kept.representative_refs)) == (True, 3, 1)
    for name in ("代办明", "甲代表"):
        assert name not in said.content.decode() + str(vars(kept))


def test_what_was_spoken_is_read_back_or_says_why_not(post):
    spoken = {k: v for k, v in LETTER.items() if k != "read_back"}
    answer = post(spoken)
    assert answer.status_code == 409
    assert "口头提出的，须复述记录并经来电人确认" in answer.json()["objections"][0]
    assert post({**spoken, "unread_reason": "通话中断"}).status_code == 201


# --- refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"channel": "pigeon"}, "channel"),
        ({"channel": None}, "channel"),
        ({"channel": 1}, "channel"),
        ({"text": ""}, "text"),
        ({"text": 5}, "text"),
        ({"text": "过" * 5001}, "text"),
        ({"text": "过期\x00"}, "text"),
        ({"text": ["过期"]}, "text"),
        ({"business_name": "店" * 121}, "business_name"),
        ({"person": "甄实在"}, "person.body"),
        ({"person": {"phone": 13909520101}}, "person.phone"),
        ({"person": {"nickname": "阿实"}}, "person.nickname"),
        ({"person": None}, "person"),
        ({"amount": -1}, "amount"),
        ({"amount": 1.5}, "amount"),
        ({"amount": "1e400"}, "amount"),
        ({"amount": "12.345"}, "amount"),
        ({"amount": "九十"}, "amount"),
        ({"amount": True}, "amount"),
        ({"happened_on": "2026-11-31"}, "happened_on"),
        ({"happened_on": "2027-01-01"}, "happened_on"),
        ({"happened_on": 20261101}, "happened_on"),
        ({"anonymous": "false"}, "anonymous"),
        ({"as_report": 1}, "as_report"),
        ({"received_at": "2026-11-01T09:00:00"}, "received_at"),
        ({"received_at": "2027-11-01T09:00:00+08:00"}, "received_at"),
        ({"received_at": "2019-12-31T09:00:00+08:00"}, "received_at"),
        ({"received_at": "0001-01-01T00:00:00+14:00"}, "received_at"),
        ({"received_at": "9999-12-31T23:59:59Z"}, "received_at"),
        ({"received_at": 1}, "received_at"),
        ({"matter": 1}, "matter"),
        ({"person": {"name": "甄实在", "phone": "12"}}, "person.phone"),
        ({"person": {"id_number": "640221199001011234"}}, "person.id_number"),
        ({"person": {"id_type": "护照", "id_number": "一本"}}, "person.id_number"),
        ({"happened_on": "1926-01-01"}, "happened_on"),
        ({"agent": {"phone": "138"}}, "agent.phone"),
        ({"representatives": [{"phone": "138"}]}, "representatives.0.phone"),
        ({"credit_code": "91640221MA75XXXX2K"}, "credit_code"),
        ({"requests": ["apology"]}, "requests.0"),
        ({"trader_kind": "pigeon"}, "trader_kind"),
        ({"contact_way": "visit"}, "contact_way"),
        ({"publish_consent": "yes"}, "publish_consent"),
    ],
)
def test_what_is_wrong_is_told_by_field(post, change, field):
    answer = post({**LETTER, **change})
    assert answer.status_code == 400, answer.content
    assert list(answer.json()["errors"]) == [field]
    assert all(answer.json()["errors"][field])
    assert not Submission.objects.exists()


@pytest.mark.parametrize("missing", ["channel", "text", "business_name"])
def test_what_is_missing_is_told_by_field(post, missing):
    answer = post({k: v for k, v in LETTER.items() if k != missing})
    assert list(answer.json()["errors"]) == [missing]


def test_a_refusal_does_not_repeat_what_was_sent(post):
    answer = post({**LETTER, "channel": "甄实在", "stage": "x" * 41, "amount": "13909520101x"})
    assert set(answer.json()["errors"]) == {"channel", "stage", "amount"}
    assert "甄实在" not in answer.content.decode()
    assert "13909520101" not in answer.content.decode()


def test_a_statement_that_names_the_caller(post):
    named = {**LETTER, "text": "我叫甄实在，昨天买的熟食已经过期，要求退款"}
    answer = post(named)
    assert answer.status_code == 400
    said = answer.json()
    assert said["hint"] == "replace_names"
    assert "姓名" in said["errors"]["text"][0]
    assert "甄实在" not in answer.content.decode()
    assert post({**named, "replace_names": True}).status_code == 201
    assert Submission.objects.get().text == "我叫【来电人】，昨天买的熟食已经过期，要求退款"


def test_what_the_rules_bar_is_answered_409_in_words(post):
    answer = post({**LETTER, "anonymous": True})
    assert answer.status_code == 409
    assert "投诉须提供真实身份；匿名的只能登记举报" in answer.json()["objections"]
    assert answer.json()["since"] == []
    nothing = post({**LETTER, "as_complaint": False, "as_report": False})
    assert nothing.json()["objections"] == ["须勾选投诉或举报"]
    assert not Submission.objects.exists()


@pytest.mark.parametrize("account", ["fenliu1", "chengban1", "juzhang1", "gongan1", "shenji1"])
def test_only_a_clerk_files(post, account):
    answer = post(account=account)
    assert (answer.status_code, answer.json()) == (403, {"detail": "由登记员登记来件"})


def test_who_was_a_clerk_yesterday_files_no_more(post, cast, story):
    cast["dengji1"].holdings.update(until_on=story.now.date() - timedelta(days=1))
    assert post().status_code == 403


# --- once --------------------------------------------------------------------------------------------------


def test_the_same_key_files_once(post):
    first = post(**{"Idempotency-Key": "a-call"})
    again = post(**{"Idempotency-Key": "a-call"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "codes": {}}
    assert Submission.objects.count() == 1


def test_a_key_is_one_officers_own(post):
    first = post(**{"Idempotency-Key": "a-call"})
    other = post(account="dengji2", **{"Idempotency-Key": "a-call"})
    assert (first.status_code, other.status_code) == (201, 201)
    assert first.json()["submission"] != other.json()["submission"]


def test_a_refused_letter_uses_up_no_key(post):
    assert post({**LETTER, "text": ""}, **{"Idempotency-Key": "a-call"}).status_code == 400
    assert post({**LETTER, "anonymous": True}, **{"Idempotency-Key": "a-call"}).status_code == 409
    assert post(**{"Idempotency-Key": "a-call"}).status_code == 201


def test_the_key_itself_is_not_kept(post):
    post(**{"Idempotency-Key": "13909520101"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_filing")
        assert "13909520101" not in str(cursor.fetchall())


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "键"])
def test_a_key_that_is_none(post, key):
    answer = post(**{"Idempotency-Key": key})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["Idempotency-Key"]
