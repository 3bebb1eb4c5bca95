"""Brings older clocks up to the new columns, hangs the locks again that SQLite dropped, and starts the tallies."""

from django.db import migrations

import statutes
from procedure import tallies
from procedure.triggers import append_only, differs, never_deleted, refuse_update

# What an older clock knows of itself, put into the columns the boards read.
BACKFILL = [
    "UPDATE procedure_clock SET kind = (SELECT m.kind FROM procedure_matter m WHERE m.id = matter_id),"
    " unit = (SELECT m.unit FROM procedure_matter m WHERE m.id = matter_id)",
    "UPDATE procedure_clock SET paused_on = (SELECT MIN(p.start_on) FROM procedure_pause p"
    " WHERE p.clock_id = procedure_clock.id AND p.end_on IS NULL) WHERE ended_id IS NULL",
    "UPDATE procedure_clock SET touched = true WHERE id IN (SELECT clock_id FROM procedure_pause)"
    " OR id IN (SELECT clock_id FROM procedure_clockextension)",
]


def _backfill(apps, schema):
    for statement in BACKFILL:
        schema.execute(statement)
    # Which version governs, as the shelf ships it: the due day itself is left to `manage.py reckon`.
    known = {}
    for clock in apps.get_model("procedure", "Clock").objects.select_related("matter").iterator(chunk_size=2000):
        key = (clock.rule, clock.matter.law_on)
        if key not in known:
            known[key] = statutes.prevailing(*key).version
        clock.governing, clock.version_on = known[key].rule, known[key].in_force
        clock.save(update_fields=["governing", "version_on"])
    # How late, in the terms of `clock_acts._late`: the hour decides for clocks of hours.
    for clock in apps.get_model("procedure", "Clock").objects.filter(outcome="answered").select_related("ended"):
        late = (clock.ended_on - clock.due_on).days
        if clock.due_at is not None:
            clock.missed_by = max(1, late) if clock.ended.at > clock.due_at else 0
        else:
            clock.missed_by = max(0, late)
        clock.save(update_fields=["missed_by"])
    # The sweep looks at every older running clock once and finds which warning it has come to.
    schema.execute("UPDATE procedure_clock SET warn_on = '2020-01-01' WHERE ended_id IS NULL")


def _start_tallies(apps, schema):
    tallies.hang_triggers(schema)
    running, due, ended = (apps.get_model("procedure", n) for n in ("RunningTally", "DueTally", "OutcomeTally"))
    sums, days, outcomes = {}, {}, {}
    for c in apps.get_model("procedure", "Clock").objects.iterator(chunk_size=2000):
        if c.ended_id is None:
            n, paused = sums.get((c.kind, c.rule, c.unit), (0, 0))
            sums[c.kind, c.rule, c.unit] = (n + 1, paused + (c.paused_on is not None))
            if c.paused_on is None:
                days[c.kind, c.unit, c.due_on] = days.get((c.kind, c.unit, c.due_on), 0) + 1
        elif c.missed_by is not None:
            key = (c.kind, c.rule, c.unit, f"{c.ended_on:%Y-%m}")
            met, missed = outcomes.get(key, (0, 0))
            outcomes[key] = (met + (c.missed_by == 0), missed + (c.missed_by > 0))
    running.objects.bulk_create(
        running(kind=k, rule=r, unit=u, running=n, paused=p) for (k, r, u), (n, p) in sums.items()
    )
    due.objects.bulk_create(due(kind=k, unit=u, due_on=on, n=n) for (k, u, on), n in days.items())
    ended.objects.bulk_create(
        ended(kind=k, rule=r, unit=u, month=m, met=met, missed=missed)
        for (k, r, u, m), (met, missed) in outcomes.items()
    )


def _events_of_a_clock(vendor):
    return differs(vendor, ["matter_id", "rule", "started_at", "opened_id", "kind"])


class Migration(migrations.Migration):
    dependencies = [("procedure", "0004_law_in_force_and_oversight")]

    operations = [
        migrations.RunPython(_backfill, migrations.RunPython.noop),
        never_deleted("procedure_clock", "procedure_pause", "procedure_clockextension"),
        refuse_update(
            "procedure_clock_events_fixed", "procedure_clock", _events_of_a_clock, "the events of a clock are fixed"
        ),
        append_only("procedure_calendarday", "procedure_clockrestart", "procedure_clockmove"),
        never_deleted("procedure_lawstate", "procedure_heartbeat"),
        migrations.RunPython(_start_tallies, migrations.RunPython.noop),
    ]
