"""Reading matters: the list, the whole matter, the receipt of a term."""

import pytest

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

TEXT = "昨天买的熟食已经过期，吃完拉肚子，要求退款"


def test_anonymous_callers_are_asked_for_a_token(story, client):
    story.call(TEXT, name="甄实在", phone="13909520101")
    for address in ("/api/v1/matters/", "/api/v1/matters/TS-2026-000001/", "/api/v1/nowhere/"):
        answer = client.get(address)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Token"
        assert set(answer.json()) == {"detail"}


def test_the_whole_matter(story, door):
    complaint = story.call(TEXT, name="甄实在", phone="13909520101").complaint
    answer = door("fenliu1").get(f"/api/v1/matters/{complaint.number}/")
    assert answer.status_code == 200
    print(answer.content.decode())
