"""The whole report, step by step as Order 121 has it (b1 to b12), and the statutes that say who must be told."""

from datetime import date

import pytest

import statutes
from cases.models import Report
from cases.telling import duties_of
from procedure.corridor import Refused, perform
from tests.cases.stories import again, clock, named_report, report_of

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


# --- b2, b3, b4 ----------------------------------------------------------------------------------------------------


def test_without_authority_the_reporter_is_told_where_to_go_art_34(walk, fonts_ready):
    report = walk.dispatch(named_report(walk))
    walk.do("suozhang1", report, "redirect", to="贺兰县市场监督管理局", reason="行为发生在贺兰县")
    assert clock(report, "report.verification").outcome == "void"
    with pytest.raises(Refused, match="举报去向告知书（未制作）"):
        perform(walk.act("suozhang1"), report.close)
    walk.told(report, "redirect_notice", by="suozhang1")
    perform(walk.act("suozhang1"), report.close)


def test_an_anonymous_reporter_cannot_be_told_and_does_not_keep_the_report_open(walk):
    report = walk.dispatch(report_of(walk))
    walk.do("suozhang1", report, "redirect", to="贺兰县市场监督管理局", reason="行为发生在贺兰县")
    perform(walk.act("suozhang1"), report.close)


def duplicate(walk, later, earlier, **more):
    said = {"same_fact": True, "reason": "同一事实", **more}
    return perform(walk.act("suozhang1"), later.mark_duplicate, earlier=earlier, **said)


def test_a_duplicate_needs_three_equalities_and_never_joins_two_reporters(walk):
    first = walk.dispatch(named_report(walk))
    walk.later(days=1)
    same = walk.dispatch(named_report(walk))
    stranger = walk.dispatch(named_report(walk, phone="13909520119"))
    elsewhere = walk.dispatch(named_report(walk, business_name="平罗县另一家面粉厂"))
    anonymous = walk.dispatch(report_of(walk))
    for wrong, word in ((stranger, "同一举报人"), (elsewhere, "同一被举报人"), (anonymous, "同一举报人")):
        with pytest.raises(Refused, match=word):
            duplicate(walk, wrong, first)
    with pytest.raises(Refused, match="同一涉嫌违法事实"):
        duplicate(walk, same, first, same_fact=False)
    with pytest.raises(Refused, match="之前收到"):
        duplicate(walk, first, same)
    duplicate(walk, same, first)
    assert (again(same).state, again(same).closed_on) == ("duplicate", date(2026, 11, 3))
    assert clock(same, "report.verification").outcome == "void"


def test_a_wrong_finding_of_a_duplicate_is_taken_back_and_its_term_runs_from_receipt(walk):
    first = walk.dispatch(named_report(walk))
    walk.later(days=1)
    same = walk.dispatch(named_report(walk))
    due_on = clock(same, "report.verification").due_on
    duplicate(walk, same, first)
    walk.later(days=2)
    walk.do("suozhang1", same, "reinstate", reason="事实不同")
    assert (again(same).state, again(same).closed_on) == ("dispatched", None)
    assert clock(same, "report.verification").due_on == due_on
    walk.assign(same)


def test_order_20_knew_no_duplicates(old_walk):
    first = old_walk.dispatch(named_report(old_walk))
    old_walk.later(days=1)
    with pytest.raises(Refused, match="没有这一步骤"):
        duplicate(old_walk, old_walk.dispatch(named_report(old_walk)), first)


def test_a_merge_restarts_the_term_and_its_undoing_gives_both_their_days_back(walk):
    host = walk.verify(named_report(walk))
    walk.later(days=4)
    later = walk.dispatch(named_report(walk, "又发现其用工业明胶"))
    before, own = clock(host, "report.verification").due_on, clock(later, "report.verification").due_on
    said = {"later": later, "restart_at": later.received_at, "reason": "新的事实"}
    perform(walk.act("suozhang1"), host.merge, **said)
    assert clock(host, "report.verification").due_on == own > before
    assert again(later).state == "merged"
    walk.later(days=1)
    merged = again(later)
    perform(walk.act("suozhang1"), merged.unmerge, host=merged.went_with, reason="当事人并非同一主体")
    assert clock(host, "report.verification").due_on == before
    assert clock(host, "report.verification").reckoning().due_on == before
    assert clock(later, "report.verification").due_on == own
    assert (again(later).state, again(later).handler) == ("dispatched", None)
    told = [entry.verb for entry in host.journal.order_by("seq")]
    assert told[-2:] == ["merge", "let_go"]  # nothing is removed: both stand in the journal


# --- b5 and leads -------------------------------------------------------------------------------------------------


def test_a_lead_of_an_inspection_has_no_reporter_and_nobody_is_told(walk):
    lead = report_of(walk, channel="inspection", anonymous=False, source_paper="抽检报告 NX2026-118")
    assert (lead.source, lead.person_ref, lead.anonymous) == ("inspection", "", False)
    walk.classify(walk.verify(lead), "food")
    assert duties_of(again(lead)) == []


def test_a_check_on_site_is_approved_first_and_never_names_the_reporter(walk):
    report = walk.verify(named_report(walk))
    with pytest.raises(Refused, match="由局负责人办理"):
        perform(walk.act("suozhang1"), report.approve_check, place="库房", reason="核查过期面粉")
    walk.do("fuju1", report, "approve_check", place="库房", reason="核查过期面粉")


# --- b8, b9, b11: the decision and who is told ----------------------------------------------------------------------


def test_a_result_is_told_only_where_a_statute_says_so_art_36(walk):
    report = walk.classify(walk.verify(named_report(walk)), "other")
    walk.do("fuju1", report, "decline_to_file", ground="1", reason="轻微已改正")
    with pytest.raises(Refused, match="没有法律、法规、规章要求"):
        perform(walk.act("chengban1"), report.tell_result, duty="food", result="不予立案")
    walk.made(report, "case_source")
    perform(walk.act("chengban1"), report.close)


def test_food_reports_are_answered_before_they_are_closed_food_law_art_115(walk, fonts_ready):
    report = walk.classify(walk.verify(named_report(walk)), "food")
    walk.do("fuju1", report, "decline_to_file", ground="1", reason="轻微已改正")
    walk.made(report, "case_source")
    assert clock(report, "report.result_target").due_on == date(2026, 11, 9)  # our own target, and called so
    with pytest.raises(Refused, match="食品安全法第一百一十五条"):
        perform(walk.act("chengban1"), report.close)
    walk.do("chengban1", report, "tell_result", duty="food", result="经核查，情节轻微并已改正，不予立案")
    with pytest.raises(Refused, match="尚未送达"):
        perform(walk.act("chengban1"), report.close)
    walk.told(report, "result_notice")
    perform(walk.act("chengban1"), report.close)


def test_an_advertising_report_runs_seven_working_days_from_receipt_advertising_law_art_53(walk):
    report = walk.verify(named_report(walk))
    walk.later(days=2)
    walk.classify(report, "advertising", "food")
    assert clock(report, "report.advertising_notice").due_on == date(2026, 11, 11)
    walk.classify(report, "advertising", "food")  # said again, it opens no second clock
    assert report.clocks.filter(rule="report.advertising_notice").count() == 1


def test_some_statutes_bind_only_towards_a_reporter_by_name(walk):
    for report, owed in ((named_report(walk), ["unlicensed"]), (report_of(walk), [])):
        walk.classify(walk.verify(report), "unlicensed")
        assert [duty.code for duty in duties_of(again(report))] == owed


def test_closing_waits_for_somebody_to_say_which_laws_are_touched(walk):
    report = walk.verify(named_report(walk))
    walk.do("fuju1", report, "decline_to_file", ground="1", reason="轻微已改正")
    with pytest.raises(Refused, match="须先认定涉及的法律领域"):
        perform(walk.act("chengban1"), report.close)


def test_under_order_20_a_named_reporter_got_a_paper_and_an_anonymous_one_none(old_walk):
    for report, papers in ((named_report(old_walk), 1), (report_of(old_walk), 0)):
        old_walk.verify(report)
        old_walk.do("fuju1", report, "decline_to_file", ground="1", reason="轻微已改正")
        assert report.orders.filter(form="non_filing_notice_2019").count() == papers


def test_every_statute_of_the_table_cites_its_article():
    for version in statutes.rule("report.duty_to_tell").versions:
        none = version.params["none"]
        assert all(bool(item.source) == (item.code != none) for item in version.items)
        codes = {item.code for item in version.items}
        assert set(version.params["real_name_only"]) <= codes
        for code, rule in version.params.items():
            if code not in {"real_name_only", "none"}:
                assert code in codes
                assert statutes.rule(rule).versions


def test_another_organ_gets_what_verification_shows_to_be_its_own(walk, fonts_ready):
    report = walk.classify(walk.verify(named_report(walk)), "food")
    walk.do("fuju1", report, "transfer_out", to="平罗县农业农村局", reason="发生在养殖环节")
    assert clock(report, "report.verification").met is True
    walk.do("chengban1", report, "record_receipt", receiver="农业农村局", received_on=date(2026, 11, 2))
    walk.told(report, "transfer_letter")
    with pytest.raises(Refused, match="移送告知书"):
        perform(walk.act("chengban1"), report.close_transferred)
    walk.told(report, "transfer_notice")
    perform(walk.act("chengban1"), report.close_transferred)
    assert Report.objects.get(pk=report.pk).closed_on == date(2026, 11, 2)


@pytest.mark.parametrize("verb", ["transfer", "transfer_food"])
def test_a_lead_is_handed_on_by_a_letter_alone_and_a_report_with_its_notice(walk, verb, fonts_ready):
    lead = report_of(walk, channel="media", anonymous=False, source_paper="报道截图 3 页")
    report = named_report(walk)
    for matter, notices in ((lead, 0), (report, 1)):
        walk.transfer_to(matter, "农业农村局", verb=verb)
        assert matter.orders.filter(form="transfer_notice").count() == notices
        walk.told(matter, "transfer_letter", by="fenliu1")
    letter = report.orders.get(form="transfer_letter").document.facts
    assert ("食品安全法" in letter["basis"]) is (verb == "transfer_food")


def test_the_notice_of_one_statute_leaves_the_term_of_another_running(walk, fonts_ready):
    report = walk.classify(walk.verify(named_report(walk)), "advertising", "food")
    walk.do("fuju1", report, "decline_to_file", ground="1", reason="轻微已改正")
    walk.do("chengban1", report, "tell_result", duty="food", result="不予立案")
    walk.told(report, "result_notice")
    assert clock(report, "report.result_target").met is True
    assert clock(report, "report.advertising_notice").ended is None
    walk.do("chengban1", report, "tell_result", duty="advertising", result="不予立案")
    walk.told(report, "result_notice")
    assert clock(report, "report.advertising_notice").met is True
