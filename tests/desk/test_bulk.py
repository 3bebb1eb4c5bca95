"""Many matters at once: a preview that does nothing, each done on its own, and a second sending that does nothing."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procedure import journal
from procedure.corridor import perform
from procedure.matter import Matter
from procedure.steps import Act

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

PREVIEW, DO = reverse("desk:bulk-preview"), reverse("desk:bulk-do")


@pytest.fixture
def calls(in_november):
    """Four complaints that wait for dispatch."""
    walk = in_november
    made = [
        walk.call("要求退款", name=f"钱途{n}", phone=f"1390952020{n}", as_report=False).complaint
        for n in range(4)
    ]
    return walk, made


def pairs(response):
    return re.findall(r'name="m" value="([^"]+)"', response.content.decode())


def states(made):
    return [Matter.objects.get(pk=each.pk).state for each in made]


def dispatched(client, made, **more):
    told = {"do": "dispatch", "unit": "CG", "item": "20.5", "m": [each.number for each in made], **more}
    return client.post(PREVIEW, told)


def test_the_list_offers_boxes_to_whom_they_serve(calls, desk):
    _walk, made = calls
    said = desk("fenliu1").get("/").content.decode()
    assert f'value="{made[0].number}" form="bulk"' in said
    assert "批量分送" in said
    assert "批量指派" not in said
    assert 'form="bulk"' not in desk("ducha1").get("/").content.decode()


def test_from_the_list_to_the_result(calls, desk):
    _walk, made = calls
    client = desk("fenliu1")
    chosen = client.get(
        reverse("desk:bulk"), {"do": "dispatch", "m": [each.number for each in made], "list": "whose=unit"}
    )
    assert chosen.status_code == 200
    assert "城关市场监管所" in chosen.content.decode()
    before = states(made)
    shown = dispatched(client, made, list="whose=unit")
    assert shown.status_code == 200
    assert states(made) == before, "a preview does nothing"
    assert shown.content.decode().count("可以办理</span>") == 4
    assert "城关市场监管所" in shown.content.decode()
    done = client.post(
        DO, {"do": "dispatch", "unit": "CG", "item": "20.5", "m": pairs(shown), "list": "whose=unit"}
    )
    assert "已办理 4 件，未办理 0 件" in done.content.decode()
    assert "/?whose=unit" in done.content.decode()
    assert states(made) == ["dispatched"] * 4
    assert journal.verify() == []


def test_one_that_changed_since_the_preview_is_refused_by_name_and_the_others_done(calls, desk):
    walk, made = calls
    client = desk("fenliu1")
    shown = dispatched(client, made)
    perform(
        Act(walk.cast["fenliu1"], timezone.now()),
        made[1].correct_finding,
        department="公安局",
        item="",
        reason="改",
    )
    done = client.post(DO, {"do": "dispatch", "unit": "CG", "m": pairs(shown)}).content.decode()
    assert "已办理 3 件，未办理 1 件" in done
    assert "更正归口认定" in done
    assert states(made) == ["dispatched", "received", "dispatched", "dispatched"]


def test_sent_twice_it_is_done_once(calls, desk):
    _walk, made = calls
    client = desk("fenliu1")
    told = {"do": "dispatch", "unit": "CG", "m": pairs(dispatched(client, made))}
    client.post(DO, told)
    entries = [Matter.objects.get(pk=each.pk).last_seq for each in made]
    again = client.post(DO, told).content.decode()
    assert again.count("没有重复办理") == 4
    assert [Matter.objects.get(pk=each.pk).last_seq for each in made] == entries


def test_the_preview_says_why_not_in_words(calls, desk):
    walk, made = calls
    walk.dispatch(made[0])
    shown = dispatched(desk("fenliu1"), made)
    assert "当前状态是“待审查”" in shown.content.decode()
    assert len(pairs(shown)) == 3
    wrong = dispatched(desk("fenliu1"), made, item="99.9").content.decode()
    assert wrong.count("没有第 99.9 条") == 3
    bad = dispatched(desk("fenliu1"), made, unit="")
    assert bad.status_code == 400
    assert made[1].number in bad.content.decode()


def test_a_unit_head_assigns_complaints_and_reports_together(in_november, desk):
    walk = in_november
    taken = walk.call("买的熟食过期，要求退款", name="甄实在", phone="13909520101")
    both = [walk.dispatch(taken.complaint), walk.dispatch(taken.report)]
    client = desk("suozhang1")
    told = {"do": "assign", "handler": "chengban1", "co_handler": "chengban2"}
    shown = client.post(PREVIEW, {**told, "m": [each.number for each in both]})
    assert "张卫国" in shown.content.decode()
    client.post(DO, {**told, "m": pairs(shown)})
    complaint, report = (Matter.objects.get(pk=each.pk) for each in both)
    assert (complaint.handler.username, complaint.co_handler) == ("chengban1", None)
    assert (report.handler.username, report.co_handler.username) == ("chengban1", "chengban2")
    same = client.post(PREVIEW, {**told, "co_handler": "chengban1", "m": [both[1].number]}).content.decode()
    assert "当前状态" in same


def test_what_is_not_mine_is_not_there(calls, desk):
    _walk, made = calls
    numbers = [each.number for each in made]
    assert desk("suozhang1").post(PREVIEW, {"do": "dispatch", "m": numbers}).status_code == 404
    assert desk("ducha1").get(reverse("desk:bulk"), {"do": "assign", "m": numbers}).status_code == 404
    unread = desk("suozhang1").get(reverse("desk:bulk"), {"do": "assign", "m": numbers})
    assert unread.status_code == 400
    assert "没有可以批量办理的" in unread.content.decode()
    assert desk("fenliu1").get(reverse("desk:bulk"), {"do": "dispatch"}).status_code == 302


def test_fifty_at_most(calls, desk):
    _walk, made = calls
    numbers = [*(each.number for each in made), *(f"TS-2026-{n:06d}" for n in range(100, 147))]
    answer = desk("fenliu1").post(PREVIEW, {"do": "dispatch", "unit": "CG", "m": numbers})
    assert answer.status_code == 400
    assert "一次最多办理 50 件" in answer.content.decode()
    assert pairs(answer) == []


@pytest.mark.parametrize(
    "said", ["x", ":", "TS-2026-000001", "TS-2026-000001:-1", "TS-2026-000001:" + "9" * 30, "\x00:1"]
)
def test_strange_pairs_do_nothing(calls, desk, said):
    _walk, made = calls
    answer = desk("fenliu1").post(DO, {"do": "dispatch", "unit": "CG", "m": [said]})
    assert answer.status_code in {200, 400}
    assert states(made) == ["received"] * 4


def test_a_preview_of_more_costs_no_more_reads(calls, desk):
    _walk, made = calls
    client = desk("fenliu1")
    dispatched(client, made)
    costs = []
    for some in (made[:1], made):
        with CaptureQueriesContext(connection) as caught:
            dispatched(client, some)
        costs.append(len(caught.captured_queries))
    assert costs[1] <= costs[0] + 1, costs
