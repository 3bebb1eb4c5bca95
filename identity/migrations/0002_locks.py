"""The vault's rows refuse UPDATE, DELETE and TRUNCATE on both databases.

The triggers are written here again, shorter, because this room may not import its neighbour `procedure`: the
vault must stand without the house.
"""

from django.db import migrations

TABLES = ("person", "sealedfield", "blinddigest", "code", "opening")


def lock(apps, schema):
    if schema.connection.alias != "vault":
        return
    postgres = schema.connection.vendor == "postgresql"
    for table in (f"identity_{name}" for name in TABLES):
        if postgres:
            schema.execute(
                f"CREATE FUNCTION {table}_locked() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'restrict_violation'; END $$"
            )
            schema.execute(
                f"CREATE TRIGGER {table}_locked BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_locked()"
            )
            schema.execute(
                f"CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_locked()"
            )
            continue
        for event in ("UPDATE", "DELETE"):
            schema.execute(
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]
    operations = [migrations.RunPython(lock, migrations.RunPython.noop)]
