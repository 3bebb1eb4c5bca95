"""What each ground of refusal rests on (令121 arts. 10, 16, 17; 令20 art. 15): nothing is refused on a ground nobody saw."""

from datetime import date

import pytest

from procedure.corridor import Refused, perform
from tests.cases.stories import again, complaint_of

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def ready(walk, *, present=None, **more):
    complaint = walk.review(complaint_of(walk, **more))
    if present is not None:
        walk.do("chengban1", complaint, "review_materials", present=present)
    walk.no_lead(complaint)
    return complaint


def refuse(walk, complaint, ground, **more):
    return perform(walk.act("suozhang1"), complaint.decline, ground=ground, reason="理由见附", **more)


# --- ground 4 ---------------------------------------------------------------------------------------------------------


def test_three_years_are_not_over_where_nobody_knows_since_when_art_16_4(walk):
    complaint = ready(walk)
    with pytest.raises(Refused, match="知道或者应当知道权益受侵害的日期"):
        refuse(walk, complaint, "4")
    with pytest.raises(Refused, match="尚未超过"):
        refuse(walk, complaint, "4", known_on=date(2023, 11, 2))
    refuse(walk, complaint, "4", known_on=date(2023, 11, 1))


def test_the_day_it_was_known_goes_before_the_day_it_happened(walk):
    complaint = ready(walk, happened_on=date(2021, 3, 1))
    with pytest.raises(Refused, match="尚未超过"):
        refuse(walk, complaint, "4", known_on=date(2026, 10, 1))
    refuse(walk, complaint, "4")


# --- ground 5 ---------------------------------------------------------------------------------------------------------


def test_nothing_is_missing_where_every_material_is_there_art_16_5(walk):
    complaint = ready(walk)
    with pytest.raises(Refused, match="虚假材料"):
        refuse(walk, complaint, "5")
    refuse(walk, complaint, "5", false_material="经向开票单位核实，发票系伪造")


def test_a_missing_material_or_a_missing_mandate_is_enough(walk):
    refuse(walk, ready(walk, present=["1", "2"]), "5")
    agent = ready(walk, agent="贾代办", mandate="全权代理", mandate_until_on=date(2027, 1, 1))
    refuse(walk, agent, "5")


def test_order_20_knew_missing_materials_and_no_false_ones_art_15_5(old_walk):
    complaint = ready(old_walk)
    with pytest.raises(Refused, match="材料齐全"):
        refuse(old_walk, complaint, "5", false_material="发票系伪造")
    refuse(old_walk, ready(old_walk, present=["1", "3"]), "5")


# --- art. 17 ----------------------------------------------------------------------------------------------------------


def test_factors_weigh_for_ground_three_and_for_no_other_art_17(walk):
    complaint = ready(walk)
    with pytest.raises(Refused, match="考虑的因素只"):
        refuse(walk, complaint, "1", factors=["1"], evidence="订单截图")
    refuse(walk, complaint, "1")


# --- ground 6 ---------------------------------------------------------------------------------------------------------


def asked(walk, complaint):
    walk.do("chengban1", complaint, "request_identity", papers="身份证复印件", until_on=date(2026, 11, 4))


def test_who_was_never_told_did_not_refuse_to_be_verified_art_10_3(walk, fonts_ready):
    complaint = ready(walk)
    with pytest.raises(Refused, match="限期提供身份证明材料通知书"):
        refuse(walk, complaint, "6")
    asked(walk, complaint)
    walk.later(days=3)  # the term is over, and nobody ever told him of it
    with pytest.raises(Refused, match="限期提供身份证明材料通知书"):
        refuse(walk, complaint, "6")


def test_nobody_refuses_before_his_term_is_over(walk, fonts_ready):
    complaint = ready(walk)
    asked(walk, complaint)
    walk.told(complaint, "identity_request")
    for days in (0, 2):  # 2 November, and the last day itself
        walk.later(days=days)
        with pytest.raises(Refused, match="尚未届满"):
            refuse(walk, complaint, "6")
    walk.later(days=1)
    refuse(walk, complaint, "6")


def test_a_second_request_is_served_anew(walk, fonts_ready):
    complaint = ready(walk)
    asked(walk, complaint)
    walk.told(complaint, "identity_request")
    walk.do("chengban1", complaint, "receive_identity", verified="no", note="照片不清")
    asked(walk, complaint)
    walk.later(days=3)
    with pytest.raises(Refused, match="限期提供身份证明材料通知书"):
        refuse(walk, complaint, "6")


@pytest.mark.parametrize("more", [{}, {"impostor": "本人表示没有投诉"}])
def test_who_was_verified_is_not_refused_for_want_of_identity(walk, fonts_ready, more):
    complaint = ready(walk)
    asked(walk, complaint)
    walk.told(complaint, "identity_request")
    walk.do("chengban1", complaint, "receive_identity", verified="yes", note="已核对")
    walk.later(days=3)
    with pytest.raises(Refused, match="身份已经核实"):
        refuse(walk, complaint, "6", **more)


def test_who_uses_anothers_name_is_refused_on_what_that_other_says_art_16_6(walk):
    complaint = ready(walk)
    refuse(walk, complaint, "6", impostor="11月2日电话向所留身份的本人核实，其表示没有提出投诉，录音 7 号")
    assert again(complaint).state == "not_accepted"
