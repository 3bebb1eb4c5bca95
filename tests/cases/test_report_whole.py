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
    report = walk.classify(walk.dispatch(named_report(walk, "店内无照经营")), by="suozhang1")
    walk.do("suozhang1", report, "redirect", to="贺兰县市场监督管理局", reason="行为发生在贺兰县")
    assert clock(report, "report.verification").outcome == "void"
    with pytest.raises(Refused, match="举报去向告知书（未制作）"):
        perform(walk.act("suozhang1"), report.close)
    walk.told(report, "redirect_notice", by="suozhang1")
    perform(walk.act("suozhang1"), report.close)


def test_an_anonymous_reporter_cannot_be_told_and_does_not_keep_the_report_open(walk):
    report = walk.classify(walk.dispatch(report_of(walk, "店内无照经营")), by="suozhang1")
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


# --- within seven working days: what was done so far ---------------------------------------------------------------


def test_what_was_done_so_far_is_told_while_the_seven_days_run_advertising_law_art_53(walk, fonts_ready):
    report = walk.classify(walk.verify(named_report(walk)), "advertising", "food")
    with pytest.raises(
        Refused, match="核查结束前"
    ):  # the food law names no term: its result is told once there is one
        perform(walk.act("chengban1"), report.tell_result, duty="food", result="正在核查")
    walk.later(days=3)
    walk.do("chengban1", report, "tell_result", duty="advertising", result="已到场检查并提取广告样件，核查中")
    walk.told(report, "result_notice")
    # No result yet, and the paper says so.
    assert walk.made(report, "result_notice").document.facts["so_far"] == "核查中"
    assert clock(report, "report.advertising_notice").met is True
    assert again(report).state == "verifying"
    assert clock(report, "report.verification").ended is None
    walk.classify(report, "advertising", "food")  # answered, it is not opened again
    assert report.clocks.filter(rule="report.advertising_notice").count() == 1
    walk.do("fuju1", report, "decline_to_file", ground="1", reason="轻微已改正")
    walk.do("chengban1", report, "tell_result", duty="food", result="不予立案")
    walk.told(report, "result_notice")
    walk.made(report, "case_source")
    with pytest.raises(Refused, match="广告法第五十三条"):  # what was done so far is not yet the result
        perform(walk.act("chengban1"), report.close)
    walk.do("chengban1", report, "tell_result", duty="advertising", result="不予立案")
    walk.told(report, "result_notice")
    assert walk.made(report, "result_notice").document.facts["so_far"] == ""
    perform(walk.act("chengban1"), report.close)


# --- a domain that was wrong -----------------------------------------------------------------------------------------


def test_a_wrong_domain_is_corrected_and_its_term_falls_away(walk):
    report = walk.classify(walk.verify(named_report(walk)), "advertising", "enterprise_information")
    walk.classify(report, "enterprise_information")
    assert clock(report, "report.advertising_notice").outcome == "void"
    assert clock(report, "report.information_notice").ended is None
    walk.classify(report, "advertising")
    assert clock(report, "report.information_notice").outcome == "void"
    assert clock(report, "report.advertising_notice").due_on == date(2026, 11, 11)  # from receipt, as before


def test_after_the_decision_a_corrected_domain_no_longer_holds_the_report_open(walk):
    report = walk.classify(walk.verify(named_report(walk)), "food", "advertising")
    walk.do("fuju1", report, "decline_to_file", ground="1", reason="轻微已改正")
    walk.classify(report, "other")
    assert {clock(report, "report." + name).outcome for name in ("result_target", "advertising_notice")} == {
        "void"
    }
    walk.made(report, "case_source")
    perform(walk.act("chengban1"), report.close)


def test_what_was_told_in_time_stays_told_when_the_domain_is_corrected(walk, fonts_ready):
    report = walk.classify(walk.verify(named_report(walk)), "food")
    walk.do("fuju1", report, "decline_to_file", ground="1", reason="轻微已改正")
    walk.do("chengban1", report, "tell_result", duty="food", result="不予立案")
    walk.told(report, "result_notice")
    walk.classify(report, "other")
    walk.classify(report, "food")
    target = report.clocks.get(rule="report.result_target")
    assert (target.outcome, target.met) == ("answered", True)


# --- two officers for every act, and time that is left out -----------------------------------------------------------


def without_certificate(walk):
    one = walk.cast["chengban2"]
    one.certificate_until_on = date(2026, 10, 31)
    one.save()


def test_11_two_certified_officers_to_decline_and_to_have_tested_as_well(walk):
    report = walk.verify(named_report(walk))
    without_certificate(walk)
    with pytest.raises(Refused, match="有效执法证"):
        perform(walk.act("fuju1"), again(report).decline_to_file, ground="1", reason="轻微已改正")
    with pytest.raises(Refused, match="有效执法证"):
        perform(walk.act("chengban1"), again(report).entrust_test, institution="检验中心", paper="委1")


def test_a_test_begins_and_ends_on_the_days_of_its_papers(walk):
    report = walk.verify(named_report(walk))
    before = clock(report, "report.verification").due_on
    walk.later(days=7)  # 9 November; entered late, it began on the fourth
    test = {"institution": "检验中心", "paper": "委1"}
    for day, why in ((date(2026, 11, 1), "收到举报"), (date(2026, 11, 10), "将来")):
        with pytest.raises(Refused, match=why):
            perform(walk.act("chengban1"), report.entrust_test, start_on=day, **test)
    walk.do("chengban1", report, "entrust_test", start_on=date(2026, 11, 4), **test)
    with pytest.raises(Refused, match="不能早于委托日期"):
        perform(
            walk.act("chengban1"), report.receive_test, paper="报1", result="不合格", end_on=date(2026, 11, 3)
        )
    walk.do("chengban1", report, "receive_test", paper="报1", result="不合格", end_on=date(2026, 11, 6))
    (left_out,) = clock(report, "report.verification").standing_pauses()
    assert (left_out.start_on, left_out.end_on) == (date(2026, 11, 4), date(2026, 11, 6))
    assert clock(report, "report.verification").due_on > before


def test_a_test_and_an_appraisal_overlap_and_each_is_ended_by_its_own_paper(walk):
    report = walk.verify(named_report(walk))
    walk.do("chengban1", report, "exclude", ground="鉴定", start_on=date(2026, 11, 2), paper="鉴1")
    with pytest.raises(Refused, match="没有正在进行的检测"):
        perform(walk.act("chengban1"), report.receive_test, paper="报1", result="不合格")
    walk.do("chengban1", report, "entrust_test", institution="检验中心", paper="委1")
    with pytest.raises(Refused, match="检测尚未结束"):
        perform(walk.act("chengban1"), report.entrust_test, institution="检验中心", paper="委2")
    walk.later(days=2)
    walk.do("chengban1", report, "receive_test", paper="报1", result="不合格")
    (still,) = clock(report, "report.verification").open_pauses()
    assert still.ground == "鉴定"


# --- Order 20: the named reporter is told, with a proof ---------------------------------------------------------------


def test_under_order_20_telling_needs_a_channel_a_proof_and_its_form_art_31_2(old_walk):
    report = old_walk.classify(old_walk.verify(named_report(old_walk)), "other")
    old_walk.do("fuju1", report, "decline_to_file", ground="1", reason="轻微已改正")
    old_walk.made(report, "case_source")
    said = {"channel": "phone", "proof": "录音 31501"}
    for lacking in ({"channel": ""}, {"proof": " "}):
        with pytest.raises(Refused, match="方式和凭证"):
            perform(old_walk.act("chengban1"), report.tell_reporter, **{**said, **lacking})
    old_walk.do("chengban1", report, "tell_reporter", **said)
    assert clock(report, "report.filing_notice").met is True
    with pytest.raises(Refused, match="举报不予立案告知书（未制作）"):
        perform(old_walk.act("chengban1"), report.close)
    old_walk.made(report, "non_filing_notice_2019")
    perform(old_walk.act("chengban1"), report.close)
