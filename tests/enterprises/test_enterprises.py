"""Businesses are found again by name, initials or credit code, and entered once with the words first used."""

import importlib
import threading

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection

from enterprises.access import (
    find_enterprises,
    get_or_register,
    name_responsible_person,
    register_enterprise,
    responsible_persons,
)
from enterprises.models import Enterprise
from enterprises.names import initials, name_key

CODE = "91640221MA00000007"  # invented, with a fitting check digit
OTHER_CODE = "92640221MA0000002A"


def names(text: str) -> list[str]:
    return [found.name for found in find_enterprises(text)]


@pytest.fixture
def shops(db: None) -> None:
    for name in ("平罗县喜洋洋超市", "喜洋洋超市姚伏店", "平罗县老城面馆", "KFC平罗店", "重庆火锅（平罗）店"):
        register_enterprise(name)
    register_enterprise("平罗县新月食品有限公司", credit_code=CODE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "喜洋洋超市",
            ["喜洋洋超市姚伏店", "平罗县喜洋洋超市"],
        ),  # the beginning of a name goes before its middle
        ("面馆", ["平罗县老城面馆"]),
        ("lcmg", ["平罗县老城面馆"]),
        ("PLXLC", ["平罗县老城面馆"]),
        ("kfcpl", ["KFC平罗店"]),
        ("chg", []),
        ("cqhg", ["重庆火锅（平罗）店"]),
        ("重庆火锅(平罗", ["重庆火锅（平罗）店"]),  # brackets in half or full width
        (CODE, ["平罗县新月食品有限公司"]),
        (CODE.lower(), ["平罗县新月食品有限公司"]),
        (CODE[:10], ["平罗县新月食品有限公司"]),
        ("％", []),
        ("_", []),
        ("", []),
        ("   ", []),
        ("不存在的店", []),
    ],
)
def test_find_while_typing(shops: None, text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.usefixtures("shops")
def test_the_whole_name_comes_first_and_the_limit_is_kept() -> None:
    for number in range(20):
        register_enterprise(f"老城面馆{number}分店")
    register_enterprise("老城面馆")
    assert names("老城面馆")[0] == "老城面馆"
    assert len(find_enterprises("老城面馆")) == 8
    assert len(find_enterprises("老城面馆", limit=3)) == 3


@pytest.mark.usefixtures("shops")
def test_finding_is_one_query(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        find_enterprises("超市")
    with django_assert_num_queries(0):
        find_enterprises("")


@pytest.mark.django_db
def test_the_name_first_written_stays() -> None:
    first = get_or_register("重庆火锅（平罗）店", address="城关镇")
    again = get_or_register(" 重庆火锅(平罗)店 ", address="城关镇")
    assert again == first
    assert again.name == "重庆火锅（平罗）店"


@pytest.mark.django_db
def test_another_address_is_another_shop() -> None:
    here = get_or_register("老城面馆", address="城关镇")
    there = get_or_register("老城面馆", address="姚伏镇")
    assert here != there
    assert get_or_register("老城面馆") == here


@pytest.mark.django_db
def test_what_was_missing_is_filled_in_and_nothing_written_over() -> None:
    first = get_or_register("老城面馆")
    filled = get_or_register(
        "老城面馆",
        address="城关镇",
        credit_code=CODE,
        township="640221100",
        kind="shop",
        phone="0952-6000000",
    )
    assert filled == first
    get_or_register("老城面馆有限公司", address="姚伏镇", credit_code=CODE, township="640221104", phone="1")
    stored = Enterprise.objects.get()
    assert (stored.name, stored.address, stored.credit_code) == ("老城面馆", "城关镇", CODE)
    assert (stored.township, stored.kind, stored.phone) == ("640221100", "shop", "0952-6000000")


@pytest.mark.django_db
def test_one_name_with_two_credit_codes_is_two_businesses() -> None:
    assert get_or_register("老城面馆", credit_code=CODE) != get_or_register(
        "老城面馆", credit_code=OTHER_CODE
    )


@pytest.mark.django_db
def test_a_credit_code_is_taken_as_written() -> None:
    assert (
        register_enterprise("甲店", credit_code=f" {CODE[:6].lower()} {CODE[6:].lower()} ").credit_code
        == CODE
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "facts"),
    [
        ("name", {"name": "  "}),
        ("name", {"name": "店" * 121}),
        ("credit_code", {"credit_code": CODE[:-1] + "8"}),
        ("credit_code", {"credit_code": "123"}),
        ("township", {"township": "平罗"}),
        ("kind", {"kind": "stall"}),
        ("address", {"address": "路" * 201}),
    ],
)
def test_wrong_facts_are_refused_by_field(field: str, facts: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refused:
        get_or_register(**{"name": "甲店", **facts})
    assert field in refused.value.message_dict
    assert not Enterprise.objects.exists()


@pytest.mark.django_db(transaction=True, databases=["default", "vault"])
def test_two_clerks_entering_one_code_at_once_make_one_entry() -> None:
    start = threading.Barrier(2)
    failed: list[Exception] = []

    def enter(name: str) -> None:
        try:
            start.wait(timeout=10)
            get_or_register(name, credit_code=CODE)
        except ValidationError as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=enter, args=(name,)) for name in ("甲店", "乙店")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert Enterprise.objects.filter(credit_code=CODE).count() == 1


@pytest.mark.django_db
def test_responsible_persons_are_entered_once_in_order() -> None:
    shop = register_enterprise("甲店")
    for _time in range(2):
        name_responsible_person(shop.id, " 钱某 ", "法定代表人")
    name_responsible_person(shop.id, "孙某", "食品安全管理员")
    told = [(person.name, person.position) for person in responsible_persons(shop.id)]
    assert told == [("钱某", "法定代表人"), ("孙某", "食品安全管理员")]


@pytest.mark.django_db
def test_a_nameless_person_and_an_unknown_business_are_refused() -> None:
    with pytest.raises(ValidationError):
        name_responsible_person(register_enterprise("甲店").id, "", "经理")
    with pytest.raises(Enterprise.DoesNotExist):
        name_responsible_person(0, "钱某", "经理")


@pytest.mark.parametrize(
    ("name", "key", "letters"),
    [
        ("平罗县（新）老城 面馆", "平罗县新老城面馆", "plxxlcmg"),
        ("重庆火锅", "重庆火锅", "cqhg"),
        ("ＫＦＣ1号店", "kfc1号店", "kfc1hd"),
        ("𠮷野家", "𠮷野家", None),
        ("——", "", ""),
    ],
)
def test_keys_and_initials(name: str, key: str, letters: str | None) -> None:
    assert name_key(name) == key
    if letters is None:
        assert initials(name)  # a rare character keeps its place whatever it reads as
    else:
        assert initials(name) == letters


@pytest.mark.django_db
def test_entries_of_before_get_their_keys() -> None:
    shop = get_or_register("重庆火锅")
    Enterprise.objects.filter(pk=shop.pk).update(name_key="", initials="")
    importlib.import_module("enterprises.migrations.0002_search_keys").fill(apps, None)
    shop.refresh_from_db()
    assert (shop.name_key, shop.initials) == ("重庆火锅", "cqhg")
