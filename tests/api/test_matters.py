"""Reading matters: the list, the whole matter, the receipt of a term, and who is told of none of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

TEXT = "昨天买的熟食已经过期，吃完拉肚子，要求退款"
LIST = "/api/v1/matters/"


def one(number: str) -> str:
    return f"{LIST}{number}/"


@pytest.fixture
def received(story):
    return story.call(TEXT, name="甄实在", phone="13909520101")


@pytest.fixture
def report(story, received):
    return story.verify(received.report)


def numbers(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["number"] for row in answer.json()["results"]]


# --- who ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [LIST, one("TS-2026-000001"), "/api/v1/submissions/", "/api/v1/search/?q=ab", "/api/v1/nowhere/"],
)
def test_anonymous_callers_are_asked_for_a_token(received, client, address):
    answer = client.get(address)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Token")
    assert set(answer.json()) == {"detail"}


@pytest.mark.parametrize(
    "sent", ["Token 0", "Token é", "Token \x00\x00\x00\x00\x00\x00\x00\x00", "Token a b", "Token"]
)
def test_what_is_no_token_is_refused(received, client, sent):
    assert client.get(LIST, HTTP_AUTHORIZATION=sent).status_code == 401


def test_an_officer_who_left_is_refused(received, door, cast):
    caller = door("fenliu1")
    cast["fenliu1"].is_active = False
    cast["fenliu1"].save()
    assert caller.get(LIST).status_code == 401


def test_a_token_ends(received, door, cast):
    caller = door("fenliu1")
    row = cast["fenliu1"].auth_token_set.get()
    row.expiry = row.created
    row.save()
    assert caller.get(LIST).status_code == 401
    assert not cast["fenliu1"].auth_token_set.exists()


# --- the list ----------------------------------------------------------------------------------------------


def test_the_list_holds_what_the_officer_may_read_newest_first(story, received, door):
    complaint, report = received.matters
    assert numbers(door("fenliu1").get(LIST)) == [report.number, complaint.number]
    assert numbers(door("dengji1").get(LIST)) == [report.number, complaint.number]
    for stranger in ("dengji2", "chengban1", "suozhang1", "gongan1", "caiwu1", "jiangli1"):
        assert numbers(door(stranger).get(LIST)) == []
    story.dispatch(complaint)
    assert numbers(door("suozhang1").get(LIST)) == [complaint.number]
    assert numbers(door("suozhang2").get(LIST)) == []


def test_filters(story, received, door):
    complaint, report = received.matters
    story.dispatch(complaint)
    story.assign(complaint)
    ask = door("fenliu1").get
    assert numbers(ask(LIST, {"kind": "complaint"})) == [complaint.number]
    assert numbers(ask(LIST, {"state": "received"})) == [report.number]
    # The report still lies with the hub, for which there is one working day; the complaint has its seven.
    assert numbers(ask(LIST, {"due_before": report.next_due_on.isoformat()})) == []
    assert numbers(ask(LIST, {"due_before": complaint.next_due_on.isoformat()})) == [report.number]
    assert numbers(door("chengban1").get(LIST, {"mine": "true"})) == [complaint.number]
    assert numbers(ask(LIST, {"mine": "true"})) == []
    assert numbers(ask(LIST, {"mine": "false"})) == [report.number, complaint.number]


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("kind", "甄实在"),
        ("state", "\x00"),
        ("due_before", "tomorrow"),
        ("due_before", "2026-02-30"),
        ("mine", "perhaps"),
        ("mine", ""),
        ("handler", "chengban1"),
        ("cursor", "甄"),
        ("cursor", "x"),
        ("cursor", "cD1hYmM="),  # p=abc: a position that is no row
        ("cursor", "cD05OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk="),
    ],
)
def test_a_filter_that_is_none_is_refused_by_name_without_repeating_it(received, door, name, sent):
    answer = door("fenliu1").get(LIST, {name: sent})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [name]
    assert "甄实在" not in answer.content.decode()


def test_pages_follow_one_another_by_cursor(story, door):
    made = [
        story.call(f"第{n}家店过期食品", business_name=f"平罗县第{n}商店", as_complaint=False).report.number
        for n in range(52)
    ]
    first = door("fenliu1").get(LIST).json()
    assert [row["number"] for row in first["results"]] == made[:1:-1]
    assert first["previous"] is None
    second = door("fenliu1").get(first["next"]).json()
    assert [row["number"] for row in second["results"]] == made[1::-1]
    assert second["next"] is None


def test_the_list_takes_the_same_four_reads_however_long(story, received, door):
    ask = door("fenliu1").get
    with CaptureQueriesContext(connection) as few:
        ask(LIST)
    for n in range(4):
        story.dispatch(story.call(f"第{n}家店过期食品", business_name=f"第{n}店", as_complaint=False).report)
    with CaptureQueriesContext(connection) as more:
        ask(LIST)
    assert len(few) == len(more) == 4  # the officer, the offices, the rows, and which law is in force


# --- one matter --------------------------------------------------------------------------------------------


def test_the_whole_matter(received, door):
    complaint = received.complaint
    answer = door("fenliu1").get(one(complaint.number))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    said = answer.json()
    assert (said["state"], said["state_name"], said["last_seq"]) == ("received", "待分流", 1)
    clock = next(clock for clock in said["clocks"] if clock["rule"] == "complaint.acceptance")
    assert {each["rule"] for each in said["clocks"]} == {"complaint.acceptance", "intake.dispatch_target"}
    assert (clock["rule"], clock["due_on"], clock["source"]) == (
        "complaint.acceptance",
        "2026-11-11",
        "令121第十五条第一款",
    )
    assert (clock["answered"], clock["ended_on"], clock["provisional"], clock["due_at"]) == (
        False,
        None,
        False,
        None,
    )
    step = next(step for step in said["steps"] if step["verb"] == "dispatch")
    assert (step["verb"], step["name"], step["allowed"], step["objections"]) == ("dispatch", "分送", True, [])
    unit, item, answer_by_on = step["facts"]
    assert (unit["name"], unit["type"], unit["required"]) == ("unit", "choice", True)
    assert (answer_by_on["name"], answer_by_on["required"]) == ("answer_by_on", False)
    assert {"value": "CG", "label": "城关市场监管所"} in unit["choices"]
    assert (item["type"], item["max_length"], item["choices"]) == ("text", 8, None)
    (entry,) = said["journal"]
    assert (entry["seq"], entry["by"], entry["office"], entry["after"]) == (1, "马晓兰", "clerk", "received")
    assert {(paper["state"], paper["number"], paper["sha256"]) for paper in said["papers"]} == {
        ("owed", None, None)
    }


def test_a_barred_step_says_why_and_asks_no_facts(story, received, door):
    story.review(received.complaint)
    story.do("chengban1", received.complaint, "review_materials", present=["1"])
    steps = {s["verb"]: s for s in door("suozhang1").get(one(received.complaint.number)).json()["steps"]}
    assert steps["accept"]["allowed"] is False
    assert "材料不全" in steps["accept"]["objections"][0]
    assert [c["value"] for c in steps["assign"]["facts"][0]["choices"] if c["value"]] == [
        "chengban1",
        "chengban2",
    ]
    watched = {s["verb"]: s for s in door("ducha1").get(one(received.complaint.number)).json()["steps"]}
    assert watched["accept"]["objections"][0] == "由机构负责人办理"
    assert watched["assign"]["facts"] is None


def test_a_made_paper_shows_number_and_fingerprint(story, received, door):
    story.accept(received.complaint)
    story.told(received.complaint, "acceptance")
    papers = door("suozhang1").get(one(received.complaint.number)).json()["papers"]
    (made,) = [p for p in papers if p["state"] == "served"]
    assert made["number"]
    assert len(made["sha256"]) == 64


def test_the_unreadable_and_the_unknown_answer_alike(received, door):
    here = received.complaint.number
    there = "TS-2026-999999"
    ask = door("chengban3")
    answers = [
        ask.get(one(here)),
        ask.get(one(there)),
        ask.get(one("no number")),
        ask.get(one("%00")),
        ask.get(f"{one(here)}clocks/complaint.acceptance/"),
        ask.get(f"{one(there)}clocks/complaint.acceptance/"),
        ask.post(f"{one(here)}steps/dispatch/", {}, format="json"),
        ask.post(f"{one(there)}steps/dispatch/", {}, format="json"),
        ask.get("/api/v1/nowhere/"),
        ask.post("/api/v2/"),
    ]
    assert {(a.status_code, a.content) for a in answers} == {(404, answers[0].content)}


def test_in_english(received, door):
    said = door("fenliu1").get(one(received.complaint.number), HTTP_ACCEPT_LANGUAGE="en")
    assert said.headers["Content-Language"] == "en"
    assert door("fenliu1").get(one(received.complaint.number)).headers["Content-Language"] == "zh-hans"


def test_no_answer_holds_the_caller(story, received, door):
    story.accept(received.complaint)
    pages = [door(who).get(where).content.decode()
             for who in ("dengji1", "fenliu1", "suozhang1", "juzhang1", "shenji1")
             for where in (LIST, one(received.complaint.number), one(received.report.number))]  # fmt: skip
    for page in pages:
        assert "甄实在" not in page
        assert "13909520101" not in page
        assert received.complaint.person_ref not in page


def test_public_security_reads_from_the_transfer_on(story, report, door):
    referral = story.submit(story.suspect(story.facts(story.file(report), sold="88000")))
    assert door("gongan1").get(one(referral.number)).status_code == 404
    story.transfer(referral)
    said = door("gongan1").get(one(referral.number)).json()
    assert [e["verb"] for e in said["journal"]] == ["transfer"]
    assert said["clocks"] == []  # the terms of approval and transfer were the bureau's own
    assert [p["state"] for p in said["papers"]] == ["owed"]
    inside = door("juzhang1").get(one(referral.number)).json()
    assert [e["verb"] for e in inside["journal"]][-2:] == ["approve", "transfer"]
    assert {c["rule"] for c in inside["clocks"]} == {"referral.approval", "referral.transfer"}
    assert door("gongan1").get(f"{one(referral.number)}clocks/referral.approval/").status_code == 404


# --- the receipt -------------------------------------------------------------------------------------------


def test_the_receipt_of_a_term(received, door):
    answer = door("fenliu1").get(f"{one(received.complaint.number)}clocks/complaint.acceptance/")
    assert answer.status_code == 200
    said = answer.json()
    assert (said["amount"], said["unit"], said["due_on"]) == (7, "working_days", "2026-11-11")
    assert [d["number"] for d in said["days"] if d["number"]] == [1, 2, 3, 4, 5, 6, 7]
    assert (said["paused"], said["ended_on"], said["met"]) == (False, None, None)
    assert any("届满" in line for line in said["words"])


def test_the_receipt_of_an_ended_term(story, received, door):
    story.accept(received.complaint)
    story.told(received.complaint, "acceptance")
    said = door("suozhang1").get(f"{one(received.complaint.number)}clocks/complaint.acceptance/").json()
    assert (said["ended_on"], said["met"]) == ("2026-11-02", True)


@pytest.mark.parametrize("rule", ["complaint.mediation", "no.rule", "x", "甄", "%00"])
def test_a_term_the_matter_has_not(received, door, rule):
    assert door("fenliu1").get(f"{one(received.complaint.number)}clocks/{rule}/").status_code == 404


# --- reads -------------------------------------------------------------------------------------------------


def reads(door, account, matter) -> int:
    caller = door(account)
    with CaptureQueriesContext(connection) as seen:
        assert caller.get(one(matter.number)).status_code == 200
    return len(seen)


def test_a_complaint_takes_thirteen_reads_at_most(story, received, door):
    """While it is mediated one more: whether both parties were told of a meeting (art. 20)."""
    complaint = received.complaint
    seen = [reads(door, "fenliu1", complaint)]
    story.dispatch(complaint)
    seen.append(reads(door, "suozhang1", complaint))
    story.assign(complaint)
    seen.append(reads(door, "suozhang1", complaint))
    story.do("chengban1", complaint, "review_materials", present=["1", "2", "3"])
    story.do("suozhang1", complaint, "accept")
    seen.append(reads(door, "suozhang1", complaint))
    story.mediate(complaint)
    assert max(seen) <= 12, seen
    assert reads(door, "chengban1", complaint) <= 13


def test_a_report_and_what_grows_out_of_it_take_twelve_reads_at_most(story, received, door):
    report = story.dispatch(received.report)
    seen = {"dispatched": reads(door, "suozhang1", report)}
    story.assign(report)
    seen["verifying"] = reads(door, "fuju1", report)
    case = story.file(report)
    seen["filed"] = reads(door, "fuju1", report)
    story.facts(case, sold="88000")
    seen["case"] = reads(door, "chengban1", case)
    referral = story.submit(story.suspect(case))
    seen["referral"] = reads(door, "juzhang1", referral)
    story.transfer(referral)
    seen["police"] = reads(door, "gongan1", referral)
    # Every answer to another authority passes the exit, which reads who is behind the matter.
    assert seen.pop("police") <= 20
    assert max(seen.values()) <= 12, seen
