"""The search through the door: the same gate, the same order, words for what is not understood."""

import pytest

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

WHERE = "/api/v1/search/"


def test_a_caller_finds_what_they_may_read_and_no_more(door, story):
    received = story.call("买的熟食已经过期，要求退款", name="甄实在", phone="13909520101")
    answer = door("fenliu1").get(WHERE, {"q": "过期"})
    assert answer.status_code == 200
    assert [row["number"] for row in answer.json()["results"]] == [
        received.report.number,
        received.complaint.number,
    ]
    assert answer.json()["next"] is None
    assert answer["Cache-Control"] == "no-store"
    nothing = {"next": None, "results": []}
    assert door("chengban1").get(WHERE, {"q": "过期"}).json() == nothing
    assert door("fenliu1").get(WHERE, {"q": "冰箱"}).json() == nothing
    assert door("fenliu1").get(WHERE, {"q": "期"}).json() == nothing
    assert door("fenliu1").get(WHERE, {"q": "13909520101"}).json() == nothing


def test_the_cursor_leads_on(door, story):
    made = [story.call("卖过期食品", as_complaint=False).report.number for _n in range(26)]
    first = door("fenliu1").get(WHERE, {"q": "过期"}).json()
    second = door("fenliu1").get(WHERE, {"q": "过期", "cursor": first["next"]}).json()
    assert [row["number"] for row in first["results"] + second["results"]] == made[::-1]
    assert second["next"] is None


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "q"), ({"q": ""}, "q"), ({"q": "过" * 61}, "q"), ({"q": "过期", "cursor": "x"}, "cursor"),
        ({"q": "过期", "cursor": ""}, "cursor"), ({"q": "过期", "kind": "report"}, "kind"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_in_words(door, sent, field):
    answer = door("fenliu1").get(WHERE, sent)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
