"""The description of the door: whole, without warnings, and shown by a page that a strict policy lets run."""

import re

import pytest
from django.urls import reverse
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", re.I)
OPEN = {"/api/v1/reckon/", "/api/v1/reckon/rules/"}  # the law's own: no token


def test_the_schema_is_made_without_warnings_and_is_valid():
    GENERATOR_STATS.reset()
    schema = SchemaGenerator().get_schema(request=None, public=True)
    validate_schema(schema)
    assert not GENERATOR_STATS._warn_cache
    assert not GENERATOR_STATS._error_cache
    assert set(schema["paths"]) == {
        "/api/v1/submissions/",
        "/api/v1/matters/",
        "/api/v1/matters/{number}/",
        "/api/v1/matters/{number}/clocks/{rule}/",
        "/api/v1/matters/{number}/steps/{verb}/",
        "/api/v1/matters/{number}/messages/",
        "/api/v1/search/",
        *OPEN,
    }
    for path, methods in schema["paths"].items():
        for operation in methods.values():
            assert ("401" in operation["responses"]) is (path not in OPEN)


@pytest.mark.django_db
def test_the_schema_is_served_without_a_token(client):
    answer = client.get(reverse("api:schema"), HTTP_ACCEPT="application/json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.")


@pytest.mark.django_db
def test_the_page_loads_nothing_from_elsewhere_and_nothing_inline(client):
    page = client.get(reverse("api:docs"))
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    told = page.content.decode()
    assert not INLINE.search(told), INLINE.search(told)
    addresses = re.findall(r'(?:src|href)="([^"]+)"', told)
    assert len(addresses) >= 4
    assert all(a.startswith("/") and not a.startswith("//") for a in addresses)
    script = client.get(next(a for a in addresses if "script" in a).replace("&amp;", "&"))
    assert script.headers["Content-Type"].startswith("application/javascript")
    assert reverse("api:schema").encode() in script.content
