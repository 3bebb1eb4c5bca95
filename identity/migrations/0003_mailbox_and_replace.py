"""A question is answered once; a label belongs to one person; and SQLite's REPLACE finds the rows locked as well."""

from django.db import migrations, models

# The columns by which a new row can collide with an old one.
UNIQUE = {
    "person": (("id",), ("ref",), ("label",)),
    "sealedfield": (("id",), ("person_id", "field")),
    "blinddigest": (("id",),),
    "code": (("id",), ("person_id",)),
    "opening": (("id",),),
}


def refuse_replace(apps, schema):
    """INSERT OR REPLACE removes the row it collides with without asking the DELETE trigger; SQLite only."""
    if schema.connection.alias != "vault" or schema.connection.vendor != "sqlite":
        return
    for name, keys in UNIQUE.items():
        table = f"identity_{name}"
        there = " OR ".join("(" + " AND ".join(f"{c} = NEW.{c}" for c in key) + ")" for key in keys)
        schema.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {there}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_locks")]
    operations = [
        migrations.RemoveField("openingrequest", "refused"),
        migrations.AddField("openingrequest", "taken_at", models.DateTimeField(null=True)),
        # By hand, because Django would rebuild the SQLite table for it and the triggers would be gone.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "CREATE UNIQUE INDEX one_person_per_label ON identity_person (label)",
                    "DROP INDEX one_person_per_label",
                )
            ],
            state_operations=[
                migrations.AddConstraint(
                    "person", models.UniqueConstraint(fields=["label"], name="one_person_per_label")
                )
            ],
        ),
        migrations.RunPython(refuse_replace, migrations.RunPython.noop),
    ]
