"""`manage.py verify_journal` on a copied database, as an auditor runs it: whole, with a row changed, removed, or cut off."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection, connections

from procedure.journal import ChainHead

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)

ROOT = Path(__file__).resolve().parent.parent.parent
COPY = f"mingcha_copied_{os.getpid()}"


@dataclass
class Copied:
    """A copy of the database at rest: change it past every lock, then have the command look at it."""

    sql: Callable[[str], None]
    environ: dict[str, str]

    def verify(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", "verify_journal", *arguments],
            cwd=ROOT, env=self.environ, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip


def _environ(folder: Path, **more: str) -> dict[str, str]:
    dropped = ("MINGCHA_DATA_DIR", "DATABASE_URL", "VAULT_DATABASE_URL", "MINGCHA_TEST_FOLDER")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, "MINGCHA_DEMO": "1", "MINGCHA_DATA_DIR": str(folder), **more}


@contextmanager
def copied(folder: Path) -> Iterator[Copied]:
    """A copy that whoever stole or keeps it may change at will."""
    folder.mkdir()
    with (_sqlite if connection.vendor == "sqlite" else _postgresql)(folder) as copy:
        yield copy


@contextmanager
def _sqlite(folder: Path) -> Iterator[Copied]:
    file = folder / "mingcha.sqlite3"
    with sqlite3.connect(file) as copy:
        connection.connection.backup(copy)
        for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            copy.execute(f'DROP TRIGGER "{name}"')
    copy.close()

    def sql(statement: str) -> None:
        with sqlite3.connect(file) as thief:
            thief.execute(statement)
        thief.close()

    yield Copied(sql, _environ(folder))


@contextmanager
def _postgresql(folder: Path) -> Iterator[Copied]:
    known = connection.settings_dict
    reach = {
        "host": known["HOST"],
        "port": known["PORT"],
        "user": known["USER"],
        "password": known["PASSWORD"],
    }
    original = known["NAME"]
    for each in connections.all():
        each.close()  # a database in use cannot be copied
    with psycopg.connect(dbname="postgres", autocommit=True, **reach) as server:
        server.execute(f'CREATE DATABASE "{COPY}" TEMPLATE "{original}"')

    def sql(statement: str) -> None:
        with psycopg.connect(dbname=COPY, autocommit=True, **reach) as thief:
            for table in ("procedure_journalentry", "procedure_chainhead", "procedure_matter"):
                thief.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                thief.execute(
                    "SELECT conname FROM pg_constraint WHERE contype = 'f' AND confrelid = %s::regclass",
                    [table],
                )
            rows = thief.execute(
                "SELECT conrelid::regclass::text, conname FROM pg_constraint "
                "WHERE contype = 'f' AND confrelid = 'procedure_journalentry'::regclass"
            ).fetchall()
            for table, name in rows:
                thief.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            thief.execute(statement)

    url = f"postgresql://{quote(known['USER'])}:{quote(known['PASSWORD'])}@{known['HOST']}:{known['PORT']}/{COPY}"
    try:
        yield Copied(sql, _environ(folder, DATABASE_URL=url))
    finally:
        with psycopg.connect(dbname="postgres", autocommit=True, **reach) as server:
            server.execute(f'DROP DATABASE "{COPY}"')


def test_a_copy_is_whole_or_the_command_names_what_was_changed_removed_or_cut_off(walk, tmp_path):
    walk.review(walk.call("电饭煲坏了要求更换", name="钱途亮", phone="13909520102").complaint)
    printed = ChainHead.objects.get(pk=1)
    head = f"{printed.count}:{printed.hash}"

    with copied(tmp_path / "whole") as copy:
        told = copy.verify("--head", head)
        assert (told.returncode, told.stderr.count("第")) == (0, 0), told.stderr
        assert head in told.stdout

        copy.sql("UPDATE procedure_journalentry SET by_name = '别人' WHERE chain_no = 3")
        told = copy.verify()
        assert told.returncode != 0
        assert "第 3 条被改动" in told.stderr

        copy.sql("DELETE FROM procedure_journalentry WHERE chain_no = 3")
        told = copy.verify()
        assert told.returncode != 0
        assert "第 3 条缺失" in told.stderr

    with copied(tmp_path / "cut") as copy:
        copy.sql(
            "UPDATE procedure_chainhead SET count = count - 1, "
            f"hash = (SELECT hash FROM procedure_journalentry WHERE chain_no = {printed.count - 1})"
        )
        copy.sql(
            "UPDATE procedure_matter SET last_seq = last_seq - 1 WHERE id = "
            f"(SELECT matter_id FROM procedure_journalentry WHERE chain_no = {printed.count})"
        )
        copy.sql(f"DELETE FROM procedure_journalentry WHERE chain_no = {printed.count}")
        assert copy.verify().returncode == 0  # nothing in the copy itself betrays a cut made this carefully
        told = copy.verify("--head", head)
        assert told.returncode != 0
        assert "链头" in told.stderr
