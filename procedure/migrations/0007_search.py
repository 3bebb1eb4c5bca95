"""The index of the search: an FTS5 table on SQLite, a table with a tsvector and its GIN index on PostgreSQL.

It starts empty: what a kind of matter is found by is said in its own room, which a migration must not call. Matters
that are already there are entered by `manage.py index_search`.
"""

import django.db.models.deletion
from django.db import migrations, models

import procedure.search

# The ASCII tokenizer parts at blanks and nowhere inside Chinese, whatever edition of Unicode SQLite knows: the tokens
# are cut before they come here.
SQLITE = """CREATE VIRTUAL TABLE procedure_searchtext
USING fts5(numbers, business, initials, words, tokenize = 'ascii')"""

NAMED = """setweight(to_tsvector('simple', numbers), 'A') || setweight(to_tsvector('simple', business), 'B') ||
        setweight(to_tsvector('simple', initials), 'C')"""

# Each without a list of entries yet to be sorted in, which would make the planner shun the index after a busy day.
POSTGRES = [
    f"""CREATE TABLE procedure_searchtext (
    rowid bigint PRIMARY KEY REFERENCES procedure_matter (id) DEFERRABLE INITIALLY DEFERRED,
    numbers text NOT NULL, business text NOT NULL, initials text NOT NULL, words text NOT NULL,
    named tsvector GENERATED ALWAYS AS ({NAMED}) STORED,
    tokens tsvector GENERATED ALWAYS AS ({NAMED} || to_tsvector('simple', words)) STORED)""",
    "CREATE INDEX procedure_searchtext_named ON procedure_searchtext USING gin (named) WITH (fastupdate = off)",
    "CREATE INDEX procedure_searchtext_tokens ON procedure_searchtext USING gin (tokens) WITH (fastupdate = off)",
]


def _make(apps, schema):
    if schema.connection.alias != "default":
        return
    for statement in POSTGRES if schema.connection.vendor == "postgresql" else [SQLITE]:
        schema.execute(statement)


def _drop(apps, schema):
    if schema.connection.alias == "default":
        schema.execute("DROP TABLE procedure_searchtext")


class Migration(migrations.Migration):
    dependencies = [("procedure", "0006_taken_back")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(_make, _drop)],
            state_operations=[
                migrations.CreateModel(
                    name="SearchText",
                    fields=[
                        (
                            "matter",
                            models.OneToOneField(
                                db_column="rowid",
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="searched",
                                serialize=False,
                                to="procedure.matter",
                            ),
                        ),
                        ("numbers", procedure.search.Tokens()),
                        ("business", procedure.search.Tokens()),
                        ("initials", procedure.search.Tokens()),
                        ("words", procedure.search.Tokens()),
                    ],
                    options={"db_table": "procedure_searchtext"},
                )
            ],
        )
    ]
