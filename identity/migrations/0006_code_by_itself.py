"""A code is found by itself, beside the codes that go with a number; and a visit that was left stays left.

The unique digest stands in the table's own statement on both databases; rows of the lookup are only added.
"""

from django.db import migrations, models

TABLE = "identity_codelookup"
# The one reason for which a row may go: its person was disposed of (0005).
MAY_GO = (
    "EXISTS (SELECT 1 FROM identity_disposal d JOIN identity_person p ON p.ref = d.ref WHERE p.id = OLD.person_id)"
)


def lock(apps, schema):
    if schema.connection.alias != "vault":
        return
    if schema.connection.vendor == "postgresql":
        schema.execute(
            f"CREATE FUNCTION {TABLE}_locked() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF TG_OP = 'DELETE' THEN IF {MAY_GO} THEN RETURN OLD; END IF; END IF; "
            f"RAISE EXCEPTION '{TABLE} is append-only' USING ERRCODE = 'restrict_violation'; END $$"
        )
        schema.execute(
            f"CREATE FUNCTION {TABLE}_kept() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{TABLE} is append-only' USING ERRCODE = 'restrict_violation'; END $$"
        )
        schema.execute(
            f"CREATE TRIGGER {TABLE}_locked BEFORE UPDATE OR DELETE ON {TABLE} "
            f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_locked()"
        )
        schema.execute(
            f"CREATE TRIGGER {TABLE}_kept BEFORE TRUNCATE ON {TABLE} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_kept()"
        )
        return
    for event, unless in (("UPDATE", ""), ("DELETE", f"WHEN NOT {MAY_GO} ")):
        schema.execute(
            f"CREATE TRIGGER {TABLE}_no_{event.lower()} BEFORE {event} ON {TABLE} {unless}"
            f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
        )
    there = "id = NEW.id OR person_id = NEW.person_id OR digest = NEW.digest"
    schema.execute(
        f"CREATE TRIGGER {TABLE}_no_replace BEFORE INSERT ON {TABLE} "
        f"WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE {there}) "
        f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
    )


class Migration(migrations.Migration):
    dependencies = [("identity", "0005_what_may_go")]
    operations = [
        migrations.CreateModel(
            name="CodeLookup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.BinaryField(max_length=32)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=models.deletion.PROTECT, related_name="code_lookup", to="identity.person"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "constraints": (models.UniqueConstraint(fields=["digest"], name="one_person_per_code"),),
            },
        ),
        migrations.CreateModel(
            name="LeftVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.BinaryField(max_length=32)),
                ("left_on", models.DateField()),
            ],
            options={
                "constraints": (models.UniqueConstraint(fields=["digest"], name="one_leaving_per_visit"),),
                "indexes": (models.Index(fields=["left_on"], name="left_by_day"),),
            },
        ),
        migrations.RunPython(lock, migrations.RunPython.noop),
    ]
