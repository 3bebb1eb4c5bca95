"""The door itself: a password in earnest, one click in a demo on this machine, and nothing in between."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
PASSWORD = "水清则无鱼-2026"


@pytest.fixture
def officer(cast):
    someone = cast["chengban1"]
    someone.set_password(PASSWORD)
    someone.save()
    return someone


def test_a_right_password_opens_the_worklist(officer):
    response = Client().post("/sign-in/", {"username": "chengban1", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/")


def test_a_wrong_one_says_so_keeps_the_name_and_forgets_the_password(officer):
    response = Client(HTTP_ACCEPT_LANGUAGE="zh-hans").post(
        "/sign-in/", {"username": "chengban1", "password": "猜错的密码"}
    )
    shown = response.content.decode()
    assert "账号或密码不对" in shown
    assert 'value="chengban1"' in shown
    assert "猜错的密码" not in shown


def test_the_door_leads_nowhere_outside(officer):
    sent = {"username": "chengban1", "password": PASSWORD, "next": "https://example.org/"}
    assert Client().post("/sign-in/", sent)["Location"] == "/"


def test_an_officer_without_a_password_cannot_guess_one(cast):
    for password in ("", "!", "None"):
        assert Client().post("/sign-in/", {"username": "dengji1", "password": password}).status_code == 200


def test_one_click_in_a_demo_on_this_machine(cast, settings):
    settings.DEMO = True
    client = Client()
    assert "dengji1" in client.get("/sign-in/").content.decode()
    response = client.post("/sign-in/demo/", {"username": "dengji1"})
    assert response.status_code == 302
    assert client.get("/intake/").status_code == 200


@pytest.mark.parametrize("address", ["10.0.0.7", "", "not an address", "203.0.113.9"])
def test_no_click_from_elsewhere_even_in_a_demo(cast, settings, address):
    settings.DEMO = True
    client = Client(REMOTE_ADDR=address)
    assert "dengji1" not in client.get("/sign-in/").content.decode()
    assert client.post("/sign-in/demo/", {"username": "dengji1"}).status_code == 404
    assert (
        client.post(
            "/sign-in/demo/", {"username": "dengji1"}, headers={"X-Forwarded-For": "127.0.0.1"}
        ).status_code
        == 404
    )


def test_no_click_outside_the_demo(cast, settings):
    settings.DEMO = False
    client = Client()
    assert "dengji1" not in client.get("/sign-in/").content.decode()
    assert client.post("/sign-in/demo/", {"username": "dengji1"}).status_code == 404


def test_a_click_is_a_post_of_a_known_officer(cast, settings):
    settings.DEMO = True
    assert Client().get("/sign-in/demo/").status_code == 405
    assert Client().post("/sign-in/demo/", {"username": "root"}).status_code == 404


def test_signing_out_is_a_post(desk):
    client = desk("dengji1")
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").status_code == 302
    assert client.get("/").status_code == 302


def test_the_language_is_switched_and_stays(desk):
    client = desk("dengji1")
    response = client.post("/i18n/setlang/", {"language": "en", "next": "/"}, follow=True)
    assert 'lang="en"' in response.content.decode()
    assert 'lang="en"' in client.get("/").content.decode()


def test_a_part_of_a_page_without_a_session_sends_the_whole_page_to_sign_in_and_sets_no_form_mark(cast):
    """A poll of an old page must not fetch the sign-in form: its new mark would break a sign-in under way."""
    client = Client()
    response = client.get("/m/TS-2026-000001/papers/", headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (401, "/sign-in/")
    assert not client.cookies
    assert client.get("/m/TS-2026-000001/").status_code == 302
