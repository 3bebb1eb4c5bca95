"""The fund's ledger is written once, entry by entry."""

from django.db import migrations

from procedure.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("rewards", "0001_initial"), ("procedure", "0002_locks")]
    operations = [append_only("rewards_fundentry")]
