"""The report: fifteen working days, one extension, testing does not count, four conditions, two officers."""

from datetime import date

import pytest

import statutes
from cases.models import Report
from procedure.corridor import Refused, perform
from procedure.readings import answer

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def a_report(walk, **more):
    return walk.call("小作坊用过期面粉做馒头", as_complaint=False, **more).report


def verification(report):
    return report.clocks.get(rule="report.verification")


def all_conditions(report):
    return [i.code for i in statutes.rule("report.filing").on(report.law_day()).items]


def test_fifteen_working_days_and_one_extension_before_expiry_procedure_rules_art_18(walk):
    report = walk.verify(a_report(walk))
    assert verification(report).due_on == date(2026, 11, 23)
    walk.do("chengban1", report, "ask_extension", amount=15, reason="须赴外县核实")
    with pytest.raises(Refused, match="由局负责人办理"):
        perform(walk.act("suozhang1"), report.extend)
    walk.do("fuju1", report, "extend")
    assert verification(report).due_on == date(2026, 12, 14)
    with pytest.raises(Refused, match="不得再延长"):
        perform(walk.act("chengban1"), report.ask_extension, amount=15, reason="再延长")


def test_nothing_is_extended_that_nobody_asked_for_or_for_longer_than_the_rule_allows(walk):
    report = walk.verify(a_report(walk))
    with pytest.raises(Refused, match="没有待批的延长申请"):
        perform(walk.act("fuju1"), report.extend)
    with pytest.raises(Refused, match="最多延长15个工作日"):
        perform(walk.act("chengban1"), report.ask_extension, amount=16, reason="情况特殊")


def test_an_extension_after_expiry_is_refused(walk):
    report = walk.verify(a_report(walk))
    walk.later(days=30)
    with pytest.raises(Refused, match="届满前批准"):
        perform(walk.act("chengban1"), report.ask_extension, amount=15, reason="情况特殊")


def test_an_extension_asked_in_time_and_granted_late_is_refused_until_the_bureau_reads_it_otherwise(walk):
    report = walk.verify(a_report(walk))
    walk.do("chengban1", report, "ask_extension", amount=15, reason="须赴外县核实")
    walk.later(days=22)
    with pytest.raises(Refused, match="届满前批准"):
        perform(walk.act("fuju1"), report.extend)
    answer(
        walk.act("fazhi1"),
        "extension.approval",
        "requested_before_expiry",
        "届满前已申请，办案人员已尽责",
    )
    walk.do("fuju1", report, "extend")
    assert verification(report).due_on == date(2026, 12, 14)


def test_a_withdrawn_extension_gives_the_day_back_pauses_and_all(walk):
    """B-11: removing an extension while an interval stands leaves the interval's days and nothing else."""
    report = walk.verify(a_report(walk))
    walk.do("chengban1", report, "entrust_test", institution="检验中心", paper="委1")
    walk.later(days=8)
    walk.do("chengban1", report, "receive_test", paper="报1", result="不合格")
    walk.do("chengban1", report, "ask_extension", amount=15, reason="须赴外县核实")
    walk.do("fuju1", report, "extend")
    assert verification(report).due_on == date(2026, 12, 22)
    walk.do("fuju1", report, "withdraw_extension", reason="已无必要")
    assert verification(report).due_on == date(2026, 12, 1)
    assert [e.state for e in verification(report).extensions.all()] == ["withdrawn"]


def test_a_refused_request_leaves_the_day_and_may_be_made_again(walk):
    report = walk.verify(a_report(walk))
    walk.do("chengban1", report, "ask_extension", amount=15, reason="须赴外县核实")
    asked = verification(report).asked()
    assert (asked.old_due_on, asked.new_due_on) == (date(2026, 11, 23), date(2026, 12, 14))
    walk.do("fuju1", report, "refuse_extension", reason="可以按期办结")
    assert verification(report).due_on == date(2026, 11, 23)
    walk.do("chengban1", report, "ask_extension", amount=10, reason="又有新情况")
    walk.do("fuju1", report, "extend")
    assert verification(report).due_on == date(2026, 12, 7)


def test_testing_time_does_not_count_and_the_stored_day_follows(walk):
    report = walk.verify(a_report(walk))
    walk.do("chengban1", report, "entrust_test", institution="检验中心", paper="委1")
    with pytest.raises(Refused, match="不计入期间尚未结束"):
        perform(walk.act("fuju1"), report.file, conditions=all_conditions(report), evidence="有")
    walk.later(days=8)
    walk.do("chengban1", report, "receive_test", paper="报1", result="不合格")
    # 2 to 10 November are excluded, both end days included: six working days after the day of receipt
    assert verification(report).due_on == date(2026, 12, 1)
    assert verification(report).reckoning().due_on == date(2026, 12, 1)


def test_two_different_certified_officers_are_needed(walk):
    report = walk.dispatch(a_report(walk))
    one, two = walk.cast["chengban1"], walk.cast["chengban2"]
    with pytest.raises(Refused, match="两名以上"):
        perform(walk.act("suozhang1"), report.assign, handler=one, co_handler=one)
    two.certificate_until_on = date(2026, 10, 31)
    two.save()
    with pytest.raises(Refused, match="执法证无效或已过期：杨海燕"):
        perform(walk.act("suozhang1"), report.assign, handler=one, co_handler=two)
    two.certificate_until_on = date(2027, 10, 31)
    two.save()
    perform(walk.act("suozhang1"), report.assign, handler=one, co_handler=two)


def test_filing_needs_all_four_conditions_and_opens_one_case(walk):
    report = walk.verify(a_report(walk))
    codes = all_conditions(report)
    with pytest.raises(Refused, match="尚缺"):
        perform(walk.act("fuju1"), report.file, conditions=codes[:3], evidence="笔录")
    case = walk.file(report)
    assert (case.state, case.handler, case.unit) == ("investigating", walk.cast["chengban1"], "CG")
    assert case.clocks.get(rule="case.decision").due_on == date(2027, 1, 31)
    assert Report.objects.get(pk=report.pk).state == "filed"


def test_telling_the_reporter_in_five_working_days_existed_only_under_order_20(walk, old_walk):
    new, old = (
        walk.verify(a_report(walk)),
        old_walk.verify(a_report(old_walk, name="旧闻人", phone="13909520111")),
    )
    walk.do("fuju1", new, "decline_to_file", ground="1", reason="轻微已改正")
    old_walk.do("fuju1", old, "decline_to_file", ground="1", reason="轻微已改正")
    assert not new.clocks.filter(rule="report.filing_notice").exists()
    assert old.clocks.get(rule="report.filing_notice").ended is None


def test_the_reporter_is_a_pseudonym_everywhere_in_the_matter(walk):
    report = a_report(walk, name="苗小诚", phone="13909520112")
    said = " ".join(str(v) for v in report.__dict__.values()) + str(list(report.journal.values()))
    assert "苗小诚" not in said
    assert "13909520112" not in said
    assert report.pseudonym.startswith("举报人")
