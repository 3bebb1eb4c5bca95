"""Grants, their uses and their ends, what was passed on and what was given for mediation: written once."""

from django.db import migrations

from procedure.triggers import append_only

TABLES = (
    "protection_grant",
    "protection_grantuse",
    "protection_grantstop",
    "protection_relay",
    "protection_relayanswer",
    "protection_mediationproposal",
    "protection_mediationapproval",
)


class Migration(migrations.Migration):
    dependencies = [("protection", "0001_initial"), ("procedure", "0002_locks")]
    operations = [append_only(*TABLES)]
