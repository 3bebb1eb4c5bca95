"""More of the county's autumn: what intake, hub and mediation have besides the straight road."""

from datetime import timedelta

from django.utils.timezone import localdate

from cases.elsewhere import take_clue, tell_where
from cases.letter import Letter
from demo.teller import Teller
from identity.people import PersonalData
from procedure.corridor import perform


def identity_is_asked_for(teller: Teller) -> None:
    walk = teller.begun(3)
    complaint = walk.call(
        "网上订的羊绒衫到货是化纤的，要求退货退款。",
        requests=("return", "refund"),
        product="羊绒衫",
        business_name="平罗县暖阳羊绒专营店",
        trader_kind="platform_shop",
        platform_name="某电商平台",
        name="问清楚",
        phone="13909520121",
        as_report=False,
    ).complaint
    walk.review(complaint)
    until_on = localdate(walk.now) + timedelta(days=1)
    walk.do(
        "chengban1",
        complaint,
        "request_identity",
        papers="身份证复印件，与下单账号实名一致的证明",
        until_on=until_on,
    )


def delegated_and_tested(teller: Teller) -> None:
    walk = teller.begun(26)
    complaint = walk.call(
        "新买的电动车骑了一周电池鼓包，商家说是人为损坏，要求更换电池。",
        requests=("replace",),
        product="电动自行车",
        business_name="平罗县飞驰车业",
        name="较真儿",
        phone="13909520122",
        publish_consent=True,
        delegation_consent=True,
        as_report=False,
    ).complaint
    walk.told(walk.accept(complaint), "acceptance")
    walk.mediate(complaint)
    walk.later(days=2)
    walk.test(complaint, localdate(walk.now), ground="鉴定")
    walk.later(days=9)
    walk.tested(complaint, localdate(walk.now))
    walk.do(
        "suozhang1",
        complaint,
        "delegate",
        body="平罗县消费者协会",
        complainant_consents=True,
        respondent_consents=True,
        how="双方到场同意，签字存卷",
    )


def merged_and_counted_anew(teller: Teller) -> None:
    walk = teller.begun(9)
    said = {
        "as_complaint": False,
        "business_name": "平罗县老灶台酱菜厂",
        "product": "酱菜",
        "stage": "production",
    }
    person = PersonalData(name="看得见", phone="13909520123")
    first = walk.verify(walk.call("举报酱菜厂用过期的坛子装新菜。", person=person, **said).report)
    walk.later(days=5)
    later = walk.dispatch(walk.call("又看见他们往酱菜里加工业冰醋酸。", person=person, **said).report)
    perform(
        walk.act("suozhang1"),
        first.merge,
        later=later,
        restart_at=later.received_at,
        reason="同一举报人补充新的涉嫌违法事实：使用工业冰醋酸",
    )


def sent_wrongly_and_disputed(teller: Teller) -> None:
    walk = teller.begun(4)
    report = walk.call(
        "举报隆湖开发区边上的冷库存放走私冻品。",
        business_name="鸿运冷库",
        business_address="平罗县崇岗镇与大武口区交界",
        as_complaint=False,
    ).report
    walk.dispatch(report)
    walk.do("suozhang1", report, "hand_back", reason="冷库在崇岗镇，不在城关所辖区")
    walk.unit = "ZF"
    walk.dispatch(report)
    walk.do(
        "duizhang1",
        report,
        "dispute",
        other_bureau="大武口区市场监督管理局",
        reason="冷库占地跨界，登记住所在大武口区",
    )


def told_where_to_go(teller: Teller) -> None:
    walk = teller.begun(1)
    tell_where(
        walk.act("dengji1"),
        category="consultation",
        told_to="办理食品经营许可证：县政务服务中心二楼市场监管窗口，0952-12345",
        text="咨询开小餐馆要办哪些证",
        channel="phone",
        at=walk.now,
    )


def a_clue_past_the_queue(teller: Teller) -> None:
    walk = teller.begun(1)
    act = walk.act("dengji1")
    take_clue(
        act,
        Letter(
            channel="phone",
            received_at=act.at,
            text="反映某执法人员收受辖区商户购物卡。",
            business_name="",
            person=PersonalData(),
            anonymous=True,
        ),
    )


STORIES_OF_INTAKE = (
    identity_is_asked_for,
    delegated_and_tested,
    merged_and_counted_anew,
    sent_wrongly_and_disputed,
    told_where_to_go,
    a_clue_past_the_queue,
)
