"""What a page costs: the figures stand in docs/benchmarks.md, and a page that grows dearer fails here."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procedure.access import matter_for
from procedure.corridor import steps_for

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

MATTER, LIST, BOARD = 12, 6, 5


def cost(client, address):
    with CaptureQueriesContext(connection) as caught:
        response = client.get(address)
    assert response.status_code == 200
    said = [q["sql"] for q in caught.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    return len(said), said


def test_the_worklist_costs_at_most_six_for_one_matter_and_for_many(in_november, desk):
    walk, client = in_november, desk("fenliu1")
    walk.call("要求退款", name="钱途亮", phone="13909520102")
    few, _said = cost(client, reverse("desk:worklist"))
    for _n in range(12):
        walk.verify(walk.call("卖过期食品").report)
    client.get(reverse("desk:worklist"))  # the names of units are read once a minute
    many, said = cost(client, reverse("desk:worklist"))
    assert max(few, many) <= LIST, said


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


def test_the_page_of_a_matter_asks_at_most_twelve_beside_what_its_guards_ask(in_november, desk):
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
    few, _said = cost(client, reverse("desk:board"))
    walk.file(walk.verify(walk.call("卖过期食品").report))
    many, said = cost(client, reverse("desk:board"))
    assert few == many <= BOARD, said
