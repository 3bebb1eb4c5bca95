"""What leaves the bureau: the lead stays, the complainant is told his other ways, lateness is kept, papers say what is so."""

import pytest

from cases.facts.hub import Transfer
from procedure import tallies
from procedure.corridor import Refused, perform
from procedure.facts import Malformed, from_json
from procedure.tallies import OutcomeTally
from tests.cases.stories import again, clock, complaint_of, named_report

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

NEIGHBOUR = "贺兰县市场监督管理局"


def receipt(walk, matter):
    walk.do("fenliu1", matter, "record_receipt", receiver="收字12号", received_on=walk.now.date())


def text_of(matter, form):
    return matter.orders.get(form=form).document.facts


# --- the lead stays ------------------------------------------------------------------------------------------------


def test_a_complaint_handed_on_is_not_closed_before_its_lead_is_verified_here(walk, fonts_ready):
    complaint = walk.transfer_to(complaint_of(walk), "教育体育局")
    receipt(walk, complaint)
    for form in ("transfer_letter", "transfer_notice"):
        walk.told(complaint, form, by="fenliu1")
    with pytest.raises(Refused, match="须先作线索核查"):
        perform(walk.act("fenliu1"), complaint.close_transferred)
    walk.do("fenliu1", complaint, "check_lead", lead_found="yes", note="食堂无许可证")
    with pytest.raises(Refused, match="另立线索核查"):
        perform(walk.act("fenliu1"), complaint.close_transferred)
    walk.do("fenliu1", complaint, "open_lead", discovered_on=walk.now.date(), content="食堂无许可证")
    perform(walk.act("fenliu1"), complaint.close_transferred)
    assert [lead.kind for lead in complaint.offspring.all()] == ["report"]


@pytest.mark.parametrize("state", ["received", "disputed", "escalated", "transferred"])
def test_a_lead_is_opened_wherever_the_complaint_stands(walk, state):
    complaint = complaint_of(walk)
    if state in {"disputed", "escalated"}:
        walk.dispatch(complaint)
        verb, who = ("dispute", "suozhang1") if state == "disputed" else ("escalate", "fuju1")
        more = {"other_bureau": NEIGHBOUR} if state == "disputed" else {}
        walk.do(who, complaint, verb, reason="行为地有争议", **more)
    elif state == "transferred":
        walk.transfer_to(complaint, "教育体育局")
    assert again(complaint).state == state
    walk.do("fenliu1", complaint, "check_lead", lead_found="yes", note="价签不实")
    walk.do("fenliu1", complaint, "open_lead", discovered_on=walk.now.date(), content="价签不实")
    assert complaint.offspring.filter(kind="report").exists()


# --- told in time --------------------------------------------------------------------------------------------------


def test_a_complainant_whose_complaint_is_handed_on_is_told_why_and_which_ways_are_left(walk, fonts_ready):
    complaint = walk.transfer_to(complaint_of(walk), "教育体育局")
    walk.later(days=30)
    walk.told(complaint, "transfer_notice", by="fenliu1")
    said = text_of(complaint, "transfer_notice")
    assert "第三十九条" in said["routes_basis"]
    assert len(said["routes"]) > 3
    acceptance = clock(complaint, "complaint.acceptance")
    assert (acceptance.outcome, acceptance.met) == ("answered", False)


def test_a_term_that_was_over_when_it_fell_away_stays_missed(walk):
    late, in_time = (walk.dispatch(complaint_of(walk)) for _ in range(2))
    for complaint, days in ((in_time, 0), (late, 30)):
        walk.later(days=days)
        walk.do("fuju1", complaint, "escalate", reason="涉及多县")
        walk.do(
            "fenliu1", complaint, "superior_takes", department="石嘴山市市场监督管理局", paper="石市监函1号", reason="多县"
        )  # fmt: skip
    fallen, spared = clock(late, "complaint.acceptance"), clock(in_time, "complaint.acceptance")
    assert fallen.outcome == spared.outcome == "void"
    assert fallen.missed_by == (walk.now.date() - fallen.due_on).days > 0
    assert spared.missed_by is None
    assert sum(row.missed for row in OutcomeTally.objects.filter(rule="complaint.acceptance")) == 1
    assert tallies.differing() == []


# --- what the papers say -------------------------------------------------------------------------------------------


def test_after_the_superior_decided_no_paper_says_that_it_is_not_for_market_regulation(walk, fonts_ready):
    complaint = walk.dispatch(complaint_of(walk))
    walk.do("fuju1", complaint, "escalate", reason="涉及多县")
    walk.do(
        "fenliu1", complaint, "superior_takes", department="石嘴山市市场监督管理局", paper="石市监函1号", reason="多县"
    )  # fmt: skip
    for form in ("transfer_letter", "transfer_notice"):
        walk.told(complaint, form, by="suozhang1")
        assert text_of(complaint, form)["finding"] == (
            "经报请上级市场监督管理部门决定（石市监函1号），该事项由石嘴山市市场监督管理局处理"
        )
    assert "routes" not in text_of(complaint, "transfer_notice")


def test_to_another_bureau_it_is_market_regulation_and_only_not_ours(walk, fonts_ready):
    complaint = walk.transfer_to(complaint_of(walk), NEIGHBOUR)
    walk.told(complaint, "transfer_letter", by="fenliu1")
    assert "不属于本局处理权限" in text_of(complaint, "transfer_letter")["finding"]
    assert "不属于市场监督管理部门职责" not in text_of(complaint, "transfer_letter")["finding"]


def test_the_form_takes_a_department_of_the_county_or_a_bureau_by_name(walk):
    complaint = complaint_of(walk)

    def read(**said):
        return from_json(Transfer, {"reason": "不在本县", **said}, matter=complaint, act=walk.act("fenliu1"))

    assert read(bureau=NEIGHBOUR)["department"] == NEIGHBOUR
    assert read(department="农业农村局")["department"] == "农业农村局"
    for wrong in ({}, {"department": "农业农村局", "bureau": NEIGHBOUR}, {"bureau": "贺兰县某单位"}):
        with pytest.raises(Malformed):
            read(**wrong)


# --- owed to another -----------------------------------------------------------------------------------------------


def test_what_a_settlement_gave_to_the_other_bureau_goes_there_and_nowhere_else(walk):
    complaint = walk.assign(walk.dispatch(complaint_of(walk)))
    walk.do("suozhang1", complaint, "dispute", other_bureau=NEIGHBOUR, reason="经营地有争议")
    walk.do("suozhang1", complaint, "settle_dispute", outcome="theirs", paper="会议纪要")
    assert again(complaint).handler is None  # with no unit it is nobody's
    with pytest.raises(Refused, match="须移交该局"):
        perform(walk.act("fenliu1"), complaint.dispatch, unit="CG")
    with pytest.raises(Refused, match="须移交该局"):
        perform(walk.act("fenliu1"), complaint.transfer, department="教育体育局", reason="学校")
    walk.transfer_to(complaint, NEIGHBOUR)
    assert (again(complaint).state, again(complaint).department) == ("transferred", NEIGHBOUR)


def test_a_report_about_food_is_handed_over_and_not_pointed_elsewhere(walk):
    report = walk.dispatch(named_report(walk))
    with pytest.raises(Refused, match="须先认定涉及的法律领域"):
        perform(walk.act("suozhang1"), report.redirect, to=NEIGHBOUR, reason="行为发生在贺兰县")
    walk.classify(report, "food", by="suozhang1")
    with pytest.raises(Refused, match="食品安全法第一百一十五条"):
        perform(walk.act("suozhang1"), report.redirect, to=NEIGHBOUR, reason="行为发生在贺兰县")
    walk.do("suozhang1", report, "hand_back", reason="行为发生在贺兰县")
    walk.transfer_to(report, NEIGHBOUR, verb="transfer_food")
    assert set(report.orders.filter(form__startswith="transfer").values_list("form", flat=True)) == {
        "transfer_letter",
        "transfer_notice",
    }
