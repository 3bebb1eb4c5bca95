"""What officers write into acts is held against the sealed names, and asking is no way of finding them out."""

from datetime import timedelta

import pytest

from cases.messages import thread
from documents.messages import to_filer
from evidence.keys import ask as ask_key
from identity.disposal import shred
from procedure import journal, texts
from procedure.corridor import NamesSomebody, Overtaken, Refused, judge_text, perform, record
from procedure.steps import Act
from protection import relay
from protection.recusal import name_concerned
from protection.seen import recent
from tests.cases.stories import again
from tests.evidence.handing import hand_in

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

NAME, PHONE = "慕容致远", "13909520177"


@pytest.fixture
def report(walk):
    return walk.verify(walk.call("卖过期食品", name=NAME, phone=PHONE, as_complaint=False).report)


def extension(walk, report, reason, account="chengban1"):
    return perform(walk.act(account), again(report).ask_extension, amount=5, reason=reason)


@pytest.mark.parametrize("reason", [f"举报人{NAME}外出", f"举报人电话{PHONE}打不通", "139****0177 打不通"])
def test_an_act_is_refused_and_only_that_it_was_stands_in_the_journal(walk, report, reason):
    with pytest.raises(NamesSomebody) as named:
        extension(walk, report, reason)
    assert named.value.objections == [texts.names_somebody()]  # the same whatever was found
    last = report.journal.order_by("-seq").first()
    assert (last.verb, last.by, last.facts) == (texts.VERB, walk.cast["chengban1"], {"act": "申请延长期限"})
    assert journal.verify() == []
    seen, _more = recent(walk.cast["shenji1"])
    assert [(line.who, line.purpose) for line in seen] == [(str(walk.cast["chengban1"]), "申请延长期限")]
    assert not report.clocks.get(rule="report.verification").extensions.exists()
    extension(walk, report, "须赴外县核实")


def test_a_record_is_held_to_it_as_well(walk, report):
    with pytest.raises(NamesSomebody):
        record(walk.act("baomi1"), report, "核对", basis="record.process", facts={"reason": f"核对{NAME}"})
    assert NAME not in str(list(journal.JournalEntry.objects.values_list("facts", flat=True)))


def test_who_may_not_write_learns_nothing_from_the_answer(walk, report):
    """Authority and freshness are asked first: of a right number and a wrong one the answer is the same."""
    for account in ("shenji1", "ducha1", "fuju1", "fenliu1"):
        said = []
        for text in (f"电话{PHONE}", "电话13909520178"):
            with pytest.raises(Refused) as refused:
                to_filer(walk.act(account), report, text)
            said.append((type(refused.value), refused.value.objections))
        assert said[0] == said[1], account
    stale = Act(by=walk.cast["chengban1"], at=walk.now, seen=0)
    for text in (f"电话{PHONE}", "电话13909520178"):
        with pytest.raises(Overtaken):
            to_filer(stale, report, text)
    assert not report.journal.filter(verb=texts.VERB).exists()
    assert thread(report) == []


def test_after_a_few_tries_nothing_of_that_officer_is_judged_until_tomorrow(walk, report):
    for end in range(texts.most(report)):
        with pytest.raises(NamesSomebody):
            judge_text(walk.act("chengban1"), report, "留言", f"{NAME}{end}")
    for text in ("须赴外县核实", NAME):
        with pytest.raises(Refused, match="多次写入封存的身份信息"):
            extension(walk, report, text)
    assert report.journal.filter(verb=texts.VERB).count() == texts.most(report)
    extension(walk, report, "须赴外县核实", "suozhang1")  # the work goes on in other hands
    walk.now += timedelta(days=1)
    to_filer(walk.act("chengban1"), report, "请补充照片")


def test_what_cannot_be_checked_is_not_written(walk, report, monkeypatch):
    def broken(*_args, **_more):
        raise texts.NotJudged

    monkeypatch.setattr(texts, "_judges", [broken])
    with pytest.raises(Refused, match="无法核对"):
        extension(walk, report, "须赴外县核实")
    assert not report.journal.filter(verb=texts.VERB).exists()


def test_a_person_disposed_of_is_nobody_any_more_and_the_work_goes_on(walk, report):
    shred(
        report.person_ref,
        asked_by=walk.cast["baomi1"],
        approved_by=walk.cast["juzhang1"],
        reason="保管期限届满",
        on=walk.now.date(),
    )
    extension(walk, report, "须赴外县核实")


def test_whoever_may_not_act_is_told_so_and_nothing_of_what_was_said(walk, report):
    """Of a right name and a wrong one the answer is the same, also where a step has guards of its own about names."""
    said = []
    for reason in (f"举报人{NAME}", "举报人王小二"):
        with pytest.raises(Refused) as refused:
            perform(walk.act("shenji1"), again(report).ask_extension, amount=99, reason=reason)
        said.append(refused.value.objections)
    assert said[0] == said[1]
    assert len(said[0]) == 1  # not even that ninety-nine days are too many


def test_a_refused_text_is_entered_wherever_it_was_written(walk, report):
    """A request, a relay, a concern, a look: each has a transaction of its own, and the note outlasts it."""
    evidence = hand_in(walk, report)
    tries = [
        lambda: relay.ask_relay(walk.act("chengban1"), report, way="call", text=f"请问{NAME}"),
        lambda: name_concerned(walk.act("shenji1"), report, walk.cast["fuju1"], reason=f"{NAME}的亲属"),
        lambda: ask_key(walk.act("baomi1"), evidence, purpose="court", reason=f"核对{NAME}"),
    ]
    for end, attempt in enumerate(tries, 1):
        with pytest.raises(NamesSomebody):
            attempt()
        assert report.journal.filter(verb=texts.VERB).count() == end
