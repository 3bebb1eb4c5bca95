"""Who learns what by a paper: words planted in a submission are looked for in every paper made of its matters."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings

from demo.walk import Walk
from documents.access import TO_OUTSIDERS, paper_file, papers_of, sees
from documents.facts import complaint as of_complaints
from documents.facts import facts_of
from documents.facts import intake as of_intake
from documents.facts import report as of_reports
from documents.facts.occasion import Occasion
from documents.forms import (
    BY_CODE,
    COMPLAINANT,
    DEPARTMENT,
    FILER,
    FORMS,
    INFORMANT,
    MAIN,
    PARTIES,
    POLICE,
    SIDE,
    UNIT,
    check,
    missing,
)
from procedure.orders import Order
from tests.documents.making import made
from tests.documents.standing import (
    ONLY_20,
    ONLY_121,
    ORDER_20,
    ORDER_121,
    REMEMBERED,
    SAID,
    Rows,
    complaint,
    report,
    submission,
)
from tests.documents.test_golden import OF_BOTH, OF_REPORTS

database = pytest.mark.django_db(databases=["default", "vault"])
TEMPLATES = Path(settings.BASE_DIR) / "templates" / "documents"
PLANTED = "线索原文暗记"
PERSON = re.compile(r"姓名|电话|地址|证件|住址|身份证|邮箱|签字")


def whole(name: str) -> str:
    """A template with what it includes, without the sheet it extends."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    return text + "".join(whole(part) for part in re.findall(r'{% include "([^"]+)" %}', text))


def printed(code: str, matter: Any) -> str:
    """Everything a paper of this matter would print, as one text."""
    wanted, facts = FORMS[code], facts_of(code, matter, Occasion(SAID.get(code, {})))
    told = [facts.get(name) or "" for name in (*wanted.facts, *wanted.optional)]
    return "\n".join(each if isinstance(each, str) else "\n".join(each) for each in told)


# --- the reporter in no volume but the side volume (令121 art. 37; 程序规定 art. 78) ------------------------------


@pytest.mark.parametrize("code", [code for code, form in FORMS.items() if form.volume == MAIN])
def test_the_main_volume_does_not_speak_of_a_reporter(code: str) -> None:
    text = whole(FORMS[code].template)
    labels = "".join([*FORMS[code].facts.values(), *FORMS[code].optional.values()])
    for words in ("举报人", "线索来源", "案源", "{{ facts.identity"):
        assert words not in text
        assert words not in labels


def test_fields_of_a_reporter_stand_in_two_tables_of_the_side_volume_and_hold_no_value() -> None:
    of_a_reporter = {
        code
        for code in FORMS
        if (text := whole(FORMS[code].template)) and "举报人</th>" in text and PERSON.search(text)
    }
    assert of_a_reporter == {"report_registration", "report_receipt"}
    assert all(FORMS[code].volume == SIDE for code in of_a_reporter)
    sealed = (TEMPLATES / "_sealed.html").read_text(encoding="utf-8")
    assert set(re.findall(r"facts\.(\w+)", sealed)) == {"identity", "contact_wishes"}


@database
@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("day", [ORDER_121, ORDER_20])
def test_what_was_reported_reaches_the_unit_and_the_informant_only(day: Any) -> None:
    planted = report(
        day, title=PLANTED, submission=submission(text=PLANTED, request=PLANTED, product=PLANTED)
    )
    telling = {code for code in OF_REPORTS | OF_BOTH if PLANTED in printed(code, planted)}
    assert "case_source" in telling, "the check finds what it looks for"
    assert "transfer_letter" not in telling
    for code in telling:
        assert FORMS[code].addressee in {UNIT, *BY_CODE}
        assert FORMS[code].volume == SIDE


@database
@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("day", [ORDER_121, ORDER_20])
def test_no_paper_of_a_report_lies_in_the_main_volume(day: Any) -> None:
    for code in OF_REPORTS | OF_BOTH | set(of_reports.MAKERS):
        assert FORMS[code].volume == SIDE
        assert FORMS[code].addressee in {UNIT, DEPARTMENT, *BY_CODE}


@database
@pytest.mark.usefixtures("cast")
def test_of_a_call_that_also_reported_the_other_side_learns_the_stated_subject_only() -> None:
    """One submission, two matters (令121 arts. 9, 37): text, title and what was asked for hold the report too."""
    mixed = complaint(
        ORDER_121, title=PLANTED, submission=submission(text=PLANTED, request=PLANTED), state_name="办结"
    )
    makers = set(of_complaints.MAKERS) | set(of_intake.MAKERS) - OF_REPORTS - {"other_notice"}
    telling = {code for code in makers if PLANTED in printed(code, mixed)}
    assert "complaint_registration" in telling, "the check finds what it looks for"
    for code in telling:
        assert FORMS[code].addressee in {UNIT, COMPLAINANT, FILER}
    assert not telling & {
        "acceptance",
        "mediation_notice",
        "mediation_agreement",
        "termination",
        "transfer_letter",
    }
    assert {FORMS[code].addressee for code in makers} >= {PARTIES, POLICE}


@database
@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(("source", "words"), [("inspection", "检打联动"), ("complaint", "投诉中发现")])
def test_a_lead_nobody_reported_says_what_the_officer_found_and_names_nobody(source: str, words: str) -> None:
    found = Rows([SimpleNamespace(facts={"content": "货架上有过期酸奶"})])
    lead = report(ORDER_121, source=source, pseudonym="投诉中发现的线索", journal=found)
    facts = facts_of("case_source", lead, Occasion(SAID["case_source"]))
    assert (facts["source"], facts["identity"], facts["subject"]) == (words, "无举报人", "货架上有过期酸奶")
    check(FORMS["case_source"], facts)
    assert facts_of("report_registration", lead, Occasion())["identity"] == "无举报人"


@database
@pytest.mark.usefixtures("cast")
def test_an_anonymous_report_is_registered_as_one() -> None:
    facts = facts_of("report_registration", report(ORDER_121, anonymous=True), Occasion())
    assert (facts["identity"], facts["source"]) == ("匿名，未登记", "匿名举报")


@database
@pytest.mark.usefixtures("cast")
def test_a_result_is_told_on_the_law_that_asks_for_it_and_on_no_other() -> None:
    told = facts_of("result_notice", report(ORDER_121), Occasion({"duty": "weather", "result": "已处理"}))
    assert missing(FORMS["result_notice"], told) == ["要求告知的法律和条款"]


# --- each notice says its own ------------------------------------------------------------------------------------


@database
@pytest.mark.usefixtures("cast")
def test_of_several_meetings_each_notice_says_its_own_hour() -> None:
    matter = complaint(ORDER_121)
    first, second = (
        {**SAID["mediation_notice"], "held_at": f"2026-11-{day}T09:30:00+08:00"} for day in (20, 27)
    )
    hours = [facts_of("mediation_notice", matter, Occasion(said))["held_at"] for said in (first, second)]
    assert hours == ["2026年11月20日9时30分", "2026年11月27日9时30分"]
    # As typed into a form, without a zone: Beijing's.
    typed = Occasion({"held_at": "2026-11-20T09:30"})
    assert facts_of("mediation_notice", matter, typed)["held_at"] == hours[0]
    for wrong in ("2026-13-45", "下周一", "", None):
        assert facts_of("mediation_notice", matter, Occasion({"held_at": wrong}))["held_at"] == ""


@database
@pytest.mark.usefixtures("cast")
def test_who_mediates_is_remembered_unless_the_act_says_otherwise() -> None:
    agreed = Occasion({"terms": "退款"})
    assert (
        facts_of("mediation_agreement", complaint(ORDER_121, mediators="杨海燕"), agreed)["mediators"]
        == "杨海燕"
    )
    assert facts_of("mediation_agreement", complaint(ORDER_121), agreed)["mediators"] == "张卫国"
    spoken = Occasion({"terms": "退款", "mediators": ["张卫国", "杨海燕"]})
    told = facts_of("mediation_agreement", complaint(ORDER_121, mediators="王丽"), spoken)
    assert told["mediators"] == "张卫国、杨海燕"


# --- made of real matters ----------------------------------------------------------------------------------------


@database
@pytest.mark.parametrize("order", ["121", "20"])
def test_every_maker_reads_a_real_matter(order: str, request: pytest.FixtureRequest) -> None:
    walk: Walk = request.getfixturevalue("walk" if order == "121" else "old_walk")
    taken = walk.call("买的熟食已经过期，吃完拉肚子，要求退款", name="钱途亮", phone="13909520102")
    walk.accept(taken.complaint)
    walk.verify(taken.report)
    real = {"complaint": taken.complaint.concrete(), "report": taken.report.concrete()}
    real = {kind: type(matter).objects.get(pk=matter.pk) for kind, matter in real.items()}
    absent = ONLY_20 if order == "121" else ONLY_121
    for code in (*of_intake.MAKERS, *of_complaints.MAKERS, *of_reports.MAKERS):
        if code in absent or code == "other_notice":
            continue
        for name, value in REMEMBERED.get(code, {}).items():
            setattr(real["complaint"], name, value)
        kinds = real if code in OF_BOTH else ["report" if code in OF_REPORTS else "complaint"]
        for kind in kinds:
            facts = facts_of(code, real[kind], Occasion(SAID.get(code, {}), walk.now))
            check(FORMS[code], facts)
            assert "钱途亮" not in str(facts)
            assert "13909520102" not in str(facts)


# --- who may read which paper ------------------------------------------------------------------------------------


def test_an_outsider_is_sent_papers_to_the_police_and_nothing_an_informant_was_told() -> None:
    assert {"crime_transfer", "bad_faith_letter"} == TO_OUTSIDERS
    assert not any(FORMS[code].addressee in {INFORMANT, UNIT} for code in TO_OUTSIDERS)


@database
@pytest.mark.usefixtures("fonts_ready")
def test_a_paper_of_a_report_is_there_for_nobody_who_may_not_read_the_report(in_november: Walk) -> None:
    walk = in_november
    matter = walk.verify(walk.call("卖过期肉", name="钱途亮", phone="13909520102", as_complaint=False).report)
    paper = made(Order.objects.get(matter_id=matter.pk, form="report_receipt"))
    assert paper_file(walk.cast["chengban1"], paper.number) is not None
    for account in (
        "chengban3",
        "suozhang2",
        "baomi1",
        "jiangli1",
        "caiwu1",
        "gongan1",
        "jiancha1",
        "dengji2",
    ):
        officer = walk.cast[account]
        assert paper_file(officer, paper.number) is None, account
        assert not any(sees(officer, matter, code) for code in FORMS), account


@database
@pytest.mark.usefixtures("fonts_ready")
def test_the_police_see_of_a_referral_what_was_sent_to_them(in_november: Walk) -> None:
    walk = in_november
    taken = walk.call("卖过期肉", name="钱途亮", phone="13909520102", as_complaint=False)
    case = walk.facts(walk.file(walk.verify(taken.report)), sold="61000")
    referral = walk.transfer(walk.submit(walk.suspect(case)))
    police, handler = walk.cast["gongan1"], walk.cast["chengban1"]
    assert [row["order"].form for row in papers_of(referral, police)] == ["crime_transfer"]
    assert {code for code in FORMS if sees(police, referral, code)} == TO_OUTSIDERS
    assert all(sees(handler, referral, code) for code in FORMS)
