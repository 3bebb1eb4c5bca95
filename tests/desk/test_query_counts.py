"""What a page costs: the figures stand in docs/benchmarks.md, and a page that grows dearer fails here."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procedure.access import matter_for
from procedure.corridor import steps_for
from tests.desk.test_intake import sheet

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

# Each page that says how near a day is reads the mark of the law in force once.
# A matter asks for its evidence and for its messages; the list, in one indexed question, in which of its matters the
# filer had the last word. The board asks which of the terms it counts are of matters that concern its reader.
MATTER, LIST, BOARD, BOARD_LIST = 13, 7, 21, 8
# Two matters with two terms and two papers each; the page asks beside it who calls (3), whether the sheet is known and
# that it now is (2), clears its draft (1) and shows terms and papers of both (4).
INTAKE, INTAKE_PAGE = 30, 40


def cost(client, address):
    with CaptureQueriesContext(connection) as caught:
        response = client.get(address)
    assert response.status_code == 200
    said = [q["sql"] for q in caught.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    return len(said), said


def test_a_full_page_of_the_worklist_costs_seven_and_a_short_one_looks_for_more(in_november, desk):
    walk, client = in_november, desk("fenliu1")
    walk.call("要求退款", name="钱途亮", phone="13909520102")
    client.get(reverse("desk:worklist"))  # the names of units are read once a minute
    few, _said = cost(client, reverse("desk:worklist"))
    for n in range(51):
        walk.call(f"卖过期食品，第 {n} 次")
    client.get(reverse("desk:worklist"))
    many, said = cost(client, reverse("desk:worklist"))
    assert many <= LIST, said
    assert few <= LIST + 1, "a page that is not full looks for matters without a due day as well"


def statements(caught):
    return [q["sql"] for q in caught.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]


def test_a_call_that_becomes_two_matters(in_november, desk):
    text = "买的熟食已经过期，吃完拉肚子，要求退款"
    in_november.call(text, name="钱途亮", phone="13909520102")
    with CaptureQueriesContext(connection) as caught:
        in_november.call(text, name="钱途亮", phone="13909520102")
    said = statements(caught)
    assert len(said) <= INTAKE, said
    client = desk("dengji1")
    client.get(reverse("desk:intake"))
    with CaptureQueriesContext(connection) as caught:
        known = {"business_name": "平罗县城关镇喜洋洋食品店", "business_address": "平罗县城关镇民族南大街"}
        sent = sheet(received_at=f"{in_november.now:%Y-%m-%dT%H:%M}", text=text, **known)
        assert client.post(reverse("desk:intake"), sent).status_code == 200
    said = statements(caught)
    assert len(said) <= INTAKE_PAGE, said


def pages(walk):
    taken = walk.call("买的熟食已经过期，吃完拉肚子，要求退款", name="钱途亮", phone="13909520102")
    walk.mediate(walk.accept(taken.complaint))
    report = walk.verify(taken.report)
    yield "chengban1", taken.complaint
    yield "chengban1", report
    yield "fuju1", report
    case = walk.facts(walk.file(report), sold="61000")
    yield "chengban1", case
    referral = walk.submit(walk.suspect(case))
    yield "juzhang1", referral


def test_the_page_of_a_matter_asks_at_most_thirteen_beside_what_its_guards_ask(in_november, desk):
    dear = {}
    for account, matter in pages(in_november):
        n, said = cost(desk(account), reverse("desk:matter", args=[matter.number]))
        read = matter_for(in_november.cast[account], matter.number)
        assert read.handler_id is None or read.handler.pk
        assert read.co_handler_id is None or read.co_handler.pk
        with CaptureQueriesContext(connection) as guards:
            steps_for(in_november.act(account), read)
        if n - len(guards.captured_queries) > MATTER:
            dear[f"{account} {matter.number} {n}"] = "\n".join(q[:170] for q in said)
    assert not dear, "\n\n".join(f"{k}\n{v}" for k, v in dear.items())


def test_the_board_costs_the_same_however_many_terms_run(in_november, desk):
    walk, client = in_november, desk("ducha1")
    walk.call("要求退款", name="钱途亮", phone="13909520102")
    # The day's visit is noted once, the names of units are read once a minute.
    client.get(reverse("desk:board"))
    few, _said = cost(client, reverse("desk:board"))
    listed, _said = cost(client, reverse("desk:board-list"))
    for _n in range(4):
        walk.file(walk.verify(walk.call("卖过期食品").report))
    report = walk.verify(walk.call("卖过期食品").report)
    walk.do("chengban1", report, "ask_extension", amount=5, reason="须赴外县核实")
    walk.do("chengban1", report, "entrust_test", institution="检测中心", paper="委字1")
    walk.do(
        "fuju1", walk.verify(walk.call("卖过期食品").report), "decline_to_file", ground="1", reason="未发现"
    )
    client.get(reverse("desk:board"))
    many, said = cost(client, reverse("desk:board"))
    # A waiting request asks once for what happened to the terms it is about: three reads, however many wait.
    assert few <= many <= min(few + 3, BOARD), said
    more, said = cost(client, reverse("desk:board-list"))
    assert more <= BOARD_LIST, said
    # A pause or an order among the rows costs one read more, never one for each row.
    assert more - listed <= 2, said
    for where in ("overdue", "paused", "ended"):
        more, said = cost(client, f"{reverse('desk:board-list')}?where={where}")
        assert more <= BOARD_LIST, said
