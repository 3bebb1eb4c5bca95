"""Papers and their prints are written once."""

from django.db import migrations

from procedure.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("procedure", "0002_locks")]
    operations = [append_only("documents_document", "documents_print")]
