"""One person, one officer, one moment, for every test of the vault."""

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from identity.people import PersonalData
from identity.seal import seal
from identity.unseal import unseal

AT = datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass(frozen=True)
class Officer:
    """What the vault needs to know of an officer: a number, and a name as its text."""

    pk: int | None = 7
    full_name: str = "保管员甲"

    def __str__(self) -> str:
        return self.full_name


@pytest.fixture
def person() -> PersonalData:
    return PersonalData(
        name="慕容致远",
        phone="138 9520 4417",
        id_type="居民身份证",
        id_number="64022119870314051X",
        address="石嘴山市平罗县城关镇团结西路118号3单元502室",
        email="murong.zy@example.cn",
        workplace="平罗县鸿盛食品加工厂",
        statement="我是鸿盛的慕容致远，厂里在改生产日期",
    )


@pytest.fixture
def ref(person: PersonalData) -> str:
    return seal(person, kind="report")


@pytest.fixture
def no_private_key(settings: Any) -> None:
    """The web process: it was never told where the private key lies."""
    settings.VAULT_PRIVATE_KEY_FILE = None


GROUND = {
    "by": Officer(),
    "office": "custodian",
    "purpose": "电话核实举报线索",
    "basis": "令121第三十七条",
    "matter_number": "JB-2026-000001",
    "at": AT,
}


def opened(ref: str, *fields: str, **other: Any) -> PersonalData:
    return unseal(ref, fields, **{**GROUND, **other})


@pytest.fixture
def own_keys(settings: Any, tmp_path: Path) -> Path:
    """A vault whose keys lie in a folder of this test's own, for tests that change or lose them."""
    folder = tmp_path / "keys"
    settings.VAULT_PUBLIC_KEY_FILE = str(folder / "vault_public.key")
    settings.VAULT_INDEX_KEY_FILE = str(folder / "vault_index.key")
    settings.VAULT_PRIVATE_KEY_FILE = str(folder / "vault_private.key")
    call_command("vault_keys", stdout=io.StringIO())
    return folder


def said(*command: str, **options: Any) -> str:
    """What a management command says."""
    out = io.StringIO()
    call_command(*command, stdout=out, **options)
    return out.getvalue()
