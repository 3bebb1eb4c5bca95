"""Evidence and its sterile copies are written once."""

from django.db import migrations

from procedure.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_evidence"), ("procedure", "0002_locks")]
    operations = [append_only("evidence_evidence", "evidence_sterilecopy")]
