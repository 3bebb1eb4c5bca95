"""Emptying both databases between transactional tests, past the triggers that refuse it, and putting them back."""

from typing import Any

from django.apps import apps
from django.db import connections


def emptied(test: Any) -> None:
    """Delete every row of every table of ours; what a migration put in (the head of the chain) is put in again."""
    for alias in ("default", "vault"):
        connection = connections[alias]
        tables = [t for t in connection.introspection.table_names() if t != "django_migrations"]
        (_postgresql if connection.vendor == "postgresql" else _sqlite)(connection, tables)
    apps.get_model("procedure", "ChainHead").objects.create(pk=1)


def _postgresql(connection: Any, tables: list[str]) -> None:
    quoted = [connection.ops.quote_name(table) for table in tables]
    with connection.cursor() as cursor:
        for table in quoted:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(quoted)} RESTART IDENTITY CASCADE")
        for table in quoted:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _sqlite(connection: Any, tables: list[str]) -> None:
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        # What an FTS5 table keeps in tables of its own goes with its rows; emptied by hand it would be no index any more.
        cursor.execute("SELECT name FROM pragma_table_list WHERE type = 'shadow'")
        shadows = {name for (name,) in cursor.fetchall()}
        for table in [t for t in tables if t not in shadows]:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        for _name, made in triggers:
            cursor.execute(made)
