"""Evidence on the pages: handing in, the panel, the sterile copy, the custodian's page."""

import re
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from config.celery import app
from demo.walk import Walk, fulfil_owed
from evidence import uploads
from evidence.models import Evidence
from procedure.journal import JournalEntry
from tests.evidence.handing import hand_in
from tests.files import making

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path / "evidence"


@pytest.fixture
def inline():
    """The worker's part is done at once, in this process."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


@pytest.fixture
def shots(tmp_path_factory):
    """Where pictures of the pages go, for whoever wants to look at them."""
    return Path(tmp_path_factory.getbasetemp())


@pytest.fixture
def report(in_november):
    text = "卖过期食品，冷库里的肉改了生产日期"
    return in_november.verify(in_november.call(text, name="慕容致远", phone="13909520102").report)


def send(client, matter, data, name="慕容致远.jpg", given_by="officer"):
    sent = {"file": SimpleUploadedFile(name, data), "given_by": given_by}
    return client.post(reverse("desk:evidence-add", args=[matter.number]), sent)


def test_the_handler_hands_a_photograph_in_and_reads_its_sterile_copy(in_november, report, desk):
    client = desk("chengban1")
    page = client.get(reverse("desk:evidence-add", args=[report.number]))
    assert page.status_code == 200
    answer = send(client, report, making.jpeg())
    assert answer.status_code == 302
    evidence = Evidence.objects.get()
    page = client.get(reverse("desk:matter", args=[report.number])).content.decode()
    assert "证据1.jpg" in page
    assert "正在制作洁净副本" in page
    assert "未查毒" in page
    assert "慕容" not in page
    fulfil_owed(("evidence",))
    page = client.get(reverse("desk:evidence", args=[report.number])).content.decode()
    assert "正在制作" not in page
    assert "位置信息" in page
    copy = client.get(reverse("desk:sterile", args=[evidence.ref]))
    body = copy.content
    assert body.startswith(b"\xff\xd8")
    assert not [m for m in making.marks() if m in body]
    assert copy["Content-Type"] == "image/jpeg"
    assert copy["Content-Disposition"].startswith("inline; filename*=utf-8''%E8%AF%81%E6%8D%AE1.jpg")
    assert copy["X-Content-Type-Options"] == "nosniff"
    assert copy["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert copy["Cache-Control"] == "private, no-store, no-cache"


@pytest.mark.parametrize("code", ["pdf", "docx", "mp3", "mp4"])
def test_what_a_browser_would_open_with_a_program_is_a_download(in_november, report, desk, code):
    evidence = hand_in(in_november, report, making.MAKERS[code](), f"x.{code}")
    fulfil_owed(("evidence",))
    copy = desk("chengban1").get(reverse("desk:sterile", args=[evidence.ref]))
    assert copy["Content-Disposition"].startswith("attachment")
    assert copy.content


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"MZ" + bytes(100), "慕容致远.jpg", "程序文件"),
        (b"", "慕容致远.txt", "文件是空的"),
        (making.png(), "慕容致远.jpg", "后缀与内容不符"),
    ],
)
def test_a_refused_file_keeps_the_form_and_says_why_without_its_name(report, desk, data, name, words):
    answer = send(desk("chengban1"), report, data, name, given_by="respondent")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert words in page
    assert "慕容" not in page
    assert re.search(r'value="respondent"[^>]*checked', page)
    assert not Evidence.objects.exists()


def test_a_form_without_file_or_giver_is_400(report, desk):
    client = desk("chengban1")
    assert (
        client.post(reverse("desk:evidence-add", args=[report.number]), {"given_by": "officer"}).status_code
        == 400
    )
    assert send(client, report, making.jpeg(), given_by="me").status_code == 400


def test_a_file_over_the_limit_is_refused_with_what_was_chosen(report, desk, settings):
    settings.EVIDENCE_MOST_BYTES = 1024 * 1024
    answer = send(desk("chengban1"), report, making.jpeg() + bytes(2 * 1024 * 1024), given_by="other")
    assert answer.status_code == 400
    assert "每个文件最多 1 MB" in answer.content.decode()
    assert re.search(r'value="other"[^>]*checked', answer.content.decode())


def test_a_body_far_over_the_limit_is_turned_away_unread(report, desk, settings):
    settings.EVIDENCE_MOST_BYTES = 100_000
    answer = send(desk("chengban1"), report, bytes(3 * 1024 * 1024))
    assert answer.status_code == 400
    assert "Evidence" not in answer.content.decode()
    assert not Evidence.objects.exists()


def test_uploads_are_held_in_memory_and_counted(report, desk, settings, monkeypatch):
    """No temporary file, and a process that holds enough asks the next one to come again."""

    def no_file(*_a, **_k):
        raise AssertionError("a temporary file for an upload")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", no_file)
    client = desk("chengban1")
    assert send(client, report, making.jpeg() + bytes(4 * 1024 * 1024)).status_code == 302
    settings.EVIDENCE_MOST_HELD = 1000
    answer = send(client, report, making.jpeg())
    assert (answer.status_code, "过几分钟再试" in answer.content.decode()) == (400, True)
    assert uploads._Room._held == 0


@pytest.mark.parametrize(
    ("account", "status"),
    [
        ("chengban3", 404),
        ("gongan1", 404),
        ("baomi1", 404),
        ("suozhang1", 403),
        ("juzhang1", 403),
        ("shenji1", 403),
    ],
)
def test_only_who_handles_it_or_took_it_hands_in(report, desk, account, status):
    assert desk(account).get(reverse("desk:evidence-add", args=[report.number])).status_code == status
    assert send(desk(account), report, making.jpeg()).status_code == status


def test_a_sterile_copy_is_for_who_may_read_the_matter(in_november, report, desk):
    evidence = hand_in(in_november, report)
    fulfil_owed(("evidence",))
    for account, status in {"chengban1": 200, "suozhang1": 200, "juzhang1": 200, "chengban3": 404, "gongan1": 404, "jiancha1": 404, "baomi1": 404, "caiwu1": 404}.items():  # fmt: skip
        answer = desk(account).get(reverse("desk:sterile", args=[evidence.ref]))
        assert answer.status_code == status, account
        if status == 200:
            assert answer.content
    assert Client().get(reverse("desk:sterile", args=[evidence.ref])).status_code == 302
    for guess in ("E-0000000000000000", "E-" + "x" * 60, "..%2f..", str(evidence.pk)):
        assert desk("chengban1").get(f"/evidence/{guess}/").status_code == 404


def test_police_see_no_evidence_of_a_referral(in_november, desk):
    walk = in_november
    report = walk.verify(
        walk.call("卖过期食品", name="孙守正", phone="13909520103", as_complaint=False).report
    )
    case = walk.facts(walk.file(report), sold="61000")
    referral = walk.transfer(walk.submit(walk.suspect(case)))
    evidence = hand_in(walk, referral, given_by="officer", act=walk.act("chengban1"))
    fulfil_owed(("evidence",))
    assert (
        "证据1.jpg" in desk("chengban1").get(reverse("desk:matter", args=[referral.number])).content.decode()
    )
    page = desk("gongan1").get(reverse("desk:matter", args=[referral.number]))
    assert page.status_code == 200
    assert "证据1.jpg" not in page.content.decode()
    assert desk("gongan1").get(reverse("desk:sterile", args=[evidence.ref])).status_code == 404


def test_what_cannot_be_cleaned_is_marked_and_has_no_copy(in_november, report, desk):
    evidence = hand_in(in_november, report, making.pdf(password="x"), "信.pdf")
    fulfil_owed(("evidence",))
    page = desk("chengban1").get(reverse("desk:matter", args=[report.number])).content.decode()
    assert "没有洁净副本：文件有密码" in page
    assert desk("chengban1").get(reverse("desk:sterile", args=[evidence.ref])).status_code == 404


def test_the_journal_tells_of_it_in_words_and_without_a_name(in_november, report, desk):
    hand_in(in_november, report)
    page = desk("chengban1").get(reverse("desk:matter", args=[report.number])).content.decode()
    assert "收存证据" in page
    assert "证据编号" in page
    assert "file_kind" not in page
    assert "慕容" not in page


def test_the_custodians_page_is_for_the_custodian_alone(in_november, report, desk):
    evidence = hand_in(in_november, report)
    for account in ("chengban1", "juzhang1", "shenji1", "gongan1", "dengji1"):
        assert desk(account).get(reverse("desk:originals")).status_code == 403, account
    page = desk("baomi1").get(reverse("desk:originals"), {"ref": evidence.ref}).content.decode()
    assert report.number in page
    assert "慕容" not in page
    assert not JournalEntry.objects.filter(verb="view_original").exists(), "looking at the page opens nothing"


@pytest.mark.django_db(databases=["default", "vault"], transaction=True)
@pytest.mark.parametrize("what", ["file", "name"])
def test_the_custodian_takes_an_original_out_once(in_november, report, desk, what, inline):
    evidence = hand_in(in_november, report, given_by="officer")
    sent = {"ref": evidence.ref, "purpose": "forensic", "reason": "须比对原始数据", "what": what}
    answer = desk("baomi1").post(reverse("desk:originals"), sent)
    assert answer.status_code == 200
    if what == "file":
        assert b"".join(answer.streaming_content) == making.jpeg()
        assert answer["Content-Disposition"].startswith("attachment")
        assert "%E6%85%95" not in answer["Content-Disposition"]
        assert answer["Content-Length"] == str(len(making.jpeg()))
    else:
        assert "慕容致远拍的.jpg" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert JournalEntry.objects.filter(verb="view_original").count() == 1


@pytest.mark.django_db(databases=["default", "vault"], transaction=True)
def test_what_a_reporter_gave_is_taken_out_by_two_people(in_november, report, desk, inline):
    evidence = hand_in(in_november, report)
    custodian, head, page = desk("baomi1"), desk("juzhang1"), reverse("desk:originals")
    asked = {"ref": evidence.ref, "purpose": "forensic", "reason": "须比对原始数据"}
    look = {"ref": evidence.ref, "what": "file"}
    assert custodian.post(page, look).status_code == 400
    assert custodian.post(page, asked).status_code == 302
    waits = custodian.get(page, {"ref": evidence.ref}).content.decode()
    assert "等第二人确认" in waits
    assert custodian.post(page, {**asked, **look}).status_code == 409
    keys_page = head.get(reverse("desk:original-keys"))
    (waiting,) = [row for row, _title in keys_page.context["rows"]]
    assert "须比对原始数据" in keys_page.content.decode()
    assert "慕容" not in keys_page.content.decode()
    assert desk("baomi1").get(reverse("desk:original-keys")).status_code == 403
    assert head.post(reverse("desk:original-keys"), {"asked": waiting.pk + 1}).status_code == 409
    assert head.post(reverse("desk:original-keys"), {"asked": waiting.pk}).status_code == 302
    assert "一小时内可以查看一次" in custodian.get(page, {"ref": evidence.ref}).content.decode()
    answer = custodian.post(page, look)
    assert b"".join(answer.streaming_content) == making.jpeg()
    assert custodian.post(page, look).status_code == 400, "used up"
    story = desk("chengban1").get(reverse("desk:matter", args=[report.number])).content.decode()
    assert "确认查看封存原件" in story
    assert "asked_key" not in story


@pytest.mark.django_db(databases=["default", "vault"])
def test_the_second_key_is_turned_by_somebody_who_has_just_signed_in(in_november, report, desk):
    evidence = hand_in(in_november, report)
    custodian, head = desk("baomi1"), desk("juzhang1")
    custodian.post(reverse("desk:originals"), {"ref": evidence.ref, "purpose": "court", "reason": "核对"})
    (waiting,) = [row for row, _title in head.get(reverse("desk:original-keys")).context["rows"]]
    session = head.session
    session["account_fresh_at"] -= 6 * 60
    session.save()
    assert head.post(reverse("desk:original-keys"), {"asked": waiting.pk}).status_code == 409
    assert not JournalEntry.objects.filter(verb="confirm_original").exists()


def test_a_worker_that_is_away_is_said_and_the_look_stays_journalled(in_november, report, desk, monkeypatch):
    monkeypatch.setattr("desk.original_view.WAIT_SECONDS", 0.2)
    evidence = hand_in(in_november, report, given_by="officer")
    sent = {"ref": evidence.ref, "purpose": "forensic", "reason": "须比对原始数据", "what": "file"}
    answer = desk("baomi1").post(reverse("desk:originals"), sent)
    assert answer.status_code == 503
    assert "须比对原始数据" in answer.content.decode()
    assert JournalEntry.objects.filter(verb="view_original").exists()
    assert desk("baomi1").post(reverse("desk:originals"), {**sent, "ref": "E-NONE"}).status_code == 400
    assert desk("baomi1").post(reverse("desk:originals"), {**sent, "reason": ""}).status_code == 400


@pytest.mark.journey
@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_on_a_desk_and_on_a_telephone(window, width, inline, shots):

    page = window("chengban1", width=width, script=width == 1280)
    walk = Walk(page.cast, datetime.now(ZoneInfo("Asia/Shanghai")))
    report = walk.verify(walk.call("卖过期食品", name="慕容致远", phone="13909520102").report)
    hand_in(walk, report, making.word(), "a.docx")
    hand_in(walk, report, making.pdf(password="x"), "b.pdf")
    fulfil_owed(("evidence",))
    page.goto(f"{page.base}/m/{report.number}/evidence/add/")
    page.set_input_files(
        "input[type=file]", {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": making.png()}
    )
    page.screenshot(path=shots / f"add-{width}.png", full_page=True)
    page.locator("button.primary").click()
    assert "后缀与内容不符" in page.content()
    page.screenshot(path=shots / f"refused-{width}.png", full_page=True)
    page.set_input_files(
        "input[type=file]", {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": making.jpeg()}
    )
    page.locator("button.primary").click()
    page.wait_for_url("**#evidence")
    assert "证据3.jpg" in page.content()
    page.locator("#evidence").screenshot(path=shots / f"panel-{width}.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width == 1280:
        found = Axe().run(page).response["violations"]
        assert found == [], [v["id"] for v in found]
    ref = Evidence.objects.order_by("pk").first().ref
    keeper = window("baomi1", width=width)
    keeper.goto(f"{keeper.base}/originals/?ref={ref}")
    keeper.screenshot(path=shots / f"original-{width}.png", full_page=True)
