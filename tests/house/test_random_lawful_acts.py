"""A walk of random acts through every machine: what must hold after each of them, whatever the order."""

from datetime import datetime, timedelta
from decimal import Decimal
from inspect import signature
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import statutes
from cases.models import Report
from demo.walk import Walk
from procedure import clocks, journal, recompute, tallies
from procedure.clocks import Pause
from procedure.corridor import Refused, perform
from procedure.journal import JournalEntry
from procedure.matter import Matter
from procedure.steps import steps_of

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

ACCOUNTS = [
    "dengji1", "fenliu1", "chengban1", "chengban2", "suozhang1", "fazhi1", "fuju1", "juzhang1", "baomi1", "jiangli1",
    "caiwu1", "gongan1",
]  # fmt: skip


def facts_for(walk: Walk, matter: Matter, verb: str, draw) -> dict:
    """Plausible facts for any step: what an officer might type, right or wrong."""
    text = st.sampled_from(["事实与理由充分明确，详见卷内材料", "无"])
    codes = [item.code for item in statutes.rule("report.filing").on(matter.law_day()).items]
    known = {
        "department": "市场监管局",
        "unit": "CG",
        "handler": walk.cast[draw(st.sampled_from(["chengban1", "chengban2"]))],
        "co_handler": walk.cast[draw(st.sampled_from(["chengban1", "chengban2"]))],
        "conditions": draw(st.sampled_from([codes, codes[:2]])),
        "ground": draw(st.sampled_from(["1", "4", "9"])),
        "complainant_consents": draw(st.booleans()),
        "respondent_consents": True,
        "lead_found": "no",
        "paper": "made",
        "recovered": None,
        "conduct": ["expired_food_reworked"],
        "sales_amount": Decimal(draw(st.sampled_from(["100", "49999.99", "50000", "88000"]))),
        "unsold_value": Decimal(0),
        "food_poisoning_cases": 0,
        "outcome": "penalty",
        "fine": Decimal(draw(st.sampled_from(["5000", "300000"]))),
        "enclosures": ["1", "2", "3", "4", "5"],
        "to_procuratorate": True,
        "code": "0000-0000-0000-0000",
        "grade": "2",
        "amount": draw(st.sampled_from([5, 15, 30, 99])),
        "start_on": localdate(walk.now) - timedelta(days=draw(st.integers(-1, 5))),
        "end_on": localdate(walk.now) - timedelta(days=draw(st.integers(-1, 5))),
        "strike": draw(st.booleans()),
        "interval": draw(st.sampled_from([str(p.pk) for p in Pause.objects.all()] or ["0"])),
        "later": Report.objects.order_by("-pk").first(),
        "restart_at": walk.now,
    }
    if "exclude" in verb or "include" in verb:
        known["ground"] = draw(st.sampled_from(["检测", "鉴定", "听证", "9"]))
    form = next(s.facts for s in steps_of(type(matter)) if s.verb == verb)
    if form is None:
        return {}
    return {
        name: known.get(
            name, draw(text) if field.required else field.clean(None) if not field.required else None
        )
        for name, field in form.base_fields.items()
        # What a form folds into another field (a bureau by name into the department) is not said to the act.
        if name in signature(getattr(type(matter), verb)).parameters
    }


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_random_acts_leave_the_house_in_order(cast, data):
    # Each example starts from the same county: what it did is rolled back on both databases.
    with transaction.atomic(using="default"), transaction.atomic(using="vault"):
        act_at_random(cast, data)
        transaction.set_rollback(True, using="default")
        transaction.set_rollback(True, using="vault")


def act_at_random(cast, data):
    walk = Walk(cast, datetime(2026, 11, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai")))
    walk.call("过期熟食吃坏肚子要求退款", name="甄实在", phone="13909520101")
    for _turn in range(14):
        open_matters = list(Matter.objects.open().order_by("id"))
        matter = data.draw(st.sampled_from(open_matters)).concrete()
        verbs = [s.verb for s in steps_of(type(matter)) if matter.state in s.sources]
        if not verbs:
            continue
        verb = data.draw(st.sampled_from(verbs))
        account = data.draw(st.sampled_from(ACCOUNTS))
        before = (JournalEntry.objects.count(), Matter.objects.get(pk=matter.pk).state)
        walk.later(hours=data.draw(st.integers(1, 60)))
        try:
            perform(walk.act(account), getattr(matter, verb), **facts_for(walk, matter, verb, data.draw))
        except Refused as refused:
            assert refused.objections
            assert (JournalEntry.objects.count(), Matter.objects.get(pk=matter.pk).state) == before
        else:
            assert matter.journal.filter(verb=verb).exists()
            assert JournalEntry.objects.count() > before[0]
    assert journal.verify() == []
    assert list(recompute.differing()) == []
    assert tallies.differing() == []
    for matter in Matter.objects.all():
        assert (matter.next_due_on, matter.next_due_rule) == clocks.next_due(matter)
        entries = list(matter.journal.order_by("seq"))
        assert [e.seq for e in entries] == list(
            range(1, matter.last_seq + 1)
        )  # one entry per change, none missing
        for one, other in pairwise(entries):
            assert one.after == other.before
        kind = matter.concrete()
        assert (matter.closed_on is not None) == (matter.state in kind.FINAL)
        for clock in matter.clocks.all():
            assert (clock.ended is None) == (clock.ended_on is None)
