"""The hub's two corrections: what a unit sends back is dispatched right; what is another department's is handed on."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.journey, pytest.mark.django_db(databases=["default", "vault"], transaction=True)]


def test_a_wrong_dispatch_comes_back_through_the_hub_and_goes_where_it_belongs(desk, ago):
    report = ago(hours=3).call(
        "街上的干果店卖过期炒货。", business_name="好年华干果店", business_address="平罗县城关镇民族南大街",
        name="看得见", phone="13909520123", as_complaint=False,
    ).report  # fmt: skip
    number, page = report.number, desk.page

    form = desk.unfold("fenliu1", number, "dispatch")
    expect(form.locator("[name=item]")).not_to_have_value("")  # the line of the list, as it was found
    expect(form.locator("[name=unit]")).to_have_value(
        "CG"
    )  # the station of the township that the caller named
    desk.confirm(form)
    assert "城关市场监管所" in desk.paper("分送通知书")

    form = desk.unfold("suozhang1", number, "hand_back")
    desk.refused(form, "有内容需要改正")
    desk.paragraph(form, "不在本机构辖区")
    desk.refused(form, "尚未填写：【")
    form.locator("[name=reason]").fill("经营地在姚伏镇，不在城关所辖区。")
    form.locator("button.primary").click()
    # It is out of this unit's sight; the list says so.
    expect(page.locator(".notes")).to_contain_text(f"{number} 已转出，不再由您查看")
    page.goto(f"{desk.base}/m/{number}/")
    expect(page.get_by_role("main")).not_to_contain_text("干果店")

    desk.sign_in("fenliu1").stands(number, "待分流")
    expect(page.locator("#story")).to_contain_text("经营地在姚伏镇，不在城关所辖区")
    expect(page.locator("#clocks")).to_contain_text("分送的内部目标时限")
    desk.do("fenliu1", number, "dispatch", unit="YF", item="20.5")
    desk.do("suozhang2", number, "assign", handler="chengban3", co_handler="chengban4")
    desk.stands(number, "核查中")
    # The first dispatch and the second are both told, each with its paper.
    expect(page.locator("li.paper", has_text="分送通知书")).to_have_count(2)


def test_another_departments_matter_is_handed_on_with_letter_notice_and_receipt(desk, ago):
    complaint = ago(hours=3).call(
        "去年在农资门市部买的复合肥不够含量，庄稼不长，要求赔偿。", product="复合肥",
        business_name="平罗县丰收农资门市部", name="钱途亮", phone="13909520102", as_report=False,
    ).complaint  # fmt: skip
    number, page = complaint.number, desk.page

    form = desk.unfold("fenliu1", number, "transfer")
    desk.fill(department="农业农村局", item="20.5", reason="肥料质量由农业农村部门监督管理。")
    desk.refused(form, "清单第 20.5 条属于市场监管局")
    desk.fill(item="17.1")
    desk.confirm(form)
    desk.stands(number, "已移送")
    letter, notice = desk.paper("移送函"), desk.paper("移送告知书")
    assert "农业农村局" in letter
    assert "肥料质量由农业农村部门监督管理" in letter
    assert "农业农村局" in notice
    for paper in (letter, notice):
        assert "钱途亮" not in paper
        assert "13909520102" not in paper
    # Another department decides now; the term runs until the complainant is told so in writing.
    expect(page.locator("li.clock", has_text="受理或者不予受理")).to_contain_text("已决定，待送达告知")

    desk.barred(
        "fenliu1", number, "移交办结", "须先登记接收单位的回执",
        "办结前须有的文书还缺：移送函（未送达）、移送告知书（未送达）",
    )  # fmt: skip
    desk.serve("fenliu1", number, "移送函")
    desk.serve("fenliu1", number, "移送告知书")
    desk.barred("fenliu1", number, "移交办结", "须先登记接收单位的回执")
    desk.do(
        "fenliu1", number, "record_receipt", receiver="农业农村局办公室 回执2026-8", received_on=desk.today
    )
    desk.do("fenliu1", number, "check_lead", lead_found="no", note="肥料质量已随函移送")
    desk.do("fenliu1", number, "close_transferred", platform_done=True)
    desk.stands(number, "办结")
    expect(page.locator("#facts")).to_contain_text("农业农村局办公室 回执2026-8")
