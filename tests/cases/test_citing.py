"""What an officer writes must cite living law of the matter's day, and leave no gap of a standard paragraph open."""

import pytest
from django.utils import translation

from cases.citing import citations_hold, gaps_filled, remarks

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def complaint(walk):
    return walk.call("电饭煲用了三天就坏，要求更换", name="钱途亮", phone="13909520102").complaint


@pytest.fixture
def old_complaint(old_walk):
    return old_walk.call("电饭煲用了三天就坏，要求更换", name="钱途亮", phone="13909520102").complaint


def test_the_law_of_the_matters_day_may_be_cited(walk, complaint):
    said = {"ground": "3", "reason": "依《市场监督管理投诉举报处理办法》第十六条第三项，不予受理"}
    assert citations_hold(complaint, said, walk.act("suozhang1")) is None
    assert remarks(complaint, said) == []


def test_the_repealed_order_is_refused_by_name_with_what_took_its_place(walk, complaint):
    objection = citations_hold(complaint, {"reason": "依令20第十五条第三项不予受理"}, walk.act("suozhang1"))
    for word in ("令20第十五条第三项", "2026-04-14", "市场监督管理投诉举报处理办法", "2026-11-02"):
        assert word in objection


def test_under_the_old_law_it_is_the_other_way_round(old_walk, old_complaint):
    act = old_walk.act("suozhang1")
    assert citations_hold(old_complaint, {"reason": "依令20第十五条第三项不予受理"}, act) is None
    objection = citations_hold(old_complaint, {"reason": "依令121第十六条第六项不予受理"}, act)
    assert "2026-04-15" in objection
    assert "令121第十六条第六项" in objection


def test_every_text_of_the_act_is_read_and_every_objection_told(walk, complaint):
    said = {
        "reason": "令20第十五条",
        "more": ["令121第四十七条"],
        "codes": [1, None],
        "deep": {"note": "令20第九条"},
    }
    objection = citations_hold(complaint, said, walk.act("suozhang1"))
    for word in ("令20第十五条", "令121第四十七条", "只有46条", "令20第九条"):
        assert word in objection


def test_what_only_wants_a_look_is_remarked_and_does_not_forbid(walk, complaint):
    said = {"reason": "《中华人民共和国电子商务法》第十条，原《市场监督管理投诉举报处理暂行办法》第十五条"}
    assert citations_hold(complaint, said, walk.act("suozhang1")) is None
    unknown, former = remarks(complaint, said)
    assert "不在法规库，请人工核对" in unknown
    assert "暂行办法" in former


def test_an_open_gap_is_refused_by_name(walk, complaint):
    act = walk.act("suozhang1")
    objection = gaps_filled(complaint, {"reason": "您于【购买日期】购买【商品名称】，【购买日期】"}, act)
    assert objection.count("【购买日期】") == 1
    assert "【商品名称】" in objection
    assert (
        gaps_filled(complaint, {"reason": "您于2026年10月1日购买“正品”电饭煲", "list": ["无"]}, act) is None
    )


def test_both_wait_for_the_facts():
    assert citations_hold.needs_facts
    assert gaps_filled.needs_facts


def test_an_objection_can_be_read_in_english(walk, complaint):
    """Whether or not it is translated yet, the citation itself stays as it was written."""
    with translation.override("en"):
        assert "令20第十五条" in citations_hold(complaint, {"reason": "令20第十五条"}, walk.act("suozhang1"))
