"""Callers of the door: an officer's token in a client."""

from collections.abc import Callable

import pytest
from knox.models import AuthToken
from rest_framework.test import APIClient

from demo.county import Cast
from demo.walk import Walk
from offices.models import Officer

Door = Callable[[str], APIClient]


def caller(officer: Officer) -> APIClient:
    """A client that calls as this officer."""
    client = APIClient()
    _row, token = AuthToken.objects.create(officer)
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return client


@pytest.fixture
def door(cast: Cast) -> Door:
    """`door("fenliu1")` calls as the dispatcher; one client per officer and test."""
    clients: dict[str, APIClient] = {}

    def as_officer(account: str) -> APIClient:
        if account not in clients:
            clients[account] = caller(Officer.objects.get(pk=cast[account].pk))
        return clients[account]

    return as_officer


@pytest.fixture
def story(in_november: Walk, db: None) -> Walk:
    """The story as the door sees it: what is performed and what is asked share one clock on the wall."""
    return in_november
