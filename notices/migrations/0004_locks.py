"""Digests are written once; a feed's address is never given to another officer and, once ended, stays ended."""

from django.db import migrations

from procedure.triggers import append_only, differs, never_deleted, refuse_update


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_digests_and_feed"), ("procedure", "0002_locks")]
    operations = [
        append_only("notices_digest", "notices_digestsent"),
        never_deleted("notices_feedtoken"),
        refuse_update(
            "notices_feedtoken_fixed",
            "notices_feedtoken",
            lambda vendor: f"OLD.revoked_at IS NOT NULL OR {differs(vendor, ['officer_id', 'digest', 'made_at'])}",
            "a feed address can only be revoked, once",
        ),
    ]
