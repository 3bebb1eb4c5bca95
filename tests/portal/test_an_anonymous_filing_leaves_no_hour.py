"""After an anonymous filing every table of both databases is searched: no moment of that hour, no address, no agent.

The filing is made at an odd second of an odd hour; what is found of that hour anywhere is a fault. What follows it (the
papers) is made on the next morning and looked at too.
"""

import io
import logging
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from PIL import Image

from cases.models import Report
from config.serve import children
from demo.walk import fulfil_owed
from documents.models import Document, Print
from evidence.models import Evidence
from portal import limits
from procedure import journal
from procedure.clocks import running_of
from procedure.journal import JournalEntry
from procedure.orders import Order
from protection.retaliation import Told, receive_at_the_door
from retention.holds import Hold
from tests.portal.filing import ADD, START, Filler, hidden

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
BEIJING = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 2, 14, 17, 23, 451000, tzinfo=BEIJING)
ADDRESS, AGENT = "203.0.113.77", "InsiderBrowser/9.7 (planted)"

ALLOWED: dict[tuple[str, str], str] = {
    # Rows that stood before anybody filed, and say when the house was set up.
    ("django_migrations", "applied"): "when the tables were made",
}


def every_cell():
    """Every value in every row of both databases: (table, column, value)."""
    for alias in ("default", "vault"):
        connection = connections[alias]
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                quoted = connection.ops.quote_name(table)
                cursor.execute(f"SELECT * FROM {quoted}")
                names = [column[0] for column in cursor.description]
                for row in cursor.fetchall():
                    yield from ((table, name, value) for name, value in zip(names, row, strict=True))


def as_moment(value):
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=ZoneInfo("UTC"))
    if isinstance(value, str) and len(value) > 15 and value[:4].isdigit():
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("UTC"))
    return None


def cells_of_the_hour():
    """What stands within an hour of the filing, and is not allowed."""
    return [
        (table, name, value)
        for table, name, value in every_cell()
        if (moment := as_moment(value)) is not None
        and abs(moment - AT) < timedelta(hours=1)
        and (table, name) not in ALLOWED
    ]


def cells_with(*words):
    return [
        (table, name)
        for table, name, value in every_cell()
        for text in [
            bytes(value).decode("utf-8", "ignore") if isinstance(value, bytes | memoryview) else str(value)
        ]
        if any(word in text for word in words)
    ]


@pytest.fixture
def filed(cast, caplog):
    limits.counter.forget()
    caplog.set_level(logging.DEBUG)
    client = Client(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=AGENT, HTTP_ACCEPT_LANGUAGE="zh-hans")
    with time_machine.travel(AT, tick=False):
        client.get(START)
        sheet = Filler(client, "inside").fill().send()
        code = sheet.code
        sheet.keep()
    assert sheet.status == 200
    return client, code


def test_no_table_holds_a_moment_of_that_hour(filed):
    assert cells_of_the_hour() == []
    report = Report.objects.get()
    assert report.received_at == datetime(2026, 11, 2, tzinfo=BEIJING)
    assert {entry.at for entry in JournalEntry.objects.all()} == {report.received_at}
    assert journal.verify() == []


def test_the_search_would_have_found_a_filing_by_name(cast):
    limits.counter.forget()
    with time_machine.travel(AT, tick=False):
        Filler(Client(HTTP_ACCEPT_LANGUAGE="zh-hans"), "report").fill(by_name={"by_name": "yes"}).send()
    assert ("cases_submission", "received_at") in {(table, name) for table, name, _ in cells_of_the_hour()}


def test_no_address_no_agent_no_code_no_session_no_cookie(filed):
    client, code = filed
    assert cells_with(ADDRESS, "203.0.113", AGENT, code, code.replace("-", "")) == []
    assert not Session.objects.exists()
    assert not client.cookies


def test_nothing_is_logged(filed, caplog):
    _client, code = filed
    told = "\n".join(f"{record.name} {record.getMessage()}" for record in caplog.records)
    for word in (ADDRESS, AGENT, code, "/file/", "熟食"):
        assert word not in told
    web = children({}, "127.0.0.1", 8000)[0].command
    assert not any("access" in part for part in web)


def test_the_terms_count_from_the_day_as_they_would_from_the_hour(filed):
    report = Report.objects.get()
    assert {clock.rule: clock.due_on for clock in running_of(report)} == {
        "report.verification": date(2026, 11, 23),
        "intake.dispatch_target": date(2026, 11, 3),
    }
    assert all(clock.due_at is None for clock in running_of(report))


def test_the_papers_wait_for_moments_of_the_next_morning(filed, fonts_ready):
    held = list(Order.objects.values_list("leased_until_at", flat=True))
    assert len(held) == len(set(held)) == 2
    for moment in held:
        local = moment.astimezone(BEIJING)
        assert local.date() == date(2026, 11, 3)
        assert 6 <= local.hour < 8
    with time_machine.travel(AT + timedelta(hours=3), tick=False):
        fulfil_owed(["documents"])
        assert not Document.objects.exists()
    with time_machine.travel(datetime(2026, 11, 3, 8, 1, tzinfo=BEIJING), tick=False):
        fulfil_owed(["documents"])
        assert Print.objects.count() == 2
    assert cells_of_the_hour() == []


def picture():
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(drawn, "PNG")
    return SimpleUploadedFile("甄实在的手机.png", drawn.getvalue(), content_type="image/png")


def test_a_file_added_after_sending_tells_no_more(cast):
    limits.counter.forget()
    client = Client(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=AGENT, HTTP_ACCEPT_LANGUAGE="zh-hans")
    with time_machine.travel(AT, tick=False):
        last = Filler(client, "inside").fill().send().keep()
        last.take(client.post(ADD, {"pass": hidden(last.page, "pass"), "file": picture()}))
        assert "收到一个文件" in last.page
        last.take(client.post(ADD, {"pass": hidden(last.page, "pass")}))
        assert last.status == 400
        last.take(
            client.post(
                ADD, {"pass": hidden(last.page, "pass"), "file": SimpleUploadedFile("x.exe", b"MZ\x90")}
            )
        )
        assert last.status == 400
    taken = Evidence.objects.get()
    assert taken.given_by == "filer"
    assert taken.received_on == AT.date()
    assert cells_of_the_hour() == []
    assert cells_with("甄实在的手机") == []
    assert all(
        moment.astimezone(BEIJING).date() > AT.date()
        for moment in Order.objects.values_list("leased_until_at", flat=True)
    )


def test_two_filings_of_a_day_are_not_told_apart_by_their_papers(cast):
    limits.counter.forget()
    for hour in (9, 16):
        with time_machine.travel(AT.replace(hour=hour), tick=False):
            Filler(Client(HTTP_ACCEPT_LANGUAGE="zh-hans"), "report").fill().send()
    assert len({report.received_at for report in Report.objects.all()}) == 1


def test_a_report_of_retaliation_leaves_no_hour_either(walk):
    """What it owes waits for the next morning, and nothing that follows from it tells the hour; danger keeps its minute."""
    received = walk.call("车间里用过期原料", name="赵一鸣", phone="13709521177", as_complaint=False)
    with time_machine.travel(AT, tick=False):
        receive_at_the_door(received.report, Told(text="把我辞退了", received_at=AT), AT)
        fulfil_owed(["retention"])
    assert cells_of_the_hour() == []
    assert not Hold.objects.exists()
    (held,) = Order.objects.filter(room="retention").values_list("leased_until_at", flat=True)
    assert held.astimezone(BEIJING).date() == date(2026, 11, 3)
    with time_machine.travel(datetime(2026, 11, 3, 8, 1, tzinfo=BEIJING), tick=False):
        fulfil_owed(["retention"])
    assert Hold.objects.exists()
    assert cells_of_the_hour() == []
    with time_machine.travel(AT, tick=False):
        receive_at_the_door(received.report, Told(text="", danger=True, received_at=AT), AT)
    assert cells_of_the_hour() != []
