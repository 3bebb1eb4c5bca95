"""Acting through the door: the entry, or the reason why not; which comes first when there are several."""

import pytest

from procedure.journal import JournalEntry
from procedure.steps import steps_of

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

TEXT = "电饭煲用了三天就坏，要求更换"
HERE = {"unit": "CG", "item": "20.5"}


@pytest.fixture
def complaint(story):
    return story.call(TEXT, name="钱途亮", phone="13909520102", as_report=False).complaint


@pytest.fixture
def do(door):
    def post(account, matter, verb, facts=None, **body):
        body = {"facts": facts, **body} if facts is not None else body
        return door(account).post(f"/api/v1/matters/{matter.number}/steps/{verb}/", body, format="json")

    return post


def test_a_step_answers_with_its_entry(complaint, do):
    answer = do("fenliu1", complaint, "dispatch", HERE, seen=1)
    assert answer.status_code == 200, answer.content
    said = answer.json()
    assert (said["seq"], said["by"], said["office"], said["name"]) == (2, "李建平", "dispatcher", "分送")
    assert (said["before"], said["after"], said["facts"]) == (
        "received",
        "dispatched",
        {**HERE, "answer_by_on": None},
    )
    entry = JournalEntry.objects.get(matter_id=complaint.pk, seq=2)
    assert (entry.verb, entry.source) == ("dispatch", said["source"])


def test_an_officer_is_named_by_account(story, complaint, do):
    story.dispatch(complaint)
    assert do("suozhang1", complaint, "assign", {"handler": "chengban1"}).status_code == 200
    assert as_stored(complaint).handler.username == "chengban1"


def test_a_whole_complaint_through_the_door(complaint, do):
    for account, verb, facts in [
        ("fenliu1", "dispatch", HERE),
        ("suozhang1", "assign", {"handler": "chengban1"}),
        ("chengban1", "review_materials", {"present": ["1", "2", "3"], "note": "齐全"}),
        ("suozhang1", "accept", None),
        ("chengban1", "check_lead", {"lead_found": "no", "note": "现场核对，未见违法"}),
        ("chengban1", "ask_consent", {"party": "complainant", "answer": "yes", "how": "电话征询"}),
        ("chengban1", "ask_consent", {"party": "respondent", "answer": "yes", "how": "电话征询"}),
        ("chengban1", "mediate", {"way": "remote", "mediators": "张卫国"}),
        ("chengban1", "agree_on_record", {"terms": "商家更换", "why": "remote", "recovered": 199}),
    ]:
        answer = do(account, complaint, verb, facts)
        assert answer.status_code == 200, answer.content
    assert answer.json()["after"] == "agreed"


def as_stored(matter):
    return type(matter).objects.get(pk=matter.pk)


# --- 400 ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "unit"),
        ({"facts": {}}, "unit"),
        ({"facts": {"unit": 20}}, "unit"),
        ({"facts": {"unit": ["CG"]}}, "unit"),
        ({"facts": {"unit": "无此机构"}}, "unit"),
        ({"facts": {"unit": "CG\x00"}}, "unit"),
        ({"facts": {**HERE, "department": "市场监管局"}}, "department"),
        ({"facts": {**HERE, "unit": "XX"}}, "unit"),
        ({"facts": {**HERE, "item": "x" * 9}}, "item"),
        ({"facts": {**HERE, "item": "\x00"}}, "item"),
        ({"facts": {**HERE, "state": "closed"}}, "state"),
        ({"facts": []}, "facts"),
        ({"facts": "department"}, "facts"),
        ({"facts": None}, "facts"),
        ({"facts": HERE, "seen": "1"}, "seen"),
        ({"facts": HERE, "seen": -1}, "seen"),
        ({"facts": HERE, "seen": True}, "seen"),
        ({"facts": HERE, "seen": 1.0}, "seen"),
        ({"facts": HERE, "seen": 10**30}, "seen"),
        ({"facts": HERE, "force": True}, "force"),
        ([], "body"),
        ("dispatch", "body"),
    ],
)
def test_malformed_facts_are_told_by_field(complaint, door, body, field):
    where = f"/api/v1/matters/{complaint.number}/steps/dispatch/"
    answer = door("fenliu1").post(where, body, format="json")
    assert answer.status_code == 400, answer.content
    assert list(answer.json()["errors"]) == [field]
    assert as_stored(complaint).last_seq == 1


def test_a_refused_choice_is_not_repeated(complaint, do):
    answer = do("fenliu1", complaint, "dispatch", {"unit": "钱途亮13909520102"})
    assert answer.json() == {"errors": {"unit": ["不是可选的值"]}}


def test_a_step_without_facts_takes_none(story, complaint, do):
    story.review(complaint)
    assert do("suozhang1", complaint, "accept", {"reason": "x"}).json() == {
        "errors": {"reason": ["此步骤没有这一项"]}
    }


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"sales_amount": True}, "sales_amount"),
        ({"sales_amount": "1e999999999"}, "sales_amount"),
        ({"sales_amount": "NaN"}, "sales_amount"),
        ({"sales_amount": -1}, "sales_amount"),
        ({"sales_amount": "1.234"}, "sales_amount"),
        ({"food_poisoning_cases": "3"}, "food_poisoning_cases"),
        ({"food_poisoning_cases": 10**40}, "food_poisoning_cases"),
        ({"conduct": "expired_food_reworked"}, "conduct"),
        ({"conduct": ["x"]}, "conduct"),
        ({"conduct": [1]}, "conduct"),
        ({"goods": "x" * 2001}, "goods"),
    ],
)
def test_numbers_lists_and_long_texts(story, do, facts, field):
    case = story.file(story.verify(story.call("过期食品", as_complaint=False).report))
    good = {
        "conduct": ["expired_food_reworked"],
        "sales_amount": "9000.00",
        "unsold_value": 0,
        "food_poisoning_cases": 0,
        "goods": "熟食",
        "evidence": "台账",
    }
    assert list(do("chengban1", case, "record_facts", {**good, **facts}).json()["errors"]) == [field]
    assert do("chengban1", case, "record_facts", good).status_code == 200


# --- 404, 409 ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "verb", ["fly", "begin", "concrete", "objects", "__class__", "delete", "state", "甄"]
)
def test_a_verb_the_matter_has_not(complaint, do, verb):
    assert do("fenliu1", complaint, verb, {}).status_code == 404


def test_the_wrong_office_is_answered_409_in_words(complaint, do):
    answer = do("dengji1", complaint, "dispatch", HERE)
    assert (answer.status_code, answer.json()) == (409, {"objections": ["由分流员办理"], "since": []})
    # Facts that could not be read make no difference to one who may not act.
    assert do("dengji1", complaint, "dispatch", {"unit": 1}).json()["objections"] == ["由分流员办理"]


def test_every_objection_comes_at_once(story, complaint, do):
    story.review(complaint)
    answer = do("suozhang1", complaint, "decline", {"ground": "2", "reason": "已经处理过"})
    assert answer.status_code == 409
    assert any("线索核查" in told for told in answer.json()["objections"])


def test_a_step_of_another_state_is_barred_whatever_its_facts(story, complaint, do):
    answer = do("chengban1", story.accept(complaint), "agree", {"terms": 5})
    assert answer.status_code == 409
    assert answer.json()["objections"] == ["当前状态是“已受理”，不能办理“达成调解”"]


def test_a_rule_that_was_not_yet_in_force(old_walk, door):
    """A step of the new order on a matter under the old one is barred in words, not by a fault."""
    complaint = old_walk.call(TEXT, name="钱途亮", phone="13909520102", as_report=False).complaint
    old_walk.accept(complaint)
    for step in steps_of(type(complaint)):
        where = f"/api/v1/matters/{complaint.number}/steps/{step.verb}/"
        for account in ("suozhang1", "chengban1", "fenliu1"):
            assert door(account).post(where, {}, format="json").status_code in {200, 400, 409}


def test_a_step_that_only_follows_from_another(story, do):
    case = story.facts(
        story.file(story.verify(story.call("过期食品", as_complaint=False).report)), sold="88000"
    )
    story.suspect(case)
    answer = do("juzhang1", case, "go_with_referral")
    assert answer.status_code == 409
    assert "不能单独办理" in answer.json()["objections"][0]


def test_a_stale_page_is_told_what_happened_meanwhile(story, complaint, do):
    story.dispatch(complaint)
    answer = do("fenliu1", complaint, "hand_back", {"reason": "非我所辖区"}, seen=1)
    assert answer.status_code == 409
    said = answer.json()
    assert "已有新的办理" in said["objections"][0]
    assert [(e["seq"], e["name"], e["by"]) for e in said["since"]] == [(2, "分送", "李建平")]
    assert do("fenliu1", complaint, "hand_back", {"reason": "非我所辖区"}, seen=2).status_code == 200


def test_a_stale_page_comes_before_a_step_that_is_gone(story, complaint, do):
    story.accept(complaint)
    answer = do("suozhang1", complaint, "accept", seen=3)
    assert [e["verb"] for e in answer.json()["since"]] == ["review_materials", "accept"]


def test_what_happened_meanwhile_is_told_as_far_as_it_may_be_read(story, do):
    case = story.facts(
        story.file(story.verify(story.call("过期食品", as_complaint=False).report)), sold="88000"
    )
    referral = story.transfer(story.submit(story.suspect(case)))
    answer = do("gongan1", referral, "receipt", {"receiver": "纳建军", "items": "五种材料"}, seen=0)
    assert answer.status_code == 409
    assert [e["verb"] for e in answer.json()["since"]] == ["transfer"]
    assert "陈志远" not in answer.content.decode()  # who appointed the team is the bureau's own business


def test_a_receipt_code_is_checked_and_not_kept(story, do):
    received = story.call("过期面粉做馒头", name="内里人", phone="13909520109", as_complaint=False)
    case = story.facts(story.file(story.verify(received.report)), sold="9000")
    claim = story.qualify(story.close_case(story.fine(case, fine="60000", gain="9000")))
    story.do("baomi1", claim, "invite", how="电话，凭代称")
    code = received.codes["report"]
    wrong = do("baomi1", claim, "apply", {"code": "0000-0000", "how": "来电报码"})
    assert (wrong.status_code, wrong.json()["objections"]) == (409, ["查询码不符"])
    answer = do("baomi1", claim, "apply", {"code": code, "how": "来电报码"})
    assert answer.status_code == 200
    assert code not in answer.content.decode()
