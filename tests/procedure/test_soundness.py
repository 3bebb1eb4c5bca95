"""`manage.py reckon` believes nothing that is stored: a term taken for paused, never warned of, or wrongly listed is found."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from procedure import journal
from procedure.clocks import Clock
from procedure.matter import Matter

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def complaint(walk):
    return walk.call("要求退款", name="钱途亮", phone="13909520102", as_report=False).complaint


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"warn_on": None}, "提醒 None"),
        ({"warn_on": date(2027, 1, 1)}, "提醒 2027-01-01"),
        ({"source": "令20第十四条"}, "依据 令20第十四条"),
        ({"paused_on": date(2026, 11, 3)}, "中止 2026-11-03 应为 None"),
    ],
)
def test_what_is_stored_beside_a_clock_is_checked_and_put_right(walk, complaint, wrong, said):
    clock = complaint.clocks.get(rule="complaint.acceptance")
    Clock.objects.filter(pk=clock.pk).update(**wrong)
    told = StringIO()
    with pytest.raises(CommandError):
        call_command("reckon", stdout=told)
    assert f"{complaint.number} complaint.acceptance {said}" in told.getvalue()
    call_command("reckon", "--fix", "--by", "fazhi1", stdout=StringIO())
    call_command("reckon", stdout=StringIO())
    assert complaint.journal.order_by("-seq").first().verb == "reckon"
    assert journal.verify() == []


@pytest.mark.parametrize(
    "wrong", [{"next_due_on": date(2031, 1, 1)}, {"next_due_on": None, "next_due_rule": ""}]
)
def test_the_worklists_day_is_checked_and_put_right(walk, complaint, wrong):
    right = Matter.objects.values_list("next_due_on", "next_due_rule").get(pk=complaint.pk)
    Matter.objects.filter(pk=complaint.pk).update(**wrong)
    told = StringIO()
    with pytest.raises(CommandError):
        call_command("reckon", stdout=told)
    assert f"{complaint.number} 最近届满" in told.getvalue()
    call_command("reckon", "--fix", "--by", "fazhi1", stdout=StringIO())
    assert Matter.objects.values_list("next_due_on", "next_due_rule").get(pk=complaint.pk) == right
    call_command("reckon", stdout=StringIO())
