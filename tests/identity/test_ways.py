"""The leak guard reads a text in every way it can be taken: what a reader would make of it, it makes of it too."""

import time

import pytest

from identity import blind
from identity.forms import all_found_by
from identity.leak import leaks, leaks_in
from identity.people import PersonalData
from identity.reading import DIGITS, LATIN, MASKED, NEAR, TEXT
from identity.seal import seal
from identity.simplified import simplified
from identity.ways import house_numbers

vault = pytest.mark.django_db(databases=["default", "vault"])
PHONE, CITIZEN = "13909520177", "640221199001151234"
FOREIGN = "买买提江·吐尔逊"
FLAT = "平罗县城关镇民主街12号金顺小区3号楼2单元501室"


@pytest.mark.parametrize(
    "text",
    [
        "手机尾号0177", "举报人手机后四位0177", "尾号为“0177”", "尾号零一七七", "0177结尾", "手机末4位是：0177",
        "139....0177", "139----0177", "139~~~~0177", "139？？？？0177", "139////0177", "139 . . . . 0177", "1390952----",
        "一三九----零一七七", "壹叄玖零玖伍貳零壹柒柒", "幺三九洞九五两洞幺拐拐", "〡〣〩〇〩〥〢〇〡〧〧", "❶❸❾⓿❾❺❷⓿❶❼❼",
        "1\u31643909520177", "1390\uffa09520177", "139\u115f0952\u11600177",
    ],
)  # fmt: skip
def test_a_telephone_number_is_found_however_it_is_hidden(text):
    assert leaks_in(PersonalData(phone=PHONE), f"前文，{text}，后文") == ["phone"]


@pytest.mark.parametrize(
    "text", ["身份证后六位151234", "身份证末四位1234", "640221……1234", "640221....151234"]
)
def test_the_end_of_an_identity_number_is_found(text):
    assert leaks_in(PersonalData(id_number=CITIZEN), text) == ["id_number"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("王小明", "举报人姓王"),
        ("王小明", "知情人王某"),
        ("王小明", "检举人王某"),
        ("王小明", "举报人王？"),
        ("王小明", "举报人王-"),
        ("王小明", "举报人：王——"),
        ("慕容致远", "姓慕容名致远"),
        ("慕容致远", "姓：慕容 名：致远"),
        ("慕容致远", "来的人姓慕容"),
        ("慕容致远", "慕(mù)容(róng)致(zhì)远(yuǎn)"),
        ("慕容致远", "慕（ㄇㄨˋ）容（ㄖㄨㄥˊ）致远"),
        ("慕容致远", "慕mù容róng致zhì远yuǎn"),
        ("慕容致远", "慕\u3164容致远"),
        ("慕容致远", "慕容\uffa0致\u115f远"),
        ("慕容致远", "\u202e远致容慕\u202c"),
        ("赵小明", "趙小明"),
        ("赵小明", "舉報人趙某"),
        ("張三豐", "张三丰"),
        (FOREIGN, "maimaitijiang"),
        (FOREIGN, "Tuerxun"),
        (FOREIGN, "吐尔逊说"),
        (FOREIGN, "买买*吐尔逊"),
        (FOREIGN, "买**逊"),
    ],
)
def test_a_name_is_found_however_it_is_hidden(name, text):
    assert leaks_in(PersonalData(name=name), f"前文，{text}。后文") == ["name"]


@pytest.mark.parametrize(
    ("address", "text"),
    [
        (FLAT, "住民主街12号金顺小区3号楼"),
        (FLAT, "民主街十二号金顺小区三号楼2单元501室"),
        (FLAT, "民主街12#金顺小区3#楼"),
        ("平罗县城关镇民主街一百一十八号金顺小区", "民主街118号金顺小区"),
        ("平罗县城关镇民主街118号金顺小区", "民主街一一八号金顺小区"),
    ],
)
def test_an_address_is_found_without_its_door_and_in_spelt_numbers(address, text):
    assert leaks_in(PersonalData(address=address), text) == ["address"]


@pytest.mark.parametrize(
    ("workplace", "text"),
    [
        ("平罗县金顺面粉厂第二车间", "金顺面粉厂"),
        ("平罗县鸿盛食品有限公司包装车间", "鸿盛食品"),
        ("鸿盛食品加工厂财务部", "鸿盛食品加工厂"),
    ],
)
def test_a_workplace_is_found_without_its_room(workplace, text):
    assert leaks_in(PersonalData(workplace=workplace), f"他在{text}上班") == ["workplace"]


def test_a_way_of_reading_excuses_the_public_words_as_well():
    person = PersonalData(name="王建国")
    shop = "平罗县王建国(WJG)超市"
    assert leaks_in(person, f"当事人{shop}", public=[shop]) == []
    assert leaks_in(person, "當事人平羅縣王建國超市", public=["平罗县王建国超市"]) == []
    assert leaks_in(person, f"当事人{shop}，舉報人王建國", public=[shop]) == ["name"]


@vault
def test_who_was_sealed_before_these_ways_is_found_by_them(monkeypatch):
    """Only the text is read in more ways; what was kept of them is enough."""
    kept = {
        PHONE: ("digits", PHONE[-8:]), "tail": ("masked", "*0177"), "王小明": ("text", "王小明"), "near": ("near", "王*"),
        "flat": ("text", "民主街12号金顺小区"),
    }  # fmt: skip
    with monkeypatch.context() as before:
        made = blind.all_found_by
        values = {value for _shape, value in kept.values()}
        before.setattr(
            blind, "all_found_by", lambda given: [(f, s) for f, s in made(given) if s.value in values]
        )
        given = {"name": "王小明", "phone": PHONE, "address": "平罗县城关镇民主街12号金顺小区"}
        ref = seal(PersonalData(**given), kind="report")
    for text, field in (
        ("幺三九洞九五两洞幺拐拐", "phone"),
        ("手机尾号0177", "phone"),
        ("王\u3164小明", "name"),
        ("举报人姓王", "name"),
        ("民主街十二号金顺小区", "address"),
    ):
        assert leaks([ref], text) == [field], text


def test_the_forms_that_were_kept_before_are_all_kept_still():
    """A digest of a value must not change, or whoever was sealed with the old one would be found no more."""
    given = {
        "name": "张三", "phone": "13909520177（山洞村）", "address": FLAT, "workplace": "平罗县金顺面粉厂第二车间",
    }  # fmt: skip
    kept = {(field, form.shape, form.value) for field, form in all_found_by(given)}
    assert {
        ("name", TEXT, "张三"), ("name", NEAR, "张*"), ("name", NEAR, "*三"),
        ("phone", DIGITS, "09520177"), ("phone", MASKED, "139095*0177"),
        ("address", TEXT, "民主街12号金顺小区3号楼2单元501室"), ("workplace", TEXT, "平罗县金顺面粉厂第二车间"),
        ("workplace", TEXT, "金顺面粉厂第二车间"), ("name", LATIN, "zs0177"),
    } <= kept  # fmt: skip


def test_what_may_stand_for_itself_is_not_read_as_another_character():
    assert simplified("趙張鍾蕭葉") == "赵张钟萧叶"
    assert simplified("乾隆沈阳於") == "乾隆沈阳於"


def test_house_numbers_in_figures():
    assert house_numbers("民主街一百一十八号十二栋二〇三室3#") == "民主街118号12栋203室3号"
    assert house_numbers("一三九、第三车间") == "一三九、第三车间"


@vault
def test_a_text_with_everything_in_it_is_still_checked_in_a_moment():
    ref = seal(PersonalData(name=FOREIGN, phone=PHONE, address=FLAT, id_number=CITIZEN), kind="report")
    text = "舉報人姓李(lǐ)，电话139....4417，住民主街十三号，尾号5566。" * 300
    began = time.perf_counter()
    assert leaks([ref], text) == []
    assert time.perf_counter() - began < 1.5
