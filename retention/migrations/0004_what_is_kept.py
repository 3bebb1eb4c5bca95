"""What was approved, what was listed and what became of it is written once; no matter of this room is removed."""

from django.db import migrations

from procedure.triggers import append_only, never_deleted


class Migration(migrations.Migration):
    dependencies = [("retention", "0003_keeping"), ("procedure", "0002_locks")]
    operations = [
        append_only("retention_retentionclass", "retention_batchitem", "retention_outcome", "retention_dueitem"),
        never_deleted("retention_schedule", "retention_batch", "retention_rightsrequest"),
    ]
