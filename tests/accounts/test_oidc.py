"""The identity service: a real one in a thread signs in officers we know, and every bent token ends at the door."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from accounts import oidc
from accounts.models import AccountEvent
from offices.models import Officer
from tests.accounts.provider import CLIENT, SECRET, Service
from tests.api.test_crawler import ADDRESSES

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def service(settings, cast):
    running = Service()
    settings.ROOT_URLCONF = "tests.accounts.oidc_urls"
    settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, "accounts.oidc.Provider"]
    settings.OIDC_ISSUER, settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = (
        running.issuer,
        CLIENT,
        SECRET,
    )
    settings.REQUIRE_SECOND_FACTOR = True
    oidc.described.cache_clear()
    yield running
    running.stop()


def to_the_service(client, query=""):
    """From the sign-in page to the service and back as far as the address of the callback."""
    out = client.get(f"/oidc/authenticate/{query}")
    assert out.status_code == 302
    back = requests.get(out["Location"], allow_redirects=False, timeout=5)
    return urlsplit(back.headers["Location"])


def sign_in(query=""):
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    back = to_the_service(client, query)
    return client, client.get(f"{back.path}?{back.query}")


def refused(answer, client):
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    assert "_auth_user_id" not in client.session
    assert "统一身份认证没有成功" in client.get("/sign-in/").content.decode()
    return True


def test_without_an_issuer_there_is_no_address_and_no_link(cast):
    assert not [name for name in ADDRESSES if "oidc" in name]
    with pytest.raises(NoReverseMatch):
        reverse("oidc_authentication_init", urlconf="config.urls")
    assert Client().get("/oidc/authenticate/").status_code == 404
    assert "统一身份认证" not in Client(HTTP_ACCEPT_LANGUAGE="zh-hans").get("/sign-in/").content.decode()
    assert get_resolver("config.urls")


def test_a_known_officer_comes_in_and_owes_our_own_factor(service):
    assert "统一身份认证" in Client(HTTP_ACCEPT_LANGUAGE="zh-hans").get("/sign-in/").content.decode()
    client, answer = sign_in()
    assert answer.status_code == 302
    assert client.get("/journal/")["Location"].startswith("/account/second-factor/")
    assert AccountEvent.objects.get(kind="signed_in").note == "provider"


@pytest.mark.parametrize("bend", [{"amr": ["pwd", "otp"]}, {"amr": ["mfa"]}, {"acr": "level-3"}])
def test_the_services_own_second_factor_counts(service, settings, bend):
    settings.OIDC_FACTOR_LEVELS = {"level-3"}
    service.bend = bend
    client, answer = sign_in("?next=/journal/")
    assert answer["Location"] == "/journal/"
    assert client.get("/journal/").status_code == 200


@pytest.mark.parametrize(
    "bend", [{"amr": ["pwd"]}, {"amr": "otp"}, {"amr": [["otp"]]}, {"acr": "level-1"}, {"acr": ""}]
)
def test_and_what_is_none_does_not(service, bend):
    service.bend = bend
    client, _answer = sign_in()
    assert client.get("/journal/").status_code == 302


@pytest.mark.parametrize(
    "bend",
    [
        {"nonce": "another"},
        {"aud": "another-client"},
        {"aud": [CLIENT, "another-client"]},
        {"iss": "http://127.0.0.1:1"},
        {"exp": int(time.time()) - 3600},
        {"iat": int(time.time()) + 86_400 * 400},
    ],
)
def test_a_bent_token_ends_at_the_door(service, bend):
    service.bend = bend
    client, answer = sign_in()
    assert refused(answer, client)


@pytest.mark.parametrize("claim", ["nonce", "aud", "iss", "exp", "sub", "preferred_username"])
def test_a_token_that_leaves_something_out_as_well(service, claim):
    service.leave_out = {claim}
    client, answer = sign_in()
    assert refused(answer, client)


def test_a_strangers_signature_and_another_way_of_signing(service):
    service.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    client, answer = sign_in()
    assert refused(answer, client)
    service.algorithm = "HS256"
    client, answer = sign_in()
    assert refused(answer, client)


def test_an_unknown_an_inactive_and_a_nameless_officer(service, cast):
    before = Officer.objects.count()
    for name in ("nobody", "SHENJI1", "", None, ["shenji1"], 7):
        service.name = name
        client, answer = sign_in()
        assert refused(answer, client)
    assert Officer.objects.count() == before
    service.name = "shenji1"
    Officer.objects.filter(username="shenji1").update(is_active=False)
    client, answer = sign_in()
    assert refused(answer, client)


def test_who_becomes_inactive_is_out_at_the_next_page(service):
    service.bend = {"amr": ["otp"]}
    client, _answer = sign_in()
    assert client.get("/journal/").status_code == 200
    Officer.objects.filter(username="shenji1").update(is_active=False)
    assert client.get("/journal/").status_code == 302


def test_a_state_that_is_not_ours_a_second_use_and_a_session_not_ours(service):
    service.bend = {"amr": ["otp"]}
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    back = to_the_service(client)
    code = parse_qs(back.query)["code"][0]
    assert refused(client.get(f"{back.path}?code={code}&state=another"), client)
    stranger = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    assert refused(stranger.get(f"{back.path}?{back.query}"), stranger)
    assert client.get(f"{back.path}?{back.query}").status_code == 302
    again = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    again.cookies = client.cookies
    assert again.get(f"{back.path}?{back.query}")["Location"] == "/sign-in/"


def test_a_code_beside_a_wrong_password_is_not_looked_at(service):
    """Without the state and the nonce of the callback nothing of the service may sign anybody in."""
    client = Client()
    back = to_the_service(Client())
    answer = client.post(f"/sign-in/?{back.query}", {"username": "shenji1", "password": "x"})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_no_next_leads_outside_and_the_key_changes(service):
    service.bend = {"amr": ["otp"]}
    client = Client()
    back = to_the_service(client, "?next=https://example.org/")
    key = client.session.session_key
    assert client.get(f"{back.path}?{back.query}")["Location"] == "/"
    assert client.session.session_key != key


def test_a_service_that_is_away_leaves_the_password(service):
    service.stop()
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    assert refused(client.get("/oidc/authenticate/"), client)
    assert client.post("/sign-in/", {"username": "shenji1", "password": "x"}).status_code == 200
