"""Services and reminders are written once."""

from django.db import migrations

from procedure.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("procedure", "0002_locks")]
    operations = [append_only("notices_service", "notices_reminder")]
