"""What happened to accounts is only added to, on both databases."""

from django.db import migrations

from procedure.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_first")]
    operations = [append_only("accounts_accountevent")]
