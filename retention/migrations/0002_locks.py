"""A hold is never removed."""

from django.db import migrations

from procedure.triggers import never_deleted


class Migration(migrations.Migration):
    dependencies = [("retention", "0001_holds"), ("procedure", "0002_locks")]
    operations = [never_deleted("retention_hold")]
