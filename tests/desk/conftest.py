"""A signed-in browser without a browser: Django's test client as one of the officers, in Chinese."""

import pytest
from django.test import Client


@pytest.fixture
def desk(cast):
    """Make a client signed in as an officer: `desk("chengban1").get("/")`."""

    def sign_in(account: str, **more) -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans", **more)
        client.force_login(cast[account])
        return client

    return sign_in


@pytest.fixture
def complaint(walk):
    return walk.call("电饭煲用了三天就坏，要求更换", name="钱途亮", phone="13909520102").complaint


@pytest.fixture
def both(walk):
    """One contact that gave rise to a complaint and a report."""
    return walk.call("买的熟食已经过期，吃完拉肚子，要求退款", name="钱途亮", phone="13909520102")
