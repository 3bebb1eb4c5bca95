"""A new beginning that was taken back is told on the receipt of the date, on the page and on paper alike."""

import pytest
from django.urls import reverse

from cases.models import Report
from documents.date_facts import _restarts
from procedure.clocks import Clock

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SAME = {"name": "甄实在", "phone": "13909520101"}


def test_the_receipt_shows_the_new_beginning_and_its_taking_back(in_november, desk):
    walk = in_november
    host = walk.verify(walk.call("卖过期食品", as_complaint=False, **SAME).report)
    walk.later(hours=1)
    later = walk.dispatch(walk.call("又发现库房还有过期食品", as_complaint=False, **SAME).report)
    walk.do("suozhang1", host, "merge", later=later, reason="库房是新的事实", restart_at=later.received_at)
    later = Report.objects.get(pk=later.pk)
    walk.do("suozhang1", later, "unmerge", host=host.number, reason="经核实不是同一对象")
    clock = Clock.objects.running().select_related("matter").get(matter=host, rule="report.verification")
    said = desk("suozhang1").get(reverse("desk:clock", args=[host.number, clock.pk])).content.decode()
    assert "已撤销，不作数" in said
    assert "撤销自" in said
    assert "经核实不是同一对象" in said
    lines = [line for _entry, line in _restarts(clock, clock.reckoning())]
    assert len(lines) == 2
    assert "后被撤销" in lines[0]
    assert lines[1].startswith("撤销重新起算：不再自")
    assert "现届满日" in lines[1]
