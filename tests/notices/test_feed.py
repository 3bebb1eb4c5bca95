"""The calendar feed: behind a secret only, counts only, of what the officer may read today, in RFC 5545."""

import re
from datetime import date
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from notices import feed
from notices.models import FeedToken
from offices.models import Holding, Officer
from procedure.locks import Locked
from procedure.matter import Matter
from tests.notices.conftest import beijing, standing_at

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

FRIDAY = "2026-11-06 09:00"
CALLER = {"name": "钱途亮", "phone": "13909520102", "as_report": False}


@pytest.fixture
def token(cast):
    return {account: feed.make_address(cast[account]) for account in ("chengban1", "suozhang1", "fuju1")}


def fetch(token, **more):
    return Client().get(f"/calendar/{token}.ics", **more)


def events(token, words=FRIDAY):
    with standing_at(words):
        response = fetch(token)
    assert response.status_code == 200
    return {e.decoded("dtstart"): e for e in Calendar.from_ical(response.content).walk("VEVENT")}


def said(token, words=FRIDAY):
    return {day: str(event["summary"]) for day, event in events(token, words).items()}


# --- what it says -------------------------------------------------------------------------------------------


def test_one_entry_a_due_day_with_counts_by_term(walk, complaint, report, token):
    walk.unit = "YF"
    walk.accept(walk.call("空调坏了", **CALLER).complaint)

    own = {
        date(2026, 11, 11): "1 项期限届满：受理或者不予受理 1",
        date(2026, 11, 23): "1 项期限届满：核查并决定是否立案 1",
        date(2027, 1, 2): "1 项期限届满：调解期限 1",
    }
    assert said(token["chengban1"]) == own
    assert said(token["suozhang1"]) == own
    assert said(token["fuju1"]) == {
        date(2026, 11, 11): "2 项期限届满：受理或者不予受理 2",
        date(2026, 11, 23): "1 项期限届满：核查并决定是否立案 1",
        date(2027, 1, 2): "2 项期限届满：调解期限 2",
    }


def test_several_terms_of_a_day_are_told_apart_most_first(walk, cast, token):
    for _n in range(2):
        walk.accept(walk.call("电饭煲坏了", **CALLER).complaint)
    walk.now = beijing("2026-11-06 08:00")
    referral = walk.submit(
        walk.suspect(walk.facts(walk.file(walk.verify(walk.call("卖过期食品").report)), sold="61000"))
    )
    due_on = referral.clocks.get().due_on
    assert due_on == date(2026, 11, 9)
    walk.now = beijing("2026-11-10 08:00")
    walk.do("juzhang1", referral, "approve")

    assert said(token["chengban1"], "2026-11-10 09:00")[date(2026, 11, 11)] == (
        "3 项期限届满：受理或者不予受理 2、向公安机关移送 1"
    )


def test_from_today_for_sixty_days_and_nothing_that_stands_still(walk, complaint, report, token):
    assert date(2026, 11, 11) in said(token["chengban1"], "2026-11-11 23:00")
    assert date(2026, 11, 11) not in said(token["chengban1"], "2026-11-12 00:01")
    assert date(2026, 11, 11) in said(token["chengban1"], "2026-09-12 09:00")
    assert date(2026, 11, 11) not in said(token["chengban1"], "2026-09-11 09:00")

    walk.do("chengban1", report, "entrust_test", institution="检测中心", paper="委托 1 号")
    assert set(said(token["chengban1"])) == {date(2026, 11, 11), date(2027, 1, 2)}


def test_no_name_no_number_no_word_of_the_matter(walk, cast, report, token):
    taken = walk.call("买的熟食已经过期，吃完拉肚子，要求退款", name="钱途亮", phone="13909520102")
    walk.mediate(walk.accept(taken.complaint))
    walk.submit(walk.suspect(walk.facts(walk.file(walk.verify(taken.report)), sold="61000")))
    hidden = {"钱途亮", "13909520102", "喜洋洋", "熟食", *(o.full_name for o in cast.by_account.values())}
    hidden |= {v for row in Matter.objects.values_list("number", "title", "respondent") for v in row if v}
    for secret in token.values():
        with standing_at(FRIDAY):
            text = fetch(secret).content.decode().replace("\r\n ", "")
        assert "BEGIN:VEVENT" in text
        assert not [word for word in hidden if word in text]
        assert secret not in text


def test_only_what_may_be_read_today(walk, complaint, cast, token):
    assert said(token["chengban1"])
    Holding.objects.filter(officer=cast["chengban1"]).update(until_on=date(2026, 11, 5))
    assert said(token["chengban1"]) == {}
    Holding.objects.filter(officer=cast["suozhang1"]).update(unit=_unit("YF"))
    assert said(token["suozhang1"]) == {}


def _unit(code):
    return Holding.objects.filter(unit__code=code).first().unit


# --- as RFC 5545 has it -------------------------------------------------------------------------------------


def test_lines_end_fold_and_escape_as_the_standard_says(walk, token, monkeypatch):
    walk.accept(walk.call("电饭煲坏了", **CALLER).complaint)
    title = "甲,乙;丙\\丁\n" + "很长的期限名称" * 12
    monkeypatch.setattr(feed, "by_title", lambda counts: [(title, sum(counts.values()))])
    with standing_at(FRIDAY):
        raw = fetch(token["chengban1"]).content
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert 72 < max(len(line) for line in raw.split(b"\r\n")) <= 75
    for line in raw.split(b"\r\n"):
        line.decode()  # a fold never cuts a character in two
    unfolded = raw.decode().replace("\r\n ", "")
    assert "甲\\,乙\\;丙\\\\丁\\n很长" in unfolded
    event = Calendar.from_ical(raw).walk("VEVENT")[0]
    assert title in str(event["summary"])


def test_an_entry_is_all_day_does_not_make_busy_and_leads_to_the_worklist(complaint, token, settings):
    settings.PUBLIC_URL = "https://mingcha.example.test"
    with standing_at(FRIDAY):
        text = fetch(token["chengban1"]).content.decode().replace("\r\n ", "")
    for line in (
        "VERSION:2.0",
        "DTSTART;VALUE=DATE:20261111",
        "DTEND;VALUE=DATE:20261112",
        "DTSTAMP:20261106T010000Z",
        "TRANSP:TRANSPARENT",
        "URL:https://mingcha.example.test/",
    ):
        assert f"\r\n{line}\r\n" in text


def test_an_entry_keeps_its_mark_and_tells_nobody_whose_it_is(walk, complaint, token):
    def marks(secret):
        return {day: str(event["uid"]) for day, event in events(secret).items()}

    before = marks(token["chengban1"])
    walk.accept(walk.call("电饭煲坏了", **CALLER).complaint)
    assert marks(token["chengban1"]) == before
    assert set(marks(token["suozhang1"]).values()).isdisjoint(before.values())
    assert all(re.fullmatch(r"[0-9a-f]{64}@mingcha", mark) for mark in before.values())


# --- the secret ---------------------------------------------------------------------------------------------


def test_only_the_hash_of_the_secret_is_kept(token):
    secret = token["chengban1"]
    assert len(secret) * 6 >= 128
    row = FeedToken.objects.get(digest=sha256(secret.encode()).hexdigest())
    assert secret not in str(row.__dict__)
    assert len(set(token.values())) == 3


def test_unknown_and_ended_addresses_are_told_the_same(complaint, cast, token):
    feed.revoke(cast["chengban1"])
    Officer.objects.filter(pk=cast["suozhang1"].pk).update(is_active=False)
    answers = [fetch(secret) for secret in ("x", "没有", token["chengban1"], token["suozhang1"])]
    assert {response.status_code for response in answers} == {404}
    assert {response.content for response in answers} == {b"Not found\n"}
    assert {str(sorted(response.headers.items())) for response in answers} == {
        str(sorted(answers[0].headers.items()))
    }


def test_no_cache_between_may_keep_it_and_no_session_is_made(complaint, token):
    for secret in (token["chengban1"], "unknown"):
        response = fetch(secret)
        assert "private" in response["Cache-Control"]
        assert not response.cookies
    assert fetch(token["chengban1"])["Content-Type"] == "text/calendar; charset=utf-8"
    assert Client().post(f"/calendar/{token['chengban1']}.ics").status_code == 405


def test_a_fetch_costs_at_most_five_queries_however_many_terms_run(walk, complaint, token):
    costs = []
    for _n in range(2):
        with CaptureQueriesContext(connection) as caught, standing_at(FRIDAY):
            fetch(token["suozhang1"])
        costs.append(len(caught))
        walk.accept(walk.call("电饭煲坏了", **CALLER).complaint)
    assert costs[0] == costs[1] <= 5


def test_an_address_can_only_be_ended_and_only_once(cast, token):
    row = FeedToken.objects.get(officer=cast["chengban1"])
    with pytest.raises(Locked):
        FeedToken.objects.filter(pk=row.pk).update(officer=cast["fuju1"])
    with pytest.raises(Locked):
        FeedToken.objects.filter(pk=row.pk).delete()
    feed.revoke(cast["chengban1"])
    for change in ("officer_id = officer_id + 1", "digest = 'x'", "revoked_at = NULL"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE notices_feedtoken SET {change} WHERE id = {row.pk}")


# --- the page -----------------------------------------------------------------------------------------------


@pytest.fixture
def desk(cast):
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    client.force_login(cast["chengban1"])
    return client


def shown(response):
    found = re.search(r"/calendar/([\w-]{43})\.ics", response.content.decode())
    return found.group(1) if found else None


def test_the_page_shows_the_address_once_and_a_new_one_ends_the_old(complaint, desk):
    assert "现在没有订阅地址" in desk.get("/calendar/").content.decode()
    first = desk.post("/calendar/", {"act": "make"})
    old = shown(first)
    assert "no-store" in first["Cache-Control"]
    assert fetch(old).status_code == 200

    again = desk.get("/calendar/")
    assert shown(again) is None
    assert "正在使用" in again.content.decode()

    new = shown(desk.post("/calendar/", {"act": "make"}))
    assert [fetch(old).status_code, fetch(new).status_code] == [404, 200]

    assert desk.post("/calendar/", {"act": "revoke"}).status_code == 302
    assert fetch(new).status_code == 404
    assert FeedToken.objects.count() == 2


def test_an_unknown_wish_changes_nothing(desk):
    secret = shown(desk.post("/calendar/", {"act": "make"}))
    assert desk.post("/calendar/", {"act": "other"}).status_code == 302
    assert desk.get("/calendar/?act=revoke").status_code == 200
    assert fetch(secret).status_code == 200


def test_the_page_is_for_officers_signed_in_and_asks_for_the_form(cast):
    assert Client().get("/calendar/").status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast["chengban1"])
    assert strict.post("/calendar/", {"act": "make"}).status_code == 403
    assert not FeedToken.objects.exists()
