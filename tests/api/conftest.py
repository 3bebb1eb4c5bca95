"""Callers of the door, and a house in which acts are really committed."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from knox.models import AuthToken
from rest_framework.test import APIClient

from demo.county import Cast
from demo.walk import Walk
from offices.models import Officer
from procedure.journal import ChainHead

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


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A house without the enclosing transaction of a test, for tests in which two connections meet.

    Emptying it afterwards is what the triggers of an append-only table forbid, so they are lifted for that moment.
    """
    with django_db_blocker.unblock():
        yield
        for alias in connections:
            _empty(alias)
        ChainHead.objects.get_or_create(pk=1)


def _empty(alias: str) -> None:
    house = connections[alias]
    with house.cursor() as cursor:
        if house.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            lift = [f"DROP TRIGGER {name}" for name, _sql in triggers]
            hang = [sql for _name, sql in triggers]
        else:
            tables = house.introspection.table_names(cursor)
            lift = [f'ALTER TABLE "{table}" DISABLE TRIGGER USER' for table in tables]
            hang = [f'ALTER TABLE "{table}" ENABLE TRIGGER USER' for table in tables]
        for statement in lift:
            cursor.execute(statement)
    try:
        call_command("flush", database=alias, interactive=False, verbosity=0)
    finally:
        with house.cursor() as cursor:
            for statement in hang:
                cursor.execute(statement)
