"""A duplicate and a merge join one reporter and one business and nobody else (令121 art. 35(2))."""

import pytest
from stdnum.cn import uscc

from identity.blind import same_sealed
from identity.people import PersonalData
from identity.seal import seal
from procedure.corridor import Refused, perform
from tests.cases.stories import again, report_of

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

PHONE = "13909520112"
HERS, HIS = "640221199001011236", "640221198703140519"


def person(name="苗小诚", phone=PHONE, id_number=None):
    return PersonalData(name=name, phone=phone, id_number=id_number)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (person(), person(), True),
        (person(), person("苗小诚女士"), True),
        (person(), person(None), True),
        (person(id_number=HERS), person(), True),
        (person(id_number=HERS), person("苗晓诚", "13909520119", HERS), True),  # misheard; the number decides
        (person(id_number=HERS), person(id_number=HIS), False),
        (person(), person("苗大花"), False),
        (person(id_number=HERS), person("苗大花"), False),
        (person(), person(phone="13909520119"), False),
        (person("Miao Xiaocheng"), person("Miao Dahua"), False),
        (person("Miao Xiaocheng"), person("MIAO XIAOCHENG"), True),
        (person(phone="12345"), person(phone="12345"), False),
        (person(phone="12315"), person(phone="12315"), False),
        (person(phone="110"), person(phone="110"), False),
        (person(phone=None), person(phone=None), False),
    ],
)
def test_who_is_surely_one_person(one, other, same):
    refs = [seal(each, kind="report") for each in (one, other)]
    assert same_sealed(*refs) is same_sealed(*refs[::-1]) is same


def filed_by(walk, who, text="小作坊用过期面粉做馒头", **more):
    return walk.dispatch(report_of(walk, text, person=who, **more))


def repeated(walk, later, earlier):
    said = {"earlier": earlier, "same_fact": True, "reason": "同一事实"}
    return perform(walk.act("suozhang1"), later.mark_duplicate, **said)


def merged(walk, host, later):
    said = {"later": later, "restart_at": later.received_at, "reason": "新的事实"}
    return perform(walk.act("suozhang1"), host.merge, **said)


def test_two_of_one_family_on_one_telephone_are_two_reporters(walk):
    host = walk.verify(report_of(walk, person=person(id_number=HERS)))
    walk.later(days=1)
    for who in (person("苗大花", id_number=HIS), person("苗大花")):
        later = filed_by(walk, who)
        with pytest.raises(Refused, match="同一举报人"):
            repeated(walk, later, host)
        with pytest.raises(Refused, match="同一举报人"):
            merged(walk, host, later)


@pytest.fixture
def code():
    stem = "91640221MA75X1234"
    return next(stem + c for c in "0123456789ABCDEFGHJKLMNPQRTUWXY" if uscc.is_valid(stem + c))


def test_one_business_written_in_two_ways_is_one_target(walk, code):
    first = filed_by(walk, person(), business_name="喜洋洋食品店", credit_code=code)
    walk.later(days=1)
    second = filed_by(walk, person(), business_name="平罗县城关镇喜洋洋食品店", credit_code=code)
    assert first.submission.enterprise_id == second.submission.enterprise_id
    repeated(walk, second, first)
    assert again(second).state == "duplicate"


def test_two_shops_of_one_name_are_two_targets(walk):
    host = walk.verify(
        report_of(walk, person=person(), business_name="惠民超市", business_address="鼓楼东街")
    )
    walk.later(days=1)
    elsewhere = filed_by(walk, person(), business_name="惠民超市", business_address="姚伏镇中心街")
    with pytest.raises(Refused, match="同一被举报人"):
        repeated(walk, elsewhere, host)
    with pytest.raises(Refused, match="被举报人不同"):
        merged(walk, host, elsewhere)
