"""The invariants of the three procedures, one by one, by their number in the list the house was built from."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

import statutes
from cases.models import Complaint, Report
from documents.forms import FORMS, INFORMANT, MAIN, UNIT
from enforcement.models import PenaltyCase
from offices.roles import Office
from procedure.corridor import Refused, perform
from procedure.steps import steps_of
from tests.cases.stories import again, clock, complaint_of, named_report, report_of

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_01_a_complaint_never_produces_a_penalty_it_may_give_rise_to_a_lead(walk):
    assert not any(step.hands_to for step in steps_of(Complaint))
    assert {step.target for step in steps_of(Complaint)} <= {None, *Complaint.States.values}
    complaint = walk.accept(complaint_of(walk))
    walk.do("chengban1", complaint, "open_lead", discovered_on=date(2026, 11, 2), content="价签不实")
    assert [child.kind for child in complaint.offspring.all()] == ["report"]


@pytest.mark.parametrize("verb", ["decline", "close", "withdraw"])
def test_02_closing_rejecting_and_withdrawing_wait_for_the_lead_check(walk, verb):
    declared = next(step for step in steps_of(Complaint) if step.verb == verb)
    # An officer waits before he enters a withdrawal; who takes his own complaint back does not, and closing waits for both.
    wanted = "lead_check_answered_first" if verb == "withdraw" else "lead_check_answered"
    assert wanted in {guard.__name__ for guard in declared.guards}
    complaint = walk.review(complaint_of(walk))
    facts = {"decline": {"ground": "1", "reason": "非本局职责"}, "withdraw": {"how": "来电"}}
    if verb == "close":
        walk.no_lead(complaint)
        walk.do("chengban1", complaint, "withdraw", how="来电")
        Complaint.objects.filter(pk=complaint.pk).update(lead_found="")
    with pytest.raises(Refused, match="线索核查"):
        perform(walk.act("suozhang1"), getattr(complaint, verb), **facts.get(verb, {}))


def test_03_the_term_of_acceptance_is_answered_by_the_notice_and_nothing_is_closed_without_it(
    walk, fonts_ready
):
    for decide in ("accept", "decline"):
        complaint = walk.review(complaint_of(walk))
        walk.no_lead(complaint)
        facts = {"ground": "1", "reason": "非本局职责"} if decide == "decline" else {}
        walk.do("suozhang1", complaint, decide, **facts)
        assert clock(complaint, "complaint.acceptance").ended is None
        if decide == "accept":
            walk.do("suozhang1", complaint, "terminate", ground="2", reason="一方拒绝")
        with pytest.raises(Refused, match="受理或者不予受理"):
            perform(walk.act("chengban1"), complaint.close)
        walk.told(complaint, "acceptance" if decide == "accept" else "non_acceptance")
        assert clock(complaint, "complaint.acceptance").met is True


def test_04_a_refusal_gives_its_reason_and_the_other_roads(walk, fonts_ready):
    complaint = walk.review(complaint_of(walk))
    walk.no_lead(complaint)
    with pytest.raises(Refused, match="须写明事实与理由"):
        perform(walk.act("suozhang1"), complaint.decline, ground="1", reason=" ")
    walk.do("suozhang1", complaint, "decline", ground="1", reason="争议属于物业收费，不属于市场监管职责")
    paper = walk.made(complaint, "non_acceptance").document.facts
    assert paper["reason"] == "争议属于物业收费，不属于市场监管职责"
    roads = statutes.rule("complaint.acceptance_routes").on(complaint.law_day())
    assert paper["routes"] == [item.text for item in roads.items]
    assert "第三十九条" in paper["routes_basis"]


def test_05_no_office_extends_the_term_of_mediation():
    for version in statutes.rule("complaint.mediation").versions:
        assert version.extension is None
    assert not any(
        step.extends or step.asks
        for step in steps_of(Complaint)
        if "mediation" in (step.extends or step.asks)
    )


def test_06_mediation_needs_two_consents_and_delegation_two_more(walk):
    complaint = walk.consent(walk.accept(complaint_of(walk)), "complainant")
    with pytest.raises(Refused, match="双方同意"):
        perform(walk.act("chengban1"), complaint.mediate, way="on_site", mediators="张卫国")
    walk.consent(complaint, "respondent")
    walk.do("chengban1", complaint, "mediate", way="on_site", mediators="张卫国")
    with pytest.raises(Refused, match="委托调解须双方同意"):
        perform(walk.act("suozhang1"), complaint.delegate, body="消协", complainant_consents=True, how="电话")


def test_07_verification_is_extended_once_and_by_the_leader_alone(walk):
    for step in steps_of(Report):
        if step.extends or step.refuses:
            assert step.by == (Office.LEADER,)
    report = walk.verify(report_of(walk))
    walk.do("chengban1", report, "ask_extension", amount=15, reason="须外调")
    walk.do("fuju1", report, "extend")
    with pytest.raises(Refused, match="不得再延长"):
        perform(walk.act("chengban1"), report.ask_extension, amount=1, reason="再延")


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"phone": "13909520119"}, "同一举报人"),
        ({"business_name": "平罗县另一家面粉厂"}, "同一被举报人"),
        ({"same_fact": False}, "同一涉嫌违法事实"),
    ],
)
def test_08_a_duplicate_needs_all_three_and_never_crosses_reporters(walk, change, word):
    same_fact = change.pop("same_fact", True)
    first = walk.dispatch(named_report(walk))
    walk.later(days=1)
    second = walk.dispatch(named_report(walk, **change))
    with pytest.raises(Refused, match=word):
        perform(
            walk.act("suozhang1"),
            second.mark_duplicate,
            earlier=first,
            same_fact=same_fact,
            reason="同一事实",
        )


def test_09_a_result_is_not_told_by_default(walk):
    report = walk.classify(walk.verify(named_report(walk)), "other")
    walk.do("fuju1", report, "decline_to_file", ground="1", reason="轻微已改正")
    assert not report.orders.filter(form="result_notice").exists()
    assert not report.clocks.filter(rule__in=["report.result_target", "report.filing_notice"]).exists()
    with pytest.raises(Refused, match="没有法律、法规、规章要求"):
        perform(walk.act("chengban1"), report.tell_result, duty="other", result="不予立案")


def test_10_nothing_of_the_reporter_is_in_a_template_or_in_the_main_volume():
    folder = Path(settings.BASE_DIR) / "templates" / "documents"
    for form in FORMS.values():
        names = {*form.facts, *form.optional}
        assert not names & {"name", "phone", "id_number", "address", "workplace", "email", "person_ref"}
        source = (folder / form.template).read_text(encoding="utf-8")
        assert "person_ref" not in source
        if form.volume == MAIN:
            assert form.addressee != INFORMANT
        if form.addressee == INFORMANT:
            assert form.volume != MAIN
    assert {FORMS[code].volume for code in ("report_registration", "case_source")} != {MAIN}
    assert FORMS["case_source"].addressee == UNIT


def test_11_two_certified_officers_for_verification_and_investigation(walk):
    report = walk.dispatch(report_of(walk))
    one = walk.cast["chengban1"]
    for pair in ({"handler": one, "co_handler": one}, {"handler": one, "co_handler": None}):
        with pytest.raises(Refused, match="两名以上"):
            perform(walk.act("suozhang1"), report.assign, **pair)
    walk.assign(report)
    one.certificate_until_on = date(2026, 10, 31)
    one.save()
    codes = [i.code for i in statutes.rule("report.filing").on(report.law_day()).items]
    with pytest.raises(Refused, match="有效执法证"):
        perform(walk.act("fuju1"), again(report).file, conditions=codes, evidence="笔录")


def notified(walk):
    """A case as far as the notice of penalty."""
    case = walk.facts(walk.file(walk.verify(report_of(walk))), sold="800")
    walk.do("suozhang1", case, "submit_for_review")
    walk.do("fazhi1", case, "review", opinion="同意")
    walk.do("fuju1", case, "give_notice", proposed="拟警告", served_how="当面")
    return again(case)


def test_12_handler_reviewer_and_chair_are_three_people(walk):
    case = notified(walk)
    for account in ("chengban1", "chengban2", "fazhi1"):
        with pytest.raises(Refused, match="不得担任本案听证主持人"):
            perform(walk.act("fuju1"), case.appoint_chair, chair=walk.cast[account])
    walk.do("fuju1", case, "appoint_chair", chair=walk.cast["duizhang1"])
    guards = {g.__name__ for step in steps_of(PenaltyCase) if step.verb == "review" for g in step.guards}
    assert "reviewer_did_not_handle" in guards


def test_13_registered_evidence_is_free_after_seven_working_days(walk):
    case = walk.file(walk.verify(report_of(walk)))
    walk.do("fuju1", case, "register_evidence", goods="面粉 40 袋", reason="可能转移")
    term = clock(case, "case.registered_evidence")
    assert (term.due_on, case.evidence_held(date(2026, 11, 11))) == (date(2026, 11, 11), True)
    walk.now = datetime(2026, 11, 12, 9, 0, tzinfo=walk.now.tzinfo)
    assert again(case).evidence_held(date(2026, 11, 12)) is False
    with pytest.raises(Refused, match="期满自动解除"):
        perform(walk.act("fuju1"), again(case).dispose_of_evidence, measure="seize")
    walk.do("fuju1", case, "dispose_of_evidence", measure="release")
    assert again(case).registered_goods == ""


@pytest.mark.parametrize(("food", "most", "suffix"), [("yes", 45, "_food"), ("no", 30, "_seizure")])
def test_14_food_is_held_forty_five_days_longer_everything_else_thirty(walk, food, most, suffix):
    case = walk.file(walk.verify(report_of(walk)))
    walk.do("fuju1", case, "seize", power="食品安全法第一百一十条", food=food, goods="面粉 40 袋")
    ask = getattr(case, f"ask_extension{suffix}")
    with pytest.raises(Refused, match=f"最多延长{most}日"):
        perform(walk.act("chengban1"), ask, amount=most + 1, reason="案情复杂")
    perform(walk.act("chengban1"), ask, amount=most, reason="案情复杂")
    walk.do("fuju1", case, f"extend{suffix}")
    rule = "case.food_seizure" if food == "yes" else "case.seizure"
    assert (clock(case, rule).strict_on - date(2026, 11, 2)).days == 30 + most


@pytest.mark.parametrize(("fine", "allowed"), [("299999.99", True), ("300000", False)])
def test_15_a_food_fine_of_three_hundred_thousand_is_not_signed_here(walk, fine, allowed):
    case = notified(walk)
    walk.do("chengban1", case, "record_defence", statement="放弃", answer="已复核")
    decision = {"outcome": "penalty", "fine": Decimal(fine), "reasons": "依法处罚"}
    if allowed:
        perform(walk.act("fuju1"), again(case).decide, **decision)
    else:
        with pytest.raises(Refused, match="设区的市级以上"):
            perform(walk.act("fuju1"), again(case).decide, **decision)


@pytest.mark.parametrize(("fine", "published"), [(None, False), (Decimal(100), True)])
def test_16_a_decision_that_only_warns_is_not_published(walk, fine, published):
    case = notified(walk)
    walk.do("chengban1", case, "record_defence", statement="放弃", answer="已复核")
    walk.do("fuju1", case, "decide", outcome="penalty", warned=True, fine=fine, reasons="情节轻微")
    assert case.clocks.filter(rule="case.publicity").exists() is published
    if published:
        perform(walk.act("chengban1"), again(case).publish, proof="公示系统截图")
    else:
        with pytest.raises(Refused, match="仅受到警告"):
            perform(walk.act("chengban1"), again(case).publish, proof="公示系统截图")


def test_17_a_matter_keeps_the_order_of_the_day_it_was_received(walk, old_walk):
    new, old = complaint_of(walk), complaint_of(old_walk)
    assert (new.law_day(), old.law_day()) == (date(2026, 11, 2), date(2026, 3, 2))
    for complaint, grounds in ((new, 7), (old, 6)):
        assert len(statutes.rule("complaint.non_acceptance").on(complaint.law_day()).items) == grounds
    walk.review(old)  # handled in November, it stays a matter of Order 20
    assert [e.source for e in again(old).journal.filter(verb="review_materials")] == ["令20第九条第一款"]
