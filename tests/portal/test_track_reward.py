"""A nameless informant: asked and answered, told that the report was right, and paid, by the code alone."""

import pytest
import time_machine
from django.urls import reverse

from cases.messages import thread
from procedure.corridor import Refused, perform
from procedure.journal import verify
from procedure.steps import Act
from rewards.models import RewardClaim
from tests.cases.stories import again
from tests.portal.conftest import said
from tests.portal.test_track_states import standing

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

WRONG = "0000-0000-0000-0000"


@pytest.fixture
def clock(walk):
    with time_machine.travel(walk.now, tick=False) as clock:

        def next_day(days=1):
            """The morning after the next working day, as the filer sees it."""
            walk.later(days=days)
            clock.move_to(walk.now)

        yield next_day


def closed_case(walk, report):
    case = walk.facts(walk.file(walk.verify(report)), sold="40000", conduct=["expired_raw_material"])
    walk.fine(case, fine="200000", gain="40000")
    return walk.close_case(case)


def test_a_nameless_informant_claims_without_ever_giving_a_name(walk, clock, visitor, desk):
    got = walk.call("厂里用过期面粉", as_complaint=False)
    report, code = got.report, got.codes["report"]
    assert report.anonymous
    walk.verify(report)
    desk("chengban1").post(reverse("desk:message", args=[report.number]), {"text": "面粉放在哪个仓库"})
    clock()
    person = visitor(code)
    assert "面粉放在哪个仓库" in person.page()
    assert person.do("message", text="东边那个仓库").status_code == 303
    assert [m.text for m in thread(report)] == ["面粉放在哪个仓库", "东边那个仓库"]

    case = walk.facts(walk.file(report), sold="40000", conduct=["expired_raw_material"])
    walk.fine(case, fine="200000", gain="40000")
    claim = walk.qualify(walk.close_case(case))
    walk.do("baomi1", claim, "invite", how="查询页")
    assert "奖励" not in standing(visitor(code).page()), "an invitation of today is told tomorrow"
    clock()
    person = visitor(code)
    page = person.page()
    assert "可以申请举报奖励，不用说出姓名" in page
    assert "元" not in page.split('id="reward"')[1].split("</section>")[0]
    wrong = person.do("reward", again=WRONG)
    assert wrong.status_code == 409
    assert "查询码不符" in said(wrong)
    assert person.do("reward", again=code).status_code == 303
    assert "已经收到您的奖励申请" in person.page(), "what he did himself he sees at once"
    entry = again(claim).journal.last()
    assert (entry.verb, entry.office, entry.by_name) == ("apply", "filer", "群众（网上提交）")
    assert code not in str(entry.facts)
    assert entry.at.astimezone(walk.now.tzinfo).time().isoformat() == "00:00:00"
    assert person.do("reward", again=code).status_code == 409, "applying twice is no second claim"

    walk.do("jiangli1", claim, "propose", grade="2", grounds="直接证据，完全相符")
    walk.do("juzhang1", claim, "approve")
    clock()
    assert "7,200" not in visitor(code).page(), "a sum is told by the custodian, not by its approval"
    walk.do("baomi1", claim, "tell", how="查询页")
    clock()
    person = visitor(code)
    page = person.page()
    assert "7,200" in page
    assert "3%" in page or "0.03" in page
    assert "隐私保管员" in page
    assert person.do("reward", again=code).status_code == 303
    assert "正在准备付款" in person.page()
    walk.do("caiwu1", claim, "pay", voucher="平财支〔2026〕0088号")
    clock()
    assert "奖励已经支付" in visitor(code).page()
    assert RewardClaim.objects.get(pk=claim.pk).state == "paid"
    assert not verify()


def test_the_code_of_another_report_claims_nothing(walk, clock, visitor):
    mine = walk.call("厂里用过期面粉", as_complaint=False)
    other = walk.call("另一家店卖过期饮料", as_complaint=False)
    claim = walk.qualify(closed_case(walk, mine.report))
    walk.do("baomi1", claim, "invite", how="查询页")
    clock()
    stranger = visitor(other.codes["report"])
    assert "奖励" not in standing(stranger.page())
    assert stranger.do("reward", again=mine.codes["report"]).status_code == 409
    # Whatever the door did, the corridor holds the act against the matter.
    door = Act(by=walk.cast["baomi1"], at=walk.now, filer=other.report.person_ref)
    with pytest.raises(Refused, match="不由提交人本人办理"):
        perform(door, again(claim).apply, code=mine.codes["report"], how="x")
    assert again(claim).state == "invited"


def test_a_filer_does_no_step_that_is_an_officers(walk, clock):
    got = walk.call("厂里用过期面粉", as_complaint=False)
    report = walk.verify(got.report)
    act = Act(by=walk.cast["fuju1"], at=walk.now, filer=report.person_ref)
    with pytest.raises(Refused, match="不由提交人本人办理"):
        perform(act, report.decline_to_file, ground="1", reason="x")


def test_no_officer_holds_the_filers_office(walk, clock):
    """A step that names the filer is not opened to officers who hold nothing that it names."""
    complaint = walk.call("要求退款", name="钱途亮", phone="13909520102", as_report=False).complaint
    with pytest.raises(Refused, match="提交人本人"):
        perform(walk.act("caiwu1"), complaint.withdraw, how="x")
