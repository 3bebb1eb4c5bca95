"""The whole complaint, step by step as Order 121 has it (a1 to a16), beside what Order 20 had otherwise."""

from datetime import date, datetime, timedelta

import pytest

from cases.models import Complaint, Report
from cases.sampling import draw, still_holds
from procedure.corridor import Refused, perform
from tests.cases.stories import again, clock, complaint_of

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


# --- a1, a2: materials and identity --------------------------------------------------------------------------------


def test_a_request_for_identity_papers_must_fall_inside_the_term_art_10(walk):
    complaint = walk.review(complaint_of(walk))
    ask = {"papers": "身份证复印件"}
    for day in (date(2026, 11, 1), date(2026, 11, 12)):  # the term ends on the eleventh
        with pytest.raises(Refused, match="核验身份不中止受理期限"):
            perform(walk.act("chengban1"), complaint.request_identity, until_on=day, **ask)
    walk.do("chengban1", complaint, "request_identity", until_on=date(2026, 11, 9), **ask)
    assert again(complaint).state == "id_requested"
    assert clock(complaint, "complaint.acceptance").due_on == date(2026, 11, 11)  # it does not move
    walk.do("chengban1", complaint, "receive_identity", verified="yes", note="已核对")
    assert again(complaint).state == "under_review"


def test_order_20_knew_no_request_for_identity_papers(old_walk):
    complaint = old_walk.review(complaint_of(old_walk))
    with pytest.raises(Refused, match="没有这一步骤"):
        perform(
            old_walk.act("chengban1"), complaint.request_identity, papers="身份证", until_on=date(2026, 3, 5)
        )


def test_an_agent_needs_his_mandate_before_acceptance_art_11(walk):
    complaint = complaint_of(walk, agent="贾代办", mandate="全权代理", mandate_until_on=date(2027, 1, 1))
    walk.review(complaint)
    with pytest.raises(Refused, match="委托投诉"):
        perform(walk.act("suozhang1"), complaint.accept)
    walk.do(
        "chengban1", complaint, "review_materials", present=["1", "2", "3"], mandate_present=True, note="原件"
    )
    perform(walk.act("suozhang1"), complaint.accept)


# --- a4: each ground and what it needs -----------------------------------------------------------------------------


def refusal(walk, complaint, ground, **more):
    return perform(walk.act("suozhang1"), complaint.decline, ground=ground, reason="理由见附", **more)


def ready_to_refuse(walk, **more):
    complaint = walk.review(complaint_of(walk, **more))
    walk.no_lead(complaint)
    return complaint


@pytest.mark.parametrize("ground", ["1", "2"])
def test_plain_grounds_need_a_reason_and_the_lead_check(walk, ground):
    refusal(walk, complaint := ready_to_refuse(walk), ground)
    assert again(complaint).declined_on_ground == ground


def test_ground_three_needs_a_factor_with_evidence_and_the_legal_section(walk):
    complaint = ready_to_refuse(walk)
    with pytest.raises(Refused) as refused:
        refusal(walk, complaint, "3")
    assert "考虑的因素" in str(refused.value)
    weighed = {"factors": ["1"], "evidence": "一次购买同一批次 60 盒的订单截图"}
    with pytest.raises(Refused, match="法制审核员"):
        refusal(walk, complaint, "3", **weighed)
    with pytest.raises(Refused, match="由法制审核员办理"):
        perform(walk.act("suozhang1"), complaint.legal_opinion, agrees="yes", opinion="同意")
    walk.do("fazhi1", complaint, "legal_opinion", agrees="no", opinion="证据不足")
    with pytest.raises(Refused, match="法制审核员"):
        refusal(walk, complaint, "3", **weighed)
    walk.do("fazhi1", complaint, "legal_opinion", agrees="yes", opinion="同意")
    refusal(walk, complaint, "3", **weighed)


def test_factors_alone_never_refuse_anybody(walk):
    """个保法 art. 24: the panel informs; without a named officer's ground nothing is refused."""
    complaint = ready_to_refuse(walk)
    with pytest.raises(Refused, match="没有列明"):
        refusal(walk, complaint, "", factors=["1", "2"], evidence="有")


@pytest.mark.parametrize(("happened_on", "refused"), [("2023-11-02", True), ("2023-11-01", False)])
def test_three_years_are_counted_from_the_day_named(walk, happened_on, refused):
    """Received on 2 November 2026: three years from 2 November 2023 end that very day, and are not over."""
    complaint = ready_to_refuse(walk, happened_on=date.fromisoformat(happened_on))
    if refused:
        with pytest.raises(Refused, match="尚未超过"):
            refusal(walk, complaint, "4")
    else:
        refusal(walk, complaint, "4")


def test_the_sixth_ground_of_order_20_is_the_open_one_and_names_its_law(old_walk):
    complaint = ready_to_refuse(old_walk)
    with pytest.raises(Refused, match="须写明所依据的法律"):
        refusal(old_walk, complaint, "6")
    refusal(old_walk, complaint, "6", legal_basis="广告法第五十三条")


# --- a5, a6, hub -----------------------------------------------------------------------------------------------------


def test_a_dispute_of_competence_has_seven_working_days_and_goes_back_through_the_hub(walk):
    complaint = walk.dispatch(complaint_of(walk))
    walk.do("suozhang1", complaint, "dispute", other_bureau="贺兰县市场监管局", reason="经营地在贺兰县")
    assert again(complaint).state == "disputed"
    assert clock(complaint, "intake.jurisdiction_dispute").due_on == date(2026, 11, 11)
    with pytest.raises(Refused, match="由局负责人办理"):
        perform(walk.act("suozhang1"), complaint.escalate, reason="协商不成")
    walk.do("fuju1", complaint, "escalate", reason="协商不成")
    assert clock(complaint, "complaint.acceptance").ended is None  # it goes on running (a5)
    assert clock(complaint, "intake.jurisdiction_dispute").met is True
    walk.do("fenliu1", complaint, "superior_designates", paper="石市监函〔2026〕3号")
    assert (again(complaint).state, again(complaint).unit) == ("received", "")
    walk.dispatch(complaint)


def test_what_belongs_to_another_department_is_handed_on_by_the_hub_and_the_filer_told(walk, fonts_ready):
    complaint = complaint_of(walk)
    walk.dispatch(complaint)
    with pytest.raises(Refused, match="不能办理"):
        perform(walk.act("suozhang1"), complaint.transfer, department="教育体育局", reason="学校的事")
    walk.do("suozhang1", complaint, "hand_back", reason="属于教育体育局")
    with pytest.raises(Refused, match="属于"):
        perform(walk.act("fenliu1"), complaint.transfer, department="教育体育局", item="20.5", reason="学校")
    walk.transfer_to(complaint, "教育体育局")
    assert clock(complaint, "complaint.acceptance").ended is None  # until the complainant was told in writing
    with pytest.raises(Refused) as refused:
        perform(walk.act("fenliu1"), complaint.close_transferred)
    assert "回执" in str(refused.value)
    assert "移送告知书（未制作）" in str(refused.value)
    walk.do("fenliu1", complaint, "record_receipt", receiver="教体局 收字12号", received_on=date(2026, 11, 2))
    for form in ("transfer_letter", "transfer_notice"):
        walk.told(complaint, form, by="fenliu1")
    assert clock(complaint, "complaint.acceptance").met is True
    with pytest.raises(Refused, match="线索核查"):
        perform(walk.act("fenliu1"), complaint.close_transferred)
    walk.do("fenliu1", complaint, "check_lead", lead_found="no", note="只是学校收费")
    perform(walk.act("fenliu1"), complaint.close_transferred)
    assert again(complaint).state == "closed"


def test_withdrawing_before_acceptance_still_answers_the_lead_check(walk):
    complaint = walk.review(complaint_of(walk))
    with pytest.raises(Refused, match="线索核查"):
        perform(walk.act("chengban1"), complaint.withdraw, how="来电撤回，录音")
    walk.no_lead(complaint)
    walk.do("chengban1", complaint, "withdraw", how="来电撤回，录音")
    assert clock(complaint, "complaint.acceptance").outcome == "void"
    perform(walk.act("chengban1"), complaint.close)


# --- a7 to a11: mediation -------------------------------------------------------------------------------------------


def test_delegation_needs_two_more_consents_under_order_121_and_none_under_order_20(walk, old_walk):
    for story, free in ((walk, False), (old_walk, True)):
        complaint = story.mediate(story.accept(complaint_of(story)))
        act, said = story.act("suozhang1"), {"body": "平罗县消费者协会", "how": "电话"}
        if not free:
            with pytest.raises(Refused, match="委托调解须双方同意"):
                perform(act, complaint.delegate, complainant_consents=True, **said)
            perform(act, complaint.delegate, complainant_consents=True, respondent_consents=True, **said)
        else:
            perform(act, complaint.delegate, **said)
        assert again(complaint).state == "delegated"
        story.do("chengban1", complaint, "end_delegation", result="双方未达成一致")
        assert again(complaint).state == "mediating"


def test_testing_stands_out_of_the_sixty_days_and_needs_an_agreement_on_its_cost(walk):
    complaint = walk.mediate(walk.accept(complaint_of(walk)))
    before = clock(complaint, "complaint.mediation").strict_on
    test = {
        "ground": "检测", "institution": "石嘴山市检验检测中心", "chosen_by": "designated", "paper": "委1",
        "start_on": date(2026, 11, 2),
    }  # fmt: skip
    with pytest.raises(Refused, match="费用承担"):
        perform(walk.act("chengban1"), complaint.entrust_test, **test)
    walk.do("chengban1", complaint, "entrust_test", cost_agreed=True, cost="被投诉人", **test)
    assert again(complaint).state == "testing"
    walk.later(days=9)
    with pytest.raises(Refused, match="不能早于委托日期"):
        perform(
            walk.act("chengban1"), complaint.receive_test, paper="报1", end_on=date(2026, 11, 1), result="x"
        )
    walk.tested(complaint, date(2026, 11, 11))
    # 2 to 11 November are left out, both end days included; the second was day 0 already
    assert clock(complaint, "complaint.mediation").strict_on == before + timedelta(days=9)


def test_under_order_20_the_testing_body_must_be_agreed(old_walk):
    complaint = old_walk.mediate(old_walk.accept(complaint_of(old_walk)))
    with pytest.raises(Refused, match="须双方协商确定"):
        perform(
            old_walk.act("chengban1"), complaint.entrust_test, ground="检测", institution="市检测中心", paper="委1",
            chosen_by="designated", cost_agreed=True, cost="被投诉人", start_on=date(2026, 3, 2),
        )  # fmt: skip


def test_recusal_stops_mediation_until_decided_and_the_term_runs_on(walk):
    complaint = walk.mediate(walk.accept(complaint_of(walk)))
    due_on = clock(complaint, "complaint.mediation").due_on
    walk.do(
        "chengban1",
        complaint,
        "ask_recusal",
        asked_by="respondent",
        of_whom="张卫国",
        reason="与投诉人是亲戚",
    )
    with pytest.raises(Refused, match="不能办理"):
        perform(walk.act("chengban1"), complaint.agree, terms="退款")
    with pytest.raises(Refused, match="另一名承办人"):
        perform(walk.act("suozhang1"), complaint.decide_recusal, granted="yes", reason="属实")
    other, decided = walk.cast["chengban2"], {"granted": "yes", "reason": "属实"}
    walk.do("suozhang1", complaint, "decide_recusal", handler=other, mediators="李敏", **decided)
    assert (again(complaint).state, again(complaint).handler) == ("mediating", other)
    assert clock(complaint, "complaint.mediation").due_on == due_on
    assert not clock(complaint, "complaint.mediation").paused


def test_a_paper_is_made_of_mediation_on_site_only_art_24(walk):
    complaint = walk.mediate(walk.accept(complaint_of(walk)), way="remote")
    with pytest.raises(Refused, match="留存调解记录"):
        perform(walk.act("chengban1"), complaint.agree, terms="退款 199 元")
    walk.do("chengban1", complaint, "agree_on_record", terms="退款 199 元", why="remote", recovered=199)
    assert again(complaint).agreement_paper == "remote"


def test_a_representative_may_not_settle_without_those_represented_art_12(walk, fonts_ready):
    complaint = walk.called(walk.mediate(walk.accept(complaint_of(walk, joint_count=3))))
    with pytest.raises(Refused, match="被代表的投诉人同意"):
        perform(walk.act("chengban1"), complaint.agree, terms="退款")
    with pytest.raises(Refused, match="被代表的投诉人同意"):
        perform(walk.act("suozhang1"), complaint.terminate, ground="1", reason="双方和解")
    walk.do("chengban1", complaint, "agree", terms="退款", represented_consent=True)


# --- a12 to a16 ---------------------------------------------------------------------------------------------------


def test_ending_for_want_of_time_waits_for_the_sixtieth_day(walk):
    complaint = walk.mediate(walk.accept(complaint_of(walk)))
    term = clock(complaint, "complaint.mediation")
    with pytest.raises(Refused, match="尚未届满"):
        perform(walk.act("suozhang1"), complaint.terminate, ground="5", reason="期限届满")
    walk.now = datetime.combine(term.due_on, walk.now.time(), tzinfo=walk.now.tzinfo)
    walk.do("suozhang1", complaint, "terminate", ground="5", reason="期限届满")
    assert clock(complaint, "complaint.termination_notice").title == "终止调解告知"


def test_a_lead_found_in_mediation_is_a_report_without_a_reporter_from_its_discovery(walk):
    complaint = walk.mediate(walk.accept(complaint_of(walk)))
    walk.later(days=3)
    walk.do(
        "chengban1",
        complaint,
        "open_lead",
        discovered_on=date(2026, 11, 3),
        content="货架上有过期三个月的电饭煲配件",
    )
    lead = Report.objects.get(parent_id=complaint.pk)
    assert (lead.state, lead.source, lead.person_ref, lead.unit) == ("dispatched", "complaint", "", "CG")
    assert clock(lead, "report.verification").due_on == date(2026, 11, 24)
    assert again(complaint).state == "mediating"  # the complaint goes on as what it is
    assert complaint.person_ref not in str(lead.__dict__)


def test_a_found_lead_must_be_opened_before_the_complaint_is_closed(walk):
    complaint = walk.review(complaint_of(walk))
    walk.do("chengban1", complaint, "check_lead", lead_found="yes", note="价签不实")
    walk.do("chengban1", complaint, "withdraw", how="来电")
    with pytest.raises(Refused, match="须先另立线索核查"):
        perform(walk.act("chengban1"), complaint.close)
    walk.do("chengban1", complaint, "open_lead", discovered_on=date(2026, 11, 2), content="价签不实")
    perform(walk.act("chengban1"), complaint.close)


def test_suspected_extortion_is_handed_to_the_police_by_the_leader_art_42(walk, old_walk):
    complaint = walk.accept(complaint_of(walk))
    with pytest.raises(Refused, match="由局负责人办理"):
        perform(walk.act("suozhang1"), complaint.refer_bad_faith, signs=["2"], findings="掉包", to="公安局")
    walk.do("fuju1", complaint, "refer_bad_faith", signs=["2"], findings="监控可见掉包", to="平罗县公安局")
    assert again(complaint).state == "accepted"  # ending the mediation is an act of its own (art. 23(1)(6))
    old = old_walk.accept(complaint_of(old_walk))
    with pytest.raises(Refused, match="没有这一步骤"):
        perform(old_walk.act("fuju1"), old.refer_bad_faith, signs=["2"], findings="掉包", to="公安局")


def test_what_came_by_the_platform_is_answered_there_before_it_is_closed(walk):
    complaint = walk.review(complaint_of(walk, platform_no="1264022100012026110200001"))
    walk.no_lead(complaint)
    walk.do("chengban1", complaint, "withdraw", how="来电")
    with pytest.raises(Refused, match="全国12315平台反馈"):
        perform(walk.act("chengban1"), complaint.close)
    perform(walk.act("chengban1"), complaint.close, platform_done=True)


@pytest.mark.parametrize(("consent", "publicity", "fits"), [
    (True, "", False), (True, "done", True), (False, "done", False), (None, "done", False), (False, "", True),
])  # fmt: skip
def test_a_complaint_is_published_if_and_only_if_its_filer_agreed(walk, consent, publicity, fits):
    complaint = walk.accept(complaint_of(walk, publish_consent=consent))
    walk.do("suozhang1", complaint, "terminate", ground="2", reason="被投诉人明确拒绝调解")
    with pytest.raises(Refused) as refused:  # its papers are missing whatever is said of publishing
        perform(walk.act("chengban1"), complaint.close, publicity=publicity)
    assert any("公示" in each for each in refused.value.objections) is not fits


def test_who_is_called_back_is_drawn_not_chosen_art_26(walk):
    complaint = walk.review(complaint_of(walk))
    walk.no_lead(complaint)
    walk.do("chengban1", complaint, "withdraw", how="来电")
    walk.do("chengban1", complaint, "close")
    said = {"reached": "yes", "satisfied": "yes", "note": "满意"}
    with pytest.raises(Refused, match="不在抽查回访的样本中"):
        perform(walk.act("fenliu1"), complaint.revisit, **said)
    walk.later(days=1)
    with pytest.raises(Refused, match="由分流员或者督办人员抽取"):
        draw(walk.act("chengban1"), first_on=date(2026, 11, 1), last_on=date(2026, 11, 2), wanted=1)
    sample = draw(walk.act("fenliu1"), first_on=date(2026, 11, 1), last_on=date(2026, 11, 2), wanted=1)
    assert still_holds(sample)
    walk.do("fenliu1", complaint, "revisit", **said)
    assert again(complaint).state == "closed"
    assert Complaint.objects.get(pk=complaint.pk).closed_on == date(2026, 11, 2)


# --- what is neither accepted nor published, and what is said in advance -------------------------------------------


def test_who_could_not_be_verified_is_not_accepted_art_16_6(walk):
    complaint = walk.review(complaint_of(walk))
    for verified in ("no", "yes"):
        ask = {"papers": "身份证复印件", "until_on": date(2026, 11, 9)}
        walk.do("chengban1", complaint, "request_identity", **ask)
        walk.do("chengban1", complaint, "receive_identity", verified=verified, note="已核对")
        if verified == "no":
            with pytest.raises(Refused, match="身份未能核实"):
                perform(walk.act("suozhang1"), complaint.accept)
    perform(walk.act("suozhang1"), complaint.accept)


def test_a_meeting_is_called_in_advance_art_20(walk):
    complaint = walk.mediate(walk.accept(complaint_of(walk)))
    said = {"place": "二楼调解室", "mediators": "张卫国", "papers": "发票", "recusal_days": 3}
    with pytest.raises(Refused, match="须提前告知调解时间"):
        perform(walk.act("chengban1"), complaint.call_meeting, held_at=walk.now, **said)
    perform(walk.act("chengban1"), complaint.call_meeting, held_at=walk.now + timedelta(days=1), **said)


def test_a_refused_complaint_is_closed_without_being_published(walk):
    complaint = walk.review(complaint_of(walk, publish_consent=True))
    walk.no_lead(complaint)
    walk.do("chengban1", complaint, "withdraw", how="来电撤回，录音")
    perform(walk.act("chengban1"), complaint.close, publicity="not_due")


@pytest.mark.parametrize("state", ["disputed", "escalated"])
def test_a_complaint_may_be_withdrawn_while_bureaus_argue_about_it(walk, state):
    complaint = walk.review(complaint_of(walk))
    walk.no_lead(complaint)
    walk.do("suozhang1", complaint, "dispute", other_bureau="贺兰县市场监督管理局", reason="经营地在贺兰")
    if state == "escalated":
        walk.do("fuju1", complaint, "escalate", reason="协商不成")
    walk.do("chengban1", complaint, "withdraw", how="来电撤回，录音")
    assert not complaint.clocks.running().exists()
    perform(walk.act("chengban1"), again(complaint).close)
