"""The two keys of an original and their use are written once."""

from django.db import migrations

from procedure.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_second_key"), ("procedure", "0002_locks")]
    operations = [
        append_only("evidence_originalasked", "evidence_originalconfirmed", "evidence_originalused")
    ]
