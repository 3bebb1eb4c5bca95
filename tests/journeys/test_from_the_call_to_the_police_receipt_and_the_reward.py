"""The eight steps of one matter, in the browser, from the first keystroke to the money."""

import io
import re
import time

import pypdf
import pytest
from django.conf import settings
from playwright.sync_api import expect

import statutes
from cases.models import Complaint, Report
from documents.models import Print
from procedure import journal
from rewards import ledger

pytestmark = [pytest.mark.journey, pytest.mark.django_db(databases=["default", "vault"], transaction=True)]

NAME, PHONE = "甄实在", "13909520101"
TOLD = "昨天在店里买的熟食已经过期，吃完全家拉肚子，店家不认账，要求退款并赔偿医药费。"


def take_the_call(desk):
    """Step 1: in the order of the talk."""
    page = desk.sign_in("dengji1").page
    page.goto(f"{desk.base}/intake/")
    desk.fill(
        name=NAME, phone=PHONE, business_name="平罗县喜洋洋食品店", business_address="平罗县城关镇民族南大街",
        product="熟食", text=TOLD, requests=["refund"], request="退款86元，赔偿医药费420元", read_back=True,
    )  # fmt: skip
    expect(page.get_by_text("分别登记投诉和举报").first).to_be_visible()
    desk.is_accessible()
    desk.shot("intake")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="已登记 2 件")).to_be_visible()
    desk.is_accessible()
    complaint, report = Complaint.objects.get(), Report.objects.get()
    codes = page.locator("p.code").all_inner_texts()
    assert len(codes) == 2
    assert all(re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", code) for code in codes)
    assert page.get_by_text(NAME).count() == 0
    page.reload()  # a reload neither files again nor shows the codes again
    assert Complaint.objects.count() == 1
    for code in codes:
        assert page.get_by_text(code).count() == 0
    return complaint, report, dict(zip(["complaint", "report"], codes, strict=True))


def dispatch(desk, number):
    """Step 2: the suggested department with the line it rests on; then to the office."""
    desk.sign_in("fenliu1").open(number)
    expect(desk.page.get_by_text("市场监管局").first).to_be_visible()
    desk.do("fenliu1", number, "dispatch", unit="CG", item="20.5")


def grown(matter, kind):
    """The matter that grew out of this one: the worker opens it a moment after the act."""
    for _wait in range(100):
        if found := matter.offspring.filter(kind=kind).first():
            return found.concrete()
        time.sleep(0.1)
    raise AssertionError(f"no {kind} grew out of {matter.number}")


def test_one_contact_from_the_call_to_the_reward(desk):
    complaint, report, codes = take_the_call(desk)
    dispatch(desk, complaint.number)
    dispatch(desk, report.number)

    # Step 3: the complaint
    desk.do("suozhang1", complaint.number, "assign", handler="chengban1")
    desk.do("chengban1", complaint.number, "review_materials", present=["1", "2", "3"])
    desk.do("suozhang1", complaint.number, "accept", subject="熟食已过期，要求退款")
    desk.page.locator("a[data-panel]").first.click()
    expect(desk.page.get_by_text("令121第十五条第一款").first).to_be_visible()
    desk.shot("receipt-of-a-date")
    desk.serve("chengban1", complaint.number, "受理决定书")
    for party in ("complainant", "respondent"):
        desk.do("chengban1", complaint.number, "ask_consent", party=party, answer="yes", how="电话征询，录音")
    desk.do("chengban1", complaint.number, "mediate", way="remote", mediators="张卫国")
    desk.do(
        "chengban1",
        complaint.number,
        "open_lead",
        discovered_on=desk.today,
        content="涉嫌经营过期食品，另行核查",
    )
    desk.do(
        "chengban1", complaint.number, "agree_on_record", terms="退款并赔偿医药费共506元", why="performed",
        recovered="506",
    )  # fmt: skip
    assert "506" in desk.open(complaint.number).paper("调解记录")
    desk.do("chengban1", complaint.number, "close", platform_done=True)
    desk.stands(complaint.number, "办结")

    # Step 4: the report
    desk.do("suozhang1", report.number, "assign", handler="chengban1", co_handler="chengban2")
    conditions = [item.code for item in statutes.rule("report.filing").on(report.law_day()).items]
    desk.do("fuju1", report.number, "file", conditions=conditions, evidence="现场笔录、台账")
    case = grown(Report.objects.get(pk=report.pk), "case")

    # Step 5: the penalty case; step 6: the amount passes the threshold
    desk.do(
        "chengban1", case.number, "record_facts", conduct=["expired_food_reworked"], sales_amount="88000",
        unsold_value="5200", food_poisoning_cases="11", goods="过期熟食 120 盒", evidence="台账、询问笔录",
    )  # fmt: skip
    desk.sign_in("suozhang1").open(case.number)
    expect(desk.page.get_by_text("不得以罚代刑").first).to_be_visible()
    desk.is_accessible()
    desk.shot("case")
    desk.do("chengban1", case.number, "suspect", reason="销售金额达到追诉标准，涉嫌犯罪")
    referral = grown(case, "referral")
    desk.do("suozhang1", referral.number, "appoint_team", handler="chengban1", co_handler="chengban2")
    desk.do(
        "chengban1", referral.number, "submit_report", offence="生产、销售伪劣产品罪", report="经核实，销售金额属实。",
        goods="过期熟食 120 盒", test="无，标签可证",
    )  # fmt: skip
    desk.do("juzhang1", referral.number, "approve")
    desk.do(
        "chengban1", referral.number, "transfer", enclosures=["1", "2", "3", "5"], test_absent="标签可证",
        to_procuratorate=True,
    )  # fmt: skip
    expect(desk.page.get_by_role("link", name="涉嫌犯罪案件移送书")).to_be_visible(timeout=30_000)
    desk.shot("referral")
    desk.do("gongan1", referral.number, "receipt", receiver="民警 640201", items="五种材料共 86 页")
    desk.do("gongan1", referral.number, "police_file", notice_no="平公立字〔2026〕7号")
    desk.do("chengban1", referral.number, "hand_over", receiver="民警两名", inventory="120 盒")
    desk.do(
        "chengban1", referral.number, "record_judgment", judgment_no="（2026）宁0221刑初1号", result="有罪"
    )

    # Step 7: the reward, by pseudonym and code
    claim = grown(case, "reward")
    desk.do(
        "jiangli1", claim.number, "qualify", natural_person=True, clear_target=True, key_evidence=True,
        not_known_before=True, facts_match=True,
    )  # fmt: skip
    desk.do("baomi1", claim.number, "invite", how="电话，凭代称")
    desk.do("baomi1", claim.number, "apply", code=codes["report"].lower(), how="来电报码")
    desk.do(
        "jiangli1", claim.number, "propose", grade="1", grounds="事实详细，有直接证据，完全相符，涉嫌犯罪"
    )
    expect(desk.page.get_by_text("5,000.00元").first).to_be_visible()
    desk.is_accessible()
    desk.shot("reward")
    desk.do("juzhang1", claim.number, "approve")
    desk.do("baomi1", claim.number, "tell", how="电话，凭代称")
    desk.do("baomi1", claim.number, "collect", code=codes["report"], how="当面报码")
    desk.do("caiwu1", claim.number, "pay", voucher="平财支〔2026〕0088号")
    assert ledger.free(claim.received_on.year) == 195000

    # Step 8: the board, each number opening its list
    desk.sign_in("ducha1").page.goto(f"{desk.base}/board/")
    desk.is_accessible()
    desk.shot("board")
    desk.page.locator("table a").first.click()
    expect(desk.page.get_by_role("main")).to_be_visible()
    desk.page.goto(f"{desk.base}/")
    desk.is_accessible()
    desk.shot("worklist")

    assert journal.verify() == []

    for made in Print.objects.all():
        pdf = (settings.PAPERS_DIR / made.path).read_bytes()
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
        assert NAME not in text
        assert PHONE not in text
