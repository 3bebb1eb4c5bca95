"""Two officers link the same matters from either side while a third acts on both: nobody waits for the other for ever."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from procedure import journal
from procedure.corridor import perform
from procedure.links import LinkKind, MatterLink, link, unlink
from procedure.steps import Act

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)

ROUNDS = 6


def test_links_from_both_sides_beside_other_acts(walk):
    one, other = (
        walk.dispatch(
            walk.call("要求退款", name=f"钱途{n}", phone=f"1390952020{n}", as_report=False).complaint
        )
        for n in range(2)
    )
    together = Barrier(3)

    def officer(account, work):
        act = Act(by=type(walk.cast[account]).objects.get(username=account), at=walk.now)
        try:
            together.wait(20)
            for _round in range(ROUNDS):
                work(act)
        finally:
            for alias in connections:
                connections[alias].close()

    def there(act):
        unlink(act, link(act, one, other, LinkKind.EVENT, "同一次"), "再看")

    def back(act):
        unlink(act, link(act, other, one, LinkKind.PARTY, "同一家"), "再看")

    def acting(act):
        for matter in (other, one):
            fresh = type(matter)._base_manager.get(pk=matter.pk)
            perform(act, fresh.check_lead, lead_found="no", note="未见违法")

    with ThreadPoolExecutor(3) as officers:
        done = [
            officers.submit(officer, account, work)
            for account, work in (("fenliu1", there), ("suozhang1", back), ("fenliu1", acting))
        ]
        for each in done:
            each.result(timeout=90)
    assert MatterLink.objects.count() == 4 * ROUNDS
    assert MatterLink.objects.filter(undoes__isnull=True, undone__isnull=True).count() == 0
    assert journal.verify() == []
