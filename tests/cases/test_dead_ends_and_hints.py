"""No act leaves a matter that nobody can end, and no answer tells that somebody reported."""

from datetime import date

import pytest

from cases.models import Report
from desk import kind_facts
from procedure.access import matter_for
from procedure.corridor import Refused, perform
from procedure.links import link
from procedure.matter import Matter
from tests.cases.stories import again, clock, complaint_of, named_report, report_of

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def withdrawn(walk, complaint, account, **check):
    walk.do(account, complaint, "check_lead", **{"lead_found": "yes", "note": "标签疑似涂改", **check})
    walk.do(account, complaint, "withdraw", how="来电撤回，录音")
    return again(complaint)


def test_whether_a_report_came_with_it_does_not_show_when_a_complaint_is_closed_art_37(walk):
    alone = complaint_of(walk, as_report=False)
    both = walk.call("买的熟食已经过期，要求退款", name="甄实在", phone="13909520101", as_report=True)
    assert both.report is not None
    answers = set()
    for complaint in (alone, both.complaint):
        walk.review(complaint)
        with pytest.raises(Refused) as refused:
            perform(walk.act("chengban1"), withdrawn(walk, complaint, "chengban1").close)
        answers.add(tuple(refused.value.objections))
    assert answers == {("发现涉嫌违法线索的，须先另立线索核查",)}


def test_a_lead_of_a_complaint_withdrawn_before_any_unit_had_it_waits_for_the_hub(walk):
    complaint = withdrawn(walk, complaint_of(walk, as_report=False), "fenliu1")
    walk.do("fenliu1", complaint, "open_lead", discovered_on=date(2026, 11, 2), content="标签疑似涂改")
    lead = Report.objects.get(parent_id=complaint.pk)
    assert (lead.state, lead.unit, lead.department) == ("received", "", "")
    assert clock(lead, "intake.dispatch_target").ended_id is None
    perform(walk.act("fenliu1"), complaint.close)
    walk.verify(lead)
    assert again(lead).state == "verifying"
    assert clock(lead, "intake.dispatch_target").met is True


def test_the_lead_does_not_show_how_the_complainant_may_be_reached(walk):
    complaint = walk.accept(complaint_of(walk, contact_way="phone", contact_note="白天勿打"))
    walk.do("chengban1", complaint, "open_lead", discovered_on=date(2026, 11, 2), content="标签疑似涂改")
    lead = Report.objects.get(parent_id=complaint.pk)
    assert kind_facts.of(again(complaint), date(2026, 11, 2), walk.cast["chengban1"])["contact_rows"]
    assert kind_facts.of(lead, date(2026, 11, 2), walk.cast["suozhang1"])["contact_rows"] == []


def test_the_legal_section_reads_a_complaint_while_it_may_be_asked_and_no_longer(walk):
    complaint = walk.dispatch(complaint_of(walk))
    legal = walk.cast["fazhi1"]
    assert matter_for(legal, complaint.number) is None
    walk.assign(complaint)
    walk.do("chengban1", complaint, "review_materials", present=["1", "2", "3"])
    assert matter_for(legal, complaint.number) is not None
    walk.do("suozhang1", complaint, "accept")
    assert matter_for(legal, complaint.number) is None


def test_a_row_of_the_worklist_is_barred_from_links_as_its_matter_is(walk):
    both = walk.call("买的熟食已经过期，要求退款", name="甄实在", phone="13909520101", as_report=True)
    walk.dispatch(both.complaint), walk.dispatch(both.report)
    one, other = (Matter.objects.get(pk=matter.pk) for matter in both.matters)
    with pytest.raises(Refused, match="以免指认举报人"):
        link(walk.act("suozhang1"), one, other, "event", "同一事件")


@pytest.mark.parametrize("exit_", ["redirect", "transfer_out"])
def test_a_report_that_is_handed_on_owes_no_result_of_its_own(walk, fonts_ready, exit_):
    report = walk.dispatch(named_report(walk))
    walk.do("suozhang1", report, "classify", domains=["advertising"])
    assert clock(report, "report.advertising_notice").ended_id is None
    if exit_ == "redirect":
        walk.do("suozhang1", report, "redirect", to="贺兰县市场监督管理局", reason="行为发生在贺兰县")
        walk.told(report, "redirect_notice", by="suozhang1")
    else:
        walk.assign(again(report))
        walk.do("fuju1", report, "transfer_out", to="贺兰县市场监督管理局", reason="行为发生在贺兰县")
    assert clock(report, "report.advertising_notice").outcome == "void"
    if exit_ == "redirect":
        perform(walk.act("suozhang1"), again(report).close)


def test_a_merged_report_nobody_had_dispatched_can_be_taken_out_again(walk):
    host = walk.verify(named_report(walk))
    walk.later(days=1)
    later = named_report(walk, "又发现其用工业明胶")
    walk.do("suozhang1", host, "merge", later=later, restart_at=later.received_at, reason="新的事实")
    merged = again(later)
    assert (merged.state, merged.unit) == ("merged", "CG")
    walk.do("suozhang1", merged, "unmerge", host=host.number, reason="并非同一主体")
    walk.assign(again(later))
    assert again(later).state == "verifying"


def test_order_20_owed_the_notice_of_filing_to_a_reporter_by_name_and_to_nobody_else(old_walk):
    for report, owed in ((named_report(old_walk), True), (report_of(old_walk), False)):
        old_walk.classify(old_walk.verify(report), "other")
        old_walk.do("fuju1", report, "decline_to_file", ground="1", reason="轻微已改正")
        assert report.clocks.filter(rule="report.filing_notice").exists() is owed
    old_walk.made(report, "case_source")
    perform(old_walk.act("chengban1"), again(report).close)


def test_a_complaint_is_not_linked_with_the_reward_for_a_report_either(walk):
    case = walk.facts(walk.file(walk.verify(named_report(walk))), sold="800")
    claim = walk.close_case(walk.fine(case, fine="50000"))
    complaint = complaint_of(walk)
    assert "以免指认举报人" in str(complaint.link_barred(claim))
    assert complaint.link_barred(case) is None  # the case names nobody, see its main volume
