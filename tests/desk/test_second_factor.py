"""The code after the password: nothing opens without it, the database betrays none, and a lost telephone is mended."""

import base64
import io
import re
import time
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from knox.models import AuthToken

from accounts.models import AccountEvent, Authenticator, OfficerSession, RecoveryCodes
from accounts.sealing import Unopenable
from tests.api.test_crawler import ADDRESSES, FILL, anything

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
PASSWORD = "水清则无鱼-2026"
START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as moved:
        yield moved


@pytest.fixture
def officer(cast, settings, clock):
    settings.REQUIRE_SECOND_FACTOR = True
    someone = cast["shenji1"]
    someone.set_password(PASSWORD)
    someone.save()
    return someone


def code_for(text: str, later: int = 0) -> str:
    """What the app shows for the secret typed into it."""
    totp = TOTP(base64.b32decode(text.replace(" ", "")))
    totp.time = time.time() + later
    return f"{totp.token():06d}"


def wrong(text: str) -> str:
    return f"{(int(code_for(text)) + 500_000) % 1_000_000:06d}"


def with_password(client=None, next_address="/"):
    client = client or Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    sent = {"username": "shenji1", "password": PASSWORD, "next": next_address}
    assert client.post("/sign-in/", sent).status_code == 302
    return client


def enrolled(clock):
    """A client whose officer has just set up the app: client, secret as text, recovery codes."""
    client = with_password()
    page = client.get("/account/second-factor/")
    text = page.context["enrolment"].text
    done = client.post("/account/second-factor/", {"code": code_for(text), "next": "/journal/"})
    assert done.status_code == 200
    clock.shift(60)
    return client, text, done.context["codes"]


def test_the_first_sign_in_leads_to_the_set_up_and_nothing_else_opens(officer):
    client = with_password()
    assert client.get("/")["Location"] == "/account/second-factor/"
    assert (
        client.get("/journal/?before=5")["Location"]
        == "/account/second-factor/?next=%2Fjournal%2F%3Fbefore%3D5"
    )
    opened = []
    for name, wanted in ADDRESSES.items():
        if name.startswith(("api:", "portal:")) or name in ("desk:second-factor-set", "desk:sign-out"):
            continue
        values = {p: anything(p) for p in wanted}
        for method in (client.get, client.post):
            answer = method(reverse(name, kwargs=values))
            if answer.status_code == 200 or (
                answer.status_code == 302 and "second-factor" not in answer["Location"]
            ):
                opened.append((name, answer.status_code))
    # The language may be switched; the sign-in page sends on to where the gate stands; the feed asks its own token.
    assert {name for name, _status in opened} <= {"set_language", "desk:sign-in"}
    assert set(FILL) | {"number"} >= {p for wanted in ADDRESSES.values() for p in wanted}
    shown = client.get("/account/second-factor/").content.decode()
    assert "工作列表" not in shown
    assert client.get("/no-such-page/").content.decode().count("/journal/") == 0
    part = client.get("/", headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Redirect"]) == (401, "/account/second-factor/")


def test_setting_up_shows_picture_and_secret_and_ends_with_ten_codes_once(officer, clock):
    client = with_password()
    page = client.get("/account/second-factor/")
    shown = page.content.decode()
    text = page.context["enrolment"].text
    assert "<svg" in shown
    assert text in shown
    assert "style=" not in shown
    assert "no-store" in page["Cache-Control"]
    assert client.get("/account/second-factor/").context["enrolment"].text == text
    bad = client.post("/account/second-factor/", {"code": wrong(text)})
    assert bad.status_code == 400
    assert "验证码不对" in bad.content.decode()
    clock.shift(5)
    key_before = client.session.session_key
    done = client.post("/account/second-factor/", {"code": code_for(text), "next": "/journal/"})
    assert client.session.session_key != key_before
    codes = done.context["codes"]
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}", code) for code in codes)
    assert 'href="/journal/"' in done.content.decode()
    assert client.get("/journal/").status_code == 200
    assert not any(code in client.get("/account/").content.decode() for code in codes)


def test_password_then_code_and_on_to_where_one_wanted(officer, clock):
    _client, text, _codes = enrolled(clock)
    again = with_password(next_address="/journal/?before=9")
    assert again.get("/journal/?before=9")["Location"].startswith("/sign-in/code/?next=")
    key_before = again.session.session_key
    done = again.post("/sign-in/code/", {"code": code_for(text), "next": "/journal/?before=9"})
    assert (done.status_code, done["Location"]) == (302, "/journal/?before=9")
    assert again.session.session_key != key_before
    # The same code a second time is nobody's.
    third = with_password()
    assert third.post("/sign-in/code/", {"code": code_for(text)}).status_code == 400
    assert third.get("/").status_code == 302


@pytest.mark.parametrize(
    "away", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"]
)
def test_no_page_of_the_sign_in_leads_outside(officer, clock, away):
    _client, text, _codes = enrolled(clock)
    client = with_password(next_address=away)
    assert client.get("/sign-in/code/", {"next": away}).context["next"] == "/"
    assert client.post("/sign-in/code/", {"code": code_for(text), "next": away})["Location"] == "/"


def test_a_recovery_code_works_once_however_it_is_typed(officer, clock):
    _client, _text, codes = enrolled(clock)
    client = with_password()
    typed = codes[0].lower().replace("-", " ").replace("o", "0")
    done = client.post("/sign-in/code/", {"code": typed}, follow=True)
    assert "备用码还剩 9 个" in done.content.decode()
    other = with_password()
    assert other.post("/sign-in/code/", {"code": codes[0]}).status_code == 400
    clock.shift(5)
    assert other.post("/sign-in/code/", {"code": codes[1]}).status_code == 302
    kinds = list(AccountEvent.objects.values_list("kind", flat=True))
    assert kinds.count("code_used") == 2


def test_new_codes_need_a_fresh_sign_in_and_end_the_old(officer, clock):
    client, text, codes = enrolled(clock)
    clock.shift(600)
    asked = client.post("/account/recovery-codes/")
    assert asked.status_code == 409
    assert RecoveryCodes.objects.get().token_set.count() == 10
    done = client.post("/account/recovery-codes/", {"again_asked": "send", "again_secret": code_for(text)})
    assert done.status_code == 200
    assert not set(done.context["codes"]) & set(codes)
    other = with_password()
    assert other.post("/sign-in/code/", {"code": codes[3]}).status_code == 400


def test_guesses_are_slowed_and_the_page_says_until_when(officer, clock):
    _client, text, _codes = enrolled(clock)
    client = with_password()
    tried = 0
    for _n in range(6):
        answer = client.post("/sign-in/code/", {"code": wrong(text)})
        tried += "验证码不对" in answer.content.decode()
        clock.shift(2)
    assert tried == 4, (
        "after pauses of one, two and four seconds a guess every other second is not even looked at"
    )
    assert "错误次数过多，请在" in client.post("/sign-in/code/", {"code": code_for(text)}).content.decode()
    assert AccountEvent.objects.filter(kind="factor_failed").count() == 4
    clock.shift(60)
    assert client.post("/sign-in/code/", {"code": code_for(text)}).status_code == 302


def test_the_database_betrays_neither_secret_nor_codes_nor_session(officer, clock, settings):
    client, text, codes = enrolled(clock)
    secret = base64.b32decode(text.replace(" ", ""))
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += [str(value) for row in cursor.fetchall() for value in row]
    everything = "\n".join(rows).upper()
    for planted in (secret.hex(), text, text.replace(" ", ""), base64.b64encode(secret).decode()):
        assert planted.upper() not in everything
    for code in codes:
        assert code not in everything
        assert code.replace("-", "") not in everything
    assert client.cookies["sessionid"].value.upper() not in everything
    # Another officer's row with this seal in it opens nothing: the seal is bound to whom it was made for.
    device = Authenticator.objects.get()
    Authenticator.objects.filter(pk=device.pk).update(user_id=officer.pk + 1)
    with pytest.raises(Unopenable):
        _read = Authenticator.objects.get().bin_key


def test_a_changed_secret_key_opens_with_the_old_one_kept_and_seals_anew(officer, clock, settings):
    _client, text, codes = enrolled(clock)
    before = Authenticator.objects.get().key
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-" * 4
    settings.SECRET_KEY_FALLBACKS = [old]
    client = with_password()
    assert client.post("/sign-in/code/", {"code": code_for(text)}).status_code == 302
    assert Authenticator.objects.get().key != before
    assert with_password().post("/sign-in/code/", {"code": codes[5]}).status_code == 302
    settings.SECRET_KEY_FALLBACKS = []
    clock.shift(60)
    assert with_password().post("/sign-in/code/", {"code": code_for(text)}).status_code == 302


def test_an_administrator_resets_what_is_lost_and_it_is_written_down(officer, clock, cast):
    client, _text, _codes = enrolled(clock)
    AuthToken.objects.create(officer)
    said = io.StringIO()
    for wrong_by in ("shenji1", "nobody"):
        with pytest.raises(CommandError):
            call_command("reset_second_factor", "shenji1", by=wrong_by, stdout=said)
    call_command("reset_second_factor", "shenji1", by="juzhang1", stdout=said)
    assert client.get("/").status_code == 302
    assert not Authenticator.objects.exists()
    assert not RecoveryCodes.objects.exists()
    assert not AuthToken.objects.exists()
    assert not OfficerSession.objects.filter(officer=officer).exists()
    event = AccountEvent.objects.get(kind="factor_reset")
    assert (event.officer_id, event.by_id) == (officer.pk, cast["juzhang1"].pk)
    assert with_password().get("/")["Location"] == "/account/second-factor/"


def test_another_telephone_replaces_the_first_after_a_fresh_sign_in(officer, clock):
    client, text, _codes = enrolled(clock)
    elsewhere = with_password()
    assert elsewhere.post("/sign-in/code/", {"code": code_for(text)}).status_code == 302
    # Half signed in (password only), nobody sets up a telephone over the one that is there.
    half = with_password()
    assert half.get("/account/second-factor/")["Location"] == "/sign-in/code/"
    clock.shift(600)
    assert client.get("/account/second-factor/").status_code == 409
    look = {"again_asked": "look", "again_secret": PASSWORD}
    assert client.post("/account/second-factor/", look).status_code == 302
    fresh = client.get("/account/second-factor/").context["enrolment"].text
    assert fresh != text
    assert client.post("/account/second-factor/", {"code": code_for(fresh)}).status_code == 200
    assert elsewhere.get("/").status_code == 302, "the other place signs in anew"
    clock.shift(60)
    assert with_password().post("/sign-in/code/", {"code": code_for(text)}).status_code == 400


def test_one_click_in_a_demo_owes_the_code_only_where_it_is_asked_for(cast, settings, clock):
    settings.DEMO, settings.REQUIRE_SECOND_FACTOR = True, None
    client = Client()
    client.post("/sign-in/demo/", {"username": "shenji1"})
    assert client.get("/journal/").status_code == 200
    settings.REQUIRE_SECOND_FACTOR = True
    assert client.get("/journal/")["Location"].startswith("/account/second-factor/")


def test_the_record_is_the_auditors_and_only_added_to(officer, clock, desk, django_assert_max_num_queries):
    client, _text, _codes = enrolled(clock)
    shown = client.get("/account/record/")
    assert "设置验证器" in shown.content.decode()
    with django_assert_max_num_queries(6):
        client.get("/account/record/")
    for _n in range(55):
        Client().post("/sign-in/", {"username": f"guess{_n}", "password": "x"})
    with django_assert_max_num_queries(6):
        page = client.get("/account/record/")
    assert len(page.context["rows"]) == 50
    assert "没有这个账号" in page.content.decode()
    assert "guess" not in page.content.decode()
    assert client.get(f"/account/record/?before={page.context['older']}").status_code == 200
    event = AccountEvent.objects.first()
    with pytest.raises(TypeError):
        event.delete()
    with pytest.raises(TypeError):
        AccountEvent.objects.update(note="x")


@pytest.mark.django_db(transaction=True, databases=["default", "vault"])
def test_the_triggers_keep_the_record_too(cast):
    AccountEvent.objects.create(officer=cast["shenji1"], kind="signed_in", at=START)
    for statement in ("UPDATE accounts_accountevent SET note = 'x'", "DELETE FROM accounts_accountevent"):
        with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
            cursor.execute(statement)
    assert AccountEvent.objects.count() == 1


def test_the_record_is_no_other_offices_page(desk, cast):
    for account in ("dengji1", "juzhang1", "baomi1", "ducha1"):
        assert desk(account).get("/account/record/").status_code == 403
        assert desk(account).get("/account/").status_code == 200
