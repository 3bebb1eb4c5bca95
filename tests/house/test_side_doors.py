"""Every way past the corridor is tried here, in Python and in SQL, and every one must be shut."""

import re

import pytest
from django.db import DatabaseError, connection, transaction

from cases.models import Complaint
from procedure import journal
from procedure.clocks import Clock
from procedure.corridor import OutsideCorridor, Refused, perform
from procedure.journal import ChainHead, JournalEntry
from procedure.locks import Locked
from procedure.matter import Matter
from procedure.steps import Act

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def complaint(walk):
    return walk.dispatch(walk.call("电饭煲坏了要求更换", name="钱途亮", phone="13909520102").complaint)


def test_a_step_called_as_a_method_is_refused(complaint):
    with pytest.raises(OutsideCorridor):
        complaint.hand_back(reason="不是我所辖区")


def test_the_state_cannot_be_assigned(complaint):
    with pytest.raises(AttributeError):
        complaint.state = "closed"


@pytest.mark.parametrize("field", ["state", "last_seq", "closed_on", "law_on", "number", "kind"])
def test_a_queryset_update_of_what_the_corridor_owns_is_refused(complaint, field):
    with pytest.raises(Locked):
        Matter.objects.filter(pk=complaint.pk).update(**{field: "x"})
    with pytest.raises(Locked):
        Complaint.objects.filter(pk=complaint.pk).update(**{field: "x"})
    with pytest.raises(Locked):
        Complaint._base_manager.filter(pk=complaint.pk).update(**{field: "x"})


def test_a_matter_is_never_deleted(complaint):
    with pytest.raises(Locked):
        complaint.delete()
    with pytest.raises(Locked):
        Matter.objects.filter(pk=complaint.pk).delete()


def test_a_state_smuggled_past_the_descriptor_stops_at_the_database(complaint):
    complaint.__dict__["state"] = "closed"
    with pytest.raises(DatabaseError), transaction.atomic():
        complaint.save()


SQL = [
    "UPDATE procedure_matter SET state = 'closed' WHERE id = {matter}",
    "UPDATE procedure_matter SET last_seq = 99 WHERE id = {matter}",
    "UPDATE procedure_matter SET law_on = '2020-01-01' WHERE id = {matter}",
    "UPDATE procedure_matter SET number = 'TS-1' WHERE id = {matter}",
    "UPDATE procedure_matter SET closed_on = '2026-11-03' WHERE id = {matter}",
    "DELETE FROM procedure_matter WHERE id = {matter}",
    "UPDATE procedure_journalentry SET by_name = '别人' WHERE matter_id = {matter}",
    "DELETE FROM procedure_journalentry WHERE matter_id = {matter}",
    "UPDATE procedure_clock SET started_at = '2026-01-01 00:00:00' WHERE matter_id = {matter}",
    "DELETE FROM procedure_clock WHERE matter_id = {matter}",
    "UPDATE cases_submission SET text = '改过' WHERE id > 0",
    "DELETE FROM cases_submission WHERE id > 0",
    "UPDATE cases_competencefinding SET list_version = 'x' WHERE id > 0",
]


@pytest.mark.parametrize("statement", SQL)
def test_sql_past_django_is_refused_by_a_trigger(complaint, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(matter=complaint.pk))


def test_the_same_act_through_the_corridor_succeeds(walk, complaint):
    perform(walk.act("suozhang1"), complaint.hand_back, reason="经营地在姚伏镇")
    assert Complaint.objects.get(pk=complaint.pk).state == "received"


def test_nobody_acts_without_being_somebody(walk, complaint):
    with pytest.raises(Refused, match="没有经办人"):
        perform(Act(by=None, at=walk.now), complaint.hand_back, reason="x")


def test_refreshing_a_matter_from_the_database_is_barred(complaint):
    """The engine's refresh would lift the protection of the field for the whole process."""
    with pytest.raises(AttributeError):
        complaint.refresh_from_db()
    with pytest.raises(AttributeError):
        complaint.state = "closed"


def test_the_journal_is_append_only_in_python(complaint):
    entry = complaint.journal.first()
    with pytest.raises(Locked):
        entry.save()
    with pytest.raises(Locked):
        entry.delete()
    with pytest.raises(Locked):
        JournalEntry.objects.filter(pk=entry.pk).update(name="x")
    with pytest.raises(Locked):
        JournalEntry.objects.bulk_update([entry], ["name"])
    with pytest.raises(Locked):
        Clock.objects.filter(matter=complaint).delete()


def _without_triggers(sql: str) -> None:
    """Change a row as someone who owns the database could, past every trigger."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            table = re.search(r"procedure_\w+", sql).group()
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with waiting checks cannot be altered
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(sql)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(sql)
        for _name, made in triggers:
            cursor.execute(made)


def test_an_untouched_chain_verifies(complaint):
    assert journal.verify() == []


def test_a_changed_row_is_found(complaint):
    entry = complaint.journal.last()
    _without_triggers(f"UPDATE procedure_journalentry SET by_name = '别人' WHERE id = {entry.pk}")
    assert any("被改动" in fault for fault in journal.verify())


def test_a_removed_row_is_found(complaint):
    entry = complaint.journal.first()
    _without_triggers(
        f"UPDATE procedure_clock SET opened_id = {complaint.journal.last().pk} WHERE opened_id = {entry.pk}"
    )
    _without_triggers(f"UPDATE procedure_order SET ordered_by_id = NULL WHERE ordered_by_id = {entry.pk}")
    _without_triggers(f"DELETE FROM procedure_journalentry WHERE id = {entry.pk}")
    assert any("缺失" in fault for fault in journal.verify())


def test_a_cut_tail_is_found_even_when_the_head_is_rewritten(complaint):
    head = ChainHead.objects.get(pk=1)
    printed = (head.count, head.hash)
    last = JournalEntry.objects.order_by("-chain_no").first()
    before = JournalEntry.objects.get(chain_no=last.chain_no - 1)
    _without_triggers(f"UPDATE procedure_order SET ordered_by_id = NULL WHERE ordered_by_id = {last.pk}")
    _without_triggers(f"UPDATE procedure_clock SET ended_id = NULL WHERE ended_id = {last.pk}")
    _without_triggers(f"DELETE FROM procedure_journalentry WHERE id = {last.pk}")
    _without_triggers(
        f"UPDATE procedure_chainhead SET count = {before.chain_no}, hash = '{before.hash}' WHERE id = 1"
    )
    _without_triggers(f"UPDATE procedure_matter SET last_seq = last_seq - 1 WHERE id = {last.matter_id}")
    assert journal.verify(printed) != []
