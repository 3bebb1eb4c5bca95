"""What every answer tells the browser, whichever door, officer and status; and how much a browser may send."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from knox.models import AuthToken

from tests.api.test_crawler import ADDRESSES, anything

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
ROOT = Path(__file__).resolve().parents[2]

POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "manifest-src 'self'", "object-src 'none'", "frame-src 'none'", "worker-src 'none'",
    "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
}  # fmt: skip
EXACT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}


def missing(answer) -> list[str]:
    """What an answer fails to tell."""
    told = {
        part.strip() for part in answer.headers.get("Content-Security-Policy", "").split(";") if part.strip()
    }
    wrong = [f"Content-Security-Policy {sorted(told ^ POLICY)}"] if told != POLICY else []
    wrong += [
        f"{name}: {answer.headers.get(name)}"
        for name, value in EXACT.items()
        # The public door tells nobody where its visitor came from; neither does a page with an identity on it.
        if answer.headers.get(name) not in {value, *(("no-referrer",) if name == "Referrer-Policy" else ())}
    ]
    for feature in ("camera", "microphone", "geolocation", "usb"):
        if f"{feature}=()" not in answer.headers.get("Permissions-Policy", ""):
            wrong.append(f"Permissions-Policy {feature}")
    return wrong


def addresses():
    for name, wanted in ADDRESSES.items():
        yield name, reverse(name, kwargs={p: anything(p) for p in wanted})
    for other in ("/no/such/page/", "/api/no/such/", "/static/desk.svg", "/static/none.css"):
        yield other, other


def callers(cast, desk):
    officer = cast["shenji1"]
    _row, token = AuthToken.objects.create(officer)
    yield "nobody", lambda: Client(raise_request_exception=False), {}
    yield "officer", lambda: desk("shenji1", raise_request_exception=False), {}
    yield "machine", lambda: Client(raise_request_exception=False), {"Authorization": f"Token {token}"}


def test_every_address_of_every_door_tells_the_browser_the_same(cast, desk):
    findings, seen = [], set()
    for who, client_of, headers in callers(cast, desk):
        client = client_of()
        for name, address in addresses():
            if name in ("desk:sign-out", "desk:account-end"):
                continue
            for method in (client.get, client.post, client.put):
                answer = method(address, headers=headers)
                seen.add(answer.status_code)
                findings += [
                    f"{who} {method.__name__} {name} {answer.status_code}: {m}" for m in missing(answer)
                ]
    assert not findings, "\n".join(findings)
    assert {200, 302, 401, 403, 404, 405} <= seen


def test_what_an_officer_sees_is_kept_on_no_disk(cast, desk):
    client = desk("shenji1")
    for name, address in addresses():
        if name.startswith("desk:") and name not in (
            "desk:sign-out",
            "desk:sign-in",
            "desk:feed-calendar",
            "desk:demo-sign-in",
            "desk:account-end",
        ):
            answer = client.get(address)
            if answer.status_code == 200:
                assert "no-store" in answer["Cache-Control"], name


def test_a_fault_tells_the_browser_too(cast, desk, monkeypatch):
    def breaks(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr("desk.account_view.events.latest", breaks)
    answer = desk("shenji1", raise_request_exception=False).get("/account/record/")
    assert answer.status_code == 500
    assert missing(answer) == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_too_large_a_body_is_refused_in_the_readers_language_and_nothing_is_read(cast, desk, language):
    client = desk("dengji1")
    client.cookies["django_language"] = language
    said = {"zh-hans": "发送的内容太大", "en": "What was sent is too large"}[language]
    too_much = "x" * (configured.DATA_UPLOAD_MAX_MEMORY_SIZE + 10)
    answer = client.post("/intake/", {"text": too_much}, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    if language == "zh-hans":
        assert said in answer.content.decode()
    assert missing(answer) == []


def test_files_have_a_larger_measure_and_machines_get_json(cast, settings):
    settings.UPLOAD_MOST_BYTES = 3 * 1024 * 1024
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    for size, status in ((2_500_000, {200, 302, 400, 403, 404, 405}), (3_500_000, {413})):
        body = (
            b"--b\r\nContent-Disposition: form-data; name=f; filename=a.jpg\r\n\r\n"
            + b"x" * size
            + b"\r\n--b--\r\n"
        )
        answer = client.post("/sign-in/", body, content_type="multipart/form-data; boundary=b")
        assert answer.status_code in status
    told = client.post("/api/v1/submissions/", b"x" * 3_000_000, content_type="application/json")
    assert (told.status_code, told["Content-Type"]) == (413, "application/json")


def test_too_many_fields_are_a_bad_request(cast, desk):
    answer = desk("dengji1").post("/intake/", {f"f{n}": "1" for n in range(1100)})
    assert answer.status_code == 400
    assert missing(answer) == []


def test_refused_is_refused_with_all_headers(cast, desk, monkeypatch):
    def forbidden(*_args, **_kwargs):
        raise PermissionDenied

    monkeypatch.setattr("desk.account_view.events.latest", forbidden)
    answer = desk("shenji1").get("/account/record/")
    assert answer.status_code == 403
    assert missing(answer) == []


PROBE = """
import json, django
django.setup()
from django.conf import settings as s
print(json.dumps([s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_NAME,
    s.CSRF_COOKIE_NAME, s.SESSION_IDLE_MINUTES, s.SESSIONS_PER_OFFICER, s.PROXIES,
    getattr(s, "SECURE_PROXY_SSL_HEADER", None) is not None, s.REQUIRE_SECOND_FACTOR]))
from accounts.required import second_factor_required
print(second_factor_required())
"""


@pytest.mark.parametrize(
    ("environment", "settings_told", "required"),
    [
        ({}, [True, True, 31536000, "__Host-session", "__Host-csrf", 30, 2, 0, False, None], True),
        ({"MINGCHA_PROXIES": "1"}, [True, True, 31536000, "__Host-session", "__Host-csrf", 30, 2, 1, True, None], True),
        ({"MINGCHA_DEMO": "1"}, [False, False, 0, "sessionid", "csrftoken", 480, 20, 0, False, None], False),
        ({"MINGCHA_DEMO": "1", "MINGCHA_REQUIRE_SECOND_FACTOR": "1"}, [False, False, 0, "sessionid", "csrftoken", 480, 20, 0, False, True], True),
        ({"MINGCHA_INSECURE_HTTP": "1"}, [False, False, 0, "sessionid", "csrftoken", 30, 2, 0, False, None], True),
    ],
)  # fmt: skip
def test_production_is_strict_without_being_told(tmp_path, environment, settings_told, required):
    clean = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("MINGCHA_", "DATABASE", "VAULT", "SECRET", "DJANGO"))
    }
    env = {
        **clean,
        "MINGCHA_DATA_DIR": str(tmp_path),
        "SECRET_KEY": "k" * 40,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", PROBE],
        cwd=ROOT,
        env={**env, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    told, said = done.stdout.splitlines()
    assert json.loads(told) == settings_told
    assert said == str(required)


def test_hsts_is_told_over_tls_only(settings, cast):
    settings.SECURE_HSTS_SECONDS = 31536000
    assert "Strict-Transport-Security" not in Client().get("/sign-in/").headers
    assert Client().get("/sign-in/", secure=True)["Strict-Transport-Security"] == "max-age=31536000"
