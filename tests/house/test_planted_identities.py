"""The proof of the third claim: two hundred people, planted wherever a name could leave, and none of them leaves.

Every file is a real one, made by the libraries people's own files are made with. The test prints what it tried.
"""

import contextlib
import json
import logging
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.urls import reverse
from kombu.exceptions import EncodeError

from cases.naming import NamesInText
from config.logs import WithoutWords
from demo.walk import FULFIL
from documents import handing_out, issue, leaving
from documents.leaving import LeakFound, Leaving, let_out
from documents.models import Print
from files import words, words_image, words_office, words_pdf
from identity import leak
from identity.people import NotForTheRoad
from notices import digests, feed
from procedure.corridor import NamesSomebody, record
from procedure.orders import Order
from tests.house import planting
from tests.house.planting import HOW_MANY, Planted
from tests.past import unjudged

pytestmark = [
    pytest.mark.django_db(databases=["default", "vault"]),
    pytest.mark.usefixtures("fonts_ready"),
]

AS_FILE: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "PDF 正文": ("a.pdf", planting.pdf_printed),
    "PDF 元数据": ("a.pdf", planting.pdf_metadata),
    "PDF 隐藏批注": ("a.pdf", planting.pdf_hidden),
    "PDF 附件": ("a.pdf", planting.pdf_attached),
    "照片 EXIF": ("a.jpg", planting.photo),
    "PNG 文字块": ("a.png", planting.drawing),
    "docx 作者": ("a.docx", planting.document_author),
    "docx 已删除内容": ("a.docx", planting.document_deleted),
    "xlsx 隐藏工作表": ("a.xlsx", planting.sheet_hidden),
    "zip 条目名": ("a.zip", planting.zip_name),
    "zip 内文件": ("a.zip", planting.zip_content),
    "eml": ("a.eml", planting.letter),
    "ics": ("a.ics", planting.calendar),
    "csv 导出": ("a.csv", planting.rows),
}
"""Position by file: its name, and what makes a real one with something planted in it."""


def as_file(where: str) -> Callable[[object, str], object]:
    name, make = AS_FILE[where]
    return lambda matter, said: leaving.download(
        matter, make(said), file_name=name, content_type="application/octet-stream", addressee="respondent"
    )


def in_file_name(matter, said):
    return leaving.download(
        matter,
        b"x",
        file_name=f"{said.replace('*', '＊')}.txt",
        content_type="text/plain",
        addressee="respondent",
    )


def in_title(matter, said):
    return leaving.mail(
        matter, subject=f"关于{said}的答复", body="见附件", to=["a@example.test"], addressee="respondent"
    )


def in_mail(matter, said):
    return leaving.mail(
        matter, subject="答复", body=f"{said}：您好", to=["a@example.test"], addressee="respondent"
    )


def in_message(matter, said):
    told = leaving.Leaving(leaving.ANSWER, f"已联系{said}".encode(), addressee="respondent")
    return leaving.let_out(matter, told)


def in_answer(matter, said):
    body = json.dumps({"number": matter.number, "note": said}).encode()
    return let_out(matter, Leaving(leaving.ANSWER, body, file_name="answer.json", addressee="outsider"))


def in_page(matter, said):
    body = f"<p>{said[0]}<b>{said[1:]}</b></p>".encode()
    return let_out(matter, Leaving(leaving.ANSWER, body, file_name="answer.html", addressee="outsider"))


def in_header(matter, said):
    return let_out(matter, Leaving(leaving.FILE, b"x", headers={"X-Note": said}, addressee="respondent"))


HELD = {
    **{where: as_file(where) for where in AS_FILE},
    "文件名": in_file_name,
    "标题": in_title,
    "邮件正文": in_mail,
    "消息": in_message,
    "接口应答": in_answer,
    "网页": in_page,
    "HTTP 头": in_header,
}
"""Positions at the exit: each must raise `LeakFound`."""
SLOW = {"PDF 正文": 10}  # printed as our papers are; the others take every person in turn


def held(where: str, matter: object, said: str) -> bool:
    try:
        HELD[where](matter, said)
    except LeakFound:
        return True
    return False


@pytest.fixture
def everybody(in_november):
    """Two hundred complaints, each by another of the planted people."""
    return [
        (planted, in_november.call("电饭煲坏了，要求更换", person=planted.person, as_report=False).complaint)
        for planted in planting.people()
    ]


def told_in(text: str, who: Planted) -> list[str]:
    return [value for value in who.values if value in text]


def test_two_hundred_planted_identities_and_none_leaves(everybody, in_november, client, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    walk, tried, out = in_november, Counter[str](), []
    assert len(everybody) == HOW_MANY

    # At the exit: every position takes people in turn, so that every person stands in at least two positions.
    positions = list(HELD)
    for n, (who, matter) in enumerate(everybody):
        for where in {positions[n % len(positions)], positions[(n + 8) % len(positions)]}:
            if tried[where] >= SLOW.get(where, HOW_MANY):
                continue
            tried[where] += 1
            if not held(where, matter, who.said):
                out.append((where, who.field, who.said))

    # Where nothing is at the door yet: what is typed in, thrown, kept for later or sent to the worker.
    client = Client(raise_request_exception=False)
    for n, (who, matter) in enumerate(everybody):
        for where, kept in OUTSIDE_THE_EXIT[n % len(OUTSIDE_THE_EXIT)].items():
            tried[where] += 1
            if kept(walk, client, matter, who):
                out.append((where, who.field, who.said))

    for where, text in everywhere(caplog):
        tried[where] += HOW_MANY
        out += [(where, who.field, value) for who, _matter in everybody for value in told_in(text, who)]

    with capsys.disabled():
        print(f"\n植入 {HOW_MANY} 人，{len(tried)} 处，共尝试 {sum(tried.values())} 次，外泄 {len(out)} 次")  # noqa: T201
        for where, count in tried.most_common():
            print(f"    {where:<16}{count:>5}")  # noqa: T201
    assert not out, "\n".join(map(str, out))
    assert len(tried) >= 24
    assert min(tried.values()) >= 10


# --- positions that are no exit: each says whether something got out --------------------------------------------


def error_page(walk, client, matter, who) -> bool:
    """Addresses and forms with a name in them, and the page of a fault that carries one; DEBUG is off."""
    assert settings.DEBUG is False
    client.force_login(walk.cast["chengban1"])
    answers = [
        client.get(f"/m/{who.values[0]}/"),
        client.post(f"/m/{who.values[0]}/do/accept/", {"note": who.said}),
        client.get("/nowhere/", {"q": who.said}),
    ]
    return any(told_in(answer.content.decode(), who) for answer in answers)


def thrown(walk, client, matter, who) -> bool:
    """A fault whose words hold a value, as a database's do, in the log as we write it."""
    caught = []
    handler = logging.Handler()
    handler.emit = caught.append
    handler.setFormatter(WithoutWords("%(name)s %(message)s"))
    log = logging.getLogger("django.request")
    log.addHandler(handler)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("desk.search_view.find", lambda *_a, **_k: _raise(ValueError(" ".join(who.values))))
            client.force_login(walk.cast["chengban1"])
            answer = client.get("/search/", {"q": "电饭煲"})
    finally:
        log.removeHandler(handler)
    assert answer.status_code == 500
    assert caught
    said = "\n".join(handler.format(each) for each in caught)
    assert "ValueError" in said
    return bool(told_in(said + answer.content.decode(), who))


def _raise(fault):
    raise fault


def payload(walk, client, matter, who) -> bool:
    """A person on the way to the worker: neither serialiser takes them, and what lies in the queue names nobody."""
    for more in ({}, {"serializer": "pickle"}):
        try:
            current_app.send_task("documents.fulfil", args=[who.person], **more)
        except (NotForTheRoad, EncodeError, TypeError):
            continue
        return True
    return False


def cached(walk, client, matter, who) -> bool:
    try:
        cache.set("person", who.person)
    except NotForTheRoad:
        return cache.get("person") is not None
    return True


def journal_note(walk, client, matter, who) -> bool:
    """Nobody writes a name into the journal; and had it got there, no export of the journal would leave with it."""
    note = {"name": "登记备注", "basis": "record.process", "facts": {"note": who.said}}
    with contextlib.suppress(NamesSomebody):
        record(walk.act("fenliu1"), matter, **note)
        return True
    with unjudged():
        record(walk.act("fenliu1"), matter, **note)
    lines = [[e.seq, e.name, json.dumps(e.facts, ensure_ascii=False)] for e in matter.journal.all()]
    for name, body in (("journal.csv", leaving.table(lines)), ("journal.json", json.dumps(lines).encode())):
        try:
            leaving.download(matter, body, file_name=name, content_type="text/csv", addressee="respondent")
        except LeakFound:
            continue
        return True
    return False


def statement(walk, client, matter, who) -> bool:
    """What the caller says of himself is not stored in the open."""
    try:
        walk.call(f"我是{who.values[0]}，电话{who.values[1]}，要求退款", person=who.person, as_report=False)
    except NamesInText:
        return False
    return True


OUTSIDE_THE_EXIT = (
    {"错误页": error_page},
    {"异常与日志": thrown},
    {"Celery 载荷": payload, "缓存": cached},
    {"办理日志备注": journal_note},
    {"陈述正文": statement},
)


def everywhere(caplog):
    """What was kept anywhere meanwhile, as text, but for the journal notes planted above."""
    formatter = WithoutWords("%(name)s %(levelname)s %(message)s")
    yield "运行日志", "\n".join(formatter.format(each) for each in caplog.records)
    yield "缓存（全部）", repr(getattr(cache, "_cache", {}))
    queue = Path(settings.DATA_DIR) / "broker"
    yield "队列目录", "\n".join(f.read_text("utf-8", "replace") for f in queue.rglob("*") if f.is_file())
    yield (
        "邮件目录",
        "\n".join(
            f.read_text("utf-8", "replace") for f in Path(settings.EMAIL_FILE_PATH).rglob("*") if f.is_file()
        ),
    )
    for table in (
        "documents_heldback",
        "django_session",
        "procedure_order",
        "procedure_searchtext",
        "cases_submission",
    ):
        with connections["default"].cursor() as cursor:
            if table in connections["default"].introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {table}")
                yield f"表 {table}", "\n".join(map(str, cursor.fetchall()))


# --- the proof would notice: each wire taken out once ------------------------------------------------------------


@pytest.fixture
def one(in_november):
    planted = next(planting.people())
    return planted, in_november.call("电饭煲坏了，要求更换", person=planted.person, as_report=False).complaint


@contextmanager
def without(*wires):
    with pytest.MonkeyPatch.context() as patch:
        for place, name, instead in wires:
            patch.setattr(place, name, instead)
        yield


def nothing(*_args, **_more):
    return iter(())


@pytest.mark.parametrize(
    ("where", "wire"),
    [
        *((where, (leaving, "leaks_of_all", lambda *_: [])) for where in HELD),
        *((w, (words_pdf, "words", nothing)) for w in ("PDF 正文", "PDF 元数据", "PDF 隐藏批注", "PDF 附件")),
        ("PDF 附件", (words, "_inside", nothing)),
        ("照片 EXIF", (words_image, "words", nothing)),
        ("PNG 文字块", (words_image, "words", nothing)),
        ("docx 作者", (words_office, "words", nothing)),
        ("docx 已删除内容", (words_office, "words", nothing)),
        ("xlsx 隐藏工作表", (words_office, "words", nothing)),
        ("zip 条目名", (words, "_packed", nothing)),
        ("zip 内文件", (words, "_packed", nothing)),
        ("eml", (words, "_letter", nothing)),
        ("ics", (words, "_plain", nothing)),
        ("csv 导出", (words, "_plain", nothing)),
        ("接口应答", (words, "_plain", nothing)),
        ("HTTP 头", (Leaving, "words", lambda _self: "")),
        ("消息", (leak, "_found", lambda *_: set())),
    ],
)
def test_without_the_wire_it_would_leave(one, where, wire):
    who, matter = one
    assert held(where, matter, who.said)
    with without(wire):
        assert not held(where, matter, who.said)


def test_without_the_exit_the_paper_would_be_printed(one, in_november, monkeypatch):
    who, complaint = one
    in_november.review(complaint)
    in_november.no_lead(complaint)
    reason = f"投诉人{who.values[0]}的争议已经处理过"
    with unjudged():
        in_november.do("suozhang1", complaint, "decline", ground="2", reason=reason)
    order = Order.objects.get(form="non_acceptance")
    with pytest.raises(LeakFound):
        FULFIL["documents"].apply(args=[order.pk], throw=True)
    assert not Print.objects.exists()
    monkeypatch.setattr(issue, "let_out", lambda *_args, **_more: None)
    issue.issue(order)
    number = Print.objects.get().document.number
    # Printed past the exit, it is still stopped where it is handed out.
    client = Client()
    client.force_login(in_november.cast["chengban1"])
    address = reverse("desk:paper", args=[number])
    assert client.get(address).status_code == 404
    monkeypatch.setattr(handing_out, "download", lambda _about, body, **_more: leaving.HttpResponse(body))
    assert client.get(address).status_code == 200


def test_mail_and_calendar_pass_the_exit(cast, in_november, monkeypatch):
    """Both tell of no matter: a number of anybody's in one of them is stopped, and only by the exit."""
    officer = cast["chengban1"]
    token = feed.make_address(officer)
    monkeypatch.setattr(digests, "_words", lambda _digest: "请联系13895204417")
    monkeypatch.setattr(feed, "calendar_at", lambda *_: planting.calendar("13895204417"))
    digest = digests.Digest(officer=officer, on=in_november.now.date(), counts={}, total=1)
    with pytest.raises(LeakFound):
        digests.message_of(digest)
    with pytest.raises(LeakFound):
        feed.answer_at(token, in_november.now)
    monkeypatch.setattr(leaving, "numbers_in", lambda _text: [])
    assert digests.message_of(digest).body
    assert feed.answer_at(token, in_november.now) is not None


def test_without_the_formatter_the_log_would_tell(one):
    who, _matter = one
    try:
        raise ValueError(who.values[1])
    except ValueError:
        fault = logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), __import__("sys").exc_info())
    assert who.values[1] not in WithoutWords().format(fault)
    assert who.values[1] in logging.Formatter().format(fault)
