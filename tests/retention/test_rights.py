"""A person's request about himself: proved by code or papers, a copy opened once for him, a refusal with its article."""

from datetime import timedelta

import pytest

from identity.models import Opening, OpeningRequest
from identity.requests import collect
from notices.tasks import answer_identity
from procedure.access import matter_for
from procedure.corridor import Refused
from procedure.matter import Matter
from retention.disposal import things_of
from retention.rights import OWN, ask_own, receive
from tests.cases.stories import again

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def call(in_november):
    return in_november.call("蒸锅漏电，要求退货", name="苏慧敏", phone="13895327788", as_report=False)


def asked(walk, call, wish="copy", code=True, **more):
    said = {"wish": wish, "words": "想看", "number": call.complaint.number, "channel": "counter"}
    said["code"] = call.codes["complaint"] if code else ""
    return receive(walk.act("baomi1"), **{**said, **more})


def test_a_copy_is_opened_once_for_the_person_and_leaves_an_opening(in_november, call):
    request = asked(in_november, call)
    assert request.state == "identified"
    question = ask_own(in_november.act("baomi1"), request)
    assert answer_identity(question.pk)  # what the worker does
    person = collect(question)
    assert (person.name, person.phone) == ("苏慧敏", "13895327788")
    assert collect(question) is None
    opening = Opening.objects.get()
    assert (opening.purpose, opening.office, opening.matter_number) == (OWN, "custodian", request.number)
    assert "苏慧敏" not in str(list(request.journal.values_list("facts", flat=True)))
    in_november.do("baomi1", again(request), "answer", answer="已当面查阅")
    with pytest.raises(Refused):
        ask_own(in_november.act("baomi1"), again(request))


def test_nobody_else_opens_it_and_nothing_before_the_person_is_known(in_november, call):
    request = asked(in_november, call, code=False)
    assert request.state == "received"
    for account in ("baomi1", "shenji1", "juzhang1", "chengban1"):
        with pytest.raises(Refused):
            ask_own(in_november.act(account), request)
    in_november.do("baomi1", request, "identify", how="当面核对身份证")
    for account in ("shenji1", "chengban1"):
        with pytest.raises(Refused):
            ask_own(in_november.act(account), again(request))
    assert not Opening.objects.exists()


def test_a_question_put_past_the_page_is_not_answered(in_november, call):
    """Whoever can write into the mailbox alone, without the journal, gets nothing."""
    request = asked(in_november, call)
    ask_own(in_november.act("baomi1"), request)
    row = OpeningRequest.objects.latest("pk")
    forged = OpeningRequest.objects.create(
        ref=call.complaint.person_ref, fields=["name"], purpose=OWN, basis=row.basis, by_id=row.by_id,
        by_name=row.by_name, office="custodian", matter_number=request.number,
        one_time_key=b"\x09" * 32, asked_at=row.asked_at,
    )  # fmt: skip
    before = Opening.objects.count()
    assert answer_identity(forged.pk) is False
    assert Opening.objects.count() == before


def test_a_wrong_code_or_number_enters_nothing(in_november, call):
    with pytest.raises(Refused, match="编号不对"):
        asked(in_november, call, code=False, number="TS-2026-999999")
    with pytest.raises(Refused, match="编号不对"):
        receive(
            in_november.act("baomi1"), wish="copy", words="", number=call.complaint.number,
            code="0000-0000-0000-0000", channel="counter",
        )  # fmt: skip
    with pytest.raises(Refused, match="没有这一种请求"):
        asked(in_november, call, wish="everything")


def test_a_deletion_goes_by_the_schedule_or_is_declined_with_its_article(in_november, call):
    request = asked(in_november, call, wish="delete")
    with pytest.raises(Refused, match="删除只经到期销毁办理"):
        in_november.do("baomi1", request, "answer", answer="已删除")
    with pytest.raises(Refused, match="没有列明的情形"):
        in_november.do("baomi1", request, "decline", ground="mood", answer="不办")
    in_november.do("baomi1", request, "decline", ground="archive", answer="保管期限未届满")
    request = again(request)
    assert (request.state, request.ground) == ("answered", "archive")
    assert request.clocks.get(rule="rights.answer_target").outcome == "answered"


def test_who_reads_it(in_november, call):
    request = asked(in_november, call)
    readers = {a for a, o in in_november.cast.by_account.items() if matter_for(o, request.number)}
    assert readers == {"baomi1", "shenji1"}


def test_of_a_report_nothing_but_the_code_proves_the_person(in_november):
    """Papers shown to one officer would open an informant's identity to him alone; the answer tells of no number."""
    call = in_november.call("卖过期食品", name="苏慧敏", phone="13895327788", as_complaint=False)
    said = {"wish": "copy", "words": "想看", "channel": "counter"}
    for number in (call.report.number, "JB-2026-999999"):
        with pytest.raises(Refused) as refused:
            receive(in_november.act("baomi1"), number=number, code="", **said)
        assert refused.value.objections == ["编号不对"]
    request = receive(in_november.act("baomi1"), number=call.report.number, code=call.codes["report"], **said)
    question = ask_own(in_november.act("baomi1"), request)
    assert answer_identity(question.pk)
    assert collect(question).name == "苏慧敏"


def test_a_forged_identification_of_a_reporter_opens_nothing(in_november, call):
    """A process that can write the request and the journal's look still lacks the entry that a code was right."""
    report = in_november.call("卖过期食品", name="苏慧敏", phone="13895327788", as_complaint=False).report
    request = asked(in_november, call, code=False)
    in_november.do("baomi1", request, "identify", how="当面核对身份证")
    type(request)._base_manager.filter(pk=request.pk).update(person_ref=report.person_ref)
    Matter.objects.filter(pk=request.pk).update(parent=report)
    question = ask_own(in_november.act("baomi1"), again(request))
    assert answer_identity(question.pk) is False
    assert not Opening.objects.exists()


def test_one_request_is_one_look(in_november, call):
    request = asked(in_november, call)
    question = ask_own(in_november.act("baomi1"), request)
    assert answer_identity(question.pk)
    in_november.now += timedelta(minutes=5)
    with pytest.raises(Refused, match="只查阅一次"):
        ask_own(in_november.act("baomi1"), again(request))
    assert Opening.objects.count() == 1


def test_a_request_owns_nobody_and_is_disposed_of_with_nothing(in_november, call):
    assert things_of(asked(in_november, call)) == []
