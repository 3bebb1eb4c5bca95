"""The card of a term: what is used of it, and that a paused one stands still."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from desk import clock_panel
from procedure.clocks import clocks_of

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_a_paused_term_stands_still(walk):
    report = walk.verify(walk.call("卖过期食品").report)
    walk.later(days=3)
    walk.do("chengban1", report, "entrust_test", institution="检验中心", paper="委1")
    told = []
    for days in (0, 10, 40):
        now = walk.now + timedelta(days=days)
        card = clock_panel.cards(clocks_of(report), now, localdate(now))[0]
        assert card.state == "paused"
        told.append(card.spent)
    assert told == ["15 个工作日，已过 2 个"] * 3
