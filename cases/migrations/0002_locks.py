"""Submissions and findings are written once."""

from django.db import migrations

from procedure.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("procedure", "0002_locks")]
    operations = [append_only("cases_submission", "cases_competencefinding")]
