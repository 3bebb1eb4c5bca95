"""That a matter is closed to somebody is written once."""

from django.db import migrations

from procedure.triggers import append_only, never_deleted


class Migration(migrations.Migration):
    dependencies = [("protection", "0003_retaliation"), ("procedure", "0002_locks")]
    operations = [append_only("protection_closedto"), never_deleted("protection_retaliationreport")]
