"""Callers of the door."""

from collections.abc import Callable

import pytest
from knox.models import AuthToken
from rest_framework.test import APIClient

from demo.county import Cast
from demo.walk import Walk
from offices.models import Officer

Door = Callable[[str], APIClient]


def caller(account: str) -> APIClient:
    """A client that calls as this officer, read anew as a request would."""
    client = APIClient()
    _row, token = AuthToken.objects.create(Officer.objects.get(username=account))
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return client


@pytest.fixture
def door(cast: Cast) -> Door:
    """`door("fenliu1")` calls as the dispatcher; one client per officer and test."""
    clients: dict[str, APIClient] = {}

    def as_officer(account: str) -> APIClient:
        if account not in clients:
            clients[account] = caller(account)
        return clients[account]

    return as_officer


@pytest.fixture
def story(in_november: Walk) -> Walk:
    """The story as the door sees it: what is performed and what is asked share one clock on the wall."""
    return in_november
