"""What helps at the sheet: the draft, the caller's earlier matters, the words to read back, the two ways out."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cases.models import CallerLookup, IntakeDraft, OfficialClue, OtherContact, Submission
from desk.intake_form import IntakeForm
from enterprises.access import register_enterprise
from tests.desk.test_intake import page, sheet

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
BY_SCRIPT = {"HTTP_HX_REQUEST": "true"}
SAVE, DISCARD = "/intake/draft/", "/intake/draft/discard/"


def opened(desk, account="dengji1", **more):
    """A client that has opened the sheet once, and so holds its key."""
    client = desk(account, **more)
    client.get("/intake/")
    return client


# --- the draft ----------------------------------------------------------------------------------------------


def test_the_key_is_the_browsers_alone(desk):
    client = desk("dengji1")
    cookie = client.get("/intake/").cookies["intake-key"]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/intake/", "Strict", True)
    assert (cookie["max-age"], cookie["secure"]) == (24 * 3600, "")
    assert client.get("/intake/", secure=True).cookies["intake-key"]["secure"] is True
    assert client.get("/intake/").cookies["intake-key"].value == cookie.value


def test_a_sheet_is_kept_and_offered_again_with_everything_in_it(desk):
    client, said = (
        opened(desk),
        sheet(requests=["refund", "repair"], publish_consent="no", agent_name="代办明"),
    )
    answer = client.post(SAVE, said, **BY_SCRIPT)
    assert re.fullmatch(r"\d\d:\d\d:\d\d", answer.json()["at"])
    offer = page(client.get("/intake/"))
    assert "继续填写" in offer
    assert "钱途亮" not in offer
    again = client.get(f"/intake/?continue={said['intake_key']}")
    assert "no-store" in again["Cache-Control"]
    form = again.context["form"]
    assert IntakeForm.typed(said | {"requests": said["requests"]})["name"] == form["name"].value()
    for kept in ("钱途亮", "13909520102", "买的熟食已经过期，吃完拉肚子", "代办明", said["intake_key"]):
        assert kept in page(again)
    assert form["requests"].value() == ["refund", "repair"]
    assert form["publish_consent"].value() == "no"


def test_it_survives_the_end_of_the_session_but_not_another_browser(desk, cast):
    client, said = opened(desk), sheet()
    client.post(SAVE, said, **BY_SCRIPT)
    del client.cookies["sessionid"]
    assert client.post(SAVE, said, **BY_SCRIPT).status_code == 401
    client.force_login(cast["dengji1"])
    assert "继续填写" in page(client.get("/intake/"))
    assert "继续填写" not in page(opened(desk).get("/intake/"))
    client.force_login(cast["dengji2"])
    assert "继续填写" not in page(client.get("/intake/"))


def test_nothing_typed_lies_open_in_the_database(desk):
    opened(desk).post(SAVE, sheet(), **BY_SCRIPT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_intakedraft")
        (row,) = cursor.fetchall()
    kept = b"".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row)
    for word in ("钱途亮", "13909520102", "熟食", "喜洋洋"):
        assert word.encode() not in kept


def test_two_sheets_are_two_drafts(desk):
    client = opened(desk)
    for _sheet in range(2):
        client.post(SAVE, sheet(), **BY_SCRIPT)
    assert page(client.get("/intake/")).count("data-draft-offer") == 2


def test_filing_ends_the_draft_and_a_late_save_does_not_bring_it_back(desk):
    client, said = opened(desk), sheet()
    client.post(SAVE, said, **BY_SCRIPT)
    assert client.post("/intake/", said).status_code == 200
    assert not IntakeDraft.objects.exists()
    assert client.post(SAVE, said, **BY_SCRIPT).status_code == 200
    assert not IntakeDraft.objects.exists()


def test_thrown_away_is_gone(desk):
    client, said = opened(desk), sheet()
    client.post(SAVE, said, **BY_SCRIPT)
    answer = client.post(DISCARD, {"intake_key": said["intake_key"]}, follow=True)
    assert "草稿已丢弃" in page(answer)
    assert not IntakeDraft.objects.exists()


def test_without_script_a_button_keeps_it(desk):
    client, said = opened(desk), sheet()
    answer = client.post(SAVE, said, follow=True)
    assert "草稿已保存" in page(answer)
    assert "钱途亮" in page(answer)
    assert "钱途亮" not in answer.redirect_chain[0][0]


@pytest.mark.parametrize("key", ["", "one", "../x"])
def test_a_sheet_without_a_name_is_not_kept(desk, key):
    assert opened(desk).post(SAVE, sheet(intake_key=key), **BY_SCRIPT).status_code == 400


def test_a_forged_cookie_is_replaced(desk):
    client = desk("dengji1")
    client.cookies["intake-key"] = "中文".encode().hex()
    assert client.post(SAVE, sheet(), **BY_SCRIPT).status_code == 200
    assert "继续填写" in page(client.get("/intake/"))


def test_an_old_draft_is_not_offered(desk):
    client = opened(desk)
    client.post(SAVE, sheet(), **BY_SCRIPT)
    IntakeDraft.objects.update(saved_at=timezone.now() - timedelta(hours=25))
    assert "继续填写" not in page(client.get("/intake/"))


@pytest.mark.parametrize(
    "address", [SAVE, DISCARD, "/intake/caller/", "/intake/read-back/", "/intake/similar/"]
)
def test_only_a_clerk_and_only_by_post(desk, address):
    assert desk("chengban1").post(address, sheet()).status_code == 403
    assert desk("dengji1").get(address).status_code == 405
    assert not IntakeDraft.objects.exists()


# --- who calls, about whom ----------------------------------------------------------------------------------


def test_a_number_shows_the_callers_earlier_matters_and_is_never_in_an_address(desk, both):
    shown = page(desk("dengji1").post("/intake/caller/", {"phone": "139 0952 0102"}, **BY_SCRIPT))
    assert both.complaint.number in shown
    assert both.report.number in shown
    assert "已查询，已留痕" in shown
    other = page(desk("dengji2").post("/intake/caller/", {"phone": "13909520102"}, **BY_SCRIPT))
    assert both.complaint.number in other
    assert f"/m/{both.complaint.number}/" not in other
    assert both.report.number not in other
    assert "JB-" not in other


def test_half_a_number_asks_nothing(desk):
    shown = page(desk("dengji1").post("/intake/caller/", {"phone": "139095"}, **BY_SCRIPT))
    assert "号码不完整" in shown
    assert not CallerLookup.objects.exists()


def test_without_script_the_whole_sheet_comes_back_with_the_list(desk, both):
    shown = page(desk("dengji1").post("/intake/caller/", sheet(text="还没写完", business_name="")))
    assert both.complaint.number in shown
    assert "还没写完" in shown
    assert "有内容需要改正" not in shown


def test_a_business_by_initials_or_code_with_everything_to_fill_in(desk):
    register_enterprise("平罗县城关镇喜洋洋食品店", address="民族南大街", credit_code="91110000600037341L")
    for typed in ("喜洋洋", "xyy", "91110000600037341L", "9111"):
        shown = page(desk("dengji1").post("/intake/businesses/", {"business_name": typed}, **BY_SCRIPT))
        assert 'data-code="91110000600037341L"' in shown, typed
        assert 'data-address="民族南大街"' in shown


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("91110000600037341L", "校验位相符"),
        ("91110000600037341A", "末位校验不符"),
        ("", ""),
        ("9111", "末位校验不符"),
    ],
)
def test_the_check_digit_is_told_while_typing(desk, code, said):
    shown = page(desk("dengji1").post("/intake/credit-code/", {"credit_code": code}, **BY_SCRIPT))
    assert said in shown
    assert bool(said) == ("mark" in shown)


def test_a_wrong_credit_code_comes_back_with_the_sheet(desk):
    response = desk("dengji1").post("/intake/", sheet(credit_code="91110000600037341A"))
    assert response.status_code == 400
    assert "统一社会信用代码不对" in page(response)


def test_the_same_business_shows_others_complaints_in_brief(desk, both):
    said = {"business_name": "平罗县城关镇喜洋洋食品店"}
    mine = page(desk("dengji1").post("/intake/similar/", said, **BY_SCRIPT))
    other = page(desk("dengji2").post("/intake/similar/", said, **BY_SCRIPT))
    assert both.report.number in mine
    assert both.complaint.number in other
    assert "JB-" not in other
    assert "熟食" not in other


# --- what will become of it ---------------------------------------------------------------------------------


def hint(client, **said):
    return page(client.post("/intake/hint/", {"channel": "phone", **said}, **BY_SCRIPT))


def test_a_text_that_holds_both_previews_two_files_with_their_days(in_november, desk):
    shown = hint(desk("dengji1"), text="在超市买的猪肉变质，要求退款", received_at="2026-11-02T09:00")
    assert "split-two" in shown
    assert "2026-11-11" in shown  # 7 working days, 令121第十五条
    assert "2026-11-23" in shown  # 15 working days, 程序规定第十八条
    assert "身份封存" in shown
    only = hint(desk("dengji1"), text="在超市买的猪肉变质，要求退款", filed_as="report")
    assert "split-two" not in only
    assert "split-report" in only


def test_an_anonymous_complaint_is_barred_before_it_is_sent(desk):
    client = desk("dengji1")
    assert "已选匿名：投诉须实名" in hint(client, text="买的猪肉变质，要求退款", anonymous="on")
    assert "已选匿名" not in hint(client, text="买的猪肉变质，要求退款")
    assert "已选匿名" not in hint(client, text="卖的猪肉变质", anonymous="on")


def test_a_lead_is_a_report_and_a_hotline_order_has_its_own_day(in_november, desk):
    client = desk("dengji1")
    lead = hint(client, text="检查发现猪肉变质，群众要求退款", channel="inspection")
    assert "线索，没有举报人" in lead
    assert "split-two" not in lead
    order = hint(client, text="猪肉变质，要求退款", channel="hotline", received_at="2026-11-02T09:00")
    assert "12345热线工单转办" in order
    assert "2026-11-03" in order


def test_the_preview_is_what_filing_does(in_november, desk):
    client = desk("dengji1")
    said = sheet(received_at="2026-11-02T09:00")
    days = set(
        re.findall(
            r'split-due">(\d{4}-\d\d-\d\d)',
            hint(client, text=said["text"], request=said["request"], received_at=said["received_at"]),
        )
    )
    filed = page(client.post("/intake/", said))
    assert len(days) == 2
    assert all(day in filed for day in days)


def test_the_kind_of_trader_says_whose_it_is_with_the_article(desk):
    client = desk("dengji1")
    here = hint(
        client,
        text="网购的电饭煲坏了要求退款",
        trader_kind="platform_shop",
        business_address="平罗县城关镇",
        address_reachable="yes",
    )
    assert "本局有权处理" in here
    assert "令121第十三条第三款" in here
    away = hint(client, text="网购的电饭煲坏了要求退款", trader_kind="platform_shop", address_reachable="no")
    assert "本局有权处理" not in away  # where the platform has its seat nobody has said yet
    assert "平台经营者住所地" in away


def test_what_was_typed_is_written_out_to_be_read_aloud(desk):
    said = sheet(requests=["refund"], happened_on="2026-11-01", amount="86.5", contact_way="sms")
    shown = page(desk("dengji1").post("/intake/read-back/", said, **BY_SCRIPT))
    for words in (
        "您是钱途亮，电话139 0952 0102",
        "喜洋洋食品店",
        "86.5 元",
        "退还货款和服务费用；要求退款",
        "短信",
    ):
        assert words in shown
    whole = page(desk("dengji1").post("/intake/read-back/", said))
    assert "您是钱途亮" in whole
    assert 'name="intake_key"' in whole


def test_a_call_that_was_not_read_back_is_refused_unless_it_says_why(desk):
    client = desk("dengji1")
    said = sheet()
    del said["read_back"]
    response = client.post("/intake/", said)
    assert response.status_code == 409
    assert "须复述记录并经来电人确认" in page(response)
    assert client.post("/intake/", {**said, "unread_reason": "通话中断"}).status_code == 200


# --- the two ways out ---------------------------------------------------------------------------------------


def test_what_is_no_complaint_is_carried_over_without_the_name_and_told_where_to_go(desk):
    client, said = opened(desk), sheet(text="我是钱途亮，想看去年的抽检计划", request="", business_name="")
    carried = page(client.post("/intake/elsewhere/", said))
    assert "我是【来电人】，想看去年的抽检计划" in carried
    assert "钱途亮" not in carried
    assert "继续填写" in page(client.get("/intake/"))  # the way back loses nothing
    done = client.post(
        "/intake/elsewhere/",
        {
            "exit": "1",
            "sheet": said["intake_key"],
            "category": "information",
            "text": "想看去年的抽检计划",
            "told_to": "",
            "channel": "12315电话",
            "received_at": said["received_at"],
        },
    )
    matter = OtherContact.objects.get()
    assert matter.told_to in page(done)
    assert "信息公开" in matter.told_to
    assert matter.number in page(done)
    assert not Submission.objects.exists()
    assert not IntakeDraft.objects.exists()
    assert "想看去年的抽检计划" in page(client.get(f"/m/{matter.number}/"))


def test_a_disguised_name_is_pointed_out(desk):
    carried = page(opened(desk).post("/intake/elsewhere/", sheet(text="我是钱 途 亮，想问一件事")))
    assert "没能自动去掉" in carried


def test_a_way_out_half_filled_comes_back_with_words(desk):
    response = desk("dengji1").post("/intake/elsewhere/", {"exit": "1", "text": "问一件事"})
    assert response.status_code == 400
    assert "问一件事" in page(response)
    assert not OtherContact.objects.exists()


def test_a_clue_shows_number_and_code_once_and_never_again(desk):
    client, said = opened(desk), sheet(text="城关所有人收了店家的钱", request="")
    carried = page(client.post("/intake/clue/", said))
    assert "城关所有人收了店家的钱" in carried
    sent = {
        "exit": "1",
        "sheet": said["intake_key"],
        "text": "城关所有人收了店家的钱",
        "name": "钱途亮",
        "phone": "13909520102",
        "channel": "phone",
        "received_at": said["received_at"],
    }
    done = client.post("/intake/clue/", sent)
    clue = OfficialClue.objects.get()
    assert clue.number in page(done)
    again = client.post("/intake/clue/", sent)
    assert again.status_code == 409
    assert clue.number not in page(again)
    assert OfficialClue.objects.count() == 1
    assert len(re.findall(r'class="code"[^>]*>([^<]+)<', page(done))) == 2
    assert f"/m/{clue.number}/" not in page(done)
    assert "no-store" in done["Cache-Control"]
    assert client.get(f"/m/{clue.number}/").status_code == 404
    assert clue.number not in page(client.get("/"))
    assert not IntakeDraft.objects.exists()


def test_a_clue_that_names_its_giver_comes_back_with_a_way_on(desk):
    sent = {
        "exit": "1",
        "sheet": str(uuid.uuid4()),
        "text": "我钱途亮看见的",
        "name": "钱途亮",
        "phone": "",
        "channel": "phone",
        "received_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
    }
    response = desk("dengji1").post("/intake/clue/", sent)
    assert response.status_code == 409
    assert "replace_names" in page(response)
    assert desk("dengji1").post("/intake/clue/", {**sent, "replace_names": "on"}).status_code == 200


@pytest.mark.parametrize("address", ["/intake/elsewhere/", "/intake/clue/"])
def test_the_ways_out_are_the_clerks(desk, address):
    assert desk("chengban1").get(address).status_code == 403
    assert desk("dengji1").get(address).status_code == 200


# --- the page of what was taken in --------------------------------------------------------------------------


def test_the_page_shows_what_hangs_on_the_contact_and_no_sealed_name(desk):
    client = desk("dengji1")
    client.post(
        "/intake/",
        sheet(
            filed_as="complaint",
            requests=["refund"],
            contact_way="sms",
            contact_hours="evening",
            contact_note="只发短信",
            agent_name="代办明",
            mandate="代为投诉",
            joint_count="3",
            representative_1_name="甲代表",
            trader_kind="shop",
            publish_consent="no",
            proof="小票",
            intake_key=str(uuid.uuid4()),
        ),
    )
    number = re.search(r"TS-\d{4}-\d{6}", page(client.get("/"))).group()
    shown = page(client.get(f"/m/{number}/"))
    for words in (
        "退还货款和服务费用",
        "短信",
        "工作日晚上",
        "只发短信",
        "代为投诉",
        "3 人，代表人 1 名",
        "实体店",
        "小票",
    ):
        assert words in shown
    for sealed in ("代办明", "甲代表", "钱途亮"):
        assert sealed not in shown
