"""The reward: screened, told by code, reckoned as arithmetic, approved against the fund, paid without a name."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from demo.walk import FULFIL
from procedure.access import matter_for
from procedure.corridor import Refused, perform
from procedure.orders import Order
from rewards import ledger
from rewards.models import FundEntry, RewardClaim

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def closed(walk):
    """A report verified, fined 240,000 yuan and closed; the code only the informant knows."""
    received = walk.call("厂里用过期面粉", name="苗小诚", phone="13909520112", as_complaint=False)
    case = walk.facts(walk.file(walk.verify(received.report)), sold="40000", conduct=["expired_raw_material"])
    walk.fine(case, fine="200000", gain="40000")
    return walk.close_case(case), received.codes["report"]


def fresh(claim):
    return RewardClaim.objects.get(pk=claim.pk)


def test_closing_opens_one_claim_and_fifteen_working_days_to_invite(walk, closed):
    claim, _code = closed
    assert claim.clocks.get(rule="reward.invitation").due_on == date(2026, 11, 23)
    assert claim.title == "举报奖励"
    assert claim.respondent == ""


def test_grade_two_of_240000_is_7200_and_every_line_has_its_article(walk, closed):
    claim, code = closed
    walk.reward(walk.qualify(claim), code, grade="2")
    paid = fresh(claim)
    assert paid.amount == Decimal("7200.00")
    assert all(line["source"] for line in paid.arithmetic)
    assert paid.clocks.get(rule="reward.claim").due_on == date(2026, 12, 14)


def test_money_is_reserved_on_approval_and_paid_once_from_the_ledger(walk, closed):
    claim, code = closed
    walk.reward(walk.qualify(claim), code)
    assert ledger.free(2026) == Decimal("192800.00")
    with pytest.raises(Refused, match="查询码不符"):
        perform(walk.act("baomi1"), fresh(claim).collect, code="AAAA-AAAA-AAAA-AAAA", how="报码")
    walk.pay(claim, code)
    assert fresh(claim).state == "paid"
    assert ledger.free(2026) == Decimal("192800.00")
    assert list(FundEntry.objects.order_by("id").values_list("kind", flat=True)) == ["reserve", "pay"]


def test_an_empty_fund_bars_the_approval(walk, closed, cast):
    claim, code = closed
    ledger.Fund.objects.filter(year=2026).update(appropriated=Decimal("7000"))
    walk.qualify(claim)
    with pytest.raises(Refused, match="奖励经费余额"):
        walk.reward(claim, code)
    ledger.Fund.objects.filter(year=2026).update(appropriated=Decimal("7200"))
    perform(walk.act("juzhang1"), fresh(claim).approve)


def test_a_claim_not_collected_in_time_lapses_and_frees_the_money(walk, closed):
    claim, code = closed
    walk.reward(walk.qualify(claim), code)
    with pytest.raises(Refused, match="尚未届满"):
        perform(walk.act("jiangli1"), fresh(claim).lapse)
    walk.later(days=60)
    walk.do("jiangli1", fresh(claim), "lapse")
    assert ledger.free(2026) == Decimal("200000.00")


def test_a_sum_below_the_floor_is_refused_and_a_larger_one_is_a_persons_decision(walk, closed):
    claim, code = closed
    walk.qualify(claim)
    walk.do("baomi1", claim, "invite", how="电话")
    walk.do("baomi1", claim, "apply", code=code, how="报码")
    with pytest.raises(Refused):
        perform(
            walk.act("jiangli1"), fresh(claim).propose, grade="2", grounds="x", human_amount=Decimal("2500")
        )
    walk.do("jiangli1", claim, "propose", grade="2", grounds="社会影响大", human_amount=Decimal("8000"))
    assert fresh(claim).amount == Decimal("8000.00")


def test_an_unknown_provincial_amount_is_left_to_a_person(walk, closed):
    claim, _code = closed
    facts = {
        "natural_person": True,
        "clear_target": True,
        "key_evidence": True,
        "not_known_before": True,
        "facts_match": True,
        "is_insider": False,
        "is_regulator_staff": False,
        "is_infringed_party": False,
        "is_offender": False,
        "paid_by_market_entity": False,
        "large_amount_confirmed": "",
    }
    with pytest.raises(Refused, match="须由人认定"):
        perform(walk.act("jiangli1"), claim.qualify, **facts)
    perform(walk.act("jiangli1"), claim.qualify, **{**facts, "large_amount_confirmed": "yes"})


def test_an_agent_of_the_infringed_party_is_not_rewarded(walk, closed):
    claim, _code = closed
    with pytest.raises(Refused, match="未满足"):
        perform(
            walk.act("jiangli1"),
            claim.qualify,
            natural_person=True,
            clear_target=True,
            key_evidence=True,
            not_known_before=True,
            facts_match=True,
            is_infringed_party=True,
            large_amount_confirmed="yes",
        )
    walk.do("jiangli1", claim, "reject", ground="第十条", reason="被侵权方代理人")
    assert fresh(claim).closed_on is not None


def test_the_code_is_written_down_nowhere(walk, closed):
    claim, code = closed
    walk.pay(walk.reward(walk.qualify(claim), code), code)
    said = str(list(claim.journal.values())) + str(list(FundEntry.objects.values()))
    assert code not in said
    assert code.replace("-", "") not in said
    assert "苗小诚" not in said


def test_finance_sees_the_claim_only_once_there_is_money_to_pay_and_never_the_case(walk, closed):
    claim, code = closed
    finance = walk.cast["caiwu1"]
    assert matter_for(finance, claim.number) is None
    walk.reward(walk.qualify(claim), code)
    assert matter_for(finance, claim.number) is not None
    assert matter_for(finance, claim.case.number) is None
    assert matter_for(finance, claim.reported.number) is None


def test_the_ledger_is_append_only_in_sql(walk, closed):
    claim, code = closed
    walk.reward(walk.qualify(claim), code)
    for sql in ("UPDATE rewards_fundentry SET amount = 1", "DELETE FROM rewards_fundentry"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_the_notice_names_the_grade_and_the_sum_and_only_the_pseudonym(walk, closed, fonts_ready):
    claim, code = closed
    walk.reward(walk.qualify(claim), code, grade="2")
    order = Order.objects.get(form="reward_notice")
    FULFIL["documents"].apply(args=[order.pk], throw=True)
    facts = Order.objects.get(pk=order.pk).document.facts
    assert (facts["grade"], facts["amount"], facts["addressee"]) == ("二级", "7,200.00", claim.pseudonym)
