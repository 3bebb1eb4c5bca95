"""A two-person unsealing in real browsers: five people at five desks, one look with its mark, and the replay refused."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from demo.walk import Walk
from identity.models import Opening
from identity.people import PersonalData
from tests.protection.conftest import NAME, PHONE

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(databases=["default", "vault"], transaction=True),
]

SHOTS = os.environ.get("MINGCHA_SHOTS")


def shot(page, name):
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def send(page, button):
    """Press a button, and say once more who one is where the house asks for it."""
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()
    if page.locator("input[name=again_yes]").count():
        page.locator("input[name=again_yes]").check()
        page.locator(
            "form:has(input[name=again_yes]) button.primary, form:has(input[name=again_yes]) button"
        ).first.click()
        page.wait_for_load_state()


def step(page, number, verb, **typed):
    page.goto(f"{page.base}/m/{number}/do/{verb}/")
    for name, value in typed.items():
        field = page.locator(f"[name={name}]").first
        if value is True:
            field.check()
        else:
            field.fill(value)
    if page.locator("input[name=again_yes]").count():
        page.locator("input[name=again_yes]").check()
    page.locator("form.step button.primary").click()
    page.wait_for_url(f"{page.base}/m/{number}/*")


@pytest.mark.parametrize("width", [1280, 390])
def test_from_the_request_to_one_look_and_no_second(window, width):
    handler = window("chengban1", width=width)
    walk = Walk(handler.cast, timezone.now())
    person = PersonalData(name=NAME, phone=PHONE)
    taken = walk.call("厂里用过期面粉", person=person, anonymous=False, as_complaint=False)
    report = walk.verify(taken.report)

    handler.goto(f"{handler.base}/m/{report.number}/unseal/")
    handler.locator("input[name=purpose][value=police]").check()
    handler.locator("[name=legal_basis]").fill("刑事诉讼法第五十四条")
    handler.locator("[name=motive]").fill("公安机关来函，须当面核实购销经过")
    handler.locator("input[name=fields_wanted][value=name]").check()
    handler.locator("input[name=fields_wanted][value=phone]").check()
    handler.locator("[name=recipient]").select_option("gongan1")
    handler.locator("[name=until_on]").fill(str(timezone.localdate() + timedelta(days=5)))
    shot(handler, f"request-{width}")
    handler.get_by_role("button", name="提出申请").click()
    handler.wait_for_url("**/m/QF-*/")
    number = handler.url.rstrip("/").rsplit("/", 1)[-1]

    custodian, legal = window("baomi1", width=width), window("fazhi1", width=width)
    head, police = window("juzhang1", width=width), window("gongan1", width=width)
    step(custodian, number, "check_basis", note="目的在矩阵中，来函在卷")
    step(custodian, number, "ask_consent", how="电话，凭代称")
    step(custodian, number, "record_consent", how="同意")
    step(legal, number, "legal_agree", opinion="必需")
    step(head, number, "approve", opinion="同意")
    assert police.goto(f"{police.base}/m/{number}/").status == 404
    step(custodian, number, "release", agreed=True)
    custodian.goto(f"{custodian.base}/m/{number}/")
    shot(custodian, f"half-{width}")
    assert police.goto(f"{police.base}/m/{number}/").status == 404
    step(head, number, "confirm_release", agreed=True)

    police.goto(f"{police.base}/m/{number}/")
    shot(police, f"granted-{width}")
    send(police, "查看一次（将记录）")
    assert NAME in police.content()
    assert PHONE in police.content()
    mark = police.locator("svg.watermark text").all_text_contents()
    assert any("纳建军" in words for words in mark)
    assert any(number in words for words in mark)
    shot(police, f"unsealed-{width}")
    police.emulate_media(media="print")
    assert police.locator("svg.watermark").is_visible()
    shot(police, f"printed-{width}")
    police.emulate_media(media="screen")
    overflow = police.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0

    police.goto(f"{police.base}/m/{number}/")
    assert NAME not in police.content()
    assert police.get_by_role("button", name="查看一次（将记录）").count() == 0
    again = police.request.post(
        f"{police.base}/m/{number}/unsealed/",
        form={
            "csrfmiddlewaretoken": police.locator("input[name=csrfmiddlewaretoken]").first.input_value(),
            "again_asked": "send",
            "again_yes": "on",
        },
        headers={"Referer": police.base},
    )
    assert again.status == 409
    assert NAME not in again.text()
    assert "已经看过一次" in again.text()
    assert Opening.objects.count() == 1
    step(police, number, "acknowledge", secrecy=True)

    auditor = window("shenji1", width=width)
    auditor.goto(f"{auditor.base}/seen/")
    assert "纳建军" in auditor.content()
    assert NAME not in auditor.content()
    shot(auditor, f"seen-{width}")
    custodian.goto(f"{custodian.base}/emergency/")
    shot(custodian, f"emergency-{width}")
