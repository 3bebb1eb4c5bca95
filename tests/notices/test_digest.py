"""The daily mail: once an officer and working day, counts of what they may read, and no word of any matter."""

import json
import re
import subprocess
import sys
import threading
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, connections
from django.test import override_settings
from django.utils import timezone

from cases.models import Report
from notices import digests
from notices.models import Digest, DigestSent
from notices.terms import asked_of, by_title, standing
from offices.models import Officer
from procedure import heartbeat
from procedure.matter import Matter
from protection.recusal import name_concerned
from tests.notices.conftest import ROOT, beijing, mail_digests, standing_at

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

MONDAY = "2026-11-09 08:31"


@pytest.fixture(autouse=True)
def _addresses(cast):
    """Everybody but the auditor has an address."""
    for officer in cast.by_account.values():
        if officer.username != "shenji1":
            Officer.objects.filter(pk=officer.pk).update(email=f"box{officer.pk}@example.test")


def box(cast, account):
    """What lies in an officer's letter box."""
    address = f"box{cast[account].pk}@example.test"
    return [sent for sent in mail.outbox if sent.to == [address]]


def lines(cast, account):
    (only,) = box(cast, account)
    return only.body.splitlines()


# --- when, and how often ------------------------------------------------------------------------------------


def test_once_a_working_day_at_the_first_run_in_office_hours(complaint, cast):
    counts = []
    for moment in (
        "2026-11-06 08:29",
        "2026-11-06 08:30",
        "2026-11-06 08:45",
        "2026-11-06 17:59",
        "2026-11-06 18:00",
        "2026-11-07 10:00",  # Saturday
        "2026-11-09 11:00",
        "2026-11-09 11:15",
    ):
        with standing_at(moment):
            mail_digests()
        counts.append(len(box(cast, "chengban1")))
    assert counts == [0, 1, 1, 1, 1, 1, 2, 2]


def test_a_digest_of_nothing_is_written_and_not_mailed(complaint, cast):
    with standing_at("2026-11-03 09:00"):
        assert mail_digests() == 0
    assert Digest.objects.get(officer=cast["chengban1"]).total == 0
    with standing_at("2026-11-03 17:00"):
        assert mail_digests() == 0
    assert mail.outbox == []


def test_nobody_without_an_address_or_no_longer_in_office(complaint, cast):
    Officer.objects.filter(username="suozhang1").update(is_active=False)
    with standing_at(MONDAY):
        mail_digests()
    assert set(Digest.objects.values_list("officer__username", flat=True)).isdisjoint(
        {"shenji1", "suozhang1"}
    )
    assert box(cast, "suozhang1") == []
    assert len(box(cast, "chengban1")) == 1


# --- what it says -------------------------------------------------------------------------------------------


@pytest.fixture
def story(walk, report):
    """At 城关所 a complaint and a report with an extension asked for, at 姚伏所 a complaint, one not dispatched."""
    caller = {"name": "钱途亮", "phone": "13909520102", "as_report": False}
    walk.accept(walk.call("电饭煲坏了", **caller).complaint)
    walk.unit = "YF"
    walk.accept(walk.call("空调坏了", **caller).complaint)
    walk.unit = "CG"
    walk.call("手机坏了", **caller)
    walk.now = beijing("2026-11-20 08:00")
    walk.do("chengban1", report, "ask_extension", amount=15, reason="需要检测")
    return walk


def test_each_is_told_of_their_own_their_unit_or_the_bureau(story, cast):
    with standing_at("2026-11-20 08:31"):
        mail_digests()
    told_of = ("chengban1", "chengban3", "suozhang1", "fuju1", "ducha1", "fenliu1")
    near = "3个工作日内届满 1 项"
    own, report = "  受理或者不予受理 × 1", "  核查并决定是否立案 × 1"
    sending = "  分送的内部目标时限 × 1"  # one complaint still lies with the hub
    told = {account: [line for line in lines(cast, account)[2:-4] if line] for account in told_of}
    assert told == {
        "chengban1": ["已逾期 1 项", own, near, report],
        "chengban3": ["已逾期 1 项", own],
        "suozhang1": ["已逾期 1 项", own, near, report],
        "fuju1": [
            "已逾期 4 项", "  受理或者不予受理 × 3", sending, near, report, "待您答复的延长期限申请 1 项", report,
        ],
        "ducha1": ["已逾期 4 项", "  受理或者不予受理 × 3", sending, near, report],
        "fenliu1": ["已逾期 2 项", sending, own],
    }  # fmt: skip
    assert box(cast, "dengji1") == box(cast, "caiwu1") == box(cast, "gongan1") == []


def test_due_today_stands_alone_and_an_hour_past_is_overdue(walk, report, cast):
    referral = walk.submit(walk.suspect(walk.facts(walk.file(report), sold="61000")))
    walk.now = beijing("2026-11-04 08:00")
    walk.do("juzhang1", referral, "approve")  # to be handed over until 08:01 on the fifth
    with standing_at("2026-11-05 08:01"):
        assert "向公安机关移送" in str(_standing(cast["chengban1"], "today"))
    with standing_at("2026-11-05 08:31"):
        mail_digests()
    assert lines(cast, "chengban1")[2:4] == ["已逾期 1 项", "  向公安机关移送 × 1"]


def _standing(officer, state):
    return by_title(standing(officer, timezone.now())[state])


def test_a_paused_term_is_not_counted(walk, report, cast):
    walk.now = beijing("2026-11-18 08:00")
    walk.do("chengban1", report, "entrust_test", institution="检测中心", paper="委托 1 号")
    with standing_at("2026-11-25 09:00"):
        assert mail_digests() == 0


# --- what it never says -------------------------------------------------------------------------------------

PLANTED = [
    "钱途亮",
    "苗小诚",
    "13909520102",
    "13909520112",
    "喜洋洋",
    "民族南大街",
    "熟食",
    "面粉",
    "电饭煲",
    "61000",
]
NUMBER = re.compile(r"\b(TS|JB|AJ|YS|JL)-|〔|号\b")


def test_no_mail_carries_a_name_a_number_or_a_word_of_a_matter(walk, cast, settings, tmp_path):
    settings.EMAIL_BACKEND = "tests.notices.test_digest.Kept"
    settings.EMAIL_FILE_PATH = tmp_path
    first = walk.call("厂里用过期面粉", name="苗小诚", phone="13909520112", as_complaint=False)
    case = walk.facts(walk.file(walk.verify(first.report)), sold="40000", conduct=["expired_raw_material"])
    walk.fine(case, fine="200000", gain="40000")
    walk.close_case(case)
    taken = walk.call("买的熟食已经过期，吃完拉肚子，要求退款", name="钱途亮", phone="13909520102")
    walk.mediate(walk.accept(taken.complaint))
    later = walk.verify(taken.report)
    walk.do("chengban1", later, "ask_extension", amount=15, reason="需要检测熟食")
    walk.transfer(walk.submit(walk.suspect(walk.facts(walk.file(later), sold="61000"))))
    walk.verify(walk.call("还有过期面粉", as_complaint=False).report)
    for day in range(3, 28):
        with standing_at(f"2026-11-{day:02d} 09:00"):
            mail_digests()
    everybody = {o.full_name for o in cast.by_account.values()} | set(cast.by_account)
    matters = [v for row in Matter.objects.values_list("number", "title", "respondent") for v in row if v]
    hidden = {*PLANTED, *everybody, *matters, *Report.objects.values_list("pseudonym", flat=True)}
    files = [path.read_bytes() for path in tmp_path.iterdir()]
    assert len(mail.outbox) == DigestSent.objects.count() > 60
    assert len(files) > 10
    said = [raw.decode("utf-8", "replace") for raw in files]
    for sent in mail.outbox:
        message = sent.message()
        said += [message.as_string(), sent.body, sent.subject, message.get_payload(decode=True).decode()]
    said += [json.dumps(row.counts, ensure_ascii=False) for row in Digest.objects.all()]
    for text in said:
        assert not [word for word in hidden if word and word in text]
        assert not NUMBER.search(text)


class Kept(EmailBackend):
    """Keeps a mail in the outbox and, as a machine without a mail server does, in a file."""

    def send_messages(self, messages):
        mail.get_connection("django.core.mail.backends.filebased.EmailBackend").send_messages(messages)
        return super().send_messages(messages)


def test_the_message_id_is_the_officers_and_the_days_and_tells_neither(complaint, cast):
    with standing_at(MONDAY):
        mail_digests()
    rows = {row.officer.username: row for row in Digest.objects.select_related("officer")}
    marks = {name: digests.message_of(row).message()["Message-ID"] for name, row in rows.items()}
    assert len(set(marks.values())) == len(marks)
    assert marks["chengban1"] == box(cast, "chengban1")[0].message()["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f]{64}@[\w.-]+>", marks["chengban1"])
    with override_settings(SECRET_KEY="another key of this house, long enough to pass"):
        assert digests.message_of(rows["chengban1"]).message()["Message-ID"] != marks["chengban1"]


def test_the_link_leads_to_the_worklist(complaint, cast, settings):
    settings.PUBLIC_URL = "https://mingcha.example.test"
    with standing_at(MONDAY):
        mail_digests()
    assert "工作列表：https://mingcha.example.test/" in lines(cast, "chengban1")


# --- at least once, and never by two ------------------------------------------------------------------------


def marks(cast, account):
    return [sent.message()["Message-ID"] for sent in box(cast, account)]


def test_a_crash_between_writing_and_sending_sends_later(complaint, cast, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(digests, "send_owed", lambda _day: 1 / 0)
        with standing_at(MONDAY), pytest.raises(ZeroDivisionError):
            mail_digests()
    assert mail.outbox == []
    assert Digest.objects.filter(total__gt=0).exists()
    with standing_at("2026-11-09 08:46"):
        mail_digests()
    assert len(box(cast, "chengban1")) == 1


def test_a_crash_between_sending_and_marking_sends_the_same_mail_again(complaint, cast, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(DigestSent.objects, "create", lambda **_row: 1 / 0)
        with standing_at(MONDAY), pytest.raises(ZeroDivisionError):
            mail_digests()
    assert len(mail.outbox) == 1
    with standing_at("2026-11-09 08:46"):
        mail_digests()
    twice = mail.outbox[0].to
    same = [sent for sent in mail.outbox if sent.to == twice]
    assert len(same) == 2
    assert same[0].message()["Message-ID"] == same[1].message()["Message-ID"]
    assert same[0].body == same[1].body


def test_what_was_not_sent_on_its_day_is_not_sent_the_next(complaint, cast, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(digests, "send_owed", lambda _day: 1 / 0)
        with standing_at(MONDAY), pytest.raises(ZeroDivisionError):
            mail_digests()
    with standing_at("2026-11-10 08:31"):
        mail_digests()
    assert [sent.subject for sent in box(cast, "chengban1")] == ["明察期限提要 2026-11-10"]


def test_a_list_read_before_another_worker_sent_sends_nothing(complaint, cast):
    with standing_at(MONDAY):
        mail_digests()
        sent = len(mail.outbox)
        done = Digest.objects.filter(total__gt=0).values_list("pk", flat=True)
        assert {digests._send(pk, None) for pk in done} == {False}
    assert len(mail.outbox) == sent


@pytest.mark.django_db(databases=["default", "vault"], transaction=True)
def test_two_workers_send_each_mail_once(complaint, cast, monkeypatch):
    """PostgreSQL: the second passes by what the first has in hand; SQLite: it waits for the first."""
    in_hand, go_on = threading.Event(), threading.Event()
    real, failures = EmailBackend.send_messages, []

    def slow(self, messages):
        if threading.current_thread() is first and not in_hand.is_set():
            in_hand.set()
            go_on.wait(30 if connection.vendor == "postgresql" else 0.5)
        return real(self, messages)

    def work():
        try:
            mail_digests()
        except BaseException as failure:  # noqa: BLE001  # shown below
            failures.append(failure)
        finally:
            connections.close_all()

    monkeypatch.setattr(EmailBackend, "send_messages", slow)
    first = threading.Thread(target=work)
    with standing_at(MONDAY):
        first.start()
        assert in_hand.wait(30)
        mail_digests()
        go_on.set()
        first.join(30)
    assert failures == []
    received = [sent.to[0] for sent in mail.outbox]
    assert sorted(received) == sorted(set(received))
    assert len(received) == Digest.objects.filter(total__gt=0).count() == DigestSent.objects.count()


# --- a mail server that refuses, or is away -------------------------------------------------------------------


def test_one_address_refused_does_not_keep_the_others_waiting(complaint, cast, monkeypatch, caplog):
    real = EmailBackend.send_messages
    wrong = f"box{cast['chengban1'].pk}@example.test"

    def refusing(self, messages):
        if messages[0].to == [wrong]:
            raise SMTPRecipientsRefused({wrong: (550, b"no such box")})
        return real(self, messages)

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", refusing)
        with standing_at(MONDAY), pytest.raises(SMTPRecipientsRefused):
            mail_digests()
    assert box(cast, "chengban1") == []
    assert len(box(cast, "suozhang1")) == 1
    assert _trouble(MONDAY) == "failed"
    with standing_at("2026-11-09 08:46"):
        assert mail_digests() == 1
    assert _trouble("2026-11-09 08:47") is None
    ours = [record.getMessage() for record in caplog.records if "digest_refused" in record.getMessage()]
    assert wrong not in "".join(ours)


def test_a_server_that_is_away_fails_the_run_and_the_next_sends_all(complaint, cast, monkeypatch):
    def away(self):
        raise SMTPServerDisconnected

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "open", away)
        with standing_at(MONDAY), pytest.raises(SMTPServerDisconnected):
            mail_digests()
    assert _trouble(MONDAY) == "failed"
    with standing_at("2026-11-09 08:46"):
        assert mail_digests() == Digest.objects.filter(total__gt=0).count() > 2


def _trouble(words):
    return {row.name: said for row, said in heartbeat.troubles(beijing(words))}.get("digest")


# --- where mails go -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "backend"),
    [({}, "filebased"), ({"EMAIL_HOST": "mail.example.test", "EMAIL_USE_TLS": "1"}, "smtp")],
)
def test_without_a_mail_server_mails_are_files(given, backend, tmp_path):
    ask = "from config import settings as s; print(s.EMAIL_BACKEND, s.EMAIL_PORT, s.EMAIL_FILE_PATH, s.PUBLIC_URL)"
    env = {"SECRET_KEY": settings.SECRET_KEY, "MINGCHA_DATA_DIR": str(tmp_path), "PATH": "/usr/bin", **given}
    env |= {"ALLOWED_HOSTS": "mingcha.example.test"}
    told = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    port = "587" if given else "25"
    assert told.stdout.split() == [
        f"django.core.mail.backends.{backend}.EmailBackend",
        port,
        f"{tmp_path}/mail",
        "https://mingcha.example.test",
    ]


def test_beat_asks_for_the_digest_and_the_sweep():
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {"notices.digest", "procedure.sweep", "procedure.wake_outbox"} <= names


def test_a_request_in_a_matter_that_concerns_its_reader_is_not_counted(walk, cast):
    report = walk.verify(walk.call("卖过期食品").report)
    walk.do("chengban1", report, "ask_extension", amount=5, reason="须赴外县核实")
    assert asked_of(cast["fuju1"], walk.now.date()) == {"report.verification": 1}
    name_concerned(walk.act("shenji1"), report, cast["fuju1"], reason="涉及其亲属")
    assert asked_of(cast["fuju1"], walk.now.date()) == {}
