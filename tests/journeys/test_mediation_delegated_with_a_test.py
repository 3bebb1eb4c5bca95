"""A mediation with a test in between, then delegated: the days of the test do not count, and the receipt shows them."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

pytestmark = [pytest.mark.journey, pytest.mark.django_db(databases=["default", "vault"], transaction=True)]


def due(desk):
    """The day the open page names as the end of the mediation term."""
    clock = desk.page.locator("li.clock", has=desk.page.locator(".clock-name", has_text="调解期限"))
    return clock.locator("a[data-panel]").inner_text()


def test_the_days_of_the_test_are_left_out_and_the_delegated_body_brings_the_parties_together(desk, ago):
    walk, today = ago(days=8), localdate()
    complaint = walk.call(
        "新买的电动车骑了一周电池鼓包，商家说是人为损坏，要求更换电池。", name="较真儿", phone="13909520122",
        product="电动自行车", business_name="平罗县飞驰车业", delegation_consent=True, as_report=False,
    ).complaint  # fmt: skip
    walk.mediate(walk.accept(complaint), way="remote")
    number, page = complaint.number, desk.page
    begun, ended = today - timedelta(days=5), today - timedelta(days=1)

    # The test: agreed by both, paid for as agreed, or not at all.
    form = desk.unfold("chengban1", number, "entrust_test")
    before = due(desk)
    desk.fill(
        ground="鉴定", institution="石嘴山市检验检测中心", chosen_by="agreed", paper="委字2026-8",
        start_on=begun.isoformat(),
    )  # fmt: skip
    desk.refused(form, "须双方就费用承担达成一致并写明由谁承担（令121第二十二条")
    desk.fill(cost_agreed=True, cost="由被投诉人先行垫付")
    desk.confirm(form)
    desk.stands(number, "检测鉴定中")
    expect(page.locator("#clocks")).to_contain_text(f"{begun} 起不计入")
    # The receipt of a term that stands still says what would be if it went on today.
    panel = desk.receipt("调解期限")
    expect(panel).to_contain_text(f"{begun} 起不计入。如今天恢复计算")
    expect(panel.locator(".events")).to_contain_text("未恢复")

    desk.do(
        "chengban1", number, "receive_test", paper="鉴字2026-3", end_on=ended.isoformat(),
        result="电芯一致性差，属产品质量问题",
    )  # fmt: skip
    desk.stands(number, "调解中")
    assert due(desk) >= before  # the last day may slide over a holiday to the same working day
    panel = desk.receipt("调解期限")
    expect(panel.get_by_role("heading", name="不计入的期间")).to_be_visible()
    left_out = panel.locator(".event")
    for words in (f"{begun} — {ended}", "鉴定", "委字2026-8", "鉴字2026-3"):
        expect(left_out).to_contain_text(words)
    expect(panel.locator(".calendar").get_by_text("不计：鉴定")).to_have_count(5)
    desk.is_accessible()

    # The delegation: only with both consents, by the head of the unit.
    form = desk.unfold("suozhang1", number, "delegate")
    desk.fill(body="平罗县消费者协会", complainant_consents=True, how="双方到场，签字存卷")
    desk.refused(form, "委托调解须双方同意（令121第十九条")
    desk.fill(respondent_consents=True)
    desk.confirm(form)
    desk.stands(number, "委托调解中")
    expect(page.locator("#facts")).to_contain_text("平罗县消费者协会")

    form = desk.unfold("chengban1", number, "agree_on_record")
    desk.fill(terms="被投诉人三日内免费更换同型号电池一组。", why="waived")
    desk.confirm(form)
    record = desk.stands(number, "达成调解").paper("调解记录")
    assert "免费更换同型号电池" in record
    assert "较真儿" not in record

    desk.do("chengban1", number, "check_lead", lead_found="no", note="车辆合格证、认证证书齐全，未见违法")
    desk.barred("chengban1", number, "办结", "办结前须有的文书还缺：受理决定书（未送达）")
    desk.serve("chengban1", number, "受理决定书")
    desk.do("chengban1", number, "close", platform_done=True)
    desk.stands(number, "办结")
