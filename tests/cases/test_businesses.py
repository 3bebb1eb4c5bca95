"""The matters about one business: open first, newest first, page by page, and only what the officer may read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.businesses import business_of, matters_of_business, others_of_business, read_key

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def shop(walk):
    """Nine matters about one shop, two of them closed, and one about another."""
    made = []
    for n in range(5):
        taken = walk.call("买的熟食过期，要求退款", name=f"钱途{n}", phone=f"1390952010{n}")
        made += taken.matters
        walk.later(hours=1)
    for complaint in (made[0], made[4]):
        walk.do("fenliu1", complaint, "check_lead", lead_found="no", note="未见违法")
        walk.do("fenliu1", complaint, "withdraw", how="电话撤回")
        walk.do("fenliu1", complaint, "close", publicity="", note="")
    walk.call("别家的过期食品", name="孙守正", phone="13909520103", business_name="平罗县另一家店")
    return made


def test_open_first_newest_first_and_every_row_once(walk, shop):
    business = shop[0].submission.enterprise_id
    officer, found, after = walk.cast["fenliu1"], [], ""
    while True:
        page = matters_of_business(officer, business, after, size=3)
        found += page.rows
        after = page.older
        if not after:
            break
    assert {row.number for row in found} == {each.number for each in shop}
    assert len(found) == len(shop)
    order = [(row.closed_on is not None, -row.received_at.timestamp(), -row.pk) for row in found]
    assert order == sorted(order)


def test_a_business_of_which_one_reads_nothing_does_not_exist(walk, shop):
    business = shop[0].submission.enterprise_id
    assert business_of(walk.cast["suozhang2"], business) is None
    assert business_of(walk.cast["fenliu1"], business).name == "平罗县城关镇喜洋洋食品店"
    assert business_of(walk.cast["fenliu1"], 10**9) is None
    walk.dispatch(shop[2])
    assert [row.number for row in matters_of_business(walk.cast["suozhang1"], business).rows] == [
        shop[2].number
    ]


def test_the_card_is_one_read_and_never_the_matter_itself(walk, shop):
    officer = walk.cast["fenliu1"]
    officer.holdings_on(walk.now.date())
    with CaptureQueriesContext(connection) as caught:
        rows = others_of_business(officer, shop[0].submission.enterprise_id, but=[shop[0].pk])
    assert len(caught.captured_queries) == 1
    assert len(rows) == 5
    assert shop[0].number not in {row.number for row in rows}


@pytest.mark.parametrize("text", ["", "x", "0~~1", "2~2026-01-01T00:00:00+08:00~1", "0~2026-01-01T00:00:00~1", "0~x~1",
                                  "1~2026-01-01T00:00:00+08:00~" + "9" * 30])  # fmt: skip
def test_a_key_that_is_none_is_none(text):
    assert read_key(text) is None
