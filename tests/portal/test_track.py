"""Following a matter by its code: what opens it, what it shows, what may be done there, and what it gives away."""

import logging

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse

from cases.messages import thread
from cases.tracking import ref_behind, told_until
from evidence.models import Evidence
from identity import codes
from identity.models import CodeLookup
from identity.people import PersonalData
from identity.visits import IDLE
from portal.even import STEP
from portal.track_view import COOKIE
from procedure.journal import verify
from tests.cases.stories import again
from tests.files import making

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

HERE = "/track/"


@pytest.fixture
def story(walk):
    """A story whose wall clock goes with it: `story.at(days=1)`."""
    with time_machine.travel(walk.now, tick=False) as clock:

        def at(**delta):
            walk.later(**delta)
            clock.move_to(walk.now)
            return walk

        walk.at = at
        yield walk


def told(visitor):
    return visitor.page().split('<h2 id="stands-title">')[1].split("</section>")[0]


def complaint_of(walk, text="电饭煲用了三天就坏，要求更换", **more):
    got = walk.call(text, name="钱途亮", phone="13909520102", as_complaint=True, as_report=False, **more)
    return got.complaint, got.codes["complaint"]


def report_of(walk, text="厂里涂改生产日期，卖过期食品", **more):
    got = walk.call(text, as_complaint=False, as_report=True, **more)
    return got.report, got.codes["report"]


# --- the code ------------------------------------------------------------------------------------------------------


def test_a_right_code_opens_its_matter_and_leaves_no_trace_of_itself(story, visitor, caplog):
    complaint, code = complaint_of(story)
    caplog.set_level(logging.DEBUG)
    person = visitor()
    answer = person.enter(code)
    assert (answer.status_code, answer["Location"]) == (303, HERE)
    cookie = answer.cookies[COOKIE]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == (HERE, "Strict", True)
    assert cookie["max-age"] == IDLE.total_seconds()
    page = person.page()
    assert complaint.number in page
    bare = code.replace("-", "")
    for place in (page, cookie.value, str(dict(answer.items())), caplog.text):
        assert code not in place
        assert bare not in place
        assert complaint.person_ref not in place
    assert not Session.objects.exists()
    assert "sessionid" not in person.cookies


def test_a_code_opens_its_own_matter_and_not_the_other_of_one_contact(story, visitor):
    got = story.call("买的熟食已经过期，吃完拉肚子，要求退款", name="钱途亮", phone="13909520102")
    first, second = visitor(got.codes["complaint"]).page(), visitor(got.codes["report"]).page()
    assert got.complaint.number in first
    assert got.report.number in second
    assert got.report.number not in first
    assert got.complaint.number not in second
    assert "我的举报" in second
    assert "举报" not in first.split("<main")[1].split('id="roads-title"')[0]


def test_wrong_unknown_and_malformed_codes_are_answered_alike(story, visitor):
    _complaint, code = complaint_of(story)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    answers = [
        visitor().enter(typed) for typed in (wrong, "", "x", "密" * 200, "0000-0000-0000-0000", "\x00")
    ]
    assert {a.status_code for a in answers} == {400}
    assert {len(a.content) for a in answers} == {STEP}
    assert all("查询码不对" in a.content.decode() for a in answers)
    assert all(not a.cookies[COOKIE].value for a in answers)
    assert all(wrong not in a.content.decode() for a in answers)


def test_a_wrong_code_takes_the_reads_of_a_right_one(story, visitor, django_assert_num_queries):
    _complaint, code = complaint_of(story)
    for typed in (code, code[:-1], "", "密"):
        with django_assert_num_queries(2, using="vault"):
            ref_behind(typed)


def test_a_code_of_before_goes_with_its_number(story, visitor):

    complaint, code = complaint_of(story)
    _lose_the_lookup(CodeLookup)
    assert codes.ref_of(code) is None
    person = visitor()
    assert person.enter(code).status_code == 400
    assert person.enter(code, number="TS-2026-999999").status_code == 400
    assert person.enter(code, number=f" {complaint.number.lower()} ").status_code == 303
    assert complaint.number in person.page()


def _lose_the_lookup(model):
    """As the vault stood before codes went alone: its row taken out past the triggers."""
    vault = connections["vault"]
    with vault.cursor() as cursor:
        if vault.vendor == "postgresql":
            # A table with checks still to be made cannot be altered: they are made now.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE identity_codelookup DISABLE TRIGGER USER")
            cursor.execute("DELETE FROM identity_codelookup")
            cursor.execute("ALTER TABLE identity_codelookup ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'identity_codelookup_no_delete'")
        made = cursor.fetchone()[0]
        cursor.execute("DROP TRIGGER identity_codelookup_no_delete")
        cursor.execute("DELETE FROM identity_codelookup")
        cursor.execute(made)


def test_guessing_is_counted_and_each_guess_costs_a_challenge(story, visitor, settings):
    settings.PORTAL_LIMITS = {**settings.PORTAL_LIMITS, "tracking": (3, 100)}
    _complaint, code = complaint_of(story)
    person = visitor()
    without = person.post(HERE, {"code": code})
    assert without.status_code == 400
    assert "请完成验证" in without.content.decode()
    used = person.challenge()
    assert person.post(HERE, {"code": "x", **used}).status_code == 400
    again = person.post(HERE, {"code": code, **used})
    assert again.status_code == 400
    assert "已经用过" in again.content.decode()
    limited = visitor().enter(code)
    assert limited.status_code == 429
    assert not limited.cookies[COOKIE].value


# --- the mark -------------------------------------------------------------------------------------------------------


def test_a_forged_and_a_foreign_mark_open_nothing(story, visitor):
    complaint, code = complaint_of(story)
    person = visitor(code)
    mark = person.cookies[COOKIE].value
    for forged in (mark[:-4] + "AAAA", "", "x", mark[1:]):
        stranger = visitor()
        stranger.cookies[COOKIE] = forged
        assert complaint.number not in stranger.page()
        assert stranger.do("message", text="你好").status_code == 403
    assert not thread(complaint)


def test_a_mark_of_one_matter_does_nothing_on_another(story, visitor):
    mine, code = complaint_of(story)
    other, _code = complaint_of(story, "买的鞋开胶，要求退款")
    person = visitor(code)
    assert (
        person.do("message", text="请问何时调解", matter=other.number, number=other.number).status_code == 303
    )
    assert [m.text for m in thread(mine)] == ["请问何时调解"]
    assert not thread(other)


def test_leaving_refuses_a_mark_that_somebody_kept(story, visitor):
    complaint, code = complaint_of(story)
    person = visitor(code)
    kept = person.cookies[COOKIE].value
    answer = person.do("leave")
    assert (answer.status_code, answer["Location"]) == (303, f"{HERE}?left=1")
    assert not answer.cookies[COOKIE].value
    assert "已经离开" in person.get(answer["Location"]).content.decode()
    thief = visitor()
    thief.cookies[COOKIE] = kept
    assert complaint.number not in thief.page()
    assert visitor(code).page().count(complaint.number)


def test_a_mark_that_ran_out_asks_for_the_code_and_gives_the_words_back(story, visitor):
    complaint, code = complaint_of(story)
    person = visitor(code)
    story.at(minutes=14)
    assert complaint.number in person.page()
    story.at(minutes=14)
    assert complaint.number in person.page(), "every page begins the quarter of an hour anew"
    story.at(minutes=16)
    answer = person.do("message", text="写了很久的一段话")
    assert answer.status_code == 403
    assert "写了很久的一段话" in answer.content.decode()
    assert not thread(complaint)


def test_a_form_of_another_site_is_refused(story, visitor):
    complaint, code = complaint_of(story)
    person = visitor(code)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[COOKIE] = person.cookies[COOKIE].value
    assert strict.post(reverse("portal:track-message"), {"text": "x"}).status_code == 403
    assert not thread(complaint)


# --- messages ---------------------------------------------------------------------------------------------------------


def test_a_complainant_writes_and_is_answered_in_the_bureaus_name(story, visitor, desk):
    complaint, code = complaint_of(story)
    story.assign(story.dispatch(complaint))
    person = visitor(code)
    assert person.do("message", text="请问还要什么材料").status_code == 303
    entry = again(complaint).journal.last()
    assert (entry.verb, entry.office, entry.by_name) == ("filer_wrote", "filer", "群众（网上提交）")
    assert "还要什么材料" not in str(entry.facts)
    client, address = desk("chengban1"), reverse("desk:message", args=[complaint.number])
    assert "请问还要什么材料" in client.get(reverse("desk:matter", args=[complaint.number])).content.decode()
    assert client.post(address, {"text": "请提供购物小票"}).status_code == 302
    page = person.page()
    assert "请提供购物小票" in page
    assert story.cast["chengban1"].full_name not in page
    assert not verify()


def test_a_reporter_is_answered_on_another_day(story, visitor, desk):
    """A message that appears at once would tell who was at his desk; it waits for the end of the working day."""
    report, code = report_of(story)
    story.verify(report)
    person = visitor(code)
    desk("chengban1").post(reverse("desk:message", args=[report.number]), {"text": "请说明哪一批次"})
    assert "哪一批次" not in person.page()
    story.at(hours=8)
    person = visitor(code)
    assert "哪一批次" not in person.page()
    story.at(hours=10)
    assert "请说明哪一批次" in visitor(code).page()


@pytest.mark.parametrize("named", [True, False])
def test_what_an_anonymous_reporter_writes_keeps_its_day_alone(story, visitor, named):
    who = {"name": "钱途亮", "phone": "13909520102"} if named else {}
    report, code = report_of(story, **who)
    story.at(hours=5)
    visitor(code).do("message", text="他们换了仓库")
    entry = again(report).journal.last()
    moment = entry.at.astimezone(story.now.tzinfo)
    assert moment.date() == story.now.date()
    assert (moment.hour, moment.minute, moment.second) == ((14, 1, 0) if named else (0, 0, 0))
    assert not verify()


def test_personal_data_is_pointed_out_once_and_a_sealed_name_is_refused_for_good(story, visitor):
    complaint, code = complaint_of(story)
    person = visitor(code)
    pointed = person.do("message", text="请打 13812345678 找老板")
    assert pointed.status_code == 400
    assert "13812345678" in pointed.content.decode()
    assert person.do("message", text="请打 13812345678 找老板", sure="on").status_code == 303
    named = person.do("message", text="钱 途 亮再催一次", sure="on")
    assert named.status_code == 400
    page = named.content.decode()
    assert "没有发送：里面写有已经封存的身份信息（姓名）" in page
    assert "再催一次" in page
    assert [m.text for m in thread(complaint)] == ["请打 13812345678 找老板"]


def test_a_message_is_sent_once_and_a_day_has_a_limit(story, visitor):
    complaint, code = complaint_of(story)
    person = visitor(code)
    for n in range(12):
        person.do("message", text=f"第{n}条")
        person.do("message", text=f"第{n}条")
    assert len(thread(complaint)) == 10
    assert "已达上限" in person.page()
    story.at(days=1)
    assert visitor(code).do("message", text="又一天").status_code == 303
    for wrong in ("", "x" * 1001):
        assert visitor(code).do("message", text=wrong).status_code == 400


# --- taking back -------------------------------------------------------------------------------------------------------


def test_a_complaint_is_taken_back_by_whoever_filed_it(story, visitor):
    complaint, code = complaint_of(story)
    story.dispatch(complaint)
    person = visitor(code)
    assert "不能恢复" in person.page()
    assert person.do("withdraw", reason="已经和好").status_code == 400
    assert again(complaint).state == "dispatched"
    assert person.do("withdraw", reason="已经和好", sure="on").status_code == 303
    entry = again(complaint).journal.last()
    assert (entry.verb, entry.after, entry.office) == ("withdraw", "withdrawn", "filer")
    assert entry.facts["how"].endswith("已经和好")
    assert "您的投诉已经撤回" in told(person)
    assert person.do("withdraw", sure="on").status_code == 409
    # What the officer must find out before it is closed is still asked of him.
    assert not again(complaint).lead_found
    assert not verify()


def test_an_accepted_complaint_is_asked_to_be_ended(story, visitor):
    complaint, code = complaint_of(story)
    story.accept(complaint)
    person = visitor(code)
    assert person.do("withdraw", reason="已经退款", sure="on").status_code == 303
    assert again(complaint).state == "accepted"
    assert [m.topic for m in thread(complaint)] == ["withdrawal"]


def test_the_joint_complainants_must_agree(story, visitor):
    complaint, code = complaint_of(
        story, joint_count=3, representatives=(PersonalData(name="常建业", phone="13709520009"),)
    )
    person = visitor(code)
    assert person.do("withdraw", sure="on").status_code == 409
    assert person.do("withdraw", sure="on", represented_consent="on").status_code == 303
    assert again(complaint).state == "withdrawn"


def test_a_report_is_not_taken_back(story, visitor):
    report, code = report_of(story)
    person = visitor(code)
    assert "举报不能撤回" in person.page()
    person.do("withdraw", sure="on")
    assert again(report).state == "received"


# --- timing -----------------------------------------------------------------------------------------------------------


def test_a_report_is_told_as_it_stood_when_the_last_working_day_was_over(story, visitor):
    report, code = report_of(story)  # Monday 2 November
    story.verify(report)
    assert "正在确定由哪个机构核查" in told(visitor(code))
    story.at(hours=14)  # still Monday
    assert "正在确定由哪个机构核查" in told(visitor(code))
    story.at(hours=2)  # Tuesday
    assert "正在依法核查" in told(visitor(code))
    story.at(days=4)  # Saturday: told as of Friday
    assert told_until(story.now).date() == story.now.date()
    report2, code2 = report_of(story)
    story.verify(report2)
    story.at(days=2)  # Monday: what was done on Saturday waits until Monday is over
    assert "正在确定由哪个机构核查" in told(visitor(code2))
    story.at(days=1)
    assert "正在依法核查" in told(visitor(code2))


def test_what_the_filer_does_himself_does_not_tell_what_was_done_today(story, visitor):
    report, code = report_of(story)
    story.verify(report)
    person = visitor(code)
    person.do("message", text="还有一批货")
    assert "正在确定由哪个机构核查" in told(person)


# --- what it looks like from outside --------------------------------------------------------------------------------


def test_every_answer_has_one_length_and_stays_between_us(story, visitor):
    _complaint, code = complaint_of(story)
    person = visitor()
    answers = [person.get(HERE), person.enter("x"), person.enter(code), person.get(HERE)]
    answers += [
        person.do("message", text="你好"),
        person.do("message", text=""),
        person.do("reward", again="x"),
    ]
    answers += [
        person.get(reverse("portal:track-message")),
        person.do("leave"),
        person.do("message", text="x"),
    ]
    for answer in answers:
        assert len(answer.content) == (0 if answer.status_code == 303 else STEP), answer
        assert "no-store" in answer["Cache-Control"]
        assert "no-transform" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"
        assert "Content-Encoding" not in answer


def test_in_english(story, visitor):
    _complaint, code = complaint_of(story)
    person = visitor(code)
    answer = person.get(HERE, headers={"Accept-Language": "en"})
    assert '<html lang="en">' in answer.content.decode()
    assert len(answer.content) == STEP


# --- more evidence ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("named", [True, False])
def test_a_file_is_put_to_the_filers_own_matter(story, visitor, settings, tmp_path, named):
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    who = {"name": "钱途亮", "phone": "13909520102"} if named else {}
    report, code = report_of(story, **who)
    story.at(hours=3)
    person = visitor(code)
    picture = SimpleUploadedFile("钱途亮拍的.jpg", making.jpeg(), content_type="image/jpeg")
    assert person.do("file", file=picture).status_code == 303
    (kept,) = evidence_of(report)
    assert kept.given_by == "filer"
    entry = again(report).journal.last()
    assert (entry.office, entry.by_name) == ("filer", "群众（网上提交）")
    moment = entry.at.astimezone(story.now.tzinfo)
    assert (moment.hour == 0) is not named
    for refused in (SimpleUploadedFile("x.jpg", b"MZ" + bytes(100)), None):
        answer = person.do("file", **({"file": refused} if refused else {}))
        assert answer.status_code == 400
        assert len(answer.content) == STEP
    assert len(evidence_of(report)) == 1
    assert not verify()


def evidence_of(matter):
    return list(Evidence.objects.filter(matter_id=matter.pk))
