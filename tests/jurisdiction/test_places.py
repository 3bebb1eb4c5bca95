"""The 13 townships are found in an address, and each has a station."""

import pytest

from jurisdiction.places import station_for, stations, township, township_of, townships, townships_in

NAMES = [
    "城关镇",
    "黄渠桥镇",
    "宝丰镇",
    "头闸镇",
    "姚伏镇",
    "崇岗镇",
    "陶乐镇",
    "高庄乡",
    "灵沙乡",
    "渠口乡",
    "通伏乡",
    "高仁乡",
    "红崖子乡",
]


def test_thirteen_townships_with_codes_of_the_county() -> None:
    assert [town.name for town in townships()] == NAMES
    assert len({town.code for town in townships()}) == 13
    assert all(town.code.startswith("640221") and len(town.code) == 9 for town in townships())


@pytest.mark.parametrize("name", NAMES)
def test_each_is_found_by_full_and_by_bare_name(name: str) -> None:
    for address in (f"宁夏石嘴山市平罗县{name}和平路3号", f"{name}街上", f"在{name[:-1]}的一家店"):
        found = township_of(address)
        assert found is not None
        assert found.name == name


@pytest.mark.parametrize(
    "address",
    [
        "",
        "平罗县",
        "隆德县城关镇人民街",
        "银川市兴庆区",
        "惠农区陶乐镇",
        "宝丰能源集团股份有限公司",
        "姚伏镇与通伏乡交界",
    ],
)
def test_no_township_or_no_single_one(address: str) -> None:
    assert township_of(address) is None


def test_a_supermarket_is_no_city() -> None:
    found = township_of("好客来超市姚伏店")
    assert found is not None
    assert found.name == "姚伏镇"


def test_several_come_in_the_order_of_the_text() -> None:
    assert [town.name for town in townships_in("通伏乡到姚伏镇")] == ["通伏乡", "姚伏镇"]


def test_every_township_has_a_station_marked_as_demonstration() -> None:
    for town in townships():
        assert station_for(town) == station_for(town.code)
        assert station_for(town).demo
    assert {station_for(town) for town in townships()} == set(stations())


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(KeyError):
        township("640221999")
