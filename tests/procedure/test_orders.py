"""What an act owes to another room is given back when it fails, tried again, and in the end set before somebody."""

import pytest

from enforcement import tasks
from procedure.orders import MOST_ATTEMPTS, Order
from supervision.board import failed_orders

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_a_case_that_cannot_be_opened_shows_on_the_board_in_the_end(walk, monkeypatch):
    def breaks(*_args, **_more):
        raise LookupError("a name that must not be read")

    monkeypatch.setattr(tasks, "begin", breaks)
    report = walk.verify(walk.call("卖过期食品").report)
    with pytest.raises(LookupError):
        walk.file(report)
    order = Order.objects.get(room="enforcement")
    assert (order.state, order.last_failure) == (Order.OWED, "LookupError")
    for _attempt in range(MOST_ATTEMPTS - order.attempts):
        Order.objects.filter(pk=order.pk).update(leased_until_at=None)
        with pytest.raises(LookupError):
            tasks.fulfil.apply(args=[order.pk], throw=True)
    assert [row.pk for row in failed_orders(walk.cast["ducha1"], walk.now.date())] == [order.pk]


def test_an_order_that_no_act_placed_is_a_failure_and_not_a_lease_for_ever(walk, monkeypatch):
    report = walk.verify(walk.call("卖过期食品").report)
    order = Order.objects.create(room="enforcement", form="open_case", key="x", matter=report)
    with pytest.raises(ValueError, match="follows from an act"):
        tasks.fulfil.apply(args=[order.pk], throw=True)
    order.refresh_from_db()
    assert order.last_failure == "ValueError"
