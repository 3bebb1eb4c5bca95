"""On the page of a matter: what it is linked with, linking by number, taking back, and splitting a contact."""

import pytest
from django.urls import reverse

from cases.models import Report
from identity.leak import leaks
from procedure.links import LinkKind, MatterLink, link

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SAID = {"kind": "event", "reason": "同一次爆炸"}


@pytest.fixture
def two(in_november):
    walk = in_november
    made = [
        walk.call(
            "电饭煲坏了，要求退款", name=name, phone=phone, as_report=False, received_at=walk.now
        ).complaint
        for name, phone in (("钱途亮", "13909520102"), ("孙守正", "13909520103"))
    ]
    walk.assign(walk.dispatch(made[0]))
    return walk, *made


def page(client, matter):
    return client.get(reverse("desk:matter", args=[matter.number])).content.decode()


def test_a_link_is_made_by_number_shown_with_its_reason_and_taken_back(two, desk):
    _walk, one, other = two
    client = desk("fenliu1")
    address = reverse("desk:link", args=[one.number])
    assert address in page(client, one)
    assert client.get(address).status_code == 200
    sent = client.post(address, {**SAID, "number": f" {other.number.lower()} "}, follow=True)
    assert f"已与 {other.number} 关联" in sent.content.decode()
    said = page(client, other)
    assert "同一次爆炸" in said
    assert one.number in said
    assert "digest" not in said
    undo = reverse("desk:unlink", args=[one.number, MatterLink.objects.get().pk])
    assert undo in page(client, one)
    assert client.post(undo, {"reason": ""}).status_code == 400
    assert client.post(undo, {"reason": "弄错了"}).status_code == 302
    assert "同一次爆炸" not in page(client, one).split("办理经过")[0]
    assert client.get(undo).status_code == 404


def test_what_was_typed_is_kept_and_the_objection_said(two, desk):
    _walk, one, other = two
    client = desk("fenliu1")
    address = reverse("desk:link", args=[one.number])
    wrong = client.post(address, {**SAID, "number": "TS-2026-999999"})
    assert wrong.status_code == 400
    assert "没有这一件事项" in wrong.content.decode()
    assert "同一次爆炸" in wrong.content.decode()
    self_linked = client.post(address, {**SAID, "number": one.number})
    assert self_linked.status_code == 409
    assert "自身" in self_linked.content.decode()
    client.post(address, {**SAID, "number": other.number})
    again = client.post(address, {**SAID, "number": other.number})
    assert again.status_code == 409
    assert "已有这一关联" in again.content.decode()


def test_an_unreadable_number_answers_like_one_that_is_not_there(two, desk):
    _walk, one, other = two
    handler = desk("chengban1")
    answers = {
        handler.post(reverse("desk:link", args=[one.number]), {**SAID, "number": number})
        .content.decode()
        .replace(number, "")
        .split('name="number"')[0]
        .count("没有这一件事项")
        for number in (other.number, "TS-2026-999999")
    }
    assert answers == {1}
    assert desk("chengban3").get(reverse("desk:link", args=[one.number])).status_code == 404


def test_who_reads_one_end_sees_an_entry_and_no_number(two, desk):
    walk, one, other = two
    link(walk.act("fenliu1"), one, other, LinkKind.EVENT, "同一次爆炸")
    said = page(desk("chengban1"), one)
    assert "登记关联事项" in said
    assert other.number not in said
    assert "同一次爆炸" not in said


def test_a_clerk_splits_what_he_took_and_the_code_is_shown_once(two, desk):
    _walk, one, _other = two
    client = desk("dengji1")
    address = reverse("desk:split", args=[one.number])
    assert address in page(client, one)
    sheet = client.get(address)
    assert sheet.status_code == 200
    assert "no-store" in sheet["Cache-Control"]
    said = {
        "sheet": str(sheet.context["form"].initial["sheet"]),
        "filed_as": "report",
        "since": "first",
        "name": "钱途亮",
        "phone": "13909520102",
        "id_type": "护照",
        "id_number": "e12345678",
        "business_name": one.respondent,
        "text": "库房里还有三无电饭煲",
    }
    assert client.post(address, {**said, "phone": "0952-1"}).status_code == 400
    assert client.post(address, {**said, "id_type": ""}).status_code == 400
    named = client.post(address, {**said, "text": "我钱途亮看见三无电饭煲"})
    assert named.status_code == 409
    assert "陈述里写到了来电人的身份" in named.content.decode()
    done = client.post(address, said)
    report = Report.objects.get()
    assert done.status_code == 200
    assert report.number in done.content.decode()
    assert "查询码" in done.content.decode()
    assert report.received_at == one.received_at
    assert leaks([report.person_ref], "护照号 E12345678") == ["id_number"]
    again = client.post(address, said)
    assert again.status_code == 409
    assert "没有重复登记" in again.content.decode()
    assert 'class="code"' not in again.content.decode()
    assert report.number in page(client, one)
    assert report.number not in page(desk("fenliu1"), one).split("同一商家的其他事项")[0]


@pytest.mark.parametrize(("account", "status"), [("dengji2", 404), ("fenliu1", 403), ("suozhang1", 403)])
def test_nobody_else_is_offered_the_split(two, desk, account, status):
    _walk, one, _other = two
    assert desk(account).get(reverse("desk:split", args=[one.number])).status_code == status


def test_the_business_page_lists_only_what_may_be_read(two, desk):
    _walk, one, other = two
    business = one.submission.enterprise_id
    address = reverse("desk:business", args=[business])
    assert address in page(desk("fenliu1"), one)
    said = desk("fenliu1").get(address).content.decode()
    assert one.number in said
    assert other.number in said
    said = desk("chengban1").get(address).content.decode()
    assert one.number in said
    assert other.number not in said
    assert desk("suozhang2").get(address).status_code == 404
    assert desk("fenliu1").get(reverse("desk:business", args=[10**18 * 9])).status_code == 404
    assert desk("fenliu1").get(address + "?after=~~").status_code == 200
