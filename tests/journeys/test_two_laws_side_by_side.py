"""One complaint received under Order 20 beside one under Order 121: the same pages, each under the law of its own day."""

import pytest
from playwright.sync_api import expect

from cases.models import Complaint

pytestmark = [pytest.mark.journey, pytest.mark.django_db(databases=["default", "vault"], transaction=True)]


def take_in(desk, phone, received_at=""):
    """Enter a complaint on the sheet; the answer is its number."""
    page = desk.sign_in("dengji1").page
    page.goto(f"{desk.base}/intake/")
    if received_at:
        desk.fill(received_at=received_at)
    desk.fill(
        name="钱途亮", phone=phone, business_name="平罗县好声音电器行", product="电饭煲",
        text="电饭煲用了三天就坏，店家不管，要求更换。", requests=["replace"], read_back=True,
    )  # fmt: skip
    expect(page.locator(".split-complaint .source")).to_have_text(
        "令20第十四条" if received_at else "令121第十五条第一款"
    )
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="已登记 1 件")).to_be_visible()
    return page.locator("h2 a").inner_text()


def test_the_same_page_speaks_the_law_of_the_day_of_receipt(desk):
    old, new = take_in(desk, "13909520102", "2026-04-10T10:00"), take_in(desk, "13909520103")
    page = desk.page
    for number in (old, new):
        desk.do("fenliu1", number, "dispatch", unit="CG", item="20.5")
        desk.do("suozhang1", number, "assign", handler="chengban1")
        desk.do("chengban1", number, "review_materials", present=["1", "2", "3"])
        desk.do("chengban1", number, "check_lead", lead_found="no", note="现场核对，未见违法")

    # The way in: the filer of 2026-04-10 is told of the dispatch on a form that the newer law no longer has.
    told = desk.open(old).paper("分送情况告知书")
    assert "城关" in told
    assert "令121" not in told
    desk.open(new).paper("分送通知书")
    expect(page.locator("li.paper", has_text="分送情况告知书")).to_have_count(0)

    # The refusal: six grounds or seven, each with its article; factors of consumption and identity only in the new.
    for number, grounds, article, there in ((old, 6, "令20第十五条", False), (new, 7, "令121第十六条", True)):
        form = desk.unfold("suozhang1", number, "decline")
        expect(form.locator(".basis")).to_contain_text(article)
        expect(form.locator("[name=ground]")).to_have_count(grounds)
        expect(form.locator("[name=factors]")).to_have_count(5 if there else 0)
        desk.sign_in("chengban1").open(number)
        expect(page.locator("#do-request_identity")).to_have_count(1 if there else 0)
    form = desk.unfold("suozhang1", old, "decline")
    form.locator("[name=ground][value='1']").check()
    form.locator("[name=reason]").fill(
        "依照《市场监督管理投诉举报处理办法》第十三条第三款，本局没有处理权限。"
    )
    desk.refused(form, "不能引用")

    # The term is counted by the article of its day, and its receipt says from when that article was law.
    for number, article, until in ((old, "令20第十四条", "2026-04-14"), (new, "令121第十五条第一款", "")):
        panel = desk.open(number).receipt("受理或者不予受理")
        expect(panel).to_contain_text(article)
        expect(panel).to_contain_text(until or "2026-04-15 起")

    # The way out: a paper of the older forms reports the result; the newer law has none for it.
    for number in (old, new):
        desk.do("chengban1", number, "withdraw", how="来电撤回，录音")
        desk.do("chengban1", number, "close", platform_done=True)
        desk.stands(number, "办结")
    report = desk.open(old).paper("处理结果报告书")
    assert "投诉人在受理前撤回投诉" in report
    desk.open(new)
    expect(page.locator("li.paper", has_text="处理结果报告书")).to_have_count(0)
    assert (
        Complaint.objects.get(number=old).submission.received_at
        < Complaint.objects.get(number=new).received_at
    )
