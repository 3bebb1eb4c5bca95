"""The one exit: what it stops, what it warns of, and how two people answer for exactly one content."""

import dataclasses
import json

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from knox.models import AuthToken
from rest_framework.test import APIClient

from demo.walk import FULFIL
from documents import guard, leaving, overrides
from documents.forms.shape import COMPLAINANT, PARTIES
from documents.hints import DAY, OWN_WORDS, REPORTED, RESPONDENT, warnings_of
from documents.leaving import ANSWER, LeakFound, Leaving, NotChecked, let_out
from documents.models import HeldBack, Override, OverrideAsked, Print
from documents.outsiders import WhatOutsidersGet
from identity.disposal import shred
from procedure.corridor import Refused, record
from procedure.journal import JournalEntry
from procedure.locks import Locked
from procedure.orders import Order
from protection.incidents import report_suspicion
from tests.cases.stories import again
from tests.past import unjudged
from tests.protection.test_incident import STOPPED, TOLD, WEIGHED

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

NAME, PHONE = "钱途亮", "13909520102"
WHY = "投诉人本人书面同意在决定书中写明姓名"
SAID = "这家店每天凌晨三点在后院冷库里把过期的牛肉重新贴上新的标签"


@pytest.fixture
def complaint(in_november):
    return in_november.call("电饭煲用了三天就坏，要求更换", name=NAME, phone=PHONE).complaint


@pytest.fixture
def report(in_november):
    return in_november.call(SAID, name=NAME, phone=PHONE, as_complaint=False).report


@pytest.fixture
def stopped(in_november, complaint, fonts_ready):
    """The order for a paper whose reason names the complainant: drawn up, and held back at the exit."""
    in_november.review(complaint)
    in_november.no_lead(complaint)
    reason = f"投诉人{NAME}的争议已经处理过"
    with unjudged():
        in_november.do("suozhang1", complaint, "decline", ground="2", reason=reason)
    order = Order.objects.get(form="non_acceptance")
    with pytest.raises(LeakFound):
        FULFIL["documents"].apply(args=[order.pk], throw=True)
    order.refresh_from_db()
    return order


def message(text, **more):
    return Leaving(ANSWER, text.encode(), **{"addressee": COMPLAINANT, **more})


# --- what it stops ------------------------------------------------------------------------------------------


def test_identity_is_stopped_in_body_name_and_headers(complaint):
    assert let_out(complaint, message("您的投诉已受理")).warnings == ()
    for held in (
        message(f"{NAME}您好"),
        message("您好", file_name=f"{NAME}.txt"),
        message("您好", headers={"Subject": f"致{NAME}"}),
        message("电话139****0102"),
        message("Qian Tuliang"),
    ):
        with pytest.raises(LeakFound) as found:
            let_out(complaint, held)
        assert str(found.value) in {"name", "phone"}
    assert HeldBack.objects.filter(matter=complaint).count() == 5


def test_marks_of_our_own_records_are_stopped(complaint):
    for text in (
        f"见{complaint.person_ref}",
        json.dumps({"submission_id": 7}),
        "附件：acceptance-00000012.pdf",
        "经办 chengban1",
    ):
        with pytest.raises(LeakFound, match="internal"):
            let_out(complaint, message(text))
    assert let_out(complaint, message("经办 chengban1", addressee=leaving.OFFICER))


def test_what_tells_of_no_matter_holds_no_personal_number(cast):
    for text in ("电话13895204417", "64022119870314051X"):
        with pytest.raises(LeakFound, match="numbers"):
            leaving.mail((), subject="提要", body=text, to=["a@example.test"])
    sent = leaving.mail((), subject="提要", body="已逾期 2 项", to=["a@example.test"])
    assert sent.to == ["a@example.test"]


def test_what_tells_of_a_matter_behind_which_nobody_is_sealed_holds_no_personal_number(in_november):
    found = report_suspicion(in_november.act("fenliu1"), "一份登记表可能误附在对外的函件里")
    assert guard.refs_behind(found) == []
    assert let_out(found, message("已追回"))
    for text in ("电话13895204417", "64022119870314051X"):
        with pytest.raises(LeakFound, match="numbers"):
            let_out(found, message(text))


def test_a_leak_is_held_against_those_it_is_about(in_november, report):
    """Named by label in an act, or as the person behind the matter whose data got out."""
    walk = in_november
    whole = report_suspicion(walk.act("fenliu1"), "登记表误附", about=None)
    walk.do("baomi1", whole, "contain", **STOPPED)
    walk.do("shenji1", whole, "assess", **WEIGHED)
    assert let_out(again(whole), message(NAME))
    walk.do("baomi1", whole, "notify", **TOLD, labels=f"{report.pseudonym}\n举报人9M2XAB")
    assert guard.refs_behind(again(whole)) == [report.person_ref]
    with pytest.raises(LeakFound, match="name"):
        let_out(again(whole), message(NAME))
    two = walk.cast["baomi1"], walk.cast["shenji1"]
    shred(report.person_ref, asked_by=two[0], approved_by=two[1], reason="期满", on=walk.now.date())
    assert guard.refs_behind(again(whole)) == []


@pytest.mark.parametrize("broken", ["leaks_of_all", "warnings_of", "marks_in"])
def test_an_error_inside_refuses_and_nobody_can_answer_for_it(complaint, monkeypatch, broken):
    def fails(*_args, **_more):
        raise ZeroDivisionError(NAME)

    monkeypatch.setattr(leaving, broken, fails)
    with pytest.raises(NotChecked) as refused:
        let_out(complaint, message("您好"))
    assert NAME not in repr(refused.value)
    row = HeldBack.objects.get()
    assert row.found == [overrides.UNREAD]


def test_what_cannot_be_read_in_full_is_refused(complaint):
    for body in (b"\x00\x01\x02", b"%PDF-1.7 x", b"PK\x03\x04 x"):
        with pytest.raises(NotChecked):
            let_out(complaint, Leaving(leaving.FILE, body, file_name="a.bin"))


def test_a_refusal_that_cannot_be_recorded_is_a_refusal(complaint, monkeypatch):
    monkeypatch.setattr(overrides, "hold", lambda *_args, **_more: 1 / 0)
    with pytest.raises(LeakFound):
        let_out(complaint, message(NAME))


@pytest.mark.parametrize("name", ["../a.pdf", "a/b.pdf", "a\r\nSet-Cookie: x", "", ".a", "a" * 121, 'a".pdf'])
def test_a_file_name_steers_no_folder_and_no_header(complaint, name):
    with pytest.raises(ValueError, match="file name"):
        leaving.download(complaint, b"x", file_name=name, content_type="text/plain")


def test_tables_and_archives_leave_through_it(complaint):
    rows = leaving.table([["a", "=1+1", None], ["b", "+2", 3]])
    assert rows.decode("utf-8-sig").splitlines() == ["a,'=1+1,", "b,'+2,3"]
    whole = leaving.archive([("正卷/a.csv", rows)])
    answer = leaving.download(complaint, whole, file_name="正卷.zip", content_type="application/zip")
    assert answer.content == whole
    assert answer["Cache-Control"] == "private, no-store"
    for entries in ([("a.txt", NAME.encode())], [(f"{NAME}.txt", b"x")]):
        with pytest.raises(LeakFound):
            leaving.download(
                complaint, leaving.archive(entries), file_name="a.zip", content_type="application/zip"
            )


def test_a_matter_linked_by_hand_is_not_asked_about(in_november, complaint, report):
    """Or whoever tries names in a draft would learn who made the other (ADR 0012)."""
    other = in_november.call("油烟扰民", name="甄实在", phone="13909520103", as_complaint=False).report
    assert set(guard.refs_behind(complaint)) & set(guard.refs_behind(other)) == set()
    assert let_out(complaint, message("甄实在"))


# --- a paper that was held back, and two people -----------------------------------------------------------------


def test_a_paper_held_back_is_not_tried_again_and_shows_as_failed(stopped):
    assert (stopped.state, stopped.last_failure) == (Order.FAILED, "LeakFound")
    row = HeldBack.objects.get()
    assert (row.order_id, row.found, row.exit, row.label) == (stopped.pk, ["name"], "paper", "non_acceptance")
    assert not Print.objects.exists()


def test_two_people_let_exactly_this_paper_out(in_november, stopped):
    row, walk = HeldBack.objects.get(), in_november
    asked = overrides.ask(walk.act("chengban1"), row, WHY)
    overrides.give(walk.act("fazhi1"), asked, "已核对同意书，可以写明")
    stopped.refresh_from_db()
    assert stopped.state == Order.OWED
    FULFIL["documents"].apply(args=[stopped.pk], throw=True)
    assert Print.objects.get().document.order_id == stopped.pk
    told = list(JournalEntry.objects.order_by("-chain_no").values_list("verb", "source")[:2])
    assert [verb for verb, _source in told] == ["give_release", "ask_release"]
    assert "本系统设计" in told[0][1]
    assert NAME not in json.dumps(
        list(JournalEntry.objects.filter(verb__endswith="_release").values_list("facts"))
    )


def test_another_content_asks_anew(in_november, complaint):
    held = message(f"{NAME}您好")
    with pytest.raises(LeakFound):
        let_out(complaint, held)
    asked = overrides.ask(in_november.act("fenliu1"), HeldBack.objects.get(), WHY)
    overrides.give(in_november.act("baomi1"), asked, WHY)
    assert let_out(complaint, held).overridden
    for changed in (
        message(f"{NAME}您好！"),
        dataclasses.replace(held, addressee="respondent"),
        dataclasses.replace(held, file_name="a.txt"),
        dataclasses.replace(held, recipients=("b@example.test",)),
        dataclasses.replace(held, exit="mail"),
    ):
        with pytest.raises(LeakFound):
            let_out(complaint, changed)


def test_an_override_answers_for_its_own_matter_only(in_november, complaint):
    other = in_november.call("另一件电饭煲坏了，要求退款", name=NAME, phone=PHONE).complaint
    held = message(f"{NAME}您好")
    for about in ([complaint], [other], [complaint, other]):
        with pytest.raises(LeakFound):
            let_out(about, held)
    asked = overrides.ask(in_november.act("fenliu1"), HeldBack.objects.get(matter=complaint), WHY)
    overrides.give(in_november.act("baomi1"), asked, WHY)
    assert let_out(complaint, held)
    for about in ([other], [complaint, other]):
        with pytest.raises(LeakFound):
            let_out(about, held)


def test_who_may_not_ask_and_who_may_not_give(in_november, stopped):
    row, walk = HeldBack.objects.get(), in_november
    for account in ("chengban3", "fazhi1", "shenji1"):
        with pytest.raises(Refused, match="承办人"):
            overrides.ask(walk.act(account), row, WHY)
    with pytest.raises(Refused, match="理由"):
        overrides.ask(walk.act("chengban1"), row, "同意")
    with pytest.raises(Refused, match="身份信息"):
        overrides.ask(walk.act("chengban1"), row, f"{NAME}本人书面同意写明")
    asked = overrides.ask(walk.act("chengban1"), row, WHY)
    with pytest.raises(Refused, match="已经申请"):
        overrides.ask(walk.act("suozhang1"), row, WHY)
    for account in ("chengban1", "suozhang1", "fuju1", "juzhang1"):
        with pytest.raises(Refused):
            overrides.give(walk.act(account), asked, WHY)
    assert not Override.objects.exists()


def test_neither_asker_nor_drafter_nor_handler_gives_even_in_the_right_office(
    in_november, stopped, monkeypatch
):
    row, walk = HeldBack.objects.get(), in_november
    asked = overrides.ask(walk.act("chengban1"), row, WHY)
    monkeypatch.setattr(type(walk.cast["fazhi1"]), "offices_on", lambda *_: {"legal"})
    for account in ("chengban1", "suozhang1"):  # the handler who asked; the head who drafted
        with pytest.raises(Refused, match="第二人"):
            overrides.give(walk.act(account), asked, WHY)


@pytest.mark.parametrize("hand", ["chengban1", "suozhang1"])
def test_a_second_account_of_whoever_asked_or_drafted_gives_nothing(in_november, stopped, hand):
    row, walk = HeldBack.objects.get(), in_november
    asked = overrides.ask(walk.act("chengban1"), row, WHY)
    twin = walk.cast["fazhi1"]
    twin.certificate_no, twin.email = walk.cast[hand].certificate_no, ""
    assert twin.certificate_no
    with pytest.raises(Refused, match="第二人"):
        overrides.give(walk.act("fazhi1"), asked, WHY)


def test_letting_out_asks_anew_who_it_is(in_november, stopped, client):
    asked = overrides.ask(in_november.act("chengban1"), HeldBack.objects.get(), WHY)
    client.force_login(in_november.cast["fazhi1"])
    session = client.session
    session["account_fresh_at"] -= 6 * 60
    session.save()
    give = reverse("desk:exit-give", args=[asked.held_id])
    waits = client.post(give, {"reason": WHY})
    assert waits.status_code == 409
    assert WHY in waits.content.decode(), "what was typed waits in the page"
    assert not Override.objects.exists()
    sent = {"reason": WHY, "again_asked": "send", "again_yes": "on"}
    assert client.post(give, sent).status_code == 302
    assert Override.objects.exists()


def test_these_rows_are_only_added(in_november, stopped):
    row = HeldBack.objects.get()
    asked = overrides.ask(in_november.act("chengban1"), row, WHY)
    overrides.give(in_november.act("fazhi1"), asked, WHY)
    for model in (HeldBack, OverrideAsked, Override):
        with pytest.raises(Locked):
            model.objects.get().save()
        with pytest.raises(Locked):
            model.objects.all().delete()
        with (
            pytest.raises(Exception, match="append-only"),
            transaction.atomic(),
            connections["default"].cursor() as cursor,
        ):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")


def test_the_page_of_the_exit(in_november, stopped, client, django_assert_max_num_queries):
    cast = in_november.cast

    def page(account):
        client.force_login(cast[account])
        with django_assert_max_num_queries(30):
            answer = client.get(reverse("desk:exits"))
        return answer.status_code, answer.content.decode()

    def press(account, way, reason):
        client.force_login(cast[account])
        return client.post(reverse(f"desk:exit-{way}", args=[HeldBack.objects.get().pk]), {"reason": reason})

    status, shown = page("chengban1")
    assert status == 200
    assert "姓名" in shown
    assert "申请放行" in shown
    assert NAME not in shown
    assert press("chengban1", "give", WHY).status_code == 404
    short = press("chengban1", "ask", "短")
    assert short.status_code == 409
    assert "短</textarea>" in short.content.decode()
    assert press("chengban1", "ask", "").status_code == 400
    assert press("chengban1", "ask", WHY).status_code == 302
    assert press("suozhang1", "give", WHY).status_code == 409
    assert "准予放行" in page("fazhi1")[1]
    assert press("fazhi1", "give", WHY).status_code == 302
    assert "chengban3" not in page("chengban1")[1]
    assert "没有被拦下的内容" in page("chengban3")[1]
    assert page("gongan1")[0] == 403


def test_the_page_asks_as_much_for_many_as_for_one(in_november, complaint, client):
    client.force_login(in_november.cast["fenliu1"])

    def held(count):
        for n in range(count):
            with pytest.raises(LeakFound):
                let_out(complaint, message(f"{NAME}{n}{count}"))

    def asked():
        with CaptureQueriesContext(connections["default"]) as queries:
            assert client.get(reverse("desk:exits")).status_code == 200
        return len(queries)

    held(1)
    first = asked()
    held(9)
    assert asked() == first


# --- a paper handed out -------------------------------------------------------------------------------------


def test_a_paper_changed_on_the_disk_is_not_handed_out(in_november, report, fonts_ready, client):
    in_november.verify(report)
    in_november.made(report, "report_receipt")
    made = Print.objects.get()
    client.force_login(in_november.cast["chengban1"])
    address = reverse("desk:paper", args=[made.document.number])
    assert client.get(address).status_code == 200
    path = settings.PAPERS_DIR / made.path
    path.write_bytes(path.read_bytes() + b"\n%")
    assert client.get(address).status_code == 404
    path.unlink()
    assert client.get(address).status_code == 404


def test_a_paper_that_may_not_leave_today_is_not_handed_out(
    in_november, report, fonts_ready, client, monkeypatch
):
    in_november.verify(report)
    in_november.made(report, "report_receipt")
    client.force_login(in_november.cast["chengban1"])
    address = reverse("desk:paper", args=[Print.objects.get().document.number])
    assert client.get(address).status_code == 200
    monkeypatch.setattr(leaving, "leaks_of_all", lambda *_: ["name"])
    assert client.get(address).status_code == 404


# --- what only somebody inside could know ---------------------------------------------------------------------


def test_warnings_for_what_only_somebody_inside_could_know(report):
    day = f"{report.received_at.month}月{report.received_at.day}日"
    for text, addressee, expected in (
        (f"当事人{SAID[:20]}", PARTIES, {OWN_WORDS}),
        (f"当事人{SAID[:11]}", PARTIES, set()),
        (f"本局于{day}收到举报", RESPONDENT, {DAY, REPORTED}),
        ("根据群众反映，对你单位检查", RESPONDENT, {REPORTED}),
        ("案件来源：举报", RESPONDENT, {REPORTED}),
        ("舉\u200b報材料", RESPONDENT, {REPORTED}),
        (f"{day[:-1]} 日收到舉 報", RESPONDENT, {DAY, REPORTED}),
        ("接12315平台转来的信息", RESPONDENT, {REPORTED}),
        ("依据《市场监督管理投诉举报处理办法》", RESPONDENT, set()),
        ("可拨打12315投诉举报电话", RESPONDENT, set()),
        (f"您于{day}举报：{SAID}", "informant", set()),
    ):
        assert set(warnings_of([report], text, addressee)) == expected, text


def test_a_complaint_is_not_asked_whether_a_report_came_with_it(in_november):
    both = in_november.call("买的熟食已经过期，吃完拉肚子，要求退款", name=NAME, phone=PHONE)
    assert both.report is not None
    assert warnings_of([both.complaint], "根据群众反映", RESPONDENT) == ()


# --- what officers of other authorities get ---------------------------------------------------------------------


@pytest.fixture
def referral(in_november):
    walk = in_november
    taken = walk.call("卖过期肉", name=NAME, phone=PHONE, as_complaint=False)
    case = walk.facts(walk.file(walk.verify(taken.report)), sold="61000")
    return walk.transfer(walk.submit(walk.suspect(case)))


def as_police(cast):
    api = APIClient()
    _row, token = AuthToken.objects.create(cast["gongan1"])
    api.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return api


def test_an_outsider_is_shown_no_identity_at_either_door(in_november, referral, client):
    walk, api = in_november, as_police(in_november.cast)
    page, answer = f"/m/{referral.number}/", f"/api/v1/matters/{referral.number}/"
    client.force_login(walk.cast["gongan1"])
    assert client.get(page).status_code == 200
    assert api.get(answer).status_code == 200
    with unjudged():
        facts = {"proof": f"由{NAME}转交"}
        record(walk.act("zhifa1"), again(referral), "送达", basis="record.process", facts=facts)
    for seen in (client.get(page), api.get(answer), client.get("/")):
        assert NAME not in seen.content.decode()
    assert client.get(page).status_code == 404
    assert api.get(answer).status_code == 404
    assert api.get(answer).json() == {"detail": "没有这一项，或您无权查阅"}
    assert HeldBack.objects.filter(exit="answer").exists()
    client.force_login(walk.cast["chengban1"])
    assert client.get(page).status_code == 200


def test_an_outsider_is_led_to_no_name(in_november, referral, rf):
    asked = rf.get(f"/m/{referral.number}/")
    asked.user = in_november.cast["gongan1"]

    def led(**headers):
        return WhatOutsidersGet(lambda _request: HttpResponse(status=302, headers=headers))(asked)

    quoted = "%E9%92%B1%E9%80%94%E4%BA%AE"
    assert led(Location=f"/m/{referral.number}/").status_code == 302
    for told in (
        {"Location": f"/?q={NAME}"},
        {"Location": f"/?q={quoted}"},
        {"HX-Redirect": f"/?q={quoted}"},
    ):
        assert led(**told).status_code == 404
    assert HeldBack.objects.filter(exit="answer").exists()


def test_an_outsider_is_told_no_account(in_november, referral):
    api = as_police(in_november.cast)
    for address in ("/api/v1/matters/", f"/api/v1/matters/{referral.number}/", "/api/v1/search/?q=喜洋洋"):
        answer = api.get(address)
        assert answer.status_code == 200, address
        assert "chengban" not in answer.content.decode()
