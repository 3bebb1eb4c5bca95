"""A later report with new facts goes with the one at hand and its term begins anew; the merge is taken back."""

import pytest
from playwright.sync_api import expect

from identity.people import PersonalData

pytestmark = [pytest.mark.journey, pytest.mark.django_db(databases=["default", "vault"], transaction=True)]


def due(desk):
    """The day the open page names as the end of the running term of verification."""
    clock = desk.page.locator(
        "li.clock:not(.clock-ended)", has=desk.page.locator(".clock-name", has_text="核查并决定是否立案")
    )
    return clock.locator("a[data-panel]").inner_text()


def test_the_term_begins_anew_and_goes_back_when_the_merge_is_taken_back(desk, ago):
    walk = ago(days=19)
    said = {
        "as_complaint": False,
        "business_name": "平罗县老灶台酱菜厂",
        "product": "酱菜",
        "person": PersonalData(name="看得见", phone="13909520123"),
    }
    host = walk.verify(walk.call("举报酱菜厂用过期的坛子装新菜。", **said).report)
    walk.later(days=15)
    later = walk.dispatch(walk.call("又看见他们往酱菜里加工业冰醋酸。", **said).report)
    stranger = walk.dispatch(
        walk.call(
            "酱菜厂的酱菜发霉。", **{**said, "person": PersonalData(name="另一人", phone="13909520124")}
        ).report
    )

    form = desk.unfold("suozhang1", host.number, "merge")
    first = due(desk)
    form.locator("[name=later]").fill("JB-2026-999999")
    form.locator("[name=reason]").fill("同一举报人补充新的涉嫌违法事实：使用工业冰醋酸")
    desk.refused(form, "没有这一件举报")
    form.locator("[name=later]").fill(stranger.number)
    desk.refused(form, "无法确认为同一举报人，不能合并（令121第三十五条第二款后段）")
    form.locator("[name=later]").fill(later.number)
    desk.confirm(form)

    desk.stands(host.number, "核查中")
    anew = due(desk)
    assert anew > first
    panel = desk.receipt("核查并决定是否立案")
    event = panel.locator(".event")
    expect(event).to_contain_text("重新起算；原届满日")
    expect(event.get_by_role("link", name=later.number)).to_be_visible()
    expect(event).to_contain_text("使用工业冰醋酸")
    desk.stands(later.number, "已合并")
    expect(desk.page.locator("#facts")).to_contain_text(host.number)

    desk.do("suozhang1", later.number, "unmerge", reason="经核实，冰醋酸由另一家厂使用，不是同一对象")
    desk.stands(later.number, "待核查")
    expect(desk.page.locator("#clocks")).to_contain_text("核查并决定是否立案")
    desk.open(host.number)
    assert due(desk) == first
    panel = desk.receipt("核查并决定是否立案")
    for words in ("已撤销，不作数", "撤销自", "冰醋酸由另一家厂使用"):
        expect(panel).to_contain_text(words)
    desk.is_accessible()
