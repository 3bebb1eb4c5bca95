"""The only two reasons for which a row of the vault may go: a newer wrap of the same key, or a disposal."""

from django.db import migrations

OWN_DISPOSAL = "EXISTS (SELECT 1 FROM identity_disposal d WHERE d.ref = OLD.ref)"
PERSONS_DISPOSAL = (
    "EXISTS (SELECT 1 FROM identity_disposal d JOIN identity_person p ON p.ref = d.ref WHERE p.id = OLD.person_id)"
)
NEWER_WRAP = (
    "EXISTS (SELECT 1 FROM identity_datakey k WHERE k.ref = OLD.ref AND k.id > OLD.id "
    "AND k.key_id <> OLD.key_id AND k.commitment = OLD.commitment)"
)
# When a row of the table may be deleted; None is never.
MAY_GO = {
    "datakey": f"({NEWER_WRAP} OR {OWN_DISPOSAL})",
    "sealedfield": PERSONS_DISPOSAL,
    "blinddigest": PERSONS_DISPOSAL,
    "code": PERSONS_DISPOSAL,
    "disposal": None,
    "ceremony": None,
}
NEW = ("datakey", "disposal", "ceremony")
UNIQUE = {"datakey": (("id",), ("ref", "key_id")), "disposal": (("id",), ("ref",)), "ceremony": (("id",),)}

# What may not be put in, with the reason that is given.
REFUSED = {
    "a disposed reference gets no key again": "EXISTS (SELECT 1 FROM identity_disposal d WHERE d.ref = NEW.ref)",
    "a reference has one data key": (
        "EXISTS (SELECT 1 FROM identity_datakey k WHERE k.ref = NEW.ref AND k.commitment <> NEW.commitment)"
    ),
}


def lock(apps, schema):
    if schema.connection.alias != "vault":
        return
    (_postgresql if schema.connection.vendor == "postgresql" else _sqlite)(schema)


def _postgresql(schema):
    for name, may_go in MAY_GO.items():
        table = f"identity_{name}"
        allowed = f"IF TG_OP = 'DELETE' THEN IF {may_go} THEN RETURN OLD; END IF; END IF;" if may_go else ""
        schema.execute(
            f"CREATE OR REPLACE FUNCTION {table}_locked() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {allowed} RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'restrict_violation'; END $$"
        )
        schema.execute(
            f"CREATE OR REPLACE FUNCTION {table}_kept() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'restrict_violation'; END $$"
        )
        if name in NEW:
            schema.execute(
                f"CREATE TRIGGER {table}_locked BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_locked()"
            )
        else:
            schema.execute(f"DROP TRIGGER {table}_kept ON {table}")
        schema.execute(
            f"CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_kept()"
        )
    checks = " ".join(
        f"IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END IF;"
        for message, condition in REFUSED.items()
    )
    schema.execute(
        "CREATE FUNCTION identity_datakey_checked() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {checks} RETURN NEW; END $$"
    )
    schema.execute(
        "CREATE TRIGGER identity_datakey_checked BEFORE INSERT ON identity_datakey "
        "FOR EACH ROW EXECUTE FUNCTION identity_datakey_checked()"
    )


def _sqlite(schema):
    def trigger(name, event, table, when, message):
        schema.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} {f'WHEN {when}' if when else ''} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )

    for name, may_go in MAY_GO.items():
        table = f"identity_{name}"
        refused = f"{table} is append-only"
        if name in NEW:
            there = " OR ".join(
                "(" + " AND ".join(f"{c} = NEW.{c}" for c in key) + ")" for key in UNIQUE[name]
            )
            trigger(f"{table}_no_update", "UPDATE", table, "", refused)
            trigger(f"{table}_no_replace", "INSERT", table, f"EXISTS (SELECT 1 FROM {table} WHERE {there})", refused)
        else:
            schema.execute(f"DROP TRIGGER {table}_no_delete")
        trigger(f"{table}_no_delete", "DELETE", table, f"NOT {may_go}" if may_go else "", refused)
    for number, (message, condition) in enumerate(REFUSED.items()):
        trigger(f"identity_datakey_checked_{number}", "INSERT", "identity_datakey", condition, message)


class Migration(migrations.Migration):
    dependencies = [("identity", "0004_data_keys")]
    operations = [
        migrations.RunPython(lock, migrations.RunPython.noop),
    ]
