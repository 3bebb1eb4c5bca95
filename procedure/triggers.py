"""The database half of the locks, written for SQLite and PostgreSQL alike and used from migrations."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import router
from django.db.migrations.operations.base import Operation

SQLITE = """
CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {when}
BEGIN SELECT RAISE(ABORT, '{message}'); END
"""
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END $$
"""
POSTGRES = "CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION {name}()"
POSTGRES_TRUNCATE = (
    "CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
)


class Hang(Operation):
    """A migration step that hangs what Django does not know of, such as a trigger, and asks no model for it.

    `RunPython` has every model of the house drawn up anew before it runs, a third of a second each time, for a
    function that reads none.
    """

    reversible = True

    def __init__(self, hang: Callable[[Any, Any], None]) -> None:
        self.hang = hang

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if router.allow_migrate(schema_editor.connection.alias, app_label):
            self.hang(None, schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """What was hung stays: a table that is taken away takes it along."""


def hangs(schema: Any, name: str) -> bool:
    """Whether a trigger of this name is there: SQLite drops a table's triggers whenever it rebuilds the table."""
    asked = {
        "postgresql": "SELECT 1 FROM pg_trigger WHERE tgname = %s",
        "sqlite": "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = %s",
    }[schema.connection.vendor]
    with schema.connection.cursor() as cursor:
        cursor.execute(asked, [name])
        return cursor.fetchone() is not None


def _create(schema: Any, name: str, table: str, *, event: str, message: str, when: str = "") -> None:
    if hangs(schema, name):
        return
    values = {"name": name, "table": table, "event": event, "message": message, "when": when}
    if schema.connection.vendor == "postgresql":
        schema.execute(POSTGRES_FUNCTION.format(**values))
        schema.execute((POSTGRES_TRUNCATE if event == "TRUNCATE" else POSTGRES).format(**values))
    elif event != "TRUNCATE":  # SQLite has no TRUNCATE
        schema.execute(SQLITE.format(**values))


def append_only(*tables: str, alias: str = "default") -> "Hang":
    """A migration step that makes tables refuse UPDATE, DELETE and TRUNCATE, and SQLite's INSERT OR REPLACE."""

    def lock(apps: Any, schema: Any) -> None:
        if schema.connection.alias != alias:
            return
        for table in tables:
            for event in ("UPDATE", "DELETE", "TRUNCATE"):
                _create(
                    schema,
                    f"{table}_no_{event.lower()}",
                    table,
                    event=event,
                    message=f"{table} is append-only",
                )
            if schema.connection.vendor == "sqlite":
                # REPLACE deletes without firing the trigger on DELETE; it is stopped where it inserts.
                known = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
                name, message = f"{table}_no_replace", f"{table} is append-only"
                _create(schema, name, table, event="INSERT", message=message, when=known)

    return Hang(lock)


def never_deleted(*tables: str) -> "Hang":
    """A migration step that makes tables refuse DELETE and TRUNCATE."""

    def lock(apps: Any, schema: Any) -> None:
        for table in tables:
            for event in ("DELETE", "TRUNCATE"):
                _create(
                    schema,
                    f"{table}_no_{event.lower()}",
                    table,
                    event=event,
                    message=f"{table} is never deleted",
                )

    return Hang(lock)


def refuse_update(name: str, table: str, when: Callable[[str], str], message: str) -> "Hang":
    """A migration step that refuses UPDATEs for which the condition holds; `when` is given the vendor.

    PostgreSQL allows no sub-select in WHEN, so there the condition stands inside the function.
    """

    def lock(apps: Any, schema: Any) -> None:
        vendor = schema.connection.vendor
        condition = when(vendor)
        if hangs(schema, name):
            return
        if vendor == "postgresql":
            schema.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN IF {condition} THEN RAISE EXCEPTION '{message}' "
                f"USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END $$"
            )
            schema.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        else:
            schema.execute(
                SQLITE.format(
                    name=name, table=table, event="UPDATE", message=message, when=f"WHEN {condition}"
                )
            )

    return Hang(lock)


def differs(vendor: str, columns: Iterable[str]) -> str:
    """SQL that is true when any of the columns changes in an UPDATE, nulls included."""
    operator = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    return "(" + " OR ".join(f"NEW.{c} {operator} OLD.{c}" for c in columns) + ")"
