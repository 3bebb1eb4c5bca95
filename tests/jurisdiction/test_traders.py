"""Order 121 arts. 13, 29, 31, 32 and Order 20 arts. 12, 25, 27, 28, row by row."""

from datetime import date

import pytest

from jurisdiction.traders import MatterKind, Place, TraderKind, competence_by_trader
from statutes import NotInForce

OLD, NEW = date(2026, 4, 14), date(2026, 4, 15)


@pytest.mark.parametrize(
    ("kind", "matter", "old", "new"),
    [
        ("shop", "complaint", "令20第十二条第一款", "令121第十三条第一款"),
        ("platform", "complaint", "令20第十二条第二款", "令121第十三条第二款"),
        ("own_site", "complaint", "令20第十二条第二款", "令121第十三条第二款"),
        ("platform_shop", "complaint", "令20第十二条第二款", "令121第十三条第三款"),
        ("shop", "report", "令20第二十五条", "令121第二十九条"),
        ("platform", "report", "令20第二十七条第一款", "令121第三十一条第一款"),
        ("own_site", "report", "令20第二十七条第一款", "令121第三十一条第一款"),
        ("platform_shop", "report", "令20第二十七条第二款", "令121第三十一条第二款"),
        ("media_advertising", "report", "令20第二十八条第一款", "令121第三十二条第一款"),
        ("internet_advertising", "report", "令20第二十八条第二款", "令121第三十二条第二款"),
        ("own_internet_advertising", "report", "令20第二十八条第三款", "令121第三十二条第三款"),
    ],
)
def test_the_article_of_the_day(kind: str, matter: str, old: str, new: str) -> None:
    assert competence_by_trader(kind, matter, OLD).source == old
    assert competence_by_trader(kind, matter, NEW).source == new


def test_a_shop_on_a_platform_moved_from_its_place_to_its_published_address() -> None:
    assert Place.BUSINESS_PLACE in competence_by_trader("platform_shop", "complaint", OLD).places
    new = competence_by_trader("platform_shop", "complaint", NEW)
    assert new.places == (Place.PUBLISHED_ADDRESS, Place.PLATFORM_SEAT)
    assert new.reading == "由平台公示地址所在地或者平台经营者住所地的市场监管部门处理"


def test_a_shop_that_cannot_be_reached_is_left_to_the_platforms_seat() -> None:
    gone = competence_by_trader("platform_shop", "complaint", NEW, address_reachable=False)
    assert gone.places == (Place.PLATFORM_SEAT,)
    assert not gone.ours({Place.PUBLISHED_ADDRESS, Place.BUSINESS_PLACE})
    assert gone.ours({Place.PLATFORM_SEAT})


def test_who_may_handle_only_when_first() -> None:
    report = competence_by_trader("platform_shop", "report", NEW)
    assert report.ours({Place.BUSINESS_PLACE})
    assert not report.ours({Place.PLATFORM_SEAT})
    assert report.ours({Place.PLATFORM_SEAT}, received_first=True)
    assert "先收到的，也可以处理" in report.reading


def test_a_dispute_over_an_advertisement_is_one_with_its_trader() -> None:
    for kind in (TraderKind.MEDIA_ADVERTISING, TraderKind.INTERNET_ADVERTISING):
        rule = competence_by_trader(kind, MatterKind.COMPLAINT, NEW)
        assert rule == competence_by_trader(TraderKind.SHOP, MatterKind.COMPLAINT, NEW)


def test_every_kind_has_a_rule_under_both_orders() -> None:
    for kind in TraderKind:
        for matter in MatterKind:
            for day in (OLD, NEW):
                assert competence_by_trader(kind, matter, day).places


def test_before_order_20_nothing_is_answered() -> None:
    with pytest.raises(NotInForce):
        competence_by_trader("shop", "complaint", date(2019, 12, 31))


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(ValueError, match="stall"):
        competence_by_trader("stall", "complaint", NEW)
