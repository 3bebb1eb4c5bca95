"""Messages at the desk and at the machine door: read by whoever reads the matter, written by whoever answers for it."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from knox.models import AuthToken

from cases.messages import enter_from_filer, thread
from cases.models import Message
from offices.access import public_door
from procedure.access import matters_for
from procedure.locks import Locked
from procedure.steps import Act
from tests.cases.stories import again

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SECRET = "东边仓库第三排"
EVERY = (
    "dengji1", "dengji2", "fenliu1", "chengban1", "chengban3", "suozhang1", "suozhang2", "fazhi1", "fuju1", "juzhang1",
    "baomi1", "jiangli1", "caiwu1", "gongan1", "jiancha1", "ducha1", "shenji1", "jijian1",
)  # fmt: skip


@pytest.fixture
def asked(in_november):
    """A report being verified, whose reporter has written."""
    walk = in_november
    report = walk.verify(walk.call("厂里用过期面粉", as_complaint=False).report)
    said = Act(by=public_door(), at=walk.now, filer=report.person_ref)
    enter_from_filer(said, report, SECRET)
    return again(report)


def test_the_words_are_read_where_the_matter_is_read_and_nowhere_else(asked, desk, cast):
    page = reverse("desk:matter", args=[asked.number])
    form = reverse("desk:message", args=[asked.number])
    machine = reverse("api:messages", args=[asked.number])
    for account in EVERY:
        reads = matters_for(cast[account]).filter(pk=asked.pk).exists()
        client = desk(account)
        for address in (page, form):
            answer = client.get(address)
            assert (answer.status_code == 200) is reads, (account, address)
            assert (SECRET in answer.content.decode()) is reads, (account, address)
        token = AuthToken.objects.create(cast[account])[1]
        answer = client.get(machine, headers={"Authorization": f"Token {token}"})
        assert answer.status_code == (200 if reads else 404), account
        assert (SECRET in answer.content.decode()) is reads, account
        for elsewhere in (reverse("desk:worklist"), f"{reverse('desk:search')}?q=东边仓库"):
            body = client.get(elsewhere).content.decode()
            assert SECRET not in body, (account, elsewhere)
    assert SECRET not in str([entry.facts for entry in asked.journal.all()])


def test_only_whoever_answers_for_it_writes(asked, desk):
    address = reverse("desk:message", args=[asked.number])
    for account in ("fuju1", "ducha1", "shenji1", "fenliu1"):
        answer = desk(account).post(address, {"text": "您好"})
        assert answer.status_code == 409, account
        assert "您好" in answer.content.decode()
        assert desk(account).post(reverse("desk:message-read", args=[asked.number])).status_code == 409
    for account in ("chengban3", "suozhang2"):
        assert desk(account).post(address, {"text": "您好"}).status_code == 404, account
    assert len(thread(asked)) == 1
    for account in ("chengban1", "chengban2", "suozhang1"):
        assert desk(account).post(address, {"text": f"您好 {account}"}).status_code == 302, account


def test_a_sealed_value_does_not_go_out_and_what_was_written_is_kept(in_november, desk):
    walk = in_november
    got = walk.call("小作坊用过期面粉", name="苗小诚", phone="13909520112", as_complaint=False)
    report = walk.verify(got.report)
    address = reverse("desk:message", args=[report.number])
    for text in ("苗小诚您好，请补充照片", "请接 139-0952-0112 的电话"):
        answer = desk("chengban1").post(address, {"text": text})
        assert answer.status_code == 400
        assert "文字中含有封存的身份信息" in answer.content.decode()
        assert "电话）" not in answer.content.decode()  # which of them it was is not said
        assert text in answer.content.decode()
    token = AuthToken.objects.create(walk.cast["chengban1"])[1]
    answer = desk("chengban1").post(
        reverse("api:messages", args=[report.number]),
        {"text": "苗小诚您好"},
        content_type="application/json",
        headers={"Authorization": f"Token {token}"},
    )
    assert answer.status_code == 400
    assert "苗小诚" not in answer.content.decode()
    assert not thread(report)


def test_the_list_marks_where_the_filer_had_the_last_word(asked, desk):
    client = desk("chengban1")
    assert "留言待回复" in client.get(reverse("desk:worklist")).content.decode()
    assert client.post(reverse("desk:message-read", args=[asked.number])).status_code == 302
    assert "留言待回复" not in client.get(reverse("desk:worklist")).content.decode()
    assert [m.direction for m in thread(asked)] == ["in", "read"]
    # Nothing waits any more: saying so again enters nothing.
    client.post(reverse("desk:message-read", args=[asked.number]))
    assert len(thread(asked)) == 2


def test_a_lead_that_nobody_reported_has_nobody_to_write_to(in_november, desk):
    walk = in_november
    lead = walk.call(
        "抽检不合格", channel="inspection", anonymous=False, source_paper="抽检报告1", as_complaint=False
    ).report
    walk.verify(lead)
    assert (
        desk("chengban1").post(reverse("desk:message", args=[lead.number]), {"text": "您好"}).status_code
        == 409
    )
    assert (
        "与提交人的留言"
        not in desk("chengban1").get(reverse("desk:matter", args=[lead.number])).content.decode()
    )


def test_a_message_is_never_changed(asked):
    message = Message.objects.get()
    with pytest.raises(Locked):
        message.save()
    with pytest.raises(Locked):
        Message.objects.update(text="x")
    for statement in ("UPDATE cases_message SET text = 'x'", "DELETE FROM cases_message"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
