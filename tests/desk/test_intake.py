"""The clerk's sheet: what is typed is never lost, the codes are shown once, and a sheet is entered once."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django import forms
from django.urls import reverse
from django.utils import timezone

from cases.checks import telephone
from cases.models import Complaint, Submission
from identity.leak import leaks
from procedure.access import matters_for

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
ADDRESS = "/intake/"


def sheet(**more):
    return {
        "intake_key": str(uuid.uuid4()),
        "channel": "phone",
        "received_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "name": "钱途亮",
        "phone": "13909520102",
        "business_name": "喜洋洋食品店",
        "text": "买的熟食已经过期，吃完拉肚子",
        "read_back": "on",
        "request": "要求退款",
        "filed_as": "",
        **more,
    }


def page(response):
    return response.content.decode()


def test_a_text_that_holds_both_becomes_two_matters_with_their_codes(desk):
    response = desk("dengji1").post(ADDRESS, sheet())
    assert response.status_code == 200
    numbers = sorted(set(re.findall(r"(?:TS|JB)-\d{4}-\d{6}", page(response))))
    assert [n[:2] for n in numbers] == ["JB", "TS"]
    assert len(set(re.findall(r'class="code"[^>]*>([^<]+)<', page(response)))) == 2
    assert "no-store" in response["Cache-Control"]


def test_the_clerk_decides_against_the_suggestion(desk, cast):
    desk("dengji1").post(ADDRESS, sheet(filed_as="report"))
    assert [m.kind for m in matters_for(cast["dengji1"])] == ["report"]


def test_the_same_sheet_sent_twice_is_entered_once_and_shows_no_code_again(desk):
    client, sent = desk("dengji1"), sheet()
    first = client.post(ADDRESS, sent)
    again = client.post(ADDRESS, sent)
    assert (first.status_code, again.status_code) == (200, 409)
    assert Submission.objects.count() == 1
    code = re.search(r'class="code"[^>]*>([^<]+)<', page(first)).group(1)
    assert code not in page(again)
    assert "TS-" in page(again)


def test_a_name_in_the_text_comes_back_with_everything_kept_and_a_way_out(desk):
    client, sent = desk("dengji1"), sheet(text="我叫钱途亮，买的熟食过期，要求退款")
    response = client.post(ADDRESS, sent)
    assert response.status_code == 409
    for kept in ("我叫钱途亮，买的熟食过期，要求退款", "13909520102", "喜洋洋食品店", "replace_names"):
        assert kept in page(response)
    assert Submission.objects.count() == 0
    done = client.post(ADDRESS, {**sent, "replace_names": "on"})
    assert done.status_code == 200
    assert "【来电人】" in Submission.objects.get().text
    assert "钱途亮" not in Submission.objects.get().text


def test_an_anonymous_complaint_is_refused_in_words_with_the_sheet_kept(desk):
    sent = sheet(anonymous="on", name="", phone="", filed_as="complaint")
    response = desk("dengji1").post(ADDRESS, sent)
    assert response.status_code == 409
    assert "投诉须提供真实身份" in page(response)
    assert "买的熟食已经过期" in page(response)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"phone": "12"}, "电话号码不对"),
        ({"business_name": ""}, "必填"),
        ({"text": "长" * 5001}, "5000"),
        ({"received_at": "2999-01-01T00:00"}, "将来"),
        ({"received_at": "2001-01-01T00:00"}, "早于现行规定"),
        ({"happened_on": "2999-01-01"}, "将来"),
        ({"id_number": "640221199001011234"}, "身份证号不对"),
        ({"id_type": "护照", "id_number": "护照一本"}, "证件号码与所选证件种类不符"),
        ({"id_type": "港澳居民来往内地通行证", "id_number": "X12345678"}, "证件号码与所选证件种类不符"),
        ({"id_type": "身份卡", "id_number": "12345"}, "身份卡"),
        ({"happened_on": "1926-11-01"}, "不能早于"),
        ({"channel": "telepathy"}, "telepathy"),
        ({"text": "坏\x00字"}, "空字符"),
        ({"intake_key": "one"}, "UUID"),
    ],
)
def test_what_cannot_be_entered_says_so_and_keeps_the_rest(desk, wrong, said):
    response = desk("dengji1").post(ADDRESS, sheet(**wrong))
    assert response.status_code == 400
    assert said in page(response)
    assert "要求退款" in page(response)
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("护照", "e12345678"),
        ("港澳居民来往内地通行证", "H12345678"),
        ("台湾居民来往大陆通行证", "12345678"),
        ("港澳台居民居住证", "830000199001010019"),
        ("外国人永久居留身份证", "USA110086080203"),
        ("军人证件", "军字第12345678号"),
        ("其他证件", "AB-1234"),
    ],
)
def test_whoever_has_no_citizens_card_gives_another_paper_of_form_1(desk, kind, number):
    answer = desk("dengji1").post(ADDRESS, sheet(id_type=kind, id_number=number, filed_as="complaint"))
    assert answer.status_code == 200
    ref = Complaint.objects.get().person_ref
    assert leaks([ref], f"证件号码{number.upper()}") == ["id_number"]


def test_a_script_in_the_text_stays_text(desk, cast):
    client = desk("dengji1")
    client.post(
        ADDRESS,
        sheet(text="<script>alert(1)</script> 过期食品", business_name="<b>店</b>", filed_as="report"),
    )
    number = matters_for(cast["dengji1"]).get().number
    for address in ("/", f"/m/{number}/"):
        shown = page(client.get(address))
        assert "<script>alert" not in shown
        assert "<b>店</b>" not in shown
        assert "&lt;script&gt;" in shown


def test_a_megabyte_of_text_is_refused_with_the_reason(desk):
    response = desk("dengji1").post(ADDRESS, sheet(text="长" * 400_000))
    assert response.status_code == 400
    assert "过大" in page(response) or "5000" in page(response)
    assert Submission.objects.count() == 0


def test_only_a_clerk_opens_the_sheet(desk):
    assert desk("chengban1").get(ADDRESS).status_code == 403
    assert desk("chengban1").post(ADDRESS, sheet()).status_code == 403
    assert Submission.objects.count() == 0


def test_the_hint_names_kind_and_department_with_reasons(desk):
    sent = {"text": "在超市买的猪肉变质，要求退款", "product": "猪肉"}
    shown = page(desk("dengji1").post(reverse("desk:intake-hint"), sent))
    for word in ("投诉", "举报", "变质", "市场监管局"):
        assert word in shown


def test_the_hint_is_silent_for_too_much_and_too_little(desk):
    for text in ("", "买", "长" * 6000):
        assert desk("dengji1").post(reverse("desk:intake-hint"), {"text": text}).status_code == 200


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("138 9521 0033", "13895210033"),
        ("+86 13895210033", "13895210033"),
        ("１３８９５２１００３３", "13895210033"),
        ("0952-6012345", "09526012345"),
        ("6012345", "09526012345"),
        ("12315", "12315"),
        ("400-810-1234", "4008101234"),
    ],
)
def test_telephone_numbers_people_give(typed, kept):
    assert telephone(typed) == kept


@pytest.mark.parametrize("typed", ["1", "138952100", "电话", "00000000", "1389521003399"])
def test_what_is_no_telephone_number(typed):
    with pytest.raises(forms.ValidationError, match="电话号码不对"):
        telephone(typed)


def test_a_sheet_of_yesterday_counts_from_yesterday(desk, cast):
    moment = timezone.localtime() - timedelta(days=1)
    desk("dengji1").post(ADDRESS, sheet(received_at=moment.strftime("%Y-%m-%dT%H:%M"), filed_as="report"))
    assert matters_for(cast["dengji1"]).get().received_on == moment.date()
    assert isinstance(moment.date(), date)
