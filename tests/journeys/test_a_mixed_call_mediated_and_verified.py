"""One telephone call that is a dispute and a suspected violation: taken by keyboard, dispatched twice, ended twice."""

import pytest
from playwright.sync_api import expect

from cases.models import Complaint, Report

pytestmark = [pytest.mark.journey, pytest.mark.django_db(databases=["default", "vault"], transaction=True)]

TOLD = "昨天在店里买的熟食已经过期，吃完全家拉肚子，店家不认账，要求退款。"


def at(page):
    return page.evaluate("document.activeElement.id")


def tab_to(page, field, most=40):
    """On by Tab until the field has the focus, as somebody without a mouse goes."""
    for _press in range(most):
        if at(page) == field:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{field} is not on the way; at {at(page)}")


def take_the_call(desk):
    """The sheet from the first field to the codes, the mouse untouched."""
    page = desk.sign_in("dengji1").page
    page.goto(f"{desk.base}/intake/")
    expect(page.locator("#id_name")).to_be_focused()
    for field, words in (
        ("id_name", "甄实在"),
        ("id_phone", "13909520101"),
        ("id_business_name", "平罗县喜洋洋食品店"),
        ("id_business_address", "平罗县城关镇民族南大街"),
        ("id_product", "熟食"),
        ("id_text", TOLD),
    ):
        tab_to(page, field)
        page.keyboard.type(words)
    # What the call will become is told while it lasts: two matters, two terms, two articles, whose they are.
    complaint, report = page.locator(".split-complaint"), page.locator(".split-report")
    for each, term, article in (
        (complaint, "7 个工作日", "令121第十五条第一款"),
        (report, "15 个工作日", "程序规定第十八条"),
    ):
        expect(each).to_contain_text(term)
        expect(each).to_contain_text(article)
    expect(page.locator("#hint")).to_contain_text("市场监管局")
    tab_to(page, "id_requests_5")
    page.keyboard.press("Space")
    tab_to(page, "id_read_back")
    expect(page.locator("#read-back")).to_contain_text("您是甄实在，电话139 0952 0101")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="已登记 2 件")).to_be_visible()
    expect(page.locator(".code")).to_have_count(2)
    expect(page.get_by_role("main")).not_to_contain_text("甄实在")
    return Complaint.objects.get().number, Report.objects.get().number


def mediate_on_site(desk, number):
    """The complaint: accepted, mediated at the table, a 调解书 signed by both, and closed with its papers."""
    page = desk.page
    desk.do("suozhang1", number, "assign", handler="chengban1")
    desk.do("chengban1", number, "review_materials", present=["1", "2", "3"])
    desk.do("suozhang1", number, "accept", subject="熟食已过期，要求退款")
    assert "受理" in desk.paper("受理决定书")
    desk.serve("chengban1", number, "受理决定书")
    desk.do("chengban1", number, "ask_consent", party="complainant", answer="yes", how="电话征询，录音")
    desk.barred("chengban1", number, "组织调解", "调解须双方同意并记录（令121第十八条第一款）")
    desk.do("chengban1", number, "ask_consent", party="respondent", answer="yes", how="上门征询，签字")
    desk.do("chengban1", number, "mediate", way="on_site", mediators="张卫国")
    desk.do(
        "chengban1", number, "call_meeting", held_at=f"{desk.today}T23:30", place="城关所调解室",
        mediators="张卫国", papers="小票、付款记录",
    )  # fmt: skip
    assert "城关所调解室" in desk.paper("调解通知书")
    for party in ("complainant", "respondent"):
        desk.serve("chengban1", number, "调解通知书", party=party)
    desk.do("chengban1", number, "check_lead", lead_found="yes", note="涉嫌经营过期食品")

    form = desk.unfold("chengban1", number, "agree")
    desk.paragraph(form, "退货退款")
    desk.refused(form, "尚未填写：【")
    form.locator("[name=terms]").fill("被投诉人当场退还货款86元，投诉人退回剩余商品，双方再无争议。")
    form.locator("[name=recovered]").fill("86")
    desk.confirm(form)
    agreement = desk.stands(number, "达成调解").paper("调解书")
    assert "退还货款86元" in agreement
    assert "张卫国" in agreement
    assert "甄实在" not in agreement

    # What is missing is said before it is tried: the lead, the signatures, each party's copy.
    desk.barred(
        "chengban1", number, "办结", "发现涉嫌违法线索的，须先另立线索核查", "先办理“登记签收调解书”",
        "办结前须有的文书还缺：调解书（未送达）",
    )  # fmt: skip
    desk.do("chengban1", number, "open_lead", discovered_on=desk.today, content="货架上另有过期熟食")
    desk.do("chengban1", number, "sign_agreement", signed_on=desk.today)
    desk.serve("chengban1", number, "调解书", party="complainant")
    desk.barred("chengban1", number, "办结", "办结前须有的文书还缺：调解书（未送达被投诉人）")
    desk.serve("chengban1", number, "调解书", party="respondent")
    desk.do("chengban1", number, "close", platform_done=True)
    desk.stands(number, "办结")
    expect(page.locator("#facts")).to_contain_text("挽回损失")
    expect(page.locator("#facts")).to_contain_text("86.00 元")


def verify(desk, number):
    """The report: two officers, its laws named, not filed for a listed reason, closed with its own paper."""
    desk.do("suozhang1", number, "assign", handler="chengban1", co_handler="chengban2")
    assert "举报" in desk.stands(number, "核查中").paper("案件来源登记表")
    desk.do("chengban1", number, "classify", domains=["other"])
    form = desk.unfold("fuju1", number, "decline_to_file")
    form.locator("[name=ground][value='1']").check()
    desk.paragraph(form, "违法行为轻微并及时改正，没有造成危害后果")
    desk.refused(form, "尚未填写：【违法行为】")
    form.locator("[name=reason]").fill("经核查，过期熟食仅此一袋，已当场销毁并退款，没有造成危害后果。")
    desk.confirm(form)
    desk.stands(number, "不予立案")
    expect(desk.page.locator("#facts")).to_contain_text("没有造成危害后果（程序规定第二十条第一款）")
    desk.do("chengban1", number, "close", platform_done=True)
    desk.stands(number, "办结")


def test_one_call_becomes_a_complaint_and_a_report_each_with_its_own_end(desk):
    complaint, report = take_the_call(desk)
    for number in (complaint, report):
        desk.do("fenliu1", number, "dispatch", unit="CG", item="20.5")
    desk.sign_in("suozhang1").page.goto(desk.base)
    for number in (complaint, report):
        expect(desk.page.locator(f"#m-{number}")).to_be_visible()
    mediate_on_site(desk, complaint)
    verify(desk, report)
