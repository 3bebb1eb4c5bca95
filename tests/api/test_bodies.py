"""Bodies no caller should send, and what each is answered: words, a status, and nothing of ours."""

import json

import pytest
from django.conf import settings

from api.reading import DEEPEST

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

WHERE = "/api/v1/submissions/"


@pytest.fixture
def send(story, door):
    def post(raw, content_type="application/json", where=WHERE, **headers):
        return door("dengji1").generic("POST", where, raw, content_type, headers=headers)

    return post


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"not json",
        b'{"text": NaN}',
        b'{"text": Infinity}',
        b'{"text": "\xff\xfe"}',
        b'{"text": "\\ud800"}',
        b'{"\\udfff": 1}',
        b"\xef\xbb\xbf{}",
        b"[" * 100_000,
        b"[" * 500 + b"]" * 500,
        json.dumps({"a": {"b": [[[]]] * 3}, "c": [[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]}).encode(),
        b'{"amount": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_no_json_of_ours(send, raw):
    answer = send(raw)
    assert answer.status_code == 400
    assert list(answer.json()) == ["errors"]
    assert list(answer.json()["errors"]) == ["body"] or raw == b""  # an empty body is an empty object


@pytest.mark.parametrize("raw", [b"[]", b"null", b"1", b'"text"', b"true", b"[{}]"])
def test_json_that_is_no_object(send, raw):
    answer = send(raw)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["body"])


def test_the_deepest_that_is_read(send):
    body = b"[" * DEEPEST + b"]" * DEEPEST
    assert "嵌套" not in send(body).content.decode()
    assert "嵌套" in send(b"[" + body + b"]").content.decode()


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "x",
    ],
)
def test_another_content_type(send, content_type):
    answer = send(b"{}", content_type)
    assert (answer.status_code, list(answer.json())) == (415, ["detail"])


@pytest.mark.parametrize("charset", ["utf-16", "bz2_codec", "base64", "no-such", "utf-7"])
def test_the_charset_of_the_header_is_not_asked(send, charset):
    answer = send(b"{}", f"application/json; charset={charset}")
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"channel", "text", "business_name"}


def test_a_body_past_the_limit(send):
    answer = send(b'{"text": "' + b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE + b'"}')
    assert (answer.status_code, list(answer.json())) == (413, ["detail"])


def test_methods_and_formats_the_door_has_not(send, door):
    clerk = door("dengji1")
    assert clerk.get(WHERE).status_code == 405
    assert clerk.delete("/api/v1/matters/").status_code == 405
    assert clerk.get("/api/v1/matters/", HTTP_ACCEPT="text/html").status_code == 406
    assert clerk.get("/api/v1/matters/", {"format": "xml"}).status_code == 404


def test_no_answer_tells_of_our_machinery(send, door):
    told = send(b"{").content + send(b"{}", "x").content + door("dengji1").get("/api/v1/nowhere/").content
    for word in (b"Traceback", b"django", b"rest_framework", b".py"):
        assert word not in told
