"""The matter page says what comes next for the officer who looks at it, before all else that could be done."""

import pytest
from django.urls import reverse

from desk.kinds import KINDS
from desk.road import HANDING_ON, ROAD
from procedure.matter import Matter
from procedure.steps import steps_of

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def look(desk):
    """What an officer reads on the page of a matter: its banner and its steps."""

    def at(account, matter):
        said = desk(account).get(reverse("desk:matter", args=[matter.number])).context
        return said["banner"], said["moves"]

    return at


def verbs(steps):
    return [each.step.verb for each in steps]


def test_every_step_of_a_road_is_a_step_of_that_kind():
    every = set()
    for kind, road in ROAD.items():
        declared = {step.verb for step in steps_of(Matter._meta.get_field(KINDS[kind].row).related_model)}
        assert {verb for fork in road for verb in fork} <= declared
        every |= declared
    assert every >= HANDING_ON


def test_the_head_of_a_new_complaint_first_names_an_officer_then_waits_for_the_review(
    in_november, complaint, look
):
    in_november.dispatch(complaint)
    banner, moves = look("suozhang1", complaint)
    assert (banner.tone, banner.text) == ("ready", "下一步：指定承办人")
    assert verbs(moves.leading) == ["assign"]
    in_november.assign(complaint)
    banner, moves = look("suozhang1", complaint)
    assert (banner.tone, banner.text) == ("waiting", "等待承办人办理：审查材料")
    assert "assign" in verbs(moves.ready)


def test_a_decision_stands_before_what_hands_the_matter_away(in_november, complaint, look):
    in_november.review(complaint)
    banner, moves = look("suozhang1", complaint)
    assert verbs(moves.leading) == ["accept", "decline"]
    assert banner.text == "下一步：受理"
    acts, handing_on = (verbs(group.steps) for group in moves.beside)
    assert "assign" in acts
    assert handing_on[0] == "hand_back"
    assert look("chengban1", complaint)[0].text == "等待机构负责人办理：受理或者不予受理"


def test_alternatives_of_a_decision_are_named_side_by_side(in_november, both, look):
    report = in_november.verify(both.report)
    assert look("fuju1", report)[0].text == "下一步：立案或者不予立案"


def test_an_end_that_is_barred_says_what_is_missing(in_november, complaint, look):
    in_november.mediate(in_november.accept(complaint), way="remote")
    in_november.do("chengban1", complaint, "agree_on_record", terms="退款", why="performed")
    banner, moves = look("chengban1", complaint)
    assert banner.tone == "barred"
    assert banner.text.startswith("暂不能办结：")
    assert verbs(moves.leading) == ["close"]
    assert "check_lead" in verbs(moves.ready)
