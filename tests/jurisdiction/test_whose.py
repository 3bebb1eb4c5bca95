"""Ours, another bureau's, or the superior's: by place and trader, under both orders, and in one line for the page."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jurisdiction import Facts, Way, competence_of, find, in_one_line
from jurisdiction.places import Lies, lies, stations
from jurisdiction.traders import MatterKind, Place, TraderKind
from statutes import NotInForce

OLD, NEW = date(2026, 4, 14), date(2026, 4, 15)
HERE, AWAY = "平罗县姚伏镇高路村", "浙江省杭州市余杭区文一西路"


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("石嘴山市平罗县人民路3号", Lies.HERE),
        ("姚伏镇高路村", Lies.HERE),
        ("平罗县北京路12号", Lies.HERE),
        ("平罗县兰州牛肉面馆", Lies.HERE),
        ("石嘴山市大武口区朝阳街", Lies.ELSEWHERE),
        ("隆德县城关镇", Lies.ELSEWHERE),
        ("中宁县宝丰镇", Lies.ELSEWHERE),
        ("银川市兴庆区平罗路", Lies.ELSEWHERE),
        (AWAY, Lies.ELSEWHERE),
        ("河北省石家庄市平山县", Lies.ELSEWHERE),
        ("内蒙古阿拉善盟", Lies.ELSEWHERE),
        ("石嘴山市", Lies.UNKNOWN),
        ("宁夏", Lies.UNKNOWN),
        ("人民路菜市场", Lies.UNKNOWN),
        ("上海路口的超市", Lies.UNKNOWN),
        ("杭州某公司平罗分公司", Lies.UNKNOWN),
        ("", Lies.UNKNOWN),
    ],
)
def test_where_an_address_lies(address: str, where: Lies) -> None:
    assert lies(address) is where


@pytest.mark.parametrize(
    ("who", "addresses", "known", "expected"),
    [
        (("shop", "complaint"), {"business_place": HERE, "seat": AWAY}, {}, (True, "competent", "令121第十三条第一款")),
        (("shop", "complaint"), {"business_place": AWAY, "seat": HERE}, {}, (True, "competent", "令121第十三条第一款")),
        (("shop", "complaint"), {"business_place": HERE, "seat": AWAY}, {"received_first": False}, (False, "hand_back", "令121第十三条第一款")),
        (("shop", "complaint"), {"business_place": HERE}, {"received_first": False}, (True, "competent", "令121第十三条第一款")),
        (("shop", "complaint"), {"business_place": AWAY}, {}, (None, "unclear", "令121第十三条第一款")),
        (("shop", "complaint"), {"business_place": AWAY, "seat": AWAY}, {}, (False, "hand_back", "令121第十三条第一款")),
        (("shop", "report"), {"place_of_act": HERE, "seat": AWAY}, {}, (True, "competent", "令121第二十九条")),
        (("shop", "report"), {"place_of_act": AWAY, "seat": HERE}, {}, (False, "hand_back", "令121第二十九条")),
        (("platform", "complaint"), {"seat": AWAY, "business_place": HERE}, {}, (False, "hand_back", "令121第十三条第二款")),
        (("platform_shop", "complaint"), {"published_address": HERE, "platform_seat": AWAY}, {"address_reachable": True}, (True, "competent", "令121第十三条第三款")),
        (("platform_shop", "complaint"), {"published_address": HERE, "platform_seat": AWAY}, {"address_reachable": False}, (False, "hand_back", "令121第十三条第三款")),
        (("platform_shop", "complaint"), {"published_address": HERE, "platform_seat": AWAY}, {}, (None, "unclear", "令121第十三条第三款")),
        (("platform_shop", "complaint"), {"published_address": AWAY, "platform_seat": AWAY}, {}, (False, "hand_back", "令121第十三条第三款")),
        (("platform_shop", "report"), {"business_place": HERE}, {}, (True, "competent", "令121第三十一条第二款")),
        (("platform_shop", "report"), {"business_place": AWAY, "platform_seat": HERE}, {"received_first": True}, (True, "competent", "令121第三十一条第二款")),
        (("platform_shop", "report"), {"business_place": AWAY, "platform_seat": HERE}, {"received_first": False}, (False, "hand_back", "令121第三十一条第二款")),
        (("platform_shop", "report"), {"business_place": AWAY, "platform_seat": HERE}, {}, (None, "unclear", "令121第三十一条第二款")),
        (("internet_advertising", "report"), {"publisher": AWAY, "advertiser": HERE}, {"received_first": True}, (True, "competent", "令121第三十二条第二款")),
        (("internet_advertising", "report"), {"publisher": AWAY}, {"received_first": False}, (False, "hand_back", "令121第三十二条第二款")),
        (("own_internet_advertising", "report"), {"advertiser": HERE}, {}, (True, "competent", "令121第三十二条第三款")),
        (("shop", "report"), {"place_of_act": HERE}, {"disputed": True}, (True, "ask_superior", "令121第三十三条")),
        (("shop", "report"), {}, {}, (None, "unclear", "令121第二十九条")),
    ],
)  # fmt: skip
def test_ours_or_not_under_the_new_order(who, addresses, known, expected) -> None:
    found = competence_of(*who, NEW, addresses, **known)
    assert (found.ours, found.way, found.source) == expected
    assert found.words
    assert found.reasons


def test_a_shop_on_a_platform_is_placed_by_the_order_of_the_day() -> None:
    addresses = {"business_place": HERE, "published_address": AWAY, "platform_seat": AWAY}
    assert competence_of("platform_shop", "complaint", OLD, addresses).ours
    new = competence_of("platform_shop", "complaint", NEW, addresses)
    assert (new.ours, new.way) == (False, Way.HAND_BACK)


@pytest.mark.parametrize(
    ("day", "first", "back", "tell", "dispute"),
    [
        (OLD, "令20第十三条", "令20第三十七条第二款", "令20第二十九条", "令20第三十条"),
        (NEW, "令121第十四条", "令121第四十一条第二款", "令121第三十四条", "令121第三十三条"),
    ],
)
def test_what_follows_is_cited_from_the_order_of_the_day(day, first, back, tell, dispute) -> None:
    both = {"business_place": HERE, "seat": AWAY}
    later = competence_of("shop", "complaint", day, both, received_first=False)
    assert first in " ".join(later.reasons)
    assert back in " ".join(later.reasons)
    assert tell not in " ".join(later.reasons)
    away = competence_of("shop", "report", day, {"place_of_act": AWAY})
    assert tell in " ".join(away.reasons)
    assert competence_of("shop", "report", day, {}, disputed=True).source == dispute


def test_the_station_is_that_of_the_township_and_acts_in_the_bureaus_name() -> None:
    report = competence_of("shop", "report", NEW, {"place_of_act": HERE})
    assert report.station == "YF"
    assert "令121第三十条" in report.reasons[-1]
    assert competence_of("shop", "complaint", NEW, {"seat": "平罗县人民路"}).station == ""
    assert competence_of("shop", "complaint", NEW, {"business_place": AWAY, "seat": AWAY}).station == ""


def test_food_sold_online_has_a_wider_rule_that_is_shown_and_decides_nothing() -> None:
    addresses = {"seat": AWAY, "business_place": HERE}
    wide = competence_of("own_site", "complaint", NEW, addresses, online_food=True)
    assert wide.ours is False
    assert "网络食品安全违法行为查处办法第二十三条" in wide.wider
    assert competence_of("own_site", "complaint", NEW, addresses).wider == ""
    assert (
        competence_of("shop", "report", NEW, {"place_of_act": AWAY, **addresses}, online_food=True).wider
        == ""
    )


def test_no_combination_of_what_may_be_known_raises() -> None:
    stations_known = {"", *(station.code for station in stations())}
    where = ["", HERE, AWAY]
    three = (True, False, None)
    for kind, matter, day in itertools.product(TraderKind, MatterKind, (date(2020, 1, 1), OLD, NEW)):
        for reachable, first, disputed in itertools.product(three, three, (True, False)):
            for shift in range(len(where) ** 2):
                addresses = {
                    place: where[(shift // (1 + 2 * (at % 2)) + at) % 3] for at, place in enumerate(Place)
                }
                found = competence_of(
                    kind, matter, day, addresses,
                    address_reachable=reachable, received_first=first, disputed=disputed, online_food=True,
                )  # fmt: skip
                assert found.source
                assert found.station in stations_known
                assert (found.way is Way.ASK_SUPERIOR) == disputed
                if not disputed:
                    assert (
                        found.way
                        is {True: Way.COMPETENT, False: Way.HAND_BACK, None: Way.UNCLEAR}[found.ours]
                    )
                assert in_one_line([], found)


@given(st.text(max_size=80), st.sampled_from(list(TraderKind)), st.sampled_from(list(MatterKind)))
def test_no_address_raises(text: str, kind: TraderKind, matter: MatterKind) -> None:
    assert competence_of(kind, matter, NEW, dict.fromkeys(Place, text)).source


def test_what_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValueError, match="stall"):
        competence_of("stall", "complaint", NEW, {})
    with pytest.raises(ValueError, match="moon"):
        competence_of("shop", "complaint", NEW, {"moon": HERE})
    with pytest.raises(NotInForce):
        competence_of("shop", "complaint", date(2019, 12, 31), {})


def test_one_line_says_whose_by_what_and_who_else() -> None:
    found = find(Facts("超市面包发霉，也没有清真标志"), NEW)
    placed = competence_of("shop", "complaint", NEW, {"business_place": HERE})
    assert in_one_line(found, placed) == (
        "归民宗局办，依据事权清单 10.1；也可能归市场监管局（事权清单 20.5）；"
        "按地域和经营者种类归本局（令121第十三条第一款），地点属姚伏市场监管所"
    )
    alone = in_one_line(find(Facts("学校食堂的米饭馊了，学生拉肚子"), NEW)[:1])
    assert alone == "归教体局办，依据事权清单 7.3"
    assert "令121" in in_one_line(find(Facts("买的手机是翻新机，店里不退货"), NEW))
    assert in_one_line([]) == ""
