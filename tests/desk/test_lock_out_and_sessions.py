"""Wrong passwords earn a pause and tell nothing; a session ends by the clock, by number, and when its officer goes."""

import logging
from datetime import UTC, datetime

import pytest
import time_machine
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.core.management import call_command
from django.test import Client
from knox.models import AuthToken

from accounts.models import AccountEvent, OfficerSession
from accounts.tasks import clear

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
PASSWORD = "水清则无鱼-2026"
NEW = "山高月小-水落石出-2026"
START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as moved:
        yield moved


@pytest.fixture
def officer(cast, settings, clock):
    settings.SESSION_IDLE_MINUTES, settings.SESSIONS_PER_OFFICER = 30, 2
    someone = cast["chengban1"]
    someone.set_password(PASSWORD)
    someone.save()
    return someone


def attempt(password, name="chengban1", **where):
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans", **where)
    return client, client.post("/sign-in/", {"username": name, "password": password})


def signed_in(**where):
    client, answer = attempt(PASSWORD, **where)
    assert answer.status_code == 302
    return client


def kinds():
    return list(AccountEvent.objects.order_by("id").values_list("kind", flat=True))


# --- lock-out ----------------------------------------------------------------------------------------------------


def test_five_wrong_ones_and_the_right_one_waits_a_quarter_of_an_hour(officer, clock):
    answers = [attempt(f"猜{n}")[1].status_code for n in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    _client, locked = attempt(PASSWORD)
    assert locked.status_code == 429
    assert "登录暂停" in locked.content.decode()
    assert "2026-11-24 09:15" in locked.content.decode()
    assert locked["Retry-After"] == "900"
    clock.shift(14 * 60)
    assert attempt(PASSWORD)[1].status_code == 429, "trying during the pause neither helps nor prolongs it"
    clock.shift(61)
    signed_in()
    assert kinds() == ["failed"] * 5 + ["locked", "signed_in"]


def test_an_unknown_name_gets_the_same_answers(officer):
    def told(name):
        answers = [attempt(f"猜{n}", name)[1] for n in range(6)]
        return [
            (a.status_code, a.content.decode().replace(name, "N").split("csrfmiddlewaretoken")[-1][90:])
            for a in answers
        ]

    assert told("chengban1") == told("nobody999")


def test_elsewhere_and_under_another_name_one_may_still_sign_in(officer, cast):
    for n in range(5):
        attempt(f"猜{n}", REMOTE_ADDR="10.1.1.1")
    assert attempt(PASSWORD, REMOTE_ADDR="10.1.1.1")[1].status_code == 429
    signed_in(REMOTE_ADDR="10.1.1.2")
    cast["suozhang1"].set_password(PASSWORD)
    cast["suozhang1"].save()
    assert attempt(PASSWORD, "suozhang1", REMOTE_ADDR="10.1.1.1")[1].status_code == 302


def test_a_header_moves_nobody_out_of_the_pause_unless_our_proxy_wrote_it(officer, settings):
    for n in range(5):
        attempt(f"猜{n}", HTTP_X_FORWARDED_FOR=f"10.9.9.{n}")
    assert attempt(PASSWORD, HTTP_X_FORWARDED_FOR="10.9.9.77")[1].status_code == 429
    settings.PROXIES = 1
    for n in range(5):
        attempt(f"猜{n}", HTTP_X_FORWARDED_FOR=f"1.2.3.{n}, 10.8.8.8")
    assert attempt(PASSWORD, HTTP_X_FORWARDED_FOR="5.5.5.5, 10.8.8.8")[1].status_code == 429
    signed_in(HTTP_X_FORWARDED_FOR="10.8.8.8, 10.7.7.7")


def test_what_counting_keeps_is_no_name_no_password_no_browser(officer, caplog):
    caplog.set_level(logging.DEBUG)
    typed = {"username": "错把密码填在这里", "password": "猜错的密码", "next": "/m/TS-2026-000001/"}
    Client(HTTP_USER_AGENT="Mozilla/Planted", HTTP_ACCEPT="text/planted").post(
        "/sign-in/?next=/m/TS-2026-000009/&q=planted", typed
    )
    row = AccessAttempt.objects.get()
    kept = "\n".join(str(value) for value in vars(row).values()) + caplog.text
    for planted in ("错把密码", "猜错的密码", "Planted", "planted", "TS-2026"):
        assert planted not in kept
    assert not AccessLog.objects.exists()
    assert not AccessFailureLog.objects.exists()
    event = AccountEvent.objects.get()
    assert (event.officer_id, event.note, event.kind) == (None, "", "failed")


def test_the_counts_go_when_the_pause_is_over(officer, clock):
    attempt("猜")
    clock.shift(16 * 60)
    clear()
    assert not AccessAttempt.objects.exists()


def test_an_administrator_ends_the_pause(officer):
    for n in range(5):
        attempt(f"猜{n}")
    call_command("unlock_account", "chengban1", by="juzhang1", verbosity=0)
    signed_in()
    assert "unlocked" in kinds()


def test_the_public_door_and_the_machine_door_leave_no_address(cast):
    client = Client(REMOTE_ADDR="203.0.113.7")
    client.get("/reckon/")
    client.post("/reckon/", {"rule": "complaint.acceptance"})
    for token in ("Token " + "0" * 64, "Token x", "Basic Zm9vOmJhcg=="):
        assert client.get("/api/v1/matters/", headers={"Authorization": token}).status_code == 401
    assert not AccessAttempt.objects.exists()
    assert not AccountEvent.objects.exists()
    assert not OfficerSession.objects.exists()


# --- sessions ----------------------------------------------------------------------------------------------------


def test_half_an_hour_without_a_sign_of_life_and_a_working_day_at_most(officer, clock):
    client = signed_in()
    for _n in range(3):
        clock.shift(29 * 60)
        assert client.get("/").status_code == 200
    clock.shift(31 * 60)
    gone = client.get("/calendar/")
    assert gone["Location"] == "/sign-in/?next=/calendar/"
    assert "长时间没有操作" in client.get("/sign-in/").content.decode()
    client = signed_in()
    for _n in range(8 * 60 // 25):
        clock.shift(25 * 60)
        client.get("/")
    clock.shift(10 * 60)
    assert client.get("/").status_code == 302
    ended = AccountEvent.objects.filter(kind="ended").order_by("id")
    assert list(ended.values_list("note", flat=True)) == ["idle", "too_long"]


def test_a_page_that_polls_by_itself_is_no_sign_of_life(officer, clock, walk):
    client = signed_in()
    taken = walk.call("卖过期食品", as_complaint=False)
    for _n in range(4):
        clock.shift(8 * 60)
        client.get(f"/m/{taken.report.number}/papers/", headers={"HX-Request": "true"})
    assert client.get("/").status_code == 302


def test_pages_cost_no_write_for_the_clock(officer, clock, django_assert_num_queries):
    client = signed_in()
    client.get("/account/password/")
    clock.shift(60)
    with django_assert_num_queries(3):  # the session, the officer, his offices
        client.get("/account/password/")


def test_the_third_place_ends_the_first(officer, clock):
    clients = []
    for _n in range(3):
        clients.append(signed_in())
        clock.shift(1)
    assert [c.get("/").status_code for c in clients] == [302, 200, 200]
    assert AccountEvent.objects.get(kind="ended").note == "too_many"


def test_signing_out_everywhere_takes_the_tokens_too(officer):
    one, two = signed_in(), signed_in()
    AuthToken.objects.create(officer)
    assert one.get("/account/").content.decode().count("结束这一处") == 1
    assert one.post("/account/end/", {"all": "1"})["Location"] == "/sign-in/"
    assert [c.get("/").status_code for c in (one, two)] == [302, 302]
    assert not AuthToken.objects.exists()


def test_one_place_is_ended_and_only_ones_own(officer, cast, desk):
    one, two = signed_in(), signed_in()
    other = desk("suozhang1")
    rows = {row.officer_id: row.session_key for row in OfficerSession.objects.all()}
    one.post("/account/end/", {"session": rows[cast["suozhang1"].pk]})
    assert other.get("/").status_code == 200
    key = next(row.session_key for row, this in one.get("/account/").context["sessions"] if not this)
    one.post("/account/end/", {"session": key})
    assert [c.get("/").status_code for c in (one, two)] == [200, 302]


def test_an_officer_who_leaves_is_out_at_once(officer):
    client = signed_in()
    _row, token = AuthToken.objects.create(officer)
    officer.is_active = False
    officer.save()
    assert client.get("/").status_code == 302
    assert Client().get("/api/v1/matters/", headers={"Authorization": f"Token {token}"}).status_code == 401
    assert not OfficerSession.objects.filter(officer=officer).exists()
    assert attempt(PASSWORD)[1].status_code == 200


def test_a_new_password_ends_the_other_places_and_weak_ones_are_refused(officer):
    one, two = signed_in(), signed_in()
    AuthToken.objects.create(officer)
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert one.get("/account/password/").status_code == 200
    for wrong in ({"old_password": "猜"}, {"new_password2": NEW + "x"}):
        assert one.post("/account/password/", form | wrong).status_code == 400
    for weak in ("short", "chengban1chengban1", "123456789012", "q1w2e3r4t5y6"):
        assert (
            one.post("/account/password/", form | {"new_password1": weak, "new_password2": weak}).status_code
            == 400
        )
    key = one.session.session_key
    assert one.post("/account/password/", form).status_code == 302
    assert one.session.session_key != key
    assert [c.get("/").status_code for c in (one, two)] == [200, 302]
    assert not AuthToken.objects.exists()
    assert attempt(PASSWORD)[1].status_code == 200
    assert attempt(NEW)[1].status_code == 302


def test_who_guesses_at_an_open_session_loses_it(officer):
    client = signed_in()
    form = {"old_password": "猜", "new_password1": NEW, "new_password2": NEW}
    answers = [client.post("/account/password/", form).status_code for _n in range(5)]
    assert answers == [400, 400, 400, 400, 429]
    assert client.get("/").status_code == 302


def test_the_key_changes_at_sign_in_and_a_planted_one_is_worth_nothing(officer):
    client = Client()
    client.cookies["sessionid"] = "planted" * 5
    client.get("/sign-in/")
    client.post("/sign-in/", {"username": "chengban1", "password": PASSWORD})
    assert client.cookies["sessionid"].value != "planted" * 5
    assert client.get("/").status_code == 200
    planted = Client()
    planted.cookies["sessionid"] = "planted" * 5
    assert planted.get("/").status_code == 302
    by_digest = Client()
    by_digest.cookies["sessionid"] = OfficerSession.objects.get().session_key
    assert by_digest.get("/").status_code == 302, "what stands in the table opens nothing"


def test_forms_of_the_account_need_their_mark(officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    for address in ("/sign-in/", "/account/end/", "/account/password/", "/sign-in/code/", "/account/second-factor/",
                    "/account/recovery-codes/", "/sign-out/"):  # fmt: skip
        assert client.post(address, {"all": "1"}).status_code == 403, address
    assert client.get("/").status_code == 200


def test_signing_out_tells_the_browser_to_forget(officer):
    client = signed_in()
    assert client.post("/sign-out/")["Clear-Site-Data"] == '"cache"'
    assert kinds()[-1] == "signed_out"
