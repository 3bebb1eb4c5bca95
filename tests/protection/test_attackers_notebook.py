"""An attacker's notebook: every office tries to read an identity by every road there is; none gets a letter of it.

What each gets is printed with `-s`. A road that leads nowhere for want of a grant must also write no Opening.
"""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from demo.county import OFFICERS
from identity import cipher
from identity.models import Opening, OpeningRequest
from identity.requests import Question, ask, collect, draw_key, mark_of
from notices.relay import FIELDS, PURPOSE, ask_contact
from notices.tasks import answer_identity
from offices.models import Holding, Officer, Unit
from offices.roles import Office
from procedure.access import matter_for, timeline
from procedure.corridor import Refused, perform, record
from procedure.locks import Locked
from protection.grants import VIEW, Grant, GrantKind, GrantUse
from protection.requesting import break_glass
from protection.seen import recent
from tests.protection.conftest import ADDRESS, NAME, PHONE, now

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SECRETS = (NAME, PHONE, ADDRESS, "欧阳", "0177")
EVERYBODY = [account for account, *_rest in OFFICERS]


def signed_in(cast, account):
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans", raise_request_exception=False)
    client.force_login(cast[account])
    return client


def forged(grant, reader, **other):
    """A question put into the mailbox by hand, as a taken-over web process could; answered by the worker or not."""
    said = {
        "by": reader,
        "office": "custodian",
        "purpose": grant.purpose,
        "basis": grant.basis,
        "matter_number": grant.matter.number,
        "at": timezone.now(),
        **other,
    }
    fields, ref = said.pop("fields", grant.fields), said.pop("ref", grant.ref)
    question = ask(ref, fields, **said)
    answer_identity.apply(args=[question.pk], throw=True)
    return collect(question)


def journalled(walk, account, grant, key, **other):
    """The journal's entry of a look, written as the page would write it."""
    facts = {"purpose": grant.purpose, "fields": grant.fields, "grant": grant.pk, "page_key": mark_of(key)}
    return record(
        walk.act(account),
        now(grant.matter),
        "x",
        basis="disclosure.two_people",
        verb=VIEW,
        facts={**facts, **other},
    )


@pytest.fixture
def released(road):
    return road.released()


@pytest.fixture
def grant(released):
    return Grant.objects.get(matter_id=released.pk)


def test_no_office_reads_a_name_on_any_page_or_answer_before_or_after_the_release(road, walk):
    """Pages, answers to machines and the journal, as every officer of the county, at four points of the road."""
    tried = 0
    for made in (road.ask(), None):
        disclosure = made or road.released()
        for account in EVERYBODY:
            client, officer = signed_in(walk.cast, account), Officer.objects.get(pk=walk.cast[account].pk)
            for matter in (road.report, disclosure):
                for name in ("matter", "unseal", "relay", "seen-matter", "concern", "mediation-data"):
                    answer = client.get(reverse(f"desk:{name}", args=[matter.number]))
                    assert not any(s in answer.content.decode() for s in SECRETS), (account, name)
                    assert answer.status_code < 500, (account, name)
                    tried += 1
                readable = matter_for(officer, matter.number)
                if readable is not None:
                    said = str([e.facts for e in timeline(officer, readable)])
                    assert not any(s in said for s in SECRETS), account
            for name in ("relays", "seen", "emergency", "worklist"):
                answer = client.get(reverse(f"desk:{name}"))
                assert not any(s in answer.content.decode() for s in SECRETS), (account, name)
                tried += 1
    assert not Opening.objects.exists()


def test_every_office_but_the_recipient_asks_for_the_page_and_gets_nothing(road, walk, released):
    for account in EVERYBODY:
        if account == "gongan1":
            continue
        answer = signed_in(walk.cast, account).post(
            reverse("desk:unsealed", args=[released.number]), {"again_asked": "send", "again_yes": "on"}
        )
        assert answer.status_code in {404, 409, 400}, account
        assert not any(s in answer.content.decode() for s in SECRETS), account
    assert not Opening.objects.exists()
    assert not GrantUse.objects.exists()


def test_a_question_put_into_the_mailbox_by_hand_opens_nothing(walk, grant):
    """A web process that can write into the vault's mailbox and nothing else."""
    for account in EVERYBODY:
        assert forged(grant, walk.cast[account]) is None, account
    assert not Opening.objects.exists()
    assert not GrantUse.objects.exists()


def test_a_look_in_the_journal_without_the_key_of_the_page_opens_nothing(walk, grant):
    reader, key = walk.cast["gongan1"], draw_key()
    journalled(walk, "gongan1", grant, key)
    assert forged(grant, reader) is None  # another key than the entry names
    assert forged(grant, reader, key=cipher.new_private_key()) is None
    assert not Opening.objects.exists()


@pytest.mark.parametrize(
    "other",
    [
        {"fields": ["name", "phone", "address"]},
        {"fields": []},
        {"purpose": "好奇"},
        {"basis": "无"},
        {"ref": "P-0000000000000000"},
    ],
    ids=["more fields", "no fields", "other purpose", "other basis", "other person"],
)
def test_a_question_that_says_something_else_than_the_grant_opens_nothing(walk, grant, other):
    key = draw_key()
    journalled(walk, "gongan1", grant, key)
    assert forged(grant, walk.cast["gongan1"], key=key, **other) is None
    assert not Opening.objects.exists()
    assert not GrantUse.objects.exists()
    # Seen red: the very same question, saying what the grant says, is answered.
    assert forged(grant, walk.cast["gongan1"], key=key) is not None


@pytest.mark.parametrize("account", ["baomi1", "juzhang1", "chengban1", "fazhi1", "shenji1", "ducha1"])
def test_a_grant_for_another_reader_opens_nothing(walk, grant, account):
    """Even whoever turned a key reads nothing: the grant names one reader."""
    key = draw_key()
    journalled(walk, account, grant, key)
    assert forged(grant, walk.cast[account], key=key) is None
    assert not Opening.objects.exists()


def test_a_used_grant_is_no_grant(road, walk, released, grant):
    assert road.look("gongan1", released) is not None
    key = draw_key()
    journalled(walk, "gongan1", grant, key)
    assert forged(grant, walk.cast["gongan1"], key=key) is None
    assert Opening.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        GrantUse.objects.create(grant=grant, entry=grant.entry, at=timezone.now())


def test_an_expired_grant_is_no_grant(walk, grant):
    walk.later(days=11)
    key = draw_key()
    journalled(walk, "gongan1", grant, key)
    assert forged(grant, walk.cast["gongan1"], key=key, at=timezone.now()) is None
    assert not Opening.objects.exists()


@pytest.mark.parametrize(
    "ended",
    [
        ("chengban1", "withdraw", {"reason": "已无必要"}),
        ("baomi1", "revoke", {"reason": "来函撤回"}),
        ("baomi1", "report_incident", {"what": "疑似外泄"}),
        ("gongan1", "acknowledge", {"secrecy": True}),
    ],
)
def test_after_withdrawal_recall_suspicion_or_receipt_nothing_opens(road, walk, released, grant, ended):
    account, verb, facts = ended
    road.do(account, released, verb, **facts)
    key = draw_key()
    journalled(walk, "gongan1", grant, key)
    assert forged(grant, walk.cast["gongan1"], key=key) is None
    assert not Opening.objects.exists()


def test_a_denied_request_opens_nothing(road, walk):
    denied = road.do("baomi1", road.ask(), "deny", reason="没有写明必需")
    assert not Grant.objects.exists()
    with pytest.raises(Refused):
        road.do("juzhang1", denied, "confirm_release", agreed=True)
    with pytest.raises(Refused):
        road.do("baomi1", denied, "release", agreed=True, envelope="")


def test_a_grant_row_of_one_person_cannot_be_written(walk, grant):
    row = {f.attname: getattr(grant, f.attname) for f in Grant._meta.fields if f.attname != "id"}
    spare = grant.matter.journal.get(verb="release")
    for second in (None, grant.first_by_id):
        with pytest.raises(IntegrityError), transaction.atomic():
            Grant.objects.create(**{**row, "entry_id": spare.pk, "second_by_id": second})
    with pytest.raises(Locked):
        Grant.objects.filter(pk=grant.pk).update(reader_id=walk.cast["chengban1"].pk)
    for sql in (
        "UPDATE protection_grant SET until_at = '2099-01-01 00:00:00'",
        "DELETE FROM protection_grantuse",
        "DELETE FROM protection_grantstop",
    ):
        touched = "protection_grant " in sql
        with connection.cursor() as cursor:
            if touched:
                with pytest.raises(DatabaseError), transaction.atomic():
                    cursor.execute(sql)
            else:
                cursor.execute(sql)  # an empty table has nothing to refuse


def test_a_forged_grant_without_the_two_acts_in_the_journal_opens_nothing(road, walk):
    """A web process that writes a grant and a look of its own: the worker misses the two keys in the journal."""
    asked = road.checked()
    made = Grant.objects.create(
        kind=GrantKind.TWO,
        matter=asked,
        entry=asked.journal.get(verb="check_basis"),
        ref=asked.ref,
        fields=["name", "phone"],
        reader=walk.cast["chengban1"],
        office="handler",
        purpose="公安机关侦查必需",
        basis="x",
        first_by=walk.cast["baomi1"],
        second_by=walk.cast["juzhang1"],
        from_at=timezone.now() - timedelta(minutes=5),
        until_at=timezone.now() + timedelta(days=1),
    )
    key = draw_key()
    journalled(walk, "chengban1", made, key)
    assert forged(made, walk.cast["chengban1"], key=key) is None
    assert not Opening.objects.exists()


def test_nobody_stands_on_both_sides(road, walk):
    """The same person twice as two: requester, custodian, legal and head by any pair of offices."""
    day, unit = walk.now.date(), Unit.objects.get(code="BMS")

    def also(account, office):
        Holding.objects.create(officer=walk.cast[account], office=office, unit=unit, from_on=day)
        walk.cast[account].__dict__.pop("_holdings", None)

    also("baomi1", Office.PRINCIPAL)  # custodian and head of the bureau in one
    also("fazhi1", Office.PRINCIPAL)  # legal and head in one
    also("chengban1", Office.CUSTODIAN)  # requester and custodian in one
    also("chengban1", Office.LEGAL)
    also("chengban1", Office.PRINCIPAL)
    asked = road.ask()
    with pytest.raises(Refused, match="申请人不得"):
        road.do("chengban1", asked, "check_basis", note="x")
    consented = road.consented(asked)
    with pytest.raises(Refused, match="申请人不得"):
        road.do("chengban1", consented, "legal_agree", opinion="x", overriding="")
    agreed = road.do("fazhi1", consented, "legal_agree", opinion="x", overriding="")
    for account, why in (("fazhi1", "两人分别"), ("baomi1", "核对依据的人"), ("chengban1", "申请人不得")):
        with pytest.raises(Refused, match=why):
            road.do(account, agreed, "approve", opinion="x")
    approved = road.do("juzhang1", agreed, "approve", opinion="x")
    releasing = road.do("baomi1", approved, "release", agreed=True, envelope="")
    with pytest.raises(Refused, match="两把钥匙"):
        road.do("baomi1", releasing, "confirm_release", agreed=True)
    with pytest.raises(Refused, match="申请人不得"):
        road.do("chengban1", releasing, "confirm_release", agreed=True)
    assert not Grant.objects.exists()


def test_one_person_with_two_accounts_is_one_person(road, walk):
    twin = Officer.objects.create_officer("juzhang9", full_name="白永强", certificate_no="", email="")
    Holding.objects.create(
        officer=twin, office=Office.PRINCIPAL, unit=Unit.objects.get(code="JLD"), from_on=walk.now.date()
    )
    Officer.objects.filter(pk__in=[twin.pk, walk.cast["baomi1"].pk]).update(email="tian@pingluo.example")
    walk.cast.by_account["juzhang9"] = Officer.objects.get(pk=twin.pk)
    releasing = road.releasing()
    with pytest.raises(Refused, match="两把钥匙"):
        road.do("juzhang9", releasing, "confirm_release", agreed=True)


def test_the_recipient_turns_no_key_and_the_wrong_offices_turn_none(road):
    releasing = road.releasing()
    for account in EVERYBODY:
        if account == "juzhang1":
            continue
        with pytest.raises(Refused):
            road.do(account, releasing, "confirm_release", agreed=True)
    assert not Grant.objects.exists()


def test_a_complaints_handler_reads_his_own_open_complaint_and_the_worker_looks_again(walk):
    complaint = walk.accept(
        walk.call("电饭煲坏了要求更换", name=NAME, phone=PHONE, as_report=False).complaint
    )
    person = collect(ask_contact(walk.act("chengban1"), complaint))
    assert person.given()["phone"] == PHONE
    assert Opening.objects.count() == 1
    said = {
        "office": "handler",
        "purpose": PURPOSE,
        "basis": "x",
        "matter_number": complaint.number,
    }
    for account in EVERYBODY:  # by the mailbox alone, the handler himself included
        question = ask(complaint.person_ref, FIELDS, by=walk.cast[account], at=timezone.now(), **said)
        answer_identity.apply(args=[question.pk], throw=True)
        assert collect(question) is None, account
    key = draw_key()
    record(
        walk.act("chengban3"),
        complaint,
        "x",
        basis="intake.confidentiality",
        verb=VIEW,
        facts={"fields": list(FIELDS), "page_key": mark_of(key)},
    )
    question = ask(
        complaint.person_ref, FIELDS, by=walk.cast["chengban3"], at=timezone.now(), key=key, **said
    )
    answer_identity.apply(args=[question.pk], throw=True)
    assert collect(question) is None  # a look in the journal does not make him the handler
    assert Opening.objects.count() == 1


def test_a_complaints_handler_cannot_reach_the_sealed_reporter_of_the_same_contact(walk):
    both = walk.call("买的熟食已经过期，吃完拉肚子，要求退款", name=NAME, phone=PHONE)
    complaint = walk.accept(both.complaint)
    key = draw_key()
    record(
        walk.act("chengban1"),
        complaint,
        "x",
        basis="intake.confidentiality",
        verb=VIEW,
        facts={"fields": list(FIELDS), "page_key": mark_of(key)},
    )
    question = ask(
        both.report.person_ref,
        FIELDS,
        by=walk.cast["chengban1"],
        office="handler",
        purpose=PURPOSE,
        basis="x",
        matter_number=complaint.number,
        at=timezone.now(),
        key=key,
    )
    answer_identity.apply(args=[question.pk], throw=True)
    assert collect(question) is None
    with pytest.raises(Refused, match="只有本投诉的承办人"):
        ask_contact(walk.act("chengban1"), walk.verify(both.report))
    assert not Opening.objects.exists()


def test_the_answer_is_of_no_use_to_whoever_steals_it_from_the_mailbox(road, walk, grant):
    key = draw_key()
    journalled(walk, "gongan1", grant, key)
    question = ask(
        grant.ref,
        grant.fields,
        by=walk.cast["gongan1"],
        office="police",
        purpose=grant.purpose,
        basis=grant.basis,
        matter_number=grant.matter.number,
        at=timezone.now(),
        key=key,
    )
    answer_identity.apply(args=[question.pk], throw=True)
    kept = bytes(OpeningRequest.objects.get(pk=question.pk).answer)
    assert not any(secret.encode() in kept for secret in SECRETS)
    with pytest.raises(cipher.SealBroken):
        collect(Question(question.pk, cipher.new_private_key()))


def test_the_page_of_who_saw_shows_no_letter_of_the_person(road, walk, released):
    road.look("gongan1", released)
    for account in ("baomi1", "shenji1"):
        client = signed_in(walk.cast, account)
        for address in (reverse("desk:seen"), reverse("desk:seen-matter", args=[released.number])):
            shown = client.get(address).content.decode()
            assert "纳建军" in shown, address
            assert not any(s in shown for s in SECRETS), address
    assert recent(walk.cast["chengban1"]) == ([], None)


def test_an_emergency_is_no_way_around_for_anybody_else(road, walk):
    told = {
        "number": road.report.number,
        "danger": "被人堵在厂里",
        "police": "110",
        "fields_wanted": ["name"],
        "unreachable": "关机",
    }
    for account in EVERYBODY:
        if account in {"baomi1", "fuju1"}:
            continue
        with pytest.raises(Refused, match="由保管员办理"):
            break_glass(walk.act(account), **told)
    made = break_glass(walk.act("fuju1"), **told)
    for account in EVERYBODY:
        if account == "fuju1":
            continue
        grant = Grant.objects.get(matter_id=made.pk)
        assert forged(grant, walk.cast[account]) is None
    Holding.objects.create(
        officer=walk.cast["fuju1"],
        office=Office.PRINCIPAL,
        unit=Unit.objects.get(code="JLD"),
        from_on=walk.now.date(),
    )
    walk.cast["fuju1"].__dict__.pop("_holdings", None)
    with pytest.raises(Refused, match="申请人不得"):
        perform(walk.act("fuju1"), now(made).approve_afterwards, opinion="自己批")
