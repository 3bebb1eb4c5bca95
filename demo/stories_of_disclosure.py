"""Two requests for disclosure: one that was denied at once, one that waits for the second person; and a relay."""

from datetime import timedelta

from django.utils.timezone import localdate

from demo.teller import Teller
from identity.people import PersonalData
from protection.relay import ask_relay
from protection.requesting import ask


def name_asked_for(teller: Teller) -> None:
    walk = teller.begun(4)
    report = walk.verify(
        walk.call(
            "加工点半夜用工业松香给猪头褪毛，天亮前运走。",
            product="猪头肉",
            stage="production",
            business_name="平罗县城关镇老马卤肉加工点",
            person=PersonalData(name="慎独言", phone="13909520131"),
            anonymous=False,
            as_complaint=False,
        ).report
    )
    asked = {
        "legal_basis": "刑事诉讼法第五十四条",
        "fields_wanted": ["name", "phone"],
        "until_on": localdate(walk.now) + timedelta(days=20),
    }
    ask(walk.act("chengban1"), report, purpose="party", motive="当事人的律师要求查阅", **asked)
    waits = ask(
        walk.act("chengban1"),
        report,
        purpose="police",
        motive="公安机关来函，须向举报人核实运货时间",
        recipient=walk.cast["gongan1"],
        **asked,
    )
    walk.do("baomi1", waits, "check_basis", note="目的在矩阵中，来函在卷")
    walk.do("baomi1", waits, "ask_consent", how="电话，凭代称")
    walk.do("baomi1", waits, "record_consent", how="同意，只给公安机关")
    walk.do("fazhi1", waits, "legal_agree", opinion="为侦查所必需，项目最少", overriding="")
    walk.do("juzhang1", waits, "approve", opinion="同意")
    walk.do("baomi1", waits, "release", agreed=True, envelope="")
    ask_relay(walk.act("chengban1"), report, way="message", text="运货的车一般几点走，车牌后几位记得吗？")


STORIES_OF_DISCLOSURE = (name_asked_for,)
