"""Every kind of paper that the demonstration's matters owe can be made of what they hold: no order waits for ever."""

import pytest
from django.utils import timezone

from demo.stories import tell_all
from demo.walk import FULFIL
from procedure.orders import Order

pytestmark = [pytest.mark.django_db(databases=["default", "vault"]), pytest.mark.usefixtures("fonts_ready")]


def test_a_paper_of_every_form_that_the_demonstration_owes_is_made(cast) -> None:
    tell_all(cast, timezone.localtime())
    owed = Order.objects.filter(room="documents", state=Order.OWED).order_by("-id")
    one_of_each = {(order.form, order.matter.kind): order for order in owed.select_related("matter")}
    assert {form for form, _kind in one_of_each} >= {
        "complaint_registration",
        "case_source",
        "transfer_notice",
    }
    for order in one_of_each.values():
        FULFIL["documents"].apply(args=[order.pk], throw=True)
