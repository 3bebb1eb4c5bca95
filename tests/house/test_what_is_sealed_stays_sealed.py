"""After a whole story the caller stands nowhere in the clear: not in either database, a paper, or a log."""

import io
import logging

import pypdf
import pytest
from django.conf import settings
from django.db import connections

from demo.walk import FULFIL, fulfil_owed
from documents.leaving import PAPER, LeakFound, Leaving, NotChecked, let_out
from documents.models import Print
from identity.people import PersonalData
from procedure.orders import Order

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

NAME, PHONE = "欧阳守信", "13909520177"


def every_value(alias):
    """Every value of every row of a database, as bytes: what a thief of the file would search."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for value in row:
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    yield table, raw


def test_the_caller_is_found_nowhere_after_a_whole_story(walk, fonts_ready, caplog):
    caplog.set_level(logging.DEBUG)
    received = walk.call(
        f"我叫{NAME}，电话{PHONE}，店里把过期熟食回锅再卖，吃了中毒，要求退款",
        name=NAME,
        phone=PHONE,
        replace_names=True,
    )
    walk.accept(received.complaint)
    case = walk.facts(walk.file(walk.verify(received.report)), sold="88000", ill=3)
    walk.transfer(walk.submit(walk.suspect(case)))
    fulfil_owed(FULFIL)
    prints = list(Print.objects.all())
    # Of both: registration, receipt, dispatch; then the acceptance, the source of the case, the transfer letter.
    assert len(prints) == 9
    said = [("log", caplog.text.encode())]
    for made in prints:
        pdf = (settings.PAPERS_DIR / made.path).read_bytes()
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
        said += [(made.path, pdf), (made.path, text.encode()), ("file name", made.path.encode())]
    for alias in ("default", "vault"):
        said += list(every_value(alias))
    found = [where for where, raw in said if NAME.encode() in raw or PHONE.encode() in raw]
    assert found == []
    assert "【来电人】" in received.submission.text


def test_a_paper_that_would_name_the_reporter_is_not_let_out(walk, fonts_ready):
    received = walk.call("店里卖过期食品", name=NAME, phone=PHONE, as_complaint=False)
    fulfil_owed(FULFIL)
    pdf = (settings.PAPERS_DIR / Print.objects.get(document__form="report_receipt").path).read_bytes()

    def out(text, name, body=pdf):
        return let_out(
            received.report, Leaving(PAPER, body, file_name=name, addressee="informant", said=text)
        )

    assert not out("举报人反映", "a.pdf").overridden
    for text, name in (
        (f"举报人{NAME}", "a.pdf"),
        ("举报人反映", f"{NAME}.pdf"),
        ("电话 139-0952-0177", "a.pdf"),
    ):
        with pytest.raises(LeakFound) as leak:
            out(text, name)
        assert NAME not in str(leak.value)
    with pytest.raises(NotChecked):  # what cannot be read cannot be checked, and stays in
        out("x", "a.pdf", b"%PDF-1.7 broken")


def test_a_worker_killed_between_number_and_print_makes_the_paper_once(walk, fonts_ready, monkeypatch):
    walk.call("店里卖过期食品", as_complaint=False)
    order = Order.objects.get(room="documents", form="report_receipt")
    with monkeypatch.context() as patched:
        patched.setattr("documents.issue.Print.objects.create", lambda **_row: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            FULFIL["documents"].apply(args=[order.pk], throw=True)
    assert Order.objects.get(pk=order.pk).last_failure == "ZeroDivisionError"
    Order.objects.filter(pk=order.pk).update(leased_until_at=None)
    for _again in range(2):
        FULFIL["documents"].apply(args=[order.pk], throw=True)
    made = Print.objects.select_related("document").get(document__order=order)
    assert made.document.number.endswith("1号")
    assert Order.objects.get(pk=order.pk).state == Order.FULFILLED


def test_two_of_one_person_share_no_reference(walk):
    received = walk.call(
        "过期熟食吃坏肚子，要求退款", person=PersonalData(name=NAME, phone=PHONE), anonymous=False
    )
    assert received.complaint.person_ref != received.report.person_ref
    assert received.complaint.pseudonym != received.report.pseudonym
