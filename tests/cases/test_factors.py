"""The panel beside a refusal for want of daily consumption: figures on record, never a verdict (令121 art. 17)."""

import pytest

from cases.factors import panel
from procedure.corridor import steps_for
from tests.cases.stories import complaint_of, named_report

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
CALLER = {"name": "钱途亮", "phone": "13909520102", "as_report": False}


def lines(complaint):
    return [line for factor in panel(complaint) for line in factor.known]


def test_the_callers_other_complaints_are_counted_by_time_trader_and_product(walk):
    walk.call("牛奶变质，要求赔偿", product="牛奶", business_name="平罗县某超市", **CALLER)
    walk.later(days=40)
    walk.call("牛奶又变质，要求赔偿", product="牛奶", business_name="平罗县某超市", **CALLER)
    walk.call("鞋开胶，要求退货", product="鞋", business_name="平罗县某鞋店", **CALLER)
    third = walk.call(
        "牛奶还是变质，要求赔偿", product="牛奶", business_name="平罗县某超市", **CALLER
    ).complaint
    assert "同一人一年内另有投诉 3 件" in lines(third)
    assert "其中三十日内 2 件，同一商家 2 件，同一商品 2 件" in lines(third)


def test_what_the_caller_reported_is_never_counted(walk):
    """Somebody who also reported must not be given away by a figure."""
    named_report(walk, phone="13909520102")
    complaint = complaint_of(walk)
    assert "同一人一年内另有投诉 0 件" in lines(complaint)
    assert "同一电话、不能确认为同一证件号的投诉 0 件" in lines(complaint)


def test_one_telephone_under_another_name_is_told_and_another_telephone_is_not(walk):
    walk.call("牛奶变质，要求赔偿", name="另一人", phone="13909520102", as_report=False)
    walk.call("牛奶变质，要求赔偿", name="再一人", phone="13909520155", as_report=False)
    assert "同一电话、不能确认为同一证件号的投诉 1 件" in lines(complaint_of(walk))


def test_it_decides_nothing_and_did_not_exist_under_order_20(walk, old_walk):
    complaint = walk.review(complaint_of(walk))
    barred = {view.step.verb: view.objections for view in steps_for(walk.act("suozhang1"), complaint)}
    walk.call("牛奶变质，要求赔偿", **CALLER)
    again = {view.step.verb: view.objections for view in steps_for(walk.act("suozhang1"), complaint)}
    assert barred == again
    assert panel(old_walk.review(complaint_of(old_walk))) == []
