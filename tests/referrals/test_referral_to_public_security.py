"""The referral: threshold, team, three days of the principal head, twenty-four hours, receipt, decision."""

from datetime import date, timedelta

import pytest

from demo.walk import FULFIL
from enforcement.models import PenaltyCase
from procedure.access import matter_for, timeline
from procedure.corridor import Refused, perform, steps_for
from referrals.models import Referral

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def case(walk):
    report = walk.verify(walk.call("过期熟食改日期再卖", as_complaint=False).report)
    return walk.file(report)


def fresh(matter):
    return type(matter).objects.get(pk=matter.pk)


def test_sales_of_fifty_thousand_bar_every_way_to_a_fine_criminal_law_art_140(walk, case):
    walk.facts(case, sold="50000")
    with pytest.raises(Refused, match="不得以罚代刑"):
        perform(walk.act("suozhang1"), case.submit_for_review)
    walk.facts(case, sold="49999.99")
    perform(walk.act("suozhang1"), case.submit_for_review)


def test_sold_and_unsold_add_up_to_the_threshold(walk, case):
    walk.facts(case, sold="20000", unsold="89999")
    assert [s.outcome for s in case_screenings(walk, case)].count("hit") == 0
    walk.facts(case, sold="42000", unsold="30000")
    assert "hit" in [s.outcome for s in case_screenings(walk, case)]


def case_screenings(walk, case):
    return fresh(case).screenings(walk.now.date())


def test_a_fine_cannot_be_decided_once_new_facts_pass_the_threshold(walk, case):
    walk.facts(case, sold="38000")
    walk.do("suozhang1", case, "submit_for_review")
    walk.do("fazhi1", case, "send_back", opinion="补查销售台账")
    walk.facts(case, sold="52000")
    barred = {v.step.verb: v for v in steps_for(walk.act("suozhang1"), fresh(case))}["submit_for_review"]
    assert any("以罚代刑" in objection for objection in barred.objections)


def test_the_whole_road_to_the_police_receipt_and_filing(walk, case):
    referral = walk.submit(walk.suspect(walk.facts(case, sold="88000")))
    assert fresh(case).state == "suspected"
    approval = referral.clocks.get(rule="referral.approval")
    assert approval.due_on == date(2026, 11, 5)  # three calendar days, the day of the report not counted
    with pytest.raises(Refused, match="由正职负责人办理"):
        perform(walk.act("fuju1"), referral.approve)
    perform(walk.act("juzhang1"), referral.approve)
    hours = referral.clocks.get(rule="referral.transfer")
    assert hours.due_at - hours.started_at == timedelta(hours=24)
    walk.later(hours=2)
    with pytest.raises(Refused) as refused:
        perform(
            walk.act("chengban1"),
            referral.transfer,
            police_unit="平罗县公安局",
            enclosures=["1", "2", "3"],
            to_procuratorate=False,
        )
    assert len(refused.value.objections) == 2  # enclosures missing, and no copy to the procuratorate
    walk.do(
        "chengban1",
        referral,
        "transfer",
        police_unit="平罗县公安局",
        enclosures=["1", "2", "3", "5"],
        test_absent="标签可证",
        to_procuratorate=True,
    )
    assert fresh(case).state == "transferred"
    assert referral.clocks.get(rule="referral.transfer").met is True
    with pytest.raises(Refused, match="由公安联络员办理"):
        perform(walk.act("chengban1"), referral.receipt, receiver="x", items="y")
    walk.police_file(walk.receipt(referral))
    assert fresh(referral).state == "filed"
    # The police's own notice is what answers the term: no board waits for another.
    assert referral.clocks.get(rule="referral.police_decision").met is True
    walk.do("chengban1", referral, "hand_over", receiver="两名民警", inventory="120 盒")
    walk.do("fuju1", case, "close_by_transfer")
    assert fresh(case).closed_on is not None


def test_a_refused_approval_keeps_its_reason_and_gives_the_case_back(walk, case):
    referral = walk.submit(walk.suspect(walk.facts(case, sold="88000")))
    with pytest.raises(Refused, match="事实与理由"):
        perform(walk.act("juzhang1"), referral.refuse, reason="")
    walk.do("juzhang1", referral, "refuse", reason="销售金额重复计算，核减后不足")
    assert fresh(referral).closed_on is not None
    assert fresh(case).state == "investigating"


def test_the_police_decline_reconsideration_upholds_and_the_bureau_resumes(walk, case):
    referral = walk.receipt(walk.transfer(walk.submit(walk.suspect(walk.facts(case, sold="88000")))))
    walk.do("gongan1", referral, "police_decline", notice_no="不立〔2026〕3号", reason="主观明知证据不足")
    assert referral.clocks.get(rule="referral.police_decision").met is True
    assert referral.clocks.get(rule="referral.reconsideration").due_on == walk.now.date() + timedelta(days=3)
    walk.do("juzhang1", referral, "ask_reconsideration", reason="台账可证明知")
    walk.do("gongan1", referral, "uphold", notice_no="复〔2026〕1号", reason="维持")
    walk.do("juzhang1", referral, "resume_administratively", reason="依法给予行政处罚")
    assert fresh(case).state == "investigating"
    walk.fine(case, fine="180000", gain="0")  # after the police declined, a fine is lawful again
    assert fresh(case).state == "decided"


def test_a_step_that_only_follows_another_cannot_be_done_alone(walk, case):
    referral = walk.suspect(walk.facts(case, sold="88000"))
    assert Referral.objects.filter(pk=referral.pk).exists()
    with pytest.raises(Refused, match="不能单独办理"):
        perform(walk.act("chengban1"), fresh(case).resume, reason="自行恢复")


def test_waking_the_order_twice_opens_one_case_and_one_referral(walk, case):
    walk.suspect(walk.facts(case, sold="88000"))
    for order in [*case.orders.all(), *case.parent.orders.filter(room="enforcement")]:
        FULFIL[order.room].apply(args=[order.pk], throw=True)
    assert PenaltyCase.objects.filter(parent=case.parent).count() == 1
    assert Referral.objects.filter(parent=case).count() == 1


def test_outsiders_read_a_referral_only_after_the_transfer_and_only_from_there(walk, case):
    police = walk.cast["gongan1"]
    referral = walk.submit(walk.suspect(walk.facts(case, sold="88000")))
    assert matter_for(police, referral.number) is None
    walk.transfer(referral)
    seen = matter_for(police, referral.number)
    assert seen is not None
    assert [e.verb for e in timeline(police, seen)] == ["transfer"]
    assert matter_for(police, case.number) is None
