"""What was held back, and who answered for it, is written once."""

from django.db import migrations

from procedure.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_held_back")]
    operations = [append_only("documents_heldback", "documents_overrideasked", "documents_override")]
