"""A county's autumn: a dozen and more matters in various states, told backwards from today."""

from datetime import date, datetime, timedelta

from demo.county import Cast
from demo.stories_of_disclosure import STORIES_OF_DISCLOSURE
from demo.stories_of_intake import STORIES_OF_INTAKE
from demo.stories_of_protection import STORIES_OF_PROTECTION
from demo.teller import Teller
from identity.people import PersonalData
from supervision.orders import issue


def just_in(teller: Teller) -> None:
    teller.begun(0).call(
        "昨天在店里买的熟食已经过期，吃完全家拉肚子，店家不认账，要求退款并赔偿医药费。",
        request="退款 86 元，赔偿医药费 420 元",
        product="熟食",
        stage="sale",
        name="甄实在",
        phone="13909520101",
    )


def waiting_for_acceptance(teller: Teller) -> None:
    walk = teller.begun(6)
    received = walk.call(
        "在店里买的电饭煲用了三天就坏，店家拒绝更换。",
        request="更换",
        product="电饭煲",
        business_name="平罗县永盛家电商行",
        business_address="平罗县城关镇鼓楼东街",
        name="钱途亮",
        phone="13909520102",
        as_report=False,
    )
    walk.review(received.matters[0])


def acceptance_overdue(teller: Teller) -> None:
    walk = teller.begun(9, "YF")
    received = walk.call(
        "理发店办了卡第二天就关门，要求退钱。",
        request="退还余额 680 元",
        product="理发预付卡",
        business_name="姚伏镇风尚理发店",
        business_address="平罗县姚伏镇中心街",
        name="安分守",
        phone="13909520103",
        as_report=False,
    )
    walk.dispatch(received.matters[0])


def in_mediation(teller: Teller) -> None:
    walk = teller.begun(20)
    received = walk.call(
        "装修公司延期两个月不完工，要求赔偿。",
        request="赔偿 3000 元",
        product="装修服务",
        business_name="平罗县宜家美装饰部",
        name="和气生",
        phone="13909520104",
        as_report=False,
    )
    complaint = walk.accept(received.matters[0])
    walk.told(complaint, "acceptance")
    walk.mediate(complaint)


def agreed(teller: Teller) -> None:
    walk = teller.begun(25)
    received = walk.call(
        "手机屏幕保修期内碎裂，商家拒绝修理。",
        request="免费修理",
        product="手机",
        business_name="平罗县迅达通讯店",
        name="讲道理",
        phone="13909520105",
        as_report=False,
    )
    complaint = walk.accept(received.matters[0])
    walk.told(complaint, "acceptance")
    walk.mediate(complaint)
    walk.no_lead(complaint)
    walk.called(walk.later(days=6) and complaint)
    walk.do("chengban1", complaint, "agree", terms="商家三日内免费更换屏幕", recovered=None)


def declined(teller: Teller) -> None:
    walk = teller.begun(12)
    received = walk.call(
        "五年前买的家具有裂纹，要求退货。",
        request="退货",
        product="家具",
        business_name="平罗县红木家私",
        name="旧事提",
        phone="13909520106",
        as_report=False,
    )
    complaint = walk.review(received.matters[0])
    walk.no_lead(complaint)
    known_on = date(2021, 3, 1)
    reason = "购买日期为2021年3月，至投诉时已逾三年。"
    walk.do("suozhang1", complaint, "decline", ground="4", reason=reason, known_on=known_on)
    walk.told(complaint, "non_acceptance")
    walk.do("chengban1", complaint, "close", platform_done=True)


def being_verified(teller: Teller) -> None:
    walk = teller.begun(14, "YF")
    received = walk.call(
        "举报小作坊用工业盐腌菜，没有证照。",
        product="腌菜",
        stage="production",
        business_name="姚伏镇老味道腌菜坊",
        business_address="平罗县姚伏镇",
        as_complaint=False,
    )
    report = walk.verify(received.matters[0])
    walk.later(days=10)
    walk.do("chengban3", report, "ask_extension", amount=15, reason="须赴外县核实进货来源")
    walk.do("fuju1", report, "extend")


def in_testing(teller: Teller) -> None:
    walk = teller.begun(10)
    received = walk.call(
        "超市的羊肉片颜色不对，怀疑掺假。",
        product="羊肉片",
        stage="sale",
        business_name="平罗县惠民超市",
        name="眼睛尖",
        phone="13909520107",
        as_complaint=False,
    )
    report = walk.verify(received.matters[0])
    walk.later(days=3)
    walk.do("chengban1", report, "entrust_test", institution="石嘴山市食品药品检验中心", paper="委字2026-118")


def not_filed(teller: Teller) -> None:
    walk = teller.begun(18, "YF")
    received = walk.call(
        "举报小卖部没有明码标价，有虚假宣传。",
        business_name="姚伏镇便民小卖部",
        as_complaint=False,
    )
    report = walk.verify(received.matters[0])
    walk.later(days=8)
    walk.do("fuju1", report, "decline_to_file", ground="1", reason="违法轻微，已当场改正，未造成危害。")


def over_the_threshold(teller: Teller) -> None:
    """Sales of 42,000 and goods of 30,000 yuan: together past the threshold, so no fine can end it."""
    walk = teller.begun(30, "ZF")
    received = walk.call(
        "仓库里把过期月饼改日期再卖给超市。",
        product="月饼",
        stage="production",
        business_name="平罗县丰收糕点厂",
        business_address="平罗县城关镇工业园",
        as_complaint=False,
    )
    report = walk.verify(received.matters[0])
    walk.later(days=12)
    case = walk.file(report)
    walk.later(days=4)
    walk.facts(case, sold="42000", unsold="30000", conduct=["redated_or_repacked_expired_or_recycled"])


def before_the_principal(teller: Teller) -> None:
    walk = teller.begun(24, "ZF")
    received = walk.call(
        "把过期火腿肠重新包装卖到学校门口，已经有学生呕吐。",
        product="火腿肠",
        stage="sale",
        business_name="平罗县鑫源商贸",
        as_complaint=False,
    )
    case = walk.file(walk.later(days=1) and walk.verify(received.matters[0]))
    walk.facts(case, sold="61000", ill=4)
    referral = walk.suspect(case)
    # The three calendar days of the principal began yesterday: the report is on his desk.
    walk.now = teller.now - timedelta(days=1)
    walk.submit(referral)


def with_the_police(teller: Teller) -> None:
    walk = teller.begun(22)
    received = walk.call(
        "熟食店把过期的熟食回锅再卖，我家孩子吃了中毒住院，要求赔偿。",
        request="赔偿医药费",
        product="熟食",
        stage="sale",
        name="苦水多",
        phone="13909520108",
    )
    walk.told(walk.accept(received.complaint), "acceptance")
    report = walk.verify(received.report)
    walk.later(days=5)
    case = walk.facts(walk.file(report), sold="88000", unsold="5200", ill=11)
    referral = walk.submit(walk.suspect(case))
    walk.transfer(referral)
    walk.receipt(walk.later(hours=3) and referral)


def fined_and_rewarded(teller: Teller) -> None:
    walk = teller.begun(60, "YF")
    received = walk.call(
        "厂里用过期面粉做馒头，送货到好几个食堂。",
        product="馒头",
        stage="production",
        business_name="姚伏镇福满堂馒头房",
        person=PersonalData(name="内里人", phone="13909520109"),
        as_complaint=False,
    )
    report = walk.verify(received.report)
    walk.later(days=9)
    case = walk.facts(walk.file(report), sold="38000", unsold="1000", conduct=["expired_raw_material"])
    walk.fine(walk.later(days=20) and case, fine="160000", gain="38000")
    claim = walk.close_case(walk.later(days=10) and case)
    if claim is None:
        raise LookupError("a penalty after a report with a reachable reporter opens a claim")
    code = received.codes["report"]
    walk.reward(walk.qualify(claim), code)
    walk.pay(walk.later(days=3) and claim, code)


def reward_to_be_screened(teller: Teller) -> None:
    walk = teller.begun(55)
    received = walk.call(
        "药店旁边的奶茶店用过期奶粉做奶茶。",
        product="奶茶",
        stage="catering",
        business_name="城关镇甜心奶茶店",
        name="不留情",
        phone="13909520110",
        as_complaint=False,
    )
    case = walk.file(walk.later(days=7) and walk.verify(received.report))
    walk.facts(case, sold="9000", conduct=["expired_raw_material"])
    walk.fine(walk.later(days=25) and case, fine="60000", gain="9000")
    walk.close_case(walk.later(days=12) and case)


def for_another_department(teller: Teller) -> None:
    walk = teller.begun(2)
    received = walk.call(
        "举报养殖场卖死猪，私自屠宰。",
        product="猪肉",
        stage="slaughter",
        business_name="头闸镇某养殖场",
        business_address="平罗县头闸镇",
        as_complaint=False,
    )
    walk.transfer_to(received.matters[0], "农业农村局", verb="transfer_food")


# How many working days ago a report came in, at which unit, and after how many days it was decided: in some months
# all terms are kept, in some one is missed, and some units have months in which none ends.
DECIDED = (
    (225, "CG", 9), (222, "ZF", 11), (204, "YF", 34), (202, "CG", 8), (181, "CG", 12), (178, "CG", 31), (160, "ZF", 10),
    (158, "YF", 9), (139, "CG", 7), (137, "YF", 12), (118, "CG", 10), (116, "CG", 9), (114, "ZF", 33), (97, "YF", 8),
    (95, "CG", 11), (76, "ZF", 12), (74, "CG", 36), (72, "CG", 9), (52, "YF", 10), (50, "ZF", 8), (36, "CG", 10),
)  # fmt: skip
CLAIMS = (
    ("便利副食店", "销售过期饮料"),
    ("康民药店", "执业药师不在岗仍卖处方药"),
    ("顺达加油站", "计量不准"),
    ("聚福楼餐馆", "没有公示食品经营许可证"),
)
PLACES = {"CG": "城关", "YF": "姚伏", "ZF": "崇岗"}


def decided_over_the_year(teller: Teller) -> None:
    """Reports of twelve months that were not filed, some of them too late: what punctuality is drawn from."""
    for at, (ago, unit, days) in enumerate(DECIDED):
        shop, claim = CLAIMS[at % len(CLAIMS)]
        business = PLACES[unit] + shop
        walk = teller.begun(ago, unit)
        received = walk.call(f"举报{business}{claim}。", business_name=business, as_complaint=False)
        report = walk.verify(received.matters[0])
        walk.later(days=days)
        walk.do("fuju1", report, "decline_to_file", ground="1", reason="现场核查，未发现所举报的违法行为。")
        walk.later(days=2)
        # Order 20 knew no such notice; Order 121 counts a term for it.
        if report.clocks.running().filter(rule="report.filing_notice").exists():
            walk.do(walk.people[0], report, "tell_reporter", channel="phone", proof="录音留存")
        walk.classify(report)
        walk.made(report, "case_source")
        walk.do(walk.people[0], report, "close", platform_done=True)


def testing_for_weeks(teller: Teller) -> None:
    """A test that has not come back for six weeks: the term stands still, and the board says for how long."""
    walk = teller.begun(36, "YF")
    received = walk.call(
        "举报油坊卖的胡麻油掺了别的油。",
        product="胡麻油",
        stage="production",
        business_name="姚伏镇香满园油坊",
        as_complaint=False,
    )
    report = walk.verify(received.matters[0])
    walk.later(days=4)
    walk.do("chengban3", report, "entrust_test", institution="石嘴山市食品药品检验中心", paper="委字2026-097")


def asked_for_more_time(teller: Teller) -> None:
    """A request for an extension that waits for the leader."""
    walk = teller.begun(12)
    received = walk.call(
        "举报家电城虚构原价、虚假打折。",
        product="冰箱",
        business_name="平罗县金源家电城",
        business_address="平罗县城关镇鼓楼南街",
        as_complaint=False,
    )
    report = walk.verify(received.matters[0])
    walk.later(days=9)
    walk.do(
        "chengban1",
        report,
        "ask_extension",
        amount=10,
        reason="须调取电商平台的历史交易价格，平台答复尚未收到",
    )


def supervised(teller: Teller) -> None:
    """A report nobody decided in time; the supervisor asks the unit head to answer for it."""
    walk = teller.begun(24, "ZF")
    received = walk.call(
        "举报砂石厂的地磅做手脚，一车少半吨。",
        product="砂石",
        business_name="平罗县宏运砂石厂",
        business_address="平罗县崇岗镇",
        as_complaint=False,
    )
    report = walk.verify(received.matters[0])
    walk.now = teller.now - timedelta(hours=20)
    issue(
        walk.act("ducha1"),
        report.clocks.running().get(rule="report.verification"),
        "核查期限已过，请说明逾期原因，三个工作日内答复拟采取的措施和完成时间。",
    )


STORIES = (
    decided_over_the_year,
    fined_and_rewarded,
    reward_to_be_screened,
    over_the_threshold,
    agreed,
    before_the_principal,
    with_the_police,
    in_mediation,
    not_filed,
    being_verified,
    declined,
    in_testing,
    testing_for_weeks,
    supervised,
    asked_for_more_time,
    acceptance_overdue,
    waiting_for_acceptance,
    for_another_department,
    just_in,
)
EVERY_STORY = (*STORIES, *STORIES_OF_PROTECTION, *STORIES_OF_DISCLOSURE, *STORIES_OF_INTAKE)


def tell_all(cast: Cast, now: datetime) -> int:
    """Tell every story; how many there were."""
    teller = Teller(cast, now)
    for story in EVERY_STORY:
        story(teller)
    return len(EVERY_STORY)
