"""谁看过 and the comparison of journal and vault: no lawful look is called a theft, no forged one passes, none is left out."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from evidence import keys, looks, tasks
from identity.models import Opening
from identity.requests import collect
from notices.relay import ask_contact
from notices.tasks import answer_identity
from procedure.access import matter_for
from procedure.corridor import record
from procedure.steps import Act
from protection import seen
from protection.closed import close_to
from protection.incidents import report_suspicion
from protection.models import RetaliationReport
from protection.retaliation import Told, receive
from retention.rights import ask_own
from retention.rights import receive as ask_for_own
from supervision.journal import entries
from tests.evidence.handing import hand_in

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)
WHY = {"purpose": "unclean", "reason": "须看内容"}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path, monkeypatch):
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    monkeypatch.setattr(looks, "wake", lambda _pk: None)


def looked_at(walk, evidence):
    """A lawful look by both keys, answered by the worker."""
    if keys.needs_second(evidence):
        asked = keys.ask(walk.act("baomi1"), evidence, **WHY)
        keys.confirm(walk.act("juzhang1"), asked.pk)
    question = looks.ask(walk.act("baomi1"), evidence, **WHY)
    assert tasks.answer_original(question.pk) is True


def told_of(walk, account, matter):
    return [(line.who, line.what, line.opened) for line in seen.of_matter(walk.cast[account], matter)]


def test_a_lawful_look_at_an_original_is_no_alarm(walk, report):
    looked_at(walk, hand_in(walk, report))
    call_command("check_openings")
    assert ("田秀英", "查看封存原件", True) in told_of(walk, "shenji1", report)


def test_an_opening_of_another_original_than_was_looked_at_is_reported(walk, report):
    """A look at one piece of evidence explains no Opening of another, and a look at a person none of an original."""
    evidence, other = hand_in(walk, report), hand_in(walk, report)
    looked_at(walk, evidence)
    lawful = Opening.objects.get()
    for ref in (other.ref, evidence.ref):  # another one, and a second time for one look
        forged = Opening.objects.create(
            ref=ref, by_id=lawful.by_id, by_name="田秀英", office="custodian", purpose="x", basis="x",
            fields=["original"], matter_number=report.number, at=timezone.now() + timedelta(seconds=1),
        )  # fmt: skip
        assert seen.unjournalled([lawful, forged]) == [forged]
    with pytest.raises(CommandError, match="2 条"):
        call_command("check_openings")


def test_a_look_at_a_person_explains_no_opening_of_an_original(walk, report):
    evidence = hand_in(walk, report)
    walk.act("baomi1")
    record(
        Act(by=walk.cast["baomi1"], at=timezone.now()), report, "查看身份",
        basis="intake.confidentiality", verb="view_identity", facts={"evidence": evidence.ref},
    )  # fmt: skip
    forged = Opening.objects.create(
        ref=evidence.ref, by_id=walk.cast["baomi1"].pk, by_name="田秀英", office="custodian", purpose="x",
        basis="x", fields=["original"], matter_number=report.number, at=timezone.now(),
    )  # fmt: skip
    assert seen.unjournalled([forged]) == [forged]


def test_a_look_through_a_request_about_ones_own_data_shows_on_the_reports_page(walk):
    received = walk.call("车间里用过期原料", name="赵一鸣", phone="13709521177", as_complaint=False)
    said = {"wish": "copy", "words": "想看", "number": "", "channel": "counter"}
    request = ask_for_own(walk.act("baomi1"), code=received.codes["report"], **said)
    question = ask_own(walk.act("baomi1"), request)
    answer_identity(question.pk)
    assert collect(question) is not None
    assert ("田秀英", "查阅本人信息", True) in told_of(walk, "shenji1", received.report)
    close_to(request, [walk.cast["shenji1"]], by=walk.cast["baomi1"], at=walk.now)
    assert "查阅本人信息" not in str(told_of(walk, "shenji1", received.report))


def test_the_look_of_a_complaints_handler_shows_as_before(walk):
    complaint = walk.accept(
        walk.call("电饭煲坏了", name="钱途亮", phone="13909520102", as_report=False).complaint
    )
    collect(ask_contact(walk.act("chengban1"), complaint))
    assert [line for line in told_of(walk, "shenji1", complaint) if line[2]] == [
        ("张卫国", "查看投诉人联系方式", True)
    ]


def retaliated(walk, **told):
    said = Told(text="被辞退了", acts=("dismissal",), received_at=walk.now, **told)
    taken = receive(None, said, walk.act("jijian1"))
    return RetaliationReport.objects.get(number=taken.number)


def test_what_is_closed_by_name_is_closed_in_journal_and_looks(walk):
    incident = report_suspicion(walk.act("fenliu1"), "一份登记表可能误附在对外的函件里")
    auditor = walk.cast["shenji1"]
    assert incident.pk in {entry.matter_id for entry in entries(auditor)}
    looked_at(walk, hand_in(walk, incident, given_by="officer"))
    assert incident.kind in {line.kind for line in seen.recent(auditor)[0]}
    close_to(incident, [auditor], by=walk.cast["juzhang1"], at=walk.now)
    assert matter_for(auditor, incident.number) is None
    assert incident.pk not in {entry.matter_id for entry in entries(auditor)}
    assert incident.kind not in {line.kind for line in seen.recent(auditor)[0]}
    assert seen.of_matter(auditor, incident) == []


def test_what_is_past_the_line_is_no_line_of_a_list_of_the_bureau(walk):
    within, past = retaliated(walk), retaliated(walk, about_bureau=True)
    for matter in (within, past):
        record(
            walk.act("jijian1"), matter, "查看封存原件",
            basis="intake.confidentiality", verb="view_original", facts={"evidence": "E-1", "purpose": matter.number},
        )  # fmt: skip
    for account in ("baomi1", "shenji1"):
        purposes = {line.purpose for line in seen.recent(walk.cast[account])[0]}
        assert purposes == {within.number}, account
        assert seen.of_matter(walk.cast[account], past) == []
