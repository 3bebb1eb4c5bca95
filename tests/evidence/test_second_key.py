"""What a reporter handed in opens to two people: the custodian asks, another office confirms, one look, then it is used up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evidence import access, keys, looks, tasks
from evidence.models import OriginalConfirmed, OriginalQuestion, OriginalUsed
from identity import cipher
from identity.models import Opening
from identity.requests import draw_key, mark_of
from offices.access import public_door
from offices.models import Holding, Officer
from procedure.concerns import Concern
from procedure.corridor import Refused, record
from procedure.journal import JournalEntry
from procedure.steps import Act
from protection.closed import close_to
from protection.models import RetaliationReport
from protection.retaliation import Told, receive
from tests.evidence.handing import hand_in

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)
WHY = {"purpose": "unclean", "reason": "令121第三十七条，承办人须看内容"}


@pytest.fixture(autouse=True)
def _silent(monkeypatch):
    """Nobody is woken: the worker's part is done by hand."""
    monkeypatch.setattr(looks, "wake", lambda _pk: None)


@pytest.fixture
def evidence(walk, report):
    return hand_in(walk, report)


def act(walk, account):
    return Act(by=walk.cast[account] if isinstance(account, str) else account, at=timezone.now())


def another(account, office, like, **more):
    """One more officer who holds an office, beside those of the county."""
    officer = Officer.objects.create_officer(account, full_name="另一人", **more)
    held = Holding.objects.filter(officer=like).first()
    Holding.objects.create(officer=officer, office=office, unit=held.unit, from_on=held.from_on)
    return Officer.objects.get(pk=officer.pk)


def answered(question):
    return tasks.answer_original(question.pk)


def test_alone_the_custodian_opens_nothing_a_reporter_gave(walk, evidence):
    with pytest.raises(Refused, match="第二人"):
        looks.ask(act(walk, "baomi1"), evidence, **WHY)
    keys.ask(act(walk, "baomi1"), evidence, **WHY)
    with pytest.raises(Refused, match="第二人"):
        looks.ask(act(walk, "baomi1"), evidence)
    assert not JournalEntry.objects.filter(verb="view_original").exists()


def test_one_confirmation_is_one_look(walk, evidence):
    asked = keys.ask(act(walk, "baomi1"), evidence, **WHY)
    assert [each.pk for each in keys.waiting(walk.cast["juzhang1"], timezone.now())] == [asked.pk]
    keys.confirm(act(walk, "juzhang1"), asked.pk)
    assert answered(looks.ask(act(walk, "baomi1"), evidence)) is True
    assert [row.confirmed.asked_id for row in OriginalUsed.objects.all()] == [asked.pk]
    with pytest.raises(Refused, match="第二人"):
        looks.ask(act(walk, "baomi1"), evidence, **WHY)
    assert Opening.objects.count() == 1
    verbs = JournalEntry.objects.filter(matter=evidence.matter).order_by("seq").values_list("verb", "by_name")
    assert list(verbs)[-3:] == [
        ("ask_original", "田秀英"),
        ("confirm_original", "白永强"),
        ("view_original", "田秀英"),
    ]


def test_two_questions_from_one_confirmation_are_one_look(walk, evidence):
    asked = keys.ask(act(walk, "baomi1"), evidence, **WHY)
    keys.confirm(act(walk, "juzhang1"), asked.pk)
    first, second = (looks.ask(act(walk, "baomi1"), evidence) for _n in range(2))
    assert (answered(first), answered(second)) == (True, False)
    assert Opening.objects.count() == 1


@pytest.mark.parametrize("account", ["baomi1", "shenji1", "fuju1", "fazhi1", "jijian1", "chengban1"])
def test_nobody_but_the_head_confirms(walk, evidence, account):
    asked = keys.ask(act(walk, "baomi1"), evidence, **WHY)
    assert keys.waiting(walk.cast[account], timezone.now()) == []
    with pytest.raises(Refused):
        keys.confirm(act(walk, account), asked.pk)
    assert not OriginalConfirmed.objects.exists()


@pytest.mark.parametrize("mark", [{"email": "Tian@example.gov.cn "}, {"certificate_no": "640221-0900"}])
def test_a_second_account_is_no_second_person(walk, evidence, mark):
    custodian = walk.cast["baomi1"]
    for name, value in mark.items():
        Officer.objects.filter(pk=custodian.pk).update(**{name: value})
    custodian = Officer.objects.get(pk=custodian.pk)
    written = {name: value.strip().lower() for name, value in mark.items()}
    twin = another("juzhang9", "principal", walk.cast["juzhang1"], **written)
    asked = keys.ask(act(walk, custodian), evidence, **WHY)
    with pytest.raises(Refused):
        keys.confirm(act(walk, twin), asked.pk)


def test_a_head_who_is_concerned_is_gone_past(walk, evidence):
    entry = evidence.entry
    Concern.objects.create(matter=evidence.matter, officer=walk.cast["juzhang1"], entry=entry)
    asked = keys.ask(act(walk, "baomi1"), evidence, **WHY)
    with pytest.raises(Refused):
        keys.confirm(act(walk, "juzhang1"), asked.pk)
    keys.confirm(act(walk, "jijian1"), asked.pk)
    assert JournalEntry.objects.get(verb="confirm_original").office == "discipline"
    assert answered(looks.ask(act(walk, "baomi1"), evidence)) is True


def test_neither_key_is_good_for_ever(walk, evidence, monkeypatch):
    asked = keys.ask(act(walk, "baomi1"), evidence, **WHY)
    later = timezone.now() + timedelta(hours=24, minutes=1)
    with pytest.raises(Refused):
        keys.confirm(Act(by=walk.cast["juzhang1"], at=later), asked.pk)
    keys.confirm(act(walk, "juzhang1"), asked.pk)
    late = Act(by=walk.cast["baomi1"], at=timezone.now() + timedelta(minutes=61))
    with pytest.raises(Refused):
        looks.ask(late, evidence)
    question = looks.ask(act(walk, "baomi1"), evidence)
    monkeypatch.setattr(keys, "TO_LOOK", timedelta(0))
    assert answered(question) is False
    assert not Opening.objects.exists()


def forged(walk, evidence, entry, key, by="baomi1"):
    return OriginalQuestion.objects.create(
        evidence=evidence,
        entry=entry,
        by=walk.cast[by],
        purpose="没有洁净副本，办案须查看内容",
        one_time_key=cipher.public_to_bytes(key.public_key()),
        asked_at=timezone.now(),
    )


def look_entry(walk, matter, key, *, at=None, by="baomi1", verb="view_original", **facts):
    told = {"purpose": "没有洁净副本，办案须查看内容", "reason": "x", "page_key": mark_of(key), **facts}
    return record(
        Act(by=walk.cast[by], at=at or timezone.now()),
        matter,
        "查看封存原件",
        basis=looks.BASIS,
        verb=verb,
        office="custodian",
        facts=told,
    )


def test_the_worker_believes_no_question(walk, report):
    """A process that can write any question gets an answer only to a look that stands in the journal, from its page."""
    evidence = hand_in(walk, report, given_by="officer")
    other = hand_in(walk, report, given_by="officer")
    elsewhere = walk.call("卖假酒，年底开的票", as_complaint=False).report
    key, mine = draw_key(), {"evidence": evidence.ref}
    minute = timezone.now() - timedelta(seconds=61)
    for entry in (
        JournalEntry.objects.filter(matter=report).order_by("seq").first(),
        look_entry(walk, report, key, verb="record", **mine),
        look_entry(walk, elsewhere, key, **mine),
        look_entry(walk, report, key, evidence=other.ref),
        look_entry(walk, report, key, by="chengban1", **mine),
        look_entry(walk, report, key, at=minute, **mine),
        look_entry(walk, report, draw_key(), **mine),
        look_entry(walk, report, key, **{**mine, "purpose": "随便看看"}),
    ):
        assert answered(forged(walk, evidence, entry, key)) is False, entry.facts
    assert not Opening.objects.exists()
    assert answered(forged(walk, evidence, look_entry(walk, report, key, **mine), key)) is True


def test_the_worker_believes_no_row_of_a_second_key_either(walk, evidence):
    """Rows without their acts in the journal, or with the acts of one person, open nothing."""
    key = draw_key()
    asked = keys.ask(act(walk, "baomi1"), evidence, **WHY)
    told = {"evidence": evidence.ref, "asked_key": asked.pk}
    entry = look_entry(walk, evidence.matter, key, verb="record", by="juzhang1", **told)
    OriginalConfirmed.objects.create(asked=asked, entry=entry, by=walk.cast["juzhang1"], at=entry.at)
    look = look_entry(walk, evidence.matter, key, evidence=evidence.ref, asked_key=asked.pk)
    assert answered(forged(walk, evidence, look, key)) is False
    for told in ({}, {"asked_key": asked.pk + 1}, {"asked_key": "1"}):
        look = look_entry(walk, evidence.matter, key, evidence=evidence.ref, **told)
        assert answered(forged(walk, evidence, look, key)) is False
    assert not Opening.objects.exists()


def test_a_complaint_is_looked_at_by_the_custodian_as_before(walk):
    complaint = walk.call("电饭煲坏了，要求退款", name="钱途亮", phone="13909520102").complaint
    evidence = hand_in(walk, complaint)
    assert not keys.needs_second(evidence)
    assert answered(looks.ask(act(walk, "baomi1"), evidence, **WHY)) is True


def retaliated(walk, **told):
    """A report of retaliation with a letter that whoever made it handed in."""
    said = Told(text="被辞退了", acts=("dismissal",), received_at=walk.now, **told)
    taken = receive(None, said, Act(by=public_door(), at=walk.now))
    matter = RetaliationReport.objects.get(number=taken.number)
    return matter, hand_in(walk, matter)


def test_a_matter_closed_to_the_custodian_keeps_its_originals_closed(walk):
    matter, letter = retaliated(walk)
    custodian = walk.cast["baomi1"]
    assert access.sealed(custodian, letter.ref) is not None
    close_to(matter, [custodian], by=walk.cast["jijian1"], at=walk.now)
    assert access.sealed(custodian, letter.ref) is None
    with pytest.raises(Refused):
        keys.ask(act(walk, "baomi1"), letter, **WHY)
    assert access.sealed(walk.cast["jijian1"], letter.ref) is not None, "the liaison stands in"


def test_what_is_past_the_line_goes_to_the_liaison_and_a_second_liaison(walk):
    _matter, letter = retaliated(walk, about_bureau=True)
    for account in ("baomi1", "juzhang1", "shenji1"):
        assert access.sealed(walk.cast[account], letter.ref) is None
        with pytest.raises(Refused):
            keys.ask(act(walk, account), letter, **WHY)
    asked = keys.ask(act(walk, "jijian1"), letter, **WHY)
    for account in ("baomi1", "juzhang1", "jijian1"):
        assert keys.waiting(walk.cast[account], timezone.now()) == []
        with pytest.raises(Refused):
            keys.confirm(act(walk, account), asked.pk)
    colleague = another("jijian2", "discipline", walk.cast["jijian1"])
    keys.confirm(act(walk, colleague), asked.pk)
    assert answered(looks.ask(act(walk, "jijian1"), letter)) is True
    assert Opening.objects.get().office == "discipline"


def test_the_liaison_does_not_look_where_the_custodian_may(walk, evidence):
    assert access.sealed(walk.cast["jijian1"], evidence.ref) is None
    with pytest.raises(Refused):
        keys.ask(act(walk, "jijian1"), evidence, **WHY)
