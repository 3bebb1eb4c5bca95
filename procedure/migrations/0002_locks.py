"""The locks of the room: journal only added to, matters and clocks never deleted, states moved only with an entry."""

from django.db import migrations

from procedure.triggers import append_only, differs, never_deleted, refuse_update


def _state_without_entry(vendor: str) -> str:
    return (
        differs(vendor, ["state", "last_seq", "closed_on", "law_on", "number", "kind"])
        + " AND NOT (NEW.last_seq = OLD.last_seq + 1 AND NEW.number = OLD.number AND NEW.kind = OLD.kind"
        " AND NEW.law_on = OLD.law_on AND EXISTS (SELECT 1 FROM procedure_journalentry j"
        " WHERE j.matter_id = NEW.id AND j.seq = NEW.last_seq AND j.after = NEW.state))"
        # The first entry of a new matter: the row was inserted with journal number 0.
    )


def _events_of_a_clock(vendor: str) -> str:
    return differs(vendor, ["matter_id", "rule", "started_at", "opened_id"])


def _head(apps, schema):
    apps.get_model("procedure", "ChainHead").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("procedure", "0001_initial")]

    operations = [
        migrations.RunPython(_head, migrations.RunPython.noop),
        append_only("procedure_journalentry"),
        never_deleted("procedure_matter", "procedure_clock", "procedure_pause", "procedure_clockextension"),
        never_deleted("procedure_order", "procedure_chainhead", "procedure_series"),
        refuse_update(
            "procedure_matter_needs_entry",
            "procedure_matter",
            _state_without_entry,
            "a matter moves only with its journal entry",
        ),
        refuse_update(
            "procedure_clock_events_fixed", "procedure_clock", _events_of_a_clock, "the events of a clock are fixed"
        ),
    ]
