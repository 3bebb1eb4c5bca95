"""Ticking rows with a key and with Shift, the whole way without script, and the new pages read by axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from cases.sampling import draw
from demo.walk import Walk
from procedure.links import LinkKind, link
from procedure.matter import Matter

pytestmark = [
    pytest.mark.django_db(databases=["default", "vault"], transaction=True),
    pytest.mark.journey,
]


def calls(page, n=4):
    walk = Walk(page.cast, timezone.localtime())
    made = [
        walk.call(
            "要求退款", name=f"钱途{i}", phone=f"1390952020{i}", as_report=False, received_at=timezone.now()
        )
        for i in range(n)
    ]
    return walk, [each.complaint for each in made]


def ticked(page):
    return page.locator(".c-pick input:checked").count()


def test_rows_are_ticked_by_key_and_by_shift_and_the_keys_go_on_working(window):
    page = window("fenliu1")
    calls(page)
    page.goto(page.base)
    keys = page.keyboard
    keys.press("j")
    keys.press("x")
    assert ticked(page) == 1
    keys.press("j")
    keys.press("x")
    assert ticked(page) == 2
    keys.press("x")
    assert ticked(page) == 1
    boxes = page.locator(".c-pick input")
    boxes.nth(0).click()
    assert ticked(page) == 0
    boxes.nth(0).click()
    boxes.nth(3).click(modifiers=["Shift"])
    assert ticked(page) == 4
    keys.press("k")
    expect(page.locator(":focus")).to_have_attribute(
        "href", page.locator("[data-row] .c-number a").nth(2).get_attribute("href")
    )
    page.locator("#bulk button").click()
    page.locator("#id_unit").select_option("CG")
    keys.press("Control+Enter")
    expect(page.locator(".bulk-sheet .due-met")).to_have_count(4)
    expect(page.locator("button.primary")).to_be_focused()
    keys.press("Enter")
    expect(page.locator(".banner")).to_contain_text("已办理 4 件")


def test_the_whole_way_without_script_on_a_telephone(window):
    page = window("fenliu1", width=390, script=False)
    _walk, made = calls(page)
    page.goto(page.base)
    page.locator(".c-pick input").nth(0).check()
    page.locator(".c-pick input").nth(2).check()
    page.locator("#bulk button").click()
    page.locator("#id_unit").select_option("CG")
    page.locator("button.primary").click()
    page.locator("button.primary").click()
    assert sorted(Matter.objects.values_list("state", flat=True)) == ["dispatched"] * 2 + ["received"] * 2
    page.goto(f"{page.base}/m/{made[0].number}/link/")
    page.locator("#id_number").fill(made[1].number)
    page.locator("input[name=kind]").first.check()
    page.locator("#id_reason").fill("同一批次")
    page.locator("button.primary").click()
    expect(page.locator(".linked")).to_contain_text("同一批次")


def test_the_new_pages_are_read_by_axe_without_a_fault(window):
    page = window("fenliu1")
    walk, made = calls(page)
    made_link = link(walk.act("fenliu1"), made[0], made[1], LinkKind.EVENT, "同一批次")
    today = timezone.localdate()
    walk.now = timezone.now()
    draw(
        walk.act("ducha1"),
        first_on=today.replace(year=today.year - 1),
        last_on=today.replace(year=today.year - 1),
        wanted=1,
    )
    one = made[0]
    chosen = "&".join(f"m={each.number}" for each in made)
    addresses = [
        "/",
        f"/m/{one.number}/",
        f"/m/{one.number}/link/",
        f"/m/{one.number}/unlink/{made_link.pk}/",
        f"/business/{one.submission.enterprise_id}/",
        "/samples/",
        f"/bulk/?do=dispatch&{chosen}",
    ]
    for address in addresses:
        page.goto(page.base + address)
        faults = Axe().run(page).response["violations"]
        assert faults == [], (address, [(f["id"], [n["html"][:120] for n in f["nodes"]]) for f in faults])
    clerk = window("dengji1")
    clerk.goto(f"{clerk.base}/m/{one.number}/split/")
    assert Axe().run(clerk).response["violations"] == []
