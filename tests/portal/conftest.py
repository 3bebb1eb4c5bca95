"""Somebody at the public door: a browser without a name that solves the challenge and types a code."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from portal import limits, puzzle

HERE = "/track/"


def said(answer):
    """A page without what fills it up to its length."""
    return answer.content.decode().split("</html>")[0]


class Visitor(Client):
    """A client that enters by a code and acts on the page behind it."""

    def challenge(self):
        told = self.get(HERE).content.decode()
        token = re.search(r'name="puzzle" value="([^"]+)"', told)[1]
        bits = int(re.search(r'data-bits="(\d+)"', told)[1])
        work = next(n for n in range(10**7) if puzzle.zero_bits(f"{token}:{n}") >= bits)
        return {"puzzle": token, "puzzle_work": str(work)}

    def enter(self, code, **more):
        return self.post(HERE, {"code": code, **self.challenge(), **more})

    def page(self, status=200):
        answer = self.get(HERE)
        assert answer.status_code == status
        return said(answer)

    def do(self, what, **sent):
        return self.post(reverse(f"portal:track-{what}"), sent)


@pytest.fixture(autouse=True)
def _counted_anew(settings):
    limits.counter.forget()
    settings.PORTAL_PUZZLE_BITS = 4
    yield
    limits.counter.forget()


@pytest.fixture
def visitor():
    """Make a visitor who has come in by a code: `visitor(code)`; without one he stands before the door."""

    def come(code=None):
        client = Visitor(HTTP_ACCEPT_LANGUAGE="zh-hans")
        if code is not None:
            assert client.enter(code).status_code == 303
        return client

    return come


@pytest.fixture
def desk(cast):
    """Make a client signed in as an officer."""

    def sign_in(account):
        client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
        client.force_login(cast[account])
        return client

    return sign_in
