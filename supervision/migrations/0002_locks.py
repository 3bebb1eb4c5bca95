"""Supervision orders are never deleted; like every matter they move only with a journal entry."""

from django.db import migrations

from procedure.triggers import never_deleted


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial")]

    operations = [never_deleted("supervision_supervisionorder")]
