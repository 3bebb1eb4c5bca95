"""A complaint refused on each ground of Order 121 art. 16: the reason from the list, the paper made, served, closed."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

pytestmark = [pytest.mark.journey, pytest.mark.django_db(databases=["default", "vault"], transaction=True)]


@dataclass(frozen=True)
class Refusal:
    """One ground: the standard paragraph picked for it, what is typed into its gaps, and what else it asks for."""

    ground: str
    title: str
    gaps: tuple[str, ...]
    says: str
    told: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    objects: str = ""


REFUSALS = (
    Refusal(
        "1",
        "属于其他部门职责",
        ("小区物业收费", "物业服务收费", "《物业管理条例》", "住建局", "住建局", "0952-6090001"),
        "你可以向住建局反映",
    ),
    Refusal(
        "2",
        "人民法院已受理或者处理",
        ("平罗县人民法院", "2026年10月8日", "受理", "（2026）宁0221民初8号"),
        "已向平罗县人民法院提起诉讼",
    ),
    Refusal(
        "3",
        "购买用于生产经营",
        ("订单和发票", "2026年10月8日", "电饭煲60台", "转售", "予以承认"),
        "该次购买不是为生活消费需要",
        more={"factors": ["1"], "evidence": "订单三份，付款记录"},
        objects="须先由法制审核员出具同意的意见",
    ),
    Refusal(
        "4",
        "知道权益受侵害已超过三年",
        ("购货小票", "2022年3月1日", "2026年11月"),
        "已经超过三年",
        told={"happened_on": localdate() - timedelta(days=4 * 366)},
    ),
    Refusal(
        "5",
        "没有具体的投诉请求或者争议事实",
        ("时间和经过", "2026年11月20日", "电话", "没有补充"),
        "仍不符合投诉材料的要求",
        objects="已登记的材料齐全",
    ),
    Refusal(
        "6",
        "冒用他人名义",
        ("2026年11月20日", "电话"),
        "本投诉属于冒用他人名义提出",
        more={"impostor": "经电话核实，本人表示没有提出投诉，录音 7 号"},
        objects="须先发出并送达限期提供身份证明材料通知书",
    ),
    Refusal(
        "7",
        "法律对该类争议规定了专门的处理程序",
        ("劳动报酬", "《劳动争议调解仲裁法》第二条", "劳动仲裁委员会", "仲裁程序", "劳动仲裁委员会"),
        "不适用市场监督管理部门的投诉处理程序",
        more={"legal_basis": "劳动争议调解仲裁法第二条"},
        objects="须写明所依据的法律、法规、规章及条款",
    ),
)


def ask_for_the_opinion(desk, number):
    desk.do("fazhi1", number, "legal_opinion", agrees="yes", opinion="同意：购买六十台用于转售，有订单为证")


def ask_for_identity(desk, number):
    form = desk.unfold("chengban1", number, "request_identity")
    desk.paragraph(form, "请投诉人提供身份证明材料")
    form.locator("[name=papers]").fill("身份证复印件，与下单账号实名一致的证明")
    form.locator("[name=until_on]").fill((localdate() + timedelta(days=30)).isoformat())
    desk.refused(form, "核验身份不中止受理期限")
    form.locator("[name=until_on]").fill((localdate() + timedelta(days=1)).isoformat())
    desk.confirm(form)
    assert "身份证复印件" in desk.stands(number, "待补身份证明").paper("限期提供身份证明材料通知书")
    desk.serve("chengban1", number, "限期提供身份证明材料通知书")


def chosen(desk, number, refusal):
    """The form of refusal with its ground chosen, and the paragraphs narrowed to it."""
    form = desk.unfold("suozhang1", number, "decline")
    expect(form.locator("[name=ground]")).to_have_count(7)
    form.locator(f"[name=ground][value='{refusal.ground}']").check()
    return form


def find_one_missing(desk, number):
    desk.do("chengban1", number, "review_materials", present=["1", "2"])


STATED_LAST = {"legal_basis", "impostor"}
"""Facts whose want the page has to name before they are stated."""

BEFORE = {"5": find_one_missing, "3": ask_for_the_opinion, "6": ask_for_identity}
"""What the ground needs first, done by whose act it is once the page has said so."""


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda each: f"ground {each.ground}")
def test_a_complaint_is_refused_on_a_listed_ground(desk, ago, refusal):
    walk = ago(hours=2)
    complaint = walk.review(
        walk.call(
            "电饭煲用了三天就坏，要求更换", name="钱途亮", phone="13909520102", **refusal.told
        ).complaint
    )
    number = complaint.number

    desk.barred(
        "suozhang1", number, "不予受理", "须先作线索核查：是否发现涉嫌违法行为（令121第二十七条第一款"
    )
    desk.do("chengban1", number, "check_lead", lead_found="no", note="现场核对，未见违法")

    if refusal.objects:
        # The page says what this ground needs beside its reason, and keeps what was written.
        form = chosen(desk, number, refusal)
        desk.paragraph(form, refusal.title, *refusal.gaps)
        desk.fill(**{name: said for name, said in refusal.more.items() if name not in STATED_LAST})
        desk.refused(form, refusal.objects)
        expect(form.locator("[name=reason]")).to_have_value(re.compile(refusal.says))
    if refusal.ground in BEFORE:
        BEFORE[refusal.ground](desk, number)
    form = chosen(desk, number, refusal)
    desk.paragraph(form, refusal.title)
    desk.fill(**refusal.more)
    desk.refused(form, "尚未填写：【")
    form.locator("[name=reason]").fill("")
    desk.paragraph(form, refusal.title, *refusal.gaps)
    desk.confirm(form)

    decision = desk.stands(number, "不予受理").paper("不予受理决定书")
    assert f"第十六条第（{'一二三四五六七'[int(refusal.ground) - 1]}）项" in decision
    assert refusal.says in decision
    assert "钱途亮" not in decision
    desk.barred(
        "suozhang1",
        number,
        "办结",
        "尚未送达或告知：受理或者不予受理",
        "办结前须有的文书还缺：不予受理决定书（未送达）",
    )
    desk.serve("chengban1", number, "不予受理决定书")
    desk.do("suozhang1", number, "close", platform_done=True)
    desk.stands(number, "办结")
    expect(desk.page.locator("#facts")).to_contain_text("（令121第十六条）")
