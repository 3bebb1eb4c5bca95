"""A leak of personal data, act by act (个人信息保护法 art. 57): stopped the same day, told to the authority and to each person."""

import pytest

from procedure.access import matter_for
from procedure.corridor import Refused
from procedure.orders import Order
from protection.incidents import report_suspicion
from protection.models import Incident
from tests.cases.stories import again

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

STOPPED = {"stopped": ["paper", "copy"], "what": "追回函件", "kept": "发文登记"}
WEIGHED = {
    "kinds": ["name", "contact"],
    "persons": 2,
    "cause": "登记表误附于函件",
    "harm": "可能被骚扰",
    "remedies": "当日追回",
    "own_steps": "留意陌生来电",
    "harm_avoided": "no",
}
TOLD = {"authority": "县委网信办", "authority_how": "11月2日书面", "persons_told": "yes"}


@pytest.fixture
def incident(walk):
    return report_suspicion(walk.act("fenliu1"), "一份登记表可能误附在对外的函件里")


def weighed(walk, incident, **more):
    walk.do("baomi1", incident, "contain", **STOPPED)
    walk.do("shenji1", incident, "assess", **{**WEIGHED, **more})
    return again(incident)


def test_from_the_fear_to_who_answers_for_it(walk, incident):
    assert incident.clocks.get(rule="incident.containment").due_on == incident.received_on
    incident = weighed(walk, incident)
    assert incident.clocks.get(rule="incident.containment").outcome == "answered"
    assert incident.clocks.running().get().rule == "incident.notification"
    walk.do("baomi1", incident, "notify", **TOLD, labels="举报人7Q4KX2\n举报人9M2XAB")
    owed = Order.objects.filter(matter=incident, room="documents").order_by("id")
    assert [order.form for order in owed] == ["incident_report", "incident_told", "incident_told"]
    assert {order.facts.get("addressee") for order in owed} == {None, "举报人7Q4KX2", "举报人9M2XAB"}
    walk.do("juzhang1", incident, "close", responsibility="移送派驻纪检监察组", lessons="附件逐页核对")
    assert again(incident).closed_on is not None
    (entry,) = incident.journal.filter(verb="close")
    assert entry.unverified  # the article on who answers was only recalled, and says so


def test_the_letters_are_made_and_say_what_art_57_asks(walk, incident, fonts_ready):
    incident = weighed(walk, incident)
    walk.do("baomi1", incident, "notify", **TOLD, labels="举报人7Q4KX2")
    order = walk.made(incident, "incident_told")
    facts = order.document.facts
    assert facts["addressee"] == "举报人7Q4KX2"
    assert facts["kinds"] == ["姓名", "电话、住址等联系方式"]
    for name in ("cause", "harm", "remedies", "own_steps", "contact_phone"):
        assert facts[name]
    assert walk.made(incident, "incident_report").document.facts["told"] == "已逐一通知个人"


def test_silence_is_allowed_only_where_the_harm_is_averted_and_with_a_reason(walk, incident):
    incident = weighed(walk, incident)
    quiet = {**TOLD, "persons_told": "no", "not_told_reason": "已追回"}
    with pytest.raises(Refused, match="须通知个人（个人信息保护法第五十七条第二款）"):
        walk.do("baomi1", incident, "notify", **quiet)
    assert not Order.objects.filter(matter=incident, room="documents").exists()


def test_averted_harm_still_needs_its_reason_and_the_authority_may_ask_after_all(walk, incident):
    incident = weighed(walk, incident, harm_avoided="yes")
    with pytest.raises(Refused, match="须写明理由"):
        walk.do("baomi1", incident, "notify", **{**TOLD, "persons_told": "no"})
    walk.do(
        "baomi1", incident, "notify", **{**TOLD, "persons_told": "no", "not_told_reason": "函件未拆封即追回"}
    )
    walk.do("baomi1", again(incident), "tell_after_all", labels="举报人7Q4KX2", demand="县委网信办来函")
    assert Order.objects.filter(matter=incident, form="incident_told").count() == 1
    with pytest.raises(Refused, match="个人已经通知"):
        walk.do("baomi1", again(incident), "tell_after_all", labels="举报人7Q4KX2", demand="再次来函")


@pytest.mark.parametrize("labels", ["", "赵一鸣", "举报人7Q4KX2\n13709521177 赵一鸣"])
def test_persons_are_named_by_label_and_a_name_is_not_repeated(walk, incident, labels):
    incident = weighed(walk, incident)
    with pytest.raises(Refused) as refused:
        walk.do("baomi1", incident, "notify", **TOLD, labels=labels)
    assert "赵一鸣" not in str(refused.value)


def test_whoever_is_suspected_never_reads_it_in_whatever_office(walk):
    suspects = [walk.cast["shenji1"], walk.cast["juzhang1"]]
    incident = report_suspicion(walk.act("baomi1"), "名单外泄", suspected=suspects)
    readers = {a for a, o in walk.cast.by_account.items() if matter_for(o, incident.number)}
    assert readers == {"baomi1"}
    walk.do("baomi1", incident, "contain", **STOPPED, suspected=[walk.cast["baomi1"]])
    assert matter_for(walk.cast["baomi1"], incident.number) is None


def test_only_its_readers_read_it_and_whoever_reported_it_does_not(walk, incident):
    readers = {a for a, o in walk.cast.by_account.items() if matter_for(o, incident.number)}
    assert readers == {"baomi1", "shenji1", "juzhang1"}


def test_what_was_no_leak_is_cleared_by_the_auditor_alone_and_with_a_reason(walk, incident):
    for account, why in (("baomi1", "误会"), ("shenji1", " ")):
        with pytest.raises(Refused):
            walk.do(account, incident, "clear", reason=why)
    walk.do("shenji1", incident, "clear", reason="附件是空白表")
    assert again(incident).state == "closed"


def test_a_report_names_something_and_nothing_out_of_reach(walk):
    report = walk.call("举报", name="某某某", phone="13709521100", as_complaint=False).report
    for suspicion, about in ((" ", None), ("x" * 4001, None), ("泄露", report)):
        with pytest.raises(Refused):
            report_suspicion(walk.act("caiwu1"), suspicion, about=about)
    assert not Incident.objects.exists()
