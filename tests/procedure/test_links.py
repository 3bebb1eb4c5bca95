"""Matters that belong together: who may say so, who sees it, and that taking it back removes nothing."""

import re

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from procedure import journal
from procedure.corridor import Refused
from procedure.links import LinkKind, MatterLink, link, links_of, unlink
from procedure.locks import Locked
from procedure.matter import Matter

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

EVENT, PARTY, DUPLICATE = LinkKind.EVENT, LinkKind.PARTY, LinkKind.DUPLICATE


def complaint(walk, name="钱途亮", phone="13909520102", text="电饭煲坏了，要求退款"):
    return walk.call(text, name=name, phone=phone, as_report=False).complaint


@pytest.fixture
def two(walk):
    """Two complaints of one explosion, in the hands of 城关所."""
    one = walk.assign(walk.dispatch(complaint(walk)))
    return one, walk.dispatch(complaint(walk, "孙守正", "13909520103"))


def seen(walk, account, matter):
    return [(each.matter.number, each.kind, each.reason) for each in links_of(walk.cast[account], matter)]


def test_both_journals_tell_of_it_and_neither_names_the_other(walk, two):
    one, other = two
    made = link(walk.act("suozhang1"), one, other, EVENT, "同一次爆炸")
    for matter in two:
        entry = Matter.objects.get(pk=matter.pk).journal.latest("seq")
        assert (entry.name, entry.verb, entry.by_name) == ("登记关联事项", "link", "陈志远")
        assert entry.facts == {"link": made.pk, "digest": made.digest()}
        assert (entry.before, entry.after) == ("dispatched", "dispatched")
    assert seen(walk, "suozhang1", one) == [(other.number, "同一事件", "同一次爆炸")]
    assert seen(walk, "suozhang1", other) == [(one.number, "同一事件", "同一次爆炸")]
    assert journal.verify() == []


def test_who_reads_only_one_end_sees_no_link(walk, two):
    one, other = two
    link(walk.act("suozhang1"), one, other, EVENT, "同一次爆炸")
    assert seen(walk, "chengban1", one) == [], "the handler of one of them does not read the other"
    assert len(seen(walk, "ducha1", one)) == 1


def test_taking_it_back_is_a_row_and_leaves_the_first(walk, two):
    one, other = two
    made = link(walk.act("suozhang1"), one, other, EVENT, "同一次爆炸")
    unlink(walk.act("fenliu1"), made, "不是同一次")
    assert seen(walk, "suozhang1", one) == []
    assert MatterLink.objects.count() == 2
    assert [e.verb for e in one.journal.order_by("seq")][-2:] == ["link", "unlink"]
    with pytest.raises(Refused, match="已经撤销"):
        unlink(walk.act("fenliu1"), made, "再撤一次")
    link(walk.act("suozhang1"), other, one, EVENT, "核实后确为同一次")
    assert len(seen(walk, "suozhang1", one)) == 1
    call_command("reckon", verbosity=0)
    assert journal.verify() == []


@pytest.mark.parametrize("account", ["chengban3", "suozhang2", "dengji2", "chengban1"])
def test_a_matter_one_may_not_read_does_not_exist(walk, two, account):
    with pytest.raises(Refused, match="没有这一件事项"):
        link(walk.act(account), *two, EVENT, "同一次")


def test_to_read_both_is_not_enough(walk, two):
    made = link(walk.act("fenliu1"), *two, EVENT, "同一次")
    for account in ("ducha1", "fuju1", "shenji1"):
        with pytest.raises(Refused, match="由其中一件事项的承办人"):
            link(walk.act(account), *two, PARTY, "同一家店")
        with pytest.raises(Refused, match="由其中一件事项的承办人"):
            unlink(walk.act(account), made, "不对")


def test_what_cannot_be_said(walk, two):
    one, other = two
    link(walk.act("fenliu1"), one, other, EVENT, "同一次")
    for args, why in (
        ((one, one, EVENT, "同"), "自身"),
        ((one, other, EVENT, "又说一次"), "已有这一关联"),
        ((one, other, PARTY, "  "), "须写明理由"),
        ((one, other, PARTY, "长" * 501), "须写明理由"),
        ((one, other, "split", "我说是拆分"), "没有这一关联类别"),
        ((one, other, "friends", "不在表内"), "没有这一关联类别"),
    ):
        with pytest.raises(Refused, match=why):
            link(walk.act("fenliu1"), *args)
    assert MatterLink.objects.count() == 1


def test_a_complaint_is_never_linked_with_a_sealed_report_whoever_made_it(walk, two):
    """令121第三十七条: the refusal is the same for every pair, so that it tells nobody who reported."""
    both = walk.call("买的熟食过期，要求退款", name="甄实在", phone="13909520101")
    stranger = walk.call("卖过期食品", as_complaint=False).report
    walk.dispatch(both.complaint), walk.dispatch(both.report), walk.dispatch(stranger)
    words = set()
    for report in (both.report, stranger):
        with pytest.raises(Refused) as refused:
            link(walk.act("suozhang1"), both.complaint, report, EVENT, "同一事件")
        words.add(str(refused.value))
    assert len(words) == 1
    assert "第三十七条" in words.pop()


def test_a_lead_has_no_reporter_and_may_be_linked(walk, two):
    one, _other = two
    lead = walk.call(
        "抽检不合格", as_complaint=False, channel="inspection", source_paper="抽检报告7号"
    ).report
    lead = walk.dispatch(Matter.objects.get(pk=lead.pk).concrete())
    link(walk.act("suozhang1"), one, lead, EVENT, "同一批次")
    assert len(seen(walk, "suozhang1", one)) == 1
    with pytest.raises(Refused, match="同类事项"):
        link(walk.act("suozhang1"), one, lead, DUPLICATE, "重复")


def test_a_link_is_only_ever_added(walk, two):
    made = link(walk.act("fenliu1"), *two, EVENT, "同一次")
    for act in (made.save, made.delete, MatterLink.objects.all().delete):
        with pytest.raises(Locked):
            act()
    for sql in ("UPDATE procedure_matterlink SET reason = 'x'", "DELETE FROM procedure_matterlink"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_both_are_locked_in_the_order_of_their_keys_before_the_journal(walk, two):
    """Two officers who link the same two from either side must not wait for each other."""
    one, other = two
    for first, second in (two, (other, one)):
        with CaptureQueriesContext(connection) as caught:
            link(walk.act("fenliu1"), first, second, EVENT if first is one else PARTY, "同一次")
        said = [query["sql"] for query in caught.captured_queries]
        head = next(n for n, query in enumerate(said) if "procedure_chainhead" in query)
        locked = [
            int(m[1]) for q in said[:head] if (m := re.search(r'"matter_ptr_id" = (\d+)\s+LIMIT 21', q))
        ]
        assert locked[:2] == [one.pk, other.pk]


def test_every_link_is_read_with_one_query(walk, two, django_assert_num_queries):
    one, _other = two
    for n in range(4):
        link(walk.act("fenliu1"), one, complaint(walk, f"甲乙{n}", f"1390952020{n}"), EVENT, "同一次")
    officer = walk.cast["suozhang1"]
    officer.holdings_on(walk.now.date())
    with django_assert_num_queries(1):
        assert links_of(officer, one) == [], "of another unit's matters he reads none"
    with django_assert_num_queries(1):
        assert len(links_of(walk.cast["fenliu1"], one)) == 4
